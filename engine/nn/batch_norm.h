// SPDX-License-Identifier: Apache-2.0
// Batch normalization while training.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// batch_norm(x, s.mean, s.variance, weight, bias, epsilon) with s = batch_statistics(x), through
/// which the gradient goes as well. x [N, C, ...], weight and bias [C]. Its gradient needs two sums
/// over the batch where that of the formula needs three: with c = x - mean, r = 1 / sqrt(variance +
/// epsilon), M values in a channel, A = sum dy and B = sum dy c,
///     d weight = r B, d bias = A, dx = weight r (dy - A / M - c r^2 B / M)
/// (Ioffe and Szegedy, arXiv:1502.03167, section 3).
Tensor batch_norm_in_training(const Tensor& x, const Tensor& weight, const Tensor& bias,
                              double epsilon = 1e-5);

}  // namespace gradweave::nn
