// SPDX-License-Identifier: Apache-2.0
// Convolutions as implicit matrix products, all three passes.
//
// First the image is laid out as a frame: channels innermost, with the padding around it (and, for
// the gradient of the input, zeros between its elements), so that no place needs a check. An image
// that already lies so is used as it is. Then
//   output, and the input's gradient:  pixels x (kernel places, channels)  times  packed weights
//   the weights' gradient:             (kernel places, channels) x pixels  times  output gradient,
// the latter in chunks of pixels that are added up in order. What follows one of the first two
// element by element is done with each tile before it goes to memory.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/epilogue.h"
#include "engine/backends/opencl/render/kernel.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/backends/opencl/render/tile.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::NodeStep;
using graph::Op;
using Kind = KernelArgument::Kind;

namespace {

/// Three spatial axes; those that a convolution lacks have size 1.
using Three = std::array<std::int64_t, 3>;

std::int64_t product(const Three& t) {
    return t[0] * t[1] * t[2];
}

std::int64_t divided_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

Three spatial(const Axes& values, std::int64_t missing, std::size_t first = 0) {
    Three result{missing, missing, missing};
    const std::size_t count = values.size() - first;
    for (std::size_t i = 0; i < count; ++i)
        result[3 - count + i] = values[first + i];
    return result;
}

/// Where an image's elements are.
struct Image {
    KernelArgument memory;
    std::int64_t channels;
    Three size;
    std::int64_t image_stride, channel_stride;
    Three stride;
};

class Convolution {
  public:
    Convolution(const compiler::Schedule& schedule, const NodeStep& step, const Style& style)
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

