// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/graph_request.h"

#include <QCoreApplication>

#include "engine/core/error.h"
#include "engine/exchange/dot.h"
#include "engine/exchange/svg.h"
#include "engine/train/model_graph.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

exchange::GraphPicture pictureOf(const GraphRequest& request) {
    const train::ModelGraph graph = train::model_graph(request.document, *request.catalogue,
                                                       request.analysis, request.training);
    exchange::PictureOptions options;
    options.grain = request.grain;
    options.training = request.training;
    options.document = &request.document;
    options.catalogue = request.catalogue.get();
    return exchange::graph_picture(graph.roots, graph.updates, options);
}

/// The first problem that keeps the network from being computed.
QString problemOf(const model::Analysis& analysis) {
    for (const model::Problem& problem : analysis.problems) {
        if (problem.severity == model::Problem::Severity::error) return qtext(problem.sentence);
    }
    return {};
}

}  // namespace

bool GraphRequest::operator==(const GraphRequest& other) const {
    return grain == other.grain && training == other.training && catalogue == other.catalogue &&
           document == other.document && analysis.blocks == other.analysis.blocks &&
           analysis.problems == other.analysis.problems;
}

GraphRequest graphRequest(const model::Document& document, const model::Analysis& analysis,
                          std::shared_ptr<const model::Catalogue> catalogue, exchange::Grain grain,
                          bool training) {
    GraphRequest request{document, analysis, std::move(catalogue), grain, training};
    for (const auto& [id, block] : document.blocks())
        request.document.apply(model::MoveBlock{id, {}});
    return request;
}

GraphAnswer answer(const GraphRequest& request, const exchange::TextMeasure& measure) {
    GraphAnswer result;
    if (request.document.blocks().empty()) return result;
    result.problem = problemOf(request.analysis);
    if (!result.problem.isEmpty()) return result;
    try {
        result.picture = pictureOf(request);
        result.sizes = exchange::box_sizes(result.picture, measure);
    } catch (const std::exception& error) {
        result.problem = qtext(error.what());
    }
    return result;
}

std::string graphFile(const GraphRequest& request, const QString& title, bool svg) {
    const exchange::GraphPicture picture = pictureOf(request);
    const auto sizes = exchange::box_sizes(picture, exchange::dejavu_width);
    if (!svg) return exchange::dot_text(picture, sizes, exchange::DotUse::file);
    const auto laidOut = exchange::lay_out_graph(picture, sizes);
    return exchange::graph_svg(picture, laidOut.layout, title.toStdString(), &request.document);
}

}  // namespace gradweave::ui
