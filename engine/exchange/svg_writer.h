// SPDX-License-Identifier: Apache-2.0
// SVG elements as text: everything escaped, every number finite.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/exchange/graph_layout.h"

namespace gradweave::exchange {

/// `text` for XML content and attributes. Characters that XML cannot hold, and bytes that are no
/// UTF-8, become U+FFFD.
std::string xml_text(std::string_view text);

/// A coordinate with two decimals; 0 for what is not finite.
std::string coordinate(double value);

/// How a shape is painted. Colours are "#rrggbb" or "none".
struct Paint {
    std::string fill = "none", stroke = "none";
    double width = 1;
    std::string dashes;  ///< "4 3"; empty: solid
    double opacity = 1;
};

enum class Anchor { start, middle, end };

struct TextLook {
    double size = 11;
    std::string colour;
    bool bold = false;
    Anchor anchor = Anchor::start;
};

class SvgWriter {
  public:
    /// A picture whose upper left corner is (x, y). `title` is what readers of the file announce.
    SvgWriter(const Rect& view, std::string_view title, std::string_view description);

    /// Embeds the project's JSON text in <metadata>, where project_in_svg() finds it.
    void embed_project(std::string_view json);

    void rect(const Rect& rect, double corner, const Paint& paint);
    void circle(const Point& centre, double radius, const Paint& paint);
    void line(const Point& from, const Point& to, const Paint& paint);
    void polyline(const std::vector<Point>& points, const Paint& paint);
    void polygon(const std::vector<Point>& points, const Paint& paint);
    /// A path in SVG's own language, made of coordinate()s.
    void path(std::string_view data, const Paint& paint);
    void curve(const EdgeCurve& curve, const Paint& paint);
    /// `at` is on the baseline.
    void text(const Point& at, std::string_view text, const TextLook& look);

    /// Elements until close() belong together; `tooltip` is shown by viewers, if not empty.
    void open(std::string_view css_class, std::string_view tooltip = {});
    void close();

    std::string finish();

  private:
    void paint(const Paint& paint);
    void points(std::string_view element, const std::vector<Point>& points, const Paint& paint);

    std::string text_;
};

}  // namespace gradweave::exchange
