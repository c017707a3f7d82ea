// SPDX-License-Identifier: Apache-2.0
// Kernels that walk each row several times: softmax, cross-entropy, norms. What the walks hand on
// to each other stays in private memory on processors, where one work item does whole rows, and in
// local memory on graphics cards, where a work group does one.
#include <algorithm>

#include "engine/backends/opencl/render/body.h"
#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/lane_sums.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::LoopKernel;
using compiler::RowKernel;
using compiler::RowPass;
using Kind = KernelArgument::Kind;

namespace {

/// Elements that one work item of a processor does.
constexpr std::int64_t item_elements = 4096;
/// Rows up to here are done by one work item of a graphics card.
constexpr std::int64_t short_row = 64;
/// Rows that are handed on and are larger than this together go to a workspace.
constexpr std::uint64_t most_private = 256u << 10, most_shared = 16u << 10;

class RowPlan {
  public:
    RowPlan(const compiler::Schedule& schedule, const RowKernel& kernel, const Style& style)
        : schedule_(schedule),
          kernel_(kernel),
          parameters_(schedule),
          length_(kernel.row_size()),
          rows_(kernel.rows()),
          shared_(!style.processor && length_ > short_row),
          processor_(style.processor) {
        type_ = "int";
        for (const bool stored : {true, false}) {
            for (const RowPass& pass : kernel.passes) {
                const LoopKernel loop = pass.as_loop(kernel.sizes);
                if (needs_long_indices(schedule, loop)) type_ = "long";
                for (const auto& store : loop.stores)
                    if (stored) parameters_.add(store.access.value, true);
                for (const auto& load : loop.loads)
                    if (!stored) parameters_.add(load.access.value, false);
            }
        }
        per_item_ = style.processor ? std::max<std::int64_t>(1, item_elements / length_) : 1;
        items_ = (rows_ + per_item_ - 1) / per_item_;
        group_ = style.group;
        while (shared_ && group_ / 2 >= length_)
            group_ /= 2;
        in_workspace_ = kernel.local_bytes() > (shared_ ? most_shared : most_private);
        axes_ = first_axes(kernel.sizes.size() - 1);
    }

    StepPlan plan() {
        if (kernel_.iterations() == 0) return {};
        KernelLaunch launch;
        std::string parameters = parameters_.text();
        launch.arguments = parameters_.arguments();
        std::string text = locals(parameters, launch.arguments);
        if (shared_) {
            text += concat("const int id = get_local_id(0);\nconst ", type_,
                           " row = get_group_id(0);\n",
                           split_index(type_, "row", kernel_.sizes, axes_), trees());
        } else {
            text += concat("for (", type_, " row = item * ", per_item_, "; row < min((item + 1) * ",
                           per_item_, ", (", type_, ")", rows_, "); ++row) {\n",
                           split_index(type_, "row", kernel_.sizes, axes_));
        }
        for (const RowPass& pass : kernel_.passes) {
            const LoopKernel loop = pass.as_loop(kernel_.sizes);
            text += concat("{\n",
                           pass.per_row ? once(loop)
                           : shared_    ? by_group(pass, loop)
                                        : by_item(pass, loop),
                           "}\n");
        }
        if (!shared_) text += "}\n";
        launch.text = concat("(", parameters, ") {\n", shared_ ? "" : start(), text, "}\n");
        const std::int64_t local = shared_ ? group_ : processor_ || items_ == 1 ? 1 : group_;
        const std::int64_t global = shared_ ? rows_ * group_ : (items_ + local - 1) / local * local;
        launch.range.global[0] = static_cast<std::size_t>(global);
        launch.range.local[0] = static_cast<std::size_t>(local);
        plan_.launches.push_back(std::move(launch));
        return std::move(plan_);
    }

  private:
    std::string start() const {
        return concat("const ", type_, " item = get_global_id(0);\nif (item >= ", items_,
                      ") return;\n");
    }

