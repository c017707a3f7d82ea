// SPDX-License-Identifier: Apache-2.0
// Layers as pure functions of inputs and parameters. Images are [N, C, H, W]; definitions and
// defaults are PyTorch's.
#pragma once

#include <array>
#include <optional>

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// [C] as [C, 1, 1, ...], so that it lies along axis 1 of a tensor of this rank.
Tensor along_channels(const Tensor& values, int rank);

/// x W^T + b over the last axis: x [..., in], weight [out, in], bias [out] -> [..., out].
Tensor linear(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias = {});

/// a_i W_kij b_j + c_k: a [N, I], b [N, J], weight [K, I, J], bias [K] -> [N, K].
Tensor bilinear(const Tensor& a, const Tensor& b, const Tensor& weight,
                const std::optional<Tensor>& bias = {});

/// Height and width of something.
using Pair = std::array<std::int64_t, 2>;

struct Conv2dOptions {
    Pair stride{1, 1}, padding{0, 0}, dilation{1, 1};
    std::int64_t groups = 1;
};
/// Cross-correlation: x [N, C, H, W], weight [O, C / groups, h, w], bias [O].
Tensor conv2d(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias = {},
              const Conv2dOptions& options = {});

/// Largest element of each window; places outside the image never win.
Tensor max_pool2d(const Tensor& x, Pair size, Pair stride, Pair padding = {0, 0});
/// Mean of each window; padding counts as zeros, as in PyTorch.
Tensor avg_pool2d(const Tensor& x, Pair size, Pair stride, Pair padding = {0, 0});

/// [N, ...] -> [N, product].
Tensor flatten(const Tensor& x);

/// Zero where `uniform` (numbers in [0, 1) of x's shape) is below p, else x / (1 - p).
Tensor dropout(const Tensor& x, double p, const Tensor& uniform);

/// Mean and variance per channel (axis 1) of a batch, over all other axes.
struct BatchStatistics {
    Tensor mean, variance;  ///< [C]; the variance divides by the count
    Tensor unbiased;        ///< [C]; the variance divides by the count less one
};
BatchStatistics batch_statistics(const Tensor& x);
/// (x - mean) / sqrt(variance + epsilon) * weight + bias, each [C] along axis 1. Ioffe and Szegedy,
/// arXiv:1502.03167.
Tensor batch_norm(const Tensor& x, const Tensor& mean, const Tensor& variance, const Tensor& weight,
                  const Tensor& bias, double epsilon = 1e-5);

/// Each sample normalised over its last `axes` axes, then scaled: weight and bias have the shape of
/// those axes. Ba, Kiros, Hinton, arXiv:1607.06450.
Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, int axes = 1,
                  double epsilon = 1e-5);

/// Each sample's channels (axis 1) in `groups` groups, each normalised over its channels and
/// places; weight and bias [C]. Wu and He, arXiv:1803.08494. As many groups as channels is
/// InstanceNorm (Ulyanov et al., arXiv:1607.08022).
Tensor group_norm(const Tensor& x, std::int64_t groups, const Tensor& weight, const Tensor& bias,
                  double epsilon = 1e-5);

}  // namespace gradweave::nn
