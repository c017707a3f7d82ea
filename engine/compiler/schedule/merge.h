// SPDX-License-Identifier: Apache-2.0
// Loops that walk the same elements become one.
#pragma once

#include "engine/compiler/schedule/lower.h"

namespace gradweave::compiler {

/// Bounds on a merged loop: its body should fit the registers, its accesses the address registers.
struct MergedLoopLimits {
    std::size_t code = 96, loads = 16;
};
inline constexpr MergedLoopLimits merged_loop_limits;

/// Merges loops over the same iterations where that saves a walk through memory: one reads, element
/// by element, what the other stores, or both read the same elements. An optimiser's moments and
/// its update, an activation and its mask, are one loop then. Nothing is computed twice and every
/// result is the same bits. Stores that nobody reads any more are dropped.
void merge_loops(LoweredSteps& lowered);

}  // namespace gradweave::compiler
