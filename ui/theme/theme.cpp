// SPDX-License-Identifier: GPL-3.0-or-later
// The two appearances. Texts keep a contrast of 4.5:1 to what they stand on, wires and sockets 3:1
// to the canvas; a test computes both.
#include "ui/theme/theme.h"

#include <QFontMetricsF>

namespace gradweave::ui {

namespace {

/// A header's colour and the stronger one for signs, in the order of model::Category.
struct CategoryColors {
    QRgb header, mark;
};

constexpr CategoryColors lightCategories[] = {
    {0xBFE6DF, 0x0B7A6B},  // data
    {0xC9DCFA, 0x2A62C4},  // layer
    {0xFBE1B8, 0x9A5F00},  // activation
    {0xDDD5F7, 0x6A4BBF},  // tensor
    {0xF8CFDB, 0xB02A5B},  // loss
    {0xCBE9CD, 0x2C7A37},  // metric
    {0xD8DEE7, 0x526074},  // output
};

constexpr CategoryColors darkCategories[] = {
    {0x15625B, 0x4CC3B2},  // data
    {0x2B5192, 0x7FB0FF},  // layer
    {0x7A5213, 0xE8B35C},  // activation
    {0x574391, 0xB8A2FA},  // tensor
    {0x8A3052, 0xFF92B5},  // loss
    {0x2F693A, 0x7FCB8A},  // metric
    {0x465161, 0xAEB9C8},  // output
};

const CategoryColors& colorsOf(const Theme& theme, model::Category category) {
    const auto index = static_cast<std::size_t>(category);
    return theme.dark ? darkCategories[index] : lightCategories[index];
}

}  // namespace

QColor mixed(const QColor& colour, const QColor& below, qreal share) {
    const auto blend = [share](int a, int b) {
        return static_cast<int>(share * a + (1 - share) * b + 0.5);
    };
    return QColor(blend(colour.red(), below.red()), blend(colour.green(), below.green()),
                  blend(colour.blue(), below.blue()));
}

QColor Theme::category(model::Category category) const {
    return QColor::fromRgb(colorsOf(*this, category).header);
}

QColor Theme::categoryMark(model::Category category) const {
    return QColor::fromRgb(colorsOf(*this, category).mark);
}

QColor Theme::frame(int index) const {
    using model::Category;
    // Neighbours in the list differ most; the first is quiet.
    constexpr Category order[frameColours] = {Category::output,     Category::layer,
                                              Category::activation, Category::data,
                                              Category::tensor,     Category::loss};
    return categoryMark(order[static_cast<unsigned>(index) % frameColours]);
}

Theme Theme::light() {
    Theme t;
    t.dark = false;
    t.window = 0xF4F5F7;
    t.base = 0xFFFFFF;
    t.alternateBase = 0xF8F9FB;
    t.text = 0x1C2128;
    t.mutedText = 0x59626F;
    t.border = 0xD3D8DF;
    t.accent = 0x2563EB;
    t.accentText = 0xFFFFFF;
    t.hover = 0xE7EAF0;
    t.canvas = 0xEEF0F4;
    t.gridLine = 0xD3D8E0;
    t.block = 0xFFFFFF;
    t.blockBorder = 0xBFC6D1;
    t.blockTitleText = 0x16202C;
    t.selection = 0x2563EB;
    t.wire = 0x5F6B7C;
    t.wireUnknown = 0x7F8896;
    t.wireShape = 0x3D4653;
    t.socket = 0x566375;
    t.wireClasses = 0x0B7A6B;
    t.plate = 0xFFFFFF;
    t.error = 0xC0263A;
    t.warning = 0x8F5500;
    t.success = 0x1E7A3B;
    t.errorBase = 0xFDECEE;
    t.warningBase = 0xFFF3DA;
    t.successBase = 0xE3F5E6;
    t.trainCurve = 0x2563EB;
    t.validationCurve = 0xC25A00;
    t.testCurve = 0x7A44C8;
    t.chartGrid = 0xE1E5EB;
    return t;
}

Theme Theme::darkened() {
    Theme t;
    t.dark = true;
    t.window = 0x1F2126;
    t.base = 0x181A1E;
    t.alternateBase = 0x1C1E23;
    t.text = 0xE4E7EC;
    t.mutedText = 0x9CA4B1;
    t.border = 0x383C45;
    t.accent = 0x2F6FE0;
    t.accentText = 0xFFFFFF;
    t.hover = 0x2B2F37;
    t.canvas = 0x16181C;
    t.gridLine = 0x2B2F36;
    t.block = 0x272A31;
    t.blockBorder = 0x434954;
    t.blockTitleText = 0xF4F6FA;
    t.selection = 0x6AA5FF;
    t.wire = 0x8D97A7;
    t.wireUnknown = 0x6A7280;
    t.wireShape = 0xBAC2CE;
    t.socket = 0xA9B2C1;
    t.wireClasses = 0x4CC3B2;
    t.plate = 0x22252B;
    t.error = 0xFF7A85;
    t.warning = 0xF2B84B;
    t.success = 0x5CCB7F;
    t.errorBase = 0x3C2429;
    t.warningBase = 0x39311F;
    t.successBase = 0x1F3527;
    t.trainCurve = 0x6AA5FF;
    t.validationCurve = 0xFFA657;
    t.testCurve = 0xC79BFF;
    t.chartGrid = 0x2E323A;
    return t;
}

/// Black, white and three signal colours: every text at least 7:1, every line at least 4.5:1.
Theme Theme::highContrast() {
    Theme t = darkened();
    t.contrast = true;
    t.window = t.base = t.alternateBase = t.canvas = QColor(0, 0, 0);
    t.text = t.blockTitleText = t.wireShape = t.socket = t.wire = 0xFFFFFF;
    t.mutedText = 0xD8D8D8;
    t.border = t.blockBorder = 0xFFFFFF;
    t.accent = 0x0050D0;
    t.accentText = 0xFFFFFF;
    t.hover = 0x303030;
    t.gridLine = 0x3A3A3A;
    t.block = t.plate = QColor(0, 0, 0);
    t.selection = 0xFFEB3B;
    t.wireUnknown = 0xB0B0B0;
    t.wireClasses = 0x40FFE0;
    t.error = 0xFF9C9C;
    t.warning = 0xFFD23F;
    t.success = 0x7CFF9B;
    t.errorBase = t.warningBase = t.successBase = QColor(0, 0, 0);
    t.trainCurve = 0x6EC1FF;
    t.validationCurve = 0xFFD23F;
    t.testCurve = 0xFF9CF2;
    t.chartGrid = 0x5A5A5A;
    return t;
}

Metrics::Metrics(const QFont& font) : text(font), smallText(font), strongText(font) {
    unit = QFontMetricsF(font).height();
    gap = unit * 0.5;
    blockWidth = unit * 8;
    rowHeight = unit * 1.5;
    socketRadius = unit * 0.32;
    corner = unit * 0.45;
    smallCorner = unit * 0.28;
    icon = qRound(unit * 1.05);
    control = qRound(unit * 1.75);
    label = qRound(unit * 6.6);
    if (font.pointSizeF() > 0)
        smallText.setPointSizeF(font.pointSizeF() * 0.9);
    else
        smallText.setPixelSize(qMax(1, qRound(font.pixelSize() * 0.9)));
    strongText.setWeight(QFont::DemiBold);
}

}  // namespace gradweave::ui
