// SPDX-License-Identifier: Apache-2.0
// Loops that follow a matrix product or a convolution element by element become part of it.
#pragma once

#include "engine/compiler/schedule/lower.h"

namespace gradweave::compiler {

/// A product that only one loop reads, element by element in the product's own order, takes that
/// loop along as its epilogue: bias and activation, an activation's gradient, an optimiser's
/// update. A backend runs it on each piece of the product while that is in a cache, and the product
/// as a whole has no place in memory. The same for nodes that the target computes image by image,
/// where they lie in the place of a result of the loop.
void fuse_epilogues(LoweredSteps& lowered, const Target& target);

}  // namespace gradweave::compiler
