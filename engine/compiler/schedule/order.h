// SPDX-License-Identifier: Apache-2.0
// The order of steps, and where assignments are written.
#pragma once

#include "engine/compiler/schedule/lower.h"

namespace gradweave::compiler {

/// Lets assigned values be computed in their leaf's own place where no reader of the old elements
/// comes later, adds a copy at the end where one does, and puts the steps into their final order:
/// updates as soon as they can run, so that a gradient lives no longer than its parameter waits.
Schedule order_steps(LoweredSteps lowered, const Program& program);

}  // namespace gradweave::compiler
