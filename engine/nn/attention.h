// SPDX-License-Identifier: Apache-2.0
// Layers for sequences of vectors [N, T, features] that look at all positions at once. Definitions
// and parameters' shapes are PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// Self-attention with several heads (Vaswani et al., arXiv:1706.03762): x [N, T, D] ->
/// [N, T, D]. in_weight [3 D, D] and in_bias [3 D] make queries, keys and values, in this order;
/// out_weight [D, D] and out_bias [D] mix the heads' results. `heads` must divide D. With `causal`
/// a position sees itself and those before it only.
struct AttentionParameters {
    Tensor in_weight, in_bias, out_weight, out_bias;
};
Tensor self_attention(const Tensor& x, const AttentionParameters& parameters, std::int64_t heads,
                      bool causal);

/// x / sqrt(mean(x²) + epsilon) * weight over the last axis. Zhang and Sennrich, arXiv:1910.07467.
Tensor rms_norm(const Tensor& x, const Tensor& weight, double epsilon = 1e-6);

}  // namespace gradweave::nn
