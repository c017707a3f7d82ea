// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/graph_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/model/layered.h"

namespace gradweave::exchange {

using graph::Phase;

namespace {

constexpr double layer_gap = 42, node_gap = 26, column_gap = 70, margin = 12;

/// The boxes of one phase with a layout of their own.
struct Column {
    std::vector<int> boxes;         ///< numbers in the picture
    std::vector<Point> positions;   ///< top left corners
    double left = 0, right = 0, height = 0;
};

Column lay_out(const GraphPicture& picture, const std::vector<Point>& sizes, Phase phase) {
    Column column;
    std::vector<int> place(picture.boxes.size(), -1);
    std::vector<model::LayoutNode> nodes;
    for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
        if (picture.boxes[i].phase != phase) continue;
        place[i] = static_cast<int>(column.boxes.size());
        column.boxes.push_back(static_cast<int>(i));
        nodes.push_back({sizes[i]});
    }
    std::vector<std::pair<int, int>> edges;
    for (const PictureEdge& edge : picture.edges) {
        int from = place[static_cast<std::size_t>(edge.from)];
        int to = place[static_cast<std::size_t>(edge.to)];
        if (from < 0 || to < 0) continue;
        if (phase == Phase::gradient) std::swap(from, to);  // gradients go up
        edges.emplace_back(from, to);
    }
    column.positions = model::layered_layout(nodes, edges, layer_gap, node_gap, true);
    return column;
}

/// Gives each box with a twin the twin's height, if no two of them then lie on each other.
void align_with_twins(Column& column, const GraphPicture& picture, const std::vector<Point>& sizes,
                      const std::vector<Rect>& rects) {
    std::vector<Point> aligned = column.positions;
    for (std::size_t i = 0; i < column.boxes.size(); ++i) {
        const auto box = static_cast<std::size_t>(column.boxes[i]);
        const auto& twin = picture.boxes[box].twin;
        if (!twin) return;
        const Rect& beside = rects[static_cast<std::size_t>(*twin)];
        aligned[i] = {beside.centre().x - sizes[box].x / 2, beside.centre().y - sizes[box].y / 2};
    }
    std::vector<std::size_t> order(aligned.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return aligned[a].y < aligned[b].y; });
    for (std::size_t k = 0; k < order.size(); ++k) {
        const auto size = [&](std::size_t i) {
            return sizes[static_cast<std::size_t>(column.boxes[i])];
        };
        const std::size_t a = order[k];
        for (std::size_t l = k + 1; l < order.size(); ++l) {
            const std::size_t b = order[l];
            if (aligned[b].y >= aligned[a].y + size(a).y) break;
            const bool apart = aligned[b].x >= aligned[a].x + size(a).x + node_gap / 2 ||
                               aligned[a].x >= aligned[b].x + size(b).x + node_gap / 2;
            if (!apart) return;
        }
    }
    column.positions = std::move(aligned);
}

void measure(Column& column, const std::vector<Point>& sizes) {
    column.left = 1e300;
    column.right = -1e300;
    for (std::size_t i = 0; i < column.boxes.size(); ++i) {
        const Point& size = sizes[static_cast<std::size_t>(column.boxes[i])];
        column.left = std::min(column.left, column.positions[i].x);
        column.right = std::max(column.right, column.positions[i].x + size.x);
    }
}

/// From the lower edge of a box to the upper edge of another, or from side to side.
EdgeCurve connect(const Rect& from, const Rect& to) {
    const Point a = from.centre(), b = to.centre();
    EdgeCurve curve;
    const bool beside = std::abs(a.y - b.y) < (from.height + to.height) / 2;
    if (beside) {
        const double sign = b.x >= a.x ? 1 : -1;
        const Point start{a.x + sign * from.width / 2, a.y}, end{b.x - sign * to.width / 2, b.y};
        const double bend = (end.x - start.x) / 2;
        curve.points = {start, {start.x + bend, start.y}, {end.x - bend, end.y}, end};
    } else {
        const double sign = b.y >= a.y ? 1 : -1;
        const Point start{a.x, a.y + sign * from.height / 2}, end{b.x, b.y - sign * to.height / 2};
        const double bend = (end.y - start.y) / 2;
        curve.points = {start, {start.x, start.y + bend}, {end.x, end.y - bend}, end};
    }
    curve.label = point_on(curve, 0.5);
    return curve;
}

}  // namespace

std::vector<Point> box_sizes(const GraphPicture& picture, const TextMeasure& measure) {
    std::vector<Point> sizes;
    for (const PictureBox& box : picture.boxes) {
        double width = std::min(measure(box.title, BoxText::title, true), BoxText::widest);
        for (const std::string& line : box.lines)
            width = std::max(width, std::min(measure(line, BoxText::line, false), BoxText::widest));
        const double lines = static_cast<double>(box.lines.size());
        sizes.push_back({std::ceil(std::max(width, 34.0) + 2 * BoxText::padding_x),
                         2 * BoxText::padding_y + BoxText::title + lines * BoxText::line_step});
    }
    return sizes;
}

GraphLayout layered_graph_layout(const GraphPicture& picture, const std::vector<Point>& sizes) {
    GraphLayout layout;
    layout.boxes.resize(picture.boxes.size());
    double x = margin;
    for (const Phase phase : {Phase::forward, Phase::gradient, Phase::update}) {
        Column column = lay_out(picture, sizes, phase);
        if (column.boxes.empty()) continue;
        if (phase != Phase::forward) align_with_twins(column, picture, sizes, layout.boxes);
        measure(column, sizes);
        for (std::size_t i = 0; i < column.boxes.size(); ++i) {
            const auto box = static_cast<std::size_t>(column.boxes[i]);
            const double y = column.positions[i].y + (phase == Phase::forward ? margin : 0);
            layout.boxes[box] = {column.positions[i].x - column.left + x, y, sizes[box].x,
                                 sizes[box].y};
        }
        x += column.right - column.left + column_gap;
    }
    double top = 0;
    for (const Rect& rect : layout.boxes)
        top = std::min(top, rect.y - margin);
    for (Rect& rect : layout.boxes) {
        rect.y -= top;
        layout.width = std::max(layout.width, rect.right() + margin);
        layout.height = std::max(layout.height, rect.bottom() + margin);
    }
    for (const PictureEdge& edge : picture.edges)
        layout.edges.push_back(connect(layout.boxes[static_cast<std::size_t>(edge.from)],
                                       layout.boxes[static_cast<std::size_t>(edge.to)]));
    return layout;
}

Point point_on(const EdgeCurve& curve, double share) {
    if (curve.points.empty()) return {};
    const std::size_t pieces = (curve.points.size() - 1) / 3;
    if (pieces == 0) return curve.points.front();
    const double along = std::clamp(share, 0.0, 1.0) * static_cast<double>(pieces);
    const std::size_t piece = std::min(static_cast<std::size_t>(along), pieces - 1);
    const double t = along - static_cast<double>(piece), s = 1 - t;
    const std::array weights{s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t};
    Point result;
    for (std::size_t i = 0; i < 4; ++i) {
        result.x += weights[i] * curve.points[3 * piece + i].x;
        result.y += weights[i] * curve.points[3 * piece + i].y;
    }
    return result;
}

}  // namespace gradweave::exchange
