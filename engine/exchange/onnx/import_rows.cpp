// SPDX-License-Identifier: Apache-2.0
// Element by element, and the table of all rows.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/import_rows.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Socket;

void cast(Importer& im, const Node& node) {
    const auto type = static_cast<ElementType>(im.call(node).integer("to", 0));
    const ElementType before = im.call(node).type();
    // Truths are numbers here: 1 and 0.
    if (before == ElementType::boolean && is_floating(type)) return pass_on(im, node);
    if (type == ElementType::boolean && before != ElementType::boolean) {
        const Socket zero = im.constant(0, im.name_for(node));
        const Socket x = im.socket(input(node, 0));
        const BlockId id = im.add("not_equal", im.name_for(node));
        im.connect(x, id, "a");
        im.connect(zero, id, "b");
        return im.give(node.outputs[0], id);
    }
    // Whole numbers that are no classes come in as fractions.
    if (is_floating(type) != is_floating(before) &&
        !(is_floating(type) && im.holds_fractions(input(node, 0))))
        return im.map(node, "cast", input(node, 0),
                      {{"to", std::string(is_floating(type) ? "f32" : "i64")}});
    pass_on(im, node);
}

/// An added bias becomes the layer's before it, if nothing else sees the sum without it.
bool becomes_bias(Importer& im, const Node& node) {
    const bool first = im.is_data(input(node, 0));
    const std::string &x = input(node, first ? 0 : 1), &added = input(node, first ? 1 : 0);
    if (im.is_data(added) || !im.is_data(x) || im.uses(x) != 1 || im.is_output(x)) return false;
    const View& seen = im.view(x);
    const model::Block& block = im.block(seen.socket.block);
    const bool linear = block.kind == "linear";
    if (!seen.plain() || (!linear && !block.kind.starts_with("conv"))) return false;
    if (im.has_weight(block.id, "bias")) return false;
    const Shape &shape = im.shape(x), &values = im.shape(added);
    const int channel = linear ? shape.rank() - 1 : 1;
    // Counted from the right, only the channels' axis may be larger than 1.
    for (int i = 0; i < values.rank(); ++i) {
        const int axis = shape.rank() - values.rank() + i;
        if (values[i] != 1 && axis != channel) return false;
    }
    const auto bias = as_vector(im.weights_of(added), shape[channel]);
    if (!bias) return false;
    im.set_param(block.id, "bias", true);
    im.set_weight(block.id, "bias", *bias);
    im.set_view(node.outputs[0], seen);
    return true;
}

void add(Importer& im, const Node& node) {
    if (!becomes_bias(im, node)) map_binary(im, node, "add");
}

void sum_of(Importer& im, const Node& node) {
    Socket total = im.socket(input(node, 0));
    BlockId id = total.block;
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
        const Socket next = im.socket(input(node, i));
        id = im.add("add", im.name_for(node));
        im.connect(total, id, "a");
        im.connect(next, id, "b");
        total = {id, im.catalogue().find("add")->outputs[0].name};
    }
    if (node.inputs.size() == 1) return pass_on(im, node);
    im.give(node.outputs[0], id);
}

void softmax(Importer& im, const Node& node, const char* kind) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    const int axis = fn::axis_of(c.integer("axis", c.version() < 13 ? 1 : -1), rank);
    if (c.version() < 13 && axis != rank - 1) unsupported("several axes at once");
    im.map(node, kind, input(node, 0),
           {{"axis", axis == rank - 1 ? std::int64_t{-1} : std::int64_t{axis}}});
}

/// Against fixed bounds; [0, inf) is ReLU.
void clip(Importer& im, const Node& node) {
    const Call c = im.call(node);
    std::optional<double> low, high;
    if (c.version() < 11) {
        if (c.has_attribute("min")) low = c.real("min", 0);
        if (c.has_attribute("max")) high = c.real("max", 0);
    } else {
        if (c.has(1)) low = c.number_of(1);
        if (c.has(2)) high = c.number_of(2);
    }
    if (low && *low == 0 && (!high || *high >= 1e38)) return im.map(node, "relu", input(node, 0));
    if (!low && !high) return pass_on(im, node);
    // No bound is one that no number of f32 that a block can be told is beyond.
    const auto number = [](double bound) { return std::clamp(bound, -1e30, 1e30); };
    if (low && high) {
        return im.map(node, "clamp", input(node, 0),
                      {{"low", number(*low)}, {"high", number(*high)}});
    }
    const Socket x = im.socket(input(node, 0)),
                 bound = im.constant(number(low ? *low : *high), im.name_for(node));
    const BlockId id = im.add(low ? "maximum" : "minimum", im.name_for(node));
    im.connect(x, id, "a");
    im.connect(bound, id, "b");
    im.give(node.outputs[0], id);
}

void leaky_relu(Importer& im, const Node& node) {
    im.map(node, "leaky_relu", input(node, 0), {{"slope", im.call(node).real("alpha", 0.01)}});
}

}  // namespace

