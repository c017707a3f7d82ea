// SPDX-License-Identifier: Apache-2.0
// Recurrent layers beside the LSTM. Definitions and parameters' shapes are PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// For g gates of H units: input_weight [g H, F], hidden_weight [g H, H], both biases [g H].
struct RecurrentParameters {
    Tensor input_weight, hidden_weight, input_bias, hidden_bias;
};

/// Elman 1990: h = act(W x + b + U h + c), act tanh or ReLU. One gate.
/// x [N, T, F] -> the hidden state after each step, [N, T, H]; it begins as zeros.
Tensor rnn(const Tensor& x, const RecurrentParameters& parameters, bool relu = false);

/// Cho et al., arXiv:1406.1078, with the reset gate behind the product as cuDNN and PyTorch have
/// it. Gates in the order reset, update, new: three.
Tensor gru(const Tensor& x, const RecurrentParameters& parameters);

}  // namespace gradweave::nn
