// SPDX-License-Identifier: Apache-2.0
// The layers of a transformer (Vaswani et al., arXiv:1706.03762), as
// torch.nn.TransformerEncoderLayer and TransformerDecoderLayer define them, batch first.
#pragma once

#include <functional>
#include <string>

#include "engine/nn/attention.h"

namespace gradweave::nn {

struct TransformerOptions {
    std::int64_t heads = 1;
    bool gelu = false;        ///< instead of ReLU
    bool norm_first = false;  ///< the norms at the entrance of each half instead of its end
    bool causal = false;      ///< of the self-attention
    /// Rotary positions of the self-attention, see AttentionOptions; the attention to a memory
    /// knows no positions, since those of the two sequences have nothing to do with each other.
    bool rotary = false;
    double rotary_base = 10000;
    double epsilon = 1e-5;
    /// Parameters by PyTorch's names: "self_attn.in_proj_weight", "linear1.weight", "norm1.bias".
    std::function<Tensor(const std::string&)> parameter;
    std::function<Tensor(const Tensor&)> drop;  ///< dropout; may be null
    std::optional<Tensor> ignored = {};  ///< positions of x (of the memory for a decoder), [N, T]
};

/// x [N, T, D] -> [N, T, D]: self-attention, then two linear layers at each position.
Tensor transformer_encoder_layer(const Tensor& x, const TransformerOptions& options);
/// The same with attention to `memory` [N, S, D] (what an encoder gave) in between.
Tensor transformer_decoder_layer(const Tensor& x, const Tensor& memory,
                                 const TransformerOptions& options);

}  // namespace gradweave::nn
