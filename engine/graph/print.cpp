// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/print.h"

#include <unordered_map>

#include "engine/core/text.h"

namespace gradweave::graph {

namespace {

std::string title(const Node& node) {
    std::string text(name_of(node.op()));
    if (node.op() == Op::composite) text = "";
    const std::string attributes = to_string(node.attributes());
    if (!attributes.empty()) text += (text.empty() ? "" : " ") + attributes;
    if (const std::string label = node.label(); !label.empty()) text += concat(" '", label, "'");
    return text;
}

std::string type_text(const Node& node) {
    return concat(gradweave::name_of(node.dtype()), to_string(node.shape()));
}

std::unordered_map<const Node*, int> numbers(const std::vector<const Node*>& order) {
    std::unordered_map<const Node*, int> number;
    for (const Node* node : order)
        number.emplace(node, static_cast<int>(number.size()));
    return number;
}

}  // namespace

std::string print(std::span<const NodePtr> roots) {
    const auto order = topological_order(roots);
    const auto number = numbers(order);
    std::string text;
    for (const Node* node : order) {
        text += concat("%", number.at(node), " = ", title(*node));
        for (const NodePtr& input : node->inputs())
            text += concat(" %", number.at(input.get()));
        text += " : " + type_text(*node);
        if (const auto& block = node->origin().block; block && !block->empty()) {
            text +=
                concat("  # ", *block, node->origin().phase == Phase::forward ? "" : " (gradient)");
        }
        text += "\n";
    }
    return text;
}

std::string print_dot(std::span<const NodePtr> roots) {
    const auto order = topological_order(roots);
    const auto number = numbers(order);
    std::string text = "digraph {\n  node [shape=box, style=rounded];\n";
    for (const Node* node : order) {
        text += concat("  n", number.at(node),
                       " [label=", in_quotes(concat(title(*node), " ", type_text(*node)), 200),
                       node->origin().phase == Phase::forward ? "" : ", style=\"rounded,dashed\"",
                       "];\n");
        for (const NodePtr& input : node->inputs()) {
            text += concat("  n", number.at(input.get()), " -> n", number.at(node), ";\n");
        }
    }
    return text + "}\n";
}

}  // namespace gradweave::graph
