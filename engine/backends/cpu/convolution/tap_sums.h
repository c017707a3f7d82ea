// SPDX-License-Identifier: Apache-2.0
// The inner loop of all three passes of a convolution of f32, once per instruction set: a block of
// the result stays in registers while the products of all taps are added to it.
#pragma once

#include <cstdint>

namespace gradweave::backends::cpu {

/// Where some consecutive products of every sum are, in elements from TapSums::left and right.
struct Segment {
    std::int64_t left, right;
};

/// result(r, c) = the sum over all segments s and i < run of
///     left[s.left + offset(r) + i * left_step] * right[s.right + i * right_step + c],
/// for `rows` rows, at most TapTable::most_rows(columns) of them. The first half of them (the
/// larger one) lies `left_row` apart, from row to row; the second one likewise from `left_half` on.
/// So a block may be of pixels of one line, or of two. `result_row` and `result_half` likewise.
/// Each sum is one chain of multiply-adds in the order of the segments and of i.
struct TapSums {
    const Segment* segments;
    std::int64_t segment_count, run;
    const float* left;
    std::int64_t left_row, left_half, left_step;
    /// Readable in whole vectors: columns rounded up.
    const float* right;
    std::int64_t right_step;
    float* result;
    std::int64_t result_row, result_half;
    bool add;  ///< to what is there, instead of writing
};

struct TapTable {
    int lanes;  ///< floats in a vector
    /// `vectors` is 1 or 2: the columns of a block are as many vectors.
    int (*most_rows)(int vectors);
    /// `columns` is at most vectors * lanes; fewer are written where they are fewer, and those
    /// cannot be added to what is there.
    void (*run)(const TapSums& sums, int rows, int vectors, int columns);
};

const TapTable& baseline_tap_sums();
const TapTable& avx2_tap_sums();
const TapTable& avx512_tap_sums();

/// Of the processor this runs on; GRADWEAVE_ISA=baseline or avx2 asks for less.
const TapTable& native_tap_sums();

}  // namespace gradweave::backends::cpu
