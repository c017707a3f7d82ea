// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/run.h"

#include <algorithm>
#include <unordered_map>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/graph/build.h"
#include "engine/runtime/evaluate.h"

namespace gradweave::exchange::onnx {

namespace {

/// Functions may call functions; a model whose functions call each other in a circle ends here.
constexpr int most_levels = 64;

const Function* find_function(const Model& model, const Node& node) {
    for (const Function& function : model.functions) {
        if (function.domain == node.domain && function.name == node.op) return &function;
    }
    return nullptr;
}

std::int64_t version_in(const Opsets& opsets, const std::string& domain) {
    const auto found = opsets.find(domain);
    return found == opsets.end() ? 1 : found->second;
}

/// One graph while it is turned into tensors, inside another one or not.
class Scope : public Surroundings {
  public:
    Scope(const Model& model, const Opsets& opsets, Scope* parent)
        : model_(&model),
          opsets_(&opsets),
          parent_(parent),
          level_(parent == nullptr ? 0 : parent->level_ + 1) {
        if (level_ > most_levels) refuse("subgraphs and functions are nested too deeply");
    }

    const std::unordered_map<std::string, Value>& values() const { return values_; }
    void set(const std::string& name, Value value) { values_[name] = std::move(value); }

    const Value* find(const std::string& name) const override {
        for (const Scope* scope = this; scope != nullptr; scope = scope->outer()) {
            const auto found = scope->values_.find(name);
            if (found != scope->values_.end()) return &found->second;
        }
        return nullptr;
    }

    std::uint64_t next_seed() override {
        return parent_ != nullptr ? parent_->next_seed() : ++seed_;
    }

    std::vector<Value> run_body(const Graph& body, const std::vector<Value>& inputs) override {
        Scope scope(*model_, *opsets_, this);
        if (inputs.size() != body.inputs.size()) {
            refuse(concat("its subgraph has ", body.inputs.size(), " inputs where ", inputs.size(),
                          " are given"));
        }
        for (std::size_t i = 0; i < inputs.size(); ++i)
            scope.set(body.inputs[i].name, inputs[i]);
        return scope.run(body);
    }

    /// Goes on behind nodes that cannot be computed; what is declared of their results stands for
    /// them.
    void run_known(const Graph& graph, std::int64_t batch,
                   std::map<const Node*, std::string>& failed) {
        set_initializers(graph);
        for (const Node& node : graph.nodes) {
            const bool known = std::all_of(
                node.inputs.begin(), node.inputs.end(),
                [&](const std::string& name) { return name.empty() || find(name) != nullptr; });
            try {
                if (!known) unsupported("what it is given is not known");
                run(node);
            } catch (const Error& error) {
                failed[&node] = error.what();
                for (const std::string& name : node.outputs) {
                    if (const auto value = declared(graph, name, batch)) set(name, *value);
                }
            }
        }
    }

    std::vector<Value> run(const Graph& graph) {
        set_initializers(graph);
        run(graph.nodes);
        std::vector<Value> outputs;
        for (const auto& output : graph.outputs)
            outputs.push_back(take(output.name));
        return outputs;
    }

  private:
    void set_initializers(const Graph& graph) {
        for (const auto& [name, literal] : graph.initializers) {
            if (!values_.contains(name)) set(name, make_value(literal));
        }
    }

    /// A value without elements, if the model says what it is. Open sizes are the batch.
    static std::optional<Value> declared(const Graph& graph, const std::string& name,
                                         std::int64_t batch) {
        for (const auto* infos : {&graph.values, &graph.outputs}) {
            for (const ValueInfo& info : *infos) {
                if (info.name != name || !is_number(info.type) || !info.axes) continue;
                Axes sizes;
                for (const AxisInfo& axis : *info.axes)
                    sizes.push_back(axis.size && !sizes.empty() ? *axis.size : batch);
                return Value{info.type,
                             Tensor(graph::make_leaf(name, held(info.type), Shape(sizes)))};
            }
        }
        return std::nullopt;
    }

