// SPDX-License-Identifier: Apache-2.0
// The weights that a project begins with: a file that its training settings name, such as the
// imported ones.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/lower.h"

namespace gradweave::train {

struct AttachedWeights {
    /// By the network's names; parameters that the file lacks, or has in another shape, are left
    /// out.
    std::map<std::string, Array> values;
    std::vector<std::string> missing;  ///< names of those
    std::string sentence;              ///< which file, and what begins anew
};

/// Whether the project names a file of weights.
bool has_attached_weights(const model::Document& document);

/// Reads the file (.safetensors, or the weights in an .onnx model as importing it gives them) and
/// chooses what fits the network, under the names that the blocks have there. Nothing if the
/// project names none. Throws Error(io) or Error(bad_input) naming the file.
std::optional<AttachedWeights> attached_weights(
    const model::Document& document, const model::Catalogue& catalogue,
    const std::vector<model::ModelParameter>& parameters, const std::filesystem::path& base,
    bool allow_outside);

/// The file's tensors, by the names in it.
std::map<std::string, Array> read_weights(const std::filesystem::path& path,
                                          const model::Catalogue& catalogue);

}  // namespace gradweave::train
