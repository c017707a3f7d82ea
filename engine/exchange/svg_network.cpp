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

constexpr double least_width = 128, header_height = 26, row_height = 22, corner = 7;
constexpr double margin = 28, title_height = 34;
constexpr double name_size = 12, kind_size = 9.5, port_size = 10, shape_size = 9;
constexpr double socket_radius = 4.5, inset = 10;

/// One block with everything that its drawing needs.
struct Shape {
    const Block* block;
    const model::BlockKind* kind;  ///< null: unknown to this program
    Rect rect;
    std::vector<std::string> inputs, outputs;
    bool broken;

    static double port_y(std::size_t i) {
        return header_height + (static_cast<double>(i) + 0.5) * row_height + 3;
    }
    Point input(std::size_t i) const { return {rect.x, rect.y + port_y(i)}; }
    Point output(std::size_t i) const { return {rect.right(), rect.y + port_y(i)}; }
};

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
        Shape shape{&block, catalogue.find(block.kind), {}, {}, {}, false};
        if (shape.kind != nullptr) {
            for (const auto& port : shape.kind->input_ports(block.params))
                shape.inputs.push_back(port.name);
            for (const auto& port : shape.kind->outputs)
                shape.outputs.push_back(port.name);
        }
        // Wires of an unknown kind still need ends.
        for (const auto& wire : document_.wires_to(block.id)) {
            if (!place_of(shape.inputs, wire.to.port)) shape.inputs.push_back(wire.to.port);
        }
        for (const auto& wire : document_.wires_from(block.id)) {
            if (!place_of(shape.outputs, wire.from.port)) shape.outputs.push_back(wire.from.port);
        }
        const auto facts = analysis_.blocks.find(block.id);
        const model::Problem* problem = analysis_.problem_of(block.id);
        shape.broken = facts == analysis_.blocks.end() || !facts->second.computable ||
                       (problem && problem->severity == model::Problem::Severity::error);
        const double title = dejavu_width(block.name, name_size, true) +
                             dejavu_width(kind_text(shape), kind_size, false) + 14;
        double ports = 0;
        for (std::size_t i = 0; i < std::max(shape.inputs.size(), shape.outputs.size()); ++i) {
            double row = 26;
            if (i < shape.inputs.size()) row += dejavu_width(shape.inputs[i], port_size, false);
            if (i < shape.outputs.size()) row += dejavu_width(shape.outputs[i], port_size, false);
            ports = std::max(ports, row);
        }
        const std::size_t rows = std::max(shape.inputs.size(), shape.outputs.size());
        shape.rect = {block.position.x, block.position.y,
                      std::clamp(std::max(title, ports) + 2 * inset, least_width, 280.0),
                      header_height + static_cast<double>(rows) * row_height + 6};
        return shape;
    }

    static std::string kind_text(const Shape& shape) {
        return shape.kind ? shape.kind->title : shape.block->kind + " (unknown)";
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
        const double least = std::min(dejavu_width(title, 15, true), 900.0);
        return {all.x - margin, all.y - margin - title_height,
                std::max(all.width, least) + 2 * margin, all.height + 2 * margin + title_height};
    }

    /// The curve of a wire, or nothing if an end is missing.
    std::optional<EdgeCurve> curve_of(const model::Socket& from, const model::Socket& to) const {
        const auto a = shapes_.find(from.block), b = shapes_.find(to.block);
        if (a == shapes_.end() || b == shapes_.end()) return std::nullopt;
        const auto out = place_of(a->second.outputs, from.port);
        const auto in = place_of(b->second.inputs, to.port);
        if (!out || !in) return std::nullopt;
        const Point start = a->second.output(*out), end = b->second.input(*in);
        const double bend = std::clamp(std::abs(end.x - start.x) / 2, 28.0, 160.0);
        return EdgeCurve{{start, {start.x + bend, start.y}, {end.x - bend, end.y}, end}, {}};
    }

    void wire(const model::Socket& from, const model::Socket& to) {
        const auto curve = curve_of(from, to);
        if (!curve) return;
        const model::TensorType* type = analysis_.type_at(document_, from);
        Paint paint{.stroke = palette::wire, .width = 1.8};
        if (type == nullptr) {
            paint.stroke = palette::unknown;
            paint.dashes = "5 4";
        } else if (is_integer(type->dtype)) {
            paint.stroke = palette::wire_classes;
        }
        svg_->curve(*curve, paint);
    }

    void wire_label(const model::Socket& from, const model::Socket& to) {
        const auto curve = curve_of(from, to);
        if (!curve) return;
        const model::TensorType* type = analysis_.type_at(document_, from);
        const std::string text = type ? to_string(type->dims) : "?";
        Point at = point_on(*curve, 0.5);
        const double width = dejavu_width(text, shape_size, false);
        // Above a wire that is too short to carry it.
        const Point &start = curve->points.front(), &end = curve->points.back();
        if (std::abs(end.x - start.x) < width + 24 && std::abs(end.y - start.y) < 20) at.y -= 13;
        svg_->rect({at.x - width / 2 - 4, at.y - 7, width + 8, 14}, 4,
                   {.fill = palette::paper, .stroke = palette::grid, .width = 0.8});
        svg_->text({at.x, at.y + shape_size * 0.36}, text,
                   {shape_size, type ? palette::muted : palette::unknown, false, Anchor::middle});
    }

    void block(const Shape& shape) {
        const Rect& r = shape.rect;
        std::string tooltip = shape.block->name + "\n" + kind_text(shape);
        if (const model::Problem* problem = analysis_.problem_of(shape.block->id))
            tooltip += "\n" + problem->sentence;
        svg_->open("block", tooltip);
        svg_->rect(r, corner, {.fill = palette::block});
        header(shape);
        svg_->rect(r, corner,
                   {.stroke = shape.broken ? palette::error : palette::block_border,
                    .width = shape.broken ? 1.6 : 1.0});
        const std::string kind = kind_text(shape);
        const double kind_width = dejavu_width(kind, kind_size, false);
        const double room = r.width - 2 * inset - kind_width - 10;
        svg_->text({r.x + inset, r.y + 17},
                   elided(shape.block->name, name_size, true, std::max(room, r.width * 0.4)),
                   {name_size, palette::text, true});
        if (room >= 0)
            svg_->text({r.right() - inset, r.y + 17}, kind,
                       {kind_size, palette::text, false, Anchor::end});
        ports(shape);
        svg_->close();
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

    void ports(const Shape& shape) {
        const Paint filled{.fill = palette::wire, .stroke = palette::paper, .width = 1.4};
        const Paint empty{.fill = palette::paper, .stroke = palette::wire, .width = 1.4};
        for (std::size_t i = 0; i < shape.inputs.size(); ++i) {
            const Point at = shape.input(i);
            const bool used =
                document_.source_of({shape.block->id, shape.inputs[i]}).has_value();
            svg_->circle(at, socket_radius, used ? filled : empty);
            svg_->text({at.x + inset, at.y + port_size * 0.36},
                       elided(shape.inputs[i], port_size, false, shape.rect.width * 0.55),
                       {port_size, palette::muted});
        }
        for (std::size_t i = 0; i < shape.outputs.size(); ++i) {
            const Point at = shape.output(i);
            svg_->circle(at, socket_radius, filled);
            svg_->text({at.x - inset, at.y + port_size * 0.36},
                       elided(shape.outputs[i], port_size, false, shape.rect.width * 0.55),
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
