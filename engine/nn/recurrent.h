// SPDX-License-Identifier: Apache-2.0
// Layers that go through a sequence step by step. Definitions and parameters' shapes are PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// Hochreiter and Schmidhuber 1997, with a forget gate (Gers et al. 2000). Gates in the order
/// input, forget, cell, output; H units: input_weight [4 H, F], hidden_weight [4 H, H], both biases
/// [4 H].
struct LstmParameters {
    Tensor input_weight, hidden_weight, input_bias, hidden_bias;
};
/// x [N, T, F] -> the hidden state after each step, [N, T, H]; it begins as zeros.
Tensor lstm(const Tensor& x, const LstmParameters& parameters);

}  // namespace gradweave::nn
