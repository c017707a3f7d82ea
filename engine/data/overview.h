// SPDX-License-Identifier: Apache-2.0
// What a loaded data set holds, in figures: how many samples each class has, where the columns of a
// table lie.
#pragma once

#include <array>
#include <vector>

#include "engine/data/dataset.h"

namespace gradweave::data {

/// One entry of the samples over a split, in the file's own numbers.
struct EntryRange {
    double least = 0, most = 0, mean = 0;
    bool operator==(const EntryRange&) const = default;
};

/// One field over one split.
struct FieldOverview {
    /// Class of each sample of the split; empty if the field is no class number.
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> class_counts;  ///< samples of each class; empty as above
    /// Of each entry; empty for class numbers, images, long vectors and empty splits.
    std::vector<EntryRange> ranges;
};

struct Overview {
    std::array<std::vector<FieldOverview>, 3> splits;  ///< per split, then per field

    const std::vector<FieldOverview>& of(Split split) const {
        return splits[static_cast<std::size_t>(split)];
    }
};

/// Most entries of a vector that ranges are measured for.
inline constexpr std::int64_t most_ranged_entries = 1000;

/// Reads every sample once, class numbers and short vectors only. `progress` may cancel.
Overview overview(const Dataset& dataset, const Progress& progress = {});

}  // namespace gradweave::data
