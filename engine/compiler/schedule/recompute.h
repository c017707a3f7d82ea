// SPDX-License-Identifier: Apache-2.0
// What is computed again rather than kept.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Who computes a value for himself instead of reading it.
enum class Repeat : std::uint8_t {
    nobody,
    /// Users after the forward pass. The value is elementwise work of the forward pass, few
    /// operations away from values that live until then anyway, as the error function inside of
    /// gelu is from gelu's input. It then takes no memory between the two passes. Random numbers
    /// are not computed twice: they take longer than reading the mask that came of them.
    gradients,
    /// Everybody. One operation on a value that is in memory and something small, as what batch
    /// normalization has centred: its operand is kept instead, and a pass over it is saved.
    everybody
};

/// For each node of `order` (inputs before users; `users` are indices into it).
std::vector<Repeat> choose_recompute(const std::vector<NodePtr>& order,
                                     const std::vector<std::vector<int>>& users);

}  // namespace gradweave::compiler
