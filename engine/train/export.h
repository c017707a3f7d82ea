// SPDX-License-Identifier: Apache-2.0
// What a project gives away as files: weights, pictures, figures of a run. One list of files in,
// what became of each out.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/progress.h"
#include "engine/exchange/plot.h"
#include "engine/io/safetensors.h"
#include "engine/model/analysis.h"

namespace gradweave::train {

enum class ExportKind { weights, network, graph_forward, graph_training, loss, metrics, onnx };

/// NAME.safetensors, NAME-network.svg, NAME-graph.svg, NAME-loss.svg, NAME-metrics.csv, NAME.onnx.
std::string export_file_name(ExportKind kind, const std::string& name);

/// Everything that files are made of. A value; the functions are called on the thread that
/// exports and must not touch what others change.
struct ExportSource {
    model::Document document;
    std::shared_ptr<const model::Catalogue> catalogue;
    model::Analysis analysis;
    std::string title;           ///< of pictures: the project's name
    std::filesystem::path base;  ///< the project's folder, for the weights that it begins with
    bool allow_outside = false;
    /// Trained weights, with the project that they belong to in the metadata or without; null if
    /// nothing was trained: what training would begin with is written.
    std::function<io::TensorFile()> weights;
    std::function<exchange::Plot()> loss;      ///< null if nothing was trained
    std::function<std::string()> metrics_csv;  ///< null if nothing was trained
};

/// Why a file of this kind cannot be made: a full sentence, or nothing. Quick.
std::optional<std::string> export_obstacle(const ExportSource& source, ExportKind kind);

struct WeightFacts {
    std::int64_t tensors = 0;
    std::uint64_t bytes = 0;  ///< of their elements
};
/// Parameters and running statistics as the analysis knows them.
WeightFacts weight_facts(const model::Analysis& analysis);

/// The values of the network's parameters that training begins with (those of the file that the
/// project names, looked for in its folder `base`), or the given ones after a check that they fit,
/// with the project in the metadata. Throws Error(bad_input) or Error(io).
io::TensorFile network_weights(const model::Document& document, const model::Catalogue& catalogue,
                               const model::Analysis& analysis,
                               const io::TensorFile* given = nullptr,
                               const std::filesystem::path& base = {}, bool allow_outside = false);

struct ExportedFile {
    ExportKind kind;
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    /// Why it was not written; empty if it was. What was there before is untouched then.
    std::string problem;
    bool cancelled = false;  ///< not begun, since the work was stopped
};

/// Writes the files one after the other into a folder that exists, each whole or not at all. One
/// that fails does not keep the others from being written. `progress` may cancel between files.
std::vector<ExportedFile> export_files(const ExportSource& source,
                                       const std::filesystem::path& folder, const std::string& name,
                                       const std::vector<ExportKind>& kinds,
                                       const Progress& progress = {});

}  // namespace gradweave::train
