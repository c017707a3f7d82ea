// SPDX-License-Identifier: Apache-2.0
// Loops that reduce. The reduced elements are cut into chunks by the sizes alone; partial results
// of the chunks are combined in order by a second kernel. So the result is always the same bits; on
// processors those of the CPU backend, by the order of reduction_order.h.
#include <algorithm>
#include <bit>

#include "engine/backends/opencl/render/body.h"
#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/lane_sums.h"
#include "engine/backends/reduction_order.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::LoopKernel;
using Kind = KernelArgument::Kind;

namespace {

std::int64_t divided_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

/// A reduction's axes as two groups, and how it is cut.
class Reduction {
  public:
    Reduction(const compiler::Schedule& schedule, const LoopKernel& loop, const Style& style)
        : schedule_(schedule),
          loop_(loop),
          style_(style),
          op_(*loop.reduce),
          dtype_(operand_dtype(loop, loop.stores[0].operand)),
          type_(needs_long_indices(schedule, loop) ? "long" : "int") {
        for (std::size_t i = 0; i < loop.sizes.size(); ++i) {
            (loop.reduced[i] ? reduced_ : kept_).push_back(i);
            (loop.reduced[i] ? reduced_count_ : kept_count_) *= loop.sizes[i];
        }
    }

    StepPlan plan() {
        if (kept_count_ == 0) return {};
        const bool last_reduced = !loop_.sizes.empty() && loop_.reduced.back();
        if (reduced_count_ <= 1 || loop_.sizes.empty())
            items(1);
        else if (style_.processor)
            last_reduced ? rows() : columns();
        else if (reduced_count_ > 2 * short_row && last_reduced)
            groups();
        else
            items(chunks_for_items());
        if (chunks_ > 1) combine();
        return std::move(plan_);
    }

  private:
    /// Elements along a row that one work item of a graphics card reduces alone.
    static constexpr std::int64_t short_row = 32;

    std::int64_t chunks_for_items() const {
        // Some ten thousand work items keep a graphics card busy.
        constexpr std::int64_t wanted = 1 << 16, most = 256;
        return std::clamp<std::int64_t>(wanted / kept_count_, 1,
                                        std::min(most, divided_up(reduced_count_, short_row)));
    }

    /// Where the result of a part goes: its place, or the partial results.
    std::string store(const std::string& value, const std::string& kept) const {
        if (chunks_ > 1)
            return concat("partial[chunk * (", type_, ")", kept_count_, " + ", kept, "] = ", value,
                          ";\n");
        return concat("v0[s0] = ", value, ";\n");
    }

    void add(std::string text, const BodyText& body, std::int64_t global, std::int64_t local) {
        KernelLaunch launch;
        launch.arguments = body.arguments();
        std::string parameters = body.parameters();
        if (chunks_ > 1) {
            plan_.scratch = {static_cast<std::uint64_t>(chunks_ * kept_count_) * size_of(dtype_)};
            launch.arguments.push_back({Kind::scratch, 0});
            parameters += concat(", global ", type_name(dtype_), "* partial");
        }
        launch.text = concat("(", parameters, ") {\n", text, "}\n");
        launch.range.global[0] = static_cast<std::size_t>(divided_up(global, local) * local);
        launch.range.local[0] = static_cast<std::size_t>(local);
        plan_.launches.push_back(std::move(launch));
    }

    std::string declare(const std::string& name, const std::string& value) const {
        return concat("const ", type_, " ", name, " = ", value, ";\n");
    }

    /// One work item per result and chunk, element by element.
    void items(std::int64_t chunks) {
        chunks_ = chunks;
        const std::int64_t length = divided_up(reduced_count_, chunks_);
        const BodyText body(schedule_, loop_, -1);
        std::string text = declare("n", "get_global_id(0)");
        text += concat("if (n >= (", type_, ")", kept_count_ * chunks_, ") return;\n");
        text += declare("kept", concat("n % (", type_, ")", kept_count_));
        text += declare("chunk", concat("n / (", type_, ")", kept_count_));
        text += declare("first", concat("chunk * (", type_, ")", length));
        text += declare("end", concat("min(first + (", type_, ")", length, ", (", type_, ")",
                                      reduced_count_, ")"));
        text += split_index(type_, "kept", loop_.sizes, kept_);
        // The sum of nothing is +0.
        text += concat(type_name(dtype_), " sum = ",
                       reduced_count_ == 0 && op_ == graph::Op::reduce_sum
                           ? literal(std::int64_t{0}, dtype_)
                           : identity(op_, dtype_),
                       ";\n");
        text +=
            concat("for (", type_, " r = first; r < end; ++r) {\n",
                   split_index(type_, "r", loop_.sizes, reduced_), body.begin(),
                   "sum = ", combine_scalars(op_, dtype_, "sum", body.scalar_result(0)), ";\n}\n");
        text += result_place(body) + store("sum", "kept");
        const std::int64_t count = kept_count_ * chunks_;
        add(std::move(text), body, count, count == 1 ? 1 : style_.group);
    }

