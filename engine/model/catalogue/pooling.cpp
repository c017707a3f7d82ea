// SPDX-License-Identifier: Apache-2.0
// Pooling over one, two and three spatial axes: windows, adaptive, global.
#include "engine/nn/pooling.h"

#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

const char* half_in(int axes) {
    return axes == 1 ? "[N, 2, 6]" : axes == 2 ? "[N, 2, 6, 4]" : "[N, 1, 4, 6, 4]";
}
const char* half_out(int axes) {
    return axes == 1 ? "[N, 2, 3]" : axes == 2 ? "[N, 2, 3, 2]" : "[N, 1, 2, 3, 2]";
}

/// Windows; max and mean differ in help and in one function.
BlockKind windows(bool largest, int axes) {
    BlockKind kind;
    kind.id = concat(largest ? "max" : "avg", "_pool", axes, "d");
    kind.title = concat(largest ? "Max" : "Avg", "Pool", axes, "d");
    kind.category = Category::layer;
    kind.default_name = "pool";
    const std::string of = axes == 1 ? "a sequence" : axes == 2 ? "an image" : "a volume";
    kind.help = largest ? "Keeps the largest value of each window of " + of + "."
                        : "Replaces each window of " + of + " by its mean.";
    kind.example = {axes == 2 ? "After a convolution and its activation: half the height and width."
                              : "After a convolution and its activation: half the size.",
                    "size=2",
                    {half_in(axes)},
                    half_out(axes)};
    kind.keywords = "pooling downsample subsample";
    kind.summary = axes == 2 ? "{size:2}" : "{size}";
    kind.params = {
        integers_param("size", "Size", {2}, 1,
                       axes == 2 ? "Height and width of the window; one number for both."
                                 : "Size of the window along each axis; one number for all."),
        integers_param(
            "stride", "Stride", {}, 1,
            "Step between neighbouring windows; empty: the size, so that windows touch."),
        integers_param("padding", "Padding", {0}, 0,
                       "Border added on each side; at most half the size."),
    };
    if (largest)
        kind.params.push_back(integers_param("dilation", "Dilation", {1}, 1,
                                             "Distance between the elements of a window."));
    if (!largest)
        kind.params.push_back(boolean_param("count_padding", "Count padding", true,
                                            "Zeros of the border count in the mean."));
    const auto stride_of = [axes](const ParamReader& p) {
        return sizes(p, p.integers("stride").empty() ? "size" : "stride", axes);
    };
    kind.inputs = {{"x", spatial_help(axes), Accepts::fractions}};
    kind.outputs = {{"y", axes == 2 ? "Smaller images with as many channels."
                                    : "Smaller, with as many channels."}};
    const std::string title = kind.title;
    kind.shape = [title, axes, largest, stride_of](const ShapeQuery& q) {
        const TensorType& x = spatial_input(title.c_str(), q, axes);
        const Axes size = sizes(q.params, "size", axes), stride = stride_of(q.params),
                   padding = sizes(q.params, "padding", axes),
                   dilation = largest ? sizes(q.params, "dilation", axes) : Axes(size.size(), 1);
        ShapeAnswer answer;
        answer.outputs = {x};
        for (std::size_t i = 0; i < size.size(); ++i) {
            if (padding[i] > size[i] / 2)
                problem(concat(title, ": the padding may be at most half the window's size."),
                        "padding");
            answer.outputs[0].dims[i + 2].size =
                positions(title.c_str(), x.dims[i + 2].size, size[i], stride[i], padding[i],
                          padding[i], dilation[i], "size");
        }
        return answer;
    };
    kind.build = [largest, axes, stride_of](BuildContext& c) -> std::vector<Tensor> {
        const ParamReader& p = c.params();
        const Axes size = sizes(p, "size", axes), padding = sizes(p, "padding", axes);
        if (largest)
            return {
                nn::max_pool(c.input(), size, stride_of(p), padding, sizes(p, "dilation", axes))};
        return {nn::avg_pool(c.input(), size, stride_of(p), padding, p.boolean("count_padding"))};
    };
    return kind;
}

