// SPDX-License-Identifier: Apache-2.0
// A layered layout: columns along the edges, few crossings. For arranging the canvas, and for graph
// pictures where the program `dot` is missing.
#pragma once

#include <utility>
#include <vector>

#include "engine/model/document.h"

namespace gradweave::model {

struct LayoutNode {
    Point size;
};

/// Top left corner of each node. Layers follow each other along x (or y if `downwards`); a node's
/// layer is the longest path to it. `edges` are pairs of node numbers; edges that close a cycle are
/// ignored. Not recursive; deterministic.
std::vector<Point> layered_layout(const std::vector<LayoutNode>& nodes,
                                  const std::vector<std::pair<int, int>>& edges, double layer_gap,
                                  double node_gap, bool downwards);

}  // namespace gradweave::model
