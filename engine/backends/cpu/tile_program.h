// SPDX-License-Identifier: Apache-2.0
// The body of a loop run tile by tile: each operation over about a thousand elements, which stay in
// the first cache, then the next operation.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>
#include <vector>

#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/tiles/tiles.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

/// Elements that one task works on; a fixed number, so that results do not depend on the threads.
inline constexpr std::int64_t task_elements = 32 * tile_size;
/// A register of the tile machine, large enough for any type.
inline constexpr std::size_t register_bytes = tile_size * 8;

struct Walk {
    enum class Kind { direct, uniform, strided };
    Kind kind;
    std::size_t size;  ///< bytes per element
    std::int64_t offset;
    Axes strides;
    std::byte* base = nullptr;  ///< of the value; null for index loads
    int local = -1;             ///< index of the RowKernel's local it walks instead
};

/// Where a RowKernel's locals are while some of its rows are worked on: each holds the elements of
/// the iterations from `start` on, one per iteration or one per row.
struct TileLocals {
    std::byte* const* places;
    std::int64_t start;
};

Walk::Kind kind_of(const Axes& sizes, const Axes& strides);

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
        case 2:
            return f(std::type_identity<std::uint16_t>{});
        case 4:
            return f(std::type_identity<std::uint32_t>{});
        default:
            return f(std::type_identity<std::uint64_t>{});
    }
}
/// The body of a loop, ready to be run on a range of iterations.
class TileProgram {
  public:
    /// `row_size`, of a RowKernel's pass, is how many iterations share an element of a local that
    /// has one per row.
    explicit TileProgram(const LoopKernel& kernel, std::int64_t row_size = 1);

    const LoopKernel& kernel() const { return kernel_; }

    void bind(const Places& places);

    bool reads_from(const std::byte* base) const;

    std::size_t workspace_bytes() const { return registers_ * register_bytes; }

    /// Computes the iterations [start, start + count), count <= tile_size. Results may be written
    /// to `direct[i]` (operand of store i) where that is not null.
    void run(std::int64_t start, std::int64_t count, std::byte* workspace,
             const LoopOperand* results, std::byte* const* direct, std::size_t result_count,
             const TileLocals* locals = nullptr) const;

    /// The elements of an operand after run(): in place where they are contiguous, else in `tile`.
    const std::byte* elements(const LoopOperand& operand, std::int64_t start, std::int64_t count,
                              std::byte* workspace, std::byte* tile,
                              const TileLocals* locals = nullptr) const;

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

    bool is_scalar(const LoopOperand& operand) const;

    void store_constants();

    void assign_registers();

    const std::byte* address(const LoopOperand& operand, std::int64_t start, std::byte* workspace,
                             const TileLocals* locals) const;

    static void fill_tile(std::byte* tile, const std::byte* element, std::size_t size,
                          std::int64_t count);

    void splat(const Code& code, std::size_t k, const std::byte* element, std::int64_t count,
               std::byte* workspace) const;

    void load_tile(std::size_t index, std::int64_t start, std::int64_t count, std::byte* tile,
                   const TileLocals* locals) const;

    LoopKernel kernel_;
    std::int64_t row_size_;
    std::vector<Walk> loads_;
    std::vector<std::byte> constants_;
    std::vector<std::size_t> load_register_;
    std::vector<Fill> fills_;
    std::vector<Code> code_;
    std::size_t registers_ = 0;
};

}  // namespace gradweave::backends::cpu