    /// "const int s0 = ...": the store's place, which the reduced axes do not change.
    std::string result_place(const BodyText&) const {
        const auto& access = loop_.stores[0].access;
        std::string text = concat("const ", type_, " s0 = ", access.offset);
        for (const std::size_t axis : kept_) {
            if (access.strides[axis] != 0)
                text += concat(" + ", access.strides[axis], " * i", axis);
        }
        return text + ";\n";
    }

    /// A work group per result and chunk: each item sums every so many-th element, then the items'
    /// sums meet in a tree in local memory.
    void groups() {
        const std::int64_t group = style_.group;
        const std::int64_t length = std::max<std::int64_t>(group * 32, 1024);
        chunks_ = divided_up(reduced_count_, length);
        const BodyText body(schedule_, loop_, -1);
        std::string text = declare("n", "get_group_id(0)");
        text += "const int id = get_local_id(0);\n";
        text += declare("kept", concat("n % (", type_, ")", kept_count_));
        text += declare("chunk", concat("n / (", type_, ")", kept_count_));
        text += declare("first", concat("chunk * (", type_, ")", length));
        text += declare("end", concat("min(first + (", type_, ")", length, ", (", type_, ")",
                                      reduced_count_, ")"));
        text += split_index(type_, "kept", loop_.sizes, kept_);
        text += concat("local ", type_name(dtype_), " tree[", group, "];\n");
        text += concat(type_name(dtype_), " sum = ", identity(op_, dtype_), ";\n");
        text +=
            concat("for (", type_, " r = first + id; r < end; r += ", group, ") {\n",
                   split_index(type_, "r", loop_.sizes, reduced_), body.begin(),
                   "sum = ", combine_scalars(op_, dtype_, "sum", body.scalar_result(0)), ";\n}\n");
        text +=
            concat("tree[id] = sum;\nbarrier(CLK_LOCAL_MEM_FENCE);\nfor (int width = ", group / 2,
                   "; width > 0; width /= 2) {\nif (id < width) tree[id] = ",
                   combine_scalars(op_, dtype_, "tree[id]", "tree[id + width]"),
                   ";\nbarrier(CLK_LOCAL_MEM_FENCE);\n}\nif (id == 0) {\n", result_place(body),
                   store("tree[0]", "kept"), "}\n");
        add(std::move(text), body, kept_count_ * chunks_ * group, group);
    }

    /// On a processor, the innermost axis reduced: each item does a chunk of a row.
    void rows() {
        const std::size_t inner = loop_.sizes.size() - 1;
        const BodyText body(schedule_, loop_, static_cast<int>(inner));
        const std::int64_t length = loop_.sizes[inner];
        chunks_ = divided_up(reduced_count_, reduction_chunk);
        const std::int64_t per_item =
            chunks_ > 1 ? 1 : std::max<std::int64_t>(1, 4096 / reduced_count_);
        // Sixteen elements from a multiple of sixteen on lie in one line, or go one by one.
        const bool one_line = length == reduced_count_;
        const LaneSums sums(body, type_, {{0, op_, dtype_}}, {}, one_line || length % lanes == 0);
        const std::vector<std::size_t> outer(reduced_.begin(), reduced_.end() - 1);
        const std::string place =
            one_line ? declare("i", "r")
                     : concat(declare("line", concat("r / (", type_, ")", length)),
                              split_index(type_, "line", loop_.sizes, outer), body.begin(),
                              declare("i", concat("r % (", type_, ")", length)));

        std::string text = declare("n", "get_global_id(0)");
        text += declare("chunk", concat("n % (", type_, ")", chunks_));
        text += declare("from", concat("n / (", type_, ")", chunks_, " * ", per_item));
        text +=
            concat("for (", type_, " kept = from; kept < min(from + ", per_item, ", (", type_, ")",
                   kept_count_, "); ++kept) {\n", split_index(type_, "kept", loop_.sizes, kept_),
                   one_line ? split_index(type_, "0", loop_.sizes, outer) + body.begin() : "");
        text += declare("first", concat("chunk * (", type_, ")", reduction_chunk));
        text += declare("last", concat("min(first + (", type_, ")", reduction_chunk, ", (", type_,
                                       ")", reduced_count_, ")"));
        text += sums.reduce("first", "last", reduced_count_, place);
        // Where each line begins by itself, the result's place has no name yet.
        if (!one_line) text += result_place(body);
        text += store("sum0", "kept") + "}\n";
        add(std::move(text), body, divided_up(kept_count_, per_item) * chunks_, 1);
    }

