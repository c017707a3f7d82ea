// SPDX-License-Identifier: Apache-2.0
// check: what a file holds and whether it is sound. Executes nothing from it.
#include <iostream>

#include "app/cli/commands.h"
#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/io/csv.h"
#include "engine/io/files.h"
#include "engine/io/idx.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
#include "engine/model/project.h"
#include "engine/train/run.h"

namespace gradweave::cli {

namespace fs = std::filesystem;

namespace {

/// What a file's first bytes and its name say that it is.
enum class Kind { project, safetensors, npy, idx, csv, onnx, image, unknown };

Kind recognise(const fs::path& path) {
    const std::string suffix =
        path.extension() == ".gz" ? path.stem().extension().string() : path.extension().string();
    const auto is = [&](std::initializer_list<const char*> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](const char* name) { return suffix == name; });
    };
    if (is({model::project_suffix, ".json"})) return Kind::project;
    if (is({".safetensors"})) return Kind::safetensors;
    if (is({".npy"})) return Kind::npy;
    if (is({".csv", ".tsv", ".txt"})) return Kind::csv;
    if (is({".onnx"})) return Kind::onnx;
    if (is({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".ppm", ".svg", ".webp"})) return Kind::image;
    const std::string name = path.filename().string();
    if (is({".idx"}) || name.find("-idx") != std::string::npos ||
        name.find("-ubyte") != std::string::npos)
        return Kind::idx;
    return Kind::unknown;
}

class Report {
  public:
    Report(const Context& context, const std::string& file, const char* kind) : context_(context) {
        object_["file"] = file;
        object_["kind"] = kind;
        if (!context.json) std::cout << file << ": " << kind << "\n";
    }
    /// A fact for people as a line, for programs as a member.
    void fact(const std::string& key, io::Json value, const std::string& line) {
        object_[key] = std::move(value);
        if (!line.empty()) this->line(line);
    }
    void line(const std::string& text) const {
        if (!context_.json) std::cout << "  " << text << "\n";
    }
    ~Report() {
        if (context_.json) context_.print(object_);
    }

  private:
    const Context& context_;
    io::Json::Object object_;
};

io::Json sizes_json(const Axes& sizes) {
    io::Json::List list;
    for (const std::int64_t size : sizes)
        list.emplace_back(size);
    return list;
}

std::string sizes_text(const Axes& sizes) {
    std::string text = "[";
    for (std::size_t i = 0; i < sizes.size(); ++i)
        text += concat(i ? ", " : "", sizes[i]);
    return text + "]";
}

int check_project(const Context& context, const fs::path& path) {
    const model::Document document = model::load_project(path, *context.catalogue);
    train::DataDescriber data(*context.catalogue, path.parent_path(), context.allow_outside);
    model::Analyser analyser(*context.catalogue);
    const auto analysis =
        analyser.analyse(document, [&](const model::Block& block) { return data(block); });
    Report report(context, path.string(), "Gradweave project");
    report.fact("blocks", static_cast<std::int64_t>(document.blocks().size()),
                concat(document.blocks().size(), " blocks, ", document.wires().size(), " wires"));
    report.fact("wires", static_cast<std::int64_t>(document.wires().size()),
                concat(grouped(analysis.parameter_count), " parameters, ",
                       grouped(analysis.multiply_adds), " multiply-adds a sample"));
    io::Json::List problems;
    const model::Problem* first = nullptr;
    for (const auto& problem : analysis.problems) {
        const bool error = problem.severity == model::Problem::Severity::error;
        const model::Block* block = document.find(problem.block);
        const std::string where = block ? block->name : "";
        problems.push_back(io::Json::Object{{"severity", error ? "error" : "warning"},
                                            {"block", where},
                                            {"sentence", problem.sentence}});
        report.line(concat(error ? "error" : "warning", where.empty() ? "" : " in " + where, ": ",
                           problem.sentence));
        if (error && first == nullptr) first = &problem;
    }
    report.fact("parameters", analysis.parameter_count,
                first ? "cannot be trained as it is" : "valid");
    report.fact("valid", first == nullptr, "");
    report.fact("problems", std::move(problems), "");
    try {
        train::settings_of(document);
    } catch (const Error& error) {
        throw Error(error.kind(), concat(path.string(), ": ", error.what())).in_file(path.string());
    }
    if (first == nullptr) return ExitCode::done;
    const model::Block* block = document.find(first->block);
    throw Error(
        ErrorKind::bad_input,
        concat(path.string(), ": ", block ? concat("block ", in_quotes(block->name), ": ") : "",
               first->sentence))
        .in_file(path.string())
        .in_block(block ? block->name : "");
}

int check_safetensors(const Context& context, const fs::path& path) {
    const auto header = io::read_safetensors_header(path);
    Report report(context, path.string(), "safetensors");
    io::Json::List tensors;
    std::uint64_t bytes = 0;
    for (const auto& entry : header.entries) {
        tensors.push_back(io::Json::Object{
            {"name", entry.name}, {"dtype", entry.dtype}, {"shape", sizes_json(entry.sizes)}});
        report.line(concat(entry.name, "  ", entry.dtype, " ", sizes_text(entry.sizes),
                           entry.supported() ? "" : concat("  (", entry.unsupported, ")")));
        bytes += entry.end - entry.begin;
    }
    report.fact("tensors", std::move(tensors),
                concat(header.entries.size(), " tensors, ", byte_text(bytes)));
    const bool carries = header.metadata.contains(exchange::project_key);
    report.fact(
        "carries_project", carries,
        carries ? "carries its project: gradweave-cli import gets it out" : "carries no project");
    return ExitCode::done;
}

