// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/export.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/exchange/onnx/write_graph.h"
#include "engine/model/lower.h"

namespace gradweave::exchange::onnx {

namespace {

using model::Block;
using model::BlockId;
using model::BlockKind;
using model::ParamReader;

/// The block's function on tensors whose batch is the marker.
class Traced final : public model::BuildContext {
  public:
    Traced(ParamReader params, const model::BlockFacts& facts,
           const std::vector<model::PortSpec>& outputs)
        : BuildContext(params), facts_(&facts) {
        training_ = false;
        batch_ = batch_marker;
        for (const model::PortSpec& port : outputs)
            output_types_.push_back(facts.outputs.at(port.name));
    }

    void add_input(std::optional<Tensor> input) { inputs_.push_back(std::move(input)); }
    Tensor parameter(const std::string& name) override {
        const auto known = leaves_.find(name);
        if (known != leaves_.end()) return Tensor(known->second);
        for (const model::ParameterSpec& spec : facts_->parameters) {
            if (spec.name != name) continue;
            return Tensor(leaves_.emplace(name, graph::make_leaf(name, DType::f32, spec.shape))
                              .first->second);
        }
        throw Error(ErrorKind::failed, concat("there is no parameter ", in_quotes(name)));
    }
    void update(const std::string&, const Tensor&) override {}
    Tensor random(const Shape&) override {
        throw Error(ErrorKind::unsupported, "it draws random numbers");
    }
    const std::map<std::string, graph::NodePtr>& leaves() const { return leaves_; }

  private:
    const model::BlockFacts* facts_;
    std::map<std::string, graph::NodePtr> leaves_;
};

class Exporter;

/// One block while it is written.
struct BlockWriter {
    Exporter& exporter;
    const Block& block;
    const BlockKind& kind;
    const model::BlockFacts& facts;
    ParamReader params;
    std::vector<std::string> inputs;  ///< names of the values at its input ports, "" if none

    GraphBuilder& graph() const;
    /// The name of a parameter's literal, and its elements.
    std::string weight(const std::string& name) const;
    const Array& elements(const std::string& name) const;
    const model::TensorType& input_type(std::size_t i = 0) const {
        return facts.inputs.at(kind.input_ports(block.params)[i].name);
    }
    /// A node that gives the block's first output.
    void give(const std::string& op, std::vector<std::string> operands,
              std::map<std::string, Attribute> attributes = {}) const;
    void give_value(std::size_t output, const std::string& name) const;
    std::string named(const char* what) const { return concat(block.name, ".", what); }
};

/// A kind that ONNX has an operator for. Kinds without a row are written operation by operation.
struct ExportRow {
    const char* kind;
    void (*write)(const BlockWriter&);
    std::int64_t opset = 13;
};
const ExportRow* find_row(const std::string& kind);

class Exporter {
  public:
    Exporter(const model::Document& document, const model::Catalogue& catalogue,
             const model::Analysis& analysis, const std::map<std::string, Array>& weights)
        : document_(document),
          catalogue_(catalogue),
          analysis_(analysis),
          weights_(weights),
          builder_(model_.graph) {}

    Model run() {
        // What is wrong with the document is said as training says it; what is needed is known.
        model::ModelLeaves leaves;
        const model::Lowered lowered =
            model::lower(document_, catalogue_, analysis_, leaves, {false, 1, true});
        if (lowered.outputs.empty()) {
            throw Error(ErrorKind::bad_input,
                        "the network has no output; add an Output block or a loss");
        }
        model_.ir_version = 7;
        model_.producer = "Gradweave";
        model_.graph.name = "network";
        opset_ = 13;
        for (const BlockId id : model::topological_order(document_)) {
            if (lowered.values.contains(id)) write(document_.at(id));
        }
        std::set<std::string> given;
        for (const auto& output : lowered.outputs)
            write_output(output, given);
        if (!problems_.empty()) {
            throw Error(ErrorKind::unsupported, concat("ONNX has nothing for ",
                                                       problems_.size() == 1 ? "a block" : "blocks",
                                                       " of this network: ", problems_));
        }
        model_.opsets[""] = opset_;
        if (opset_ > 14) model_.ir_version = 8;
        drop_unused();
        return std::move(model_);
    }

