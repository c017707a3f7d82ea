// SPDX-License-Identifier: Apache-2.0
// A document's computation as graph nodes, for pictures and exports.
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/exchange/graph_picture.h"
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

/// What of a computation a picture shows.
struct GraphChoice {
    bool training = false;  ///< the whole training step, or what leads to loss and outputs
    exchange::Grain grain = exchange::Grain::blocks;
    std::set<std::string> expanded = {};  ///< with Grain::blocks: names of those to unfold
};

/// The picture of the document's computation. With Grain::kernels it is compiled for the CPU and
/// timed there on made-up data, which takes as long as compiling and three steps. Errors as above.
exchange::GraphPicture picture_of(const model::Document& document,
                                  const model::Catalogue& catalogue,
                                  const model::Analysis& analysis, const GraphChoice& choice);

/// That picture as SVG; laid out by `dot` or, without it or if it takes longer than the limit, by
/// us.
std::string graph_svg(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, const GraphChoice& choice,
                      const std::string& title,
                      std::chrono::milliseconds layout_limit = std::chrono::seconds(10));
/// The same picture in Graphviz' language.
std::string graph_dot(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, const GraphChoice& choice);

}  // namespace gradweave::train
