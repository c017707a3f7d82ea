// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/convolution.h"

#include "engine/graph/build.h"
#include "engine/nn/layers.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

graph::ConvAttributes attributes(const ConvOptions& o) {
    return {o.stride, o.low, o.high, o.dilation, o.groups};
}

Tensor with_bias(const Tensor& y, const std::optional<Tensor>& bias) {
    return bias ? y + along_channels(*bias, y.rank()) : y;
}

}  // namespace

Tensor convolution(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias,
                   const ConvOptions& options) {
    return with_bias(Tensor(graph::conv(x.node(), weight.node(), attributes(options))), bias);
}

Tensor convolution_transpose(const Tensor& x, const Tensor& weight,
                             const std::optional<Tensor>& bias, const ConvOptions& o,
                             const Axes& extra) {
    Axes sizes{x.shape()[0], weight.shape()[1] * o.groups};
    for (std::size_t i = 0; i < o.stride.size(); ++i) {
        const int axis = static_cast<int>(i) + 2;
        sizes.push_back((x.shape()[axis] - 1) * o.stride[i] - o.low[i] - o.high[i] +
                        o.dilation[i] * (weight.shape()[axis] - 1) + extra[i] + 1);
    }
    // What the convolution with this weight would have been given.
    return with_bias(Tensor(graph::conv_grad_input(x.node(), weight.node(), Shape(std::move(sizes)),
                                                   attributes(o))),
                     bias);
}

}  // namespace gradweave::nn
