// SPDX-License-Identifier: Apache-2.0
// Loops that reduce, as machine code or tile by tile, in the order of reduction_order.h.
#include <numeric>

#include "engine/backends/cpu/jit/machine_loop.h"
#include "engine/backends/cpu/tile_program.h"
#include "engine/backends/reduction_order.h"
#include "engine/core/convert.h"
#include "engine/core/threads.h"
#include "engine/graph/combination.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

namespace {

/// The kernel with its axes in the order a reduction wants: kept axes, reduced axes, and the
/// innermost axis left where it is if it is a kept one.
LoopKernel reduction_order(LoopKernel kernel) {
    std::vector<std::size_t> order, reduced;
    const std::size_t rank = kernel.sizes.size();
    const bool inner_kept = rank > 0 && !kernel.reduced[rank - 1];
    for (std::size_t i = 0; i < rank; ++i) {
        if (kernel.reduced[i])
            reduced.push_back(i);
        else if (!(inner_kept && i + 1 == rank))
            order.push_back(i);
    }
    order.insert(order.end(), reduced.begin(), reduced.end());
    if (inner_kept) order.push_back(rank - 1);
    const auto apply = [&](auto& values) {
        auto sorted = values;
        for (std::size_t i = 0; i < order.size(); ++i)
            sorted[i] = values[order[i]];
        values = std::move(sorted);
    };
    for (auto& load : kernel.loads)
        apply(load.access.strides);
    for (auto& store : kernel.stores)
        apply(store.access.strides);
    apply(kernel.sizes);
    std::vector<bool> flags;
    for (const std::size_t i : order)
        flags.push_back(kernel.reduced[i]);
    kernel.reduced = std::move(flags);
    return kernel;
}

/// A loop that reduces. Seen as [outer, rows, inner]: `rows` are reduced, outer and inner kept, and
/// inner is 1 if the innermost axis is a reduced one. Rows are cut into chunks of a fixed length;
/// each chunk is reduced by one task, then the chunks in order. The order of all additions follows
/// from the sizes alone.
class ReduceStep final : public CpuStep {
  public:
    explicit ReduceStep(const LoopKernel& kernel)
        : program_(reduction_order(kernel)),
          dtype_(operand_dtype(kernel, kernel.stores[0].operand)),
          size_(size_of(dtype_)),
          op_(*kernel.reduce) {
        const LoopKernel& k = program_.kernel();
        inner_kept_ = !k.reduced.back() && k.iterations() != 1;
        for (std::size_t i = 0; i < k.sizes.size(); ++i) {
            if (k.reduced[i]) {
                rows_ *= k.sizes[i];
                continue;
            }
            const bool inner = inner_kept_ && i + 1 == k.sizes.size();
            (inner ? inner_ : outer_) *= k.sizes[i];
            if (!inner) {
                outer_sizes_.push_back(k.sizes[i]);
                outer_strides_.push_back(k.stores[0].access.strides[i]);
            }
        }
        inner_stride_ = inner_kept_ ? k.stores[0].access.strides.back() : 1;
        const ColumnOrder order(inner_);
        width_ = order.width;
        phases_ = order.phases;
        chunk_rows_ = order.chunk_rows;
        blocks_ = inner_ == 0 ? 0 : (inner_ + width_ - 1) / width_;
        chunks_ = std::max<std::int64_t>(1, (rows_ + chunk_rows_ - 1) / chunk_rows_);
        combine_ = find_elementwise(graph::combination_of(op_), dtype_, dtype_, Scalars::none);
        reduce_ = find_reduce(op_, dtype_);
        if (chunks_ > 1) partial_ = Array(dtype_, Shape{outer_ * chunks_, inner_});
        if (k.iterations() > 0) prepare_machine_code();
    }

    const jit::LoopForm* wanted_code() const override {
        return machine_ ? &machine_->form() : nullptr;
    }
    std::int64_t iterations() const override { return outer_ * rows_ * inner_; }
    void use_code(jit::LoopFunction function) override { machine_->use(function); }

