// SPDX-License-Identifier: Apache-2.0
// Steps that take turns image by image, so that what one makes is still in a cache for the next.
#pragma once

#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

/// Marks steps that go piece by piece together with the one before them (Step::joined): a
/// convolution, the pooling after it and the loops after that, if each reads only the images that
/// the others have just written. All of them count as one moment for the memory plan. After
/// order_steps, before plan_memory.
void join_steps(Schedule& schedule, const Target& target);

/// Per step the first one of its chain; one more entry, its own index, for the end of the program.
std::vector<int> chain_starts(const Schedule& schedule);

}  // namespace gradweave::compiler
