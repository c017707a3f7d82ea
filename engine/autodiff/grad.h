// SPDX-License-Identifier: Apache-2.0
// Reverse-mode differentiation from graph to graph.
#pragma once

#include <span>
#include <vector>

#include "engine/graph/node.h"

namespace gradweave::autodiff {

/// d(sum of y's elements)/dx for each x, each of its x's type and shape; zeros where y does not
/// depend on x. The result is more graph, so it can be differentiated again. `seed`, if given, has
/// y's type and shape and weighs y's elements (a vector-Jacobian product).
///
/// Any node may be an x, not only leaves. Throws Error(bad_input) if y or an x is not floating.
/// New nodes carry the block of the forward node they belong to, and Phase::gradient.
std::vector<graph::NodePtr> grad(const graph::NodePtr& y, std::span<const graph::NodePtr> xs,
                                 const graph::NodePtr& seed = {});

}  // namespace gradweave::autodiff
