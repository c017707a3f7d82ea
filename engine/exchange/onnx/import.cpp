// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/import.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/compiler/passes/rewrite.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/data/source.h"
#include "engine/exchange/onnx/import_patterns.h"
#include "engine/exchange/onnx/import_steps.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/graph/build.h"
#include "engine/io/files.h"
#include "engine/model/commands.h"
#include "engine/model/lower.h"
#include "engine/model/project.h"

namespace gradweave::exchange::onnx {

namespace {

/// How far a project's results may be from the model's, of the largest value. The order in which
/// sums are taken differs.
constexpr double most_difference = 1e-4;

/// The inputs, each of known rank, with the batch in front.
const std::vector<ValueInfo>& checked_inputs(const Model& model) {
    const auto& inputs = model.graph.inputs;
    if (inputs.empty()) unsupported("the model has no input");
    for (const ValueInfo& input : inputs) {
        if (!is_number(input.type) || !input.axes || input.axes->empty())
            unsupported(concat("the input ", in_quotes(input.name),
                               " has no known rank; a project needs samples [N, ...]"));
        for (std::size_t i = 1; i < input.axes->size(); ++i) {
            if (!(*input.axes)[i].size)
                unsupported(concat("the input ", in_quotes(input.name), " has open sizes, ",
                                   to_string(*input.axes), "; only the batch may be open"));
        }
    }
    return inputs;
}

Shape input_shape(const ValueInfo& input, std::int64_t batch) {
    Axes sizes{batch};
    for (std::size_t i = 1; i < input.axes->size(); ++i)
        sizes.push_back(*(*input.axes)[i].size);
    return Shape(std::move(sizes));
}

/// The size of an axis of an initialiser or of an input; 0 if it is neither, or the axis is open.
std::int64_t declared_size(const Model& model, const std::string& name, std::int64_t axis) {
    const auto at = [&](std::int64_t rank) { return axis < 0 ? axis + rank : axis; };
    for (const NamedLiteral& item : model.graph.initializers) {
        const Shape& shape = item.value.shape;
        const std::int64_t i = at(shape.rank());
        if (item.name == name && i >= 0 && i < shape.rank()) return shape[static_cast<int>(i)];
    }
    for (const ValueInfo& input : model.graph.inputs) {
        if (input.name != name || !input.axes) continue;
        const auto i = static_cast<std::size_t>(at(static_cast<std::int64_t>(input.axes->size())));
        if (i < input.axes->size()) return (*input.axes)[i].size.value_or(0);
    }
    return 0;
}

/// How many elements there are that an input's numbers pick from; 0 if they pick from none.
std::int64_t classes_of(const Model& model, const ValueInfo& input) {
    if (is_floating(input.type)) return 0;
    static const std::set<std::string> picking{"Gather", "GatherElements", "Scatter",
                                               "ScatterElements"};
    for (const Node& node : model.graph.nodes) {
        if (!picking.contains(node.op) || node.inputs.size() < 2 || node.inputs[1] != input.name)
            continue;
        const auto axis = node.attributes.find("axis");
        const std::int64_t* number =
            axis == node.attributes.end() ? nullptr : std::get_if<std::int64_t>(&axis->second);
        const std::int64_t size =
            declared_size(model, node.inputs[0], number == nullptr ? 0 : *number);
        if (size > 0) return size;
    }
    return 0;
}

std::map<std::string, Value> leaves_for(const std::vector<ValueInfo>& inputs, std::int64_t batch) {
    std::map<std::string, Value> leaves;
    for (const ValueInfo& input : inputs)
        leaves[input.name] = {input.type, Tensor(graph::make_leaf(input.name, held(input.type),
                                                                  input_shape(input, batch)))};
    return leaves;
}

/// What is known of the main graph on samples without elements.
struct Trace {
    std::map<std::string, Value> values;
    std::int64_t batch = 2;
    std::map<const Node*, std::string> failed;  ///< nodes that cannot be computed, and why
};

/// In a batch that the model takes. A model that says 1 is tried with 2: it often takes any.
Trace traced(const Model& model, const std::vector<ValueInfo>& inputs) {
    std::vector<std::int64_t> batches;
    std::optional<std::int64_t> fixed;
    for (const ValueInfo& input : inputs) {
        const auto& first = input.axes->front().size;
        if (!first) continue;
        if (fixed && *fixed != *first)
            unsupported(concat("the inputs have ", *fixed, " and ", *first,
                               " samples; blocks have the same batch in front everywhere"));
        fixed = first;
    }
    if (!fixed || *fixed == 1) batches.push_back(2);
    if (fixed) batches.push_back(*fixed);
    for (const std::int64_t batch : batches) {
        try {
            return {trace(model, leaves_for(inputs, batch)), batch, {}};
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported && batch == batches.back()) throw;
        }
    }
    Trace result;
    result.batch = batches.back();
    result.values =
        trace_known(model, leaves_for(inputs, result.batch), result.batch, result.failed);
    return result;
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

/// Random samples: class numbers below `classes`, or numbers in [-1, 1), or whole ones.
Array samples(DType dtype, const Shape& shape, std::int64_t classes, bool whole) {
    Generator generator(1);
    Array array(DType::f64, shape);
    for (double& element : array.as<double>()) {
        element = classes > 0 || whole ? static_cast<double>(generator.below(
                                             static_cast<std::uint64_t>(classes > 0 ? classes : 2)))
                                       : 2 * generator.uniform() - 1;
    }
    return array.cast(dtype);
}

/// Computes the project beside the model. They must agree. Blocks that cannot do what the model
/// does, such as a sum with weights for a fixed number of samples, are named instead.
std::vector<std::string> compare(const Model& model,
                                 const std::map<std::string, model::BlockId>& sources,
                                 const Imported& imported, const model::Catalogue& catalogue,
                                 std::int64_t batch) {
    const auto declared = [&](const model::Block& block) {
        return std::get<data::Declared>(model::data_source(block, catalogue, {}, false));
    };
    model::Analyser analyser(catalogue);
    const auto analysis = analyser.analyse(imported.document, [&](const model::Block& block) {
        return model::DataStatus{data::describe(declared(block)), "", ""};
    });
    std::vector<std::string> problems;
    for (const model::Problem& problem : analysis.problems) {
        const model::Block* block = imported.document.find(problem.block);
        if (block == nullptr || problem.severity != model::Problem::Severity::error) continue;
        problems.push_back(
            concat(in_quotes(block->name), " (", block->kind, "): ", problem.sentence));
    }
    if (!problems.empty()) return problems;
    std::map<std::string, Value> given;
    std::map<model::BlockId, Array> of_block;
    for (const ValueInfo& input : model.graph.inputs) {
        const model::BlockId id = sources.at(input.name);
        const std::int64_t classes = declared(imported.document.at(id)).classes;
        const Array array = samples(classes > 0 ? DType::i64 : DType::f32,
                                    input_shape(input, batch), classes, !is_floating(input.type));
        of_block.emplace(id, array);
        given[input.name] = {input.type, Tensor(array.cast(held(input.type)))};
    }
    model::ModelLeaves leaves;
    const model::Lowered lowered =
        model::lower(imported.document, catalogue, analysis, leaves, {false, batch, true});
    std::map<const graph::Node*, graph::NodePtr> known;
    for (const model::DataInput& input_leaf : lowered.inputs)
        known[input_leaf.leaf.get()] = graph::make_leaf("", of_block.at(input_leaf.block));
    for (const model::ModelParameter& parameter : leaves.parameters()) {
        const auto found = imported.weights.find(parameter.name);
        if (found == imported.weights.end() || found->second.shape() != parameter.leaf->shape()) {
            throw Error(ErrorKind::failed, concat("internal error: the weight ",
                                                  in_quotes(parameter.name), " was not imported"));
        }
        known[parameter.leaf.get()] = graph::make_leaf("", found->second);
    }
    compiler::Program program;
    for (const auto& output : lowered.outputs)
        program.outputs.push_back(output.value.node());
    program = compiler::rewrite(program, [&](const graph::NodePtr& node,
                                             std::vector<graph::NodePtr> inputs) {
        const auto leaf = known.find(node.get());
        return leaf != known.end() ? leaf->second : compiler::with_inputs(node, std::move(inputs));
    });
    std::vector<Tensor> both;
    for (const graph::NodePtr& output : program.outputs)
        both.emplace_back(output);
    for (const Value& value : to_tensors(model, given))
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
    return {};
}

}  // namespace

Imported import_network(const Model& original, const model::Catalogue& catalogue) {
    const auto& inputs = checked_inputs(original);
    const Trace trace = traced(original, inputs);
    const Model model = with_patterns(original, trace.values);
    std::set<std::string> unknown;  // what nodes give that cannot be computed
    std::map<std::string, std::string> why;
    for (const auto& [node, reason] : trace.failed) {
        unknown.insert(node->outputs.begin(), node->outputs.end());
        why[node->outputs.front()] = reason;
    }
    Importer importer(model, catalogue, trace.values, trace.batch, unknown);

    std::map<std::string, model::BlockId> sources;
    for (const ValueInfo& input : inputs) {
        const Shape one = input_shape(input, 1);
        const model::BlockId id = importer.add(
            "input", input.name,
            {{"shape", Axes(one.begin() + 1, one.end())}, {"classes", classes_of(model, input)}});
        importer.give(input.name, id);
        sources.emplace(input.name, id);
    }
    std::vector<std::string> unmapped;
    const auto needed = needed_nodes(model.graph);
    for (std::size_t i = 0; i < model.graph.nodes.size(); ++i) {
        const Node& node = model.graph.nodes[i];
        const bool data =
            std::any_of(node.outputs.begin(), node.outputs.end(),
                        [&](const std::string& name) { return importer.is_data(name); });
        if (!needed[i] || !data) continue;
        std::string reason = "there is no block for it";
        if (const auto failed = why.find(node.outputs.front()); failed != why.end())
            reason = failed->second;
        const model::BlockId next = importer.mark();
        try {
            if (const ImportRow* row = find_import_row(node)) {
                row->map(importer, node);
                continue;
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported && trace.failed.empty()) throw;
            reason = error.what();
            importer.take_back(next);
        }
        importer.placeholder(node);
        unmapped.push_back(concat(in_quotes(title_of(node)), " (", node.op, "): ", reason));
    }
    for (const ValueInfo& output : model.graph.outputs) {
        const model::Socket from = importer.socket(output.name);
        const model::BlockId id = importer.add("output", output.name);
        importer.connect(from, id, catalogue.find("output")->inputs.at(0).name);
    }
    Imported result = std::move(importer.result());
    if (unmapped.empty()) unmapped = compare(original, sources, result, catalogue, trace.batch);
    result.unmapped = std::move(unmapped);
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
