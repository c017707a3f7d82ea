// SPDX-License-Identifier: Apache-2.0
// LSTM, GRU and RNN as blocks.
#include <algorithm>

#include "engine/core/text.h"
#include "engine/exchange/onnx/import_rows.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Socket;

/// How a kind's gates stand in ONNX: for each of PyTorch's gates, which of the operator's.
struct Cell {
    const char* kind;
    std::vector<int> gates;
};

/// Rows of one direction [D, g H, ...] with the gates in PyTorch's order: [g H, ...].
Array gates_of(const Array& all, std::int64_t direction, const std::vector<int>& order) {
    Axes sizes(all.shape().begin() + 1, all.shape().end());
    Array result(DType::f32, Shape(std::move(sizes)));
    const std::int64_t own = result.element_count();
    const std::int64_t part = own / static_cast<std::int64_t>(order.size());
    for (std::size_t g = 0; g < order.size(); ++g) {
        const auto* from = all.as<float>().data() + direction * own + order[g] * part;
        std::copy(from, from + part,
                  result.as<float>().data() + static_cast<std::int64_t>(g) * part);
    }
    return result;
}

/// Both biases of one direction out of [D, 2 g H]: number 0 is the input's.
Array bias_of(const Array& all, std::int64_t direction, std::int64_t number,
              const std::vector<int>& order, std::int64_t units) {
    const auto gates = static_cast<std::int64_t>(order.size());
    Array one(DType::f32, Shape{1, gates * units});
    const auto* from = all.as<float>().data() + (2 * direction + number) * gates * units;
    std::copy(from, from + gates * units, one.as<float>().data());
    return gates_of(one, 0, order);
}

/// Refuses what the blocks do not have.
void check(Importer& im, const Node& node, const Call& c) {
    const std::string direction = c.text("direction", "forward");
    if (direction != "forward" && direction != "bidirectional")
        unsupported(concat("the direction ", direction));
    if (c.has_attribute("clip") || c.integer("input_forget", 0) != 0 || !input(node, 7).empty())
        unsupported("clips, peepholes or coupled gates");
    for (const std::size_t i : {5u, 6u}) {
        if (input(node, i).empty()) continue;
        for (const float value : im.weights_of(input(node, i)).as<float>()) {
            if (value != 0) unsupported("an initial state other than zero");
        }
    }
    if (!input(node, 4).empty()) unsupported("sequences of different lengths");
    if (node.op == "GRU" && c.integer("linear_before_reset", 0) == 0)
        unsupported("a reset before the product, where the block has it behind");
    if (node.outputs.size() > 2 && !node.outputs[2].empty() &&
        (im.uses(node.outputs[2]) > 0 || im.is_output(node.outputs[2])))
        unsupported("the last cell state");
}

/// Whether the one activation of an RNN is relu; refuses activations of others' own.
bool uses_relu(const Node& node, const Call& c) {
    const auto names = c.text_list("activations");
    if (names.empty()) return false;
    const std::vector<std::string> usual = node.op == "LSTM"
                                               ? std::vector<std::string>{"Sigmoid", "Tanh", "Tanh"}
                                               : std::vector<std::string>{"Sigmoid", "Tanh"};
    bool relu = node.op == "RNN", plain = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
        relu = relu && names[i] == "Relu";
        plain = plain && names[i] == (node.op == "RNN" ? "Tanh" : usual[i % usual.size()]);
    }
    if (!relu && !plain) unsupported("activations of its own");
    return relu;
}

/// The operator has [T, N, F]; the block [N, T, F], which a view turns.
void recurrent(Importer& im, const Node& node, const Cell& cell) {
    const Call c = im.call(node);
    check(im, node, c);
    const bool relu = uses_relu(node, c), by_batch = c.integer("layout", 0) != 0,
               both = c.text("direction", "forward") == "bidirectional";
    const std::int64_t directions = both ? 2 : 1;
    View x = im.view(input(node, 0));
    if (!by_batch) {
        // The steps come first; a block has the batch in front.
        std::swap(x.axes.at(0), x.axes.at(1));
    }
    if (x.axes.front() != 0)
        unsupported("the steps come before the batch, where blocks have the batch in front");
    const Array weight = im.weights_of(input(node, 1)), hidden = im.weights_of(input(node, 2));
    const std::int64_t units = hidden.shape()[2];
    const Socket from = im.socket_of(x, concat(input(node, 0), "_front"));
    model::Params params{{"units", units}, {"bidirectional", both}};
    if (node.op == "RNN") params["activation"] = std::string(relu ? "relu" : "tanh");
    const BlockId id = im.add(cell.kind, im.name_for(node, input(node, 1)), params);
    im.connect(from, id, "x");
    const auto gates = static_cast<std::int64_t>(cell.gates.size());
    const Array biases = input(node, 3).empty()
                             ? Array(DType::f32, Shape{directions, 2 * gates * units})
                             : im.weights_of(input(node, 3));
    for (std::int64_t d = 0; d < directions; ++d) {
        const std::string end = d == 0 ? "_l0" : "_l0_reverse";
        im.set_weight(id, "weight_ih" + end, gates_of(weight, d, cell.gates));
        im.set_weight(id, "weight_hh" + end, gates_of(hidden, d, cell.gates));
        im.set_weight(id, "bias_ih" + end, bias_of(biases, d, 0, cell.gates, units));
        im.set_weight(id, "bias_hh" + end, bias_of(biases, d, 1, cell.gates, units));
    }
    const auto& ports = im.catalogue().find(cell.kind)->outputs;
    const auto give = [&](std::size_t i, std::vector<int> one, std::vector<int> two) {
        if (i >= node.outputs.size() || node.outputs[i].empty()) return;
        Socket socket{id, ports.at(i).name};
        if (both) {
            // The directions lie side by side in the block, and are an axis of the operator.
            const BlockId apart =
                im.add("unflatten", concat(im.name_for(node), "_directions"),
                       {{"axis", std::int64_t{i == 0 ? 2 : 1}}, {"shape", Axes{2, units}}});
            im.connect(socket, apart, "x");
            socket = {apart, im.catalogue().find("unflatten")->outputs[0].name};
        }
        im.set_view(node.outputs[i], {socket, both ? std::move(two) : std::move(one)});
    };
    if (by_batch) {
        give(0, {0, 1, -1, 2}, {0, 1, 2, 3});
        give(1, {0, -1, 1}, {0, 1, 2});
    } else {
        give(0, {1, -1, 0, 2}, {1, 2, 0, 3});
        give(1, {-1, 0, 1}, {1, 0, 2});
    }
}

}  // namespace

std::span<const ImportRow> recurrent_rows() {
    static constexpr ImportRow rows[] = {
        // ONNX: input, output, forget, cell; PyTorch: input, forget, cell, output.
        {"LSTM",
         [](Importer& im, const Node& node) {
             recurrent(im, node, {"lstm", {0, 2, 3, 1}});
         }},
        // ONNX: update, reset, fresh; PyTorch: reset, update, fresh.
        {"GRU",
         [](Importer& im, const Node& node) {
             recurrent(im, node, {"gru", {1, 0, 2}});
         }},
        {"RNN",
         [](Importer& im, const Node& node) {
             recurrent(im, node, {"rnn", {0}});
         }},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
