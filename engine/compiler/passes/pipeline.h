// SPDX-License-Identifier: Apache-2.0
// The passes from a program as it was written to one that is ready to be scheduled.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Expands composites that the target does not serve, then runs every pass that `options` leaves
/// on. The result has the same outputs and updates, but for rounding. With GRADWEAVE_CHECKS the
/// program is verified after each pass.
Program run_passes(const Program& program, const Target& target, const CompileOptions& options);

/// Throws Error(failed) if a node breaks the rules of its operation, or if outputs and assigned
/// values of `after` are not of the types and shapes of `before`.
void verify(const Program& before, const Program& after);

}  // namespace gradweave::compiler
