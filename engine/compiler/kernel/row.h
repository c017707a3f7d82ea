// SPDX-License-Identifier: Apache-2.0
// Kernel IR: rows that are walked several times while they are in a cache.
//
// Softmax, cross-entropy and the norms reduce a row, then compute on all of it with what came out,
// perhaps several times over. As one loop per reduction each of these walks goes through memory. A
// RowKernel does all of them on one row before it goes on to the next:
//
//   for each row
//     for each pass, in order
//       once per row:      work on single elements (a mean, 1 / sqrt(variance + epsilon)), or
//       once per element:  work on the elements; stores them, and reduces them
//
// What passes hand on to each other are locals: one element, or a whole row, that lives no longer
// than the row is worked on. No row needs another, so rows may run in any order and at the same
// time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/compiler/kernel/loop.h"

namespace gradweave::compiler {

/// Access::value of the local with this index; its place is no value of the schedule.
constexpr ValueId local_value(std::size_t index) {
    return -2 - static_cast<ValueId>(index);
}
constexpr bool is_local(ValueId id) {
    return id <= -2;
}
constexpr std::size_t local_index(ValueId id) {
    return static_cast<std::size_t>(-2 - id);
}

/// Receives elements, or with `reduce` the reduction of all elements of the row.
struct RowStore {
    LoopOperand operand;
    Access access;
    std::optional<Op> reduce;  ///< combined in the order of a LoopKernel that reduces a row
};

/// One walk along the row, or, with `per_row`, work that is done once for the whole row: then no
/// access moves along the last axis, and nothing is reduced.
struct RowPass {
    /// Stores that one pass may have.
    static constexpr std::size_t most_stores = 16;

    bool per_row = false;
    std::vector<LoopLoad> loads;  ///< of values, locals of earlier passes, or indices
    std::vector<LoopConstant> constants;
    std::vector<LoopInstruction> code;
    std::vector<RowStore> stores;  ///< to values or locals

    /// The pass as a loop over these sizes: its loads, code and stores, without the reductions.
    LoopKernel as_loop(const Axes& sizes) const;
};

struct RowKernel {
    /// What one row's passes share: a row of elements, or one.
    struct Local {
        DType dtype;
        bool whole_row;
    };

    Axes sizes;  ///< the axes of the rows, outermost first, then the elements of a row
    std::vector<Local> locals;
    std::vector<RowPass> passes;

    std::int64_t row_size() const { return sizes.back(); }
    std::int64_t rows() const;
    std::int64_t iterations() const { return rows() * row_size(); }
    /// Bytes of the locals that are whole rows.
    std::uint64_t local_bytes() const;
};

/// Drops axes of one row and merges axes of rows that every access walks as one.
void normalize(RowKernel& kernel);

/// Throws Error(failed) if a pass is no valid loop, a local is read before it is written or walked
/// in another way than it was made for, a value is stored twice, or a pass reads elements of a
/// value that this kernel stores other than those of its own place, or before they are there.
void verify(const RowKernel& kernel);

std::string to_string(const RowKernel& kernel);

/// True if the kernel may keep the values `target` and `source` in one place: nothing is read from
/// there once the row's elements are overwritten, and until then only element by element.
bool may_replace(const RowKernel& kernel, ValueId source, ValueId target);
bool may_replace(const LoopKernel& kernel, ValueId source, ValueId target);

}  // namespace gradweave::compiler
