// SPDX-License-Identifier: Apache-2.0
// RNN, GRU and LSTM: each step is written out, in one or both directions.
#include <array>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

/// An activation with its numbers, as the operators' attributes name it.
struct Activation {
    std::string name;
    double alpha, beta;

    Tensor operator()(const Tensor& x) const {
        if (name == "tanh") return tanh(x);
        if (name == "sigmoid") return sigmoid(x);
        if (name == "relu") return relu(x);
        if (name == "affine") return x * alpha + beta;
        if (name == "leakyrelu") return leaky_relu(x, alpha);
        if (name == "thresholdedrelu")
            return where(greater(x, fn::number_like(alpha, x)), x, x * 0.0);
        if (name == "scaledtanh") return tanh(x * beta) * alpha;
        if (name == "hardsigmoid") return fn::hard_sigmoid(x, alpha, beta);
        if (name == "elu") return elu(x, alpha);
        if (name == "softsign") return softsign(x);
        if (name == "softplus") return softplus(x);
        unsupported(concat("the activation ", in_quotes(name)));
    }
};

/// What the three operators share. W, R: [directions, gates * H, ...]; x: [T, N, F].
struct Recurrence {
    Recurrence(const Call& call, int gate_count, std::vector<std::string> usual)
        : c(call), gates(gate_count) {
        direction = c.text("direction", "forward");
        if (direction != "forward" && direction != "reverse" && direction != "bidirectional")
            refuse(concat("the direction is ", in_quotes(direction)));
        directions = direction == "bidirectional" ? 2 : 1;
        by_batch = c.integer("layout", 0) != 0;
        x = c.x(0);
        if (x.rank() != 3) refuse(concat("it needs [T, N, F], not ", to_string(x.shape())));
        if (by_batch) x = x.permute({1, 0, 2});
        length = x.shape()[0];
        batch = x.shape()[1];
        constexpr std::int64_t most_steps = 4096;
        if (length > most_steps) unsupported(concat("sequences of ", length, " steps"));
        hidden = c.x(2).shape()[-1];
        if (c.x(1).rank() != 3 || c.x(2).rank() != 3 || c.x(1).shape()[0] != directions)
            refuse("W and R must be [directions, gates, ...]");
        if (c.has_attribute("clip")) clip = c.real("clip", 0);
        auto names = c.text_list("activations");
        const auto alphas = c.reals("activation_alpha"), betas = c.reals("activation_beta");
        const std::size_t each = usual.size();
        if (names.empty()) {
            names = usual;
            if (directions == 2) names.insert(names.end(), usual.begin(), usual.end());
        }
        if (names.size() != each * static_cast<std::size_t>(directions))
            refuse(concat("it has ", names.size(), " activations"));
        std::size_t alpha = 0, beta = 0;
        for (std::string& name : names) {
            for (char& letter : name)
                letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
            activations.push_back(with_numbers(name, alphas, betas, alpha, beta));
        }
    }

    /// Alphas and betas are given in order to those that have any; the rest take defaults.
    static Activation with_numbers(const std::string& name, const std::vector<double>& alphas,
                                   const std::vector<double>& betas, std::size_t& alpha,
                                   std::size_t& beta) {
        struct Defaults {
            const char* name;
            bool has_alpha, has_beta;
            double alpha, beta;
        };
        static constexpr Defaults defaults[] = {
            {"affine", true, true, 1, 0},           {"leakyrelu", true, false, 0.01, 0},
            {"thresholdedrelu", true, false, 1, 0}, {"scaledtanh", true, true, 1, 1},
            {"hardsigmoid", true, true, 0.2, 0.5},  {"elu", true, false, 1, 0},
        };
        for (const Defaults& d : defaults) {
            if (name != d.name) continue;
            Activation result{name, d.alpha, d.beta};
            if (d.has_alpha && alpha < alphas.size()) result.alpha = alphas[alpha++];
            if (d.has_beta && beta < betas.size()) result.beta = betas[beta++];
            return result;
        }
        return {name, 0, 0};
    }