    std::uint64_t scratch_bytes() const override { return chunks_ > 1 ? partial_.byte_size() : 0; }

    void bind(const Places& places) override {
        program_.bind(places);
        if (machine_) machine_->bind(places);
        const auto& access = program_.kernel().stores[0].access;
        result_ = places.of(access.value) + static_cast<std::size_t>(access.offset) * size_;
    }

    void run() override {
        if (rows_ == 0) return fill_identity();
        if (inner_ == 1 && chunks_ == 1) return run_rows();
        const std::int64_t parts = outer_ * chunks_ * blocks_;
        const std::int64_t part_elements = std::min(rows_, chunk_rows_) * width_;
        const std::int64_t per_task =
            std::max<std::int64_t>(1, task_elements / std::max<std::int64_t>(part_elements, 1));
        parallel_for((parts + per_task - 1) / per_task, [&](std::int64_t task) {
            const std::int64_t end = std::min(parts, (task + 1) * per_task);
            for (std::int64_t part = task * per_task; part < end; ++part) {
                const std::int64_t block = part % blocks_, chunk = part / blocks_ % chunks_;
                run_chunk(part / blocks_ / chunks_, chunk, block);
            }
        });
        if (chunks_ > 1) combine_chunks();
    }

  private:
    std::byte* result_of(std::int64_t outer) const {
        std::int64_t offset = 0;
        for (std::size_t i = outer_sizes_.size(); i-- > 0;) {
            offset += outer % outer_sizes_[i] * outer_strides_[i];
            outer /= outer_sizes_[i];
        }
        return result_ + static_cast<std::size_t>(offset) * size_;
    }

    const std::byte* tile(std::int64_t start, std::int64_t count, std::byte* workspace) const {
        const LoopOperand& operand = program_.kernel().stores[0].operand;
        std::byte* none = nullptr;
        program_.run(start, count, workspace, &operand, &none, 1);
        return program_.elements(operand, start, count, workspace,
                                 workspace + program_.workspace_bytes());
    }

    /// The program's registers, one for elements() and one for sums, which machine code reads past
    /// by less than a vector.
    std::byte* workspace() const {
        return thread_workspace(program_.workspace_bytes() + 2 * register_bytes + 8 * jit::lanes);
    }

    /// inner = 1 and short rows: several rows a tile.
    void run_rows() {
        const std::int64_t per_tile = std::max<std::int64_t>(1, tile_size / rows_);
        const std::int64_t per_task =
            std::max<std::int64_t>(1, task_elements / (rows_ * per_tile)) * per_tile;
        parallel_for((outer_ + per_task - 1) / per_task, [&](std::int64_t task) {
            std::byte* space = workspace();
            const std::int64_t end = std::min(outer_, (task + 1) * per_task);
            if (machine_ && *machine_) return reduce_rows(task * per_task, end);
            for (std::int64_t row = task * per_task; row < end; row += per_tile) {
                const std::int64_t here = std::min(per_tile, end - row);
                if (rows_ > tile_size) {
                    reduce_range(row * rows_, rows_, result_of(row), space);
                    continue;
                }
                const std::byte* elements = tile(row * rows_, here * rows_, space);
                for (std::int64_t i = 0; i < here; ++i) {
                    reduce_(result_of(row + i),
                            elements + static_cast<std::size_t>(i * rows_) * size_, rows_);
                }
            }
        });
    }

    /// Reduces consecutive iterations to one element.
    void reduce_range(std::int64_t start, std::int64_t count, std::byte* out,
                      std::byte* space) const {
        alignas(8) std::byte next[8];
        for (std::int64_t done = 0; done < count; done += tile_size) {
            const std::int64_t length = std::min(tile_size, count - done);
            const std::byte* elements = tile(start + done, length, space);
            if (done == 0) {
                reduce_(out, elements, length);
            } else {
                reduce_(next, elements, length);
                combine_(out, out, next, nullptr, 1);
            }
        }
    }

