// SPDX-License-Identifier: Apache-2.0
// The network as SVG, as it stands on the canvas.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/svg.h"
#include "engine/exchange/svg_writer.h"
#include "engine/model/project.h"

namespace gradweave::exchange {

using model::Block;
using model::BlockId;

namespace {

// The canvas' measures with a line of text 16 high; sizes are multiples of its grid.
constexpr double unit = 16, grid = 8, padding = 0.6 * unit;
constexpr double least_width = 8 * unit, most_width = 15 * unit;
constexpr double header_height = 32, row_height = 24, corner = 0.45 * unit;
constexpr double socket_radius = 0.32 * unit;
constexpr double title_size = 13, port_size = 11.5, label_size = 10.5;
constexpr double margin = 28, heading = 36;

/// One block with everything that its drawing needs.
struct Shape {
    const Block* block;
    const model::BlockKind* kind;  ///< null: unknown to this program
    Rect rect;
    std::vector<std::string> inputs, outputs;
    std::string summary;
    bool summary_below = false;  ///< in a row of its own
    bool broken;

    static double port_y(std::size_t i) {
        return header_height + (static_cast<double>(i) + 0.5) * row_height;
    }
    Point input(std::size_t i) const { return {rect.x, rect.y + port_y(i)}; }
    Point output(std::size_t i) const { return {rect.right(), rect.y + port_y(i)}; }
    std::string title() const { return kind ? kind->title : block->kind; }
};

double port_width(const std::vector<std::string>& ports, std::size_t i) {
    return i < ports.size() ? dejavu_width(ports[i], port_size, false) : 0;
}

/// The baseline of a text in the middle of a row.
double baseline(double middle, double size) {
    return middle + size * 0.36;
}

std::optional<std::size_t> place_of(const std::vector<std::string>& ports,
                                    const std::string& name) {
    const auto found = std::find(ports.begin(), ports.end(), name);
    if (found == ports.end()) return std::nullopt;
    return static_cast<std::size_t>(found - ports.begin());
}

class NetworkDrawing {
  public:
    NetworkDrawing(const model::Document& document, const model::Catalogue& catalogue,
                   const model::Analysis& analysis)
        : document_(document), analysis_(analysis) {
        for (const auto& [id, block] : document.blocks())
            shapes_.emplace(id, shape_of(block, catalogue));
    }

    std::string draw(const std::string& title) {
        const Rect view = page(title);
        SvgWriter svg(view, title,
                      concat("Network of ", document_.blocks().size(), " blocks and ",
                             document_.wires().size(), " wires."));
        svg_ = &svg;
        svg.embed_project(model::to_text(document_));
        svg.text({view.x + margin, view.y + margin + 6}, title, {15, palette::text, true});
        for (const auto& [id, group] : document_.frames())
            frame(group);
        for (const auto& [to, from] : document_.wires())
            wire(from, to);
        for (const auto& [id, shape] : shapes_)
            block(shape);
        for (const auto& [to, from] : document_.wires())
            wire_label(from, to);
        return svg.finish();
    }

  private:
    Shape shape_of(const Block& block, const model::Catalogue& catalogue) const {
        Shape shape{&block, catalogue.find(block.kind), {}, {}, {}, {}, false, false};
        if (shape.kind != nullptr) {
            for (const auto& port : shape.kind->input_ports(block.params))
                shape.inputs.push_back(port.name);
            for (const auto& port : shape.kind->output_ports(block.params))
                shape.outputs.push_back(port.name);
            shape.summary =
                elided(model::summary_of(*shape.kind, block.params), port_size, false, 10 * unit);
        }
        // Wires of an unknown kind still need ends.
        for (const auto& wire : document_.wires_to(block.id)) {
            if (!place_of(shape.inputs, wire.to.port)) shape.inputs.push_back(wire.to.port);
        }
        for (const auto& wire : document_.wires_from(block.id)) {
            if (!place_of(shape.outputs, wire.from.port)) shape.outputs.push_back(wire.from.port);
        }
        const model::Problem* problem = analysis_.problem_of(block.id);
        shape.broken = problem && problem->severity == model::Problem::Severity::error;
        const std::size_t rows =
            std::max<std::size_t>({1, shape.inputs.size(), shape.outputs.size()});
        shape.summary_below = rows > 1 && !shape.summary.empty();
        const std::size_t all_rows = rows + (shape.summary_below ? 1 : 0);
        shape.rect = {block.position.x, block.position.y, width_of(shape, rows),
                      header_height + static_cast<double>(all_rows) * row_height};
        return shape;
    }

