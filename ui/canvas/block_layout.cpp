// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/block_layout.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int mostMessageLines = 5;

qreal upToGrid(qreal length) {
    return std::ceil(length / gridStep) * gridStep;
}

qreal padding() {
    return metrics().unit * 0.6;
}

/// Distance of a text in the middle of a row from the top of the row.
qreal above(const QFont& font, qreal row) {
    const QFontMetricsF m(font);
    return (row - m.ascent() - m.descent()) / 2;
}

BlockLayout::Text placed(const QString& text, QPointF at) {
    BlockLayout::Text result{QStaticText(text), at};
    result.text.setTextFormat(Qt::PlainText);
    return result;
}

/// Breaks a text into at most so many lines; the last one is cut.
QStringList wrapped(const QString& text, const QFont& font, qreal width, int mostLines) {
    QStringList lines;
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (;;) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(width);
        if (lines.size() + 1 == mostLines) {
            lines << QFontMetricsF(font).elidedText(text.mid(line.textStart()), Qt::ElideRight,
                                                    width);
            break;
        }
        lines << text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

}  // namespace

CanvasFonts::CanvasFonts(const Metrics& m) : title(m.strongText), name(m.text), text(m.smallText) {
    for (QFont* font : {&title, &name, &text})
        font->setHintingPreference(QFont::PreferNoHinting);
}

const CanvasFonts& CanvasFonts::current() {
    static CanvasFonts fonts(metrics());
    static QFont madeFor = metrics().text;
    if (madeFor != metrics().text) {
        madeFor = metrics().text;
        fonts = CanvasFonts(metrics());
    }
    return fonts;
}

BlockLayout::BlockLayout(const BlockContent& content) {
    const Metrics& m = metrics();
    const qreal width = measure(content);
    const qreal headerHeight = upToGrid(m.unit * 1.6), row = upToGrid(m.rowHeight);
    const auto rows =
        std::max<std::size_t>(1, std::max(content.inputs.size(), content.outputs.size()));
    const bool ownRow = !summary.isEmpty() && rows > 1;
    const bool collapsed = content.marks.collapsed;
    const qreal height =
        headerHeight + (collapsed ? 0 : static_cast<qreal>(rows + (ownRow ? 1 : 0)) * row);
    body = QRectF(0, 0, width, height);
    header = QRectF(0, 0, width, headerHeight);
    outline.addRoundedRect(body, m.corner, m.corner);
    QPainterPath upper;
    upper.addRect(header);
    headerShape = outline.intersected(upper);
    placeHeader(content);
    const auto y = [&](std::size_t i, std::size_t count) {
        // A collapsed block has its sockets along the edges of its title.
        if (collapsed)
            return headerHeight * static_cast<qreal>(i + 1) / static_cast<qreal>(count + 1);
        return headerHeight + (static_cast<qreal>(i) + 0.5) * row;
    };
    for (std::size_t i = 0; i < content.inputs.size(); ++i)
        inputs.emplace_back(0, y(i, content.inputs.size()));
    for (std::size_t i = 0; i < content.outputs.size(); ++i)
        outputs.emplace_back(width, y(i, content.outputs.size()));
    if (collapsed) {
        summary.clear();
    } else {
        placeSummary(content, ownRow ? height - row : headerHeight, row);
        placeNames(content);
    }
    placeMessage(content);
    placeBadges(content);
    const qreal reach = m.socketRadius * 2.4;
    all = body.united(message).adjusted(-reach, -3, reach, 3);
    for (const Badge& badge : badges)
        all |= badge.plate.adjusted(-1, -1, 1, 1);
}

/// Chooses the texts and returns the width that they need.
qreal BlockLayout::measure(const BlockContent& content) {
    const Metrics& m = metrics();
    const CanvasFonts& fonts = CanvasFonts::current();
    const QFontMetricsF titleMetrics(fonts.title), nameMetrics(fonts.name), text(fonts.text);
    const qreal most = m.unit * 15;
    title = titleMetrics.elidedText(content.title, Qt::ElideRight, most - 2 * padding());
    qreal width = titleMetrics.horizontalAdvance(title) + 3 * padding() +
                  std::min(nameMetrics.horizontalAdvance(content.name), m.unit * 6);
    summary = text.elidedText(content.summary, Qt::ElideMiddle, m.unit * 10);
    if (content.marks.collapsed) return upToGrid(std::clamp(width, m.blockWidth * 0.6, most));
    const qreal summaryWidth = text.horizontalAdvance(summary);
    const std::size_t rows = std::max(content.inputs.size(), content.outputs.size());
    const auto advance = [&](const std::vector<PortContent>& ports, std::size_t i) {
        return i < ports.size() ? text.horizontalAdvance(ports[i].name) : 0;
    };
    for (std::size_t i = 0; i < rows; ++i) {
        const qreal left = advance(content.inputs, i), right = advance(content.outputs, i);
        // The summary shares an only row; in the middle it must clear the longer of both names.
        const bool shared = rows == 1 && summaryWidth > 0;
        width = std::max(width, shared ? 5 * padding() + summaryWidth + 2 * std::max(left, right)
                                       : 4 * padding() + left + right);
    }
    return upToGrid(std::clamp(std::max(width, summaryWidth + 2 * padding()), m.blockWidth, most));
}