    void run_chunk(std::int64_t outer, std::int64_t chunk, std::int64_t block) {
        std::byte* space = workspace();
        const std::int64_t first = chunk * chunk_rows_, last = std::min(rows_, first + chunk_rows_);
        if (inner_ == 1) {
            std::byte* result = partial(outer, chunk, 0);
            if (machine_ && *machine_)
                reduce_part(outer, first, last - first, result);
            else
                reduce_range(outer * rows_ + first, last - first, result, space);
            return;
        }
        const std::int64_t column = block * width_, width = std::min(width_, inner_ - column);
        // Row i adds to running row i % phases: independent sums, and long vectors where rows are
        // narrow.
        std::byte* sums = space + program_.workspace_bytes() + register_bytes;
        fill_with_identity(op_, dtype_, sums, phases_ * width);
        if (machine_ && *machine_) {
            add_columns(outer, first, last, column, width, sums);
        } else {
            // Narrow rows share a tile.
            const std::int64_t per_tile = blocks_ == 1 ? tile_size / width_ / phases_ * phases_ : 1;
            const std::size_t row_bytes = static_cast<std::size_t>(width) * size_;
            for (std::int64_t row = first; row < last; row += per_tile) {
                const std::int64_t here = std::min(per_tile, last - row);
                const std::byte* elements =
                    tile((outer * rows_ + row) * inner_ + column, here * width, space);
                for (std::int64_t i = 0; i < here; i += phases_) {
                    combine_(sums, sums, elements + static_cast<std::size_t>(i) * row_bytes,
                             nullptr, std::min(phases_, here - i) * width);
                }
            }
        }
        for (std::int64_t half = phases_ / 2; half > 0; half /= 2) {
            combine_(sums, sums, sums + static_cast<std::size_t>(half * width) * size_, nullptr,
                     half * width);
        }
        if (chunks_ > 1)
            std::memcpy(partial(outer, chunk, column), sums,
                        static_cast<std::size_t>(width) * size_);
        else
            write_row(outer, column, width, sums);
    }

    /// Rows or columns of one reduced axis become machine code.
    void prepare_machine_code() {
        LoopKernel kernel = program_.kernel();
        reduced_axes_ = static_cast<std::size_t>(
            std::count(kernel.reduced.begin(), kernel.reduced.end(), true));
        if (kernel.sizes.size() + 1 > Shape::max_rank || reduced_axes_ == 0) return;
        const auto kind = inner_kept_ ? jit::LoopForm::Kind::columns : jit::LoopForm::Kind::rows;
        // Blocks of a row that spans axes would begin in the middle of one.
        if (kind == jit::LoopForm::Kind::rows && reduced_axes_ != 1) return;
        if (kernel.sizes.size() < 2) {
            kernel.sizes.insert(kernel.sizes.begin(), 1);
            kernel.reduced.insert(kernel.reduced.begin(), false);
            for (auto& load : kernel.loads)
                load.access.strides.insert(load.access.strides.begin(), 0);
            for (auto& store : kernel.stores)
                store.access.strides.insert(store.access.strides.begin(), 0);
        }
        machine_ = jit::MachineLoop::make(kernel, kind, 2);
        machine_sizes_ = kernel.sizes;
    }

    /// Index along each of the axes [0, count) of the machine loop for the linear index.
    void split(std::int64_t linear, std::size_t begin, std::size_t end, std::int64_t* index) const {
        for (std::size_t axis = end; axis-- > begin;) {
            index[axis] = linear % machine_sizes_[axis];
            linear /= machine_sizes_[axis];
        }
    }

    /// Whole rows [begin, end), inner = 1, as machine code.
    void reduce_rows(std::int64_t begin, std::int64_t end) const {
        const std::size_t rank = machine_sizes_.size();
        std::int64_t first[Shape::max_rank] = {};
        while (begin < end) {
            split(begin, 0, rank - 1, first);
            const std::int64_t here =
                std::min(end - begin, machine_sizes_[rank - 2] - first[rank - 2]);
            const std::int64_t box[] = {here, rows_};
            machine_->run({first, rank}, box);
            begin += here;
        }
    }

