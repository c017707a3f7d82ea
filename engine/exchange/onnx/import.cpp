// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/import.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/data/source.h"
#include "engine/exchange/onnx/import_steps.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/graph/build.h"
#include "engine/io/files.h"
#include "engine/model/commands.h"
#include "engine/model/lower.h"

namespace gradweave::exchange::onnx {

namespace {

/// How far a project's results may be from the model's, of the largest value. The order in which
/// sums are taken differs.
constexpr double most_difference = 1e-4;

const ValueInfo& the_input(const Model& model) {
    const auto& inputs = model.graph.inputs;
    if (inputs.size() != 1) {
        std::string names;
        for (const ValueInfo& info : inputs)
            names += concat(names.empty() ? "" : ", ", info.name);
        unsupported(inputs.empty() ? std::string("the model has no input")
                                   : concat("the model has ", inputs.size(), " inputs (", names,
                                            "); a project has one"));
    }
    const ValueInfo& input = inputs.front();
    if (!is_number(input.type) || !input.axes || input.axes->empty())
        unsupported(concat("the input ", in_quotes(input.name),
                           " has no known rank; a project needs samples [N, ...]"));
    for (std::size_t i = 1; i < input.axes->size(); ++i) {
        if (!(*input.axes)[i].size)
            unsupported(concat("the input ", in_quotes(input.name), " has open sizes, ",
                               to_string(*input.axes), "; only the batch may be open"));
    }
    return input;
}

Shape input_shape(const ValueInfo& input, std::int64_t batch) {
    Axes sizes{batch};
    for (std::size_t i = 1; i < input.axes->size(); ++i)
        sizes.push_back(*(*input.axes)[i].size);
    return Shape(std::move(sizes));
}

/// How many rows the table has that class numbers pick from.
std::int64_t classes_of(const Model& model, const std::string& input) {
    for (const Node& node : model.graph.nodes) {
        if (node.op != "Gather" || node.inputs.size() < 2 || node.inputs[1] != input) continue;
        for (const NamedLiteral& item : model.graph.initializers) {
            if (item.name == node.inputs[0] && item.value.shape.rank() > 0)
                return item.value.shape[0];
        }
    }
    unsupported(
        concat("the input ", in_quotes(input), " holds integers that do not pick from a table"));
}

/// All values of the main graph on samples without values, in a batch that the model takes. A
/// model that says 1 is tried with 2: it often takes any.
std::pair<std::map<std::string, Value>, std::int64_t> traced(const Model& model,
                                                             const ValueInfo& input) {
    const auto& first = input.axes->front().size;
    std::vector<std::int64_t> batches;
    if (!first || *first == 1) batches.push_back(2);
    if (first) batches.push_back(*first);
    for (std::size_t i = 0;; ++i) {
        try {
            const Tensor leaf(
                graph::make_leaf(input.name, held(input.type), input_shape(input, batches[i])));
            return {trace(model, {{input.name, {input.type, leaf}}}), batches[i]};
        } catch (const Error&) {
            if (i + 1 == batches.size()) throw;
        }
    }
}

/// Nodes whose values something of the outputs needs.
std::vector<bool> needed_nodes(const Graph& graph) {
    std::set<std::string> wanted;
    for (const ValueInfo& output : graph.outputs)
        wanted.insert(output.name);
    std::vector<bool> needed(graph.nodes.size());
    for (std::size_t i = graph.nodes.size(); i-- > 0;) {
        const Node& node = graph.nodes[i];
        needed[i] = std::any_of(node.outputs.begin(), node.outputs.end(),
                                [&](const std::string& name) { return wanted.contains(name); });
        if (needed[i]) wanted.insert(node.inputs.begin(), node.inputs.end());
    }
    return needed;
}

/// Random samples: class numbers below `classes`, or numbers in [-1, 1).
Array samples(DType dtype, const Shape& shape, std::int64_t classes) {
    Generator generator(1);
    Array array(DType::f64, shape);
    for (double& element : array.as<double>()) {
        element = classes > 0
                      ? static_cast<double>(generator.below(static_cast<std::uint64_t>(classes)))
                      : 2 * generator.uniform() - 1;
    }
    return array.cast(dtype);
}

/// Computes the project beside the model. They must agree.
void compare(const Model& model, const ValueInfo& input, const Imported& imported,
             const model::Catalogue& catalogue, std::int64_t batch,
             const data::Declared& declared) {
    model::Analyser analyser(catalogue);
    const model::DataStatus status{data::describe(declared), "", ""};
    const auto analysis =
        analyser.analyse(imported.document, [&](const model::Block&) { return status; });
    for (const model::Problem& problem : analysis.problems) {
        const model::Block* block = imported.document.find(problem.block);
        if (block == nullptr || problem.severity != model::Problem::Severity::error) continue;
        unsupported(concat("block ", in_quotes(block->name), ": ", problem.sentence));
    }
    const Array given = samples(declared.classes > 0 ? DType::i64 : DType::f32,
                                input_shape(input, batch), declared.classes);
    model::ModelLeaves leaves;
    const model::Lowered lowered =
        model::lower(imported.document, catalogue, analysis, leaves, {false, batch, true});
    for (const model::DataInput& leaf : lowered.inputs)
        leaf.leaf->set_value(given);
    for (const model::ModelParameter& parameter : leaves.parameters()) {
        const auto found = imported.weights.find(parameter.name);
        if (found == imported.weights.end() || found->second.shape() != parameter.leaf->shape()) {
            throw Error(ErrorKind::failed, concat("internal error: the weight ",
                                                  in_quotes(parameter.name), " was not imported"));
        }
        parameter.leaf->set_value(found->second);
    }
    std::vector<Tensor> both;
    for (const auto& output : lowered.outputs)
        both.push_back(output.value);
    const auto expected =
        to_tensors(model, {{input.name, {input.type, Tensor(given.cast(held(input.type)))}}});
    for (const Value& value : expected)
        both.push_back(*value.tensor());
    const auto arrays = compute(both);
    for (std::size_t i = 0; i < lowered.outputs.size(); ++i) {
        const Array &ours = arrays[i], &theirs = arrays[i + lowered.outputs.size()];
        double largest = 1e-30, apart = 0;
        const bool fits = ours.shape() == theirs.shape();
        for (std::int64_t k = 0; fits && k < ours.element_count(); ++k) {
            largest = std::max(largest, std::abs(theirs.number(k)));
            const double difference = std::abs(ours.number(k) - theirs.number(k));
            // NaN beside NaN is the same.
            if (std::isnan(difference) && std::isnan(theirs.number(k))) continue;
            apart = std::isnan(difference) ? INFINITY : std::max(apart, difference);
        }
        if (fits && apart <= most_difference * largest) continue;
        throw Error(ErrorKind::failed,
                    concat("internal error: the output ", in_quotes(lowered.outputs[i].name),
                           " of the imported network differs from the model's by ", apart));
    }
}

}  // namespace

Imported import_network(const Model& model, const model::Catalogue& catalogue) {
    const ValueInfo& input = the_input(model);
    const bool numbers = !is_floating(input.type);
    data::Declared declared;
    const Shape one = input_shape(input, 1);
    declared.sample = Shape(Axes(one.begin() + 1, one.end()));
    if (numbers) declared.classes = classes_of(model, input.name);
    if (const std::string unknown = unknown_operators(model); !unknown.empty())
        unsupported(concat("the model uses operators that are not supported: ", unknown));
    const auto [values, batch] = traced(model, input);
    Importer importer(model, catalogue, values, batch);

    const model::BlockId source = importer.add(
        "input", input.name, {{"shape", declared.sample.sizes()}, {"classes", declared.classes}});
    importer.give(input.name, source);
    std::string problems;
    const auto needed = needed_nodes(model.graph);
    for (std::size_t i = 0; i < model.graph.nodes.size(); ++i) {
        const Node& node = model.graph.nodes[i];
        const bool data =
            std::any_of(node.outputs.begin(), node.outputs.end(),
                        [&](const std::string& name) { return importer.is_data(name); });
        if (!needed[i] || !data) continue;
        std::string reason;
        const ImportRow* row = find_import_row(node);
        if (row == nullptr) {
            reason = "there is no block for it";
        } else if (std::all_of(node.inputs.begin(), node.inputs.end(),
                               [&](const std::string& name) {
                                   return !importer.is_data(name) || importer.has_view(name);
                               })) {
            try {
                row->map(importer, node);
                continue;
            } catch (const Error& error) {
                reason = error.what();
            }
        } else {
            continue;  // behind one that is named already
        }
        problems += concat(problems.empty() ? "" : "; ", in_quotes(title_of(node)), " (", node.op,
                           "): ", reason);
    }
    if (!problems.empty()) unsupported(concat("no blocks can stand for these nodes: ", problems));
    for (const ValueInfo& output : model.graph.outputs) {
        const model::Socket from = importer.socket(output.name);
        const model::BlockId id = importer.add("output", output.name);
        importer.connect(from, id, catalogue.find("output")->inputs.at(0).name);
    }
    Imported result = std::move(importer.result());
    compare(model, input, result, catalogue, batch, declared);
    // About as large as blocks are drawn.
    result.document.apply(model::arrange(result.document, {}, [](const model::Block&) {
        return model::Point{170, 90};
    }));
    return result;
}

bool is_onnx_file(const std::filesystem::path& path) {
    return path.extension() == ".onnx";
}

Imported import_file(const std::filesystem::path& path, const model::Catalogue& catalogue) {
    const Model model = read_model(path);
    try {
        return import_network(model, catalogue);
    } catch (const Error& error) {
        throw io::file_error(error.kind(), path, error.what());
    }
}

}  // namespace gradweave::exchange::onnx
