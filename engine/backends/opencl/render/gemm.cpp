// SPDX-License-Identifier: Apache-2.0
// Matrix products. On processors a register tile of 8 x 32 per work item, the vectors along
// whichever axis is contiguous; on graphics cards square tiles that a work group shares in local
// memory. Integers, which wrap around, go result by result.
#include <algorithm>
#include <cstdlib>
#include <functional>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/kernel.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/backends/opencl/render/tile.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::GemmStep;
using compiler::MatrixAccess;
using Kind = KernelArgument::Kind;

namespace {

std::int64_t divided_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

/// "int", or "long" for matrices whose elements an int does not number.
std::string index_type(const GemmStep& gemm) {
    constexpr std::int64_t limit = std::int64_t{1} << 30;
    const auto reach = [&](const MatrixAccess& a, std::int64_t rows, std::int64_t columns) {
        return a.offset + gemm.batch * std::abs(a.batch_stride) + rows * std::abs(a.row_stride) +
               columns * std::abs(a.column_stride);
    };
    const bool large = reach(gemm.lhs, gemm.m, gemm.k) >= limit ||
                       reach(gemm.rhs, gemm.k, gemm.n) >= limit ||
                       gemm.batch * gemm.m * gemm.n >= limit;
    return large ? "long" : "int";
}

/// Operands and result in the kernel's order, with the parameters' text.
KernelLaunch launch_of(const GemmStep& gemm) {
    KernelLaunch launch;
    const std::string_view element = type_name(gemm.dtype);
    launch.arguments = {
        {Kind::value, gemm.lhs.value}, {Kind::value, gemm.rhs.value}, {Kind::value, gemm.output}};
    launch.text = concat("(global const ", element, "* lhs, global const ", element,
                         "* rhs, global ", element, "* out) {\n");
    return launch;
}

/// One result per work item.
KernelLaunch plain(const GemmStep& gemm, const Style& style) {
    KernelLaunch launch = launch_of(gemm);
    const std::string type = index_type(gemm);
    const std::int64_t count = gemm.batch * gemm.m * gemm.n;
    const std::string_view element = type_name(gemm.dtype);
    const std::string product = is_floating(gemm.dtype)
                                    ? "sum = MULTIPLY_ADD(a[k * RK], b[k * CK], sum)"
                                    : concat("sum = add_", suffix(gemm.dtype), "(sum, mul_",
                                             suffix(gemm.dtype), "(a[k * RK], b[k * CK]))");
    std::string body = concat(
        "const ", type, " n = get_global_id(0);\nif (n >= (", type, ")", count, ") return;\nconst ",
        type, " j = n % ", gemm.n, ", i = n / ", gemm.n, " % ", gemm.m, ", batch = n / (", type,
        ")", gemm.m * gemm.n, ";\nglobal const ", element, "* a = lhs + ", gemm.lhs.offset,
        " + batch * ", gemm.lhs.batch_stride, " + i * ", gemm.lhs.row_stride, ";\nglobal const ",
        element, "* b = rhs + ", gemm.rhs.offset, " + batch * ", gemm.rhs.batch_stride, " + j * ",
        gemm.rhs.column_stride, ";\n", element, " sum = 0;\nfor (", type, " k = 0; k < ", gemm.k,
        "; ++k) ", product, ";\nout[n] = sum;\n}\n");
    const auto put = [&](std::string_view name, std::int64_t value) {
        for (std::size_t at = body.find(name); at != body.npos; at = body.find(name, at))
            body.replace(at, name.size(), std::to_string(value));
    };
    put("RK", gemm.lhs.column_stride);
    put("CK", gemm.rhs.row_stride);
    launch.text += body;
    const std::int64_t group = count == 1 ? 1 : style.group;
    launch.range.global[0] = static_cast<std::size_t>(divided_up(count, group) * group);
    launch.range.local[0] = static_cast<std::size_t>(group);
    return launch;
}

/// The product seen as rows (read element by element) times vectors (read sixteen at a time).
struct RowsTimesVectors {
    std::string row_operand, vector_operand;
    std::int64_t rows, width;  ///< how many of each there are
    std::int64_t row_offset, row_batch, row_stride, row_k;
    std::int64_t vector_offset, vector_batch, vector_k;
    std::int64_t out_row, out_lane;  ///< strides of the result
};

KernelLaunch register_tiles(const GemmStep& gemm, const RowsTimesVectors& v) {
    KernelLaunch launch = launch_of(gemm);
    const std::string type = index_type(gemm);
    const int wide = 2 * vector_lanes(gemm.dtype);
    const int rows = static_cast<int>(std::min<std::int64_t>(8, v.rows));
    const std::int64_t row_tiles = divided_up(v.rows, rows),
                       column_tiles = divided_up(v.width, wide);
    const std::string_view element = type_name(gemm.dtype);
    std::string text = concat(
        "const ", type, " n = get_global_id(0);\nconst ", type, " column = n % ", column_tiles,
        " * ", wide, ", row = n / ", column_tiles, " % ", row_tiles, " * ", rows, ", batch = n / (",
        type, ")", row_tiles * column_tiles, ";\nglobal const ", element, "* a = ", v.row_operand,
        " + ", v.row_offset, " + batch * ", v.row_batch, ";\nglobal const ", element,
        "* b = ", v.vector_operand, " + ", v.vector_offset, " + batch * ", v.vector_batch,
        " + column;\nglobal ", element, "* c = out + batch * (", type, ")", gemm.m * gemm.n,
        " + row * ", v.out_row, " + column * ", v.out_lane, ";\n");
    for (int r = 0; r < rows; ++r) {
        // A row beyond the last is the last once more, and not stored.
        const bool certain = v.rows % rows == 0;
        text += concat("global const ", element, "* a", r, " = a + ",
                       certain ? concat("(row + ", r, ")")
                               : concat("min(row + ", r, ", (", type, ")", v.rows - 1, ")"),
                       " * ", v.row_stride, ";\n");
    }
    const auto tile = [&](int width) {
        const RegisterTile registers{gemm.dtype, rows, width};
        return concat(
            registers.declare(), "for (", type, " k = 0; k < ", gemm.k, "; ++k) {\n",
            registers.multiply_add(concat("b + k * ", v.vector_k),
                                   [&](int r) { return concat("a", r, "[k * ", v.row_k, "]"); }),
            "}\n",
            registers.store(
                [&](int r) {
                    return v.rows % rows == 0 ? std::string() : concat("row + ", r, " < ", v.rows);
                },
                [&](int r) { return concat("c + ", r * v.out_row); }, v.out_lane));
    };
    const int rest = static_cast<int>(v.width % wide);
    if (rest == 0) {
        text += tile(wide);
    } else if (column_tiles == 1) {
        text += tile(rest);
    } else {
        text += concat("if (column + ", wide, " <= ", v.width, ") {\n", tile(wide), "} else {\n",
                       tile(rest), "}\n");
    }
    launch.text += text + "}\n";
    launch.range.global[0] = static_cast<std::size_t>(gemm.batch * row_tiles * column_tiles);
    return launch;
}

/// Both operands contiguous along k: vectors along it, whose lanes are added up at the end.
KernelLaunch dot_tiles(const GemmStep& gemm) {
    KernelLaunch launch = launch_of(gemm);
    const std::string type = index_type(gemm);
    const int rows = static_cast<int>(std::min<std::int64_t>(4, gemm.m));
    const int columns = static_cast<int>(std::min<std::int64_t>(4, gemm.n));
    const std::int64_t row_tiles = divided_up(gemm.m, rows),
                       column_tiles = divided_up(gemm.n, columns);
    const std::string_view element = type_name(gemm.dtype);
    const std::string vector = vector_of(gemm.dtype);
    const int lanes_here = vector_lanes(gemm.dtype);
    std::string text = concat(
        "const ", type, " n = get_global_id(0);\nconst ", type, " column = n % ", column_tiles,
        " * ", columns, ", row = n / ", column_tiles, " % ", row_tiles, " * ", rows,
        ", batch = n / (", type, ")", row_tiles * column_tiles, ";\nglobal const ", element,
        "* a = lhs + ", gemm.lhs.offset, " + batch * ", gemm.lhs.batch_stride, ";\nglobal const ",
        element, "* b = rhs + ", gemm.rhs.offset, " + batch * ", gemm.rhs.batch_stride, ";\n");
    const auto pointers = [&](const char* name, const char* from, int count, std::int64_t all,
                              std::int64_t stride) {
        for (int i = 0; i < count; ++i)
            text += concat("global const ", element, "* ", name, i, " = ", name, " + min(", from,
                           " + ", i, ", (", type, ")", all - 1, ") * ", stride, ";\n");
    };
    pointers("a", "row", rows, gemm.m, gemm.lhs.row_stride);
    pointers("b", "column", columns, gemm.n, gemm.rhs.column_stride);
    const auto each = [&](const std::function<std::string(int, int)>& f) {
        std::string all;
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c)
                all += f(r, c);
        }
        return all;
    };
    text += each([&](int r, int c) { return concat(vector, " c", r, "_", c, " = 0;\n"); });
    const auto round = [&](const std::string& index, int count) {
        std::string body;
        for (int c = 0; c < columns; ++c)
            body += concat("const ", vector, " w", c, " = ",
                           load_vector(gemm.dtype, concat("b", c, " + ", index), count), ";\n");
        for (int r = 0; r < rows; ++r) {
            body += concat("{ const ", vector,
                           " u = ", load_vector(gemm.dtype, concat("a", r, " + ", index), count),
                           ";\n");
            for (int c = 0; c < columns; ++c)
                body += concat("c", r, "_", c, " = MULTIPLY_ADD(u, w", c, ", c", r, "_", c, ");\n");
            body += "}\n";
        }
        return body;
    };
    const std::int64_t whole = gemm.k / lanes_here * lanes_here;
    text += concat("for (", type, " k = 0; k < ", whole, "; k += ", lanes_here, ") {\n",
                   round("k", lanes_here), "}\n");
    if (gemm.k > whole)
        text +=
            concat("{\n", round(std::to_string(whole), static_cast<int>(gemm.k - whole)), "}\n");
    text += each([&](int r, int c) {
        const std::string guard =
            concat(gemm.m % rows == 0 ? "" : concat("row + ", r, " < ", gemm.m),
                   gemm.m % rows != 0 && gemm.n % columns != 0 ? " && " : "",
                   gemm.n % columns == 0 ? "" : concat("column + ", c, " < ", gemm.n));
        return concat(guard.empty() ? "" : concat("if (", guard, ") "), "out[batch * (", type, ")",
                      gemm.m * gemm.n, " + (row + ", r, ") * ", gemm.n, " + column + ", c,
                      "] = sum_of_lanes_", suffix(gemm.dtype), "(c", r, "_", c, ");\n");
    });
    launch.text += text + "}\n";
    launch.range.global[0] = static_cast<std::size_t>(gemm.batch * row_tiles * column_tiles);
    return launch;
}

