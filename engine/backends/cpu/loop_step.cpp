// SPDX-License-Identifier: Apache-2.0
// Runs a loop kernel tile by tile: each operation of the body over about a thousand elements, which
// stay in the first cache, then the next operation.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/convert.h"
#include "engine/core/threads.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

namespace {

/// Elements that one task works on; a fixed number, so that results do not depend on the threads.
constexpr std::int64_t task_elements = 32 * tile_size;
/// A register of the tile machine, large enough for any type.
constexpr std::size_t register_bytes = tile_size * 8;

/// An access relative to the loop's linear iteration number.
struct Walk {
    enum class Kind { direct, uniform, strided };
    Kind kind;
    std::size_t size;  ///< bytes per element
    std::int64_t offset;
    Axes strides;
    std::byte* base = nullptr;  ///< of the value; null for index loads
};

Walk::Kind kind_of(const Axes& sizes, const Axes& strides) {
    if (std::all_of(strides.begin(), strides.end(), [](auto s) { return s == 0; }))
        return Walk::Kind::uniform;
    std::int64_t dense = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        if (strides[i] != dense) return Walk::Kind::strided;
        dense *= sizes[i];
    }
    return Walk::Kind::direct;
}

/// Visits the iterations [start, start + count) as runs along the innermost axis:
/// f(position of the run in the tile, offset in elements, length).
template <class F>
void for_each_run(const Axes& sizes, const Axes& strides, std::int64_t start, std::int64_t count,
                  F&& f) {
    constexpr std::size_t most = Shape::max_rank;
    std::int64_t index[most];
    const std::size_t rank = sizes.size();
    std::int64_t offset = 0, rest = start;
    for (std::size_t i = rank; i-- > 0;) {
        index[i] = rest % sizes[i];
        rest /= sizes[i];
        offset += index[i] * strides[i];
    }
    const std::size_t inner = rank - 1;
    std::int64_t done = 0;
    for (;;) {
        const std::int64_t length = std::min(sizes[inner] - index[inner], count - done);
        f(done, offset, length);
        done += length;
        if (done == count) return;
        // The inner axis is at its end: carry into the outer ones.
        offset -= index[inner] * strides[inner];
        index[inner] = 0;
        for (std::size_t axis = inner; axis-- > 0;) {
            offset += strides[axis];
            if (++index[axis] < sizes[axis]) break;
            offset -= sizes[axis] * strides[axis];
            index[axis] = 0;
        }
    }
}

template <class T>
void copy_in(const Walk& walk, const Axes& sizes, std::int64_t start, std::int64_t count,
             std::byte* tile) {
    const auto* base = reinterpret_cast<const T*>(walk.base) + walk.offset;
    auto* out = reinterpret_cast<T*>(tile);
    const std::int64_t step = walk.strides.back();
    for_each_run(sizes, walk.strides, start, count,
                 [&](std::int64_t at, std::int64_t offset, std::int64_t length) {
                     const T* from = base + offset;
                     T* to = out + at;
                     if (step == 1) {
                         for (std::int64_t i = 0; i < length; ++i)
                             to[i] = from[i];
                     } else if (step == 0) {
                         std::fill(to, to + length, *from);
                     } else {
                         for (std::int64_t i = 0; i < length; ++i)
                             to[i] = from[i * step];
                     }
                 });
}

template <class T>
void copy_out(const Walk& walk, const Axes& sizes, std::int64_t start, std::int64_t count,
              const std::byte* tile) {
    auto* base = reinterpret_cast<T*>(walk.base) + walk.offset;
    const auto* in = reinterpret_cast<const T*>(tile);
    const std::int64_t step = walk.strides.back();
    for_each_run(sizes, walk.strides, start, count,
                 [&](std::int64_t at, std::int64_t offset, std::int64_t length) {
                     for (std::int64_t i = 0; i < length; ++i)
                         base[offset + i * step] = in[at + i];
                 });
}

/// Calls f with an unsigned type of this size; moving elements needs no more than that.
template <class F>
void with_element_size(std::size_t size, F&& f) {
    switch (size) {
        case 1:
            return f(std::type_identity<std::uint8_t>{});
        case 4:
            return f(std::type_identity<std::uint32_t>{});
        default:
            return f(std::type_identity<std::uint64_t>{});
    }
}

