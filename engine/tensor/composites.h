// SPDX-License-Identifier: Apache-2.0
// Functions that people know by name, built from the closed set.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// max(x, 0); NaN stays NaN, and the gradient at 0 is 0, as in PyTorch.
Tensor relu(const Tensor& x);
/// x for x > 0, else slope * x.
Tensor leaky_relu(const Tensor& x, double slope = 0.01);
/// 1 / (1 + exp(-x))
Tensor sigmoid(const Tensor& x);
/// x * Phi(x), exact: 0.5 x (1 + erf(x / sqrt(2))). Hendrycks and Gimpel, arXiv:1606.08415.
Tensor gelu(const Tensor& x);
/// log(1 + exp(x)), without overflow.
Tensor softplus(const Tensor& x);

/// exp(x) / sum(exp(x)) along an axis, without overflow.
Tensor softmax(const Tensor& x, std::int64_t axis = -1);
/// log(softmax(x)), without its rounding near 0.
Tensor log_softmax(const Tensor& x, std::int64_t axis = -1);

}  // namespace gradweave