int check_csv(const Context& context, const fs::path& path) {
    io::CsvReader reader(path);
    Report report(context, path.string(), "table");
    io::Json::List columns, problems;
    std::string names;
    for (const auto& name : reader.names()) {
        columns.emplace_back(name);
        names += concat(names.empty() ? "" : ", ", name);
    }
    std::int64_t rows = 0, bad = 0;
    std::string first;
    for (io::CsvRow row; reader.next(row);) {
        ++rows;
        if (row.problem.empty()) continue;
        const std::string sentence = concat("line ", row.line, " ", row.problem);
        if (bad++ == 0) first = sentence;
        if (bad > 100) continue;
        problems.push_back(io::Json::Object{{"line", row.line}, {"sentence", row.problem}});
        if (bad <= 10) report.line(sentence);
    }
    report.fact("rows", rows, concat(grouped(rows), " rows, ", reader.names().size(), " columns"));
    report.fact("columns", std::move(columns), names);
    if (const std::string note = reader.encoding_note(); !note.empty())
        report.fact("encoding", "windows-1252", note);
    report.fact("problems", std::move(problems),
                bad == 0 ? "every row is complete"
                         : concat(bad, bad == 1 ? " row" : " rows", " cannot be used"));
    if (bad == 0) return ExitCode::done;
    throw io::file_error(ErrorKind::bad_input, path, first);
}

/// What goes in and out, and whether every operator is known.
int check_onnx(const Context& context, const fs::path& path) {
    const auto model = exchange::onnx::read_model(path);
    Report report(context, path.string(), "ONNX model");
    std::string versions;
    for (const auto& [domain, version] : model.opsets)
        versions +=
            concat(versions.empty() ? "" : ", ", domain.empty() ? "ai.onnx" : domain, " ", version);
    report.fact("operator_sets", versions,
                concat("operator sets: ", versions,
                       model.producer.empty() ? "" : concat("; written by ", model.producer)));
    const auto list = [&](const char* key, const char* what,
                          const std::vector<exchange::onnx::ValueInfo>& values) {
        io::Json::List items;
        for (const auto& value : values) {
            const std::string shape = value.sequence
                                          ? "sequence"
                                          : concat(exchange::onnx::name_of(value.type),
                                                   value.axes ? to_string(*value.axes) : "[...]");
            items.push_back(io::Json::Object{{"name", value.name}, {"type", shape}});
            report.line(concat(what, " ", value.name, "  ", shape));
        }
        report.fact(key, std::move(items), "");
    };
    list("inputs", "input", model.graph.inputs);
    list("outputs", "output", model.graph.outputs);
    std::int64_t weights = 0;
    for (const auto& item : model.graph.initializers)
        weights += item.value.shape.element_count();
    report.fact(
        "nodes", static_cast<std::int64_t>(model.graph.nodes.size()),
        concat(model.graph.nodes.size(), " nodes, ", grouped(weights), " values of weights"));
    report.fact("weights", weights, "");
    const std::string unknown = exchange::onnx::unknown_operators(model);
    report.fact("unknown_operators", unknown,
                unknown.empty() ? "every operator is known"
                                : concat("operators that are not supported: ", unknown));
    return ExitCode::done;
}

void report_array(const Context& context, const fs::path& path, const char* kind, DType dtype,
                  const Shape& shape) {
    Report report(context, path.string(), kind);
    report.fact(
        "dtype", name_of(dtype),
        concat(name_of(dtype), " ", to_string(shape), ", ", byte_text(byte_count(dtype, shape))));
    report.fact("shape", sizes_json(shape.sizes()), "complete");
}

}  // namespace

int check(Context& context, const std::string& file) {
    const fs::path path(file);
    switch (recognise(path)) {
        case Kind::project:
            return check_project(context, path);
        case Kind::safetensors:
            return check_safetensors(context, path);
        case Kind::csv:
            return check_csv(context, path);
        case Kind::npy: {
            const Array array = io::read_npy(path);
            report_array(context, path, "NumPy array", array.dtype(), array.shape());
            return ExitCode::done;
        }
        case Kind::idx: {
            const Array array = io::read_idx(path);
            report_array(context, path, "IDX array", array.dtype(), array.shape());
            return ExitCode::done;
        }
        case Kind::onnx:
            return check_onnx(context, path);
        case Kind::image:
            throw Error(ErrorKind::unsupported, concat(file, ": this version does not read ",
                                                       path.extension().string(), " files"))
                .in_file(file);
        case Kind::unknown:
            break;
    }
    // The suffix says nothing; reading a byte tells a missing file from a strange one.
    io::read_file(path, UINT64_MAX);
    throw Error(ErrorKind::unsupported, concat(file,
                                               ": unknown kind of file; Gradweave reads projects, "
                                               "safetensors, npy, IDX, CSV and ONNX"))
        .in_file(file);
}

}  // namespace gradweave::cli
