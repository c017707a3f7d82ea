// SPDX-License-Identifier: Apache-2.0
// Convolutions and their transposes over one, two and three spatial axes.
#include "engine/model/catalogue/kinds.h"
#include "engine/nn/convolution.h"

namespace gradweave::model {

namespace {

constexpr const char* axis_words[] = {"", "Length", "Height and width", "Depth, height and width"};

std::string sized(const char* name, int axes) {
    return concat(name, axes, "d");
}

/// How a block's parameters place its windows on an input.
nn::ConvOptions options_of(const ParamReader& p, int axes) {
    nn::ConvOptions o{sizes(p, "stride", axes),
                      sizes(p, "padding", axes),
                      {},
                      sizes(p, "dilation", axes),
                      p.integer("groups")};
    o.high = o.low;
    return o;
}

/// With "same" the padding that keeps every size, the odd zero after the elements as in PyTorch.
nn::ConvOptions forward_options(const ParamReader& p, int axes) {
    nn::ConvOptions o = options_of(p, axes);
    if (!p.boolean("same")) return o;
    const Axes kernel = sizes(p, "kernel", axes);
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        if (o.stride[i] != 1)
            problem("\"Same size\" needs a stride of 1: larger steps make the output smaller.",
                    "stride");
        const std::int64_t total = saturated_product({o.dilation[i], kernel[i] - 1});
        o.low[i] = total / 2;
        o.high[i] = total - total / 2;
    }
    return o;
}

void check_groups(const char* title, std::int64_t in, std::int64_t out, std::int64_t groups) {
    if (in % groups == 0 && out % groups == 0) return;
    problem(concat(title, ": ", groups, " groups do not divide ", in, " input channels and ", out,
                   " output channels evenly."),
            "groups");
}

std::int64_t elements(const Axes& sizes) {
    std::int64_t product = 1;
    for (const std::int64_t size : sizes)
        product = saturated_product({product, size});
    return product;
}

TensorType with_sizes(const TensorType& x, std::int64_t channels, const Axes& sizes) {
    TensorType y = x;
    y.dims[1] = {channels, false, 'C'};
    for (std::size_t i = 0; i < sizes.size(); ++i)
        y.dims[i + 2].size = sizes[i];
    return y;
}

std::vector<ParamSpec> common_params(int axes) {
    const std::string words = axis_words[axes];
    return {
        integer_param("channels", "Channels", 32, 1, 1e6,
                      "Number of filters, and of output channels."),
        integers_param("kernel", "Kernel", {3}, 1,
                       axes == 1 ? "Length of the filters."
                                 : concat(words, " of the filters; one number for all.")),
        integers_param("stride", "Stride", {1}, 1, "Step between neighbouring positions."),
        integers_param("padding", "Padding", {0}, 0, "Zeros added on each side."),
        integers_param("dilation", "Dilation", {1}, 1, "Distance between the filter's elements."),
        integer_param("groups", "Groups", 1, 1, 1e6,
                      "Each group of filters sees only its share of the input channels; as many "
                      "as input channels is a depthwise convolution."),
        boolean_param("bias", "Bias", true, "Adds a learned constant to each channel."),
        init_param(),
    };
}

/// Axes of a weight, and its parameters.
void add_weights(ShapeAnswer& answer, const ParamReader& p, std::int64_t first, std::int64_t second,
                 const Axes& kernel, std::int64_t out) {
    Axes shape{first, second};
    shape.insert(shape.end(), kernel.begin(), kernel.end());
    const std::int64_t window = elements(kernel);
    const std::int64_t fan_in = saturated_product({second, window});
    const std::int64_t fan_out =
        saturated_product({first / std::max<std::int64_t>(1, p.integer("groups")), window});
    answer.parameters = {{"weight", Shape(std::move(shape)), init_of(p, fan_in, fan_out)}};
    if (p.boolean("bias")) answer.parameters.push_back({"bias", Shape{out}, bias_init(p, fan_in)});
}

BlockKind convolution(int axes) {
    BlockKind kind;
    kind.id = sized("conv", axes);
    kind.title = sized("Conv", axes);
    kind.category = Category::layer;
    kind.default_name = "conv";
    kind.learns = true;
    kind.help = axes == 1   ? "Slides short learned filters along sequences; each gives one "
                              "output channel."
                : axes == 2 ? "Slides small learned filters over images; each gives one output "
                              "channel."
                            : "Slides small learned filters through volumes; each gives one "
                              "output channel.";
    kind.example =
        axes == 1 ? BlockExample{"On measurements over time, 3 channels of 8 steps each.",
                                 "channels=4; kernel=5; same=true", {"[N, 3, 8]"}, "[N, 4, 8]"}
        : axes == 2
            ? BlockExample{"The first layer for small colour images: 4 filters of 3 by 3 pixels "
                           "that keep the size.",
                           "channels=4; padding=1", {"[N, 3, 6, 5]"}, "[N, 4, 6, 5]"}
            : BlockExample{"The first layer for scans of 4 by 5 by 5 voxels.",
                           "channels=2; kernel=3", {"[N, 1, 4, 5, 5]"}, "[N, 2, 2, 3, 3]"};
    kind.keywords = "convolution filter kernel image depthwise grouped dilated atrous";
    kind.summary = axes == 2 ? "{kernel:2}, {channels} channels" : "{channels} channels";
    kind.params = common_params(axes);
    kind.params.push_back(boolean_param(
        "same", "Same size", false,
        "Adds as many zeros as keep the size, whatever the padding above says; the stride must "
        "be 1."));
    kind.inputs = {{"x", spatial_help(axes), Accepts::fractions}};
    kind.outputs = {{"y", axes == 2 ? "[N, channels, positions down, positions across]."
                                    : "[N, channels, positions...]."}};
    const std::string title = kind.title;
    kind.shape = [title, axes](const ShapeQuery& q) {
        const TensorType& x = spatial_input(title.c_str(), q, axes);
        const std::int64_t in = x.dims[1].size, out = q.params.integer("channels");
        check_groups(title.c_str(), in, out, q.params.integer("groups"));
        const Axes kernel = sizes(q.params, "kernel", axes);
        const nn::ConvOptions o = forward_options(q.params, axes);
        Axes places;
        for (std::size_t i = 0; i < kernel.size(); ++i)
            places.push_back(positions(title.c_str(), x.dims[i + 2].size, kernel[i], o.stride[i],
                                       o.low[i], o.high[i], o.dilation[i], "kernel"));
        ShapeAnswer answer;
        answer.outputs = {with_sizes(x, out, places)};
        add_weights(answer, q.params, out, in / o.groups, kernel, out);
        answer.multiply_adds =
            saturated_product({in / o.groups, elements(kernel), out, elements(places)});
        return answer;
    };
    kind.build = [axes](BuildContext& c) -> std::vector<Tensor> {
        std::optional<Tensor> bias;
        if (c.params().boolean("bias")) bias = c.parameter("bias");
        return {nn::convolution(c.input(), c.parameter("weight"), bias,
                                forward_options(c.params(), axes))};
    };
    return kind;
}

BlockKind transposed(int axes) {
    BlockKind kind;
    kind.id = sized("conv_transpose", axes);
    kind.title = sized("ConvTranspose", axes);
    kind.category = Category::layer;
    kind.default_name = "up";
    kind.learns = true;
    kind.help =
        "The transpose of a convolution: each place puts down a learned filter, and a stride "
        "above 1 makes the output larger.";
    const std::string shape_in = axes == 1   ? "[N, 3, 4]"
                                 : axes == 2 ? "[N, 3, 4, 4]"
                                             : "[N, 2, 2, 3, 3]";
    const std::string shape_out = axes == 1   ? "[N, 2, 8]"
                                  : axes == 2 ? "[N, 2, 8, 8]"
                                              : "[N, 2, 4, 6, 6]";
    kind.example = {"In a decoder or generator: twice the size.",
                    "channels=2; kernel=2; stride=2",
                    {shape_in},
                    shape_out};
    kind.keywords = "deconvolution transposed upsample decoder generator fractionally strided";
    kind.summary = axes == 2 ? "{kernel:2}, {channels} channels" : "{channels} channels";
    kind.params = common_params(axes);
    kind.params.push_back(integers_param("extra", "Extra size", {0}, 0,
                                         "Added to the output's end, below the stride: with a "
                                         "stride several sizes are possible."));
    kind.inputs = {{"x", spatial_help(axes), Accepts::fractions}};
    kind.outputs = {{"y", "[N, channels, larger sizes...]."}};
    const std::string title = kind.title;
    kind.shape = [title, axes](const ShapeQuery& q) {
        const TensorType& x = spatial_input(title.c_str(), q, axes);
        const std::int64_t in = x.dims[1].size, out = q.params.integer("channels");
        check_groups(title.c_str(), in, out, q.params.integer("groups"));
        const Axes kernel = sizes(q.params, "kernel", axes), extra = sizes(q.params, "extra", axes);
        const nn::ConvOptions o = options_of(q.params, axes);
        Axes places;
        for (std::size_t i = 0; i < kernel.size(); ++i) {
            if (extra[i] >= std::max(o.stride[i], o.dilation[i]))
                problem(concat(title, ": an extra size of ", extra[i],
                               " must be below the stride of ", o.stride[i], "."),
                        "extra");
            const std::int64_t steps = saturated_product({x.dims[i + 2].size - 1, o.stride[i]});
            const std::int64_t reach = saturated_product({o.dilation[i], kernel[i] - 1});
            constexpr std::int64_t most = std::int64_t{1} << 40;
            const std::int64_t size = std::min(steps, most) + std::min(reach, most) + extra[i] + 1 -
                                      2 * std::min(o.low[i], most);
            if (size < 1 || size > most)
                problem(concat(title, ": the output would have ", size > most ? "too many" : "no",
                               " places along axis ", i + 2, "; change padding, stride or kernel."),
                        "padding");
            places.push_back(size);
        }
        ShapeAnswer answer;
        answer.outputs = {with_sizes(x, out, places)};
        add_weights(answer, q.params, in, out / o.groups, kernel, out);
        Axes before;
        for (std::size_t i = 2; i < x.dims.size(); ++i)
            before.push_back(x.dims[i].size);
        answer.multiply_adds =
            saturated_product({in, out / o.groups, elements(kernel), elements(before)});
        return answer;
    };
    kind.build = [axes](BuildContext& c) -> std::vector<Tensor> {
        std::optional<Tensor> bias;
        if (c.params().boolean("bias")) bias = c.parameter("bias");
        return {nn::convolution_transpose(c.input(), c.parameter("weight"), bias,
                                          options_of(c.params(), axes),
                                          sizes(c.params(), "extra", axes))};
    };
    return kind;
}

}  // namespace

void add_convolution_kinds(Catalogue& catalogue) {
    for (const int axes : {2, 1, 3})
        catalogue.add(convolution(axes));
    for (const int axes : {2, 1, 3})
        catalogue.add(transposed(axes));
}

}  // namespace gradweave::model
