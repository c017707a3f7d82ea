// SPDX-License-Identifier: Apache-2.0
// Bodies of composites written with tensors; for the .cpp files of this room.
#pragma once

#include <span>
#include <vector>

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/tensor/ops.h"

namespace gradweave::body {

using graph::CompositeAttributes;
using graph::CompositeSpec;
using graph::NodePtr;

using Inputs = std::span<const NodePtr>;
using Gradients = std::vector<NodePtr>;

/// Bodies are written with tensors and turned into nodes here. `reals` are numbers in the order of
/// the arguments, `integers` begin with an axis.
template <Tensor (*body)(const Tensor&)>
NodePtr plain(Inputs inputs, const CompositeAttributes&) {
    return body(Tensor(inputs[0])).node();
}
template <Tensor (*body)(const Tensor&, const Tensor&)>
NodePtr pair(Inputs inputs, const CompositeAttributes&) {
    return body(Tensor(inputs[0]), Tensor(inputs[1])).node();
}
template <Tensor (*body)(const Tensor&, const Tensor&, const Tensor&)>
NodePtr triple(Inputs inputs, const CompositeAttributes&) {
    return body(Tensor(inputs[0]), Tensor(inputs[1]), Tensor(inputs[2])).node();
}
template <Tensor (*body)(const Tensor&, double)>
NodePtr real(Inputs inputs, const CompositeAttributes& attributes) {
    return body(Tensor(inputs[0]), attributes.reals[0]).node();
}
template <Tensor (*body)(const Tensor&, double, double)>
NodePtr reals(Inputs inputs, const CompositeAttributes& attributes) {
    return body(Tensor(inputs[0]), attributes.reals[0], attributes.reals[1]).node();
}
template <Tensor (*body)(const Tensor&, std::int64_t)>
NodePtr axis(Inputs inputs, const CompositeAttributes& attributes) {
    return body(Tensor(inputs[0]), attributes.integers[0]).node();
}

/// A gradient rule y' given x and y, times what flows in.
template <Tensor (*slope)(const Tensor& x, const Tensor& y)>
Gradients sloped(const NodePtr& output, const NodePtr& gradient) {
    return {(Tensor(gradient) * slope(Tensor(output->input(0)), Tensor(output))).node()};
}

inline Tensor floating(const Tensor& x) {
    return is_floating(x.dtype()) ? x : x.to(DType::f32);
}
/// A number of x's type.
inline Tensor number(const Tensor& x, double value) {
    return Tensor(graph::constant(value, x.dtype(), Shape{}));
}

inline Tensor apply(const CompositeSpec& spec, const Tensor& x, Axes integers = {},
                    std::vector<double> reals = {}) {
    return Tensor(
        graph::make_composite(spec, {floating(x).node()}, std::move(integers), std::move(reals)));
}
/// Two operands in their common floating type and shape.
Tensor apply_pair(const CompositeSpec& spec, const Tensor& a, const Tensor& b);

}  // namespace gradweave::body
