// SPDX-License-Identifier: Apache-2.0
// Several nodes that are one function by name: exporters of older operator sets write them out.
#pragma once

#include <map>
#include <string>

#include "engine/exchange/onnx/value.h"

namespace gradweave::exchange::onnx {

/// The model with 0.5 x (1 + erf(x / sqrt(2))), in any order of its factors, as one node "Gelu".
/// `traced` are the values of the main graph.
Model with_patterns(const Model& model, const std::map<std::string, Value>& traced);

}  // namespace gradweave::exchange::onnx
