// SPDX-License-Identifier: Apache-2.0
// Pictures as SVG text: the network as on the canvas, computation graphs, plots. In light colours,
// with the project inside, so that a picture opens again as what it shows.
#pragma once

#include <string>

#include "engine/exchange/graph_layout.h"
#include "engine/exchange/plot.h"
#include "engine/model/analysis.h"

namespace gradweave::exchange {

/// The blocks at their places with their wires and the shapes on them.
std::string network_svg(const model::Document& document, const model::Catalogue& catalogue,
                        const model::Analysis& analysis, const std::string& title);

/// A laid-out computation graph. `project` is the document that it belongs to, or null.
std::string graph_svg(const GraphPicture& picture, const GraphLayout& layout,
                      const std::string& title, const model::Document* project = nullptr);

/// Curves over steps with axes and a legend. `project` as above.
std::string plot_svg(const Plot& plot, const model::Document* project = nullptr);

}  // namespace gradweave::exchange
