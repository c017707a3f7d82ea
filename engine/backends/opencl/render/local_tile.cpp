// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/local_tile.h"

#include <algorithm>

#include "engine/backends/opencl/render/elements.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace {

constexpr int depth = 16;

}  // namespace

int LocalTile::unit_for(DType dtype, std::int64_t rows, std::int64_t columns) {
    const std::int64_t least = std::min(rows, columns);
    if (dtype == DType::f32 && least >= 512) return 8;
    return least > 48 ? 4 : 2;
}

std::string LocalTile::local_memory() const {
    // One column more than needed, so that columns lie in different banks.
    const int width = 16 * unit + 1;
    return concat("local ", type_name(dtype), " s[", depth, "][", width, "], t[", depth, "][",
                  width, "];\n");
}

std::string LocalTile::text() const {
    const int tile = 16 * unit;
    const std::string_view element = type_name(dtype);
    const auto unrolled = [&](const std::string& head, const std::string& body) {
        return concat("#pragma unroll\nfor (int ", head, " = 0; ", head, " < ", unit, "; ++", head,
                      ")\n", body);
    };
    // Neighbouring work items read neighbouring elements.
    const auto fill = [&](const char* target, bool depth_inner, const std::string& condition,
                          const std::string& value) {
        return concat(
            "for (int e = id; e < ", tile * depth, "; e += ", group,
            ") {\nconst int u = ", depth_inner ? concat("e / ", depth) : concat("e % ", tile),
            ", v = ", depth_inner ? concat("e % ", depth) : concat("e / ", tile), ";\nconst ",
            index_type, " z = k + v;\n", target, "[v][u] = ", condition, " && z < end ? ", value,
            " : 0;\n}\n");
    };
    std::string text =
        concat("const int id = get_local_id(0), x = id % 16, y = id / 16;\n", element, " c[", unit,
               "][", unit, "];\n", unrolled("u", unrolled("v", "c[u][v] = 0;\n")), "const ",
               index_type, " end = ", depth_end, ";\nfor (", index_type, " k = ", depth_begin,
               "; k < end; k += ", depth, ") {\n");
    text += fill("s", left_depth_inner, concat("row + u < ", rows), left("(row + u)", "z"));
    text +=
        fill("t", right_depth_inner, concat("column + u < ", columns), right("z", "(column + u)"));
    text += concat("barrier(CLK_LOCAL_MEM_FENCE);\n#pragma unroll\nfor (int z = 0; z < ", depth,
                   "; ++z) {\n", element, " p[", unit, "], q[", unit, "];\n",
                   unrolled("u", "p[u] = s[z][y + 16 * u];\n"),
                   unrolled("u", "q[u] = t[z][x + 16 * u];\n"),
                   unrolled("u", unrolled("v", "c[u][v] = MULTIPLY_ADD(p[u], q[v], c[u][v]);\n")),
                   "}\nbarrier(CLK_LOCAL_MEM_FENCE);\n}\n");
    text += unrolled(
        "u", unrolled("v", concat("{\nconst ", index_type,
                                  " i = row + y + 16 * u, j = column + x + 16 * v;\nif (i < ", rows,
                                  " && j < ", columns, ") ", store("i", "j", "c[u][v]"), "\n}\n")));
    return text;
}

}  // namespace gradweave::backends::opencl
