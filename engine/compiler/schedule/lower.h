// SPDX-License-Identifier: Apache-2.0
// From nodes to steps, not yet in their final order or place.
#pragma once

#include "engine/compiler/schedule/fusion.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

/// Steps in an order in which they could run, each value in the arena. An assigned value is in
/// `assigned` (one per assignment), not yet in its leaf.
struct LoweredSteps {
    Schedule schedule;
    std::vector<ValueId> assigned;
};

LoweredSteps lower_to_steps(const Program& program, const FusionPlan& plan, const Target& target,
                            const CompileOptions& options);

/// A step that copies the elements at `from` to a new or existing value.
Step copy_step(const Schedule& schedule, const Access& from, ValueId to, graph::Origin origin);

/// Fills in Step::reads and Step::writes from the work. What a RowKernel reads of its own results
/// counts as written only.
void list_accesses(Step& step);

}  // namespace gradweave::compiler