    /// On a processor, the innermost axis kept: each item reduces a chunk of up to 64 neighbours at
    /// once.
    void columns() {
        const std::size_t inner = loop_.sizes.size() - 1;
        const std::int64_t width = loop_.sizes[inner];
        const ColumnOrder order(width);
        constexpr std::int64_t most = 64;
        const std::int64_t block = std::min(width, most), blocks = divided_up(width, most);
        const std::vector<std::size_t> outer(kept_.begin(), kept_.end() - 1);
        const std::int64_t outer_count = kept_count_ / width;
        chunks_ = divided_up(reduced_count_, order.chunk_rows);
        // Running rows without a row hold what changes nothing.
        const auto longest = static_cast<std::uint64_t>(std::min(reduced_count_, order.chunk_rows));
        const auto phases =
            std::min(order.phases, static_cast<std::int64_t>(std::bit_ceil(longest)));
        const BodyText body(schedule_, loop_, static_cast<int>(inner));

        std::string text = declare("n", "get_global_id(0)");
        text += declare("chunk", concat("n % (", type_, ")", chunks_));
        text += declare("column", concat("n / (", type_, ")", chunks_, " % ", blocks, " * ", most));
        text += declare("above", concat("n / (", type_, ")", chunks_ * blocks));
        text += declare("end", concat("min(column + ", most, ", (", type_, ")", width, ")"));
        text += declare("first", concat("chunk * (", type_, ")", order.chunk_rows));
        text += declare("end_row", concat("min(first + ", order.chunk_rows, ", (", type_, ")",
                                          reduced_count_, ")"));
        text += split_index(type_, "above", loop_.sizes, outer);
        text +=
            concat(type_name(dtype_), " sums[", phases * block, "];\n", type_, " i = column;\n");
        if (body.vectorizes()) {
            for (const std::int64_t side : {4, 2, 1}) {
                if (width < side * lanes) continue;
                const std::string wide = std::to_string(side * lanes);
                text += concat("for (; i + ", wide, " <= end; i += ", wide, ") {\n",
                               walk(body, static_cast<int>(side), phases, block), "}\n");
            }
        }
        if (!body.vectorizes() || width % lanes != 0)
            text += concat("for (; i < end; ++i) {\n", walk(body, 0, phases, block), "}\n");
        for (std::int64_t half = phases / 2; half > 0; half /= 2)
            text += concat(
                "for (int k = 0; k < ", half * block, "; ++k) sums[k] = ",
                combine_scalars(op_, dtype_, "sums[k]", concat("sums[k + ", half * block, "]")),
                ";\n");
        text += concat("for (i = column; i < end; ++i) ", column_store("sums[i - column]", "i"));
        add(std::move(text), body, outer_count * blocks * chunks_, 1);
    }