    StepPlan plan() {
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

  private:
    KernelArgument value(std::size_t input) const { return {Kind::value, step_.inputs[input]}; }
    KernelArgument result() const { return {Kind::value, step_.output}; }

    KernelArgument scratch(std::int64_t elements) {
        plan_.scratch.push_back(static_cast<std::uint64_t>(elements) * size_of(dtype_));
        return {Kind::scratch, static_cast<std::int64_t>(plan_.scratch.size()) - 1};
    }

    Image image_of(const KernelArgument& memory, std::int64_t channels, const Three& size) const {
        const std::int64_t pixels = product(size);
        Image image{memory, channels, size, channels * pixels, 1, {}};
        const std::int64_t pixel = step_.channels_last ? channels : 1;
        image.channel_stride = step_.channels_last ? 1 : pixels;
        image.stride = {size[1] * size[2] * pixel, size[2] * pixel, pixel};
        return image;
    }

    /// One work item per element.
    void launch_elements(std::string text, std::vector<KernelArgument> arguments,
                         std::int64_t count) {
        if (count == 0) return;
        const std::int64_t group = style_.group;
        KernelLaunch launch{std::move(text), std::move(arguments), {}};
        launch.range.global[0] = static_cast<std::size_t>(divided_up(count, group) * group);
        launch.range.local[0] = static_cast<std::size_t>(group);
        plan_.launches.push_back(std::move(launch));
    }

    /// The image with channels innermost, `low` zeros before it, `between` - 1 zeros between its
    /// elements, and zeros behind it up to `size`.
    Image framed(const Image& from, const Three& size, const Three& low, const Three& between) {
        const bool fits =
            from.size[0] >= size[0] && from.size[1] >= size[1] && from.size[2] >= size[2];
        if (from.channel_stride == 1 && fits && low == Three{0, 0, 0} && between == Three{1, 1, 1})
            return from;
        Image frame{scratch(images_ * product(size) * from.channels),
                    from.channels,
                    size,
                    product(size) * from.channels,
                    1,
                    {size[1] * size[2] * from.channels, size[2] * from.channels, from.channels}};
        const std::string_view element = type_name(dtype_);
        const std::int64_t count = images_ * frame.image_stride;
        std::string text =
            concat("(global const ", element, "* from, global ", element, "* to) {\nconst ", type_,
                   " n = get_global_id(0);\nif (n >= (", type_, ")", count, ") return;\nconst ",
                   type_, " c = n % ", std::max<std::int64_t>(from.channels, 1), ", image = n / (",
                   type_, ")", std::max<std::int64_t>(frame.image_stride, 1), ";\n");
        std::string place =
            concat("image * (", type_, ")", from.image_stride, " + c * ", from.channel_stride);
        std::string inside = "1";
        for (std::size_t axis = 0; axis < 3; ++axis) {
            text += concat("const ", type_, " y", axis, " = n / ",
                           std::max<std::int64_t>(frame.stride[axis], 1), " % ", size[axis], " - (",
                           low[axis], ");\n");
            std::string at = concat("y", axis);
            inside += concat(" && ", at, " >= 0");
            if (between[axis] > 1) {
                inside += concat(" && ", at, " % ", between[axis], " == 0");
                at = concat("(", at, " / ", between[axis], ")");
            }
            inside += concat(" && ", at, " < ", from.size[axis]);
            place += concat(" + ", at, " * ", from.stride[axis]);
        }
        text += concat("to[n] = ", inside, " ? from[", place, "] : 0;\n}\n");
        launch_elements(std::move(text), {from.memory, frame.memory}, count);
        return frame;
    }

    /// Weights as [group, kernel place, channel of the factor, channel of the result].
    KernelArgument packed_weights(const KernelArgument& weight, bool transposed) {
        const std::int64_t in = transposed ? output_channels_ : input_channels_;
        const std::int64_t out = transposed ? input_channels_ : output_channels_;
        const std::int64_t places = product(kernel_);
        const std::int64_t count = groups_ * places * in * out;
        const KernelArgument packed = scratch(count);
        const std::string_view element = type_name(dtype_);
        // The gradient of the input sees the kernel turned around.
        const std::string place =
            transposed ? concat(places - 1, " - place") : std::string("place");
        const std::string o = transposed ? "i" : "j", c = transposed ? "j" : "i";
        launch_elements(
            concat("(global const ", element, "* from, global ", element, "* to) {\nconst ", type_,
                   " n = get_global_id(0);\nif (n >= (", type_, ")", count, ") return;\nconst ",
                   type_, " j = n % ", std::max<std::int64_t>(out, 1), ", i = n / ",
                   std::max<std::int64_t>(out, 1), " % ", std::max<std::int64_t>(in, 1),
                   ", place = n / ", std::max<std::int64_t>(in * out, 1), " % ", places,
                   ", group = n / ", std::max<std::int64_t>(places * in * out, 1),
                   ";\nto[n] = from[((group * ", output_channels_, " + ", o, ") * ",
                   input_channels_, " + ", c, ") * ", places, " + ", place, "];\n}\n"),
            {weight, packed}, count);
        return packed;
    }

    Three reach() const {
        Three size;
        for (std::size_t i = 0; i < 3; ++i)
            size[i] = (output_[i] - 1) * stride_[i] + (kernel_[i] - 1) * dilation_[i] + 1;
        return size;
    }

    void forward() {
        const Image frame =
            framed(image_of(value(0), input_channels_ * groups_, input_), reach(), low_, {1, 1, 1});
        const KernelArgument weights = packed_weights(value(1), false);
        correlate(frame, weights, image_of(result(), output_channels_ * groups_, output_),
                  input_channels_, output_channels_, stride_);
    }

    void input_gradient() {
        Three size, low;
        for (std::size_t i = 0; i < 3; ++i) {
            size[i] = input_[i] + (kernel_[i] - 1) * dilation_[i];
            low[i] = (kernel_[i] - 1) * dilation_[i] - low_[i];
        }
        const Image frame =
            framed(image_of(value(0), output_channels_ * groups_, output_), size, low, stride_);
        const KernelArgument weights = packed_weights(value(1), true);
        correlate(frame, weights, image_of(result(), input_channels_ * groups_, input_),
                  output_channels_, input_channels_, {1, 1, 1});
    }

    /// Offset in a frame of the kernel place whose indices are these texts.
    std::string kernel_offset(const Image& frame, const std::array<std::string, 3>& place) const {
        std::string text = "0";
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (kernel_[axis] > 1)
                text += concat(" + ", place[axis], " * ", dilation_[axis] * frame.stride[axis]);
        }
        return text;
    }

