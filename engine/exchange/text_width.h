// SPDX-License-Identifier: Apache-2.0
// How wide a text is in DejaVu Sans, for pictures that are made without a window.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gradweave::exchange {

/// Width of a text in the unit of `size` (the font's size). A caller with real font metrics passes
/// its own.
using TextMeasure = std::function<double(std::string_view text, double size, bool bold)>;

/// Widths of DejaVu Sans for printable ASCII; other characters count as wide letters, so that
/// boxes come out rather too large than too small.
double dejavu_width(std::string_view text, double size, bool bold);

/// The text, or its beginning with "…" if it is wider than `width`.
std::string elided(std::string_view text, double size, bool bold, double width,
                   const TextMeasure& measure = dejavu_width);

}  // namespace gradweave::exchange