    /// All rows of a chunk, from column `i` on: `side` vectors beside each other, or a single
    /// column, of as many running rows at a time as make four vectors.
    std::string walk(const BodyText& body, int side, std::int64_t phases,
                     std::int64_t block) const {
        const int wide = std::max(side, 1);
        const int together =
            side == 0 ? 1 : static_cast<int>(std::min<std::int64_t>(phases, 4 / side));
        const std::string kind = side > 0 ? std::string("float16") : std::string(type_name(dtype_));
        const auto name = [&](int row, int vector) { return concat("a", row, "_", vector); };
        const auto add_row = [&](int row) {
            std::string code = concat(declare("r", concat("next + ", row)),
                                      split_index(type_, "r", loop_.sizes, reduced_), body.begin());
            for (int u = 0; u < wide; ++u) {
                if (side == 0) {
                    code += concat(
                        body.scalar_code("i"), name(row, u), " = ",
                        combine_scalars(op_, dtype_, name(row, u), body.scalar_result(0)), ";\n");
                    continue;
                }
                const std::string tag = concat("_", u);
                code += concat(
                    body.vector_code(u == 0 ? "i" : concat("i + ", u * lanes), tag), name(row, u),
                    " = ", combine_vectors(op_, dtype_, name(row, u), body.vector_result(0, tag)),
                    ";\n");
            }
            return concat("{\n", code, "}\n");
        };
        std::string text =
            concat("for (int phase = 0; phase < ", phases, "; phase += ", together, ") {\n");
        for (int row = 0; row < together; ++row) {
            for (int u = 0; u < wide; ++u)
                text += concat(kind, " ", name(row, u), " = ", identity(op_, dtype_), ";\n");
        }
        text += concat(type_, " next = first + phase;\nfor (; next + ", together - 1,
                       " < end_row; next += ", phases, ") {\n");
        for (int row = 0; row < together; ++row)
            text += add_row(row);
        text += "}\n";
        for (int row = 0; row + 1 < together; ++row)
            text += concat("if (next + ", row, " < end_row)\n", add_row(row));
        for (int row = 0; row < together; ++row) {
            for (int u = 0; u < wide; ++u) {
                const std::string to =
                    concat("(phase + ", row, ") * ", block, " + (int)(i - column) + ", u * lanes);
                text += side == 0 ? concat("sums[", to, "] = ", name(row, u), ";\n")
                                  : concat("vstore16(", name(row, u), ", 0, sums + ", to, ");\n");
            }
        }
        return text + "}\n";
    }

    std::string column_store(const std::string& value, const std::string& column) const {
        if (chunks_ > 1)
            return concat("partial[(chunk * (", type_, ")", kept_count_, ") + above * (", type_,
                          ")", loop_.sizes.back(), " + ", column, "] = ", value, ";\n");
        const auto& access = loop_.stores[0].access;
        std::string place = std::to_string(access.offset);
        for (std::size_t k = 0; k + 1 < kept_.size(); ++k)
            place += concat(" + ", access.strides[kept_[k]], " * i", kept_[k]);
        return concat("v0[", place, " + ", access.strides.back(), " * (", column, ")] = ", value,
                      ";\n");
    }

    /// Adds up the chunks' partial results, in order.
    void combine() {
        KernelLaunch launch;
        launch.arguments = {{Kind::value, loop_.stores[0].access.value},
                            {Kind::scratch, 0},
                            {Kind::number, chunks_}};
        const std::string_view element = type_name(dtype_);
        launch.text = concat(
            "(global ", element, "* v0, global const ", element,
            "* partial, long chunks) {\nconst ", type_, " kept = get_global_id(0);\nif (kept >= (",
            type_, ")", kept_count_, ") return;\n", split_index(type_, "kept", loop_.sizes, kept_),
            element, " sum = partial[kept];\nfor (", type_,
            " chunk = 1; chunk < chunks; ++chunk)\nsum = ",
            combine_scalars(op_, dtype_, "sum",
                            concat("partial[chunk * (", type_, ")", kept_count_, " + kept]")),
            ";\n");
        const auto& access = loop_.stores[0].access;
        std::string place = std::to_string(access.offset);
        for (const std::size_t axis : kept_)
            place += concat(" + ", access.strides[axis], " * i", axis);
        launch.text += concat("v0[", place, "] = sum;\n}\n");
        const std::int64_t group = kept_count_ == 1 ? 1 : style_.group;
        launch.range.global[0] = static_cast<std::size_t>(divided_up(kept_count_, group) * group);
        launch.range.local[0] = static_cast<std::size_t>(group);
        plan_.launches.push_back(std::move(launch));
    }

    const compiler::Schedule& schedule_;
    const LoopKernel& loop_;
    const Style& style_;
    graph::Op op_;
    DType dtype_;
    std::string type_;
    std::vector<std::size_t> kept_, reduced_;
    std::int64_t kept_count_ = 1, reduced_count_ = 1, chunks_ = 1;
    StepPlan plan_;
};

}  // namespace

StepPlan plan_reduction(const compiler::Schedule& schedule, const LoopKernel& loop,
                        const Style& style) {
    return Reduction(schedule, loop, style).plan();
}

}  // namespace gradweave::backends::opencl
