// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/gated.h"

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

using graph::NodePtr;

namespace {

/// The inputs' share of all gates, steps first so that each step's rows lie together: [T, N, g H].
Tensor input_gates(const Tensor& x, const Tensor& weight, const Tensor& bias) {
    return matmul(x.permute({1, 0, 2}), weight.transpose()) + bias;
}

/// The sum over steps of (state before)^T times (gradient of what it was multiplied with), as one
/// product: hidden [T, N, H], gradients one [N, G] per step. The first step began with zeros.
Tensor weight_gradient(const Tensor& hidden, const Tensor& gradients, const Tensor& weight) {
    const std::int64_t length = hidden.shape()[0], batch = hidden.shape()[1];
    if (length == 1) return zeros_like(weight);
    const std::int64_t rows = (length - 1) * batch;
    const Tensor before = hidden({until(-1)}).reshape(Shape{rows, hidden.shape()[2]});
    const Tensor after = gradients({range(1)}).reshape(Shape{rows, gradients.shape()[2]});
    return matmul(before.transpose(), after);
}

// --- RNN: inputs gates [T, N, H] with both biases, and the hidden weight, transposed, [H, H].

bool is_relu(const graph::CompositeAttributes& attributes) {
    return attributes.integers[0] != 0;
}

NodePtr rnn_body(std::span<const NodePtr> inputs, const graph::CompositeAttributes& attributes) {
    const Tensor gates(inputs[0]), weight(inputs[1]);
    std::vector<Tensor> hidden;
    for (std::int64_t t = 0; t < gates.shape()[0]; ++t) {
        Tensor sum = gates({t});
        if (t > 0) sum = sum + matmul(hidden.back(), weight);
        hidden.push_back(is_relu(attributes) ? relu(sum) : tanh(sum));
    }
    return stack(hidden).node();
}

std::vector<NodePtr> rnn_gradient(const NodePtr& output, const NodePtr& output_gradient) {
    const bool relu = is_relu(output->as<graph::CompositeAttributes>());
    const Tensor weight(output->input(1)), hidden(output), g(output_gradient);
    const Tensor back = weight.transpose();
    const std::int64_t length = hidden.shape()[0];
    std::vector<Tensor> sums(static_cast<std::size_t>(length), g);
    for (std::int64_t t = length; t-- > 0;) {
        const auto at = static_cast<std::size_t>(t);
        Tensor dh = g({t});
        if (t + 1 < length) dh = dh + matmul(sums[at + 1], back);
        const Tensor h = hidden({t});
        sums[at] =
            relu ? where(less_equal(h, zeros_like(h)), zeros_like(dh), dh) : dh * (1.0 - h * h);
    }
    const Tensor gates = stack(sums);
    return {gates.node(), weight_gradient(hidden, gates, weight).node()};
}

const graph::CompositeSpec rnn_spec{"rnn", rnn_body, rnn_gradient};

// --- GRU: inputs gates [T, N, 3 H], the hidden weight, transposed, [H, 3 H], its bias [3 H].

struct GruStep {
    Tensor reset, update, fresh, from_hidden, hidden;
};

std::vector<GruStep> gru_steps(const Tensor& gates, const Tensor& weight, const Tensor& bias) {
    const std::int64_t units = weight.shape()[0];
    std::vector<GruStep> steps;
    for (std::int64_t t = 0; t < gates.shape()[0]; ++t) {
        std::optional<Tensor> product;
        if (t > 0) product = matmul(steps.back().hidden, weight);
        const auto columns = [&](std::int64_t i) { return range(i * units, (i + 1) * units); };
        const auto own = [&](std::int64_t i) { return gates({t, all, columns(i)}); };
        const auto before = [&](std::int64_t i) {
            const Tensor constant = bias({columns(i)});
            return product ? (*product)({all, columns(i)}) + constant
                           : broadcast_to(constant, own(i).shape());
        };
        const Tensor reset = sigmoid(own(0) + before(0)), update = sigmoid(own(1) + before(1));
        const Tensor from_hidden = before(2);
        const Tensor fresh = tanh(own(2) + reset * from_hidden);
        Tensor hidden = (1.0 - update) * fresh;
        if (t > 0) hidden = hidden + update * steps.back().hidden;
        steps.push_back({reset, update, fresh, from_hidden, hidden});
    }
    return steps;
}

NodePtr gru_body(std::span<const NodePtr> inputs, const graph::CompositeAttributes&) {
    std::vector<Tensor> hidden;
    for (const GruStep& step : gru_steps(Tensor(inputs[0]), Tensor(inputs[1]), Tensor(inputs[2])))
        hidden.push_back(step.hidden);
    return stack(hidden).node();
}

std::vector<NodePtr> gru_gradient(const NodePtr& output, const NodePtr& output_gradient) {
    const Tensor weight(output->input(1)), bias(output->input(2)), hidden(output),
        g(output_gradient);
    const auto steps = gru_steps(Tensor(output->input(0)), weight, bias);
    const Tensor back = weight.transpose();
    const auto length = static_cast<std::int64_t>(steps.size());
    // Of the inputs' share, and of the hidden state's.
    std::vector<Tensor> own(steps.size(), g), of_hidden(steps.size(), g);
    std::optional<Tensor> later;  // what flows back from the step after
    for (std::int64_t t = length; t-- > 0;) {
        const auto at = static_cast<std::size_t>(t);
        const GruStep& s = steps[at];
        Tensor dh = g({t});
        if (later) dh = dh + *later;
        const auto sigmoid_slope = [](const Tensor& y) { return y * (1.0 - y); };
        const Tensor change = t > 0 ? steps[at - 1].hidden - s.fresh : -s.fresh;
        const Tensor dupdate = dh * change * sigmoid_slope(s.update);
        const Tensor dfresh = dh * (1.0 - s.update) * (1.0 - s.fresh * s.fresh);
        const Tensor dreset = dfresh * s.from_hidden * sigmoid_slope(s.reset);
        own[at] = cat({dreset, dupdate, dfresh}, 1);
        of_hidden[at] = cat({dreset, dupdate, dfresh * s.reset}, 1);
        later = dh * s.update + matmul(of_hidden[at], back);
    }
    const Tensor products = stack(of_hidden);
    return {stack(own).node(), weight_gradient(hidden, products, weight).node(),
            sum(products, {0, 1}).node()};
}

const graph::CompositeSpec gru_spec{"gru", gru_body, gru_gradient};

}  // namespace

Tensor rnn(const Tensor& x, const RecurrentParameters& p, bool relu) {
    const Tensor gates = input_gates(x, p.input_weight, p.input_bias + p.hidden_bias);
    return Tensor(graph::make_composite(
                      rnn_spec, {gates.node(), p.hidden_weight.transpose().node()}, {relu ? 1 : 0}))
        .permute({1, 0, 2});
}

Tensor gru(const Tensor& x, const RecurrentParameters& p) {
    const Tensor gates = input_gates(x, p.input_weight, p.input_bias);
    return Tensor(graph::make_composite(gru_spec, {gates.node(), p.hidden_weight.transpose().node(),
                                                   p.hidden_bias.node()}))
        .permute({1, 0, 2});
}

}  // namespace gradweave::nn
