// SPDX-License-Identifier: Apache-2.0
// Matrix products. On processors a register tile of 8 x 32 per work item, the vectors along
// whichever axis is contiguous, added up in the order of product_order.h; on graphics cards square
// tiles that a work group shares in local memory. Integers, which wrap around, go result by result.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/epilogue.h"
#include "engine/backends/opencl/render/kernel.h"
#include "engine/backends/opencl/render/local_tile.h"
#include "engine/backends/opencl/render/tile.h"
#include "engine/backends/product_order.h"
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
                       gemm.batch * (gemm.n + 31) * gemm.k >= limit ||  // in panels
                       gemm.batch * gemm.m * gemm.n >= limit;
    return large ? "long" : "int";
}

/// A product with what follows it, if there is such a loop.
struct Product {
    const GemmStep& gemm;
    std::optional<Epilogue> epilogue;

    /// The row of the whole batch that a row of a matrix is.
    std::string row(const std::string& in_matrix) const {
        return gemm.batch == 1 ? in_matrix : concat("batch * ", gemm.m, " + ", in_matrix);
    }
};

/// Operands and result, or what the epilogue writes and reads, in the kernel's order, with the
/// parameters' text.
KernelLaunch launch_of(const Product& product) {
    const GemmStep& gemm = product.gemm;
    KernelLaunch launch;
    const std::string_view element = type_name(gemm.dtype);
    launch.arguments = {{Kind::value, gemm.lhs.value}, {Kind::value, gemm.rhs.value}};
    std::string results = concat("global ", element, "* out");
    if (product.epilogue) {
        const auto& list = product.epilogue->parameters();
        results = list.text();
        launch.arguments.insert(launch.arguments.end(), list.arguments().begin(),
                                list.arguments().end());
    } else {
        launch.arguments.push_back({Kind::value, gemm.output});
    }
    launch.text = concat("(global const ", element, "* lhs, global const ", element, "* rhs, ",
                         results, ") {\n");
    return launch;
}

/// A variable that sums are in, and its type.
struct Sum {
    std::string type, name;
};

/// Runs statements for each k, block by block of a long one: sums then begin anew, and are added to
/// those of the blocks before.
std::string in_depths(const GemmStep& gemm, const std::string& type, const std::string& statements,
                      const std::vector<Sum>& sums) {
    const std::int64_t depth = depth_at_once(gemm.k);
    if (depth == gemm.k || !is_floating(gemm.dtype))
        return concat("for (", type, " k = 0; k < ", gemm.k, "; ++k) {\n", statements, "}\n");
    std::string before, begin, end, after;
    for (const Sum& sum : sums) {
        before += concat(sum.type, " all_", sum.name, " = 0;\n");
        begin += concat(sum.name, " = 0;\n");
        end += concat("all_", sum.name, " += ", sum.name, ";\n");
        after += concat(sum.name, " = all_", sum.name, ";\n");
    }
    return concat(before, "for (", type, " block = 0; block < ", gemm.k, "; block += ", depth,
                  ") {\n", begin, "for (", type, " k = block; k < min(block + ", depth, ", (", type,
                  ")", gemm.k, "); ++k) {\n", statements, "}\n", end, "}\n", after);
}

/// One result per work item.
KernelLaunch plain(const Product& whole, const Style& style) {
    const GemmStep& gemm = whole.gemm;
    KernelLaunch launch = launch_of(whole);
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
        gemm.rhs.column_stride, ";\n", element, " sum = 0;\n",
        in_depths(gemm, type, product + ";\n", {{std::string(element), "sum"}}),
        whole.epilogue ? whole.epilogue->on_element(concat("n / ", gemm.n), "j", "sum")
                       : std::string("out[n] = sum;\n"),
        "}\n");
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
    /// The vectors lie panel by panel, each a tile wide and complete along k.
    bool packed = false;
};

/// From how many rows on the right side is packed: each panel is then read often, and where its
/// rows are far apart, or a power of two, they fall into few places of a cache.
constexpr std::int64_t packing_rows = 256, packing_stride = 256;