    /// Declares what passes hand on: w3 a row, o4 one element.
    std::string locals(std::string& parameters, std::vector<KernelArgument>& arguments) {
        std::string text;
        for (std::size_t i = 0; i < kernel_.locals.size(); ++i) {
            const auto& local = kernel_.locals[i];
            const std::string_view element = type_name(local.dtype);
            if (!local.whole_row) {
                text += concat(element, " o", i, ";\n");
            } else if (in_workspace_) {
                const std::int64_t copies = shared_ ? rows_ : items_;
                plan_.scratch.push_back(static_cast<std::uint64_t>(copies * length_) *
                                        size_of(local.dtype));
                const auto number = static_cast<std::int64_t>(plan_.scratch.size()) - 1;
                arguments.push_back({Kind::scratch, number});
                parameters += concat(", global ", element, "* all", i);
                text += concat("global ", element, "* w", i, " = all", i, " + ",
                               shared_ ? "get_group_id(0)" : "(long)item", " * ", length_, ";\n");
            } else {
                text += concat(shared_ ? "local " : "", element, " w", i, "[", length_, "];\n");
            }
        }
        return text;
    }

    /// Local memory for reductions, one array for each type that is reduced.
    std::string trees() const {
        std::string text;
        for (int type = 0; type < dtype_count; ++type) {
            const auto dtype = static_cast<DType>(type);
            const bool used =
                std::any_of(kernel_.passes.begin(), kernel_.passes.end(), [&](const RowPass& pass) {
                    const LoopKernel loop = pass.as_loop(kernel_.sizes);
                    return std::any_of(pass.stores.begin(), pass.stores.end(), [&](const auto& s) {
                        return s.reduce && operand_dtype(loop, s.operand) == dtype;
                    });
                });
            if (used)
                text += concat("local ", type_name(dtype), " tree_", gradweave::name_of(dtype), "[",
                               group_, "];\n");
        }
        return text;
    }

    OwnPlaces own() const {
        return [this](compiler::ValueId id, const std::string& index) -> std::string {
            if (!compiler::is_local(id)) return {};
            const std::size_t i = compiler::local_index(id);
            if (!kernel_.locals[i].whole_row) return concat("o", i);
            return concat("w", i, "[", shared_ ? concat("i", kernel_.sizes.size() - 1) : index,
                          "]");
        };
    }

    /// A statement that only one work item of the row does, unless it is for all of them. The value
    /// may have taken the place of one that the others are still to read, and they may read it
    /// next.
    std::string by_one(compiler::ValueId id, const std::string& statement) const {
        constexpr const char* meet = "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);\n";
        if (!shared_ || compiler::is_local(id)) return statement;
        return concat(meet, "if (id == 0) { ", statement, "}\n", meet);
    }

    std::string once(const LoopKernel& loop) const {
        const BodyText body(schedule_, loop, -1, parameters_, own());
        std::string text = body.begin();
        for (std::size_t i = 0; i < loop.stores.size(); ++i)
            text += by_one(loop.stores[i].access.value, body.scalar_store(i, "0"));
        return text;
    }

    static std::string named(const char* name, std::size_t i) { return concat(name, i); }

    /// Where the reduction of store i goes.
    std::string keep(const BodyText& body, const LoopKernel& loop, std::size_t i,
                     const std::string& value) const {
        const auto id = loop.stores[i].access.value;
        return by_one(id, concat(body.store_place(i), " = ", value, ";\n"));
    }

    /// One work item: of a processor in the order of reduction_order.h, of a graphics card element
    /// by element.
    std::string by_item(const RowPass& pass, const LoopKernel& loop) const {
        const BodyText body(schedule_, loop, static_cast<int>(loop.sizes.size()) - 1, parameters_,
                            own());
        std::vector<LaneSums::Reduced> reduced;
        std::vector<std::size_t> stored;
        for (std::size_t i = 0; i < pass.stores.size(); ++i) {
            if (pass.stores[i].reduce)
                reduced.push_back(
                    {i, *pass.stores[i].reduce, operand_dtype(loop, pass.stores[i].operand)});
            else
                stored.push_back(i);
        }
        const std::string end = std::to_string(length_);
        std::string text = body.begin();
        if (reduced.empty())
            text += stores_of(body, stored);
        else if (processor_)
            text += LaneSums(body, type_, reduced, stored, true)
                        .reduce("0", end, length_, concat("const ", type_, " i = r;\n"));
        else
            text += one_by_one(body, reduced, stored);
        for (const auto& r : reduced)
            text += keep(body, loop, r.store, named("sum", r.store));
        return text;
    }

