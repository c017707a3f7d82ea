// SPDX-License-Identifier: Apache-2.0
// Verify mode: every step is computed a second time, by the definitions of its operations, and the
// first that differs is named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/backends/cpu/step.h"

namespace gradweave::backends::cpu {

/// GRADWEAVE_VERIFY=1: a debugging aid, some hundred times slower.
bool verify_wanted();

/// One step's second opinion.
class StepCheck {
  public:
    StepCheck(const compiler::Schedule& schedule, const compiler::Step& step)
        : schedule_(&schedule), step_(&step) {}

    /// Before the step runs: copies what it will read.
    void remember(const Places& places);
    /// After it ran: what is wrong, as part of a sentence ("element 7 of v3 f32[4, 5] is 0.5
    /// instead of 0.25"), or nothing. Results may differ from the definition by rounding.
    std::optional<std::string> compare(const Places& places) const;

  private:
    struct Copy {
        compiler::ValueId value;
        Array bytes;  ///< as they lie in memory
    };

    const compiler::Schedule* schedule_;
    const compiler::Step* step_;
    std::vector<Copy> inputs_;
};

}  // namespace gradweave::backends::cpu
