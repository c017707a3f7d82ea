// SPDX-License-Identifier: Apache-2.0
// What gradients compute again rather than have kept for them.
#pragma once

#include <vector>

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// For each node of `order` (inputs before users; `users` are indices into it) whether its users
/// after the forward pass should compute it themselves: it is elementwise work of the forward pass,
/// few operations away from values that live until then anyway, as the error function inside of
/// gelu is from gelu's input. It then takes no memory between the two passes. Random numbers are
/// not computed twice: they take longer than reading the mask that came of them.
std::vector<bool> choose_recompute(const std::vector<NodePtr>& order,
                                   const std::vector<std::vector<int>>& users);

}  // namespace gradweave::compiler
