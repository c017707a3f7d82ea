// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/epilogue.h"

#include <algorithm>

#include "engine/backends/opencl/render/elements.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

Epilogue::Epilogue(const compiler::Schedule& schedule, const compiler::LoopKernel& loop,
                   compiler::ValueId product)
    : schedule_(schedule),
      loop_(loop),
      product_(product),
      parameters_(schedule),
      type_(needs_long_indices(schedule, loop) ? "long" : "int") {
    for (const auto& store : loop.stores)
        parameters_.add(store.access.value, true);
    for (const auto& load : loop.loads) {
        if (load.access.value != product) parameters_.add(load.access.value, false);
    }
}

std::string Epilogue::on_row(const std::string& row, const std::string& column,
                             const std::string& width, int known, const std::string& tile,
                             const std::string& first) const {
    const std::size_t inner = loop_.sizes.size() - 1;
    // The index is from the row's begin, the tile's from its own.
    const auto own = [&](compiler::ValueId id, const std::string& index) -> std::string {
        if (id != product_) return {};
        return concat(tile, "[", first, " + (", index, ") - ", column, "]");
    };
    const BodyText body(schedule_, loop_, static_cast<int>(inner), parameters_, own);
    std::string text =
        concat("{\nconst ", type_, " e_row = ", row, ";\n",
               split_index(type_, "e_row", loop_.sizes, first_axes(inner)), body.begin());
    int done = 0;
    for (; body.vectorizes() && done + lanes <= known; done += lanes) {
        const std::string at = concat(column, " + ", done);
        text += concat("{\n", body.vector_code(at, ""), body.vector_stores(at, ""), "}\n");
    }
    if (width != std::to_string(done))
        text += concat("for (", type_, " e = ", column, " + ", done, "; e < ", column, " + ", width,
                       "; ++e) {\n", body.scalar_code("e"), body.scalar_stores("e"), "}\n");
    return text + "}\n";
}

std::string Epilogue::on_element(const std::string& row, const std::string& column,
                                 const std::string& value) const {
    const std::size_t inner = loop_.sizes.size() - 1;
    const auto own = [&](compiler::ValueId id, const std::string&) {
        return id == product_ ? value : std::string();
    };
    const BodyText body(schedule_, loop_, -1, parameters_, own);
    return concat("{\nconst ", type_, " e_row = ", row, ", i", inner, " = ", column, ";\n",
                  split_index(type_, "e_row", loop_.sizes, first_axes(inner)), body.begin(),
                  body.scalar_stores(""), "}\n");
}

bool Epilogue::has_rows_of(std::int64_t count) const {
    return loop_.sizes.back() % std::max<std::int64_t>(count, 1) == 0;
}

std::string Epilogue::on_places(const std::string& place, int width, const std::string& tile,
                                const std::string& first) const {
    const std::int64_t last = loop_.sizes.back();
    return concat(
        "{\nconst ", type_, " e_place = ", place, ", e_first = e_place % ", last, ";\n",
        on_row(concat("e_place / ", last), "e_first", std::to_string(width), width, tile, first),
        "}\n");
}

std::string Epilogue::at_place(const std::string& place, const std::string& value) const {
    const std::int64_t last = loop_.sizes.back();
    return concat("{\nconst ", type_, " e_place = ", place, ";\n",
                  on_element(concat("e_place / ", last), concat("e_place % ", last), value), "}\n");
}

}  // namespace gradweave::backends::opencl