    /// Where in the image the pixel with the linear index is (image by image).
    std::string pixel_offset(const Image& image, const std::string& pixel, const Three& size,
                             const Three& step) const {
        std::string text =
            concat(pixel, " / ", product(size), " * (", type_, ")", image.image_stride);
        std::int64_t inside = 1;
        for (std::size_t axis = 3; axis-- > 0;) {
            if (size[axis] > 1)
                text += concat(" + ", pixel, " / ", inside, " % ", size[axis], " * ",
                               step[axis] * image.stride[axis]);
            inside *= size[axis];
        }
        return text;
    }

    /// Where in the result the group's channel (of `width`) of a pixel is.
    std::string element_place(const Image& out, const std::string& pixel, std::int64_t width,
                              const std::string& channel) const {
        const std::string of_pixel = out.channel_stride == 1
                                         ? concat(pixel, " * ", out.channels)
                                         : pixel_offset(out, pixel, out.size, {1, 1, 1});
        return concat(of_pixel, " + (group * ", width, " + ", channel, ") * ", out.channel_stride);
    }

    /// Instead of storing a tile: it goes to private memory, pixel by pixel, and the epilogue takes
    /// it from there.
    std::string through_epilogue(const RegisterTile& registers, const Image& out,
                                 std::int64_t width, std::int64_t pixels) const {
        const int wide = registers.width;
        const auto [rows, all] = std::pair(registers.rows, pixels % registers.rows == 0);
        const std::string place = element_place(out, "(row + r)", width, "column");
        return concat(
            "private ", type_name(dtype_), " tile[", rows * wide, "];\n",
            registers.store([](int) { return std::string(); },
                            [&](int r) { return concat("tile + ", r * wide); }, 1),
            "for (int r = 0; r < ",
            all ? std::to_string(rows) : concat("min(", rows, ", (int)(", pixels, " - row))"),
            "; ++r) ",
            out.channel_stride == 1 && epilogue_->has_rows_of(out.channels)
                ? epilogue_->on_places(place, wide, "tile", concat("r * ", wide))
                : concat("for (int lane = 0; lane < ", wide, "; ++lane) ",
                         epilogue_->at_place(concat(place, " + lane * ", out.channel_stride),
                                             concat("tile[r * ", wide, " + lane]"))));
    }

