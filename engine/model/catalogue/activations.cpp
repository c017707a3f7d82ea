// SPDX-License-Identifier: Apache-2.0
// Activations: one value in, one value out, and those along an axis.
#include "engine/tensor/activations.h"
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

/// A function along an axis.
BlockKind along_axis(const char* id, const char* title, const char* help, const char* use,
                     Tensor (*function)(const Tensor&, std::int64_t)) {
    BlockKind kind =
        activation(id, title, help,
                   [function](const BuildContext& c) {
                       return function(c.input(), c.params().integer("axis"));
                   },
                   {integer_param("axis", "Axis", -1, -16, 15,
                                  "Along which the values belong together; -1 is the last.")});
    kind.example = {use, "", {"[N, 5]"}, "[N, 5]"};
    kind.shape = [title](const ShapeQuery& q) {
        require_floating(title, q.input(), "x");
        axis_of(q, q.params.integer("axis"));
        return same_as_input(q);
    };
    return kind;
}

BlockKind prelu_kind() {
    BlockKind kind = activation(
        "prelu", "PReLU", "x where positive, else a learned multiple of x.",
        [](const BuildContext&) -> Tensor { return 0.0; },
        {boolean_param("each_channel", "Each channel", true,
                       "A slope for each channel (axis 1) instead of one for all."),
         real_param("slope", "Initial slope", 0.25, -10, 10, "What the slopes begin with.")});
    kind.learns = true;
    kind.summary.clear();
    kind.example = {"After a convolution, where a ReLU would lose half of the signal.",
                    "",
                    {"[N, 3, 4, 2]"},
                    "[N, 3, 4, 2]"};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating("PReLU", x, "x");
        const bool each = q.params.boolean("each_channel");
        if (each && (x.rank() < 2 || x.dims[1].batch))
            problem(concat("PReLU needs [N, channels, ...]; ", carries(x),
                           ". Switch off \"Each channel\"."),
                    "x");
        ShapeAnswer answer = same_as_input(q);
        answer.parameters = {{"weight", Shape{each ? x.dims[1].size : 1},
                              nn::Init::constant(q.params.real("slope"))}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor weight = c.parameter("weight");
        return {prelu(c.input(),
                      c.params().boolean("each_channel") ? weight : weight.reshape(Shape{}))};
    };
    return kind;
}

BlockKind glu_kind() {
    BlockKind kind = along_axis(
        "glu", "GLU", "The first half of an axis times the sigmoid of its second half.",
        "After a Linear with twice as many units as are wanted: one half gates the other.", glu);
    kind.example.inputs = {"[N, 6]"};
    kind.example.output = "[N, 3]";
    kind.outputs = {{"y", "The axis has half its size."}};
    kind.shape = [](const ShapeQuery& q) {
        require_floating("GLU", q.input(), "x");
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        ShapeAnswer answer = same_as_input(q);
        Dim& dim = answer.outputs[0].dims[axis];
        if (dim.batch || dim.size % 2 != 0)
            problem(concat("GLU halves an axis, and ", to_string(dim), " cannot be halved; ",
                           carries(q.input()), "."),
                    "axis");
        dim.size /= 2;
        return answer;
    };
    return kind;
}

using Plain = Tensor (*)(const Tensor&);

/// Those without parameters.
struct Row {
    const char *id, *title, *help;
    Plain function;
};

// Each of one argument; overloads and defaults are settled here.
constexpr Row rows[] = {
    {"relu", "ReLU", "max(x, 0): passes positive values, stops negative ones.", relu},
    {"relu6", "ReLU6", "ReLU that stops at 6, for small number types.", relu6},
    {"selu", "SELU", "ELU scaled so that a deep network keeps mean 0 and deviation 1.", selu},
    {"silu", "SiLU", "x sigmoid(x), also called Swish: a smooth ReLU that dips below zero.", silu},
    {"mish", "Mish", "x tanh(softplus(x)): smooth, much like SiLU.", mish},
    {"sigmoid", "Sigmoid", "1 / (1 + exp(-x)): squeezes values into 0 to 1.", sigmoid},
    {"tanh", "Tanh", "Hyperbolic tangent: squeezes values into -1 to 1.", tanh},
    {"softplus", "Softplus", "log(1 + exp(x)): a smooth ReLU that is never zero.", softplus},
    {"softsign", "Softsign", "x / (1 + |x|): squeezes values into -1 to 1, slowly.", softsign},
    {"hardsigmoid", "Hardsigmoid", "x / 6 + 1/2 between 0 and 1: a sigmoid of straight lines.",
     hardsigmoid},
    {"hardswish", "Hardswish", "x times Hardsigmoid(x): SiLU of simple pieces.", hardswish},
    {"logsigmoid", "LogSigmoid", "log(1 / (1 + exp(-x))): logarithm of a probability.", logsigmoid},
    {"tanhshrink", "Tanhshrink", "x - tanh(x): next to nothing for small values.", tanhshrink},
};

}  // namespace

