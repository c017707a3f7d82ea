// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/backends/convolution_order.h"
#include "engine/backends/opencl/render/convolution.h"
#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

void Convolution::weight_gradient() {
    const Image frame = framed(padded_input());
    const Image gradient = framed(
        {image_of(value(1), output_channels_ * groups_, output_), output_, {0, 0, 0}, {1, 1, 1}});
    const std::int64_t rows = product(kernel_) * input_channels_, width = output_channels_;
    const std::int64_t pixels = images_ * product(output_);
    const bool local = shares_tiles();
    const int unit = LocalTile::unit_for(dtype_, rows, width);
    const int wide = local ? 16 * unit : 2 * vector_lanes(dtype_);
    const int high = local ? 16 * unit : static_cast<int>(std::min<std::int64_t>(8, rows));
    const std::int64_t row_tiles = divided_up(rows, high), column_tiles = divided_up(width, wide);
    const std::int64_t tiles = row_tiles * column_tiles * groups_;
    // On a processor the CPU backend's pieces; enough to keep a graphics card busy.
    const WeightGradientOrder order =
        weight_gradient_order(images_, input_channels_, width, product(input_) * input_channels_,
                              product(output_) * width, output_[0] * output_[1]);
    const std::int64_t chunk =
        local
            ? divided_up(pixels, std::clamp<std::int64_t>(divided_up(512, tiles), 1,
                                                          std::max<std::int64_t>(1, pixels / 1024)))
            : std::max<std::int64_t>(1, order.images_per_piece * product(output_));
    const std::int64_t chunks = std::max<std::int64_t>(1, divided_up(pixels, chunk));
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
        "const ", type_, " column = n % ", column_tiles, " * ", wide, ", row = n / ", column_tiles,
        " % ", row_tiles, " * ", high, ", group = n / ", row_tiles * column_tiles, " % ", groups_,
        ", chunk = n / ", tiles, ";\nconst ", type_, " first = chunk * (", type_, ")", chunk,
        ", last = min(first + (", type_, ")", chunk, ", (", type_, ")", pixels, ");\nglobal const ",
        element, "* f = frame + group * ", input_channels_, ";\nglobal const ", element,
        "* g = gradient + group * ", width, ";\nglobal ", element, "* out = partial + (chunk * ",
        groups_, " + group) * ", rows * width, ";\n");
    if (local) {
        LocalTile tile{dtype_, unit, type_, rows, width, "first", "last", false, false, {}, {}, {}};
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
            // Each block is added to the sums of those before.
            std::string none, block, sum, all;
            for (int r = 0; r < high; ++r) {
                for (int v = 0; v < registers.vectors(); ++v) {
                    const std::string tile_sum = concat("c", r, "_", v), total = "all_" + tile_sum;
                    none += concat(vector_of(dtype_), " ", total, " = 0;\n");
                    block += tile_sum + " = 0;\n";
                    sum += concat(total, " += ", tile_sum, ";\n");
                    all += concat(tile_sum, " = ", total, ";\n");
                }
            }
            const std::int64_t some_images = order.images_at_once * product(output_),
                               some_lines = order.lines_at_once * output_[2];
            // Line by line of the output, so that the place of a pixel is one step further.
            return concat(
                registers.declare(), none, "for (", type_,
                " images = first; images < last; images += ", some_images, ") {\nconst ", type_,
                " end = min(images + (", type_, ")", some_images, ", last);\nfor (", type_,
                " lines = images; lines < end; lines += ", some_lines, ") {\n", block, "const ",
                type_, " stop = min(lines + (", type_, ")", some_lines, ", end);\nfor (", type_,
                " pixel = lines; pixel < stop; pixel += ", output_[2], ") {\nconst ", type_,
                " at = ", pixel_offset(frame, "pixel", output_, stride_), ";\nglobal const ",
                element, "* line = g + column + ",
                pixel_offset(gradient, "pixel", output_, {1, 1, 1}), ";\nfor (int i = 0; i < ",
                output_[2], "; ++i) {\n",
                registers.multiply_add(concat("line + i * ", gradient.stride[2]),
                                       [&](int r) {
                                           return concat("f", r, "[at + i * ",
                                                         stride_[2] * frame.stride[2], "]");
                                       }),
                "}\n}\n", sum, "}\n}\n", all,
                registers.store(
                    [&](int r) {
                        return rows % high == 0 ? std::string() : concat("row + ", r, " < ", rows);
                    },
                    [&](int r) { return concat("out + r", r, " * ", width, " + column"); }, 1));
        };
        launch.text += text + tiled(tile, width, wide) + "}\n";
        launch.range.global[0] = static_cast<std::size_t>(tiles * chunks);
    }
    plan_.launches.push_back(std::move(launch));

    const std::int64_t count = groups_ * rows * width;
    launch_elements(
        concat("(global const ", element, "* partial, global ", element, "* to) {\nconst ", type_,
               " n = get_global_id(0);\nif (n >= (", type_, ")", count, ") return;\nconst ", type_,
               " o = n % ", width, ", r = n / ", width, " % ", rows, ", group = n / ", rows * width,
               ";\n", element, " sum = partial[n];\nfor (int chunk = 1; chunk < ", chunks,
               "; ++chunk) sum += partial[chunk * (", type_, ")", count, " + n];\nto[((group * ",
               width, " + o) * ", input_channels_, " + r % ", input_channels_, ") * ",
               product(kernel_), " + r / ", input_channels_, "] = sum;\n}\n"),
        {partial, result()}, count);
}

}  // namespace gradweave::backends::opencl
