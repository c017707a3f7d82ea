// SPDX-License-Identifier: Apache-2.0
// The order in which samples are visited, batch by batch.
#pragma once

#include "engine/data/dataset.h"

namespace gradweave::data {

/// One pass over a split. The order depends on seed and epoch alone; the last batch holds what is
/// left and may be smaller.
class Batches {
  public:
    /// In random order if `shuffle`, else as stored. Throws Error(usage) if `batch` is below 1.
    Batches(DatasetPtr dataset, Split split, std::int64_t batch, bool shuffle, std::uint64_t seed,
            std::int64_t epoch);

    std::int64_t count() const;  ///< batches in the pass
    /// Samples in batch i.
    std::int64_t size(std::int64_t i) const;
    /// Copies field `field` of batch i into `out`, [size(i), sample...]. If `out` has this type and
    /// shape its elements are overwritten, else it becomes a new array.
    void read(std::int64_t i, std::size_t field, Array& out) const;
    /// Numbers of the samples of batch i within their split.
    std::span<const std::int64_t> samples(std::int64_t i) const;

  private:
    DatasetPtr dataset_;
    Split split_;
    std::int64_t batch_;
    std::vector<std::int64_t> order_;
};

}  // namespace gradweave::data