    /// A part of one row, inner = 1, as machine code.
    void reduce_part(std::int64_t outer, std::int64_t start, std::int64_t count,
                     std::byte* result) const {
        const std::size_t rank = machine_sizes_.size();
        std::int64_t first[Shape::max_rank] = {};
        split(outer, 0, rank - 1, first);
        first[rank - 1] = start;
        const std::int64_t box[] = {1, count};
        machine_->run({first, rank}, box, jit::MachineLoop::Moved{machine_->store(0), result});
    }

    /// Rows [begin, end) of some columns, added to the running rows by machine code.
    void add_columns(std::int64_t outer, std::int64_t begin, std::int64_t end, std::int64_t column,
                     std::int64_t width, std::byte* sums) const {
        const std::size_t rank = machine_sizes_.size(), reduced = rank - 1 - reduced_axes_;
        std::int64_t first[Shape::max_rank] = {};
        split(outer, 0, reduced, first);
        first[rank - 1] = column;
        for (std::int64_t row = begin; row < end;) {
            split(row, reduced, rank - 1, first);
            const std::int64_t here =
                std::min(end - row, machine_sizes_[rank - 2] - first[rank - 2]);
            const std::int64_t box[] = {here, width};
            machine_->run({first, rank}, box, {}, {sums, row - begin, phases_});
            row += here;
        }
    }

    std::byte* partial(std::int64_t outer, std::int64_t chunk, std::int64_t column) {
        return partial_.data() +
               static_cast<std::size_t>((outer * chunks_ + chunk) * inner_ + column) * size_;
    }

    void combine_chunks() {
        for (std::int64_t outer = 0; outer < outer_; ++outer) {
            std::byte* sums = partial(outer, 0, 0);
            for (std::int64_t chunk = 1; chunk < chunks_; ++chunk) {
                combine_(sums, sums, partial(outer, chunk, 0), nullptr, inner_);
            }
            write_row(outer, 0, inner_, sums);
        }
    }

    void write_row(std::int64_t outer, std::int64_t column, std::int64_t width,
                   const std::byte* sums) const {
        std::byte* out =
            result_of(outer) + static_cast<std::size_t>(column * inner_stride_) * size_;
        if (inner_stride_ == 1) {
            std::memcpy(out, sums, static_cast<std::size_t>(width) * size_);
            return;
        }
        for (std::int64_t i = 0; i < width; ++i) {
            std::memcpy(out + static_cast<std::size_t>(i * inner_stride_) * size_,
                        sums + static_cast<std::size_t>(i) * size_, size_);
        }
    }

    /// Sums of nothing are 0, products 1; the shape rules allow no maximum of nothing.
    void fill_identity() {
        visit_dtype(dtype_, [&]<class T>(std::type_identity<T>) {
            const T identity = op_ == Op::reduce_prod ? T(1) : T(0);
            for (std::int64_t o = 0; o < outer_; ++o) {
                for (std::int64_t i = 0; i < inner_; ++i) {
                    reinterpret_cast<T*>(result_of(o))[i * inner_stride_] = identity;
                }
            }
        });
    }

    TileProgram program_;
    std::optional<jit::MachineLoop> machine_;
    Axes machine_sizes_;
    std::size_t reduced_axes_ = 0;
    bool inner_kept_ = false;
    std::int64_t phases_ = 1;  ///< running rows
    DType dtype_;
    std::size_t size_;
    Op op_;
    std::int64_t outer_ = 1, rows_ = 1, inner_ = 1, width_ = 1, blocks_ = 1, chunk_rows_ = 1,
                 chunks_ = 1;
    Axes outer_sizes_, outer_strides_;
    std::int64_t inner_stride_ = 1;
    TileFunction combine_;
    ReduceFunction reduce_;
    Array partial_;
    std::byte* result_ = nullptr;
};
}  // namespace

StepPtr make_reduce_step(const LoopKernel& kernel) {
    return std::make_unique<ReduceStep>(kernel);
}

}  // namespace gradweave::backends::cpu
