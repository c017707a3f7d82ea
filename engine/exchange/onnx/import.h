// SPDX-License-Identifier: Apache-2.0
// An ONNX model as a project: blocks of the catalogue where its operators map.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/exchange/onnx/model.h"
#include "engine/model/catalogue.h"
#include "engine/model/document.h"

namespace gradweave::exchange::onnx {

struct Imported {
    model::Document document;
    /// By name as weight files have them: "conv1.weight".
    std::map<std::string, Array> weights;
    /// The nodes that no block can stand for and that placeholders keep, or else blocks that cannot
    /// do what the model does: "name (Op): reason".
    std::vector<std::string> unmapped;
};

/// Each operator becomes a block (bias additions and shape arithmetic become part of theirs), named
/// as in the model; inputs become Input blocks, since a model brings no data, outputs become Output
/// blocks. The first axis is the batch. What no block can stand for stays in its place as a
/// placeholder, a block of the unknown kind "onnx:OPERATOR" with its wires, its attributes and the
/// weights that it reads, and is listed. Without placeholders the result is computed on random
/// samples, beside the model itself, before it is given out. Throws Error(unsupported) for models
/// that have no samples in front, Error(bad_input) for one that breaks an operator's rules.
Imported import_network(const Model& model, const model::Catalogue& catalogue);

/// Whether a file is to be read so, by its suffix.
bool is_onnx_file(const std::filesystem::path& path);
/// Reads and imports; errors name the file.
Imported import_file(const std::filesystem::path& path, const model::Catalogue& catalogue);

}  // namespace gradweave::exchange::onnx
