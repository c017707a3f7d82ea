// SPDX-License-Identifier: Apache-2.0
// Movement of elements: none that can be avoided, and work before copies of the same element.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Computes what is the same along an axis once instead of for each place on it (elementwise work
/// on broadcasts, reductions over broadcast axes); reads slices from where the elements come from;
/// joins pads, and concatenations, that follow each other; writes a sum of pads that do not overlap
/// (the gradient of slices) as one concatenation.
Program simplify_views(const Program& program);

}  // namespace gradweave::compiler
