// SPDX-License-Identifier: Apache-2.0
// Plain data into files of the ONNX format.
#pragma once

#include <string>

#include "engine/exchange/onnx/model.h"

namespace gradweave::exchange::onnx {

/// The model's bytes, after libonnx' checker and its strict inference of types and shapes found
/// nothing wrong. Throws Error(failed) with what they found (a mistake of ours), Error(unsupported)
/// for a model of more than 2 GB.
std::string to_bytes(const Model& model);

}  // namespace gradweave::exchange::onnx