/// The body of a loop, ready to be run on a range of iterations.
class TileProgram {
  public:
    explicit TileProgram(const LoopKernel& kernel) : kernel_(kernel) {
        if (kernel_.sizes.empty()) {
            // A single iteration still has one axis, so that runs have something to run along.
            kernel_.sizes = {1};
            for (auto& load : kernel_.loads)
                load.access.strides = {0};
            for (auto& store : kernel_.stores)
                store.access.strides = {0};
            kernel_.reduced = {false};
        }
        for (const auto& load : kernel_.loads) {
            loads_.push_back({load.is_index() ? Walk::Kind::strided
                                              : kind_of(kernel_.sizes, load.access.strides),
                              size_of(load.dtype), load.access.offset, load.access.strides});
        }
        store_constants();
        assign_registers();
    }

    const LoopKernel& kernel() const { return kernel_; }

    void bind(const Places& places) {
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            const auto& load = kernel_.loads[i];
            if (!load.is_index()) loads_[i].base = places.of(load.access.value);
        }
    }

    bool reads_from(const std::byte* base) const {
        return std::any_of(loads_.begin(), loads_.end(),
                           [&](const Walk& load) { return load.base == base; });
    }

    std::size_t workspace_bytes() const { return registers_ * register_bytes; }

    /// Computes the iterations [start, start + count), count <= tile_size. Results may be written
    /// to `direct[i]` (operand of store i) where that is not null.
    void run(std::int64_t start, std::int64_t count, std::byte* workspace,
             const LoopOperand* results, std::byte* const* direct, std::size_t result_count) const {
        for (const auto& fill : fills_)
            load_tile(fill.index, start, count, workspace + fill.reg * register_bytes);
        for (std::size_t i = 0; i < code_.size(); ++i) {
            const Code& code = code_[i];
            std::byte* out = workspace + code.reg * register_bytes;
            for (std::size_t r = 0; r < result_count; ++r) {
                if (direct[r] != nullptr && results[r].kind == LoopOperand::Kind::instruction &&
                    results[r].index == static_cast<int>(i)) {
                    out = direct[r];
                }
            }
            const std::byte* operand[3] = {nullptr, nullptr, nullptr};
            for (int k = 0; k < code.operand_count; ++k) {
                const auto slot = static_cast<std::size_t>(k);
                operand[slot] = address(code.operands[slot], start, workspace, code.splat[slot]);
                for (std::size_t r = 0; r < result_count; ++r) {
                    if (direct[r] != nullptr && results[r] == code.operands[slot])
                        operand[slot] = direct[r];
                }
                if (code.splat[slot] != no_register)
                    splat(code, slot, operand[slot], count, workspace);
                if (code.splat[slot] != no_register)
                    operand[slot] = workspace + code.splat[slot] * register_bytes;
            }
            code.function(out, operand[0], operand[1], operand[2], count);
        }
    }

    /// The elements of an operand after run(): in place where they are contiguous, else in `tile`.
    const std::byte* elements(const LoopOperand& operand, std::int64_t start, std::int64_t count,
                              std::byte* workspace, std::byte* tile) const {
        const std::byte* at = address(operand, start, workspace, no_register);
        if (!is_scalar(operand)) return at;
        fill_tile(tile, at, size_of(operand_dtype(kernel_, operand)), count);
        return tile;
    }

  private:
    static constexpr std::size_t no_register = ~std::size_t{0};

    struct Code {
        TileFunction function;
        std::array<LoopOperand, 3> operands;
        std::array<std::size_t, 3>
            splat;  ///< register that a scalar operand is spread over, if it must be
        int operand_count;
        std::size_t reg;
    };
    struct Fill {
        std::size_t index;  ///< of the load
        std::size_t reg;
    };

    bool is_scalar(const LoopOperand& operand) const {
        if (operand.kind == LoopOperand::Kind::constant) return true;
        return operand.kind == LoopOperand::Kind::load &&
               loads_[static_cast<std::size_t>(operand.index)].kind == Walk::Kind::uniform;
    }

    void store_constants() {
        constants_.resize(kernel_.constants.size() * 8);
        for (std::size_t i = 0; i < kernel_.constants.size(); ++i) {
            const auto& constant = kernel_.constants[i];
            visit_dtype(constant.dtype, [&]<class T>(std::type_identity<T>) {
                const T element = constant.value.is_integer()
                                      ? convert<T>(constant.value.as_integer())
                                      : convert<T>(constant.value.as_double());
                std::memcpy(constants_.data() + i * 8, &element, sizeof element);
            });
        }
    }

    void assign_registers() {
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            load_register_.push_back(no_register);
            if (loads_[i].kind == Walk::Kind::strided) {
                load_register_[i] = registers_++;
                fills_.push_back({i, load_register_[i]});
            }
        }
        // An instruction's register is free again after its last use; results are used by the
        // stores.
        std::vector<std::size_t> last_use(kernel_.code.size(), 0);
        for (std::size_t i = 0; i < kernel_.code.size(); ++i) {
            const auto& code = kernel_.code[i];
            for (int k = 0; k < code.operand_count; ++k) {
                const auto& operand = code.operands[static_cast<std::size_t>(k)];
                if (operand.kind == LoopOperand::Kind::instruction)
                    last_use[static_cast<std::size_t>(operand.index)] = i;
            }
        }
        for (const auto& store : kernel_.stores) {
            if (store.operand.kind == LoopOperand::Kind::instruction) {
                last_use[static_cast<std::size_t>(store.operand.index)] = kernel_.code.size();
            }
        }
        std::vector<std::size_t> free;
        for (std::size_t i = 0; i < kernel_.code.size(); ++i) {
            const auto& instruction = kernel_.code[i];
            Code code{};
            code.operands = instruction.operands;
            code.operand_count = instruction.operand_count;
            code.splat.fill(no_register);
            unsigned scalars = 0;
            for (int k = 0; k < code.operand_count; ++k) {
                if (is_scalar(code.operands[static_cast<std::size_t>(k)])) scalars |= 1u << k;
            }
            // Functions take few combinations of scalars: spread operands out until one fits.
            for (int k = 0; code.function == nullptr; ++k) {
                code.function = find_elementwise(instruction.op, instruction.operand_type,
                                                 instruction.result_type, scalars);
                if (code.function != nullptr) break;
                GW_ASSERT(k < code.operand_count);
                if ((scalars & (1u << k)) != 0) {
                    scalars &= ~(1u << k);
                    code.splat[static_cast<std::size_t>(k)] = registers_++;
                }
            }
            if (free.empty()) {
                code.reg = registers_++;
            } else {
                code.reg = free.back();
                free.pop_back();
            }
            code_.push_back(code);
            for (int k = 0; k < code.operand_count; ++k) {
                const auto& operand = code.operands[static_cast<std::size_t>(k)];
                if (operand.kind != LoopOperand::Kind::instruction) continue;
                const auto source = static_cast<std::size_t>(operand.index);
                const std::size_t reg = code_[source].reg;
                const bool listed = std::find(free.begin(), free.end(), reg) != free.end();
                if (last_use[source] == i && !listed) free.push_back(reg);
            }
        }
    }

    const std::byte* address(const LoopOperand& operand, std::int64_t start, std::byte* workspace,
                             std::size_t) const {
        const auto index = static_cast<std::size_t>(operand.index);
        switch (operand.kind) {
            case LoopOperand::Kind::constant:
                return constants_.data() + index * 8;
            case LoopOperand::Kind::instruction:
                return workspace + code_[index].reg * register_bytes;
            case LoopOperand::Kind::load:
                break;
        }
        const Walk& load = loads_[index];
        switch (load.kind) {
            case Walk::Kind::direct:
                return load.base + static_cast<std::size_t>(load.offset + start) * load.size;
            case Walk::Kind::uniform:
                return load.base + static_cast<std::size_t>(load.offset) * load.size;
            case Walk::Kind::strided:
                break;
        }
        return workspace + load_register_[index] * register_bytes;
    }

    static void fill_tile(std::byte* tile, const std::byte* element, std::size_t size,
                          std::int64_t count) {
        with_element_size(size, [&]<class T>(std::type_identity<T>) {
            T value;
            std::memcpy(&value, element, sizeof value);
            std::fill_n(reinterpret_cast<T*>(tile), count, value);
        });
    }

    void splat(const Code& code, std::size_t k, const std::byte* element, std::int64_t count,
               std::byte* workspace) const {
        fill_tile(workspace + code.splat[k] * register_bytes, element,
                  size_of(operand_dtype(kernel_, code.operands[k])), count);
    }

    void load_tile(std::size_t index, std::int64_t start, std::int64_t count,
                   std::byte* tile) const {
        const Walk& load = loads_[index];
        if (kernel_.loads[index].is_index()) {
            auto* out = reinterpret_cast<std::int64_t*>(tile);
            const std::int64_t step = load.strides.back();
            for_each_run(kernel_.sizes, load.strides, start, count,
                         [&](std::int64_t at, std::int64_t offset, std::int64_t length) {
                             for (std::int64_t i = 0; i < length; ++i)
                                 out[at + i] = load.offset + offset + i * step;
                         });
            return;
        }
        with_element_size(load.size, [&]<class T>(std::type_identity<T>) {
            copy_in<T>(load, kernel_.sizes, start, count, tile);
        });
    }

    LoopKernel kernel_;
    std::vector<Walk> loads_;
    std::vector<std::byte> constants_;
    std::vector<std::size_t> load_register_;
    std::vector<Fill> fills_;
    std::vector<Code> code_;
    std::size_t registers_ = 0;
};

