// SPDX-License-Identifier: GPL-3.0-or-later
// What a computation graph is made from, and making it: for another thread.
#pragma once

#include <QString>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/exchange/graph_layout.h"
#include "engine/model/analysis.h"

namespace gradweave::ui {

/// A copy of everything that the picture depends on; places of blocks are left out.
struct GraphRequest {
    model::Document document;
    model::Analysis analysis;
    std::shared_ptr<const model::Catalogue> catalogue;
    exchange::Grain grain = exchange::Grain::blocks;
    bool training = false;
    std::set<std::string> expanded = {};  ///< names of blocks to show by operations

    bool operator==(const GraphRequest& other) const;
};

struct GraphAnswer {
    exchange::GraphPicture picture;
    std::vector<exchange::Point> sizes;
    QString problem;  ///< why there is no picture; empty if there is one
};

/// The request for a document as it is now.
GraphRequest graphRequest(const model::Document& document, const model::Analysis& analysis,
                          std::shared_ptr<const model::Catalogue> catalogue, exchange::Grain grain,
                          bool training, std::set<std::string> expanded = {});

/// Builds the graph and its picture, with sizes for `measure`. Never throws.
GraphAnswer answer(const GraphRequest& request, const exchange::TextMeasure& measure);

enum class GraphFormat { svg, png, pdf, dot };

/// The picture as a file: laid out anew for the fonts of files. Throws Error if it cannot be built.
std::string graphFile(const GraphRequest& request, const QString& title, GraphFormat format);

}  // namespace gradweave::ui
