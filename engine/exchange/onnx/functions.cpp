// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/functions.h"

#include <numeric>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx::fn {

Tensor number(double value, DType dtype) {
    return Tensor(graph::constant(value, dtype, Shape{}));
}

Tensor quotient(const Tensor& a, const Tensor& b) {
    if (is_floating(a.dtype())) return a / b;
    const auto shape = broadcast_shapes(a.shape(), b.shape());
    if (!shape) {
        refuse(concat("the shapes ", to_string(a.shape()), " and ", to_string(b.shape()),
                      " do not broadcast"));
    }
    return Tensor(graph::binary(graph::Op::div, broadcast_to(a, *shape).node(),
                                broadcast_to(b, *shape).node()));
}

Tensor clip(const Tensor& x, double least, double largest) {
    return minimum(maximum(x, number_like(least, x)), number_like(largest, x));
}

Tensor hard_sigmoid(const Tensor& x, double alpha, double beta) {
    return clip(x * alpha + beta, 0, 1);
}

Tensor along_channels(const Tensor& values, int rank) {
    Axes sizes(static_cast<std::size_t>(std::max(rank - 1, 1)), 1);
    sizes[0] = values.shape().element_count();
    return values.reshape(Shape(std::move(sizes)));
}

Axes axes_from(int first, int rank) {
    Axes axes(static_cast<std::size_t>(std::max(rank - first, 0)));
    std::iota(axes.begin(), axes.end(), first);
    return axes;
}

int axis_of(std::int64_t axis, int rank) {
    if (axis < -rank || axis >= rank)
        refuse(concat("axis ", axis, " does not exist in a tensor of rank ", rank));
    return static_cast<int>(axis < 0 ? axis + rank : axis);
}

Tensor counted(const Shape& shape, int axis) {
    return Tensor(graph::iota(DType::i64, shape, axis));
}

Tensor axis_last(const Tensor& x, int axis) {
    Axes order = axes_from(0, x.rank());
    order.erase(order.begin() + axis);
    order.push_back(axis);
    return x.permute(order);
}

Tensor axis_from_last(const Tensor& x, int axis) {
    Axes order = axes_from(0, x.rank() - 1);
    order.insert(order.begin() + axis, x.rank() - 1);
    return x.permute(order);
}

Tensor take_flat(const Tensor& x, const Tensor& numbers) {
    return take(x.reshape(Shape{x.shape().element_count()}), numbers, 0);
}

Tensor list(const Axes& values) {
    return tensor(values, Shape{static_cast<std::int64_t>(values.size())});
}

}  // namespace gradweave::exchange::onnx::fn
