// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/export.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/exchange/onnx/export_rows.h"
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

}  // namespace

/// The model while it is written, block by block.
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
    /// The operator set that something needs.
    void need(std::int64_t opset) { opset_ = std::max(opset_, opset); }
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
    /// Null where the block is to be written operation by operation.
    static const ExportRow* find_row(const std::string& kind);
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
                need(row->opset);
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

const ExportRow* Exporter::find_row(const std::string& kind) {
    for (const auto rows : {layer_export_rows(), tensor_export_rows()}) {
        for (const ExportRow& row : rows) {
            if (kind == row.kind) return &row;
        }
    }
    return nullptr;
}

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
void BlockWriter::need(std::int64_t opset) const {
    exporter.need(opset);
}
void BlockWriter::operation_by_operation() const {
    exporter.write_operations(*this);
}
void BlockWriter::give(const std::string& op, std::vector<std::string> operands,
                       std::map<std::string, Attribute> attributes) const {
    give_value(0, graph().add(op, std::move(operands), std::move(attributes), block.name));
}

Model export_network(const model::Document& document, const model::Catalogue& catalogue,
                     const model::Analysis& analysis, const std::map<std::string, Array>& weights) {
    return Exporter(document, catalogue, analysis, weights).run();
}

}  // namespace gradweave::exchange::onnx
