// SPDX-License-Identifier: Apache-2.0
// One place in memory for every value, decided before anything runs.
#pragma once

#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

/// Fills in the lifetimes and offsets of the schedule's values and its memory report. A result
/// takes the place of an operand that dies in the same step and is read element by element; then
/// places are packed twice (by size, by time) and the smaller arena is kept.
void plan_memory(Schedule& schedule, const Target& target, const CompileOptions& options);

}  // namespace gradweave::compiler
