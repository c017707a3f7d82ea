// SPDX-License-Identifier: Apache-2.0
// Activations beyond those of engine/tensor/composites.h. Definitions, defaults and the gradients
// at their kinks are PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// 0 below 0, x up to 6, then 6.
Tensor relu6(const Tensor& x);
/// x where positive, else alpha (exp(x) - 1). Clevert et al., arXiv:1511.07289.
Tensor elu(const Tensor& x, double alpha = 1);
/// ELU with constants that keep mean and variance. Klambauer et al., arXiv:1706.02515.
Tensor selu(const Tensor& x);
/// x where positive, else alpha (exp(x / alpha) - 1). Barron, arXiv:1704.07483.
Tensor celu(const Tensor& x, double alpha = 1);
/// x sigmoid(x), also called swish. Elfwing et al., arXiv:1702.03118.
Tensor silu(const Tensor& x);
/// x tanh(softplus(x)). Misra, arXiv:1908.08681.
Tensor mish(const Tensor& x);
/// GELU by its tanh formula: 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
Tensor gelu_tanh(const Tensor& x);
/// x / 6 + 1/2, cut off at 0 and 1.
Tensor hardsigmoid(const Tensor& x);
/// x hardsigmoid(x). Howard et al., arXiv:1905.02244.
Tensor hardswish(const Tensor& x);
/// x, cut off at low and high.
Tensor hardtanh(const Tensor& x, double low = -1, double high = 1);
/// x where |x| > bound, else 0.
Tensor hardshrink(const Tensor& x, double bound = 0.5);
/// x moved by bound towards 0, 0 within.
Tensor softshrink(const Tensor& x, double bound = 0.5);
/// x - tanh(x)
Tensor tanhshrink(const Tensor& x);
/// x / (1 + |x|)
Tensor softsign(const Tensor& x);
/// x where x > bound, else value.
Tensor threshold(const Tensor& x, double bound, double value);
/// log(sigmoid(x)), without overflow.
Tensor logsigmoid(const Tensor& x);
/// x where positive, else slope * x; slope [C] along axis 1, or [1]. He et al., arXiv:1502.01852.
Tensor prelu(const Tensor& x, const Tensor& slope);
/// The first half of an axis times the sigmoid of the second. Dauphin et al., arXiv:1612.08083.
Tensor glu(const Tensor& x, std::int64_t axis = -1);

}  // namespace gradweave::nn
