// SPDX-License-Identifier: Apache-2.0
// The gradient rule of each operation.
#pragma once

#include <vector>

#include "engine/graph/node.h"

namespace gradweave::autodiff {

/// Gradients with respect to y's inputs, given the gradient of y; null where there is none (integer
/// operands, comparisons, floor). One entry per input.
using Gradients = std::vector<graph::NodePtr>;
using GradientRule = Gradients (*)(const graph::NodePtr& y, const graph::NodePtr& g);

#define GW_OP(name, klass, type) \
    Gradients gradient_##name(const graph::NodePtr& y, const graph::NodePtr& g);
#include "engine/graph/ops.def"
#undef GW_OP

/// The rule of an operation; every one has a rule, if only one that says "none".
GradientRule rule_of(graph::Op op);

}  // namespace gradweave::autodiff