    /// Input i of direction d: its row of the first axis.
    Tensor part(std::size_t i, int d) const { return c.x(i)({d}); }

    /// [N, H]: an initial state, or zeros.
    Tensor initial(std::size_t i, int d) const {
        if (!c.has(i)) return zeros(Shape{batch, hidden}, x.dtype());
        const Tensor all_states = by_batch ? c.x(i).permute({1, 0, 2}) : c.x(i);
        return all_states({d});
    }

    /// Row g (of H) of a [gates * H, ...] tensor.
    Tensor gate(const Tensor& all_gates, int g) const {
        return all_gates({range(g * hidden, (g + 1) * hidden)});
    }
    /// Columns of [N, gates * H].
    Tensor columns(const Tensor& y, int g) const {
        return y({all, range(g * hidden, (g + 1) * hidden)});
    }
    Tensor clipped(const Tensor& y) const { return clip ? fn::clip(y, -*clip, *clip) : y; }
    const Activation& activation(int d, std::size_t i) const {
        return activations[static_cast<std::size_t>(d) *
                               (activations.size() / static_cast<std::size_t>(directions)) +
                           i];
    }

    /// Whether step t is part of each sequence, [N, 1].
    Tensor alive(std::int64_t t) const {
        return greater(c.x(4).to(DType::i64).reshape(Shape{batch, 1}), static_cast<double>(t));
    }

    /// Goes through the steps of a direction. `step(x_t W^T [N, gates * H], states)` gives the new
    /// states, the hidden one first. Sequences that ended keep their states and give zeros.
    template <class Step>
    std::pair<Tensor, std::vector<Tensor>> go(int d, std::vector<Tensor> states, Step&& step) {
        const bool backwards = direction == "reverse" || d == 1;
        const Tensor projected = matmul(x, part(1, d).transpose());
        std::vector<Tensor> outputs(static_cast<std::size_t>(length), states[0]);
        for (std::int64_t i = 0; i < length; ++i) {
            const std::int64_t t = backwards ? length - 1 - i : i;
            const std::vector<Tensor> next = step(projected({t}), states);
            Tensor output = next[0];
            if (c.has(4)) {
                const Tensor live = alive(t);
                output = where(live, output, output * 0.0);
                for (std::size_t k = 0; k < states.size(); ++k)
                    states[k] = where(live, next[k], states[k]);
            } else {
                states = next;
            }
            outputs[static_cast<std::size_t>(t)] = output;
        }
        return {stack(outputs, 0), std::move(states)};
    }

    /// Y and the last states from each direction's.
    Results results(const std::vector<Tensor>& sequences,
                    const std::vector<std::vector<Tensor>>& states) const {
        Results results;
        const Tensor y = stack(sequences, 1);  // [T, directions, N, H]
        results.push_back(make_value(by_batch ? y.permute({2, 0, 1, 3}) : y, c.type()));
        for (std::size_t k = 0; k < states[0].size(); ++k) {
            std::vector<Tensor> rows;
            for (const auto& of_direction : states)
                rows.push_back(of_direction[k]);
            const Tensor last = stack(rows, 0);
            results.push_back(make_value(by_batch ? last.permute({1, 0, 2}) : last, c.type()));
        }
        return results;
    }

    const Call& c;
    int gates, directions = 1;
    std::string direction;
    bool by_batch = false;
    Tensor x{0.0};
    std::int64_t length = 0, batch = 0, hidden = 0;
    std::optional<double> clip;
    std::vector<Activation> activations;
};

Results rnn(const Call& c) {
    Recurrence r(c, 1, {"Tanh"});
    std::vector<Tensor> sequences;
    std::vector<std::vector<Tensor>> states;
    for (int d = 0; d < r.directions; ++d) {
        const Tensor weight = r.part(2, d).transpose();
        Tensor bias{0.0};
        if (c.has(3)) bias = r.gate(r.part(3, d), 0) + r.gate(r.part(3, d), 1);
        auto [sequence, last] =
            r.go(d, {r.initial(5, d)}, [&](const Tensor& in, const std::vector<Tensor>& state) {
                return std::vector<Tensor>{
                    r.activation(d, 0)(r.clipped(in + matmul(state[0], weight) + bias))};
            });
        sequences.push_back(sequence);
        states.push_back(last);
    }
    return r.results(sequences, states);
}