void map_binary(Importer& im, const Node& node, const char* kind) {
    const Socket a = im.socket(input(node, 0)), b = im.socket(input(node, 1));
    const BlockId id = im.add(kind, im.name_for(node));
    im.connect(a, id, "a");
    im.connect(b, id, "b");
    im.give(node.outputs[0], id);
}

std::span<const ImportRow> elementwise_rows() {
#define GW_PLAIN(op, kind)                                                             \
    {                                                                                  \
        op, [](Importer& im, const Node& node) { im.map(node, kind, input(node, 0)); } \
    }
#define GW_BINARY(op, kind)                                                    \
    {                                                                          \
        op, [](Importer& im, const Node& node) { map_binary(im, node, kind); } \
    }
    static constexpr ImportRow rows[] = {
        {"Cast", cast},
        {"Add", add},
        {"Sum", sum_of},
        {"Clip", clip},
        {"LeakyRelu", leaky_relu},
        {"Softmax", [](Importer& im, const Node& node) { softmax(im, node, "softmax"); }},
        {"LogSoftmax", [](Importer& im, const Node& node) { softmax(im, node, "log_softmax"); }},
        GW_BINARY("Sub", "sub"),
        GW_BINARY("Mul", "mul"),
        GW_BINARY("Div", "div"),
        GW_BINARY("Pow", "pow"),
        GW_BINARY("Max", "maximum"),
        GW_BINARY("Min", "minimum"),
        {"Elu",
         [](Importer& im, const Node& node) {
             im.map(node, "elu", input(node, 0), {{"alpha", im.call(node).real("alpha", 1)}});
         }},
        {"Celu",
         [](Importer& im, const Node& node) {
             im.map(node, "celu", input(node, 0), {{"alpha", im.call(node).real("alpha", 1)}});
         }},
        {"Selu",
         [](Importer& im, const Node& node) {
             const Call c = im.call(node);
             // As precise as f32: files differ in the last digits.
             if (std::abs(c.real("alpha", 1.6732632) - 1.6732632) > 1e-6 ||
                 std::abs(c.real("gamma", 1.0507010) - 1.0507010) > 1e-6)
                 unsupported("constants of its own");
             im.map(node, "selu", input(node, 0));
         }},
        {"HardSigmoid",
         [](Importer& im, const Node& node) {
             const Call c = im.call(node);
             if (std::abs(c.real("alpha", 0.2) - 1.0 / 6) > 1e-6 || c.real("beta", 0.5) != 0.5)
                 unsupported("a slope other than 1/6");
             im.map(node, "hardsigmoid", input(node, 0));
         }},
        {"Gelu",
         [](Importer& im, const Node& node) {
             const bool tanh = im.call(node).text("approximate", "none") == "tanh";
             im.map(node, "gelu", input(node, 0),
                    {{"formula", std::string(tanh ? "tanh" : "exact")}});
         }},
        GW_PLAIN("HardSwish", "hardswish"),
        GW_PLAIN("Mish", "mish"),
        GW_PLAIN("Softsign", "softsign"),
        GW_PLAIN("Relu", "relu"),
        GW_PLAIN("Sigmoid", "sigmoid"),
        GW_PLAIN("Tanh", "tanh"),
        GW_PLAIN("Softplus", "softplus"),
        GW_PLAIN("Exp", "exp"),
        GW_PLAIN("Log", "log"),
        GW_PLAIN("Sqrt", "sqrt"),
        GW_PLAIN("Neg", "neg"),
        GW_PLAIN("Abs", "abs"),
        GW_PLAIN("Sin", "sin"),
        GW_PLAIN("Cos", "cos"),
        GW_PLAIN("Erf", "erf"),
        GW_PLAIN("Reciprocal", "reciprocal"),
        GW_PLAIN("Floor", "floor"),
        GW_PLAIN("Ceil", "ceil"),
        GW_PLAIN("Round", "round"),
        GW_PLAIN("Sign", "sign"),
        GW_PLAIN("Tan", "tan"),
        GW_PLAIN("Asin", "asin"),
        GW_PLAIN("Acos", "acos"),
        GW_PLAIN("Atan", "atan"),
        GW_PLAIN("Sinh", "sinh"),
        GW_PLAIN("Cosh", "cosh"),
        GW_PLAIN("Asinh", "asinh"),
        GW_PLAIN("Acosh", "acosh"),
        GW_PLAIN("Atanh", "atanh"),
    };
#undef GW_PLAIN
#undef GW_BINARY
    return rows;
}

const ImportRow* find_import_row(const Node& node) {
    if (!node.domain.empty()) return nullptr;
    for (const auto rows :
         {layer_rows(), recurrent_rows(), shape_rows(), elementwise_rows(), tensor_rows()}) {
        for (const ImportRow& row : rows) {
            if (node.op == row.op) return &row;
        }
    }
    return nullptr;
}

}  // namespace gradweave::exchange::onnx
