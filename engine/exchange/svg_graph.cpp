// SPDX-License-Identifier: Apache-2.0
// Computation graphs as SVG.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/svg.h"
#include "engine/exchange/svg_writer.h"
#include "engine/model/project.h"

namespace gradweave::exchange {

using graph::Phase;

namespace {

constexpr double margin = 20, title_height = 34, legend_height = 26;

std::string tooltip_of(const PictureBox& box) {
    std::string text = box.title;
    if (!box.operation.empty() && box.operation != box.title) text += "\n" + box.operation;
    if (!box.type.empty()) text += "\n" + box.type;
    if (box.operations > 1) text += concat("\n", box.operations, " operations");
    if (box.bytes > 0) text += "\n" + byte_text(box.bytes);
    if (!box.block.empty() && box.block != box.title) text += "\nblock " + box.block;
    return text;
}

class GraphDrawing {
  public:
    GraphDrawing(const GraphPicture& picture, const GraphLayout& layout, const std::string& title)
        : picture_(picture),
          layout_(layout),
          title_(title),
          top_(margin + title_height + (picture.training ? legend_height : 0)),
          width_(std::max(layout.width, 420.0) + 2 * margin),
          svg_({0, 0, width_, layout.height + top_ + margin}, title, describe(picture)) {}

    std::string draw(const model::Document* project) {
        if (project != nullptr) svg_.embed_project(model::to_text(*project));
        svg_.text({margin, margin + 14}, elided(title_, 15, true, width_ - 2 * margin),
                  {15, palette::text, true});
        legend();
        for (std::size_t i = 0; i < layout_.frames.size(); ++i)
            frame(picture_.groups[i], moved(layout_.frames[i]));
        for (std::size_t i = 0; i < picture_.edges.size(); ++i)
            edge(picture_.edges[i], layout_.edges[i]);
        for (std::size_t i = 0; i < picture_.boxes.size(); ++i)
            box(picture_.boxes[i], moved(layout_.boxes[i]));
        for (std::size_t i = 0; i < picture_.edges.size(); ++i)
            label(picture_.edges[i], layout_.edges[i]);
        return svg_.finish();
    }

  private:
    static std::string describe(const GraphPicture& picture) {
        return concat("Computation graph with ", picture.boxes.size(), " boxes and ",
                      picture.edges.size(), " edges",
                      picture.training ? ", gradients and updates among them." : ".");
    }

    Point moved(const Point& p) const { return {p.x + margin, p.y + top_}; }
    Rect moved(const Rect& r) const { return {r.x + margin, r.y + top_, r.width, r.height}; }
    EdgeCurve moved(EdgeCurve curve) const {
        for (Point& point : curve.points)
            point = moved(point);
        return curve;
    }

    void legend() {
        if (!picture_.training) return;
        double x = margin;
        const double y = margin + 24;
        const auto entry = [&](const char* name, const Paint& paint) {
            svg_.rect({x, y, 18, 12}, 3, paint);
            svg_.text({x + 24, y + 10}, name, {10, palette::muted});
            x += 24 + dejavu_width(name, 10, false) + 18;
        };
        entry("forward", {.fill = tint(palette::neutral, 0.08), .stroke = palette::neutral});
        entry("gradient", {.fill = tint(palette::gradient, 0.07),
                           .stroke = palette::gradient,
                           .dashes = "4 2.5"});
        entry("update", {.fill = tint(palette::update, 0.07), .stroke = palette::update});
    }

    void frame(const PictureGroup& group, const Rect& rect) {
        const BoxColours looks =
            colours_of(picture_.boxes[static_cast<std::size_t>(group.boxes[0])]);
        svg_.rect(rect, 8, {.fill = tint(looks.line, 0.05), .stroke = tint(looks.line, 0.25)});
        svg_.text({rect.x + GroupFrame::margin, rect.y + GroupFrame::title + 4},
                  elided(group.title, GroupFrame::title, true, rect.width - GroupFrame::margin),
                  {GroupFrame::title, looks.line, true});
    }

