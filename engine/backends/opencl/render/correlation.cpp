// SPDX-License-Identifier: Apache-2.0
// Output and input gradient of a convolution: pixels times packed weights.
#include <algorithm>

#include "engine/backends/opencl/render/convolution.h"
#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using Kind = KernelArgument::Kind;

namespace {

/// Channels of a group from which on a place is asked whether it is inside: fewer multiply-adds
/// would not pay for that.
constexpr std::int64_t checking_channels = 8;

}  // namespace

void Convolution::forward() {
    correlate(padded_input(), false, image_of(result(), output_channels_ * groups_, output_),
              stride_);
}

void Convolution::input_gradient() {
    Three size, low;
    for (std::size_t i = 0; i < 3; ++i) {
        size[i] = input_[i] + (kernel_[i] - 1) * dilation_[i];
        low[i] = (kernel_[i] - 1) * dilation_[i] - low_[i];
    }
    const Image gradient = image_of(value(0), output_channels_ * groups_, output_);
    correlate({gradient, size, low, stride_}, true,
              image_of(result(), input_channels_ * groups_, input_), {1, 1, 1});
}

void Convolution::correlate(Padded source, bool transposed, const Image& out, const Three& step) {
    const std::int64_t in = transposed ? output_channels_ : input_channels_,
                       width = transposed ? input_channels_ : output_channels_;
    const bool checked = !source.is_whole() && !shares_tiles() && in >= checking_channels &&
                         source.image.channel_stride == 1;
    if (!checked) {
        const Image frame = framed(source);
        source = {frame, frame.size, {0, 0, 0}, {1, 1, 1}};
    }
    const Correlation c{std::move(source),
                        checked,
                        packed_weights(value(1), transposed, checked ? in : 0),
                        groups_ * product(kernel_) * in * width,
                        out,
                        in,
                        width,
                        step};
    plan_.launches.push_back(shares_tiles() ? on_graphics_card(c) : on_processor(c));
}

/// Parameters and arguments; the rest of the text follows.
KernelLaunch Convolution::launch_of(const Correlation& c) const {
    const std::string_view element = type_name(dtype_);
    KernelLaunch launch;
    launch.arguments = {c.source.image.memory, c.weights};
    std::string results = concat("global ", element, "* out");
    if (epilogue_) {
        const auto& list = epilogue_->parameters();
        results = list.text();
        launch.arguments.insert(launch.arguments.end(), list.arguments().begin(),
                                list.arguments().end());
    } else {
        launch.arguments.push_back(c.out.memory);
    }
    launch.text = concat("(global const ", element, "* source, global const ", element,
                         "* weights, ", results, ") {\n");
    return launch;
}

KernelLaunch Convolution::on_graphics_card(const Correlation& c) const {
    const std::int64_t depth = product(kernel_) * c.in;
    LocalTile tile{dtype_,
                   LocalTile::unit_for(dtype_, pixels(c.out), c.width),
                   type_,
                   pixels(c.out),
                   c.width,
                   "0",
                   std::to_string(depth),
                   true,
                   false,
                   {},
                   {},
                   {}};
    const auto place_of = [&](const std::string& z) {
        const std::string place = concat("(", z, " / ", c.in, ")");
        return std::array<std::string, 3>{
            concat("(", place, " / ", kernel_[1] * kernel_[2], ")"),
            concat("(", place, " / ", kernel_[2], " % ", kernel_[1], ")"),
            concat("(", place, " % ", kernel_[2], ")")};
    };
    tile.left = [&](const std::string& i, const std::string& z) {
        return concat("f[", pixel_offset(c.source.image, i, c.out.size, c.step), " + ",
                      kernel_offset(c.source.image, place_of(z)), " + ", z, " % ", c.in, "]");
    };
    tile.right = [&](const std::string& z, const std::string& j) {
        return concat("w[", z, " * ", c.width, " + ", j, "]");
    };
    tile.store = [&](const std::string& i, const std::string& j, const std::string& v) {
        const std::string place = element_place(c, i, j);
        if (epilogue_) return epilogue_->at_place(place, v);
        return concat("out[", place, "] = ", v, ";");
    };
    const std::int64_t tiles = tile.row_tiles() * tile.column_tiles();
    const std::string_view element = type_name(dtype_);
    KernelLaunch launch = launch_of(c);
    launch.text += concat(tile.local_memory(), "const ", type_, " n = get_group_id(0);\nconst ",
                          type_, " column = n % ", tile.column_tiles(), " * ", 16 * tile.unit,
                          ", row = n / ", tile.column_tiles(), " % ", tile.row_tiles(), " * ",
                          16 * tile.unit, ", group = n / ", tiles, ";\nglobal const ", element,
                          "* f = source + group * ", c.in, ";\nglobal const ", element,
                          "* w = weights + group * ", depth * c.width, ";\n", tile.text(), "}\n");
    launch.range.global[0] = static_cast<std::size_t>(groups_ * tiles * LocalTile::group);
    launch.range.local[0] = LocalTile::group;
    return launch;
}

