// SPDX-License-Identifier: Apache-2.0
// Small steps one after the other in one kernel, on processors: to start a kernel takes a driver
// longer there than most of a small network's steps take themselves.
#pragma once

#include <vector>

#include "engine/backends/opencl/render/kernel.h"

namespace gradweave::backends::opencl {

/// Makes one launch, with one work item, of neighbouring steps that are small; it then is the first
/// one's. A kernel that many steps share stays as it is: it is compiled once for all of them.
/// `plans` are those of the schedule's steps; the results are the same bits.
void join_small_steps(const compiler::Schedule& schedule, std::vector<StepPlan>& plans);

}  // namespace gradweave::backends::opencl
