// SPDX-License-Identifier: Apache-2.0
// Copies that turn a matrix of elements of four bytes, once per instruction set.
#pragma once

#include <cstdint>

namespace gradweave::backends::cpu {

/// to[i * to_row + j] = from[j * from_row + i] for i < rows, j < columns. The two do not overlap.
/// The elements are moved, never computed with.
struct TransposeTable {
    const char* name;
    void (*run)(std::int64_t rows, std::int64_t columns, const float* from, std::int64_t from_row,
                float* to, std::int64_t to_row);
};

const TransposeTable& baseline_transpose();
const TransposeTable& avx2_transpose();
const TransposeTable& avx512_transpose();

/// Of the processor this runs on; GRADWEAVE_ISA=baseline or avx2 asks for less.
const TransposeTable& native_transpose();

}  // namespace gradweave::backends::cpu