    GraphBuilder& builder() { return builder_; }

    const Array& elements(const std::string& name) const {
        const auto found = weights_.find(name);
        if (found == weights_.end()) {
            throw Error(ErrorKind::bad_input,
                        concat("the weights lack ", in_quotes(name), ", which the network needs"));
        }
        return found->second;
    }
    std::string weight(const std::string& name) {
        const auto known = literals_.find(name);
        if (known != literals_.end()) return known->second;
        return literals_[name] = builder_.literal(elements(name), name);
    }
    void set(const model::Socket& socket, const std::string& name) { values_[socket] = name; }

    /// Operation by operation, from the block's own function.
    void write_operations(const BlockWriter& w) {
        Traced traced(w.params, w.facts, w.kind.output_ports(w.block.params));
        ExpressionWriter writer(builder_, batch_source_);
        const auto ports = w.kind.input_ports(w.block.params);
        for (std::size_t i = 0; i < ports.size(); ++i) {
            if (w.inputs[i].empty()) {
                traced.add_input(std::nullopt);
                continue;
            }
            const model::TensorType& type = w.facts.inputs.at(ports[i].name);
            const auto leaf = graph::make_leaf("", type.dtype, type.shape(batch_marker));
            writer.know(leaf, w.inputs[i]);
            traced.add_input(Tensor(leaf));
        }
        const auto results = w.kind.build(traced);
        for (const auto& [name, leaf] : traced.leaves())
            writer.know(leaf, w.weight(name));
        for (std::size_t i = 0; i < results.size(); ++i) {
            const std::size_t before = builder_.node_count();
            std::string name = writer.write(results[i].node(), w.block.name);
            // What a block gives is called as the block is.
            if (results.size() == 1 && builder_.node_count() > before &&
                model_.graph.nodes.back().outputs.front() == name)
                name = builder_.rename_newest(w.block.name);
            w.give_value(i, name);
        }
    }

  private:
    static std::vector<AxisInfo> axes_of(const model::TensorType& type) {
        std::vector<AxisInfo> axes;
        for (const model::Dim& dim : type.dims) {
            if (!dim.batch)
                axes.push_back({dim.size, ""});
            else
                axes.push_back({std::nullopt, dim.size == 1 ? "N" : concat(dim.size, "N")});
        }
        return axes;
    }

    void write(const Block& block) {
        const BlockKind& kind = *catalogue_.find(block.kind);
        const model::BlockFacts& facts = analysis_.blocks.at(block.id);
        if (kind.category == model::Category::data) return write_source(block, kind, facts);
        if (!facts.passes.empty()) {
            const auto source = *document_.live_source({block.id, facts.passes});
            for (const model::PortSpec& port : kind.output_ports(block.params))
                set({block.id, port.name}, values_.at(source));
            return;
        }
        BlockWriter writer{*this, block, kind, facts, ParamReader(kind.params, block.params), {}};
        for (const model::PortSpec& port : kind.input_ports(block.params)) {
            const auto source = document_.live_source({block.id, port.name});
            writer.inputs.push_back(source ? values_.at(*source) : "");
        }
        try {
            if (const ExportRow* row = find_row(block.kind)) {
                row->write(writer);
                opset_ = std::max(opset_, row->opset);
            } else {
                write_operations(writer);
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported) throw;
            problems_ += concat(problems_.empty() ? "" : "; ", in_quotes(block.name), " (",
                                kind.title, "): ", error.what());
            // What follows is written all the same, so that all problems are told at once.
            for (const model::PortSpec& port : kind.output_ports(block.params))
                values_.try_emplace({block.id, port.name}, "unknown");
        }
    }

    void write_source(const Block& block, const BlockKind& kind, const model::BlockFacts& facts) {
        for (const model::PortSpec& port : kind.outputs) {
            const model::TensorType& type = facts.outputs.at(port.name);
            const std::string name = builder_.fresh(
                kind.outputs.size() == 1 ? block.name : concat(block.name, ".", port.name));
            if (batch_source_.empty()) batch_source_ = name;
            model_.graph.inputs.push_back(
                {name, element_type(type.dtype), false, false, axes_of(type)});
            set({block.id, port.name}, name);
        }
    }

