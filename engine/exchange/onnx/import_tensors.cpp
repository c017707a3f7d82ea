// SPDX-License-Identifier: Apache-2.0
// Comparisons, choices, order, and elements picked and placed, as blocks.
#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/import_rows.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Socket;

std::int64_t axis_of(Importer& im, const Node& node, std::int64_t fallback) {
    return fn::axis_of(im.call(node).integer("axis", fallback), im.shape(input(node, 0)).rank());
}

/// Inputs by the ports' names.
BlockId connected(Importer& im, const Node& node, const char* kind, const model::Params& params,
                  std::initializer_list<const char*> ports) {
    std::vector<Socket> sockets;
    for (std::size_t i = 0; i < ports.size(); ++i)
        sockets.push_back(im.socket(input(node, i)));
    const BlockId id = im.add(kind, im.name_for(node), params);
    std::size_t i = 0;
    for (const char* port : ports)
        im.connect(sockets[i++], id, port);
    return id;
}

void where_op(Importer& im, const Node& node) {
    im.give(node.outputs[0], connected(im, node, "where", {}, {"condition", "a", "b"}));
}

/// 1 where there was 0.
void not_op(Importer& im, const Node& node) {
    const Socket x = im.socket(input(node, 0)), zero = im.constant(0, im.name_for(node));
    const BlockId id = im.add("equal", im.name_for(node));
    im.connect(x, id, "a");
    im.connect(zero, id, "b");
    im.give(node.outputs[0], id);
}

void position(Importer& im, const Node& node, const char* kind) {
    const Call c = im.call(node);
    if (c.integer("keepdims", 1) != 0) unsupported("an axis of size 1 that stays");
    if (c.integer("select_last_index", 0) != 0) unsupported("the last of equals");
    im.map(node, kind, input(node, 0), {{"axis", axis_of(im, node, 0)}});
}

void einsum_op(Importer& im, const Node& node) {
    const auto count = static_cast<std::int64_t>(node.inputs.size());
    std::vector<Socket> factors;
    for (const std::string& name : node.inputs)
        factors.push_back(im.socket(name));
    const BlockId id = im.add("einsum", im.name_for(node),
                              {{"formula", im.call(node).text("equation", "")}, {"inputs", count}});
    for (std::size_t i = 0; i < factors.size(); ++i)
        im.connect(factors[i], id, concat("x", i + 1));
    im.give(node.outputs[0], id);
}

void cumsum_op(Importer& im, const Node& node) {
    const Call c = im.call(node);
    if (c.integer("exclusive", 0) != 0) unsupported("sums without the element itself");
    im.map(node, "cumsum", input(node, 0),
           {{"axis", std::int64_t{fn::axis_of(c.integer_of(1), im.shape(input(node, 0)).rank())}},
            {"reverse", c.integer("reverse", 0) != 0}});
}

void topk_op(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const std::int64_t count = c.version() < 10 ? c.integer("k", 0) : c.integer_of(1);
    const Socket x = im.socket(input(node, 0));
    const BlockId id = im.add("topk", im.name_for(node),
                              {{"axis", axis_of(im, node, -1)},
                               {"count", count},
                               {"largest", c.integer("largest", 1) != 0}});
    im.connect(x, id, "x");
    for (std::size_t i = 0; i < node.outputs.size(); ++i)
        im.give(node.outputs[i], id, i);
}

void gather_elements(Importer& im, const Node& node) {
    im.give(node.outputs[0],
            connected(im, node, "gather", {{"axis", axis_of(im, node, 0)}}, {"x", "index"}));
}

void scatter_elements(Importer& im, const Node& node) {
    const std::string reduction = im.call(node).text("reduction", "none");
    const std::pair<const char*, const char*> ways[] = {
        {"none", "replace"}, {"add", "sum"}, {"mul", "product"}, {"max", "max"}, {"min", "min"}};
    for (const auto& [name, how] : ways) {
        if (reduction != name) continue;
        const model::Params params{{"axis", axis_of(im, node, 0)}, {"how", std::string(how)}};
        im.give(node.outputs[0], connected(im, node, "scatter", params, {"x", "index", "updates"}));
        return;
    }
    unsupported(concat("the reduction ", in_quotes(reduction)));
}

void triangle(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const std::int64_t diagonal = c.has(1) ? c.integer_of(1) : 0;
    im.map(node, c.integer("upper", 1) != 0 ? "triu" : "tril", input(node, 0),
           {{"diagonal", diagonal}});
}

void shrink(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const double bound = c.real("lambd", 0.5), bias = c.real("bias", 0);
    if (bias != 0 && bias != bound) unsupported("a bias other than 0 and lambd");
    im.map(node, bias == 0 ? "hardshrink" : "softshrink", input(node, 0), {{"bound", bound}});
}

}  // namespace

std::span<const ImportRow> tensor_rows() {
#define GW_BINARY(op, kind)                                                    \
    {                                                                          \
        op, [](Importer& im, const Node& node) { map_binary(im, node, kind); } \
    }
    static constexpr ImportRow rows[] = {
        GW_BINARY("Equal", "equal"),
        GW_BINARY("Less", "less"),
        GW_BINARY("LessOrEqual", "less_equal"),
        GW_BINARY("Greater", "greater"),
        GW_BINARY("GreaterOrEqual", "greater_equal"),
        // Of truths, which are 1 and 0.
        GW_BINARY("And", "mul"),
        GW_BINARY("Or", "maximum"),
        GW_BINARY("Xor", "not_equal"),
        {"Not", not_op},
        {"Where", where_op},
        {"ArgMax", [](Importer& im, const Node& node) { position(im, node, "argmax"); }},
        {"ArgMin", [](Importer& im, const Node& node) { position(im, node, "argmin"); }},
        {"Einsum", einsum_op},
        {"CumSum", cumsum_op},
        {"TopK", topk_op},
        {"GatherElements", gather_elements},
        {"Scatter", scatter_elements},
        {"ScatterElements", scatter_elements},
        {"Trilu", triangle},
        {"Shrink", shrink},
    };
#undef GW_BINARY
    return rows;
}

}  // namespace gradweave::exchange::onnx
