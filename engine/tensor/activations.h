// SPDX-License-Identifier: Apache-2.0
// Activations beside those in composites.h; names, defaults and gradients at the kinks are
// PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// x within [low, high], flat outside and at the bounds.
Tensor hardtanh(const Tensor& x, double low = -1, double high = 1);
/// hardtanh(x, 0, 6). Howard et al., arXiv:1704.04861.
Tensor relu6(const Tensor& x);
/// x for x > 0, else weight * x; weight is a scalar, or [C] along axis 1. He et al.,
/// arXiv:1502.01852.
Tensor prelu(const Tensor& x, const Tensor& weight);
/// x for x > 0, else alpha (exp(x) - 1). Clevert et al., arXiv:1511.07289.
Tensor elu(const Tensor& x, double alpha = 1);
/// elu scaled so that layers normalise themselves. Klambauer et al., arXiv:1706.02515.
Tensor selu(const Tensor& x);
/// max(x, 0) + min(0, alpha (exp(x / alpha) - 1)). Barron, arXiv:1704.07483.
Tensor celu(const Tensor& x, double alpha = 1);
/// gelu by tanh: 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
Tensor gelu_tanh(const Tensor& x);
/// x sigmoid(x). Elfwing et al., arXiv:1702.03118.
Tensor silu(const Tensor& x);
/// x tanh(softplus(x)). Misra, arXiv:1908.08681.
Tensor mish(const Tensor& x);
/// x / (1 + |x|)
Tensor softsign(const Tensor& x);
/// relu6(x + 3) / 6, and x times that. Howard et al., arXiv:1905.02244.
Tensor hardsigmoid(const Tensor& x);
Tensor hardswish(const Tensor& x);
/// x where |x| > lambda, else 0.
Tensor hardshrink(const Tensor& x, double lambda = 0.5);
/// x moved by lambda toward 0, and 0 within lambda of it.
Tensor softshrink(const Tensor& x, double lambda = 0.5);
/// x - tanh(x)
Tensor tanhshrink(const Tensor& x);
/// x where it is above the threshold, else the value.
Tensor threshold(const Tensor& x, double threshold, double value);
/// log(sigmoid(x))
Tensor logsigmoid(const Tensor& x);
/// The first half of an axis times the sigmoid of the second. Dauphin et al., arXiv:1612.08083.
Tensor glu(const Tensor& x, std::int64_t axis = -1);
/// softmax(-x)
Tensor softmin(const Tensor& x, std::int64_t axis = -1);

}  // namespace gradweave
