// SPDX-License-Identifier: Apache-2.0
// Recurrent layers: RNN, LSTM, GRU; one or several on top of each other, in one or both directions.
#include "engine/nn/recurrent.h"

#include "engine/model/catalogue/kinds.h"
#include "engine/nn/gated.h"
#include "engine/nn/layers.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

/// Steps of a sequence that are computed one after the other: each is a dozen nodes.
constexpr std::int64_t most_steps = 1024;

using Cell =
    std::function<Tensor(const Tensor&, const nn::RecurrentParameters&, const ParamReader&)>;

/// PyTorch's names: weight_ih_l0, weight_hh_l1_reverse, ...
std::string weight_name(const char* what, std::int64_t layer, bool reverse) {
    return concat(what, "_l", layer, reverse ? "_reverse" : "");
}

BlockKind recurrent(const char* id, const char* title, const char* help, const char* use,
                    std::int64_t gates, Cell cell) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::layer;
    kind.learns = true;
    kind.help = help;
    kind.example = {use, "units=3", {"[N, 4, 2]"}, "[N, 4, 3]"};
    kind.keywords = "recurrent sequence time bidirectional stacked";
    kind.summary = "{units} units";
    kind.params = {
        integer_param("units", "Units", 64, 1, 1e6, "Size of the state."),
        integer_param("layers", "Layers", 1, 1, 64, "So many on top of each other."),
        boolean_param("bidirectional", "Both directions", false,
                      "A second one reads from the end; the outputs lie side by side."),
        real_param("dropout", "Dropout between", 0, 0, 0.99,
                   "Share of the values between layers that is set to zero while training."),
    };
    kind.inputs = {{"x", "Sequences, [N, T, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The state after each step, [N, T, units]."},
                    {"last", "The state after the last step, [N, units]."}};
    const std::string name = kind.title;
    kind.shape = [name, gates](const ShapeQuery& q) {
        const TensorType& x = sequence_input(name.c_str(), q);
        const std::int64_t length = x.dims[1].size, units = q.params.integer("units");
        const std::int64_t directions = q.params.boolean("bidirectional") ? 2 : 1;
        if (length > most_steps)
            problem(concat(name, " goes through at most ", most_steps, " steps; ", carries(x), "."),
                    "x");
        const std::int64_t rows = saturated_product({gates, units}),
                           out = saturated_product({directions, units});
        ShapeAnswer answer;
        TensorType sequence = x;
        sequence.dims[2] = {out, false, 'F'};
        answer.outputs = {std::move(sequence), {x.dtype, {x.dims[0], {out, false, 'F'}}}};
        const auto init = nn::Init::torch_default(units);
        std::int64_t in = x.dims[2].size, per_step = 0;
        for (std::int64_t layer = 0; layer < q.params.integer("layers"); ++layer) {
            for (std::int64_t direction = 0; direction < directions; ++direction) {
                const auto add = [&](const char* what, Shape shape) {
                    answer.parameters.push_back(
                        {weight_name(what, layer, direction == 1), std::move(shape), init});
                };
                add("weight_ih", Shape{rows, in});
                add("weight_hh", Shape{rows, units});
                add("bias_ih", Shape{rows});
                add("bias_hh", Shape{rows});
                const std::int64_t cost = saturated_product({rows, in + units});
                if (__builtin_add_overflow(per_step, cost, &per_step)) per_step = INT64_MAX;
            }
            in = out;
        }
        answer.multiply_adds = saturated_product({length, per_step});
        return answer;
    };
    kind.build = [cell = std::move(cell)](BuildContext& c) -> std::vector<Tensor> {
        const ParamReader& p = c.params();
        const bool both = p.boolean("bidirectional");
        const std::int64_t layers = p.integer("layers");
        const double drop = p.real("dropout");
        Tensor x = c.input();
        std::optional<Tensor> last;
        for (std::int64_t layer = 0; layer < layers; ++layer) {
            if (layer > 0 && drop > 0 && c.training())
                x = nn::dropout(x, drop, c.random(x.shape()));
            const auto run = [&](const Tensor& input, bool reverse) {
                const auto parameter = [&](const char* what) {
                    return c.parameter(weight_name(what, layer, reverse));
                };
                return cell(input,
                            {parameter("weight_ih"), parameter("weight_hh"), parameter("bias_ih"),
                             parameter("bias_hh")},
                            p);
            };
            const Tensor forward = run(x, false);
            last = forward({all, -1});
            if (both) {
                const Tensor turned = run(x({all, every(-1)}), true);
                last = cat({*last, turned({all, -1})}, 1);
                x = cat({forward, turned({all, every(-1)})}, 2);
            } else {
                x = forward;
            }
        }
        return {x, *last};
    };
    return kind;
}

}  // namespace

void add_recurrent_kinds(Catalogue& catalogue) {
    catalogue.add(recurrent(
        "lstm", "LSTM",
        "Reads a sequence step by step and keeps what matters in a state; gates learn what to "
        "take in, what to forget and what to show.",
        "Reads a sequence of vectors; its output last goes on to a Linear that names the class.", 4,
        [](const Tensor& x, const nn::RecurrentParameters& p, const ParamReader&) {
            return nn::lstm(x, {p.input_weight, p.hidden_weight, p.input_bias, p.hidden_bias});
        }));
    catalogue.add(recurrent(
        "gru", "GRU",
        "Reads a sequence step by step; two gates learn how much of the state to keep and how "
        "much of it to look at. Smaller than an LSTM, and often as good.",
        "In place of an LSTM, with a quarter fewer weights.", 3,
        [](const Tensor& x, const nn::RecurrentParameters& p, const ParamReader&) {
            return nn::gru(x, p);
        }));
    BlockKind rnn = recurrent(
        "rnn", "RNN",
        "Reads a sequence step by step: the new state is a function of the input and the old "
        "state. Forgets over long sequences, which LSTM and GRU were made against.",
        "For short sequences, or to see why gates help.", 1,
        [](const Tensor& x, const nn::RecurrentParameters& p, const ParamReader& params) {
            return nn::rnn(x, p, params.text("activation") == "relu");
        });
    // Before what Catalogue::add appends.
    rnn.params.push_back(
        choice_param("activation", "Activation", "tanh", {"tanh", "relu"}, "Of each step."));
    catalogue.add(std::move(rnn));
}

}  // namespace gradweave::model
