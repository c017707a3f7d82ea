// SPDX-License-Identifier: Apache-2.0
// Activations: one value in, one value out, no parameters to learn.
#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

BlockKind activation(const char* id, const char* title, const char* help,
                     std::function<Tensor(const BuildContext&)> function,
                     std::vector<ParamSpec> params = {}) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::activation;
    kind.help = help;
    kind.keywords = "activation nonlinearity";
    kind.params = std::move(params);
    if (!kind.params.empty())
        kind.summary = concat(kind.params[0].key, " {", kind.params[0].key, "}");
    kind.inputs = {{"x", "Any values.", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.example = {
        "Between two layers with weights; without it they would be one.", "", {"[N, 5]"}, "[N, 5]"};
    kind.shape = [title](const ShapeQuery& q) {
        require_floating(title, q.input(), "x");
        ShapeAnswer answer;
        answer.outputs = {q.input()};
        return answer;
    };
    kind.build = [function = std::move(function)](BuildContext& c) -> std::vector<Tensor> {
        return {function(c)};
    };
    return kind;
}

BlockKind softmax_kind() {
    BlockKind kind = activation(
        "softmax", "Softmax",
        "Turns scores into probabilities: exp(x) / sum(exp(x)) along an axis. The cross-entropy "
        "loss does this itself; "
        "use Softmax where the probabilities are wanted as a result.",
        [](const BuildContext& c) { return softmax(c.input(), c.params().integer("axis")); },
        {integer_param("axis", "Axis", -1, -16, 15,
                       "Along which the values sum to 1; -1 is the last.")});
    kind.example = {"Before an Output block, so that predictions are probabilities of classes.",
                    "",
                    {"[N, 5]"},
                    "[N, 5]"};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating("Softmax", x, "x");
        const std::int64_t axis = q.params.integer("axis");
        if (axis < -x.rank() || axis >= x.rank()) {
            problem(concat("Axis ", axis, " does not exist; ", carries(x), "."), "axis");
        }
        ShapeAnswer answer;
        answer.outputs = {x};
        return answer;
    };
    return kind;
}

}  // namespace

void add_activation_kinds(Catalogue& catalogue) {
    catalogue.add(activation("relu", "ReLU",
                             "max(x, 0): passes positive values, stops negative ones.",
                             [](const BuildContext& c) { return relu(c.input()); }));
    catalogue.add(activation(
        "leaky_relu", "LeakyReLU", "x where positive, a small multiple of x where negative.",
        [](const BuildContext& c) { return leaky_relu(c.input(), c.params().real("slope")); },
        {real_param("slope", "Slope", 0.01, -10, 10, "Factor for negative values.")}));
    catalogue.add(activation("gelu", "GELU",
                             "x Φ(x), with the normal distribution function Φ: a smooth ReLU.",
                             [](const BuildContext& c) { return gelu(c.input()); }));
    catalogue.add(activation("sigmoid", "Sigmoid",
                             "1 / (1 + exp(-x)): squeezes values into 0 to 1.",
                             [](const BuildContext& c) { return sigmoid(c.input()); }));
    catalogue.add(activation("tanh", "Tanh", "Hyperbolic tangent: squeezes values into -1 to 1.",
                             [](const BuildContext& c) { return tanh(c.input()); }));
    catalogue.add(activation("softplus", "Softplus",
                             "log(1 + exp(x)): a smooth ReLU that is never zero.",
                             [](const BuildContext& c) { return softplus(c.input()); }));
    catalogue.add(softmax_kind());
}

}  // namespace gradweave::model
