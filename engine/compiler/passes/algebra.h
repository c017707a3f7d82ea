// SPDX-License-Identifier: Apache-2.0
// The same numbers with less work.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Rules of arithmetic that hold for every number, NaN, infinities and overflow included, up to
/// rounding of products and the sign of zero. Sums are never regrouped: some are written the way
/// they are to keep the digits that another order would lose.
Program simplify_algebra(const Program& program);

}  // namespace gradweave::compiler