Results gru(const Call& c) {
    Recurrence r(c, 3, {"Sigmoid", "Tanh"});
    const bool linear_first = c.integer("linear_before_reset", 0) != 0;
    std::vector<Tensor> sequences;
    std::vector<std::vector<Tensor>> states;
    for (int d = 0; d < r.directions; ++d) {
        const Tensor weight = r.part(2, d).transpose();  // gates: update, reset, hidden
        const auto bias = [&](int g) { return c.has(3) ? r.gate(r.part(3, d), g) : Tensor(0.0); };
        const auto step = [&](const Tensor& in, const std::vector<Tensor>& state) {
            const Tensor& h = state[0];
            const Tensor recurrent = matmul(h, weight);
            const auto sum_of = [&](int g) {
                return r.columns(in, g) + r.columns(recurrent, g) + bias(g) + bias(g + 3);
            };
            const Tensor z = r.activation(d, 0)(r.clipped(sum_of(0)));
            const Tensor reset = r.activation(d, 0)(r.clipped(sum_of(1)));
            const Tensor inner =
                linear_first
                    ? reset * (r.columns(recurrent, 2) + bias(5))
                    : matmul(reset * h, weight({all, range(2 * r.hidden, 3 * r.hidden)})) + bias(5);
            const Tensor n = r.activation(d, 1)(r.clipped(r.columns(in, 2) + inner + bias(2)));
            return std::vector<Tensor>{(1.0 - z) * n + z * h};
        };
        auto [sequence, last] = r.go(d, {r.initial(5, d)}, step);
        sequences.push_back(sequence);
        states.push_back(last);
    }
    return r.results(sequences, states);
}

Results lstm(const Call& c) {
    Recurrence r(c, 4, {"Sigmoid", "Tanh", "Tanh"});
    const bool coupled = c.integer("input_forget", 0) != 0;
    std::vector<Tensor> sequences;
    std::vector<std::vector<Tensor>> states;
    for (int d = 0; d < r.directions; ++d) {
        const Tensor weight = r.part(2, d).transpose();  // gates: input, output, forget, cell
        const auto bias = [&](int g) {
            if (!c.has(3)) return Tensor(0.0);
            return r.gate(r.part(3, d), g) + r.gate(r.part(3, d), g + 4);
        };
        // Peepholes: input, output, forget.
        const auto peep = [&](int g, const Tensor& cell) {
            return c.has(7) ? r.gate(r.part(7, d), g) * cell : Tensor(0.0);
        };
        const auto step = [&](const Tensor& in, const std::vector<Tensor>& state) {
            const Tensor &h = state[0], &cell = state[1];
            const Tensor recurrent = matmul(h, weight);
            const auto sum_of = [&](int g) {
                return r.columns(in, g) + r.columns(recurrent, g) + bias(g);
            };
            const Tensor i = r.activation(d, 0)(r.clipped(sum_of(0) + peep(0, cell)));
            const Tensor f =
                coupled ? 1.0 - i : r.activation(d, 0)(r.clipped(sum_of(2) + peep(2, cell)));
            const Tensor g = r.activation(d, 1)(r.clipped(sum_of(3)));
            const Tensor next = f * cell + i * g;
            const Tensor o = r.activation(d, 0)(r.clipped(sum_of(1) + peep(1, next)));
            return std::vector<Tensor>{o * r.activation(d, 2)(next), next};
        };
        auto [sequence, last] = r.go(d, {r.initial(5, d), r.initial(6, d)}, step);
        sequences.push_back(sequence);
        states.push_back(last);
    }
    return r.results(sequences, states);
}

}  // namespace

std::span<const OperatorRow> recurrent_operators() {
    static constexpr OperatorRow rows[] = {
        {"RNN", 7, 17, rnn},
        {"GRU", 7, 17, gru},
        {"LSTM", 7, 17, lstm},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
