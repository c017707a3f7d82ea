// SPDX-License-Identifier: Apache-2.0
// Layers: blocks with parameters of their own, and those that change shapes between them.
#include "engine/nn/batch_norm.h"
#include "engine/nn/layers.h"
#include "engine/graph/infer.h"
#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

ParamSpec init_param() {
    return choice_param("init", "Initial weights", "default",
                        {"default", "kaiming", "xavier", "zeros"},
                        "default: as PyTorch, uniform within 1/sqrt(inputs); kaiming: normal, for "
                        "ReLU; xavier: uniform, "
                        "for tanh and sigmoid; zeros.");
}

nn::Init init_of(const ParamReader& params, std::int64_t fan_in, std::int64_t fan_out) {
    const std::string& name = params.text("init");
    if (name == "kaiming") return nn::Init::kaiming_normal(fan_in);
    if (name == "xavier") return nn::Init::xavier_uniform(fan_in, fan_out);
    if (name == "zeros") return nn::Init::constant(0);
    return nn::Init::torch_default(fan_in);
}

nn::Init bias_init(const ParamReader& params, std::int64_t fan_in) {
    return params.text("init") == "default" ? nn::Init::torch_default(fan_in)
                                            : nn::Init::constant(0);
}

/// The input as images [N, C, H, W] of known size.
const TensorType& image_input(const char* title, const ShapeQuery& q) {
    const TensorType& x = q.input();
    if (x.rank() != 4 || !x.dims[0].batch || x.dims[1].batch || x.dims[2].batch ||
        x.dims[3].batch) {
        problem(concat(title, " needs images [N, channels, height, width]; ", carries(x), "."),
                "x");
    }
    require_floating(title, x, "x");
    return x;
}

/// Positions of a window along one axis; a problem that names the figures if it does not fit.
std::int64_t positions(const char* title, std::int64_t size, std::int64_t window,
                       std::int64_t stride, std::int64_t padding, std::int64_t dilation,
                       const char* place) {
    const std::int64_t count =
        graph::window_positions(size + 2 * padding, window, stride, dilation);
    if (count > 0) return count;
    problem(concat(title, ": a window of ", window,
                   dilation > 1 ? concat(" (dilation ", dilation, ")") : "", " does not fit in ",
                   size, padding > 0 ? concat(" + 2 x ", padding) : "",
                   " elements. Make it smaller, or add padding."),
            place);
}