KernelLaunch on_processor(const GemmStep& gemm) {
    const auto& a = gemm.lhs;
    const auto& b = gemm.rhs;
    const std::int64_t lanes_here = vector_lanes(gemm.dtype);
    if (b.row_stride == 1 && a.column_stride == 1 && gemm.k >= lanes_here && b.column_stride != 1)
        return dot_tiles(gemm);
    if (b.column_stride == 1 || gemm.n == 1) {
        return register_tiles(gemm,
                              {"lhs", "rhs", gemm.m, gemm.n, a.offset, a.batch_stride, a.row_stride,
                               a.column_stride, b.offset, b.batch_stride, b.row_stride, gemm.n, 1});
    }
    // The vectors run down the left matrix's columns; the result is filled column by column.
    if (a.row_stride == 1 || gemm.m == 1) {
        return register_tiles(
            gemm, {"rhs", "lhs", gemm.n, gemm.m, b.offset, b.batch_stride, b.column_stride,
                   b.row_stride, a.offset, a.batch_stride, a.column_stride, 1, gemm.n});
    }
    return plain(gemm, Style{true, 16});
}

KernelLaunch on_graphics_card(const GemmStep& gemm, const Style& style) {
    if (style.group < LocalTile::group) return plain(gemm, style);
    const std::string type = index_type(gemm);
    const std::string_view element = type_name(gemm.dtype);
    LocalTile tile{gemm.dtype,
                   LocalTile::unit_for(gemm.dtype, gemm.m, gemm.n),
                   type,
                   gemm.m,
                   gemm.n,
                   "0",
                   std::to_string(gemm.k),
                   gemm.lhs.column_stride == 1,
                   gemm.rhs.row_stride == 1,
                   {},
                   {},
                   {}};
    tile.left = [&](const std::string& i, const std::string& z) {
        return concat("a[", i, " * ", gemm.lhs.row_stride, " + ", z, " * ", gemm.lhs.column_stride,
                      "]");
    };
    tile.right = [&](const std::string& z, const std::string& j) {
        return concat("b[", z, " * ", gemm.rhs.row_stride, " + ", j, " * ", gemm.rhs.column_stride,
                      "]");
    };
    tile.store = [&](const std::string& i, const std::string& j, const std::string& value) {
        return concat("out[batch * (", type, ")", gemm.m * gemm.n, " + ", i, " * ", gemm.n, " + ",
                      j, "] = ", value, ";");
    };
    const std::int64_t tiles = tile.row_tiles() * tile.column_tiles();
    KernelLaunch launch = launch_of(gemm);
    launch.text += concat(
        tile.local_memory(), "const ", type, " n = get_group_id(0);\nconst ", type,
        " column = n % ", tile.column_tiles(), " * ", 16 * tile.unit, ", row = n / ",
        tile.column_tiles(), " % ", tile.row_tiles(), " * ", 16 * tile.unit, ", batch = n / (",
        type, ")", tiles, ";\nglobal const ", element, "* a = lhs + ", gemm.lhs.offset,
        " + batch * ", gemm.lhs.batch_stride, ";\nglobal const ", element, "* b = rhs + ",
        gemm.rhs.offset, " + batch * ", gemm.rhs.batch_stride, ";\n", tile.text(), "}\n");
    launch.range.global[0] = static_cast<std::size_t>(gemm.batch * tiles * LocalTile::group);
    launch.range.local[0] = LocalTile::group;
    return launch;
}

}  // namespace

StepPlan plan_gemm(const GemmStep& gemm, const Style& style) {
    if (gemm.batch * gemm.m * gemm.n == 0) return {};
    if (!is_floating(gemm.dtype)) return {{plain(gemm, style)}, {}};
    return {{style.processor ? on_processor(gemm) : on_graphics_card(gemm, style)}, {}};
}

}  // namespace gradweave::backends::opencl
