// SPDX-License-Identifier: Apache-2.0
// An ONNX model as a project: blocks of the catalogue where its operators map.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/exchange/onnx/model.h"
#include "engine/model/catalogue.h"
#include "engine/model/document.h"

namespace gradweave::exchange::onnx {

struct Imported {
    model::Document document;
    /// By name as weight files have them: "conv1.weight".
    std::map<std::string, Array> weights;
};

/// Each operator becomes a block (bias additions and shape arithmetic become part of theirs), named
/// as in the model; the input becomes an Input block, since a model brings no data, outputs become
/// Output blocks. The first axis is the batch. The result is computed on random samples, beside the
/// model itself, before it is given out. Throws Error(unsupported) naming every node that no block
/// can stand for, with the reason; Error(bad_input) for a model that breaks an operator's rules.
Imported import_network(const Model& model, const model::Catalogue& catalogue);

/// Whether a file is to be read so, by its suffix.
bool is_onnx_file(const std::filesystem::path& path);
/// Reads and imports; errors name the file.
Imported import_file(const std::filesystem::path& path, const model::Catalogue& catalogue);

}  // namespace gradweave::exchange::onnx
