// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/convolution.h"

#include <algorithm>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using graph::Op;
using Kind = KernelArgument::Kind;

std::int64_t product(const Three& t) {
    return t[0] * t[1] * t[2];
}

std::int64_t divided_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

namespace {

Three spatial(const Axes& values, std::int64_t missing, std::size_t first = 0) {
    Three result{missing, missing, missing};
    const std::size_t count = values.size() - first;
    for (std::size_t i = 0; i < count; ++i)
        result[3 - count + i] = values[first + i];
    return result;
}

}  // namespace

InAxis in_axis(const Padded& padded, std::size_t axis, const std::string& place) {
    const std::int64_t between = padded.between[axis], size = padded.image.size[axis];
    if (between == 1) return {concat(place, " >= 0 && ", place, " < ", size), place};
    const std::string index = concat("(", place, " / ", between, ")");
    return {concat(place, " >= 0 && ", place, " % ", between, " == 0 && ", index, " < ", size),
            index};
}

bool Padded::is_whole() const {
    const bool fits =
        image.size[0] >= size[0] && image.size[1] >= size[1] && image.size[2] >= size[2];
    return image.channel_stride == 1 && fits && low == Three{0, 0, 0} && between == Three{1, 1, 1};
}

Convolution::Convolution(const compiler::Schedule& schedule, const compiler::NodeStep& step,
                         const Style& style)
    : step_(step), style_(style) {
    if (step.epilogue) epilogue_.emplace(schedule, *step.epilogue, step.output);
    const auto& node = *step.node;
    const auto& a = node.as<graph::ConvAttributes>();
    const Op op = node.op();
    const Shape& first = node.input(0)->shape();
    const Shape& second = node.input(1)->shape();
    const Shape& input = op == Op::conv_grad_input ? node.shape() : first;
    const Shape& weight = op == Op::conv_grad_weight ? node.shape() : second;
    const Shape& output = op == Op::conv              ? node.shape()
                          : op == Op::conv_grad_input ? first
                                                      : second;
    dtype_ = node.dtype();
    images_ = input[0];
    groups_ = a.groups;
    input_channels_ = weight.rank() > 1 ? weight[1] : 0;
    output_channels_ = weight[0] / groups_;
    input_ = spatial(input.sizes(), 1, 2);
    output_ = spatial(output.sizes(), 1, 2);
    kernel_ = spatial(weight.sizes(), 1, 2);
    stride_ = spatial(a.stride, 1);
    low_ = spatial(a.low, 0);
    dilation_ = spatial(a.dilation, 1);
    const std::int64_t largest = std::max(
        {images_ * product(input_) * input_channels_ * groups_ * 4,
         images_ * product(output_) * output_channels_ * groups_ * 4, weight.element_count()});
    // Frames are larger than images: by the padding, and the zeros in between.
    type_ = largest * product(stride_) >= (std::int64_t{1} << 30) ? "long" : "int";
}

StepPlan Convolution::plan() {
    if (step_.node->shape().empty()) return {};
    switch (step_.node->op()) {
        case Op::conv:
            forward();
            break;
        case Op::conv_grad_input:
            input_gradient();
            break;
        default:
            weight_gradient();
    }
    return std::move(plan_);
}

KernelArgument Convolution::scratch(std::int64_t elements) {
    plan_.scratch.push_back(static_cast<std::uint64_t>(elements) * size_of(dtype_));
    return {Kind::scratch, static_cast<std::int64_t>(plan_.scratch.size()) - 1};
}

Image Convolution::image_of(const KernelArgument& memory, std::int64_t channels,
                            const Three& size) const {
    const std::int64_t pixels = product(size);
    Image image{memory, channels, size, channels * pixels, 1, {}};
    const std::int64_t pixel = step_.channels_last ? channels : 1;
    image.channel_stride = step_.channels_last ? 1 : pixels;
    image.stride = {size[1] * size[2] * pixel, size[2] * pixel, pixel};
    return image;
}