/// What a tile of a product with an epilogue does instead of storing: it goes to private memory,
/// row by row of the result, and the epilogue takes it from there.
std::string through_epilogue(const Product& product, const RowsTimesVectors& v,
                             const RegisterTile& registers) {
    const bool turned = v.out_lane != 1;
    const int rows = registers.rows, width = registers.width;
    const int high = turned ? width : rows, wide = turned ? rows : width;
    std::string text =
        concat("private ", type_name(registers.dtype), " tile[", high * wide, "];\n");
    text += registers.store([](int) { return std::string(); },
                            [&](int r) { return concat("tile + ", turned ? r : r * wide); },
                            turned ? wide : 1);
    const std::string row = turned ? "column" : "row", column = turned ? "row" : "column";
    const std::int64_t all_rows = product.gemm.m, all_columns = product.gemm.n;
    // Beside the whole tiles of a result there may be a narrower one; `width` is what this one has.
    const bool certain = turned ? all_columns % rows == 0 : true;
    const std::string here =
        certain ? std::to_string(wide)
                : concat("min(", wide, ", (int)(", all_columns, " - ", column, "))");
    const std::string some = product.epilogue->on_row(
        product.row(row + " + r"), column, here, certain ? wide : 0, "tile", concat("r * ", wide));
    const bool all = turned || all_rows % rows == 0;
    return concat(
        text, "for (int r = 0; r < ",
        all ? std::to_string(high) : concat("min(", high, ", (int)(", all_rows, " - ", row, "))"),
        "; ++r) ", some);
}

/// Neighbouring work items go along as many panels of the vector operand as stay in a cache, then
/// to the next rows: each panel comes from memory once, and what an epilogue reads and writes lies
/// together. Packed panels that have none are best one by one.
std::int64_t panels_together(const Product& product, const RowsTimesVectors& v) {
    constexpr std::int64_t cached_bytes = 256 << 10, most = 8;
    const std::int64_t wide = 2 * vector_lanes(product.gemm.dtype);
    if (v.packed && !product.epilogue) return 1;
    const std::int64_t panel_bytes = 128 * std::max<std::int64_t>(product.gemm.k, 1);
    return std::min(std::clamp<std::int64_t>(cached_bytes / panel_bytes, 1, most),
                    divided_up(v.width, wide));
}

/// Rows of a register tile.
int tile_rows(const RowsTimesVectors& v) {
    return static_cast<int>(std::min<std::int64_t>(8, v.rows));
}

/// One register tile: `row`, `column`, `batch` are declared, `b` is where its vectors begin.
std::string register_tile(const Product& product, const RowsTimesVectors& v) {
    const GemmStep& gemm = product.gemm;
    const std::string type = index_type(gemm);
    const std::string_view element = type_name(gemm.dtype);
    const int wide = 2 * vector_lanes(gemm.dtype), rows = tile_rows(v);
    std::string text = concat("global const ", element, "* a = ", v.row_operand, " + ",
                              v.row_offset, " + batch * ", v.row_batch, ";\n");
    if (!product.epilogue)
        text += concat("global ", element, "* c = out + batch * (", type, ")", gemm.m * gemm.n,
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
        std::vector<Sum> sums;
        for (int r = 0; r < rows; ++r) {
            for (int i = 0; i < registers.vectors(); ++i)
                sums.push_back({vector_of(gemm.dtype), concat("c", r, "_", i)});
        }
        const std::string product_of_k =
            registers.multiply_add(concat("b + k * ", v.vector_k),
                                   [&](int r) { return concat("a", r, "[k * ", v.row_k, "]"); });
        return concat(registers.declare(), in_depths(gemm, type, product_of_k, sums),
                      product.epilogue
                          ? through_epilogue(product, v, registers)
                          : registers.store(
                                [&](int r) {
                                    return v.rows % rows == 0 ? std::string()
                                                              : concat("row + ", r, " < ", v.rows);
                                },
                                [&](int r) { return concat("c + ", r * v.out_row); }, v.out_lane));
    };
    const int rest = static_cast<int>(v.width % wide);
    if (rest == 0) return text + tile(wide);
    if (v.width < wide) return text + tile(rest);
    return concat(text, "if (column + ", wide, " <= ", v.width, ") {\n", tile(wide), "} else {\n",
                  tile(rest), "}\n");
}

KernelLaunch register_tiles(const Product& product, const RowsTimesVectors& v) {
    const GemmStep& gemm = product.gemm;
    KernelLaunch launch = launch_of(product);
    const std::string type = index_type(gemm);
    const int wide = 2 * vector_lanes(gemm.dtype), rows = tile_rows(v);
    const std::int64_t row_tiles = divided_up(v.rows, rows),
                       column_tiles = divided_up(v.width, wide);
    const std::string_view element = type_name(gemm.dtype);
    const std::int64_t block = panels_together(product, v);
    const std::int64_t blocks = divided_up(column_tiles, block);
    std::string text =
        concat("const ", type, " n = get_global_id(0);\nconst ", type, " column = (n / ",
               row_tiles * block, " % ", blocks, " * ", block, " + n % ", block, ") * ", wide,
               ", row = n / ", block, " % ", row_tiles, " * ", rows, ", batch = n / (", type, ")",
               row_tiles * block * blocks, ";\n",
               column_tiles % block == 0 ? std::string()
                                         : concat("if (column >= ", v.width, ") return;\n"),
               "global const ", element, "* b = ", v.vector_operand, " + ", v.vector_offset,
               " + batch * ", v.vector_batch, " + column",
               v.packed ? concat(" * ", gemm.k) : std::string(), ";\n", register_tile(product, v));
    launch.text += text + "}\n";
    launch.range.global[0] = static_cast<std::size_t>(gemm.batch * row_tiles * block * blocks);
    return launch;
}

