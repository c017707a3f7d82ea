// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/graph_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/model/layered.h"

namespace gradweave::exchange {

using graph::Phase;

namespace {

constexpr double layer_gap = 42, node_gap = 26, column_gap = 70, margin = 12;

/// The boxes of one phase with a layout of their own.
struct Column {
    std::vector<int> boxes;        ///< numbers in the picture
    std::vector<Point> positions;  ///< top left corners
    double left = 0, right = 0, height = 0;
};

/// The boxes of a phase, or all of them.
Column lay_out(const GraphPicture& picture, const std::vector<Point>& sizes,
               std::optional<Phase> phase) {
    Column column;
    std::vector<int> place(picture.boxes.size(), -1);
    std::vector<model::LayoutNode> nodes;
    for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
        if (phase && picture.boxes[i].phase != *phase) continue;
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
    std::iota(order.begin(), order.end(), std::size_t{0});
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

/// Updates stand in the rows of what they are made from, those of one row side by side.
void place_updates(Column& column, const GraphPicture& picture, const std::vector<Point>& sizes,
                   const std::vector<Rect>& rects) {
    std::vector<double> row(picture.boxes.size(), 0);
    for (const PictureEdge& edge : picture.edges) {
        const auto to = static_cast<std::size_t>(edge.to);
        const Rect& from = rects[static_cast<std::size_t>(edge.from)];
        const Phase phase = picture.boxes[static_cast<std::size_t>(edge.from)].phase;
        if (phase == Phase::gradient || (phase == Phase::forward && row[to] == 0))
            row[to] = from.centre().y;
    }
    std::vector<std::size_t> order(column.boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto row_of = [&](std::size_t i) {
        return row[static_cast<std::size_t>(column.boxes[i])];
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return row_of(a) < row_of(b); });
    double x = 0, below = -1e300;
    for (const std::size_t i : order) {
        const Point& size = sizes[static_cast<std::size_t>(column.boxes[i])];
        const double y = row_of(i) - size.y / 2;
        if (y >= below) x = 0;
        column.positions[i] = {x, y};
        x += size.x + node_gap;
        below = std::max(below, y + size.y + node_gap / 2);
    }
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

/// The edges of a layout without any router: straight down or up, from side to side between the
/// columns, and round the column where boxes are in the way.
class Router {
  public:
    Router(const GraphPicture& picture, const GraphLayout& layout)
        : picture_(picture), layout_(layout) {}

    EdgeCurve route(const PictureEdge& edge) const {
        const Rect &from = rect(edge.from), &to = rect(edge.to);
        const Phase from_phase = phase(edge.from), to_phase = phase(edge.to);
        EdgeCurve curve;
        if (from_phase != to_phase)
            curve.points = side_to_side(from, to);
        else if (const auto detour = way_round(edge))
            curve.points = *detour;
        else
            curve.points = up_or_down(from, to);
        // Beside the line, as dot does it; outside of the ladder where it goes round.
        const Point middle = point_on(curve, 0.5);
        const double beside = 5 + dejavu_width(edge.label, BoxText::edge, false) / 2;
        const bool left = middle.x < std::min(from.x, to.x);
        curve.label = {middle.x + (left ? -beside : beside), middle.y};
        return curve;
    }

  private:
    const Rect& rect(int box) const { return layout_.boxes[static_cast<std::size_t>(box)]; }
    Phase phase(int box) const { return picture_.boxes[static_cast<std::size_t>(box)].phase; }

    static std::vector<Point> up_or_down(const Rect& from, const Rect& to) {
        const Point a = from.centre(), b = to.centre();
        const double sign = b.y >= a.y ? 1 : -1;
        const Point start{a.x, a.y + sign * from.height / 2}, end{b.x, b.y - sign * to.height / 2};
        const double bend = (end.y - start.y) / 2;
        return {start, {start.x, start.y + bend}, {end.x, end.y - bend}, end};
    }

    static std::vector<Point> side_to_side(const Rect& from, const Rect& to) {
        const Point a = from.centre(), b = to.centre();
        const double sign = b.x >= a.x ? 1 : -1;
        const Point start{a.x + sign * from.width / 2, a.y}, end{b.x - sign * to.width / 2, b.y};
        const double bend = (end.x - start.x) / 2;
        return {start, {start.x + bend, start.y}, {end.x - bend, end.y}, end};
    }

    /// Past the boxes between two that are not neighbours; nothing if there is none in the way, or
    /// so many boxes that nobody would see.
    std::optional<std::vector<Point>> way_round(const PictureEdge& edge) const {
        if (picture_.boxes.size() > 400) return std::nullopt;
        const Rect &from = rect(edge.from), &to = rect(edge.to);
        const double top = std::min(from.bottom(), to.bottom()), bottom = std::max(from.y, to.y);
        const double low = std::min(from.centre().x, to.centre().x) - 4;
        const double high = std::max(from.centre().x, to.centre().x) + 4;
        // Outwards: forward edges on the left, gradients on the right.
        const double sign = phase(edge.from) == Phase::forward ? -1 : 1;
        const auto side = [&](const Rect& r) { return r.centre().x + sign * r.width / 2; };
        double farthest = sign * std::max(sign * side(from), sign * side(to));
        bool blocked = false;
        for (std::size_t i = 0; i < picture_.boxes.size(); ++i) {
            const Rect& other = layout_.boxes[i];
            if (picture_.boxes[i].phase != phase(edge.from) || other.y < top ||
                other.bottom() > bottom || other.right() < low || other.x > high)
                continue;
            blocked = true;
            farthest = sign * std::max(sign * farthest, sign * side(other));
        }
        if (!blocked) return std::nullopt;
        const Point start{side(from), from.centre().y}, end{side(to), to.centre().y};
        // Half way a curve has come three quarters of the way to its control points.
        const double mean = (start.x + end.x) / 2;
        const double control = mean + (farthest + sign * 14 - mean) * 4 / 3;
        return std::vector<Point>{start, {control, start.y}, {control, end.y}, end};
    }

    const GraphPicture& picture_;
    const GraphLayout& layout_;
};

/// Moves everything so that it begins at the margin, and measures the page.
void fit(const GraphPicture& picture, GraphLayout& layout) {
    double left = 1e300, top = 1e300, right = -1e300, bottom = -1e300;
    const auto include = [&](double x0, double y0, double x1, double y1) {
        left = std::min(left, x0);
        top = std::min(top, y0);
        right = std::max(right, x1);
        bottom = std::max(bottom, y1);
    };
    for (const Rect& rect : layout.boxes)
        include(rect.x, rect.y, rect.right(), rect.bottom());
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        const Point middle = point_on(layout.edges[i], 0.5);
        const double half = dejavu_width(picture.edges[i].label, BoxText::edge, false) / 2;
        const double x = layout.edges[i].label->x;
        include(std::min(middle.x, x - half), middle.y, std::max(middle.x, x + half), middle.y);
    }
    const Point by{margin - left, margin - top};
    for (Rect& rect : layout.boxes) {
        rect.x += by.x;
        rect.y += by.y;
    }
    for (EdgeCurve& edge : layout.edges) {
        for (Point& point : edge.points)
            point = {point.x + by.x, point.y + by.y};
        edge.label = {edge.label->x + by.x, edge.label->y + by.y};
    }
    layout.width = right - left + 2 * margin;
    layout.height = bottom - top + 2 * margin;
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
    double x = 0;
    std::vector<std::optional<Phase>> columns{Phase::forward, Phase::gradient, Phase::update};
    // Steps of a program follow one another, whatever they are for.
    if (picture.grain == Grain::kernels) columns.assign(1, std::nullopt);
    for (const std::optional<Phase> phase : columns) {
        Column column = lay_out(picture, sizes, phase);
        if (column.boxes.empty()) continue;
        if (phase == Phase::gradient) align_with_twins(column, picture, sizes, layout.boxes);
        const bool folded =
            std::none_of(picture.edges.begin(), picture.edges.end(), [&](const PictureEdge& edge) {
                return picture.boxes[static_cast<std::size_t>(edge.from)].phase == Phase::update;
            });
        if (phase == Phase::update && folded) place_updates(column, picture, sizes, layout.boxes);
        measure(column, sizes);
        for (std::size_t i = 0; i < column.boxes.size(); ++i) {
            const auto box = static_cast<std::size_t>(column.boxes[i]);
            layout.boxes[box] = {column.positions[i].x - column.left + x, column.positions[i].y,
                                 sizes[box].x, sizes[box].y};
        }
        x += column.right - column.left + column_gap;
    }
    const Router router(picture, layout);
    for (const PictureEdge& edge : picture.edges)
        layout.edges.push_back(router.route(edge));
    fit(picture, layout);
    return layout;
}

void mirror(GraphLayout& layout) {
    for (Rect& rect : layout.boxes)
        rect.x = layout.width - rect.right();
    for (Rect& rect : layout.frames)
        rect.x = layout.width - rect.right();
    for (EdgeCurve& edge : layout.edges) {
        for (Point& point : edge.points)
            point.x = layout.width - point.x;
        if (edge.label) edge.label->x = layout.width - edge.label->x;
    }
}

void frame_groups(const GraphPicture& picture, GraphLayout& layout) {
    layout.frames.clear();
    for (const PictureGroup& group : picture.groups) {
        double left = 1e300, top = 1e300, right = -1e300, bottom = -1e300;
        for (const int box : group.boxes) {
            const Rect& rect = layout.boxes[static_cast<std::size_t>(box)];
            left = std::min(left, rect.x);
            top = std::min(top, rect.y);
            right = std::max(right, rect.right());
            bottom = std::max(bottom, rect.bottom());
        }
        top -= GroupFrame::margin + GroupFrame::title_height;
        layout.frames.push_back({left - GroupFrame::margin, top,
                                 right - left + 2 * GroupFrame::margin,
                                 bottom + GroupFrame::margin - top});
    }
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
