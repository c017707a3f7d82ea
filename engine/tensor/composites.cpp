// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/composites.h"

#include <numbers>

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/tensor/ops.h"

namespace gradweave {

using graph::CompositeAttributes;
using graph::CompositeSpec;
using graph::NodePtr;

namespace {

using Inputs = std::span<const NodePtr>;

/// Bodies are written with tensors and turned into nodes here.
template <Tensor (*body)(const Tensor&)>
NodePtr plain_body(Inputs inputs, const CompositeAttributes&) {
    return body(Tensor(inputs[0])).node();
}
template <Tensor (*body)(const Tensor&, double)>
NodePtr real_body(Inputs inputs, const CompositeAttributes& attributes) {
    return body(Tensor(inputs[0]), attributes.reals[0]).node();
}
template <Tensor (*body)(const Tensor&, std::int64_t)>
NodePtr axis_body(Inputs inputs, const CompositeAttributes& attributes) {
    return body(Tensor(inputs[0]), attributes.integers[0]).node();
}

std::int64_t axis_of(const NodePtr& node) {
    return node->as<CompositeAttributes>().integers[0];
}

Tensor floating(const Tensor& x) {
    return is_floating(x.dtype()) ? x : x.to(DType::f32);
}

Tensor zero(const Tensor& x) {
    return Tensor(graph::constant(0.0, x.dtype(), Shape{}));
}

Tensor relu_body(const Tensor& x) {
    return where(less_equal(x, zero(x)), zero(x), x);
}
Tensor leaky_relu_body(const Tensor& x, double slope) {
    return where(greater(x, zero(x)), x, x * slope);
}
Tensor sigmoid_body(const Tensor& x) {
    return reciprocal(exp(-x) + 1.0);
}
Tensor gelu_body(const Tensor& x) {
    return x * 0.5 * (erf(x * (1 / std::numbers::sqrt2)) + 1.0);
}
// max(x, 0) + log(1 + u) with u = exp(-|x|). log(1 + u) loses the digits that 1 + u rounded away;
// the quotient brings them back (Kahan; Goldberg, "What every computer scientist should know about
// floating-point arithmetic", theorem 4).
Tensor softplus_body(const Tensor& x) {
    const Tensor u = exp(-abs(x));
    const Tensor w = u + 1.0;
    const Tensor one = Tensor(graph::constant(1.0, x.dtype(), Shape{}));
    return relu(x) + where(equal(w, one), u, log(w) * (u / (w - 1.0)));
}

Tensor softmax_body(const Tensor& x, std::int64_t axis) {
    const Tensor e = exp(x - max(x, {axis}, true));
    return e / sum(e, {axis}, true);
}

Tensor log_softmax_body(const Tensor& x, std::int64_t axis) {
    const Tensor shifted = x - max(x, {axis}, true);
    return shifted - log(sum(exp(shifted), {axis}, true));
}

// The output says where the input was positive: no mask is kept for the gradient.
std::vector<NodePtr> relu_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor y(output), g(gradient);
    return {where(less_equal(y, zero(y)), zero(g), g).node()};
}

// y' = y (1 - y); through the body it would be 0 * inf where exp(-x) overflows.
std::vector<NodePtr> sigmoid_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor y(output), g(gradient);
    return {(g * y * (1.0 - y)).node()};
}

// At 0, where |x| has no derivative, softplus has one: the sigmoid.
std::vector<NodePtr> softplus_gradient(const NodePtr& output, const NodePtr& gradient) {
    return {(Tensor(gradient) * sigmoid(Tensor(output->input(0)))).node()};
}

std::vector<NodePtr> softmax_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor y(output), g(gradient);
    return {(y * (g - sum(g * y, {axis_of(output)}, true))).node()};
}

std::vector<NodePtr> log_softmax_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor y(output), g(gradient);
    return {(g - exp(y) * sum(g, {axis_of(output)}, true)).node()};
}

const CompositeSpec relu_spec{"relu", plain_body<relu_body>, relu_gradient};
const CompositeSpec leaky_relu_spec{"leaky_relu", real_body<leaky_relu_body>};
const CompositeSpec sigmoid_spec{"sigmoid", plain_body<sigmoid_body>, sigmoid_gradient};
const CompositeSpec gelu_spec{"gelu", plain_body<gelu_body>};
const CompositeSpec softplus_spec{"softplus", plain_body<softplus_body>, softplus_gradient};
const CompositeSpec softmax_spec{"softmax", axis_body<softmax_body>, softmax_gradient};
const CompositeSpec log_softmax_spec{"log_softmax", axis_body<log_softmax_body>,
                                     log_softmax_gradient};

Tensor apply(const CompositeSpec& spec, const Tensor& x, Axes integers = {},
             std::vector<double> reals = {}) {
    return Tensor(
        graph::make_composite(spec, {floating(x).node()}, std::move(integers), std::move(reals)));
}

}  // namespace

Tensor relu(const Tensor& x) {
    return apply(relu_spec, x);
}
Tensor leaky_relu(const Tensor& x, double slope) {
    return apply(leaky_relu_spec, x, {}, {slope});
}
Tensor sigmoid(const Tensor& x) {
    return apply(sigmoid_spec, x);
}
Tensor gelu(const Tensor& x) {
    return apply(gelu_spec, x);
}
Tensor softplus(const Tensor& x) {
    return apply(softplus_spec, x);
}
Tensor softmax(const Tensor& x, std::int64_t axis) {
    return apply(softmax_spec, x, {normalize_axis(axis, x.rank(), "softmax")});
}
Tensor log_softmax(const Tensor& x, std::int64_t axis) {
    return apply(log_softmax_spec, x, {normalize_axis(axis, x.rank(), "log_softmax")});
}

}  // namespace gradweave
