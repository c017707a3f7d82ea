// SPDX-License-Identifier: Apache-2.0
// Layers: blocks with parameters of their own, and those that change shapes between them.
#include "engine/nn/layers.h"
#include "engine/model/catalogue/kinds.h"
#include "engine/nn/batch_norm.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

BlockKind linear() {
    BlockKind kind;
    kind.id = "linear";
    kind.learns = true;
    kind.example = {"The last layer of a network that tells 7 classes apart: one score each.",
                    "units=7",
                    {"[N, 5]"},
                    "[N, 7]"};
    kind.title = "Linear";
    kind.category = Category::layer;
    kind.default_name = "fc";
    kind.help =
        "y = x Wᵀ + b. Each of the units is a weighted sum of all features. Also called dense or "
        "fully connected.";
    kind.keywords = "dense fully connected fc affine";
    kind.summary = "{units} units";
    kind.params = {
        integer_param("units", "Units", 64, 1, 1e8, "Number of outputs for each sample."),
        boolean_param("bias", "Bias", true, "Adds a learned constant to each unit."),
        init_param(),
    };
    kind.inputs = {{"x", "Features, [N, features].", Accepts::fractions}};
    kind.outputs = {{"y", "[N, units]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (x.rank() < 2 || x.rank() > 3 || x.dims.back().batch) {
            problem(concat("Linear needs a matrix [N, features]; ", carries(x),
                           x.rank() > 2 ? ". Put a Flatten block before it." : "."),
                    "x");
        }
        require_floating("Linear", x, "x");
        const std::int64_t in = x.dims.back().size, units = q.params.integer("units");
        ShapeAnswer answer;
        TensorType y = x;
        y.dims.back() = {units, false, 'F'};
        answer.outputs = {std::move(y)};
        answer.parameters = {{"weight", Shape{units, in}, init_of(q.params, in, units)}};
        if (q.params.boolean("bias"))
            answer.parameters.push_back({"bias", Shape{units}, bias_init(q.params, in)});
        const std::int64_t rows = x.rank() == 3 ? x.dims[1].size : 1;
        answer.multiply_adds = saturated_product({rows, in, units});
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        std::optional<Tensor> bias;
        if (c.params().boolean("bias")) bias = c.parameter("bias");
        return {nn::linear(c.input(), c.parameter("weight"), bias)};
    };
    return kind;
}

