// SPDX-License-Identifier: Apache-2.0
// The data set that all sources load into: whole arrays in memory, read by row.
#pragma once

#include <array>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/split.h"

namespace gradweave::data {

/// The values of one field as they are kept.
struct Stored {
    /// [rows, sample...] for each split; splits of one file share their array. u8, f32 or f64 for
    /// a field of type f32, i64 for class numbers.
    std::array<Array, 3> arrays;
    Normalization normalization;
};

/// What each byte becomes, and whether arithmetic in f32 gives exactly the same.
struct ByteScale {
    std::array<float, 256> table{};
    /// table[i] is i * factor + shift, computed in f64 and rounded once.
    double factor = 1, shift = 0;
    bool is_line = false;  ///< so it is, bit by bit: was tried on all 256
};

/// `rows` says which row of its array each sample of a split is. Bytes stay bytes and are converted
/// while they are read.
class MemoryDataset final : public Dataset {
  public:
    MemoryDataset(DatasetInfo info, std::vector<Stored> stored, SplitRows rows);

    void read(std::size_t field, Split split, std::span<const std::int64_t> samples, Array& out,
              std::int64_t first_row) const override;
    Array raw(std::size_t field, Split split, std::int64_t sample) const override;

  private:
    const Array& array(std::size_t field, Split split) const;
    std::size_t row(Split split, std::int64_t sample) const;

    std::vector<std::array<Array, 3>> stored_;
    SplitRows rows_;
    std::vector<ByteScale> from_byte_;  ///< of each field, for those that are kept as bytes
};

}  // namespace gradweave::data