BlockKind adaptive(bool largest, int axes) {
    BlockKind kind;
    kind.id = concat("adaptive_", largest ? "max" : "avg", "_pool", axes, "d");
    kind.title = concat("Adaptive", largest ? "Max" : "Avg", "Pool", axes, "d");
    kind.category = Category::layer;
    kind.default_name = "pool";
    kind.help = concat(largest ? "Largest values" : "Means",
                       " of as many windows as are wanted, whatever the size of the input.");
    kind.example = {"Before a Flatten, so that its length does not depend on the input's size.",
                    axes == 1   ? "size=2"
                    : axes == 2 ? "size=2, 3"
                                : "size=2",
                    {axes == 1   ? "[N, 2, 5]"
                     : axes == 2 ? "[N, 2, 5, 6]"
                                 : "[N, 1, 3, 4, 5]"},
                    axes == 1   ? "[N, 2, 2]"
                    : axes == 2 ? "[N, 2, 2, 3]"
                                : "[N, 1, 2, 2, 2]"};
    kind.keywords = "pooling fixed size";
    kind.summary = "to {size}";
    kind.params = {
        integers_param("size", "Size", {1}, 1, "Positions along each axis; one number for all.")};
    kind.inputs = {{"x", spatial_help(axes), Accepts::fractions}};
    kind.outputs = {{"y", "As many positions as wanted."}};
    const std::string title = kind.title;
    kind.shape = [title, axes](const ShapeQuery& q) {
        ShapeAnswer answer;
        answer.outputs = {spatial_input(title.c_str(), q, axes)};
        const Axes size = sizes(q.params, "size", axes);
        for (std::size_t i = 0; i < size.size(); ++i) {
            std::int64_t& now = answer.outputs[0].dims[i + 2].size;
            if (size[i] > now)
                problem(concat(title, ": ", now, " elements do not make ", size[i],
                               " positions; choose fewer, or put an Upsample block before it."),
                        "size");
            now = size[i];
        }
        return answer;
    };
    kind.build = [largest, axes](BuildContext& c) -> std::vector<Tensor> {
        const Axes size = sizes(c.params(), "size", axes);
        return {largest ? nn::adaptive_max_pool(c.input(), size)
                        : nn::adaptive_avg_pool(c.input(), size)};
    };
    return kind;
}

BlockKind global(bool largest, int axes) {
    BlockKind kind;
    kind.id = concat("global_", largest ? "max" : "avg", "_pool", axes, "d");
    kind.title = concat("Global", largest ? "Max" : "Avg", "Pool", axes, "d");
    kind.category = Category::layer;
    kind.default_name = "pool";
    kind.help = concat("Replaces each channel by its ", largest ? "largest value" : "mean", ": ",
                       axes == 1   ? "[N, 64, 32]"
                       : axes == 2 ? "[N, 64, 8, 8]"
                                   : "[N, 64, 4, 8, 8]",
                       " becomes [N, 64].");
    kind.example = {
        "Between the last convolution and the scores: whatever the size, 3 values "
        "remain.",
        "",
        {axes == 1   ? "[N, 3, 5]"
         : axes == 2 ? "[N, 3, 4, 5]"
                     : "[N, 3, 2, 3, 4]"},
        "[N, 3]"};
    kind.keywords = "pooling average mean maximum adaptive";
    kind.inputs = {{"x", spatial_help(axes), Accepts::fractions}};
    kind.outputs = {{"y", "[N, channels]."}};
    const std::string title = kind.title;
    kind.shape = [title, axes](const ShapeQuery& q) {
        const TensorType& x = spatial_input(title.c_str(), q, axes);
        ShapeAnswer answer;
        answer.outputs = {{x.dtype, {x.dims[0], {x.dims[1].size, false, 'F'}}}};
        return answer;
    };
    kind.build = [largest, axes](BuildContext& c) -> std::vector<Tensor> {
        Axes places;
        for (std::int64_t i = 0; i < axes; ++i)
            places.push_back(i + 2);
        if (!largest) return {mean(c.input(), places)};
        // As a window over everything: of equal values the first gets the gradient.
        const Tensor& x = c.input();
        const Axes one(static_cast<std::size_t>(axes), 1);
        return {nn::adaptive_max_pool(x, one).reshape(Shape{x.shape()[0], x.shape()[1]})};
    };
    return kind;
}

}  // namespace

void add_pooling_kinds(Catalogue& catalogue) {
    for (const auto make : {windows, adaptive, global}) {
        for (const int axes : {2, 1, 3}) {
            for (const bool largest : {true, false})
                catalogue.add(make(largest, axes));
        }
    }
}

}  // namespace gradweave::model
