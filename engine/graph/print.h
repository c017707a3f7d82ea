// SPDX-License-Identifier: Apache-2.0
// Graphs as text, for people: one line a node, or Graphviz.
#pragma once

#include <span>
#include <string>

#include "engine/graph/node.h"

namespace gradweave::graph {

/// "%3 = exp %2 : f32[64, 10]  # fc1": one line a node, inputs first.
std::string print(std::span<const NodePtr> roots);

/// The same graph in Graphviz' language; gradient nodes are dashed.
std::string print_dot(std::span<const NodePtr> roots);

}  // namespace gradweave::graph
