// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/palette.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gradweave::exchange {

namespace {

struct CategoryColours {
    const char *header, *mark;
};

/// In the order of model::Category.
constexpr CategoryColours categories[] = {
    {"#bfe6df", "#0b7a6b"},  // data
    {"#c9dcfa", "#2a62c4"},  // layer
    {"#fbe1b8", "#9a5f00"},  // activation
    {"#ddd5f7", "#6a4bbf"},  // tensor
    {"#f8cfdb", "#b02a5b"},  // loss
    {"#cbe9cd", "#2c7a37"},  // metric
    {"#d8dee7", "#526074"},  // output
};

}  // namespace

const char* header_colour(model::Category category) {
    return categories[static_cast<std::size_t>(category)].header;
}

const char* mark_colour(model::Category category) {
    return categories[static_cast<std::size_t>(category)].mark;
}

BoxColours colours_of(const PictureBox& box) {
    std::string line = box.category ? mark_colour(*box.category) : palette::neutral;
    if (box.phase == graph::Phase::gradient) line = palette::gradient;
    if (box.phase == graph::Phase::update) line = palette::update;
    const std::string fill = tint(line, box.leaf ? 0.18 : 0.07);
    return {std::move(line), fill};
}

std::string tint(const std::string& colour, double share) {
    std::string mixed = "#";
    for (std::size_t i = 1; i + 1 < colour.size(); i += 2) {
        int part = 0;
        std::from_chars(colour.data() + i, colour.data() + i + 2, part, 16);
        const int value = static_cast<int>(std::lround(255 + (part - 255) * share));
        constexpr char hex[] = "0123456789abcdef";
        mixed += hex[std::clamp(value, 0, 255) >> 4];
        mixed += hex[std::clamp(value, 0, 255) & 15];
    }
    return mixed;
}

}  // namespace gradweave::exchange