/// A loop that stores one or more results per iteration.
class MapStep final : public CpuStep {
  public:
    explicit MapStep(const LoopKernel& kernel)
        : program_(kernel), iterations_(kernel.iterations()) {
        const auto& stores = program_.kernel().stores;
        GW_ASSERT(stores.size() <= LoopKernel::most_stores);
        for (const auto& store : stores) {
            operands_.push_back(store.operand);
            const DType dtype = operand_dtype(program_.kernel(), store.operand);
            Walk::Kind kind = kind_of(program_.kernel().sizes, store.access.strides);
            if (iterations_ == 1) kind = Walk::Kind::direct;
            stores_.push_back({kind, size_of(dtype), store.access.offset, store.access.strides});
        }
    }

    void bind(const Places& places) override {
        program_.bind(places);
        const auto& kernel = program_.kernel();
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            stores_[i].base = places.of(kernel.stores[i].access.value);
            // With several results, one of them may overwrite what the next is computed from.
            const bool last = stores_.size() == 1 &&
                              operands_[i].index + 1 == static_cast<int>(kernel.code.size());
            direct_.resize(stores_.size());
            direct_[i] = stores_[i].kind == Walk::Kind::direct &&
                         operands_[i].kind == LoopOperand::Kind::instruction &&
                         (last || !program_.reads_from(stores_[i].base));
        }
    }

    void run() override {
        const std::int64_t tasks = (iterations_ + task_elements - 1) / task_elements;
        parallel_for(tasks, [this](std::int64_t task) {
            std::byte* workspace = thread_workspace(program_.workspace_bytes() + register_bytes);
            const std::int64_t end = std::min(iterations_, (task + 1) * task_elements);
            for (std::int64_t start = task * task_elements; start < end; start += tile_size) {
                run_tile(start, std::min(tile_size, end - start), workspace);
            }
        });
    }

  private:
    void run_tile(std::int64_t start, std::int64_t count, std::byte* workspace) const {
        std::byte* direct[LoopKernel::most_stores] = {};
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            const Walk& store = stores_[i];
            if (direct_[i])
                direct[i] =
                    store.base + static_cast<std::size_t>(store.offset + start) * store.size;
        }
        program_.run(start, count, workspace, operands_.data(), direct, stores_.size());
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            if (direct_[i]) continue;
            const Walk& store = stores_[i];
            const std::byte* tile = program_.elements(operands_[i], start, count, workspace,
                                                      workspace + program_.workspace_bytes());
            if (store.kind == Walk::Kind::direct) {
                std::memmove(
                    store.base + static_cast<std::size_t>(store.offset + start) * store.size, tile,
                    static_cast<std::size_t>(count) * store.size);
            } else {
                with_element_size(store.size, [&]<class T>(std::type_identity<T>) {
                    copy_out<T>(store, program_.kernel().sizes, start, count, tile);
                });
            }
        }
    }

    TileProgram program_;
    std::int64_t iterations_;
    std::vector<LoopOperand> operands_;
    std::vector<Walk> stores_;
    std::vector<bool> direct_;
};

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
        const bool inner_kept = !k.reduced.back() && k.iterations() != 1;
        for (std::size_t i = 0; i < k.sizes.size(); ++i) {
            if (k.reduced[i]) {
                rows_ *= k.sizes[i];
                continue;
            }
            const bool inner = inner_kept && i + 1 == k.sizes.size();
            (inner ? inner_ : outer_) *= k.sizes[i];
            if (!inner) {
                outer_sizes_.push_back(k.sizes[i]);
                outer_strides_.push_back(k.stores[0].access.strides[i]);
            }
        }
        inner_stride_ = inner_kept ? k.stores[0].access.strides.back() : 1;
        width_ = std::min(inner_, tile_size);
        blocks_ = inner_ == 0 ? 0 : (inner_ + width_ - 1) / width_;
        chunk_rows_ =
            std::max<std::int64_t>(1, 2 * task_elements / std::max<std::int64_t>(width_, 1));
        chunks_ = std::max<std::int64_t>(1, (rows_ + chunk_rows_ - 1) / chunk_rows_);
        combine_ = find_elementwise(combination(op_), dtype_, dtype_, Scalars::none);
        reduce_ = find_reduce(op_, dtype_);
        if (chunks_ > 1) partial_ = Array(dtype_, Shape{outer_ * chunks_, inner_});
    }

    std::uint64_t scratch_bytes() const override { return chunks_ > 1 ? partial_.byte_size() : 0; }

    void bind(const Places& places) override {
        program_.bind(places);
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
    static Op combination(Op op) {
        switch (op) {
            case Op::reduce_sum:
                return Op::add;
            case Op::reduce_prod:
                return Op::mul;
            case Op::reduce_max:
                return Op::max;
            default:
                return Op::min;
        }
    }

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

    /// The program's registers, one for elements(), one for add_rows() and one for sums.
    std::byte* workspace() const {
        return thread_workspace(program_.workspace_bytes() + 3 * register_bytes);
    }

    /// inner = 1 and short rows: several rows a tile.
    void run_rows() {
        const std::int64_t per_tile = std::max<std::int64_t>(1, tile_size / rows_);
        const std::int64_t per_task =
            std::max<std::int64_t>(1, task_elements / (rows_ * per_tile)) * per_tile;
        parallel_for((outer_ + per_task - 1) / per_task, [&](std::int64_t task) {
            std::byte* space = workspace();
            const std::int64_t end = std::min(outer_, (task + 1) * per_task);
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
            reduce_range(outer * rows_ + first, last - first, partial(outer, chunk, 0), space);
            return;
        }
        const std::int64_t column = block * width_, width = std::min(width_, inner_ - column);
        // Narrow rows share a tile.
        const std::int64_t per_tile = blocks_ == 1 ? tile_size / width_ : 1;
        std::byte* halves = space + program_.workspace_bytes() + register_bytes;
        std::byte* sums = halves + register_bytes;
        for (std::int64_t row = first; row < last; row += per_tile) {
            const std::int64_t here = std::min(per_tile, last - row);
            const std::byte* elements =
                tile((outer * rows_ + row) * inner_ + column, here * width, space);
            elements = add_rows(elements, here, width, halves);
            if (row == first)
                std::memcpy(sums, elements, static_cast<std::size_t>(width) * size_);
            else
                combine_(sums, sums, elements, nullptr, width);
        }
        if (chunks_ > 1)
            std::memcpy(partial(outer, chunk, column), sums,
                        static_cast<std::size_t>(width) * size_);
        else
            write_row(outer, column, width, sums);
    }

    /// Combines the rows of a tile by halves: long vectors, and few roundings. Returns where the
    /// one row left is: in `space`, or in `elements` if it was the only one.
    const std::byte* add_rows(const std::byte* elements, std::int64_t rows, std::int64_t width,
                              std::byte* space) const {
        const std::size_t row_bytes = static_cast<std::size_t>(width) * size_;
        while (rows > 1) {
            const std::int64_t half = rows / 2, kept = rows - half;
            const auto position = [&](std::int64_t row) {
                return static_cast<std::size_t>(row) * row_bytes;
            };
            combine_(space, elements, elements + position(kept), nullptr, half * width);
            if (kept > half && elements != space)
                std::memcpy(space + position(half), elements + position(half), row_bytes);
            elements = space;
            rows = kept;
        }
        return elements;
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

StepPtr make_loop_step(const LoopKernel& kernel) {
    if (kernel.reduce) return std::make_unique<ReduceStep>(kernel);
    return std::make_unique<MapStep>(kernel);
}

}  // namespace gradweave::backends::cpu
