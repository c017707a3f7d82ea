// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/flat_header.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace gradweave::ui {

FlatHeader::FlatHeader(Qt::Orientation orientation, QWidget* parent)
    : QHeaderView(orientation, parent) {
    setHighlightSections(false);
    setSectionsClickable(orientation == Qt::Vertical);
    connect(&ThemeManager::instance(), &ThemeManager::changed, viewport(),
            qOverload<>(&QWidget::update));
}

QStringList FlatHeader::linesOf(int section) const {
    return model()->headerData(section, orientation(), Qt::DisplayRole).toString().split('\n');
}

QSize FlatHeader::sectionSizeFromContents(int section) const {
    const QStringList lines = linesOf(section);
    const QFontMetrics strong(metrics().strongText), small(metrics().smallText);
    if (orientation() == Qt::Vertical)
        return QSize(small.horizontalAdvance(lines.first()) + qRound(metrics().unit * 1.2),
                     small.height());
    int width = strong.horizontalAdvance(lines.first()), height = strong.height();
    for (const QString& line : lines.mid(1)) {
        width = std::max(width, small.horizontalAdvance(line));
        height += small.height();
    }
    const int gap = qRound(metrics().gap);
    return QSize(width + 3 * gap, height + gap);
}

void FlatHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    painter->save();
    painter->fillRect(rect, theme().base);
    const int gap = qRound(metrics().gap);
    const QStringList lines = linesOf(section);
    if (orientation() == Qt::Vertical) {
        painter->setFont(metrics().smallText);
        painter->setPen(theme().mutedText);
        painter->drawText(rect.adjusted(0, 0, -gap, 0), Qt::AlignVCenter | Qt::AlignRight,
                          lines.first());
        painter->restore();
        return;
    }
    const int side = model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt() &
                     Qt::AlignHorizontal_Mask;
    QRect line = rect.adjusted(gap, gap / 2, -gap, 0);
    painter->setFont(metrics().strongText);
    painter->setPen(theme().text);
    for (const QString& text : lines) {
        const QFontMetrics font = painter->fontMetrics();
        line.setHeight(font.height());
        painter->drawText(line, side | Qt::AlignVCenter,
                          font.elidedText(text, Qt::ElideRight, line.width()));
        line.translate(0, line.height());
        painter->setFont(metrics().smallText);
        painter->setPen(theme().mutedText);
    }
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme().border);
    painter->restore();
}

}  // namespace gradweave::ui
