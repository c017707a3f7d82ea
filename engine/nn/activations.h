// SPDX-License-Identifier: Apache-2.0
// Activations as layers use them: those of engine/tensor.
#pragma once

#include "engine/tensor/activations.h"

namespace gradweave::nn {

using gradweave::celu;
using gradweave::elu;
using gradweave::gelu_tanh;
using gradweave::glu;
using gradweave::hardshrink;
using gradweave::hardsigmoid;
using gradweave::hardswish;
using gradweave::hardtanh;
using gradweave::logsigmoid;
using gradweave::mish;
using gradweave::prelu;
using gradweave::relu6;
using gradweave::selu;
using gradweave::silu;
using gradweave::softshrink;
using gradweave::softsign;
using gradweave::tanhshrink;
using gradweave::threshold;

}  // namespace gradweave::nn
