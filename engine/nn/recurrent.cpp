// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/recurrent.h"

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

using graph::NodePtr;

namespace {

/// One step: gates after their functions, the cell and the hidden state, each [N, H].
struct Step {
    Tensor input, forget, candidate, output, cell, squashed, hidden;
};

/// What follows from the inputs' share of the gates [T, N, 4 H] and the hidden weight, transposed,
/// [H, 4 H]. Nodes are interned: asking again gives the same ones.
std::vector<Step> recurrence(const Tensor& gates, const Tensor& weight) {
    const std::int64_t length = gates.shape()[0], units = weight.shape()[0];
    std::vector<Step> steps;
    steps.reserve(static_cast<std::size_t>(length));
    for (std::int64_t t = 0; t < length; ++t) {
        std::optional<Tensor> from_hidden;
        if (t > 0) from_hidden = matmul(steps.back().hidden, weight);
        // Cut first and add then: what is added up is read where it lies, and stored once.
        const auto gate = [&](std::int64_t i) {
            const Index columns = range(i * units, (i + 1) * units);
            const Tensor own = gates({t, all, columns});
            return from_hidden ? own + (*from_hidden)({all, columns}) : own;
        };
        const Tensor input = sigmoid(gate(0)), forget = sigmoid(gate(1));
        const Tensor candidate = tanh(gate(2)), output = sigmoid(gate(3));
        const Tensor fresh = input * candidate;
        const Tensor cell = t > 0 ? forget * steps.back().cell + fresh : fresh;
        const Tensor squashed = tanh(cell);
        steps.push_back({input, forget, candidate, output, cell, squashed, output * squashed});
    }
    return steps;
}

NodePtr lstm_body(std::span<const NodePtr> inputs, const graph::CompositeAttributes&) {
    std::vector<Tensor> hidden;
    for (const Step& step : recurrence(Tensor(inputs[0]), Tensor(inputs[1])))
        hidden.push_back(step.hidden);
    return stack(hidden).node();
}

/// Backwards through time. The body's own gradient would add up one padded tensor a step for the
/// gates and one product a step for the weight; here the gates' gradients are laid side by side and
/// the weight's is a single product.
std::vector<NodePtr> lstm_gradient(const NodePtr& output, const NodePtr& output_gradient) {
    const Tensor weight(output->input(1)), hidden(output), g(output_gradient);
    const auto steps = recurrence(Tensor(output->input(0)), weight);
    const auto length = static_cast<std::int64_t>(steps.size());
    const std::int64_t batch = hidden.shape()[1], units = hidden.shape()[2];
    const Tensor back = weight.transpose();
    std::vector<Tensor> gates(steps.size(), g);
    std::optional<Tensor> cell_gradient;
    for (std::int64_t t = length; t-- > 0;) {
        const auto at = static_cast<std::size_t>(t);
        const Step& step = steps[at];
        Tensor dh = g({t, all, all});
        if (t + 1 < length) dh = dh + matmul(gates[at + 1], back);
        Tensor dc = dh * step.output * (1.0 - step.squashed * step.squashed);
        if (cell_gradient) dc = dc + *cell_gradient;
        const auto sigmoid_slope = [](const Tensor& y) { return y * (1.0 - y); };
        const Tensor dforget =
            t > 0 ? dc * steps[at - 1].cell * sigmoid_slope(step.forget) : zeros_like(dc);
        gates[at] = cat({dc * step.candidate * sigmoid_slope(step.input), dforget,
                         dc * step.input * (1.0 - step.candidate * step.candidate),
                         dh * step.squashed * sigmoid_slope(step.output)},
                        1);
        cell_gradient = dc * step.forget;
    }
    const Tensor all_gates = stack(gates);
    if (length == 1) return {all_gates.node(), zeros_like(weight).node()};
    const std::int64_t rows = (length - 1) * batch;
    const Tensor before = hidden({until(-1)}).reshape(Shape{rows, units});
    const Tensor after = all_gates({range(1)}).reshape(Shape{rows, 4 * units});
    return {all_gates.node(), matmul(before.transpose(), after).node()};
}

const graph::CompositeSpec lstm_spec{"lstm", lstm_body, lstm_gradient};

}  // namespace

Tensor lstm(const Tensor& x, const LstmParameters& p) {
    // Steps first, so that each step's rows lie together.
    const Tensor in_order = x.permute({1, 0, 2});
    const Tensor gates =
        matmul(in_order, p.input_weight.transpose()) + (p.input_bias + p.hidden_bias);
    const Tensor hidden(
        graph::make_composite(lstm_spec, {gates.node(), p.hidden_weight.transpose().node()}));
    return hidden.permute({1, 0, 2});
}

}  // namespace gradweave::nn
