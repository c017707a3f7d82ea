// SPDX-License-Identifier: Apache-2.0
// The figures by which quantities are scaled, measured on the training split.
#pragma once

#include <cstdint>
#include <span>

#include "engine/data/dataset.h"
#include "engine/data/source.h"

namespace gradweave::data {

/// Whether a field's entries are scaled together (the pixels of an image) or each for itself (the
/// columns of a table).
enum class Extent { whole, per_entry };

/// Measures the figures over the given rows of `stored`, [rows, sample...], which holds u8, f32 or
/// f64 and finite numbers only. A quantity that is the same in all rows is only shifted to 0.
Normalization measure(Scaling scaling, const Array& stored, std::span<const std::int64_t> rows,
                      Extent extent);

/// One value as the network sees it.
inline float normalized(double value, double offset, double divisor) {
    return static_cast<float>((value - offset) / divisor);
}

}  // namespace gradweave::data
