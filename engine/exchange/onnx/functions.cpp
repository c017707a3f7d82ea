// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/functions.h"

#include <numbers>
#include <numeric>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx::fn {

namespace {

/// The function of f64, with the result in the type of x.
template <class F>
Tensor precisely(const Tensor& x, F&& function) {
    return function(x.to(DType::f64)).to(x.dtype());
}

}  // namespace

Tensor number(double value, DType dtype) {
    return Tensor(graph::constant(value, dtype, Shape{}));
}

Tensor trunc(const Tensor& x) {
    if (!is_floating(x.dtype())) return x;
    return where(less(x, number_like(0, x)), -floor(-x), floor(x));
}

Tensor ceil(const Tensor& x) {
    return is_floating(x.dtype()) ? -floor(-x) : x;
}

Tensor sign(const Tensor& x) {
    const Tensor zero = number_like(0, x), one = number_like(1, x);
    return greater(x, zero).to(x.dtype()) * one - less(x, zero).to(x.dtype()) * one;
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

Tensor sinh(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return (exp(t) - exp(-t)) * 0.5; });
}
Tensor cosh(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return (exp(t) + exp(-t)) * 0.5; });
}
Tensor expm1(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return exp(t) - 1.0; });
}
Tensor asinh(const Tensor& x) {
    return precisely(x, [](const Tensor& t) {
        const Tensor size = abs(t);
        return sign(t) * log(size + sqrt(size * size + 1.0));
    });
}
Tensor acosh(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return log(t + sqrt(t * t - 1.0)); });
}
Tensor atanh(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return log((1.0 + t) / (1.0 - t)) * 0.5; });
}

// Three times atan(x) = 2 atan(x / (1 + sqrt(1 + x^2))) brings x below tan(pi / 16); there the
// Taylor series to x^21 is as exact as f64. The first halving is written for large x.
Tensor atan(const Tensor& x) {
    return precisely(x, [](const Tensor& t) {
        const Tensor large = greater(abs(t), 1.0);
        Tensor u = where(large, reciprocal(t), t);
        for (int i = 0; i < 3; ++i)
            u = u / (sqrt(u * u + 1.0) + 1.0);
        const Tensor square = u * u;
        Tensor series = square * 0.0 + 1.0 / 21;
        for (int k = 19; k > 0; k -= 2)
            series = 1.0 / k - square * series;
        const Tensor angle = u * series * 8.0;
        return where(large, sign(t) * (std::numbers::pi / 2) - angle, angle);
    });
}

Tensor asin(const Tensor& x) {
    return precisely(x, [](const Tensor& t) { return atan(t / (sqrt(1.0 - t * t) + 1.0)) * 2.0; });
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

Tensor running_sum(const Tensor& x, int axis, bool exclusive, bool reverse) {
    const std::int64_t size = x.shape()[axis];
    // Row i is summed into column j where i comes before j.
    const Shape square{size, size};
    const Tensor from = counted(square, 0), to = counted(square, 1);
    const Tensor before = reverse ? greater(from, to) : less(from, to);
    const Tensor counts = exclusive ? before : logical_or(before, equal(from, to));
    const Tensor last = axis_last(x, axis);
    // Selected, not multiplied: an infinite element later in the row is no part of an earlier sum.
    Axes sizes = last.shape().sizes();
    sizes.push_back(1);
    const Tensor column = last.reshape(Shape(std::move(sizes)));
    const Tensor terms = where(counts, column, number_like(0, x));
    return axis_from_last(sum(terms, {-2}).to(x.dtype()), axis);
}

}  // namespace gradweave::exchange::onnx::fn