    static double width_of(const Shape& shape, std::size_t rows) {
        const double summary = dejavu_width(shape.summary, port_size, false);
        double width =
            std::max(summary + 2 * padding,
                     dejavu_width(shape.title(), title_size, true) + 3 * padding +
                         std::min(dejavu_width(shape.block->name, title_size, false), 6 * unit));
        for (std::size_t i = 0; i < rows; ++i) {
            const double left = port_width(shape.inputs, i), right = port_width(shape.outputs, i);
            // The summary shares an only row; in the middle it must clear the longer of both names.
            const bool shared = rows == 1 && summary > 0;
            width = std::max(width, shared ? 5 * padding + summary + 2 * std::max(left, right)
                                           : 4 * padding + left + right);
        }
        return std::ceil(std::clamp(width, least_width, most_width) / grid) * grid;
    }

    Rect page(const std::string& title) const {
        Rect all{0, 0, 0, 0};
        bool first = true;
        for (const auto& [id, shape] : shapes_) {
            const Rect& r = shape.rect;
            const double right = first ? r.right() : std::max(all.right(), r.right());
            const double bottom = first ? r.bottom() : std::max(all.bottom(), r.bottom());
            all.x = first ? r.x : std::min(all.x, r.x);
            all.y = first ? r.y : std::min(all.y, r.y);
            all.width = right - all.x;
            all.height = bottom - all.y;
            first = false;
        }
        const auto include = [&](double x, double y) {
            const double right = std::max(all.right(), x), bottom = std::max(all.bottom(), y);
            all.x = std::min(all.x, x);
            all.y = std::min(all.y, y);
            all.width = right - all.x;
            all.height = bottom - all.y;
        };
        for (const auto& [id, group] : document_.frames()) {
            if (const auto area = frame_area(group)) {
                include(area->x, area->y);
                include(area->right(), area->bottom());
            }
        }
        for (const auto& [to, bends] : document_.all_bends()) {
            for (const model::Point& bend : bends) {
                // A half turn swings out beyond its bends.
                include(bend.x - unit * 4, bend.y);
                include(bend.x + unit * 4, bend.y);
            }
        }
        const double least = std::min(dejavu_width(title, 15, true), 900.0);
        return {all.x - margin, all.y - margin - heading, std::max(all.width, least) + 2 * margin,
                all.height + 2 * margin + heading};
    }

    /// The curve of a wire, or nothing if an end is missing.
    std::optional<EdgeCurve> curve_of(const model::Socket& from, const model::Socket& to) const {
        const auto a = shapes_.find(from.block), b = shapes_.find(to.block);
        if (a == shapes_.end() || b == shapes_.end()) return std::nullopt;
        const auto out = place_of(a->second.outputs, from.port);
        const auto in = place_of(b->second.inputs, to.port);
        if (!out || !in) return std::nullopt;
        const Point start = a->second.output(*out), end = b->second.input(*in);
        const auto& bends = document_.bends(to);
        return bends.empty() ? wire_curve(start, end) : bent_curve(start, end, bends);
    }

    /// How far the ends of a piece between bends reach out: for a half turn as much as it is high.
    static double bend_reach(const Point& from, const Point& to) {
        const double across = std::abs(to.x - from.x), down = std::abs(to.y - from.y);
        return std::clamp(std::max(across * 0.4, down * 0.4), unit * 0.5, unit * 6);
    }

    /// Through bends, which a wire that runs back passes to the left.
    static EdgeCurve bent_curve(const Point& from, const Point& to,
                                const std::vector<model::Point>& bends) {
        std::vector<Point> stops{from};
        for (const model::Point& bend : bends)
            stops.push_back({bend.x, bend.y});
        stops.push_back(to);
        const auto direction = [&](std::size_t i) {
            if (i == 0 || i + 1 == stops.size()) return 1.0;
            return stops[i + 1].x < stops[i - 1].x ? -1.0 : 1.0;
        };
        EdgeCurve curve{{from}, {}};
        for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
            const double reach = bend_reach(stops[i], stops[i + 1]);
            curve.points.push_back({stops[i].x + direction(i) * reach, stops[i].y});
            curve.points.push_back({stops[i + 1].x - direction(i + 1) * reach, stops[i + 1].y});
            curve.points.push_back(stops[i + 1]);
        }
        return curve;
    }