Padded Convolution::padded_input() const {
    Three size;
    for (std::size_t i = 0; i < 3; ++i)
        size[i] = (output_[i] - 1) * stride_[i] + (kernel_[i] - 1) * dilation_[i] + 1;
    return {image_of(value(0), input_channels_ * groups_, input_), size, low_, {1, 1, 1}};
}

bool Convolution::shares_tiles() const {
    return !style_.processor && style_.group >= LocalTile::group;
}

void Convolution::launch_elements(std::string text, std::vector<KernelArgument> arguments,
                                  std::int64_t count) {
    if (count == 0) return;
    const std::int64_t group = style_.group;
    KernelLaunch launch{std::move(text), std::move(arguments), {}};
    launch.range.global[0] = static_cast<std::size_t>(divided_up(count, group) * group);
    launch.range.local[0] = static_cast<std::size_t>(group);
    plan_.launches.push_back(std::move(launch));
}

Image Convolution::framed(const Padded& from) {
    if (from.is_whole()) return from.image;
    const Three& size = from.size;
    const std::int64_t channels = from.image.channels;
    Image frame{scratch(images_ * product(size) * channels),
                channels,
                size,
                product(size) * channels,
                1,
                {size[1] * size[2] * channels, size[2] * channels, channels}};
    const std::vector<KernelArgument> arguments = {from.image.memory, frame.memory};
    if (!style_.processor) {
        launch_elements(frame_by_element(from, frame), arguments, images_ * frame.image_stride);
    } else if (frame.image_stride > 0) {
        KernelLaunch launch{frame_by_line(from), arguments, {}};
        launch.range.global[0] = static_cast<std::size_t>(images_ * size[0] * size[1]);
        plan_.launches.push_back(std::move(launch));
    }
    return frame;
}

std::string Convolution::frame_by_element(const Padded& padded, const Image& frame) const {
    const Image& from = padded.image;
    const std::string_view element = type_name(dtype_);
    std::string text =
        concat("(global const ", element, "* from, global ", element, "* to) {\nconst ", type_,
               " n = get_global_id(0);\nif (n >= (", type_, ")", images_ * frame.image_stride,
               ") return;\nconst ", type_, " c = n % ", std::max<std::int64_t>(from.channels, 1),
               ", image = n / (", type_, ")", std::max<std::int64_t>(frame.image_stride, 1), ";\n");
    std::string place =
        concat("image * (", type_, ")", from.image_stride, " + c * ", from.channel_stride);
    std::string inside = "1";
    for (std::size_t axis = 0; axis < 3; ++axis) {
        text += concat("const ", type_, " y", axis, " = n / ",
                       std::max<std::int64_t>(frame.stride[axis], 1), " % ", padded.size[axis],
                       " - (", padded.low[axis], ");\n");
        const InAxis at = in_axis(padded, axis, concat("y", axis));
        inside += concat(" && ", at.inside);
        place += concat(" + ", at.index, " * ", from.stride[axis]);
    }
    return concat(text, "to[n] = ", inside, " ? from[", place, "] : 0;\n}\n");
}

std::string Convolution::frame_by_line(const Padded& padded) const {
    const Image& from = padded.image;
    const auto& size = padded.size;
    const std::string_view element = type_name(dtype_);
    const InAxis at0 = in_axis(padded, 0, "y0"), at1 = in_axis(padded, 1, "y1"),
                 at2 = in_axis(padded, 2, "y2");
    return concat(
        "(global const ", element, "* restrict from, global ", element, "* restrict to) {\nconst ",
        type_, " n = get_global_id(0);\nconst ", type_, " y0 = n / ", size[1], " % ", size[0],
        " - (", padded.low[0], "), y1 = n % ", size[1], " - (", padded.low[1], ");\nglobal ",
        element, "* line = to + n * (", type_, ")", size[2] * from.channels,
        ";\nconst bool inside = ", at0.inside, " && ", at1.inside, ";\nglobal const ", element,
        "* source = from + (inside ? n / ", size[0] * size[1], " * (", type_, ")",
        from.image_stride, " + ", at0.index, " * ", from.stride[0], " + ", at1.index, " * ",
        from.stride[1], " : 0);\nfor (", type_, " x = 0; x < ", size[2], "; ++x) {\nconst ", type_,
        " y2 = x - (", padded.low[2], ");\nglobal ", element, "* pixel = line + x * ",
        from.channels, ";\nif (inside && ", at2.inside, ") {\nglobal const ", element,
        "* own = source + ", at2.index, " * ", from.stride[2], ";\nfor (", type_, " c = 0; c < ",
        from.channels, "; ++c) pixel[c] = own[c * ", from.channel_stride, "];\n} else {\nfor (",
        type_, " c = 0; c < ", from.channels, "; ++c) pixel[c] = 0;\n}\n}\n}\n");
}