BlockKind bilinear() {
    BlockKind kind;
    kind.id = "bilinear";
    kind.title = "Bilinear";
    kind.category = Category::layer;
    kind.learns = true;
    kind.help =
        "y = a W b + c: each of the units is a weighted sum of all products of a feature of a "
        "with one of b.";
    kind.example = {"How well a question fits an answer, both as vectors.",
                    "units=2",
                    {"[N, 3]", "[N, 4]"},
                    "[N, 2]"};
    kind.keywords = "product interaction two inputs similarity";
    kind.summary = "{units} units";
    kind.params = {
        integer_param("units", "Units", 64, 1, 1e8, "Number of outputs for each sample."),
        boolean_param("bias", "Bias", true, "Adds a learned constant to each unit.")};
    kind.inputs = {{"a", "Features, [N, features].", Accepts::fractions},
                   {"b", "Other features, [N, features].", Accepts::fractions}};
    kind.outputs = {{"y", "[N, units]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType &a = q.input(0), &b = q.input(1);
        for (const TensorType* x : {&a, &b}) {
            if (x->rank() != 2 || !x->dims[0].batch || x->dims[1].batch)
                problem(concat("Bilinear needs two matrices [N, features]; ", carries(*x), "."),
                        x == &a ? "a" : "b");
            require_floating("Bilinear", *x, x == &a ? "a" : "b");
        }
        const std::int64_t units = q.params.integer("units"), first = a.dims[1].size,
                           second = b.dims[1].size;
        ShapeAnswer answer;
        answer.outputs = {a};
        answer.outputs[0].dims[1] = {units, false, 'F'};
        const auto init = nn::Init::torch_default(first);
        answer.parameters = {{"weight", Shape{units, first, second}, init}};
        if (q.params.boolean("bias")) answer.parameters.push_back({"bias", Shape{units}, init});
        answer.multiply_adds = saturated_product({units, first, second});
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        std::optional<Tensor> bias;
        if (c.params().boolean("bias")) bias = c.parameter("bias");
        return {nn::bilinear(c.input(0), c.input(1), c.parameter("weight"), bias)};
    };
    return kind;
}

BlockKind flatten() {
    BlockKind kind;
    kind.id = "flatten";
    kind.example = {"Between images and a Linear block, which takes rows of numbers.",
                    "",
                    {"[N, 3, 4, 2]"},
                    "[N, 24]"};
    kind.title = "Flatten";
    kind.category = Category::layer;
    kind.help = "Lays out all values of a sample in one row: [N, 1, 28, 28] becomes [N, 784].";
    kind.keywords = "reshape vector";
    kind.inputs = {{"x", "Samples of any shape, [N, ...]."}};
    kind.outputs = {{"y", "[N, values]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (!x.has_batch())
            problem(concat("Flatten needs samples [N, ...]; ", carries(x), "."), "x");
        ShapeAnswer answer;
        answer.outputs = {{x.dtype, {x.dims[0], {sample_elements(x), false, 'F'}}}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> { return {nn::flatten(c.input())}; };
    return kind;
}

BlockKind dropout() {
    BlockKind kind;
    kind.id = "dropout";
    kind.group = "Dropout";
    kind.example = {
        "Before the last Linear of a network that learns its training samples by heart.",
        "p=0.25",
        {"[N, 6]"},
        "[N, 6]"};
    kind.title = "Dropout";
    kind.category = Category::layer;
    kind.help =
        "While training, sets a random share of the values to zero and enlarges the others so that "
        "their mean stays; "
        "passes everything on unchanged otherwise. Keeps a network from relying on single values.";
    kind.keywords = "regularization";
    kind.summary = "p = {p}";
    kind.params = {real_param("p", "Share dropped", 0.5, 0, 0.99,
                              "Probability of a value to be set to zero.")};
    kind.inputs = {{"x", "Any values.", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        require_floating("Dropout", q.input(), "x");
        ShapeAnswer answer;
        answer.outputs = {q.input()};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const double p = c.params().real("p");
        if (!c.training() || p == 0) return {c.input()};
        return {nn::dropout(c.input(), p, c.random(c.input().shape()))};
    };
    return kind;
}

BlockKind batch_norm() {
    BlockKind kind;
    kind.id = "batch_norm";
    kind.learns = true;
    kind.example = {
        "Between a convolution (without bias) and its ReLU.", "", {"[N, 3, 4, 2]"}, "[N, 3, 4, 2]"};
    kind.title = "BatchNorm";
    kind.category = Category::layer;
    kind.default_name = "bn";
    kind.help =
        "Brings each channel to mean 0 and deviation 1 over the batch, then scales and shifts it "
        "as learned. Outside "
        "training it uses running averages of what it saw.";
    kind.keywords = "batch normalization";
    kind.params = {
        real_param("momentum", "Momentum", 0.1, 0, 1,
                   "Weight of the newest batch in the running averages."),
        real_param("epsilon", "Epsilon", 1e-5, 1e-12, 1,
                   "Added to the variance, so that a constant channel does not divide by zero."),
    };
    kind.inputs = {{"x", "[N, channels, ...] or [N, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (x.rank() < 2 || !x.dims[0].batch || x.dims[1].batch) {
            problem(concat("BatchNorm needs [N, channels, ...]; ", carries(x), "."), "x");
        }
        require_floating("BatchNorm", x, "x");
        const Shape channels{x.dims[1].size};
        ShapeAnswer answer;
        answer.outputs = {x};
        answer.parameters = {{"weight", channels, nn::Init::constant(1)},
                             {"bias", channels, nn::Init::constant(0)},
                             {"running_mean", channels, nn::Init::constant(0), false},
                             {"running_var", channels, nn::Init::constant(1), false}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const double epsilon = c.params().real("epsilon"), momentum = c.params().real("momentum");
        const Tensor weight = c.parameter("weight"), bias = c.parameter("bias");
        const Tensor mean = c.parameter("running_mean"), variance = c.parameter("running_var");
        if (!c.training() || c.params().boolean(frozen_key))
            return {nn::batch_norm(c.input(), mean, variance, weight, bias, epsilon)};
        const nn::BatchStatistics now = nn::batch_statistics(c.input());
        c.update("running_mean", mean * (1 - momentum) + now.mean * momentum);
        c.update("running_var", variance * (1 - momentum) + now.unbiased * momentum);
        return {nn::batch_norm_in_training(c.input(), weight, bias, epsilon)};
    };
    return kind;
}

BlockKind layer_norm() {
    BlockKind kind;
    kind.id = "layer_norm";
    kind.learns = true;
    kind.example = {
        "At the entrance of each half of a transformer's layer.", "", {"[N, 4, 6]"}, "[N, 4, 6]"};
    kind.title = "LayerNorm";
    kind.category = Category::layer;
    kind.default_name = "ln";
    kind.help =
        "Brings each sample's last axes to mean 0 and deviation 1, then scales and shifts each "
        "value as learned.";
    kind.keywords = "layer normalization";
    kind.params = {
        integer_param("axes", "Axes", 1, 1, 8,
                      "How many of the last axes are normalised together."),
        real_param("epsilon", "Epsilon", 1e-5, 1e-12, 1,
                   "Added to the variance, so that constant values do not divide by zero."),
    };
    kind.inputs = {{"x", "[N, ..., features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const std::int64_t axes = q.params.integer("axes");
        if (axes >= x.rank())
            problem(concat("LayerNorm over ", axes, " axes needs more axes than that; ", carries(x),
                           "."),
                    "axes");
        require_floating("LayerNorm", x, "x");
        Axes sizes;
        for (std::size_t i = x.dims.size() - static_cast<std::size_t>(axes); i < x.dims.size();
             ++i) {
            if (x.dims[i].batch) problem("LayerNorm cannot normalise over the batch.", "axes");
            sizes.push_back(x.dims[i].size);
        }
        const Shape shape(std::move(sizes));
        ShapeAnswer answer;
        answer.outputs = {x};
        answer.parameters = {{"weight", shape, nn::Init::constant(1)},
                             {"bias", shape, nn::Init::constant(0)}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::layer_norm(c.input(), c.parameter("weight"), c.parameter("bias"),
                               static_cast<int>(c.params().integer("axes")),
                               c.params().real("epsilon"))};
    };
    return kind;
}

}  // namespace

void add_layer_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Linear");
    catalogue.add(linear());
    catalogue.add(bilinear());
    catalogue.begin_group("Convolution");
    add_convolution_kinds(catalogue);
    catalogue.begin_group("Pooling and sizes");
    catalogue.add(flatten());
    add_pooling_kinds(catalogue);
    catalogue.begin_group("Normalization");
    catalogue.add(batch_norm());
    catalogue.add(layer_norm());
    catalogue.add(dropout());
    add_norm_kinds(catalogue);
    add_sequence_kinds(catalogue);
}

}  // namespace gradweave::model