    /// Forwards half the way; backwards enough to swing around the blocks at both ends.
    static EdgeCurve wire_curve(const Point& from, const Point& to) {
        const double across = to.x - from.x, down = std::abs(to.y - from.y);
        double reach = across >= 0 ? across * 0.5 : std::min(-across * 0.6, unit * 14);
        const double least = std::min(unit * 2.5, std::hypot(across, down) * 0.5);
        if (across < 0) reach = std::max(reach, std::min(down * 0.5, unit * 6));
        reach = std::clamp(reach, least, unit * 24);
        return {{from, {from.x + reach, from.y}, {to.x - reach, to.y}, to}, {}};
    }

    void wire(const model::Socket& from, const model::Socket& to) {
        const auto curve = curve_of(from, to);
        if (!curve) return;
        const model::TensorType* type = analysis_.type_at(document_, from);
        Paint paint{.stroke = palette::wire, .width = 0.11 * unit};
        if (type == nullptr)
            paint.stroke = palette::unknown;
        else if (!is_floating(type->dtype))
            paint.stroke = palette::wire_classes;
        const auto muted = [&](BlockId id) {
            return document_.at(id).marks.mode == model::BlockMode::muted;
        };
        if (muted(from.block) || muted(to.block)) paint.dashes = "2 4";
        svg_->curve(*curve, paint);
    }

    /// Where a frame's blocks lie, with room around them and for its title.
    std::optional<Rect> frame_area(const model::Frame& frame) const {
        std::optional<Rect> area;
        const auto add = [&](double left, double top, double right, double bottom) {
            if (area) {
                right = std::max(right, area->right());
                bottom = std::max(bottom, area->bottom());
                left = std::min(left, area->x);
                top = std::min(top, area->y);
            }
            area = Rect{left, top, right - left, bottom - top};
        };
        if (frame.size.x > 0 && frame.size.y > 0)
            add(frame.position.x, frame.position.y, frame.position.x + frame.size.x,
                frame.position.y + frame.size.y);
        for (const auto& [id, shape] : shapes_) {
            if (shape.block->frame != frame.id) continue;
            const Rect& r = shape.rect;
            add(r.x - unit, r.y - unit * 2.1, r.right() + unit, r.bottom() + unit);
        }
        return area;
    }

    void frame(const model::Frame& frame) {
        const auto area = frame_area(frame);
        if (!area) return;
        svg_->rect(*area, corner,
                   {.fill = palette::grid, .stroke = palette::block_border, .dashes = "5 4"});
        svg_->text({area->x + padding, baseline(area->y + unit * 0.85, title_size)},
                   elided(frame.title, title_size, true, area->width - 2 * padding),
                   {title_size, palette::muted, true});
    }

    void wire_label(const model::Socket& from, const model::Socket& to) {
        const auto curve = curve_of(from, to);
        if (!curve) return;
        const model::TensorType* type = analysis_.type_at(document_, from);
        const std::string text = type ? to_string(type->dims) : "?";
        Point at = point_on(*curve, 0.5);
        const double width = dejavu_width(text, label_size, false);
        // Above a wire that is too short to carry it; nowhere between blocks that nearly touch.
        const Point &start = curve->points.front(), &end = curve->points.back();
        const double span = std::hypot(end.x - start.x, end.y - start.y);
        if (span < width * 0.6) return;
        if (span < width + 24) at.y -= 15;
        svg_->rect({at.x - width / 2 - 5, at.y - 8.5, width + 10, 17}, 4.5,
                   {.fill = palette::paper, .stroke = palette::grid});
        svg_->text({at.x, baseline(at.y, label_size)}, text,
                   {label_size, type ? palette::muted : palette::unknown, false, Anchor::middle});
    }

    void block(const Shape& shape) {
        const Rect& r = shape.rect;
        std::string tooltip = shape.block->name + "\n" + shape.title();
        if (shape.kind == nullptr) tooltip += " (unknown kind)";
        if (const model::Problem* problem = analysis_.problem_of(shape.block->id))
            tooltip += "\n" + problem->sentence;
        svg_->open("block", tooltip);
        svg_->rect(r, corner, {.fill = palette::block});
        header(shape);
        svg_->rect(r, corner,
                   {.stroke = shape.broken ? palette::error : palette::block_border,
                    .width = shape.broken ? 1.6 : 1.0,
                    .dashes = shape.kind && active(shape) ? "" : "4 3"});
        texts(shape);
        sockets(shape);
        if (!active(shape)) {
            const bool muted = shape.block->marks.mode == model::BlockMode::muted;
            svg_->text({r.x + padding / 2, r.y - 4}, muted ? "∅ muted" : "→ bypassed",
                       {label_size, palette::muted});
        }
        svg_->close();
    }

