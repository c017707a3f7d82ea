// SPDX-License-Identifier: Apache-2.0
// What nobody sees is not done.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Drops assignments that leave their leaf as it is. Whatever only they needed goes with them, as
/// everything does that no output or assignment reaches.
Program remove_dead_code(const Program& program);

}  // namespace gradweave::compiler