    const Scope* outer() const { return closed_ ? nullptr : parent_; }

    Value take(const std::string& name) const {
        const Value* value = find(name);
        if (value == nullptr) refuse(concat(in_quotes(name), " is given by no node"));
        return *value;
    }

    void run(const std::vector<Node>& nodes) {
        for (const Node& node : nodes) {
            try {
                run(node);
            } catch (const Error& error) {
                throw Error(error.kind(), concat("node ", in_quotes(title_of(node)), " (", node.op,
                                                 "): ", error.what()))
                    .in_block(title_of(node));
            }
        }
    }

    void run(const Node& node) {
        std::vector<Value> inputs;
        for (const std::string& name : node.inputs)
            inputs.push_back(name.empty() ? Value{} : take(name));
        std::vector<Value> outputs;
        const graph::OriginScope origin(title_of(node), graph::Phase::forward);
        if (const Function* function = find_function(*model_, node)) {
            outputs = run_function(*function, node, inputs);
        } else {
            const OperatorRow* row = find_operator(node.domain, node.op);
            if (row == nullptr) unsupported("this operator is not supported");
            const std::int64_t version = version_in(*opsets_, node.domain);
            if (version < row->from) {
                unsupported(concat("operator set ", version, " is older than ", row->from,
                                   ", the oldest that is known of it"));
            }
            outputs = row->compute(Call(node, version, std::move(inputs), *this));
        }
        if (outputs.size() < node.outputs.size()) {
            for (std::size_t i = outputs.size(); i < node.outputs.size(); ++i) {
                if (!node.outputs[i].empty())
                    unsupported(concat("its output ", i + 1, " is not supported"));
            }
        }
        for (std::size_t i = 0; i < std::min(outputs.size(), node.outputs.size()); ++i) {
            if (!node.outputs[i].empty()) set(node.outputs[i], std::move(outputs[i]));
        }
    }

    /// A function sees its own names only; attributes that refer to the caller's are replaced.
    std::vector<Value> run_function(const Function& function, const Node& node,
                                    const std::vector<Value>& inputs) {
        Scope scope(*model_, function.opsets.empty() ? *opsets_ : function.opsets, this);
        scope.closed_ = true;
        for (std::size_t i = 0; i < function.inputs.size(); ++i)
            scope.set(function.inputs[i], i < inputs.size() ? inputs[i] : Value{});
        std::vector<Node> nodes = function.nodes;
        for (Node& inner : nodes) {
            for (auto item = inner.attributes.begin(); item != inner.attributes.end();) {
                const auto* reference = std::get_if<AttributeReference>(&item->second);
                if (reference == nullptr) {
                    ++item;
                    continue;
                }
                const auto given = node.attributes.find(reference->name);
                if (given == node.attributes.end()) {
                    item = inner.attributes.erase(item);
                } else {
                    item->second = given->second;
                    ++item;
                }
            }
        }
        scope.run(nodes);
        std::vector<Value> outputs;
        for (const std::string& name : function.outputs)
            outputs.push_back(scope.take(name));
        return outputs;
    }

