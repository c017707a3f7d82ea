// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/batch_norm.h"

#include "engine/graph/composite.h"
#include "engine/nn/layers.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

using graph::CompositeAttributes;
using graph::NodePtr;

NodePtr body(std::span<const NodePtr> inputs, const CompositeAttributes& attributes) {
    const Tensor x(inputs[0]), weight(inputs[1]), bias(inputs[2]);
    const BatchStatistics now = batch_statistics(x);
    return batch_norm(x, now.mean, now.variance, weight, bias, attributes.reals[0]).node();
}

std::vector<NodePtr> gradient(const NodePtr& output, const NodePtr& output_gradient) {
    const Tensor x(output->input(0)), weight(output->input(1)), dy(output_gradient);
    const double epsilon = output->as<CompositeAttributes>().reals[0];
    Axes axes{0};
    for (int i = 2; i < x.rank(); ++i)
        axes.push_back(i);
    // The same expressions as in the body, so they are computed once.
    const BatchStatistics now = batch_statistics(x);
    const Tensor centred = x - along_channels(now.mean, x.rank());
    const Tensor r = rsqrt(now.variance + epsilon);
    const Tensor a = sum(dy, axes), b = sum(dy * centred, axes);
    const double share =
        static_cast<double>(x.shape()[1]) / static_cast<double>(x.shape().element_count());
    const Tensor slope = along_channels(r * r * b * share, x.rank());
    const Tensor dx = (dy - along_channels(a * share, x.rank()) - centred * slope) *
                      along_channels(weight * r, x.rank());
    return {dx.node(), (r * b).node(), a.node()};
}

constexpr graph::CompositeSpec spec{"batch_norm", body, gradient};

}  // namespace

Tensor batch_norm_in_training(const Tensor& x, const Tensor& weight, const Tensor& bias,
                              double epsilon) {
    return Tensor(
        graph::make_composite(spec, {x.node(), weight.node(), bias.node()}, {}, {epsilon}));
}

}  // namespace gradweave::nn