/// Both operands contiguous along k, and few rows: vectors along it, whose lanes are added up at
/// the end, and then the elements behind the last whole vector.
KernelLaunch dot_tiles(const Product& product) {
    const GemmStep& gemm = product.gemm;
    KernelLaunch launch = launch_of(product);
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
    const auto round = [&](const std::string& index) {
        std::string body;
        for (int c = 0; c < columns; ++c)
            body +=
                concat("const ", vector, " w", c, " = ",
                       load_vector(gemm.dtype, concat("b", c, " + ", index), lanes_here), ";\n");
        for (int r = 0; r < rows; ++r) {
            body += concat(
                "{ const ", vector,
                " u = ", load_vector(gemm.dtype, concat("a", r, " + ", index), lanes_here), ";\n");
            for (int c = 0; c < columns; ++c)
                body += concat("c", r, "_", c, " = MULTIPLY_ADD(u, w", c, ", c", r, "_", c, ");\n");
            body += "}\n";
        }
        return body;
    };
    const std::int64_t whole = gemm.k / lanes_here * lanes_here;
    text += concat("for (", type, " k = 0; k < ", whole, "; k += ", lanes_here, ") {\n", round("k"),
                   "}\n");
    text += each([&](int r, int c) {
        const std::string sum = concat("sum", r, "_", c);
        std::string code = concat(element, " ", sum, " = sum_of_lanes_", suffix(gemm.dtype), "(c",
                                  r, "_", c, ");\n");
        for (std::int64_t k = whole; k < gemm.k; ++k)
            code +=
                concat(sum, " = MULTIPLY_ADD(a", r, "[", k, "], b", c, "[", k, "], ", sum, ");\n");
        return code;
    });
    const auto sum_of = [](int r, int c) { return concat("sum", r, "_", c, ";\n"); };
    if (product.epilogue) {
        const auto within = [](std::int64_t all, int tile, const char* from) {
            return all % tile == 0 ? std::to_string(tile)
                                   : concat("min(", tile, ", (int)(", all, " - ", from, "))");
        };
        text +=
            concat("private ", element, " tile[", rows * columns, "];\n", each([&](int r, int c) {
                       return concat("tile[", r * columns + c, "] = ", sum_of(r, c));
                   }),
                   "for (int r = 0; r < ", within(gemm.m, rows, "row"), "; ++r) ",
                   product.epilogue->on_row(product.row("row + r"), "column",
                                            within(gemm.n, columns, "column"), 0, "tile",
                                            concat("r * ", columns)));
    } else {
        text += each([&](int r, int c) {
            const std::string guard =
                concat(gemm.m % rows == 0 ? "" : concat("row + ", r, " < ", gemm.m),
                       gemm.m % rows != 0 && gemm.n % columns != 0 ? " && " : "",
                       gemm.n % columns == 0 ? "" : concat("column + ", c, " < ", gemm.n));
            return concat(guard.empty() ? "" : concat("if (", guard, ") "), "out[batch * (", type,
                          ")", gemm.m * gemm.n, " + (row + ", r, ") * ", gemm.n, " + column + ", c,
                          "] = ", sum_of(r, c));
        });
    }
    launch.text += text + "}\n";
    launch.range.global[0] = static_cast<std::size_t>(gemm.batch * row_tiles * column_tiles);
    return launch;
}

