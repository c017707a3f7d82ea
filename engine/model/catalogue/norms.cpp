// SPDX-License-Identifier: Apache-2.0
// Layers that bring values to mean 0 and deviation 1, and those that drop some.
#include "engine/model/catalogue/kinds.h"
#include "engine/nn/attention.h"
#include "engine/nn/layers.h"
#include "engine/tensor/creation.h"

namespace gradweave::model {

namespace {

ParamSpec epsilon_param(double fallback = 1e-5) {
    return real_param("epsilon", "Epsilon", fallback, 1e-12, 1,
                      "Added to the variance, so that constant values do not divide by zero.");
}

BlockKind norm(const char* id, const char* title, const char* help, const char* keywords) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::layer;
    kind.default_name = "norm";
    kind.learns = true;
    kind.help = help;
    kind.keywords = keywords;
    kind.outputs = {{"y", "The same shape."}};
    return kind;
}

/// The number of channels of [N, channels, ...], floating.
std::int64_t channels_of(const char* title, const ShapeQuery& q, int least_rank) {
    const TensorType& x = q.input();
    bool known = x.rank() >= least_rank && x.dims[0].batch;
    for (std::size_t i = 1; known && i < x.dims.size(); ++i)
        known = !x.dims[i].batch;
    if (!known)
        problem(
            concat(title, " needs [N, channels, ...]",
                   least_rank > 2 ? " with places behind the channels" : "", "; ", carries(x), "."),
            "x");
    require_floating(title, x, "x");
    return x.dims[1].size;
}

ShapeAnswer with_scale(const ShapeQuery& q, std::int64_t channels) {
    ShapeAnswer answer = same_as_input(q);
    answer.parameters = {{"weight", Shape{channels}, nn::Init::constant(1)},
                         {"bias", Shape{channels}, nn::Init::constant(0)}};
    return answer;
}

BlockKind group_norm() {
    BlockKind kind = norm("group_norm", "GroupNorm",
                          "Brings groups of each sample's channels to mean 0 and deviation 1, then "
                          "scales and shifts each channel as learned. Works for batches of any "
                          "size, and the same in training and outside.",
                          "group normalization");
    kind.example = {"In place of BatchNorm where batches are small.",
                    "groups=2",
                    {"[N, 4, 3, 2]"},
                    "[N, 4, 3, 2]"};
    kind.summary = "{groups} groups";
    kind.params = {integer_param("groups", "Groups", 8, 1, 1e6, "Must divide the channels."),
                   epsilon_param()};
    kind.inputs = {{"x", "[N, channels, ...].", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        const std::int64_t channels = channels_of("GroupNorm", q, 2);
        const std::int64_t groups = q.params.integer("groups");
        if (channels % groups != 0)
            problem(concat("GroupNorm: ", groups, " groups do not divide ", channels,
                           " channels evenly."),
                    "groups");
        return with_scale(q, channels);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::group_norm(c.input(), c.params().integer("groups"), c.parameter("weight"),
                               c.parameter("bias"), c.params().real("epsilon"))};
    };
    return kind;
}

BlockKind instance_norm() {
    BlockKind kind = norm("instance_norm", "InstanceNorm",
                          "Brings each channel of each sample to mean 0 and deviation 1 over its "
                          "places, then scales and shifts it if that is learned.",
                          "instance normalization style");
    kind.example = {"In networks that repaint images: what differs in contrast becomes alike.",
                    "affine=true",
                    {"[N, 3, 4, 2]"},
                    "[N, 3, 4, 2]"};
    kind.params = {boolean_param("affine", "Learned scale", false,
                                 "A learned factor and shift for each channel."),
                   epsilon_param()};
    kind.inputs = {{"x", "[N, channels, ...].", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        const std::int64_t channels = channels_of("InstanceNorm", q, 3);
        return q.params.boolean("affine") ? with_scale(q, channels) : same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const std::int64_t channels = c.input().shape()[1];
        const bool affine = c.params().boolean("affine");
        const DType type = c.input().dtype();
        return {nn::group_norm(c.input(), channels,
                               affine ? c.parameter("weight") : ones(Shape{channels}, type),
                               affine ? c.parameter("bias") : zeros(Shape{channels}, type),
                               c.params().real("epsilon"))};
    };
    return kind;
}

BlockKind rms_norm() {
    BlockKind kind = norm("rms_norm", "RMSNorm",
                          "Divides by the root of the mean square over the last axis, then scales "
                          "each value as learned.",
                          "root mean square normalization transformer");
    kind.example = {"In place of LayerNorm in a transformer, a little cheaper.",
                    "",
                    {"[N, 4, 6]"},
                    "[N, 4, 6]"};
    kind.params = {real_param("epsilon", "Epsilon", 1e-6, 1e-12, 1,
                              "Added to the mean square, so that zeros do not divide by zero.")};
    kind.inputs = {{"x", "[N, ..., features].", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (x.rank() < 2 || x.dims.back().batch)
            problem(concat("RMSNorm needs [N, ..., features]; ", carries(x), "."), "x");
        require_floating("RMSNorm", x, "x");
        ShapeAnswer answer = same_as_input(q);
        answer.parameters = {{"weight", Shape{x.dims.back().size}, nn::Init::constant(1)}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::rms_norm(c.input(), c.parameter("weight"), c.params().real("epsilon"))};
    };
    return kind;
}

BlockKind dropout2d() {
    BlockKind kind;
    kind.id = "dropout2d";
    kind.group = "Dropout";
    kind.title = "Dropout2d";
    kind.category = Category::layer;
    kind.default_name = "dropout";
    kind.help =
        "As Dropout, but whole channels are set to zero: neighbouring places of an image say much "
        "the same, so dropping single ones hides nothing.";
    kind.example = {"Between convolutions of a network that learns its images by heart.",
                    "p=0.25",
                    {"[N, 4, 3, 3]"},
                    "[N, 4, 3, 3]"};
    kind.keywords = "regularization spatial channel";
    kind.summary = "p = {p}";
    kind.params = {real_param("p", "Share dropped", 0.5, 0, 0.99,
                              "Probability of a channel to be set to zero.")};
    kind.inputs = {{"x", "[N, channels, ...].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        channels_of("Dropout2d", q, 3);
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const double p = c.params().real("p");
        const Tensor& x = c.input();
        if (!c.training() || p == 0) return {x};
        Axes sizes(static_cast<std::size_t>(x.rank()), 1);
        sizes[0] = x.shape()[0];
        sizes[1] = x.shape()[1];
        return {nn::dropout(x, p, c.random(Shape(std::move(sizes))))};
    };
    return kind;
}

}  // namespace

void add_norm_kinds(Catalogue& catalogue) {
    catalogue.add(group_norm());
    catalogue.add(instance_norm());
    catalogue.add(rms_norm());
    catalogue.add(dropout2d());
}

}  // namespace gradweave::model
