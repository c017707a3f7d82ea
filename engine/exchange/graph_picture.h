// SPDX-License-Identifier: Apache-2.0
// A picture of a computation as data: boxes, edges and groups, before anybody lays them out.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/node.h"
#include "engine/model/catalogue.h"

namespace gradweave::exchange {

/// One box for each block of the document (and phase), one for each operation, or one for each step
/// of the compiled program (see kernel_picture.h).
enum class Grain { blocks, operations, kernels };

/// One box of the picture.
struct PictureBox {
    std::string title;               ///< "fc1", "∇ fc1", "exp"
    std::vector<std::string> lines;  ///< smaller, below the title
    std::string block;               ///< name of the block it belongs to; may be empty
    graph::Phase phase = graph::Phase::forward;
    std::optional<model::Category> category;  ///< of the block's kind, if it is known
    bool leaf = false;                        ///< data, a parameter: nothing is computed

    // For tooltips.
    std::string operation;    ///< "Linear", "reduce_sum axes=[0]"
    std::string type;         ///< "f32[64, 10]" of what it computes; empty for several
    std::uint64_t bytes = 0;  ///< of all that it computes
    int operations = 1;       ///< graph nodes in it

    /// The forward box that a gradient or update box stands beside.
    std::optional<int> twin;
};

/// From the box that makes a value to one that uses it.
struct PictureEdge {
    int from, to;
    std::string label;  ///< the value's shape: "[64, 10]"
};

/// Boxes of one block and phase.
struct PictureGroup {
    std::string title;
    graph::Phase phase;
    std::vector<int> boxes;
};

struct GraphPicture {
    Grain grain = Grain::blocks;
    bool training = false;
    std::vector<PictureBox> boxes;   ///< makers before users where there is no cycle
    std::vector<PictureEdge> edges;  ///< at most one between two boxes in one direction
    /// With Grain::operations; with Grain::blocks, of the blocks that are shown by operations.
    std::vector<PictureGroup> groups;
};

/// What a training step puts in place of a leaf's value.
using Assignment = std::pair<graph::NodePtr, graph::NodePtr>;

struct PictureOptions {
    Grain grain = Grain::blocks;
    /// Gradients and updates too, or what leads to the roots only.
    bool training = false;
    /// With Grain::operations: one box for each parameter's update instead of its operations.
    bool fold_updates = true;
    /// Where titles of kinds and categories come from; may be null.
    const model::Document* document = nullptr;
    const model::Catalogue* catalogue = nullptr;
    /// With Grain::blocks: names of blocks that are shown by their operations all the same.
    std::set<std::string> expanded = {};
};

/// The picture of the nodes that `roots` (the loss, metrics, outputs) depend on and, for training,
/// of those that `updates` depend on. Values that depend on no leaf are not drawn; they are named
/// in the box that uses them ("x × 0.5"). What belongs to no block (seeds, the learning rate, the
/// check that the loss is finite) is left out with Grain::blocks, and among folded updates.
GraphPicture graph_picture(std::span<const graph::NodePtr> roots,
                           std::span<const Assignment> updates, const PictureOptions& options);

}  // namespace gradweave::exchange