KernelLaunch Convolution::on_processor(const Correlation& c) const {
    const std::int64_t all = pixels(c.out);
    const int wide = 2 * vector_lanes(dtype_);
    const int rows = static_cast<int>(std::min<std::int64_t>(8, all));
    const std::int64_t row_tiles = divided_up(all, rows), column_tiles = divided_up(c.width, wide);
    const std::string_view element = type_name(dtype_);
    std::string text =
        concat("const ", type_, " n = get_global_id(0);\nconst ", type_, " column = n % ",
               column_tiles, " * ", wide, ", row = n / ", column_tiles, " % ", row_tiles, " * ",
               rows, ", group = n / ", row_tiles * column_tiles, ";\nglobal const ", element,
               "* f = source + group * ", c.in, ";\nglobal const ", element,
               "* w = weights + group * ", product(kernel_) * c.in * c.width, " + column;\n");
    if (c.checked) text += concat("global const ", element, "* zeros = weights + ", c.zeros, ";\n");
    std::string places;
    for (int r = 0; r < rows; ++r) {
        text += begin_of_row(c, r);
        if (c.checked) places += checked_place(c, r);
    }
    if (!c.checked)
        places = concat("const ", type_,
                        " at = ", kernel_offset(c.source.image, {"k0", "k1", "k2"}), ";\n");
    const auto tile = [&](int lanes_here) {
        const RegisterTile registers{dtype_, rows, lanes_here};
        return concat(registers.declare(), "for (int k0 = 0; k0 < ", kernel_[0],
                      "; ++k0) for (int k1 = 0; k1 < ", kernel_[1],
                      "; ++k1) for (int k2 = 0; k2 < ", kernel_[2], "; ++k2) {\n", places,
                      "global const ", element, "* wk = w + ((k0 * ", kernel_[1], " + k1) * ",
                      kernel_[2], " + k2) * ", c.in * c.width, ";\nfor (int c = 0; c < ", c.in,
                      "; ++c) {\n",
                      registers.multiply_add(concat("wk + c * ", c.width),
                                             [&](int r) {
                                                 return c.checked ? concat("q", r, "[c]")
                                                                  : concat("f", r, "[at + c]");
                                             }),
                      "}\n}\n",
                      epilogue_ ? through_epilogue(c, registers)
                                : registers.store(
                                      [&](int r) {
                                          return all % rows == 0 ? std::string()
                                                                 : concat("row + ", r, " < ", all);
                                      },
                                      [](int r) { return concat("o", r); }, c.out.channel_stride));
    };
    KernelLaunch launch = launch_of(c);
    launch.text += concat(text, tiled(tile, c.width, wide), "}\n");
    launch.range.global[0] = static_cast<std::size_t>(groups_ * row_tiles * column_tiles);
    return launch;
}

std::string Convolution::begin_of_row(const Correlation& c, int r) const {
    const std::int64_t all = pixels(c.out);
    const std::string_view element = type_name(dtype_);
    const std::string pixel = concat("p", r);
    // A pixel beyond the last is the last once more, and not stored.
    std::string text = concat("const ", type_, " ", pixel, " = ",
                              all % std::min<std::int64_t>(8, all) == 0
                                  ? concat("(row + ", r, ")")
                                  : concat("min(row + ", r, ", (", type_, ")", all - 1, ")"),
                              ";\n");
    if (!c.checked) {
        text += concat("global const ", element, "* f", r, " = f + ",
                       pixel_offset(c.source.image, pixel, c.out.size, c.step), ";\n");
    } else {
        text += concat("global const ", element, "* f", r, " = f + ", pixel, " / ",
                       product(c.out.size), " * (", type_, ")", c.source.image.image_stride, ";\n");
        std::int64_t inside = 1;
        for (std::size_t axis = 3; axis-- > 0;) {
            text +=
                concat("const ", type_, " y", axis, "_", r, " = ", pixel, " / ", inside, " % ",
                       c.out.size[axis], " * ", c.step[axis], " - (", c.source.low[axis], ");\n");
            inside *= c.out.size[axis];
        }
    }
    if (!epilogue_)
        text += concat("global ", element, "* o", r, " = out + ", element_place(c, pixel, "column"),
                       ";\n");
    return text;
}

std::string Convolution::checked_place(const Correlation& c, int r) const {
    const std::string_view element = type_name(dtype_);
    std::string text, inside = "1", place = "0";
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::string index = concat("t", axis, "_", r);
        text += concat("const ", type_, " ", index, " = y", axis, "_", r, " + k", axis, " * ",
                       dilation_[axis], ";\n");
        const InAxis at = in_axis(c.source, axis, index);
        inside += concat(" && ", at.inside);
        place += concat(" + ", at.index, " * ", c.source.image.stride[axis]);
    }
    return concat(text, "global const ", element, "* q", r, " = ", inside, " ? f", r, " + (", place,
                  ") : zeros;\n");
}

std::string Convolution::element_place(const Correlation& c, const std::string& pixel,
                                       const std::string& channel) const {
    const std::string of_pixel = c.out.channel_stride == 1
                                     ? concat(pixel, " * ", c.out.channels)
                                     : pixel_offset(c.out, pixel, c.out.size, {1, 1, 1});
    return concat(of_pixel, " + (group * ", c.width, " + ", channel, ") * ", c.out.channel_stride);
}

std::string Convolution::through_epilogue(const Correlation& c,
                                          const RegisterTile& registers) const {
    const int wide = registers.width, rows = registers.rows;
    const std::int64_t all = pixels(c.out);
    const std::string place = element_place(c, "(row + r)", "column");
    return concat(
        "private ", type_name(dtype_), " tile[", rows * wide, "];\n",
        registers.store([](int) { return std::string(); },
                        [&](int r) { return concat("tile + ", r * wide); }, 1),
        "for (int r = 0; r < ",
        all % rows == 0 ? std::to_string(rows) : concat("min(", rows, ", (int)(", all, " - row))"),
        "; ++r) ",
        c.out.channel_stride == 1 && epilogue_->has_rows_of(c.out.channels)
            ? epilogue_->on_places(place, wide, "tile", concat("r * ", wide))
            : concat("for (int lane = 0; lane < ", wide, "; ++lane) ",
                     epilogue_->at_place(concat(place, " + lane * ", c.out.channel_stride),
                                         concat("tile[r * ", wide, " + lane]"))));
}

}  // namespace gradweave::backends::opencl
