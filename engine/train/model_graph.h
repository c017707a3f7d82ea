// SPDX-License-Identifier: Apache-2.0
// A document's computation as graph nodes, for pictures and exports.
#pragma once

#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "engine/model/lower.h"

namespace gradweave::train {

/// What a training step computes. The nodes name their blocks and phases.
struct ModelGraph {
    std::vector<graph::NodePtr> roots;  ///< loss, metrics, outputs
    /// Per parameter, optimiser state and running statistic: its leaf and its next value.
    std::vector<std::pair<graph::NodePtr, graph::NodePtr>> updates;
};

/// The graph for the document's own training settings and batch size; without `training` only the
/// forward part. Throws Error(bad_input) with the first problem of a document that cannot be
/// computed; a document without a loss gives what its outputs need.
ModelGraph model_graph(const model::Document& document, const model::Catalogue& catalogue,
                       const model::Analysis& analysis, bool training);

/// The picture of that graph, one box a block, as SVG; laid out by `dot` or, without it or if it
/// takes longer than the limit, by us.
std::string graph_svg(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, bool training, const std::string& title,
                      std::chrono::milliseconds layout_limit = std::chrono::seconds(10));
/// The same graph in Graphviz' language.
std::string graph_dot(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, bool training);

}  // namespace gradweave::train
