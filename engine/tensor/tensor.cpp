// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/tensor.h"

#include <algorithm>
#include <numeric>

#include "engine/autodiff/grad.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/runtime/evaluate.h"

namespace gradweave {

Tensor::Tensor(double value) : node_(graph::constant(value, DType::f32, Shape{})) {}

Tensor::Tensor(Array value, std::string name)
    : node_(graph::make_leaf(std::move(name), std::move(value))) {}

Tensor Tensor::named(std::string name) const {
    node_->set_label(std::move(name));
    return *this;
}

Array Tensor::eval() const {
    return runtime::evaluate(std::span(&node_, 1), *runtime::default_device()).front();
}

double Tensor::item() const {
    if (shape().element_count() != 1) {
        throw Error(ErrorKind::usage, concat("item: the tensor ", to_string(shape()), " has ",
                                             shape().element_count(), " elements, not one"));
    }
    return eval().number(0);
}

Tensor Tensor::detach() const {
    return Tensor(eval());
}

void eval(std::span<const Tensor> tensors) {
    std::vector<graph::NodePtr> nodes;
    for (const auto& tensor : tensors)
        nodes.push_back(tensor.node());
    runtime::evaluate(nodes, *runtime::default_device());
}

Tensor grad(const Tensor& z, const Tensor& x) {
    return Tensor(autodiff::grad(z.node(), std::span(&x.node(), 1)).front());
}

std::vector<Tensor> grad(const Tensor& z, const std::vector<Tensor>& xs) {
    std::vector<graph::NodePtr> nodes;
    for (const auto& x : xs)
        nodes.push_back(x.node());
    std::vector<Tensor> result;
    for (auto& gradient : autodiff::grad(z.node(), nodes))
        result.emplace_back(std::move(gradient));
    return result;
}

Index range(std::int64_t start) {
    Index index;
    index.start = start;
    return index;
}

Index range(std::int64_t start, std::int64_t stop, std::int64_t step) {
    Index index;
    index.start = start;
    index.stop = stop;
    index.step = step;
    return index;
}

Index until(std::int64_t stop) {
    Index index;
    index.stop = stop;
    return index;
}

Index every(std::int64_t step) {
    Index index;
    index.step = step;
    return index;
}

IndexRange resolve(const Index& index, std::int64_t size) {
    if (index.step == 0) throw Error(ErrorKind::usage, "index: a step cannot be 0");
    const bool forward = index.step > 0;
    const auto clamp = [&](std::int64_t position) {
        if (position < 0) position += size;
        return forward ? std::clamp<std::int64_t>(position, 0, size)
                       : std::clamp<std::int64_t>(position, -1, size - 1);
    };
    const std::int64_t start = index.start ? clamp(*index.start) : (forward ? 0 : size - 1);
    const std::int64_t stop = index.stop ? clamp(*index.stop) : (forward ? size : -1);
    const std::int64_t distance = forward ? stop - start : start - stop;
    const std::int64_t step = forward ? index.step : -index.step;
    return {start, distance <= 0 ? 0 : (distance - 1) / step + 1};
}

Tensor Tensor::operator()(std::vector<Index> indices) const {
    if (static_cast<int>(indices.size()) > rank()) {
        throw Error(ErrorKind::usage, concat("index: ", indices.size(), " indices for a tensor of ",
                                             rank(), " axes"));
    }
    indices.resize(static_cast<std::size_t>(rank()));
    Axes start, step, count, kept;
    for (int axis = 0; axis < rank(); ++axis) {
        const Index& index = indices[static_cast<std::size_t>(axis)];
        if (index.single) {
            const std::int64_t position =
                *index.start < 0 ? *index.start + shape()[axis] : *index.start;
            if (position < 0 || position >= shape()[axis]) {
                throw Error(ErrorKind::usage,
                            concat("index: position ", *index.start, " is outside axis ", axis,
                                   " of ", to_string(shape())));
            }
            start.push_back(position);
            step.push_back(1);
            count.push_back(1);
        } else {
            const IndexRange range = resolve(index, shape()[axis]);
            start.push_back(range.count > 0 ? range.start : 0);
            step.push_back(index.step);
            count.push_back(range.count);
            kept.push_back(range.count);
        }
    }
    return Tensor(graph::reshape(graph::slice(node_, start, step, count), Shape(kept)));
}

Tensor Tensor::reshape(Shape shape) const {
    return Tensor(graph::reshape(node_, shape));
}

Tensor Tensor::permute(Axes order) const {
    for (auto& axis : order)
        axis = normalize_axis(axis, rank(), "permute");
    return Tensor(graph::permute(node_, std::move(order)));
}

Tensor Tensor::transpose(std::int64_t a, std::int64_t b) const {
    Axes order(static_cast<std::size_t>(rank()));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[static_cast<std::size_t>(normalize_axis(a, rank(), "transpose"))],
              order[static_cast<std::size_t>(normalize_axis(b, rank(), "transpose"))]);
    return Tensor(graph::permute(node_, std::move(order)));
}

Tensor Tensor::to(DType dtype) const {
    return Tensor(graph::cast(node_, dtype));
}

}  // namespace gradweave