/// The right side panel by panel, in a workspace, and the product that reads it there.
StepPlan with_packing(const Product& product) {
    const GemmStep& gemm = product.gemm;
    const auto& a = gemm.lhs;
    const auto& b = gemm.rhs;
    const std::string type = index_type(gemm);
    const std::string_view element = type_name(gemm.dtype);
    const std::int64_t wide = 2 * vector_lanes(gemm.dtype), panels = divided_up(gemm.n, wide);
    const std::int64_t batch_size = panels * wide * gemm.k;
    KernelLaunch pack;
    pack.arguments = {{Kind::value, b.value}, {Kind::scratch, 0}};
    // One item a panel and sixteen of its rows.
    const std::int64_t parts = divided_up(gemm.k, 16);
    pack.text =
        concat("(global const ", element, "* rhs, global ", element, "* packed) {\nconst ", type,
               " n = get_global_id(0);\nconst ", type, " panel = n % ", panels, ", first = n / ",
               panels, " % ", parts, " * 16, batch = n / (", type, ")", panels * parts,
               ", end = min(first + 16, (", type, ")", gemm.k, ");\nfor (", type,
               " k = first; k < end; ++k) {\nglobal const ", element, "* from = rhs + ", b.offset,
               " + batch * ", b.batch_stride, " + k * ", b.row_stride, " + panel * ", wide,
               ";\nglobal ", element, "* to = packed + batch * (", type, ")", batch_size,
               " + (panel * ", gemm.k, " + k) * ", wide, ";\nconst int width = min((int)(", gemm.n,
               " - panel * ", wide, "), ", wide, ");\nfor (int lane = 0; lane < ", wide,
               "; ++lane) to[lane] = lane < width ? from[lane] : 0;\n}\n}\n");
    pack.range.global[0] = static_cast<std::size_t>(gemm.batch * panels * parts);
    KernelLaunch multiply = register_tiles(
        product, {"lhs", "rhs", gemm.m, gemm.n, a.offset, a.batch_stride, a.row_stride,
                  a.column_stride, 0, batch_size, wide, gemm.n, 1, true});
    // What it reads as its right side is the workspace.
    multiply.arguments[1] = {Kind::scratch, 0};
    return {{std::move(pack), std::move(multiply)},
            {static_cast<std::uint64_t>(gemm.batch * batch_size) * size_of(gemm.dtype)}};
}

/// Rows up to which the work item that multiplies with a panel also packs it.
constexpr std::int64_t most_rows_of_item = 256;
/// Panels from which on there are enough such items, and multiply-adds up to which one will do.
constexpr std::int64_t enough_panels = 4, little_work = 1 << 20;

/// Both operands contiguous along k: the columns of the right one are brought together as panels,
/// turned, each by the work item that multiplies with it, or where there are many rows beforehand.
StepPlan with_turning(const Product& product) {
    const GemmStep& gemm = product.gemm;
    const auto& a = gemm.lhs;
    const auto& b = gemm.rhs;
    const std::string type = index_type(gemm);
    const std::string_view element = type_name(gemm.dtype);
    const std::int64_t wide = 2 * vector_lanes(gemm.dtype), panels = divided_up(gemm.n, wide);
    const std::int64_t items = gemm.batch * panels;
    const bool together = gemm.m <= most_rows_of_item &&
                          (items >= enough_panels || gemm.m * gemm.n * gemm.k <= little_work);
    const std::uint64_t bytes =
        static_cast<std::uint64_t>(items * wide * gemm.k) * size_of(gemm.dtype);
    const RowsTimesVectors v{"lhs",
                             "packed",
                             gemm.m,
                             gemm.n,
                             a.offset,
                             a.batch_stride,
                             a.row_stride,
                             a.column_stride,
                             0,
                             panels * wide * gemm.k,
                             wide,
                             gemm.n,
                             1,
                             true};
    const std::string decode =
        concat("const ", type, " panel = n % ", panels, ", batch = n / ", panels,
               ", column = panel * ", wide, ";\nconst int columns = min((int)(", gemm.n,
               " - column), ", wide, ");\nglobal const ", element, "* from = rhs + ", b.offset,
               " + batch * ", b.batch_stride, " + column * ", b.column_stride, ";\nglobal ",
               element, "* b = packed + n * (", type, ")", wide * gemm.k, ";\n");
    if (together) {
        KernelLaunch launch = launch_of(product);
        launch.text.insert(launch.text.find(") {"), concat(", global ", element, "* packed"));
        launch.arguments.push_back({Kind::scratch, 0});
        launch.text +=
            concat("const ", type, " n = get_global_id(0);\n", decode, "turn_panel(from, ",
                   b.column_stride, ", columns, ", gemm.k, ", b);\nfor (", type, " row = 0; row < ",
                   gemm.m, "; row += ", tile_rows(v), ") {\n", register_tile(product, v), "}\n}\n");
        launch.range.global[0] = static_cast<std::size_t>(items);
        return {{std::move(launch)}, {bytes}};
    }
    KernelLaunch turn;
    turn.arguments = {{Kind::value, b.value}, {Kind::scratch, 0}};
    // One item a panel and some of its rows.
    constexpr std::int64_t some = 128;
    const std::int64_t parts = divided_up(gemm.k, some);
    turn.text =
        concat("(global const ", element, "* rhs, global ", element, "* packed) {\nconst ", type,
               " n = get_global_id(0) / ", parts, ", first = get_global_id(0) % ", parts, " * ",
               some, ";\n", decode, "turn_panel(from + first, ", b.column_stride, ", columns, min(",
               some, ", (int)(", gemm.k, " - first)), b + first * ", wide, ");\n}\n");
    turn.range.global[0] = static_cast<std::size_t>(items * parts);
    KernelLaunch multiply = register_tiles(
        product, {"lhs", "rhs", gemm.m, gemm.n, a.offset, a.batch_stride, a.row_stride,
                  a.column_stride, 0, panels * wide * gemm.k, wide, gemm.n, 1, true});
    // What it reads as its right side is the workspace.
    multiply.arguments[1] = {Kind::scratch, 0};
    return {{std::move(turn), std::move(multiply)}, {bytes}};
}

