// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/tile.h"

#include <algorithm>

#include "engine/backends/opencl/render/elements.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

int vector_lanes(DType dtype) {
    return static_cast<int>(64 / size_of(dtype));
}

std::string vector_of(DType dtype) {
    return concat(type_name(dtype), vector_lanes(dtype));
}

namespace {

constexpr char lane_names[] = "0123456789abcdef";

std::string lanes_from(int first, int count) {
    return std::string(lane_names + first, static_cast<std::size_t>(count));
}

std::string at(const std::string& pointer, int offset) {
    return offset == 0 ? pointer : concat(pointer, " + ", offset);
}

}  // namespace

std::string load_vector(DType dtype, const std::string& pointer, int count) {
    const int all = vector_lanes(dtype);
    if (count == all) return concat("vload", all, "(0, ", pointer, ")");
    std::string text = concat("(", vector_of(dtype), ")(");
    int done = 0;
    for (int piece = 8; piece > 1; piece /= 2) {
        if (count - done < piece) continue;
        text += concat(done == 0 ? "" : ", ", "vload", piece, "(0, ", at(pointer, done), ")");
        done += piece;
    }
    if (done < count) {
        text += concat(done == 0 ? "" : ", ", "(", pointer, ")[", done, "]");
        ++done;
    }
    for (; done < all; ++done)
        text += ", 0";
    return text + ")";
}

std::string store_vector(DType dtype, const std::string& value, const std::string& pointer,
                         int count, std::int64_t stride) {
    const int all = vector_lanes(dtype);
    std::string text;
    if (stride != 1) {
        for (int lane = 0; lane < count; ++lane)
            text += concat("(", pointer, ")[", lane * stride, "] = ", value, ".s", lane_names[lane],
                           ";\n");
        return text;
    }
    if (count == all) return concat("vstore", all, "(", value, ", 0, ", pointer, ");\n");
    int done = 0;
    for (int piece = 8; piece > 1; piece /= 2) {
        if (count - done < piece) continue;
        text += concat("vstore", piece, "(", value, ".s", lanes_from(done, piece), ", 0, ",
                       at(pointer, done), ");\n");
        done += piece;
    }
    if (done < count)
        text += concat("(", pointer, ")[", done, "] = ", value, ".s", lane_names[done], ";\n");
    return text;
}

int RegisterTile::vectors() const {
    const int lanes = vector_lanes(dtype);
    return (width + lanes - 1) / lanes;
}

int RegisterTile::lanes_of(int vector) const {
    const int lanes = vector_lanes(dtype);
    return std::min(lanes, width - vector * lanes);
}

std::string RegisterTile::declare() const {
    std::string text;
    for (int r = 0; r < rows; ++r) {
        for (int v = 0; v < vectors(); ++v)
            text += concat(vector_of(dtype), " c", r, "_", v, " = 0;\n");
    }
    return text;
}

std::string RegisterTile::multiply_add(const std::string& vector_pointer,
                                       const std::function<std::string(int)>& scalar) const {
    std::string text;
    const std::string vector = vector_of(dtype);
    for (int v = 0; v < vectors(); ++v)
        text += concat("const ", vector, " b", v, " = ",
                       load_vector(dtype, at(vector_pointer, v * vector_lanes(dtype)), lanes_of(v)),
                       ";\n");
    for (int r = 0; r < rows; ++r) {
        text += concat("{ const ", vector, " a = (", vector, ")(", scalar(r), ");");
        for (int v = 0; v < vectors(); ++v)
            text += concat(" c", r, "_", v, " = MULTIPLY_ADD(a, b", v, ", c", r, "_", v, ");");
        text += " }\n";
    }
    return text;
}

std::string RegisterTile::store(const std::function<std::string(int)>& guard,
                                const std::function<std::string(int)>& pointer,
                                std::int64_t stride) const {
    std::string text;
    for (int r = 0; r < rows; ++r) {
        const std::string condition = guard(r);
        text += condition.empty() ? std::string("{\n") : concat("if (", condition, ") {\n");
        for (int v = 0; v < vectors(); ++v) {
            const std::int64_t offset = v * vector_lanes(dtype) * stride;
            text += store_vector(dtype, concat("c", r, "_", v),
                                 offset == 0 ? pointer(r) : concat(pointer(r), " + ", offset),
                                 lanes_of(v), stride);
        }
        text += "}\n";
    }
    return text;
}

}  // namespace gradweave::backends::opencl