    /// out[pixel, o] = sum over place, c of frame[pixel * step + place, c] * weights[place, c, o].
    void correlate(const Image& frame, const KernelArgument& weights, const Image& out,
                   std::int64_t in, std::int64_t width, const Three& step) {
        const std::int64_t pixels = images_ * product(out.size);
        const std::string_view element = type_name(dtype_);
        KernelLaunch launch;
        launch.arguments = {frame.memory, weights};
        std::string results = concat("global ", element, "* out");
        if (epilogue_) {
            const auto& list = epilogue_->parameters();
            results = list.text();
            launch.arguments.insert(launch.arguments.end(), list.arguments().begin(),
                                    list.arguments().end());
        } else {
            launch.arguments.push_back(out.memory);
        }
        launch.text = concat("(global const ", element, "* frame, global const ", element,
                             "* weights, ", results, ") {\n");
        const std::int64_t depth = product(kernel_) * in;
        if (!style_.processor && style_.group >= LocalTile::group) {
            LocalTile tile{dtype_,
                           LocalTile::unit_for(dtype_, pixels, width),
                           type_,
                           pixels,
                           width,
                           "0",
                           std::to_string(depth),
                           true,
                           false,
                           {},
                           {},
                           {}};
            const auto place_of = [&](const std::string& z) {
                const std::string place = concat("(", z, " / ", in, ")");
                return std::array<std::string, 3>{
                    concat("(", place, " / ", kernel_[1] * kernel_[2], ")"),
                    concat("(", place, " / ", kernel_[2], " % ", kernel_[1], ")"),
                    concat("(", place, " % ", kernel_[2], ")")};
            };
            tile.left = [&](const std::string& i, const std::string& z) {
                return concat("f[", pixel_offset(frame, i, out.size, step), " + ",
                              kernel_offset(frame, place_of(z)), " + ", z, " % ", in, "]");
            };
            tile.right = [&](const std::string& z, const std::string& j) {
                return concat("w[", z, " * ", width, " + ", j, "]");
            };
            tile.store = [&](const std::string& i, const std::string& j, const std::string& v) {
                const std::string place = element_place(out, i, width, j);
                if (epilogue_) return epilogue_->at_place(place, v);
                return concat("out[", place, "] = ", v, ";");
            };
            const std::int64_t tiles = tile.row_tiles() * tile.column_tiles();
            launch.text +=
                concat(tile.local_memory(), "const ", type_, " n = get_group_id(0);\nconst ", type_,
                       " column = n % ", tile.column_tiles(), " * ", 16 * tile.unit, ", row = n / ",
                       tile.column_tiles(), " % ", tile.row_tiles(), " * ", 16 * tile.unit,
                       ", group = n / ", tiles, ";\nglobal const ", element,
                       "* f = frame + group * ", in, ";\nglobal const ", element,
                       "* w = weights + group * ", depth * width, ";\n", tile.text(), "}\n");
            launch.range.global[0] = static_cast<std::size_t>(groups_ * tiles * LocalTile::group);
            launch.range.local[0] = LocalTile::group;
            plan_.launches.push_back(std::move(launch));
            return;
        }
        const int wide = 2 * vector_lanes(dtype_);
        const int rows = static_cast<int>(std::min<std::int64_t>(8, pixels));
        const std::int64_t row_tiles = divided_up(pixels, rows),
                           column_tiles = divided_up(width, wide);
        std::string text =
            concat("const ", type_, " n = get_global_id(0);\nconst ", type_, " column = n % ",
                   column_tiles, " * ", wide, ", row = n / ", column_tiles, " % ", row_tiles, " * ",
                   rows, ", group = n / ", row_tiles * column_tiles, ";\nglobal const ", element,
                   "* f = frame + group * ", in, ";\nglobal const ", element,
                   "* w = weights + group * ", depth * width, " + column;\n");
        for (int r = 0; r < rows; ++r) {
            const std::string pixel =
                pixels % rows == 0 ? concat("(row + ", r, ")")
                                   : concat("min(row + ", r, ", (", type_, ")", pixels - 1, ")");
            text +=
                concat("const ", type_, " p", r, " = ", pixel, ";\nglobal const ", element, "* f",
                       r, " = f + ", pixel_offset(frame, concat("p", r), out.size, step), ";\n");
            if (!epilogue_)
                text += concat("global ", element, "* o", r, " = out + ",
                               element_place(out, concat("p", r), width, "column"), ";\n");
        }
        const auto tile = [&](int lanes_here) {
            const RegisterTile registers{dtype_, rows, lanes_here};
            return concat(
                registers.declare(), "for (int k0 = 0; k0 < ", kernel_[0],
                "; ++k0) for (int k1 = 0; k1 < ", kernel_[1], "; ++k1) for (int k2 = 0; k2 < ",
                kernel_[2], "; ++k2) {\nconst ", type_,
                " at = ", kernel_offset(frame, {"k0", "k1", "k2"}), ";\nglobal const ", element,
                "* wk = w + ((k0 * ", kernel_[1], " + k1) * ", kernel_[2], " + k2) * ", in * width,
                ";\nfor (int c = 0; c < ", in, "; ++c) {\n",
                registers.multiply_add(concat("wk + c * ", width),
                                       [](int r) { return concat("f", r, "[at + c]"); }),
                "}\n}\n",
                epilogue_ ? through_epilogue(registers, out, width, pixels)
                          : registers.store(
                                [&](int r) {
                                    return pixels % rows == 0 ? std::string()
                                                              : concat("row + ", r, " < ", pixels);
                                },
                                [](int r) { return concat("o", r); }, out.channel_stride));
        };
        text += tiled(tile, width, wide, column_tiles);
        launch.text += text + "}\n";
        launch.range.global[0] = static_cast<std::size_t>(groups_ * row_tiles * column_tiles);
        plan_.launches.push_back(std::move(launch));
    }