bool wants_turning(const GemmStep& gemm) {
    // Within a panel, an int numbers the elements.
    constexpr std::int64_t most_depth = 1 << 24;
    return gemm.dtype == DType::f32 && gemm.k <= most_depth && gemm.rhs.row_stride == 1 &&
           gemm.rhs.column_stride != 1 && gemm.lhs.column_stride == 1 && gemm.lhs.row_stride != 1 &&
           gemm.m > 1 && gemm.n > 1 &&
           !is_dots(gemm.m, gemm.k, gemm.lhs.column_stride, gemm.rhs.column_stride,
                    gemm.rhs.row_stride);
}

bool wants_packing(const GemmStep& gemm) {
    return gemm.rhs.column_stride == 1 && gemm.m >= packing_rows && gemm.k >= 64 &&
           gemm.n > 2 * vector_lanes(gemm.dtype) && gemm.rhs.row_stride >= packing_stride;
}

KernelLaunch on_processor(const Product& product) {
    const GemmStep& gemm = product.gemm;
    const auto& a = gemm.lhs;
    const auto& b = gemm.rhs;
    const bool dots = gemm.dtype == DType::f32
                          ? is_dots(gemm.m, gemm.k, a.column_stride, b.column_stride, b.row_stride)
                          : b.row_stride == 1 && a.column_stride == 1 && b.column_stride != 1 &&
                                gemm.k >= vector_lanes(gemm.dtype);
    if (dots) return dot_tiles(product);
    if (b.column_stride == 1 || gemm.n == 1) {
        return register_tiles(product,
                              {"lhs", "rhs", gemm.m, gemm.n, a.offset, a.batch_stride, a.row_stride,
                               a.column_stride, b.offset, b.batch_stride, b.row_stride, gemm.n, 1});
    }
    // The vectors run down the left matrix's columns; the result is filled column by column.
    if (a.row_stride == 1 || gemm.m == 1) {
        return register_tiles(
            product, {"rhs", "lhs", gemm.n, gemm.m, b.offset, b.batch_stride, b.column_stride,
                      b.row_stride, a.offset, a.batch_stride, a.column_stride, 1, gemm.n});
    }
    return plain(product, Style{true, 16});
}

KernelLaunch on_graphics_card(const Product& product, const Style& style) {
    const GemmStep& gemm = product.gemm;
    if (style.group < LocalTile::group) return plain(product, style);
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
        if (product.epilogue) return product.epilogue->on_element(product.row(i), j, value);
        return concat("out[batch * (", type, ")", gemm.m * gemm.n, " + ", i, " * ", gemm.n, " + ",
                      j, "] = ", value, ";");
    };
    const std::int64_t tiles = tile.row_tiles() * tile.column_tiles();
    KernelLaunch launch = launch_of(product);
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

StepPlan plan_gemm(const compiler::Schedule& schedule, const GemmStep& gemm, const Style& style) {
    if (gemm.batch * gemm.m * gemm.n == 0) return {};
    Product product{gemm, std::nullopt};
    if (gemm.epilogue) product.epilogue.emplace(schedule, *gemm.epilogue, gemm.output);
    if (!is_floating(gemm.dtype)) return {{plain(product, style)}, {}};
    if (style.processor && wants_turning(gemm)) return with_turning(product);
    if (style.processor && wants_packing(gemm)) return with_packing(product);
    return {{style.processor ? on_processor(product) : on_graphics_card(product, style)}, {}};
}

}  // namespace gradweave::backends::opencl
