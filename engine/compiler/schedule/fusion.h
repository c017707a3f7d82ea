// SPDX-License-Identifier: Apache-2.0
// Which elementwise operations share a loop.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// The nodes of a program in order, and for each the loop it belongs to.
struct FusionPlan {
    std::vector<NodePtr> order;  ///< inputs before users
    std::unordered_map<const Node*, int> index;
    std::vector<int> kernel;                ///< index of the node whose loop computes it, or -1
    std::vector<std::vector<int>> members;  ///< per loop's root: the nodes in it, in order
    std::vector<bool> required;             ///< outputs and assigned values: must be stored
};

/// An elementwise node joins its users' loop if all of them are in one loop and read it element by
/// element. So nothing is computed twice, and a loop never waits for something that waits for it.
/// What choose_recompute() picks joins one of the loops that need it, and is not stored: the others
/// compute it, too.
FusionPlan plan_fusion(const Program& program, const CompileOptions& options);

/// Elementwise operations and the sources computed from the position alone.
bool is_loop_member(Op op);
/// reduce_sum, reduce_prod, reduce_max, reduce_min.
bool is_loop_reduction(Op op);

}  // namespace gradweave::compiler