void add_activation_kinds(Catalogue& catalogue) {
    for (const Row& row : rows) {
        catalogue.add(
            activation(row.id, row.title, row.help,
                       [f = row.function](const BuildContext& c) { return f(c.input()); }));
    }
    catalogue.add(activation(
        "leaky_relu", "LeakyReLU", "x where positive, a small multiple of x where negative.",
        [](const BuildContext& c) { return leaky_relu(c.input(), c.params().real("slope")); },
        {real_param("slope", "Slope", 0.01, -10, 10, "Factor for negative values.")}));
    catalogue.add(prelu_kind());
    BlockKind gelu_kind = activation(
        "gelu", "GELU", "x Φ(x), with the normal distribution function Φ: a smooth ReLU.",
        [](const BuildContext& c) {
            return c.params().text("formula") == "tanh" ? gelu_tanh(c.input()) : gelu(c.input());
        },
        {choice_param("formula", "Formula", "exact", {"exact", "tanh"},
                      "exact; tanh: the approximation that some published networks use.")});
    gelu_kind.summary.clear();
    catalogue.add(std::move(gelu_kind));
    const auto alpha = [] {
        return std::vector{
            real_param("alpha", "Alpha", 1, 1e-6, 1e6, "Minus the lowest value there can be.")};
    };
    catalogue.add(activation(
        "elu", "ELU", "x where positive, alpha (exp(x) - 1) where negative.",
        [](const BuildContext& c) { return elu(c.input(), c.params().real("alpha")); }, alpha()));
    catalogue.add(activation(
        "celu", "CELU", "x where positive, alpha (exp(x / alpha) - 1) where negative.",
        [](const BuildContext& c) { return celu(c.input(), c.params().real("alpha")); }, alpha()));
    catalogue.add(
        activation("hardtanh", "Hardtanh", "x, cut off at a lowest and a highest value.",
                   [](const BuildContext& c) {
                       return hardtanh(c.input(), c.params().real("low"), c.params().real("high"));
                   },
                   {real_param("low", "Lowest", -1, -1e30, 1e30, "Smaller values become this."),
                    real_param("high", "Highest", 1, -1e30, 1e30, "Larger values become this.")}));
    const auto bound = [] {
        return std::vector{real_param("bound", "Bound", 0.5, 0, 1e30,
                                      "Values within plus and minus this "
                                      "become 0.")};
    };
    catalogue.add(activation(
        "hardshrink", "Hardshrink", "x, but 0 where it is small.",
        [](const BuildContext& c) { return hardshrink(c.input(), c.params().real("bound")); },
        bound()));
    catalogue.add(activation(
        "softshrink", "Softshrink", "x moved towards 0 by a bound, 0 within it.",
        [](const BuildContext& c) { return softshrink(c.input(), c.params().real("bound")); },
        bound()));
    catalogue.add(activation(
        "threshold", "Threshold", "x where it is above a bound, else a fixed value.",
        [](const BuildContext& c) {
            return threshold(c.input(), c.params().real("bound"), c.params().real("value"));
        },
        {real_param("bound", "Bound", 0, -1e30, 1e30, "Values above it pass."),
         real_param("value", "Value", 0, -1e30, 1e30, "What the others become.")}));
    catalogue.add(along_axis(
        "softmax", "Softmax",
        "Turns scores into probabilities: exp(x) / sum(exp(x)) along an axis. The cross-entropy "
        "loss does this itself; use Softmax where the probabilities are wanted as a result.",
        "Before an Output block, so that predictions are probabilities of classes.", softmax));
    catalogue.add(along_axis(
        "softmin", "Softmin", "Softmax of -x: the smallest score gets the largest share.",
        "Distances to 5 prototypes as probabilities of belonging to each.", softmin));
    catalogue.add(along_axis(
        "log_softmax", "LogSoftmax", "log(softmax(x)) along an axis, without its rounding near 0.",
        "Before the NLL loss or the KL divergence, which take logarithms.", log_softmax));
    catalogue.add(glu_kind());
}

}  // namespace gradweave::model