    void edge(const PictureEdge& edge, const EdgeCurve& placed) {
        if (placed.points.size() < 4) return;
        const Phase from = phase(edge.from), to = phase(edge.to);
        Paint paint{.stroke = palette::wire, .width = 1.2};
        if (to == Phase::gradient) paint.stroke = palette::gradient;
        if (to == Phase::update) paint.stroke = palette::update;
        if (from != to) {
            paint.dashes = "3 3";
            paint.width = 1;
            paint.opacity = 0.6;
        }
        const EdgeCurve curve = moved(placed);
        svg_.curve(curve, paint);
        arrow(curve, paint);
    }

    void arrow(const EdgeCurve& curve, const Paint& line) {
        const Point tip = curve.points.back();
        Point before = curve.points[curve.points.size() - 2];
        double dx = tip.x - before.x, dy = tip.y - before.y;
        double length = std::hypot(dx, dy);
        if (length < 1e-6) {
            before = curve.points[curve.points.size() - 4];
            dx = tip.x - before.x;
            dy = tip.y - before.y;
            length = std::max(std::hypot(dx, dy), 1e-6);
        }
        dx /= length;
        dy /= length;
        constexpr double reach = 7, half = 3;
        svg_.polygon({tip,
                      {tip.x - reach * dx + half * dy, tip.y - reach * dy - half * dx},
                      {tip.x - reach * dx - half * dy, tip.y - reach * dy + half * dx}},
                     {.fill = line.stroke, .opacity = line.opacity});
    }

    Phase phase(int box) const { return picture_.boxes[static_cast<std::size_t>(box)].phase; }

    void box(const PictureBox& box, const Rect& rect) {
        const BoxColours looks = colours_of(box);
        svg_.open(box.phase == Phase::forward    ? "forward"
                  : box.phase == Phase::gradient ? "gradient"
                                                 : "update",
                  tooltip_of(box));
        svg_.rect(rect, box.leaf ? std::min(rect.height / 2, 16.0) : 5,
                  {.fill = looks.fill,
                   .stroke = looks.line,
                   .width = 1.2,
                   .dashes = box.phase == Phase::gradient ? "5 3" : ""});
        const double x = rect.centre().x;
        const double inner = rect.width - BoxText::padding_x;
        double y = rect.y + BoxText::padding_y + BoxText::title * 0.83;
        svg_.text({x, y}, elided(box.title, BoxText::title, true, inner),
                  {BoxText::title, palette::text, true, Anchor::middle});
        for (const std::string& line : box.lines) {
            y += BoxText::line_step;
            svg_.text({x, y}, elided(line, BoxText::line, false, inner),
                      {BoxText::line, palette::muted, false, Anchor::middle});
        }
        svg_.close();
    }

    /// The shape on an edge, on a paper-coloured ground that breaks the line.
    void label(const PictureEdge& edge, const EdgeCurve& curve) {
        if (picture_.grain != Grain::blocks || !curve.label) return;
        if (phase(edge.from) != phase(edge.to)) return;
        const Point centre = moved(*curve.label);
        std::vector<std::string> lines;
        for (std::size_t begin = 0; begin <= edge.label.size();) {
            const std::size_t end = std::min(edge.label.find('\n', begin), edge.label.size());
            lines.push_back(edge.label.substr(begin, end - begin));
            begin = end + 1;
        }
        const double step = BoxText::edge * 1.3;
        double y =
            centre.y - step * (static_cast<double>(lines.size()) - 1) / 2 + BoxText::edge * 0.36;
        for (const std::string& line : lines) {
            svg_.text({centre.x, y}, line, {BoxText::edge, palette::muted, false, Anchor::middle});
            y += step;
        }
    }

    const GraphPicture& picture_;
    const GraphLayout& layout_;
    const std::string& title_;
    double top_, width_;
    SvgWriter svg_;
};

}  // namespace

std::string graph_svg(const GraphPicture& picture, const GraphLayout& layout,
                      const std::string& title, const model::Document* project) {
    return GraphDrawing(picture, layout, title).draw(project);
}

}  // namespace gradweave::exchange
