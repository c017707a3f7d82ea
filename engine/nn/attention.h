// SPDX-License-Identifier: Apache-2.0
// Layers for sequences of vectors [N, T, features] that look at all positions at once. Definitions
// and parameters' shapes are PyTorch's.
#pragma once

#include <functional>
#include <optional>

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// in_weight [3 D, D] and in_bias [3 D] make queries, keys and values, in this order; out_weight
/// [D, D] and out_bias [D] mix the heads' results.
struct AttentionParameters {
    Tensor in_weight, in_bias, out_weight, out_bias;
};

struct AttentionOptions {
    std::int64_t heads = 1;  ///< must divide D
    bool causal = false;     ///< a position sees itself and those before it only
    /// Queries and keys are turned by their positions, see rotate(): weights then depend on how far
    /// apart two positions are. D / heads must be even.
    bool rotary = false;
    double rotary_base = 10000;
    /// [N, S], bool: keys that nobody may look at. A sequence of such keys alone is looked at
    /// evenly, where PyTorch gives NaN.
    std::optional<Tensor> ignored = {};
    /// Applied to the weights, such as a dropout; may be null.
    std::function<Tensor(const Tensor&)> drop = {};
};

/// Attention with several heads (Vaswani et al., arXiv:1706.03762): queries from x [N, T, D], keys
/// and values from context [N, S, D] -> [N, T, D]. With context the same as x it is self-attention.
Tensor attention(const Tensor& x, const Tensor& context, const AttentionParameters& parameters,
                 const AttentionOptions& options);
/// The plain case.
Tensor self_attention(const Tensor& x, const AttentionParameters& parameters, std::int64_t heads,
                      bool causal);

/// x / sqrt(mean(x²) + epsilon) * weight over the last axis. Zhang and Sennrich, arXiv:1910.07467.
Tensor rms_norm(const Tensor& x, const Tensor& weight, double epsilon = 1e-6);

/// x [N, T, D] plus sin(t / base^(2i/D)) at feature 2i and the cosine at 2i + 1; D even. Vaswani et
/// al., section 3.5.
Tensor add_sinusoids(const Tensor& x, double base = 10000);

/// Features (2i, 2i + 1) of each head of x [N, T, D] turned by the angle t / base^(2i/d), where d
/// is D / heads, even. Su et al., arXiv:2104.09864.
Tensor rotate(const Tensor& x, std::int64_t heads = 1, double base = 10000);

}  // namespace gradweave::nn
