// SPDX-License-Identifier: Apache-2.0
#include "engine/train/export.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/write.h"
#include "engine/exchange/svg.h"
#include "engine/io/files.h"
#include "engine/model/project.h"
#include "engine/train/attached_weights.h"
#include "engine/train/model_graph.h"
#include "engine/train/network.h"
#include "engine/train/run.h"

namespace gradweave::train {

namespace fs = std::filesystem;

namespace {

std::uint64_t write_text(const fs::path& path, const std::string& text) {
    io::write_file(path, text);
    return text.size();
}

/// What training would begin with.
io::TensorFile beginning_of(const ExportSource& source) {
    return network_weights(source.document, *source.catalogue, source.analysis, nullptr,
                           source.base, source.allow_outside);
}

std::uint64_t write_weights(const ExportSource& source, const fs::path& path) {
    io::TensorFile file;
    if (source.weights) {
        file = source.weights();
        // Weights that carry a project were trained with it, which need not be today's.
        if (!exchange::project_in_metadata(file.metadata))
            file.metadata[exchange::project_key] = model::to_text(source.document);
    } else {
        file = beginning_of(source);
    }
    io::write_safetensors(path, file);
    return fs::file_size(path);
}

std::uint64_t write_onnx(const ExportSource& source, const fs::path& path) {
    const io::TensorFile weights = source.weights ? source.weights() : beginning_of(source);
    return write_text(path,
                      exchange::onnx::to_bytes(exchange::onnx::export_network(
                          source.document, *source.catalogue, source.analysis, weights.tensors)));
}

std::uint64_t write(const ExportSource& source, ExportKind kind, const fs::path& path) {
    const auto graph = [&](bool training) {
        return graph_svg(source.document, *source.catalogue, source.analysis,
                         {.training = training}, source.title);
    };
    if (const auto obstacle = export_obstacle(source, kind))
        throw io::file_error(ErrorKind::bad_input, path, *obstacle);
    switch (kind) {
        case ExportKind::weights:
            return write_weights(source, path);
        case ExportKind::network:
            return write_text(path, exchange::network_svg(source.document, *source.catalogue,
                                                          source.analysis, source.title));
        case ExportKind::graph_forward:
            return write_text(path, graph(false));
        case ExportKind::graph_training:
            return write_text(path, graph(true));
        case ExportKind::loss:
            return write_text(path, exchange::plot_svg(source.loss(), &source.document));
        case ExportKind::onnx:
            return write_onnx(source, path);
        case ExportKind::metrics:
            break;
    }
    return write_text(path, source.metrics_csv());
}

}  // namespace

std::string export_file_name(ExportKind kind, const std::string& name) {
    switch (kind) {
        case ExportKind::weights:
            return name + ".safetensors";
        case ExportKind::network:
            return name + "-network.svg";
        case ExportKind::graph_forward:
        case ExportKind::graph_training:
            return name + "-graph.svg";
        case ExportKind::loss:
            return name + "-loss.svg";
        case ExportKind::onnx:
            return name + ".onnx";
        case ExportKind::metrics:
            break;
    }
    return name + "-metrics.csv";
}

std::optional<std::string> export_obstacle(const ExportSource& source, ExportKind kind) {
    const bool figures = kind == ExportKind::loss || kind == ExportKind::metrics;
    if (kind == ExportKind::loss && source.loss) return std::nullopt;
    if (kind == ExportKind::metrics && source.metrics_csv) return std::nullopt;
    if (figures) return "Nothing was trained yet.";
    if (kind == ExportKind::network) {
        if (source.document.blocks().empty()) return "The network is empty.";
        return std::nullopt;
    }
    if (kind == ExportKind::weights && source.weights) return std::nullopt;
    if (source.document.blocks().empty()) return "The network is empty.";
    // What training alone needs, such as a loss, a network that predicts can do without.
    const bool predicts = kind == ExportKind::weights || kind == ExportKind::onnx ||
                          kind == ExportKind::graph_forward;
    const auto& blocks = source.document.blocks();
    const bool has_output = std::any_of(blocks.begin(), blocks.end(), [&](const auto& entry) {
        const model::BlockKind* known = source.catalogue->find(entry.second.kind);
        return known != nullptr && known->category == model::Category::output &&
               entry.second.marks.mode == model::BlockMode::active;
    });
    for (const model::Problem& problem : source.analysis.problems) {
        if (problem.severity != model::Problem::Severity::error) continue;
        const model::Block* block = source.document.find(problem.block);
        if (block == nullptr && predicts && has_output) continue;
        if (block == nullptr) return problem.sentence;
        return concat("Block ", in_quotes(block->name), ": ", problem.sentence);
    }
    if (kind == ExportKind::weights && weight_facts(source.analysis).tensors == 0)
        return "The network has no weights.";
    return std::nullopt;
}

WeightFacts weight_facts(const model::Analysis& analysis) {
    WeightFacts facts;
    for (const auto& [id, block] : analysis.blocks) {
        for (const model::ParameterSpec& parameter : block.parameters) {
            ++facts.tensors;
            facts.bytes += byte_count(DType::f32, parameter.shape);
        }
    }
    return facts;
}

io::TensorFile network_weights(const model::Document& document, const model::Catalogue& catalogue,
                               const model::Analysis& analysis, const io::TensorFile* given,
                               const fs::path& base, bool allow_outside) {
    const Settings settings = settings_of(document);
    Network network(document, catalogue, analysis, settings.recipe, settings.seed,
                    runtime::open_device(settings.device));
    if (given != nullptr) {
        network.set_values(check_weights(network.parameters(), *given));
    } else if (const auto attached = attached_weights(document, catalogue, network.parameters(),
                                                      base, allow_outside)) {
        network.set_values(attached->values);
    }
    io::TensorFile file;
    file.tensors = network.weights();
    file.metadata[exchange::project_key] = model::to_text(document);
    return file;
}

std::vector<ExportedFile> export_files(const ExportSource& source, const fs::path& folder,
                                       const std::string& name,
                                       const std::vector<ExportKind>& kinds,
                                       const Progress& progress) {
    std::vector<ExportedFile> files;
    bool stopped = false;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const std::string file_name = export_file_name(kinds[i], name);
        ExportedFile file{kinds[i], folder / file_name, 0, {}, false};
        stopped = stopped || (progress.cancelled && progress.cancelled());
        if (stopped) {
            file.cancelled = true;
            file.problem = concat(io::path_text(file.path), ": not written, stopped as asked");
        } else {
            progress(static_cast<double>(i) / static_cast<double>(kinds.size()), file_name);
            try {
                file.bytes = write(source, kinds[i], file.path);
            } catch (const std::exception& error) {
                file.problem = error.what();
            }
        }
        files.push_back(std::move(file));
    }
    progress(1, "");
    return files;
}

}  // namespace gradweave::train
