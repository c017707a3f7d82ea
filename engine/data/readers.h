// SPDX-License-Identifier: Apache-2.0
// One pair of functions for each kind of source; describe() and load() choose among them.
#pragma once

#include "engine/data/source.h"

namespace gradweave::data {

DatasetInfo describe_idx(const IdxImages& source);
DatasetPtr load_idx(const IdxImages& source, const Progress& progress);

DatasetInfo describe_csv(const CsvTable& source, const Progress& progress);
DatasetPtr load_csv(const CsvTable& source, const Progress& progress);

DatasetInfo describe_generated(const Generated& source);
DatasetPtr load_generated(const Generated& source, const Progress& progress);

DatasetInfo describe_patterns(const Patterns& source);
DatasetPtr load_patterns(const Patterns& source, const Progress& progress);

DatasetInfo describe_text(const TextSequences& source);
DatasetPtr load_text(const TextSequences& source, const Progress& progress);

DatasetInfo describe_declared(const Declared& source);
DatasetPtr load_declared(const Declared& source);

/// Progress of a part of the work, from `begin` to `end` of the whole.
Progress part_of(const Progress& whole, double begin, double end);

/// Most classes that a data set may have; more are a mistake in the choice of the target.
inline constexpr std::int64_t most_classes = 100'000;

}  // namespace gradweave::data
