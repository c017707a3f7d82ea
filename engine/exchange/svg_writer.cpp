// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/svg_writer.h"

#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/utf8.h"

namespace gradweave::exchange {

namespace {

/// XML 1.0's Char without the controls that are allowed but shown by nobody.
bool allowed_in_xml(char32_t code) {
    if (code == '\t' || code == '\n') return true;
    if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;
    return code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const char32_t code = take_code_point(text);
        switch (code) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&apos;";
                break;
            default:
                append_utf8(out, allowed_in_xml(code) ? code : replacement_character);
        }
    }
    return out;
}

std::string coordinate(double value) {
    if (!std::isfinite(value)) return "0";
    const double rounded = std::round(std::clamp(value, -1e7, 1e7) * 100) / 100;
    return number_text(rounded == 0 ? 0.0 : rounded);
}

SvgWriter::SvgWriter(const Rect& view, std::string_view title, std::string_view description) {
    const std::string width = coordinate(view.width), height = coordinate(view.height);
    text_ = concat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:gradweave=\"",
        project_namespace, "\" version=\"1.1\" width=\"", width, "\" height=\"", height,
        "\" viewBox=\"", coordinate(view.x), " ", coordinate(view.y), " ", width, " ", height,
        "\" role=\"img\" font-family=\"&quot;DejaVu Sans&quot;, Verdana, "
        "sans-serif\">\n");
    text_ += concat("<title>", xml_text(title), "</title>\n");
    if (!description.empty()) text_ += concat("<desc>", xml_text(description), "</desc>\n");
    rect(view, 0, {.fill = palette::paper});
}

void SvgWriter::embed_project(std::string_view json) {
    text_ += project_element(json);
}

void SvgWriter::paint(const Paint& paint) {
    text_ += concat(" fill=\"", paint.fill, "\"");
    if (paint.stroke != "none") {
        text_ +=
            concat(" stroke=\"", paint.stroke, "\" stroke-width=\"", coordinate(paint.width), "\"");
        if (!paint.dashes.empty()) text_ += concat(" stroke-dasharray=\"", paint.dashes, "\"");
    }
    if (paint.opacity < 1) text_ += concat(" opacity=\"", coordinate(paint.opacity), "\"");
    text_ += "/>\n";
}

void SvgWriter::rect(const Rect& rect, double corner, const Paint& look) {
    text_ += concat("<rect x=\"", coordinate(rect.x), "\" y=\"", coordinate(rect.y), "\" width=\"",
                    coordinate(std::max(rect.width, 0.0)), "\" height=\"",
                    coordinate(std::max(rect.height, 0.0)), "\"");
    if (corner > 0) text_ += concat(" rx=\"", coordinate(corner), "\"");
    paint(look);
}

void SvgWriter::circle(const Point& centre, double radius, const Paint& look) {
    text_ += concat("<circle cx=\"", coordinate(centre.x), "\" cy=\"", coordinate(centre.y),
                    "\" r=\"", coordinate(radius), "\"");
    paint(look);
}

void SvgWriter::line(const Point& from, const Point& to, const Paint& look) {
    text_ += concat("<line x1=\"", coordinate(from.x), "\" y1=\"", coordinate(from.y), "\" x2=\"",
                    coordinate(to.x), "\" y2=\"", coordinate(to.y), "\"");
    paint(look);
}

void SvgWriter::points(std::string_view element, const std::vector<Point>& points,
                       const Paint& look) {
    if (points.empty()) return;
    text_ += concat("<", element, " points=\"");
    for (std::size_t i = 0; i < points.size(); ++i)
        text_ += concat(i == 0 ? "" : " ", coordinate(points[i].x), ",", coordinate(points[i].y));
    text_ += "\"";
    if (element == "polyline") text_ += " stroke-linejoin=\"round\" stroke-linecap=\"round\"";
    paint(look);
}

void SvgWriter::polyline(const std::vector<Point>& line, const Paint& look) {
    points("polyline", line, look);
}

void SvgWriter::polygon(const std::vector<Point>& corners, const Paint& look) {
    points("polygon", corners, look);
}

void SvgWriter::path(std::string_view data, const Paint& look) {
    text_ += concat("<path d=\"", data, "\"");
    paint(look);
}

void SvgWriter::curve(const EdgeCurve& curve, const Paint& look) {
    if (curve.points.empty()) return;
    std::string data;
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        data += i == 0 ? "M" : i % 3 == 1 ? " C" : " ";
        data += concat(coordinate(curve.points[i].x), ",", coordinate(curve.points[i].y));
    }
    path(data, look);
}

void SvgWriter::text(const Point& at, std::string_view text, const TextLook& look) {
    text_ += concat("<text x=\"", coordinate(at.x), "\" y=\"", coordinate(at.y), "\" font-size=\"",
                    coordinate(look.size), "\" fill=\"", look.colour, "\"");
    if (look.bold) text_ += " font-weight=\"bold\"";
    if (look.anchor == Anchor::middle) text_ += " text-anchor=\"middle\"";
    if (look.anchor == Anchor::end) text_ += " text-anchor=\"end\"";
    text_ += concat(" xml:space=\"preserve\">", xml_text(text), "</text>\n");
}

void SvgWriter::open(std::string_view css_class, std::string_view tooltip) {
    text_ += concat("<g class=\"", css_class, "\">\n");
    if (!tooltip.empty()) text_ += concat("<title>", xml_text(tooltip), "</title>\n");
}

void SvgWriter::close() {
    text_ += "</g>\n";
}

std::string SvgWriter::finish() {
    return std::move(text_) + "</svg>\n";
}

}  // namespace gradweave::exchange
