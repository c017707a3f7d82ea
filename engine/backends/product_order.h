// SPDX-License-Identifier: Apache-2.0
// In which order the products of an f32 matrix product are added up. It follows from the shapes and
// strides of the whole matrices alone, so that neither the instruction set nor the number of
// threads changes a bit; and processors through OpenCL keep it too.
//
// Each element is one chain of multiply-adds in the order of k, from 0 on; where k is long, one
// chain for each block of it, which are added in order. A dot product is sixteen chains, element i
// joining number i % 16, that meet in a tree (0 with 8, ...; 0 with 4, ...), and then the
// elements behind the last whole sixteen, one by one.
#pragma once

#include <cstdint>

namespace gradweave::backends {

/// A few rows times a matrix that lies column by column: dot products, without rearranging it.
constexpr bool is_dots(std::int64_t m, std::int64_t k, std::int64_t a_column, std::int64_t b_column,
                       std::int64_t b_row) {
    return m <= 4 && k >= 32 && a_column == 1 && b_row == 1 && b_column != 1;
}

/// Elements of k that are done for all of a tile before the next ones: all of them if the operands
/// then stay in the second cache.
constexpr std::int64_t depth_at_once(std::int64_t k) {
    constexpr std::int64_t whole = 1024, block = 512;
    return k <= whole ? k : block;
}

}  // namespace gradweave::backends
