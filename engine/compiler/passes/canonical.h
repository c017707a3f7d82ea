// SPDX-License-Identifier: Apache-2.0
// One form for what can be written in several ways, so that equal work is one node.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Puts the operands of commutative operations into one order, constants last, and turns the
/// subtraction of a constant into an addition. As nodes are interned, a + b and b + a are then the
/// same node: common subexpressions need no search. Results are the same bits.
Program canonicalise(const Program& program);

}  // namespace gradweave::compiler
