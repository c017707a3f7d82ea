// SPDX-License-Identifier: Apache-2.0
// Products of f32 matrices, once per instruction set.
//
// A library packs both operands anew for every call, which pays for large matrices only. Here a
// block of the result stays in registers while the operands are read where they lie, and what would
// be read often from far away is brought together first; README.md has the figures.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gradweave::backends::cpu {

/// c (m x n) = a (m x k) times b (k x n). Strides are in elements; rows of c are dense.
struct Product {
    std::int64_t m, n, k;
    const float* a;
    std::int64_t a_row, a_column;
    const float* b;
    std::int64_t b_row, b_column;
    float* c;
    std::int64_t c_row;
};

/// How one instruction set does it. Each element of c is one chain of multiply-adds in the order of
/// k, so its bits do not depend on how the matrix is cut; only where is_dots() does it take 16
/// chains, whatever the vectors' length.
struct ProductTable {
    const char* name;
    /// Bytes that run() needs as workspace.
    std::size_t (*workspace_bytes)(const Product& product);
    void (*run)(const Product& product, std::byte* workspace);
};

/// A few rows times a matrix that lies column by column: dot products, without rearranging it.
constexpr bool is_dots(std::int64_t m, std::int64_t k, std::int64_t a_column, std::int64_t b_column,
                       std::int64_t b_row) {
    return m <= 4 && k >= 32 && a_column == 1 && b_row == 1 && b_column != 1;
}

/// Whether the columns of b are brought together in panels first: where they have to become rows;
/// or where a panel is read often and is too long for the first cache, or its rows are so far apart
/// that they fall into few places of it.
constexpr bool is_packed(std::int64_t m, std::int64_t k, std::int64_t b_row,
                         std::int64_t b_column) {
    constexpr std::int64_t often = 28, deep = 256, far = 4096;
    return b_column != 1 || (m > often && (k > deep || b_row >= far));
}

/// Elements of k that are done for all of a tile before the next ones: all of them if the operands
/// then stay in the second cache. It depends on k alone, since it decides the order of additions.
constexpr std::int64_t depth_at_once(std::int64_t k) {
    constexpr std::int64_t whole = 1024, block = 512;
    return k <= whole ? k : block;
}

/// Whether the rows of a are brought together first: where several panels of b are multiplied with
/// them, and they would be read again from memory, or fall into few places of the first cache.
constexpr bool is_left_packed(std::int64_t m, std::int64_t n, std::int64_t k, std::int64_t a_row,
                              std::int64_t a_column) {
    constexpr std::int64_t few_rows = 8, few_columns = 64, far = 1024, far_depth = 512;
    if (m <= few_rows || n < few_columns) return false;
    if (a_column != 1) return k > depth_at_once(k);
    return k > depth_at_once(k) || (k >= far_depth && a_row % far == 0);
}

const ProductTable& baseline_products();
const ProductTable& avx2_products();
const ProductTable& avx512_products();

/// Of the processor this runs on; GRADWEAVE_ISA=baseline or avx2 asks for less.
const ProductTable& native_products();

}  // namespace gradweave::backends::cpu