    /// An output has the name of its block; the value behind it may have another one.
    void write_output(const model::NamedTensor& output, std::set<std::string>& given) {
        const Block& block = document_.at(output.block);
        const BlockKind& kind = *catalogue_.find(block.kind);
        const auto outputs = kind.output_ports(block.params);
        model::Socket socket{block.id, outputs.empty() ? "" : outputs[0].name};
        if (kind.category == model::Category::output)
            socket = *document_.live_source({block.id, kind.inputs.front().name});
        std::string name = values_.at(socket);
        if (kind.category == model::Category::output || !given.insert(name).second)
            name = builder_.add("Identity", {name}, {}, block.name);
        given.insert(name);
        const model::TensorType& type = *analysis_.type_at(document_, socket);
        model_.graph.outputs.push_back(
            {name, element_type(type.dtype), false, false, axes_of(type)});
    }

    /// Nodes, inputs (the labels of the data) and literals that no output needs.
    void drop_unused() {
        std::set<std::string> used;
        for (const ValueInfo& output : model_.graph.outputs)
            used.insert(output.name);
        std::vector<Node> needed;
        auto& nodes = model_.graph.nodes;
        for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
            if (std::none_of(node->outputs.begin(), node->outputs.end(),
                             [&](const std::string& name) { return used.contains(name); }))
                continue;
            used.insert(node->inputs.begin(), node->inputs.end());
            needed.push_back(std::move(*node));
        }
        nodes.assign(std::make_move_iterator(needed.rbegin()),
                     std::make_move_iterator(needed.rend()));
        std::erase_if(model_.graph.inputs,
                      [&](const ValueInfo& input) { return !used.contains(input.name); });
        std::erase_if(model_.graph.initializers,
                      [&](const NamedLiteral& item) { return !used.contains(item.name); });
    }

