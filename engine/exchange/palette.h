// SPDX-License-Identifier: Apache-2.0
// The colours of pictures in files: the window's light appearance, whatever it shows itself.
#pragma once

#include <string>

#include "engine/exchange/graph_picture.h"

namespace gradweave::exchange {

namespace palette {
inline constexpr const char* paper = "#ffffff";
inline constexpr const char* canvas = "#f6f7f9";
inline constexpr const char* block = "#ffffff";
inline constexpr const char* block_border = "#bfc6d1";
inline constexpr const char* text = "#1c2128";
inline constexpr const char* muted = "#59626f";
inline constexpr const char* wire = "#5f6b7c";
inline constexpr const char* wire_classes = "#0b7a6b";
inline constexpr const char* unknown = "#7f8896";
inline constexpr const char* grid = "#e1e5eb";
inline constexpr const char* axis = "#a3acb9";
inline constexpr const char* error = "#c0263a";
inline constexpr const char* gradient = "#c25a00";
inline constexpr const char* update = "#7a44c8";
inline constexpr const char* neutral = "#526074";  ///< what belongs to no block
inline constexpr const char* curves[] = {"#2563eb", "#c25a00", "#7a44c8",
                                         "#1e7a3b", "#b02a5b", "#0b7a6b"};
}  // namespace palette

/// Header of a category's blocks; palette::text is legible on it.
const char* header_colour(model::Category category);
/// The stronger colour of a category: outlines, signs.
const char* mark_colour(model::Category category);

/// Outline and inside of a box.
struct BoxColours {
    std::string line, fill;
};
BoxColours colours_of(const PictureBox& box);

/// A mixture of a "#rrggbb" colour with white; share 1 is the colour itself.
std::string tint(const std::string& colour, double share);

}  // namespace gradweave::exchange