    std::string stores_of(const BodyText& body, const std::vector<std::size_t>& stored) const {
        std::string vector, scalar;
        for (const std::size_t store : stored) {
            vector += body.vectorizes() ? body.vector_store(store, "i", "") : "";
            scalar += body.scalar_store(store, "i");
        }
        std::string text = concat(type_, " i = 0;\n");
        if (processor_ && body.vectorizes())
            text += concat("for (; i + 16 <= ", length_, "; i += 16) {\n",
                           body.vector_code("i", ""), vector, "}\n");
        return text +
               concat("for (; i < ", length_, "; ++i) {\n", body.scalar_code("i"), scalar, "}\n");
    }

    std::string one_by_one(const BodyText& body, const std::vector<LaneSums::Reduced>& reduced,
                           const std::vector<std::size_t>& stored) const {
        std::string before, inside;
        for (const auto& r : reduced) {
            const std::string sum = named("sum", r.store);
            before += concat(type_name(r.dtype), " ", sum, " = ", identity(r.op, r.dtype), ";\n");
            inside +=
                concat(sum, " = ", combine_scalars(r.op, r.dtype, sum, body.scalar_result(r.store)),
                       ";\n");
        }
        for (const std::size_t store : stored)
            inside += body.scalar_store(store, "i");
        return concat(before, "for (", type_, " i = 0; i < ", length_, "; ++i) {\n",
                      body.scalar_code("i"), inside, "}\n");
    }

    /// A work group: each item takes every so many-th element, their sums meet in a tree.
    std::string by_group(const RowPass& pass, const LoopKernel& loop) const {
        const BodyText body(schedule_, loop, -1, parameters_, own());
        const std::size_t inner = loop.sizes.size() - 1;
        std::string before, inside, after;
        for (std::size_t i = 0; i < pass.stores.size(); ++i) {
            if (!pass.stores[i].reduce) {
                inside += body.scalar_store(i, "");
                continue;
            }
            const graph::Op op = *pass.stores[i].reduce;
            const DType dtype = operand_dtype(loop, pass.stores[i].operand);
            const std::string sum = named("sum", i),
                              tree = concat("tree_", gradweave::name_of(dtype));
            before += concat(type_name(dtype), " ", sum, " = ", identity(op, dtype), ";\n");
            inside +=
                concat(sum, " = ", combine_scalars(op, dtype, sum, body.scalar_result(i)), ";\n");
            after +=
                concat(tree, "[id] = ", sum,
                       ";\nbarrier(CLK_LOCAL_MEM_FENCE);\nfor (int width = ", group_ / 2,
                       "; width > 0; width /= 2) {\nif (id < width) ", tree,
                       "[id] = ", combine_scalars(op, dtype, tree + "[id]", tree + "[id + width]"),
                       ";\nbarrier(CLK_LOCAL_MEM_FENCE);\n}\n", sum, " = ", tree,
                       "[0];\nbarrier(CLK_LOCAL_MEM_FENCE);\n", keep(body, loop, i, sum));
        }
        return concat(before, "for (", type_, " i", inner, " = id; i", inner, " < ", length_, "; i",
                      inner, " += ", group_, ") {\n", body.begin(), inside, "}\n", after);
    }

    const compiler::Schedule& schedule_;
    const RowKernel& kernel_;
    ParameterList parameters_;
    std::int64_t length_, rows_;
    bool shared_;  ///< a work group does a row
    bool processor_;
    std::int64_t per_item_ = 1, items_ = 1, group_ = 1;
    bool in_workspace_ = false;
    std::string type_;
    std::vector<std::size_t> axes_;
    StepPlan plan_;
};

}  // namespace

StepPlan plan_rows(const compiler::Schedule& schedule, const RowKernel& kernel,
                   const Style& style) {
    return RowPlan(schedule, kernel, style).plan();
}

}  // namespace gradweave::backends::opencl