    static bool active(const Shape& shape) {
        return shape.block->marks.mode == model::BlockMode::active;
    }

    void texts(const Shape& shape) {
        const Rect& r = shape.rect;
        const double middle = r.y + header_height / 2;
        const std::string title = elided(shape.title(), title_size, true, most_width - 2 * padding);
        const double title_width = dejavu_width(title, title_size, true);
        svg_->text({r.x + padding, baseline(middle, title_size)}, title,
                   {title_size, palette::text, true});
        const double room = r.width - 3 * padding - title_width;
        if (room > unit)
            svg_->text({r.right() - padding, baseline(middle, title_size)},
                       elided(shape.block->name, title_size, false, room),
                       {title_size, palette::text, false, Anchor::end});
        if (shape.summary.empty()) return;
        const double row =
            shape.summary_below ? r.height - row_height / 2 : header_height + row_height / 2;
        const bool left = shape.summary_below || shape.inputs.empty();
        svg_->text({left ? r.x + padding : r.centre().x, baseline(r.y + row, port_size)},
                   shape.summary,
                   {port_size, palette::text, false, left ? Anchor::start : Anchor::middle});
    }

    /// A rectangle that is round at its upper corners only.
    void header(const Shape& shape) {
        const Rect& r = shape.rect;
        const std::string colour =
            shape.kind ? header_colour(shape.kind->category) : std::string("#e4e7ec");
        const std::string round = concat(coordinate(corner), " ", coordinate(corner), " 0 0 1 ");
        svg_->path(concat("M", coordinate(r.x), " ", coordinate(r.y + header_height), " V",
                          coordinate(r.y + corner), " A", round, coordinate(r.x + corner), " ",
                          coordinate(r.y), " H", coordinate(r.right() - corner), " A", round,
                          coordinate(r.right()), " ", coordinate(r.y + corner), " V",
                          coordinate(r.y + header_height), " Z"),
                   {.fill = colour});
    }

    /// Whether a port is for class numbers: those are drawn square.
    static bool for_classes(const model::TensorType* type) {
        return type != nullptr && !is_floating(type->dtype);
    }

    void socket(const Point& at, bool connected, bool classes) {
        const std::string colour = classes ? palette::wire_classes : palette::wire;
        const Paint paint{.fill = connected ? colour : std::string(palette::block),
                          .stroke = colour,
                          .width = 0.1 * unit};
        const double side = socket_radius * 0.9;
        if (classes)
            svg_->rect({at.x - side, at.y - side, 2 * side, 2 * side}, side * 0.3, paint);
        else
            svg_->circle(at, socket_radius, paint);
    }

    void sockets(const Shape& shape) {
        const double widest = shape.rect.width * 0.55;
        for (std::size_t i = 0; i < shape.inputs.size(); ++i) {
            const Point at = shape.input(i);
            const auto source = document_.source_of({shape.block->id, shape.inputs[i]});
            socket(at, source.has_value(),
                   source && for_classes(analysis_.type_at(document_, *source)));
            svg_->text({at.x + padding, baseline(at.y, port_size)},
                       elided(shape.inputs[i], port_size, false, widest),
                       {port_size, palette::muted});
        }
        const auto wires = document_.wires_from(shape.block->id);
        for (std::size_t i = 0; i < shape.outputs.size(); ++i) {
            const Point at = shape.output(i);
            const bool used = std::any_of(wires.begin(), wires.end(), [&](const auto& wire) {
                return wire.from.port == shape.outputs[i];
            });
            socket(at, used,
                   for_classes(analysis_.type_at(document_, {shape.block->id, shape.outputs[i]})));
            svg_->text({at.x - padding, baseline(at.y, port_size)},
                       elided(shape.outputs[i], port_size, false, widest),
                       {port_size, palette::muted, false, Anchor::end});
        }
    }

    const model::Document& document_;
    const model::Analysis& analysis_;
    std::map<BlockId, Shape> shapes_;
    SvgWriter* svg_ = nullptr;
};

}  // namespace

std::string network_svg(const model::Document& document, const model::Catalogue& catalogue,
                        const model::Analysis& analysis, const std::string& title) {
    return NetworkDrawing(document, catalogue, analysis).draw(title);
}

}  // namespace gradweave::exchange