void BlockLayout::placeHeader(const BlockContent& content) {
    const CanvasFonts& fonts = CanvasFonts::current();
    const qreal titleWidth = QFontMetricsF(fonts.title).horizontalAdvance(title);
    const QFontMetricsF nameMetrics(fonts.name);
    const qreal space = header.width() - 3 * padding() - titleWidth;
    name = nameMetrics.elidedText(content.name, Qt::ElideMiddle, std::max(space, 0.0));
    const qreal right = header.right() - padding();
    titleText = placed(title, {padding(), above(fonts.title, header.height())});
    nameText = placed(
        name, {right - nameMetrics.horizontalAdvance(name), above(fonts.name, header.height())});
    placeFarTitle();
}

/// Long titles take two lines where that makes them larger; short ones are kept from shouting.
void BlockLayout::placeFarTitle() {
    constexpr qreal most = 2.1, worthwhile = 1.15;
    const QFontMetricsF font(CanvasFonts::current().title);
    const qreal lineHeight = font.ascent() + font.descent();
    const auto scaleOf = [&](const QStringList& lines) {
        qreal width = 1;
        for (const QString& line : lines)
            width = std::max(width, font.horizontalAdvance(line));
        return std::min({most, (body.width() - padding()) / width,
                         (body.height() - padding() / 2) / (lineHeight * lines.size())});
    };
    QStringList best{title};
    farScale = scaleOf(best);
    const qreal single = farScale;
    for (qsizetype i = 1; i + 1 < title.size(); ++i) {
        const bool space = title[i] == ' ', hyphen = title[i] == '-';
        const bool hump = title[i].isUpper() && title[i - 1].isLower();  // "MultiHeadAttention"
        if (!space && !hyphen && !hump) continue;
        const QStringList lines{title.left(hyphen ? i + 1 : i), title.mid(hump ? i : i + 1)};
        const qreal scale = scaleOf(lines);
        if (scale < single * worthwhile || scale <= farScale) continue;
        best = lines;
        farScale = scale;
    }
    farTitle.clear();
    qreal y = (body.height() - lineHeight * farScale * best.size()) / 2 + font.ascent() * farScale;
    for (const QString& line : best) {
        const qreal width = font.horizontalAdvance(line) * farScale;
        farTitle.push_back({line, QPointF((body.width() - width) / 2, y)});
        y += lineHeight * farScale;
    }
}

void BlockLayout::placeSummary(const BlockContent& content, qreal top, qreal row) {
    if (summary.isEmpty()) return;
    const QFont& font = CanvasFonts::current().text;
    const qreal width = QFontMetricsF(font).horizontalAdvance(summary);
    const bool alone = top > header.bottom();
    qreal x = (body.width() - width) / 2;
    if (alone || content.inputs.empty()) x = padding();
    summaryText = placed(summary, {x, top + above(font, row)});
}

void BlockLayout::placeNames(const BlockContent& content) {
    const QFont& font = CanvasFonts::current().text;
    const QFontMetricsF text(font);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        inputTexts.push_back(
            placed(content.inputs[i].name, {padding(), inputs[i].y() + above(font, 0)}));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const qreal left =
            body.width() - padding() - text.horizontalAdvance(content.outputs[i].name);
        outputTexts.push_back(
            placed(content.outputs[i].name, {left, outputs[i].y() + above(font, 0)}));
    }
}

void BlockLayout::placeMessage(const BlockContent& content) {
    if (content.message.isEmpty()) return;
    const QFont& font = CanvasFonts::current().text;
    const qreal sign = metrics().unit * 1.2, side = padding() * 0.8;
    // Sentences need more room than most blocks have; the message may reach out to the right.
    const qreal most = std::max(body.width(), metrics().unit * 15) - sign - 2 * side;
    messageLines = wrapped(content.message, font, most, mostMessageLines);
    const qreal height =
        QFontMetricsF(font).lineSpacing() * static_cast<qreal>(messageLines.size()) + side;
    qreal width = 0;
    for (const QString& line : messageLines)
        width = std::max(width, QFontMetricsF(font).horizontalAdvance(line));
    width = std::max(body.width(), width + sign + 2 * side);
    message = QRectF(body.left(), body.bottom() + metrics().unit * 0.25, width, height);
}

void BlockLayout::placeBadges(const BlockContent& content) {
    const QFontMetricsF text(CanvasFonts::current().text);
    qreal left = metrics().unit * 0.4;
    const auto add = [&](const QString& word) {
        const qreal width = text.horizontalAdvance(word) + padding(), height = text.height();
        badges.push_back({QRectF(left, -height * 0.72, width, height), word});
        left += width + metrics().unit * 0.25;
    };
    const auto tr = [](const char* word) { return QCoreApplication::translate("Canvas", word); };
    if (content.marks.mode == model::BlockMode::bypassed)
        add(QStringLiteral("→ ") + tr(QT_TRANSLATE_NOOP("Canvas", "bypassed")));
    if (content.marks.mode == model::BlockMode::muted)
        add(QStringLiteral("∅ ") + tr(QT_TRANSLATE_NOOP("Canvas", "muted")));
    if (content.marks.pinned) add(QStringLiteral("↧ ") + tr(QT_TRANSLATE_NOOP("Canvas", "pinned")));
    if (content.diverged)
        add(QStringLiteral("▲ ") + tr(QT_TRANSLATE_NOOP("Canvas", "NaN began here")));
}

}  // namespace gradweave::ui
