// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/operation_text.h"

#include <array>

#include "engine/core/text.h"
#include "engine/graph/composite.h"

namespace gradweave::exchange {

using graph::Node;
using graph::Op;
using graph::OpClass;

namespace {

/// The operator between two operands; empty for operations that have none.
std::string_view symbol_of(Op op) {
    switch (op) {
        case Op::add:
            return " + ";
        case Op::sub:
            return " − ";
        case Op::mul:
            return " × ";
        case Op::div:
            return " ÷ ";
        case Op::pow:
            return " ^ ";
        case Op::lt:
            return " < ";
        case Op::le:
            return " ≤ ";
        case Op::eq:
            return " = ";
        default:
            return {};
    }
}

/// A value without leaves in one word: its number if it is one number everywhere.
std::string closed_text(const Node* node) {
    while (info(node->op()).klass == OpClass::movement || node->op() == Op::cast) {
        if (node->op() == Op::concat || node->op() == Op::pad) break;
        node = node->input(0).get();
    }
    if (node->op() != Op::constant) return std::string(name_of(node->op()));
    const graph::Scalar& value = node->as<graph::ConstantAttributes>().value;
    if (value.is_integer()) return std::to_string(value.as_integer());
    if (node->dtype() == DType::f32) return number_text(static_cast<float>(value.as_double()));
    return number_text(value.as_double());
}

std::string list_text(const Axes& axes) {
    std::string text;
    for (const std::int64_t axis : axes)
        text += concat(text.empty() ? "" : ", ", axis);
    return text;
}

}  // namespace

std::string operation_title(const Node& node) {
    if (node.op() == Op::parameter) {
        const std::string& name = node.as<graph::LeafAttributes>().leaf->name;
        return name.empty() ? "value" : name;
    }
    if (node.op() == Op::composite)
        return std::string(node.as<graph::CompositeAttributes>().spec->name);
    return std::string(name_of(node.op()));
}

std::string operand_text(const Node& node, const GraphFacts& facts) {
    constexpr std::array names{"x", "y", "z"};
    std::vector<std::string> operands;
    std::size_t open = 0;
    for (const auto& input : node.inputs()) {
        if (facts.closed(*input))
            operands.push_back(closed_text(input.get()));
        else
            operands.push_back(open < names.size() ? names[open] : "…"), ++open;
    }
    if (open == operands.size()) return {};
    const std::string_view symbol = symbol_of(node.op());
    if (operands.size() == 2 && !symbol.empty()) return concat(operands[0], symbol, operands[1]);
    std::string text;
    for (const std::string& operand : operands)
        text += concat(text.empty() ? "" : ", ", operand);
    return text;
}

std::string axes_text(const Node& node) {
    if (node.op() == Op::permute)
        return "order " + list_text(node.as<graph::AxesAttributes>().axes);
    if (const auto* along = std::get_if<graph::AlongAttributes>(&node.attributes()))
        return concat("along axis ", along->axis, along->reverse ? ", backwards" : "");
    if (info(node.op()).klass != OpClass::reduce) return {};
    if (const auto* one = std::get_if<graph::AxisAttributes>(&node.attributes()))
        return concat("over axis ", one->axis);
    const Axes& axes = node.as<graph::AxesAttributes>().axes;
    if (static_cast<int>(axes.size()) == node.input(0)->shape().rank()) return "over all";
    return concat(axes.size() == 1 ? "over axis " : "over axes ", list_text(axes));
}

std::string shape_text(const Node& node) {
    if (node.dtype() != DType::f32) return type_text(node);
    return node.shape().rank() == 0 ? "scalar" : to_string(node.shape());
}

std::string type_text(const Node& node) {
    const auto type = gradweave::name_of(node.dtype());
    if (node.shape().rank() == 0) return concat(type, " scalar");
    return concat(type, to_string(node.shape()));
}

}  // namespace gradweave::exchange
