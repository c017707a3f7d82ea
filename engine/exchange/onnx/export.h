// SPDX-License-Identifier: Apache-2.0
// A project as an ONNX model.
#pragma once

#include <map>
#include <string>

#include "engine/exchange/onnx/model.h"
#include "engine/model/analysis.h"

namespace gradweave::exchange::onnx {

/// The network as it predicts (no dropout, running statistics), with the batch size open ("N"),
/// from the fields of the data that its outputs need to its outputs; both under their blocks'
/// names. `weights` by name as weight files have them ("fc1.weight"). Operator set 13, for the many
/// programs that read it, or as high as a block needs. Throws Error(bad_input) if the document
/// cannot be computed or weights are missing, Error(unsupported) with the list of all blocks that
/// ONNX has nothing for.
Model export_network(const model::Document& document, const model::Catalogue& catalogue,
                     const model::Analysis& analysis, const std::map<std::string, Array>& weights);

}  // namespace gradweave::exchange::onnx
