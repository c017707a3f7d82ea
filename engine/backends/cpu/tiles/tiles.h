// SPDX-License-Identifier: Apache-2.0
// Operations on short runs of elements ("tiles") that stay in the first cache.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/dtype.h"
#include "engine/graph/op.h"

namespace gradweave::backends::cpu {

/// Elements of a tile.
inline constexpr std::int64_t tile_size = 1024;

/// out[i] = op(a[i], b[i], c[i]) for i < n. out may be one of the operands, but not overlap them
/// otherwise. Operands that `scalars` marked are single elements.
using TileFunction = void (*)(std::byte* out, const std::byte* a, const std::byte* b,
                              const std::byte* c, std::int64_t n);

/// Reduces n elements to *out, in an order that depends on n alone. n >= 1.
using ReduceFunction = void (*)(std::byte* out, const std::byte* x, std::int64_t n);

/// Bits for the operands that are single elements.
enum Scalars : unsigned { none = 0, first = 1, second = 2, third = 4 };

/// The function for an elementwise operation (cast: result_type differs), or null if this table has
/// none for these scalars. Vector operands always work; so does one scalar of a binary operation.
struct TileTable {
    const char* name;
    TileFunction (*elementwise)(graph::Op op, DType operand_type, DType result_type,
                                unsigned scalars);
    ReduceFunction (*reduce)(graph::Op op, DType type);
};

/// Every operation and type, in portable C++.
const TileTable& generic_tiles();
/// f32 for one instruction set each; null for what they lack. Only call on machines that have it.
const TileTable& baseline_tiles();
const TileTable& avx2_tiles();
const TileTable& avx512_tiles();

/// The fastest f32 table of this machine. GRADWEAVE_ISA=baseline|avx2|avx512 asks for less.
const TileTable& native_tiles();

/// native_tiles() first, then generic_tiles().
TileFunction find_elementwise(graph::Op op, DType operand_type, DType result_type,
                              unsigned scalars);
ReduceFunction find_reduce(graph::Op op, DType type);

/// n elements that change nothing when the reduction combines them with others: -0 for sums, since
/// 0 would turn a sum of -0 into 0.
void fill_with_identity(graph::Op op, DType type, std::byte* out, std::int64_t n);

}  // namespace gradweave::backends::cpu
