// SPDX-License-Identifier: Apache-2.0
// In which order the elements of a reduction are combined. It follows from the sizes alone, so that
// neither the instruction set nor the number of threads changes a bit; and processors through
// OpenCL keep it too, so that they train the same weights as the CPU backend.
//
// Along a row (the innermost axis is reduced; several reduced axes count as one): sixteen running
// results, element i joining number i % 16, meet in a tree (0 with 8, 1 with 9, ...; 0 with 4, ...)
// at the end of each block of the row; the blocks' results are combined in order, from the identity
// on; and so are, without an identity, those of the row's chunks.
//
// Down columns (the innermost axis is kept): row i of a chunk joins running row i % phases, those
// meet in a tree (0 with phases / 2, ...), and the chunks' are combined in order.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gradweave::backends {

inline constexpr int reduction_lanes = 16;
inline constexpr std::int64_t reduction_block = 1024;
/// Elements of a chunk.
inline constexpr std::int64_t reduction_chunk = 64 * reduction_block;

/// How columns of `columns` elements side by side are reduced.
struct ColumnOrder {
    std::int64_t width;   ///< columns that are worked on together
    std::int64_t phases;  ///< running rows, a power of two
    std::int64_t chunk_rows;

    explicit constexpr ColumnOrder(std::int64_t columns)
        : width(std::min(columns, reduction_block)),
          phases(1),
          chunk_rows(
              std::max<std::int64_t>(1, reduction_chunk / std::max<std::int64_t>(width, 1))) {
        while (columns > 1 && phases * 2 * width <= reduction_block)
            phases *= 2;
    }
};

}  // namespace gradweave::backends