    /// Whole tiles, and the narrower one at the end of a row.
    static std::string tiled(const std::function<std::string(int)>& tile, std::int64_t width,
                             int wide, std::int64_t column_tiles) {
        const int rest = static_cast<int>(width % wide);
        if (rest == 0) return tile(wide);
        if (column_tiles == 1) return tile(rest);
        return concat("if (column + ", wide, " <= ", width, ") {\n", tile(wide), "} else {\n",
                      tile(rest), "}\n");
    }

    void weight_gradient() {
        const Image frame =
            framed(image_of(value(0), input_channels_ * groups_, input_), reach(), low_, {1, 1, 1});
        const Image gradient = framed(image_of(value(1), output_channels_ * groups_, output_),
                                      output_, {0, 0, 0}, {1, 1, 1});
        const std::int64_t rows = product(kernel_) * input_channels_, width = output_channels_;
        const std::int64_t pixels = images_ * product(output_);
        const bool local = !style_.processor && style_.group >= LocalTile::group;
        const int unit = LocalTile::unit_for(dtype_, rows, width);
        const int wide = local ? 16 * unit : 2 * vector_lanes(dtype_);
        const int high = local ? 16 * unit : static_cast<int>(std::min<std::int64_t>(8, rows));
        const std::int64_t row_tiles = divided_up(rows, high),
                           column_tiles = divided_up(width, wide);
        const std::int64_t tiles = row_tiles * column_tiles * groups_;
        // Enough chunks to keep a graphics card busy; on a processor, of pixels that stay in its
        // cache while all tiles read them.
        const std::int64_t wanted = local ? divided_up(512, tiles) : 64;
        const std::int64_t chunks =
            std::clamp<std::int64_t>(wanted, 1, std::max<std::int64_t>(1, pixels / 1024));
        const std::int64_t chunk = divided_up(pixels, chunks);
        const KernelArgument partial = scratch(chunks * groups_ * rows * width);
        const std::string_view element = type_name(dtype_);

        KernelLaunch launch;
        launch.arguments = {frame.memory, gradient.memory, partial};
        launch.text = concat("(global const ", element, "* frame, global const ", element,
                             "* gradient, global ", element, "* partial) {\n");
        const auto place = [&](const std::string& r) {
            const std::string k = concat("(", r, " / ", input_channels_, ")");
            return concat(
                kernel_offset(frame, {concat("(", k, " / ", kernel_[1] * kernel_[2], ")"),
                                      concat("(", k, " / ", kernel_[2], " % ", kernel_[1], ")"),
                                      concat("(", k, " % ", kernel_[2], ")")}),
                " + ", r, " % ", input_channels_);
        };
        const std::string decode = concat(
            "const ", type_, " column = n % ", column_tiles, " * ", wide, ", row = n / ",
            column_tiles, " % ", row_tiles, " * ", high, ", group = n / ", row_tiles * column_tiles,
            " % ", groups_, ", chunk = n / ", tiles, ";\nconst ", type_, " first = chunk * (",
            type_, ")", chunk, ", last = min(first + (", type_, ")", chunk, ", (", type_, ")",
            pixels, ");\nglobal const ", element, "* f = frame + group * ", input_channels_,
            ";\nglobal const ", element, "* g = gradient + group * ", width, ";\nglobal ", element,
            "* out = partial + (chunk * ", groups_, " + group) * ", rows * width, ";\n");
        if (local) {
            LocalTile tile{dtype_, unit,  type_, rows, width, "first",
                           "last", false, false, {},   {},    {}};
            tile.left = [&](const std::string& i, const std::string& z) {
                return concat("f[", pixel_offset(frame, z, output_, stride_), " + ", place(i), "]");
            };
            tile.right = [&](const std::string& z, const std::string& j) {
                return concat("g[", pixel_offset(gradient, z, output_, {1, 1, 1}), " + ", j, "]");
            };
            tile.store = [&](const std::string& i, const std::string& j, const std::string& v) {
                return concat("out[", i, " * ", width, " + ", j, "] = ", v, ";");
            };
            launch.text += concat(tile.local_memory(), "const ", type_, " n = get_group_id(0);\n",
                                  decode, tile.text(), "}\n");
            launch.range.global[0] = static_cast<std::size_t>(tiles * chunks * LocalTile::group);
            launch.range.local[0] = LocalTile::group;
        } else {
            std::string text = concat("const ", type_, " n = get_global_id(0);\n", decode);
            for (int r = 0; r < high; ++r)
                text += concat("const ", type_, " r", r, " = min(row + ", r, ", (", type_, ")",
                               rows - 1, ");\nglobal const ", element, "* f", r, " = f + ",
                               place(concat("r", r)), ";\n");
            const auto tile = [&](int lanes_here) {
                const RegisterTile registers{dtype_, high, lanes_here};
                // Line by line of the output, so that the place of a pixel is one step further.
                return concat(
                    registers.declare(), "for (", type_, " pixel = first; pixel < last;) {\nconst ",
                    type_, " x = pixel % ", output_[2], ", count = min((", type_, ")", output_[2],
                    " - x, last - pixel);\nconst ", type_,
                    " at = ", pixel_offset(frame, "pixel", output_, stride_), ";\nglobal const ",
                    element, "* line = g + column + ",
                    pixel_offset(gradient, "pixel", output_, {1, 1, 1}), ";\nfor (", type_,
                    " i = 0; i < count; ++i) {\n",
                    registers.multiply_add(concat("line + i * ", gradient.stride[2]),
                                           [&](int r) {
                                               return concat("f", r, "[at + i * ",
                                                             stride_[2] * frame.stride[2], "]");
                                           }),
                    "}\npixel += count;\n}\n",
                    registers.store(
                        [&](int r) {
                            return rows % high == 0 ? std::string()
                                                    : concat("row + ", r, " < ", rows);
                        },
                        [&](int r) { return concat("out + r", r, " * ", width, " + column"); }, 1));
            };
            launch.text += text + tiled(tile, width, wide, column_tiles) + "}\n";
            launch.range.global[0] = static_cast<std::size_t>(tiles * chunks);
        }
        plan_.launches.push_back(std::move(launch));

        const std::int64_t count = groups_ * rows * width;
        launch_elements(concat("(global const ", element, "* partial, global ", element,
                               "* to) {\nconst ", type_, " n = get_global_id(0);\nif (n >= (",
                               type_, ")", count, ") return;\nconst ", type_, " o = n % ", width,
                               ", r = n / ", width, " % ", rows, ", group = n / ", rows * width,
                               ";\n", element, " sum = partial[n];\nfor (int chunk = 1; chunk < ",
                               chunks, "; ++chunk) sum += partial[chunk * (", type_, ")", count,
                               " + n];\nto[((group * ", width, " + o) * ", input_channels_,
                               " + r % ", input_channels_, ") * ", product(kernel_), " + r / ",
                               input_channels_, "] = sum;\n}\n"),
                        {partial, result()}, count);
    }

    const NodeStep& step_;
    const Style& style_;
    DType dtype_;
    std::optional<Epilogue> epilogue_;
    std::string type_;
    std::int64_t images_, groups_;
    std::int64_t input_channels_, output_channels_;  ///< per group
    Three input_, output_, kernel_, stride_, low_, dilation_;
    StepPlan plan_;
};

}  // namespace

StepPlan plan_conv(const compiler::Schedule& schedule, const NodeStep& step, const Style& style) {
    return Convolution(schedule, step, style).plan();
}

}  // namespace gradweave::backends::opencl
