// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/text_width.h"

#include "engine/exchange/utf8.h"

namespace gradweave::exchange {

namespace {

/// Advance widths of U+0020 to U+007E in thousandths of the font's size, from the fonts' tables.
constexpr short regular[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
constexpr short heavy[] = {348, 456, 521, 838, 696,  1002, 872, 306,  457, 457, 523, 838, 380, 415,
                           380, 365, 696, 696, 696,  696,  696, 696,  696, 696, 696, 696, 400, 400,
                           838, 838, 838, 580, 1000, 774,  762, 734,  830, 683, 683, 821, 837, 372,
                           372, 775, 637, 995, 837,  850,  733, 850,  770, 720, 682, 812, 774, 1103,
                           771, 724, 725, 457, 365,  457,  838, 500,  500, 675, 716, 593, 716, 678,
                           435, 716, 712, 343, 343,  665,  343, 1042, 712, 687, 716, 716, 493, 595,
                           478, 712, 652, 924, 645,  652,  582, 712,  365, 712, 838};

double thousandths(char32_t code, bool bold) {
    if (code >= 0x20 && code < 0x7F) return (bold ? heavy : regular)[code - 0x20];
    if (code < 0x20 || code == 0x7F) return 0;
    if (code == 0xB7) return bold ? 380 : 318;
    if (code < 0x250) return bold ? 720 : 650;
    return code < 0x2E80 ? 840 : 1000;
}

}  // namespace

double dejavu_width(std::string_view text, double size, bool bold) {
    double sum = 0;
    while (!text.empty())
        sum += thousandths(take_code_point(text), bold);
    return sum * size / 1000;
}

std::string elided(std::string_view text, double size, bool bold, double width,
                   const TextMeasure& measure) {
    if (measure(text, size, bold) <= width) return std::string(text);
    std::string kept;
    for (std::string_view rest = text; !rest.empty();) {
        std::string longer = kept;
        append_utf8(longer, take_code_point(rest));
        if (measure(longer + "…", size, bold) > width) break;
        kept = std::move(longer);
    }
    return kept + "…";
}

}  // namespace gradweave::exchange
