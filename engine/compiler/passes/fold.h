// SPDX-License-Identifier: Apache-2.0
// What is known when compiling is computed then.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Replaces nodes whose every element is one known number by a constant: operations on constants,
/// reductions and movement of constants, indices along an axis of one element.
Program fold_constants(const Program& program);

}  // namespace gradweave::compiler
