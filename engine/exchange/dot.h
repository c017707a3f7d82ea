// SPDX-License-Identifier: Apache-2.0
// Graph pictures in Graphviz' language, and what its program `dot` answers.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "engine/exchange/graph_layout.h"

namespace gradweave::exchange {

/// What the text is for: to have dot place the boxes, or as a file for people.
enum class DotUse { layout, file };

/// The picture in Graphviz' language. Gradients are written in forward direction with dir=back,
/// each in the row of its forward box, and edges between the phases do not move boxes: dot then
/// needs milliseconds where it would need minutes, and the picture becomes two ladders side by
/// side.
std::string dot_text(const GraphPicture& picture, const std::vector<Point>& sizes, DotUse use,
                     const TextMeasure& measure = dejavu_width);

/// Reads the answer of `dot -Tplain` to dot_text(picture, ..., DotUse::layout). Throws
/// Error(bad_input) if it is not one for this picture.
GraphLayout layout_from_plain(const GraphPicture& picture, std::string_view plain);

struct DotOptions {
    std::string program = "dot";
    std::chrono::milliseconds limit{10000};
    std::function<bool()> cancelled;  ///< asked every few milliseconds
};

struct GraphLayoutResult {
    GraphLayout layout;
    std::string note;  ///< why dot did not make it; empty if it did
};

/// Laid out by `dot` in a process of its own; by layered_graph_layout() if that is missing, fails
/// or takes longer than the limit. Throws Error(cancelled) if the caller no longer wants it.
GraphLayoutResult lay_out_graph(const GraphPicture& picture, const std::vector<Point>& sizes,
                                const DotOptions& options = {});

}  // namespace gradweave::exchange
