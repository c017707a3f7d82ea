// SPDX-License-Identifier: Apache-2.0
// Products of f32 matrices, once per instruction set.
//
// A library packs both operands anew for every call, which pays for large matrices only. Here a
// block of the result stays in registers while the operands are read where they lie, and what would
// be read often from far away is brought together first; README.md has the figures.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/backends/product_order.h"

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
    /// Rows of the matrix that this is a tile of, 0 for m.
    std::int64_t all_rows = 0;

    bool dots() const {
        return is_dots(all_rows != 0 ? all_rows : m, k, a_column, b_column, b_row);
    }
};

/// How one instruction set does it, in the order of product_order.h: the bits of c do not depend on
/// how the matrix is cut.
struct ProductTable {
    const char* name;
    /// Bytes that run() needs as workspace.
    std::size_t (*workspace_bytes)(const Product& product);
    void (*run)(const Product& product, std::byte* workspace);
};

/// Whether the columns of b are brought together in panels first: where they have to become rows;
/// or where a panel is read often and is too long for the first cache, or its rows are so far apart
/// that they fall into few places of it.
constexpr bool is_packed(std::int64_t m, std::int64_t k, std::int64_t b_row,
                         std::int64_t b_column) {
    constexpr std::int64_t often = 28, deep = 256, far = 4096;
    return b_column != 1 || (m > often && (k > deep || b_row >= far));
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
