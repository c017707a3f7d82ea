// SPDX-License-Identifier: Apache-2.0
// Loops over the same rows become one kernel.
#pragma once

#include "engine/compiler/schedule/lower.h"

namespace gradweave::compiler {

/// Merges reductions of rows with each other and with the loops that feed them or use what they
/// gave, where one row needs only itself: softmax, cross-entropy and the norms, forward and
/// backward, become one RowKernel each. Nothing is read before it is there; a value that only the
/// kernel itself used gets no place in memory. Every result is the same bits, as both ways reduce a
/// row in the same order.
void merge_rows(LoweredSteps& lowered);

}  // namespace gradweave::compiler