KernelArgument Convolution::packed_weights(const KernelArgument& weight, bool transposed,
                                           std::int64_t zeros) {
    const std::int64_t in = transposed ? output_channels_ : input_channels_;
    const std::int64_t out = transposed ? input_channels_ : output_channels_;
    const std::int64_t places = product(kernel_);
    const std::int64_t count = groups_ * places * in * out;
    const KernelArgument packed = scratch(count + zeros);
    const std::string_view element = type_name(dtype_);
    // The gradient of the input sees the kernel turned around.
    const std::string place = transposed ? concat(places - 1, " - place") : std::string("place");
    const std::string o = transposed ? "i" : "j", c = transposed ? "j" : "i";
    launch_elements(
        concat("(global const ", element, "* from, global ", element, "* to) {\nconst ", type_,
               " n = get_global_id(0);\nif (n >= (", type_, ")", count + zeros,
               ") return;\nif (n >= (", type_, ")", count, ") {\nto[n] = 0;\nreturn;\n}\nconst ",
               type_, " j = n % ", std::max<std::int64_t>(out, 1), ", i = n / ",
               std::max<std::int64_t>(out, 1), " % ", std::max<std::int64_t>(in, 1),
               ", place = n / ", std::max<std::int64_t>(in * out, 1), " % ", places,
               ", group = n / ", std::max<std::int64_t>(places * in * out, 1),
               ";\nto[n] = from[((group * ", output_channels_, " + ", o, ") * ", input_channels_,
               " + ", c, ") * ", places, " + ", place, "];\n}\n"),
        {weight, packed}, count + zeros);
    return packed;
}

std::string Convolution::kernel_offset(const Image& frame,
                                       const std::array<std::string, 3>& place) const {
    std::string text = "0";
    for (std::size_t axis = 0; axis < 3; ++axis) {
        if (kernel_[axis] > 1)
            text += concat(" + ", place[axis], " * ", dilation_[axis] * frame.stride[axis]);
    }
    return text;
}

std::string Convolution::pixel_offset(const Image& image, const std::string& pixel,
                                      const Three& size, const Three& step) const {
    std::string text = concat(pixel, " / ", product(size), " * (", type_, ")", image.image_stride);
    std::int64_t inside = 1;
    for (std::size_t axis = 3; axis-- > 0;) {
        if (size[axis] > 1)
            text += concat(" + ", pixel, " / ", inside, " % ", size[axis], " * ",
                           step[axis] * image.stride[axis]);
        inside *= size[axis];
    }
    return text;
}

std::string Convolution::tiled(const std::function<std::string(int)>& tile, std::int64_t width,
                               int wide) {
    const int rest = static_cast<int>(width % wide);
    if (rest == 0) return tile(wide);
    if (width < wide) return tile(rest);
    return concat("if (column + ", wide, " <= ", width, ") {\n", tile(wide), "} else {\n",
                  tile(rest), "}\n");
}

StepPlan plan_conv(const compiler::Schedule& schedule, const compiler::NodeStep& step,
                   const Style& style) {
    return Convolution(schedule, step, style).plan();
}

}  // namespace gradweave::backends::opencl
