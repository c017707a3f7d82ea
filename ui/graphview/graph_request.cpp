// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/graph_request.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <algorithm>

#include "engine/core/error.h"
#include "engine/exchange/dot.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/svg.h"
#include "engine/model/project.h"
#include "engine/train/model_graph.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

exchange::GraphPicture pictureOf(const GraphRequest& request) {
    return train::picture_of(request.document, *request.catalogue, request.analysis,
                             {request.training, request.grain, request.expanded});
}

/// The first problem that keeps the network from being computed.
QString problemOf(const model::Analysis& analysis) {
    for (const model::Problem& problem : analysis.problems) {
        if (problem.severity == model::Problem::Severity::error)
            return sentenceText(problem.sentence);
    }
    return {};
}

}  // namespace

bool GraphRequest::operator==(const GraphRequest& other) const {
    return grain == other.grain && expanded == other.expanded && training == other.training &&
           catalogue == other.catalogue && document == other.document &&
           analysis.blocks == other.analysis.blocks && analysis.problems == other.analysis.problems;
}

GraphRequest graphRequest(const model::Document& document, const model::Analysis& analysis,
                          std::shared_ptr<const model::Catalogue> catalogue, exchange::Grain grain,
                          bool training, std::set<std::string> expanded) {
    GraphRequest request{document, analysis, std::move(catalogue),
                         grain,    training, std::move(expanded)};
    // Neither places nor what is only drawn makes another computation.
    for (const auto& [id, frame] : document.frames())
        request.document.apply(model::ChangeFrame{{.id = id}});
    for (const auto& [to, bends] : document.all_bends())
        request.document.apply(model::SetBends{to, {}});
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
        result.problem = sentenceText(error.what());
    }
    return result;
}

namespace {

/// Longer sides make pictures that few programs open.
constexpr double mostPixels = 16000;

std::string pngOf(const QByteArray& svg, const std::string& project) {
    QSvgRenderer renderer(svg);
    const QSizeF size = renderer.defaultSize();
    const double scale = std::min(2.0, mostPixels / std::max(size.width(), size.height()));
    QImage image((size * scale).toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32);
    if (image.isNull())
        throw Error(ErrorKind::failed, "The picture is too large for this machine.");
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        throw Error(ErrorKind::failed, "The picture could not be turned into a PNG.");
    return exchange::png_with_project(bytes.toStdString(), project);
}

std::string pdfOf(const QByteArray& svg, const QString& title) {
    QSvgRenderer renderer(svg);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(title);
        writer.setResolution(72);
        // One page of the picture's own size.
        writer.setPageSize(QPageSize(QSizeF(renderer.defaultSize()), QPageSize::Point));
        writer.setPageMargins(QMarginsF());
        QPainter painter(&writer);
        renderer.render(&painter);
    }
    return bytes.toStdString();
}

}  // namespace

std::string graphFile(const GraphRequest& request, const QString& title, GraphFormat format) {
    const exchange::GraphPicture picture = pictureOf(request);
    const auto sizes = exchange::box_sizes(picture, exchange::dejavu_width);
    if (format == GraphFormat::dot)
        return exchange::dot_text(picture, sizes, exchange::DotUse::file);
    const auto laidOut = exchange::lay_out_graph(picture, sizes);
    const std::string svg =
        exchange::graph_svg(picture, laidOut.layout, title.toStdString(), &request.document);
    if (format == GraphFormat::png)
        return pngOf(QByteArray::fromStdString(svg), model::to_text(request.document));
    if (format == GraphFormat::pdf) return pdfOf(QByteArray::fromStdString(svg), title);
    return svg;
}

}  // namespace gradweave::ui
