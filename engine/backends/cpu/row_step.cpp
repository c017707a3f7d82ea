// SPDX-License-Identifier: Apache-2.0
// Row kernels, as machine code row by row, or tile by tile.
//
// As tiles, as many rows as fit a tile are worked on together, pass by pass; a row longer than a
// tile goes through each pass tile by tile. The order of every reduction is that of
// reduce_step.cpp.
#include "engine/backends/cpu/jit/machine_loop.h"
#include "engine/backends/cpu/tile_program.h"
#include "engine/core/threads.h"
#include "engine/graph/combination.h"

namespace gradweave::backends::cpu {

using compiler::RowKernel;
using compiler::RowPass;

namespace {

/// Where the elements of one store of a pass go.
struct Target {
    LoopOperand operand;
    std::size_t size;           ///< bytes per element
    int local;                  ///< index, or -1
    Walk walk;                  ///< over the pass's own axes, if not local
    std::size_t temporary = 0;  ///< of a reduction: where results wait in the workspace
    ReduceFunction reduce = nullptr;
    TileFunction combine = nullptr;
};

/// One pass, ready to be run on some rows.
struct Pass {
    bool per_row;
    TileProgram program;
    Axes row_axes;  ///< of the kernel, at least one
    std::vector<Target> targets;
};

/// The pass as a loop; one that is done once per row has no axis along the row.
LoopKernel loop_of(const RowPass& pass, const Axes& sizes) {
    LoopKernel loop = pass.as_loop(sizes);
    if (!pass.per_row) return loop;
    loop.sizes.pop_back();
    loop.reduced.pop_back();
    for (auto& load : loop.loads)
        load.access.strides.pop_back();
    for (auto& store : loop.stores)
        store.access.strides.pop_back();
    return loop;
}

class RowStep final : public CpuStep {
  public:
    explicit RowStep(const RowKernel& kernel)
        : kernel_(kernel),
          row_size_(kernel.row_size()),
          rows_(kernel.rows()),
          block_rows_(std::max<std::int64_t>(1, tile_size / row_size_)),
          task_rows_(std::max<std::int64_t>(1, task_elements / (row_size_ * block_rows_)) *
                     block_rows_) {
        for (const RowPass& pass : kernel_.passes)
            add_pass(pass);
        lay_out_workspace();
        machine_ = jit::MachineRows::make(kernel_);
    }

    const jit::LoopForm* wanted_code() const override {
        return machine_ ? &machine_->form() : nullptr;
    }
    std::int64_t iterations() const override {
        return rows_ * row_size_ * static_cast<std::int64_t>(passes_.size());
    }
    void use_code(jit::LoopFunction function) override { machine_->use(function); }

    void bind(const Places& places) override {
        if (machine_) machine_->bind(places);
        for (std::size_t p = 0; p < passes_.size(); ++p) {
            passes_[p].program.bind(places);
            for (std::size_t i = 0; i < passes_[p].targets.size(); ++i) {
                Target& target = passes_[p].targets[i];
                if (target.local < 0)
                    target.walk.base = places.of(kernel_.passes[p].stores[i].access.value);
            }
        }
    }

    void run() override {
        parallel_for((rows_ + task_rows_ - 1) / task_rows_, [this](std::int64_t task) {
            std::byte* workspace = thread_workspace(workspace_bytes_);
            std::byte* locals[most_locals];
            for (std::size_t i = 0; i < local_offsets_.size(); ++i)
                locals[i] = workspace + local_offsets_[i];
            const std::int64_t end = std::min(rows_, (task + 1) * task_rows_);
            if (machine_ && *machine_) return machine_->run(task * task_rows_, end, locals);
            for (std::int64_t row = task * task_rows_; row < end; row += block_rows_) {
                const std::int64_t count = std::min(block_rows_, end - row);
                for (const Pass& pass : passes_)
                    run_pass(pass, row, count, workspace, locals);
            }
        });
    }

  private:
    static constexpr std::size_t most_locals = 64;

    void add_pass(const RowPass& pass) {
        const LoopKernel loop = loop_of(pass, kernel_.sizes);
        Pass made{pass.per_row, TileProgram(loop, pass.per_row ? 1 : row_size_), kernel_.sizes, {}};
        made.row_axes.pop_back();
        if (made.row_axes.empty()) made.row_axes.push_back(1);
        for (std::size_t i = 0; i < pass.stores.size(); ++i) {
            const auto& store = pass.stores[i];
            const DType dtype = operand_dtype(loop, store.operand);
            Target target{store.operand, size_of(dtype), -1, {}};
            if (store.reduce) {
                target.reduce = find_reduce(*store.reduce, dtype);
                target.combine = find_elementwise(graph::combination_of(*store.reduce), dtype,
                                                  dtype, Scalars::none);
            }
            if (compiler::is_local(store.access.value))
                target.local = static_cast<int>(compiler::local_index(store.access.value));
            else
                target.walk =
                    walk_of(store, pass.per_row || store.reduce, made.row_axes, target.size);
            made.targets.push_back(target);
        }
        passes_.push_back(std::move(made));
    }

