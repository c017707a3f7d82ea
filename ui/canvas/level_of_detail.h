// SPDX-License-Identifier: GPL-3.0-or-later
// From which zoom on what is painted, and what lies above what.
#pragma once

#include <QtGlobal>

namespace gradweave::ui::detail {

/// Below: filled rectangles and straight lines.
inline constexpr qreal shapes = 0.25;
/// From here on: everything. Between both: boxes with large titles, and curves.
inline constexpr qreal texts = 0.4;

}  // namespace gradweave::ui::detail

namespace gradweave::ui::layer {

inline constexpr qreal frames = -1, wires = 0, markedWires = 1, blocks = 2, raisedBlocks = 3,
                       overlay = 10;

}  // namespace gradweave::ui::layer
