// SPDX-License-Identifier: Apache-2.0
// export and import: a project in other forms, and back.
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/import.h"
#include "engine/exchange/onnx/write.h"
#include "engine/exchange/svg.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"
#include "engine/model/project.h"
#include "engine/model/starter.h"
#include "engine/train/export.h"
#include "engine/train/model_graph.h"
#include "engine/train/run.h"

namespace gradweave::cli {

namespace fs = std::filesystem;

namespace {

/// The network's parameters by name: given ones, or what training would begin with.
io::TensorFile weights_of(const model::Document& document, const Context& context,
                          const model::Analysis& analysis, const ExportOptions& options) {
    const std::string& given = options.weights;
    if (given.empty())
        return train::network_weights(document, *context.catalogue, analysis, nullptr,
                                      folder_of(project_path(options.project)),
                                      context.allow_outside);
    const io::TensorFile file = io::read_safetensors(given);
    return train::network_weights(document, *context.catalogue, analysis, &file);
}

void report(const Context& context, const fs::path& path) {
    const auto bytes = static_cast<std::int64_t>(fs::file_size(path));
    if (context.json)
        context.print(io::Json::Object{{"file", path.string()}, {"bytes", bytes}});
    else
        std::cout << "wrote " << path.string() << " ("
                  << byte_text(static_cast<std::uint64_t>(bytes)) << ")\n";
}

}  // namespace

int export_file(Context& context, const ExportOptions& options) {
    const fs::path project = project_path(options.project), output = options.output;
    const model::Document document = model::load_project(project, *context.catalogue);
    const std::string suffix = output.extension().string(), name = project.stem().string();
    if (suffix == ".json" || suffix == model::project_suffix) {
        model::save_project(document, output);
        report(context, output);
        return ExitCode::done;
    }
    if (suffix != ".safetensors" && suffix != ".onnx" && suffix != ".svg" && suffix != ".dot") {
        throw Error(ErrorKind::unsupported,
                    concat(output.string(), ": this version does not write ",
                           suffix.empty() ? "files without a suffix" : suffix,
                           "; it writes .safetensors, .onnx, .svg, .dot and .json"))
            .in_file(output.string());
    }
    train::DataDescriber data(*context.catalogue, folder_of(project), context.allow_outside);
    model::Analyser analyser(*context.catalogue);
    const auto analysis =
        analyser.analyse(document, [&](const model::Block& block) { return data(block); });
    try {
        const bool kernels = options.view == "kernels";
        const train::GraphChoice choice{
            .training = kernels || options.view == "training",
            .grain = kernels ? exchange::Grain::kernels : exchange::Grain::blocks};
        if (suffix == ".safetensors")
            io::write_safetensors(output, weights_of(document, context, analysis, options));
        else if (suffix == ".onnx")
            io::write_file(output, exchange::onnx::to_bytes(exchange::onnx::export_network(
                                       document, *context.catalogue, analysis,
                                       weights_of(document, context, analysis, options).tensors)));
        else if (suffix == ".dot")
            io::write_file(output,
                           train::graph_dot(document, *context.catalogue, analysis, choice));
        else if (options.view == "network")
            io::write_file(output,
                           exchange::network_svg(document, *context.catalogue, analysis, name));
        else
            io::write_file(output,
                           train::graph_svg(document, *context.catalogue, analysis, choice, name));
    } catch (const Error& error) {
        rethrow_for(project, error);
    }
    report(context, output);
    return ExitCode::done;
}

namespace {

/// A project that reads a file of data, with a network to begin with; what is to be said of the
/// data is added to `notes`.
model::Document document_of_data(const Context& context, const fs::path& file,
                                 const fs::path& output, std::vector<std::string>& notes) {
    auto choice = model::data_choice(file);
    GW_ASSERT(choice);
    // As a project names its files: by the way from its folder.
    const fs::path folder = fs::absolute(folder_of(output));
    for (auto& [key, value] : choice->params)
        value = fs::absolute(std::get<std::string>(value)).lexically_relative(folder).string();
    model::Document document;
    document.apply(model::add_data(document, *context.catalogue, *choice, {}));
    const model::BlockId id = document.blocks().begin()->first;
    train::DataDescriber data(*context.catalogue, folder_of(output), true);
    model::Analyser analyser(*context.catalogue);
    const auto& analysis =
        analyser.analyse(document, [&](const model::Block& block) { return data(block); });
    if (const model::Problem* problem = analysis.problem_of(id))
        throw Error(ErrorKind::bad_input, problem->sentence);
    if (const auto& info = data(document.at(id)).info) notes = info->notes;
    document.apply(model::starter_network(document, *context.catalogue, id, analysis));
    return document;
}

}  // namespace

int import_project(Context& context, const std::string& file, const std::string& output) {
    const fs::path weights = fs::path(output).replace_extension(".safetensors");
    model::Document document;
    io::TensorFile tensors;
    std::vector<std::string> unmapped, notes;
    if (exchange::onnx::is_onnx_file(file)) {
        auto imported = exchange::onnx::import_file(file, *context.catalogue);
        document = std::move(imported.document);
        tensors.tensors = std::move(imported.weights);
        unmapped = std::move(imported.unmapped);
    } else if (model::data_choice(file)) {
        document = document_of_data(context, file, output, notes);
    } else {
        document = exchange::carried_project(file, *context.catalogue);
        if (fs::path(file).extension() == ".safetensors") tensors = io::read_safetensors(file);
    }
    // The weights lie beside the project, under its name; it begins with them.
    if (!tensors.tensors.empty()) {
        if (fs::exists(weights))
            throw Error(ErrorKind::io,
                        concat(weights.string(), ": exists already; choose another name"))
                .in_file(weights.string());
        document.apply(model::SetTraining{model::weights_key, weights.filename().string()});
    }
    write_new(context, document, output);
    for (const std::string& note : notes) {
        if (context.json)
            context.print(io::Json::Object{{"note", note}});
        else
            std::cout << "data: " << note << "\n";
    }
    for (const std::string& node : unmapped) {
        if (context.json)
            context.print(io::Json::Object{{"placeholder", node}});
        else
            std::cout << "placeholder for " << node << "\n";
    }
    if (tensors.tensors.empty()) return ExitCode::done;
    tensors.metadata[exchange::project_key] = model::to_text(document);
    io::write_safetensors(weights, tensors);
    report(context, weights);
    return ExitCode::done;
}

}  // namespace gradweave::cli
