// SPDX-License-Identifier: Apache-2.0
// Where the boxes and edges of a graph picture are, and a layout that needs no other program.
#pragma once

#include <vector>

#include "engine/exchange/graph_picture.h"
#include "engine/exchange/text_width.h"

namespace gradweave::exchange {

using model::Point;

/// Sizes of a box's text in the layout's unit (a pixel at 100 %).
struct BoxText {
    static constexpr double title = 12, line = 10, edge = 9;
    static constexpr double line_step = 13;  ///< from one line's baseline to the next
    static constexpr double padding_x = 11, padding_y = 7;
    static constexpr double widest = 260;  ///< longer lines are cut with "…"
};

struct Rect {
    double x = 0, y = 0, width = 0, height = 0;

    Point centre() const { return {x + width / 2, y + height / 2}; }
    double right() const { return x + width; }
    double bottom() const { return y + height; }
};

/// Cubic Bézier curves end to end: 1 + 3 n points, from the box that makes the value to the one
/// that uses it. Nothing if the layout could not place the edge.
struct EdgeCurve {
    std::vector<Point> points;
    std::optional<Point> label;  ///< centre of the label, if there is room for one
};

/// Around the boxes of a group, with room for its title.
struct GroupFrame {
    static constexpr double margin = 9, title = 10, title_height = 17;
};

struct GraphLayout {
    double width = 0, height = 0;
    std::vector<Rect> boxes;       ///< in the picture's order
    std::vector<EdgeCurve> edges;  ///< in the picture's order
    std::vector<Rect> frames;      ///< of the groups; empty if the layout does not keep them apart
};

/// Left becomes right.
void mirror(GraphLayout& layout);

/// Gives each group the frame that its boxes need.
void frame_groups(const GraphPicture& picture, GraphLayout& layout);

/// Size of each box (x is its width) with these text metrics.
std::vector<Point> box_sizes(const GraphPicture& picture, const TextMeasure& measure);

/// Forward boxes in layers from top to bottom, gradients mirrored to the right of them, updates to
/// the right of those. For where the program `dot` is missing or too slow.
GraphLayout layered_graph_layout(const GraphPicture& picture, const std::vector<Point>& sizes);

/// The point at a share of 0 to 1 of the curve's pieces.
Point point_on(const EdgeCurve& curve, double share);

}  // namespace gradweave::exchange