BlockKind linear() {
    BlockKind kind;
    kind.id = "linear";
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

BlockKind conv2d() {
    BlockKind kind;
    kind.id = "conv2d";
    kind.example = {
        "The first layer for small colour images: 4 filters of 3 by 3 pixels that keep the size.",
        "channels=4; padding=1",
        {"[N, 3, 6, 5]"},
        "[N, 4, 6, 5]"};
    kind.title = "Conv2d";
    kind.category = Category::layer;
    kind.default_name = "conv";
    kind.help = "Slides small learned filters over images; each gives one output channel.";
    kind.keywords = "convolution filter kernel image";
    kind.summary = "{kernel:2}, {channels} channels";
    kind.params = {
        integer_param("channels", "Channels", 32, 1, 1e6,
                      "Number of filters, and of output channels."),
        integers_param("kernel", "Kernel", {3}, 1,
                       "Height and width of the filters; one number for both."),
        integers_param("stride", "Stride", {1}, 1, "Step between neighbouring positions."),
        integers_param("padding", "Padding", {0}, 0, "Zeros added on each side."),
        integers_param("dilation", "Dilation", {1}, 1, "Distance between the filter's elements."),
        integer_param("groups", "Groups", 1, 1, 1e6,
                      "Each group of filters sees only its share of the input channels."),
        boolean_param("bias", "Bias", true, "Adds a learned constant to each channel."),
        init_param(),
    };
    kind.inputs = {{"x", "Images, [N, channels, height, width].", Accepts::fractions}};
    kind.outputs = {{"y", "[N, channels, positions down, positions across]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = image_input("Conv2d", q);
        const std::int64_t in = x.dims[1].size, out = q.params.integer("channels"),
                           groups = q.params.integer("groups");
        if (in % groups != 0 || out % groups != 0) {
            problem(concat("Conv2d: ", groups, " groups do not divide ", in, " input channels and ",
                           out, " output channels evenly."),
                    "groups");
        }
        const auto kernel = pair(q.params, "kernel"), stride = pair(q.params, "stride");
        const auto padding = pair(q.params, "padding"), dilation = pair(q.params, "dilation");
        const std::int64_t height = positions("Conv2d", x.dims[2].size, kernel[0], stride[0],
                                              padding[0], dilation[0], "kernel");
        const std::int64_t width = positions("Conv2d", x.dims[3].size, kernel[1], stride[1],
                                             padding[1], dilation[1], "kernel");
        ShapeAnswer answer;
        answer.outputs = {
            {x.dtype, {x.dims[0], {out, false, 'C'}, {height, false, 'H'}, {width, false, 'W'}}}};
        const Shape weight{out, in / groups, kernel[0], kernel[1]};
        const std::int64_t fan_in = saturated_product({in / groups, kernel[0], kernel[1]});
        answer.parameters = {
            {"weight", weight,
             init_of(q.params, fan_in, saturated_product({out / groups, kernel[0], kernel[1]}))}};
        if (q.params.boolean("bias"))
            answer.parameters.push_back({"bias", Shape{out}, bias_init(q.params, fan_in)});
        answer.multiply_adds = saturated_product({fan_in, out, height, width});
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        std::optional<Tensor> bias;
        if (c.params().boolean("bias")) bias = c.parameter("bias");
        const ParamReader& p = c.params();
        return {nn::conv2d(
            c.input(), c.parameter("weight"), bias,
            {pair(p, "stride"), pair(p, "padding"), pair(p, "dilation"), p.integer("groups")})};
    };
    return kind;
}

/// Both poolings; they differ in one function.
BlockKind pooling(const char* id, const char* title, const char* help,
                  Tensor (*pool)(const Tensor&, nn::Pair, nn::Pair, nn::Pair)) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::layer;
    kind.default_name = "pool";
    kind.help = help;
    kind.example = {"After a convolution and its activation: half the height and width.",
                    "size=2",
                    {"[N, 2, 6, 4]"},
                    "[N, 2, 3, 2]"};
    kind.keywords = "pooling downsample subsample";
    kind.summary = "{size:2}";
    kind.params = {
        integers_param("size", "Size", {2}, 1,
                       "Height and width of the window; one number for both."),
        integers_param(
            "stride", "Stride", {}, 1,
            "Step between neighbouring windows; empty: the size, so that windows touch."),
        integers_param("padding", "Padding", {0}, 0,
                       "Border added on each side; at most half the size."),
    };
    const auto stride_of = [](const ParamReader& p) {
        return pair(p, p.integers("stride").empty() ? "size" : "stride");
    };
    kind.inputs = {{"x", "Images, [N, channels, height, width].", Accepts::fractions}};
    kind.outputs = {{"y", "Smaller images with as many channels."}};
    kind.shape = [title, stride_of](const ShapeQuery& q) {
        const TensorType& x = image_input(title, q);
        const auto size = pair(q.params, "size"), stride = stride_of(q.params),
                   padding = pair(q.params, "padding");
        if (2 * padding[0] > size[0] || 2 * padding[1] > size[1]) {
            problem(concat(title, ": the padding may be at most half the window's size."),
                    "padding");
        }
        ShapeAnswer answer;
        answer.outputs = {x};
        answer.outputs[0].dims[2].size =
            positions(title, x.dims[2].size, size[0], stride[0], padding[0], 1, "size");
        answer.outputs[0].dims[3].size =
            positions(title, x.dims[3].size, size[1], stride[1], padding[1], 1, "size");
        return answer;
    };
    kind.build = [pool, stride_of](BuildContext& c) -> std::vector<Tensor> {
        const ParamReader& p = c.params();
        return {pool(c.input(), pair(p, "size"), stride_of(p), pair(p, "padding"))};
    };
    return kind;
}

BlockKind global_avg_pool2d() {
    BlockKind kind;
    kind.id = "global_avg_pool2d";
    kind.example = {
        "Between the last convolution and the scores: whatever the size of the images, 3 values "
        "remain.",
        "",
        {"[N, 3, 4, 5]"},
        "[N, 3]"};
    kind.title = "GlobalAvgPool2d";
    kind.category = Category::layer;
    kind.default_name = "pool";
    kind.help = "Replaces each channel of an image by its mean: [N, 64, 8, 8] becomes [N, 64].";
    kind.keywords = "pooling average mean adaptive";
    kind.inputs = {{"x", "Images, [N, channels, height, width].", Accepts::fractions}};
    kind.outputs = {{"y", "[N, channels]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = image_input("GlobalAvgPool2d", q);
        ShapeAnswer answer;
        answer.outputs = {{x.dtype, {x.dims[0], {x.dims[1].size, false, 'F'}}}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> { return {mean(c.input(), {2, 3})}; };
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
        if (!c.training())
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
    catalogue.add(linear());
    catalogue.add(conv2d());
    catalogue.add(pooling("max_pool2d", "MaxPool2d",
                          "Keeps the largest value of each window of an image.", nn::max_pool2d));
    catalogue.add(pooling("avg_pool2d", "AvgPool2d",
                          "Replaces each window of an image by its mean; padding counts as zeros.",
                          nn::avg_pool2d));
    catalogue.add(global_avg_pool2d());
    catalogue.add(flatten());
    catalogue.add(dropout());
    catalogue.add(batch_norm());
    catalogue.add(layer_norm());
}

}  // namespace gradweave::model