    /// The walk of a store, along the rows alone if there is one element per row.
    Walk walk_of(const compiler::RowStore& store, bool per_row, const Axes& row_axes,
                 std::size_t size) const {
        Axes sizes = kernel_.sizes, strides = store.access.strides;
        if (per_row) {
            strides.pop_back();
            if (strides.empty()) strides.push_back(1);
            sizes = row_axes;
        }
        Walk::Kind kind = kind_of(sizes, strides);
        if (kind == Walk::Kind::uniform && sizes == Axes{1}) kind = Walk::Kind::direct;
        return {kind, size, store.access.offset, std::move(strides)};
    }

    /// Registers of the widest program, one more for elements(), then results of reductions, then
    /// locals.
    void lay_out_workspace() {
        std::size_t end = 0;
        for (const Pass& pass : passes_)
            end = std::max(end, pass.program.workspace_bytes());
        spare_ = end;
        end += register_bytes;
        for (Pass& pass : passes_) {
            for (Target& target : pass.targets) {
                if (target.reduce == nullptr) continue;
                target.temporary = end;
                end += aligned(static_cast<std::size_t>(block_rows_) * target.size);
            }
        }
        GW_ASSERT(kernel_.locals.size() <= most_locals);
        for (const auto& local : kernel_.locals) {
            local_offsets_.push_back(end);
            const std::int64_t elements = block_rows_ * (local.whole_row ? row_size_ : 1);
            end += aligned(static_cast<std::size_t>(elements) * size_of(local.dtype));
        }
        workspace_bytes_ = end;
    }

    static std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

    void run_pass(const Pass& pass, std::int64_t row, std::int64_t rows, std::byte* workspace,
                  std::byte* const* locals) const {
        if (pass.per_row) return run_tile(pass, row, rows, row, workspace, locals);
        const std::int64_t start = row * row_size_, end = start + rows * row_size_;
        for (std::int64_t at = start; at < end; at += tile_size)
            run_tile(pass, at, std::min(tile_size, end - at), start, workspace, locals);
        for (const Target& target : pass.targets) {
            if (target.reduce != nullptr)
                put(target, pass.row_axes, row, rows, row, workspace + target.temporary, locals);
        }
    }

    /// Iterations [start, start + count) of a pass; `first` is where its locals begin.
    void run_tile(const Pass& pass, std::int64_t start, std::int64_t count, std::int64_t first,
                  std::byte* workspace, std::byte* const* locals) const {
        const TileLocals tiles{locals, first};
        pass.program.run(start, count, workspace, nullptr, nullptr, 0, &tiles);
        const auto elements = [&](const Target& target) {
            return pass.program.elements(target.operand, start, count, workspace,
                                         workspace + spare_, &tiles);
        };
        // A result may take the place of what is reduced.
        for (const Target& target : pass.targets) {
            if (target.reduce != nullptr)
                reduce(target, elements(target), count, start == first,
                       workspace + target.temporary);
        }
        const Axes& sizes = pass.per_row ? pass.row_axes : kernel_.sizes;
        for (const Target& target : pass.targets) {
            if (target.reduce == nullptr)
                put(target, sizes, start, count, first, elements(target), locals);
        }
    }

    /// Whole rows of a tile, or a tile of one row.
    void reduce(const Target& target, const std::byte* elements, std::int64_t count, bool begins,
                std::byte* results) const {
        if (count < row_size_) {
            alignas(8) std::byte next[8];
            if (begins) return target.reduce(results, elements, count);
            target.reduce(next, elements, count);
            target.combine(results, results, next, nullptr, 1);
            return;
        }
        for (std::int64_t i = 0; i < count / row_size_; ++i) {
            const auto index = static_cast<std::size_t>(i);
            target.reduce(results + index * target.size,
                          elements + index * static_cast<std::size_t>(row_size_) * target.size,
                          row_size_);
        }
    }

    static void put(const Target& target, const Axes& sizes, std::int64_t start, std::int64_t count,
                    std::int64_t first, const std::byte* elements, std::byte* const* locals) {
        const std::size_t bytes = static_cast<std::size_t>(count) * target.size;
        if (target.local >= 0) {
            std::memcpy(
                locals[target.local] + static_cast<std::size_t>(start - first) * target.size,
                elements, bytes);
        } else if (target.walk.kind == Walk::Kind::direct) {
            std::memmove(target.walk.base +
                             static_cast<std::size_t>(target.walk.offset + start) * target.size,
                         elements, bytes);
        } else {
            with_element_size(target.size, [&]<class T>(std::type_identity<T>) {
                copy_out<T>(target.walk, sizes, start, count, elements);
            });
        }
    }

    RowKernel kernel_;
    std::int64_t row_size_, rows_;
    std::int64_t block_rows_;  ///< that a tile works on
    std::int64_t task_rows_;   ///< that a task works on
    std::vector<Pass> passes_;
    std::optional<jit::MachineRows> machine_;
    std::size_t spare_ = 0, workspace_bytes_ = 0;
    std::vector<std::size_t> local_offsets_;
};

}  // namespace

StepPtr make_row_step(const RowKernel& kernel) {
    return std::make_unique<RowStep>(kernel);
}

}  // namespace gradweave::backends::cpu