    const Model* model_;
    const Opsets* opsets_;
    Scope* parent_;
    int level_;
    bool closed_ = false;  ///< names outside are not seen
    std::uint64_t seed_ = 0;
    std::unordered_map<std::string, Value> values_;
};

}  // namespace

std::string unknown_operators(const Model& model) {
    std::string list;
    for (const std::string& name : operators_of(model)) {
        const std::size_t dot = name.rfind('.');
        Node node;
        node.op = dot == std::string::npos ? name : name.substr(dot + 1);
        node.domain = dot == std::string::npos ? "" : name.substr(0, dot);
        if (find_operator(node.domain, node.op) != nullptr || find_function(model, node) != nullptr)
            continue;
        list += concat(list.empty() ? "" : ", ", name);
    }
    return list;
}

namespace {

/// The main graph with its inputs in place. `all`: every operator must be known.
Scope outermost(const Model& model, const std::map<std::string, Value>& inputs, bool all = true) {
    const std::int64_t version = version_in(model.opsets, "");
    if (version > newest_opset) {
        unsupported(concat("the model uses operator set ", version,
                           "; the newest that is known is ", newest_opset));
    }
    if (const std::string unknown = unknown_operators(model); all && !unknown.empty())
        unsupported(concat("the model uses operators that are not supported: ", unknown));
    Scope scope(model, model.opsets, nullptr);
    for (const auto& [name, value] : inputs)
        scope.set(name, value);
    for (const ValueInfo& info : model.graph.inputs) {
        if (inputs.contains(info.name)) continue;
        if (!info.optional) refuse(concat("the input ", in_quotes(info.name), " was not given"));
        scope.set(info.name, Value{});
    }
    return scope;
}

}  // namespace

std::vector<Value> to_tensors(const Model& model, const std::map<std::string, Value>& inputs) {
    return outermost(model, inputs).run(model.graph);
}

std::map<std::string, Value> trace(const Model& model, const std::map<std::string, Value>& inputs) {
    Scope scope = outermost(model, inputs);
    scope.run(model.graph);
    return {scope.values().begin(), scope.values().end()};
}

std::map<std::string, Value> trace_known(const Model& model,
                                         const std::map<std::string, Value>& inputs,
                                         std::int64_t batch,
                                         std::map<const Node*, std::string>& failed) {
    Scope scope = outermost(model, inputs, false);
    scope.run_known(model.graph, batch, failed);
    return {scope.values().begin(), scope.values().end()};
}

void check_inputs(const Model& model, const std::map<std::string, Value>& inputs) {
    for (const auto& [name, value] : inputs) {
        const auto& known = model.graph.inputs;
        const bool input = std::any_of(known.begin(), known.end(),
                                       [&](const ValueInfo& info) { return info.name == name; });
        if (!input) refuse(concat("the model has no input ", in_quotes(name)));
    }
    for (const ValueInfo& info : model.graph.inputs) {
        const auto given = inputs.find(info.name);
        if (given == inputs.end()) {
            if (info.optional) continue;
            refuse(concat("the input ", in_quotes(info.name), " was not given"));
        }
        const Tensor* tensor = given->second.tensor();
        if (tensor == nullptr) continue;
        if (info.type != ElementType::undefined && given->second.type != info.type) {
            refuse(concat("the input ", in_quotes(info.name), " is to be ", name_of(info.type),
                          ", not ", name_of(given->second.type)));
        }
        if (!info.axes) continue;
        bool fits = static_cast<int>(info.axes->size()) == tensor->rank();
        for (int i = 0; fits && i < tensor->rank(); ++i) {
            const auto& size = (*info.axes)[static_cast<std::size_t>(i)].size;
            fits = !size || *size == tensor->shape()[i];
        }
        if (!fits) {
            refuse(concat("the input ", in_quotes(info.name), " has the shape ",
                          to_string(tensor->shape()), "; the model wants ", to_string(*info.axes)));
        }
    }
}

std::string to_string(const std::vector<AxisInfo>& axes) {
    std::string text = "[";
    for (const AxisInfo& axis : axes) {
        if (text.size() > 1) text += ", ";
        text += axis.size ? std::to_string(*axis.size) : axis.name.empty() ? "?" : axis.name;
    }
    return text + "]";
}

std::vector<Array> compute(const std::vector<Tensor>& tensors) {
    std::vector<graph::NodePtr> nodes;
    for (const Tensor& tensor : tensors)
        nodes.push_back(tensor.node());
    return runtime::evaluate(nodes, *runtime::default_device());
}

}  // namespace gradweave::exchange::onnx
