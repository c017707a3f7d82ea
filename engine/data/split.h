// SPDX-License-Identifier: Apache-2.0
// Division of samples into training, validation and test.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/data/dataset.h"

namespace gradweave::data {

/// Numbers of the samples of each split, ascending, indexed by Split.
using SplitRows = std::array<std::vector<std::int64_t>, 3>;

struct Shares {
    double validation = 0, test = 0;

    double of(Split split) const {
        return split == Split::validation ? validation : split == Split::test ? test : 0;
    }
};

/// Throws Error(bad_input) unless both shares are in [0, 1) and leave something for training.
void check_shares(const Shares& shares);

/// Divides samples 0, 1, ... labels.size() - 1. Every class is divided by the shares, to the
/// nearest whole sample such that the totals are right as well, and keeps at least one sample for
/// training. The result depends on labels, shares and seed alone. For quantities give every sample
/// the same label.
SplitRows divide(std::span<const std::int64_t> labels, const Shares& shares, std::uint64_t seed);

/// Sets counts from the rows and adds a note for each split that was asked for but came out empty.
void take_counts(DatasetInfo& info, const SplitRows& rows, const Shares& shares);

}  // namespace gradweave::data
