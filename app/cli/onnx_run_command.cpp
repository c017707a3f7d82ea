// SPDX-License-Identifier: Apache-2.0
// onnx-run: an ONNX model computed on arrays in files.
#include <iostream>

#include "app/cli/commands.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/io/files.h"
#include "engine/io/npy.h"

namespace gradweave::cli {

namespace fs = std::filesystem;
namespace onnx = exchange::onnx;

namespace {

onnx::Value value_of(const onnx::Given& given) {
    if (given.kind == onnx::Given::Kind::nothing) return {};
    if (given.kind == onnx::Given::Kind::literal) {
        if (given.literal.type == onnx::ElementType::text) return onnx::make_value(given.literal);
        return {given.literal.type, Tensor(given.literal.array)};
    }
    onnx::Sequence sequence;
    for (const onnx::Given& element : given.elements)
        sequence.push_back(value_of(element));
    return onnx::make_value(std::move(sequence));
}

/// Input i of the folder, as the type that the model declares.
std::optional<onnx::Value> read_input(const fs::path& folder, std::size_t i,
                                      const onnx::ValueInfo& info) {
    const fs::path npy = folder / concat("input_", i, ".npy"),
                   pb = folder / concat("input_", i, ".pb");
    if (fs::exists(npy)) {
        const Array array = io::read_npy(npy);
        const onnx::ElementType type =
            onnx::is_number(info.type) ? info.type : onnx::element_type(array.dtype());
        // A file of another type is used if the model's holds its values: i8 is read as i32, say.
        const Array converted = array.cast(onnx::held(type));
        for (std::int64_t k = 0; k < array.element_count(); ++k) {
            const double before = array.number(k), after = converted.number(k);
            if (!is_floating(converted.dtype()) && before != after) {
                throw io::file_error(ErrorKind::bad_input, npy,
                                     concat("holds ", before, ", which is no ", onnx::name_of(type),
                                            " as the model wants"));
            }
        }
        return onnx::Value{type, Tensor(converted)};
    }
    if (fs::exists(pb)) return value_of(onnx::read_given(pb, info.sequence, info.optional));
    return std::nullopt;
}

}  // namespace

int onnx_run(Context& context, const OnnxRunOptions& options) {
    const onnx::Model model = onnx::read_model(options.model);
    const fs::path inputs_folder = options.inputs, outputs_folder = options.outputs;
    if (!fs::is_directory(inputs_folder)) {
        throw io::file_error(ErrorKind::io, inputs_folder,
                             "is no folder; it is to hold input_0.npy, ...");
    }
    std::map<std::string, onnx::Value> inputs;
    for (std::size_t i = 0; i < model.graph.inputs.size(); ++i) {
        const auto& info = model.graph.inputs[i];
        if (auto value = read_input(inputs_folder, i, info))
            inputs[info.name] = std::move(*value);
        else if (!info.optional)
            throw io::file_error(
                ErrorKind::io, inputs_folder / concat("input_", i, ".npy"),
                concat("is missing; it is the model's input ", in_quotes(info.name)));
    }
    std::vector<Array> arrays;
    std::vector<std::string> names;
    try {
        onnx::check_inputs(model, inputs);
        std::vector<Tensor> results;
        const auto outputs = onnx::to_tensors(model, inputs);
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const std::string& name = model.graph.outputs[i].name;
            const Tensor* tensor = outputs[i].tensor();
            if (tensor == nullptr) {
                throw Error(ErrorKind::unsupported,
                            concat("the output ", in_quotes(name),
                                   " is no tensor of numbers, which .npy files hold"));
            }
            results.push_back(*tensor);
            names.push_back(name);
        }
        arrays = onnx::compute(results);
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        throw io::file_error(error.kind(), options.model, error.what());
    }
    std::error_code failed;
    fs::create_directories(outputs_folder, failed);
    if (failed)
        throw io::file_error(ErrorKind::io, outputs_folder,
                             concat("cannot be made: ", failed.message()));
    io::Json::List files;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        const fs::path path = outputs_folder / concat("output_", i, ".npy");
        io::write_npy(path, arrays[i]);
        files.push_back(io::Json::Object{{"file", path.string()}, {"output", names[i]}});
        if (!context.json) {
            std::cout << "wrote " << path.string() << " (" << names[i] << " "
                      << to_string(arrays[i].shape()) << ")\n";
        }
    }
    if (context.json) context.print(io::Json::Object{{"outputs", std::move(files)}});
    return ExitCode::done;
}

}  // namespace gradweave::cli
