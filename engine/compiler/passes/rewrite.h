// SPDX-License-Identifier: Apache-2.0
// Rebuilding a graph from its leaves up: the skeleton of every graph-to-graph pass.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Called for each node, inputs first, with the node's rewritten inputs. Returns the replacement;
/// a node whose inputs did not change may be returned as it is.
using Rewriter = std::function<NodePtr(const NodePtr& node, std::vector<NodePtr> inputs)>;

/// Rewrites everything that the program computes. Leaves of assignments stay. Not recursive.
Program rewrite(const Program& program, const Rewriter& rewriter);

/// The node itself on other inputs.
NodePtr with_inputs(const NodePtr& node, std::vector<NodePtr> inputs);
/// The same through the builders, which leave out work that changes nothing.
NodePtr rebuilt(const NodePtr& node, std::vector<NodePtr> inputs);

}  // namespace gradweave::compiler