    const model::Document& document_;
    const model::Catalogue& catalogue_;
    const model::Analysis& analysis_;
    const std::map<std::string, Array>& weights_;
    Model model_;
    GraphBuilder builder_;
    std::int64_t opset_ = 13;
    std::string batch_source_, problems_;
    std::map<model::Socket, std::string> values_;
    std::map<std::string, std::string> literals_;
};

GraphBuilder& BlockWriter::graph() const {
    return exporter.builder();
}
std::string BlockWriter::weight(const std::string& name) const {
    return exporter.weight(name.empty() ? block.name : concat(block.name, ".", name));
}
const Array& BlockWriter::elements(const std::string& name) const {
    return exporter.elements(concat(block.name, ".", name));
}
void BlockWriter::give_value(std::size_t output, const std::string& name) const {
    exporter.set({block.id, kind.output_ports(block.params)[output].name}, name);
}
void BlockWriter::give(const std::string& op, std::vector<std::string> operands,
                       std::map<std::string, Attribute> attributes) const {
    give_value(0, graph().add(op, std::move(operands), std::move(attributes), block.name));
}

// The rows. What a block does otherwise than the operator is in its name here.

/// One number for all spatial axes of the input, or one for each.
Axes sizes_of(const BlockWriter& w, const char* key) {
    const auto axes = static_cast<std::size_t>(w.input_type().rank() - 2);
    const Axes& values = w.params.integers(key);
    return values.size() == 1 ? Axes(axes, values[0]) : values;
}

/// The same padding on both sides.
Axes both_sides(const Axes& padding) {
    Axes pads = padding;
    pads.insert(pads.end(), padding.begin(), padding.end());
    return pads;
}

void write_linear(const BlockWriter& w) {
    const bool bias = w.params.boolean("bias");
    if (w.input_type().rank() == 2) {
        std::vector<std::string> operands{w.inputs[0], w.weight("weight")};
        if (bias) operands.push_back(w.weight("bias"));
        return w.give("Gemm", operands, {{"transB", std::int64_t{1}}});
    }
    // Gemm is for matrices only; the weight is turned here, as a product wants it.
    const Array& weight = w.elements("weight");
    const std::int64_t out = weight.shape()[0], in = weight.shape()[1];
    Array turned(DType::f32, Shape{in, out});
    for (std::int64_t i = 0; i < in; ++i) {
        for (std::int64_t o = 0; o < out; ++o) {
            turned.as<float>()[static_cast<std::size_t>(i * out + o)] =
                weight.as<float>()[static_cast<std::size_t>(o * in + i)];
        }
    }
    const std::string matrix = w.graph().literal(turned, w.named("weight_transposed"));
    if (!bias) return w.give("MatMul", {w.inputs[0], matrix});
    const std::string product =
        w.graph().add("MatMul", {w.inputs[0], matrix}, {}, w.named("MatMul"));
    w.give("Add", {product, w.weight("bias")});
}

void write_conv(const BlockWriter& w) {
    const Axes kernel = sizes_of(w, "kernel"), dilation = sizes_of(w, "dilation");
    Axes pads = both_sides(sizes_of(w, "padding"));
    if (w.params.boolean("same")) {
        // The size stays; of an odd number of zeros the larger part comes behind.
        for (std::size_t i = 0; i < kernel.size(); ++i) {
            const std::int64_t total = dilation[i] * (kernel[i] - 1);
            pads[i] = total / 2;
            pads[i + kernel.size()] = total - total / 2;
        }
    }
    std::vector<std::string> operands{w.inputs[0], w.weight("weight")};
    if (w.params.boolean("bias")) operands.push_back(w.weight("bias"));
    w.give("Conv", operands,
           {{"kernel_shape", kernel},
            {"strides", sizes_of(w, "stride")},
            {"pads", pads},
            {"dilations", dilation},
            {"group", w.params.integer("groups")}});
}

std::map<std::string, Attribute> pooling_attributes(const BlockWriter& w) {
    const Axes size = sizes_of(w, "size");
    return {{"kernel_shape", size},
            {"strides", w.params.integers("stride").empty() ? size : sizes_of(w, "stride")},
            {"pads", both_sides(sizes_of(w, "padding"))}};
}

void write_max_pool(const BlockWriter& w) {
    auto attributes = pooling_attributes(w);
    attributes["dilations"] = sizes_of(w, "dilation");
    w.give("MaxPool", {w.inputs[0]}, std::move(attributes));
}
void write_avg_pool(const BlockWriter& w) {
    auto attributes = pooling_attributes(w);
    attributes["count_include_pad"] = std::int64_t{w.params.boolean("count_padding")};
    w.give("AveragePool", {w.inputs[0]}, std::move(attributes));
}
void write_global(const BlockWriter& w, const char* op) {
    w.give("Flatten", {w.graph().add(op, {w.inputs[0]}, {}, w.named(op))},
           {{"axis", std::int64_t{1}}});
}
void write_global_avg(const BlockWriter& w) {
    write_global(w, "GlobalAveragePool");
}
void write_global_max(const BlockWriter& w) {
    write_global(w, "GlobalMaxPool");
}
void write_flatten(const BlockWriter& w) {
    w.give("Flatten", {w.inputs[0]}, {{"axis", std::int64_t{1}}});
}
void write_batch_norm(const BlockWriter& w) {
    w.give("BatchNormalization",
           {w.inputs[0], w.weight("weight"), w.weight("bias"), w.weight("running_mean"),
            w.weight("running_var")},
           {{"epsilon", w.params.real("epsilon")}, {"momentum", 1 - w.params.real("momentum")}});
}
void write_layer_norm(const BlockWriter& w) {
    w.give("LayerNormalization", {w.inputs[0], w.weight("weight"), w.weight("bias")},
           {{"axis", -w.params.integer("axes")}, {"epsilon", w.params.real("epsilon")}});
}
void write_embedding(const BlockWriter& w) {
    w.give("Gather", {w.weight("weight"), w.inputs[0]}, {{"axis", std::int64_t{0}}});
}

/// The gates of a PyTorch parameter in ONNX' order, with a first axis for the direction.
Array in_order(const Array& gates, const std::vector<std::int64_t>& order) {
    const std::int64_t rows = gates.shape()[0] / static_cast<std::int64_t>(order.size());
    const std::int64_t row = gates.element_count() / gates.shape()[0];
    Axes sizes = gates.shape().sizes();
    sizes.insert(sizes.begin(), 1);
    Array result(DType::f32, Shape(std::move(sizes)));
    for (std::size_t g = 0; g < order.size(); ++g) {
        const auto* from = gates.as<float>().data() + order[g] * rows * row;
        std::copy(from, from + rows * row,
                  result.as<float>().data() + static_cast<std::int64_t>(g) * rows * row);
    }
    return result;
}

/// [N, T, F] as [T, N, F], as the operator takes it, and back.
void write_lstm(const BlockWriter& w) {
    // Several layers or directions are written operation by operation.
    if (w.facts.parameters.size() != 4) return w.exporter.write_operations(w);
    const std::vector<std::int64_t> order{0, 3, 1, 2};  // input, output, forget, cell
    const Axes swap{1, 0, 2};
    const std::string x =
        w.graph().add("Transpose", {w.inputs[0]}, {{"perm", swap}}, w.named("steps"));
    const std::string weight =
        w.graph().literal(in_order(w.elements("weight_ih_l0"), order), w.named("W"));
    const std::string recurrent =
        w.graph().literal(in_order(w.elements("weight_hh_l0"), order), w.named("R"));
    const Array input_bias = in_order(w.elements("bias_ih_l0"), order),
                hidden_bias = in_order(w.elements("bias_hh_l0"), order);
    Array bias(DType::f32, Shape{1, 2 * input_bias.element_count()});
    std::copy(input_bias.as<float>().begin(), input_bias.as<float>().end(),
              bias.as<float>().begin());
    std::copy(hidden_bias.as<float>().begin(), hidden_bias.as<float>().end(),
              bias.as<float>().begin() + input_bias.element_count());
    const std::string y = w.graph().fresh(w.named("Y")), last = w.graph().fresh(w.named("Y_h"));
    w.graph().add_node("LSTM", {x, weight, recurrent, w.graph().literal(bias, w.named("B"))},
                       {{"hidden_size", w.params.integer("units")}}, {y, last});
    const std::string squeezed = w.graph().add(
        "Squeeze", {y, w.graph().integers({1}, w.named("axis"))}, {}, w.named("Squeeze"));
    w.give("Transpose", {squeezed}, {{"perm", swap}});
    w.give_value(1, w.graph().add("Squeeze", {last, w.graph().integers({0}, w.named("axis"))}, {},
                                  w.named("last")));
}

const ExportRow* find_row(const std::string& kind) {
    static constexpr ExportRow rows[] = {
        {"linear", write_linear},
        {"conv1d", write_conv},
        {"conv2d", write_conv},
        {"conv3d", write_conv},
        {"max_pool1d", write_max_pool},
        {"max_pool2d", write_max_pool},
        {"max_pool3d", write_max_pool},
        {"avg_pool1d", write_avg_pool},
        {"avg_pool2d", write_avg_pool},
        {"avg_pool3d", write_avg_pool},
        {"global_avg_pool1d", write_global_avg},
        {"global_avg_pool2d", write_global_avg},
        {"global_avg_pool3d", write_global_avg},
        {"global_max_pool1d", write_global_max},
        {"global_max_pool2d", write_global_max},
        {"global_max_pool3d", write_global_max},
        {"flatten", write_flatten},
        {"batch_norm", write_batch_norm},
        {"layer_norm", write_layer_norm, 17},
        {"embedding", write_embedding},
        {"lstm", write_lstm},
    };
    for (const ExportRow& row : rows) {
        if (kind == row.kind) return &row;
    }
    return nullptr;
}

}  // namespace

Model export_network(const model::Document& document, const model::Catalogue& catalogue,
                     const model::Analysis& analysis, const std::map<std::string, Array>& weights) {
    return Exporter(document, catalogue, analysis, weights).run();
}

}  // namespace gradweave::exchange::onnx
