// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/hover_box.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "ui/charts/chart_view.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

struct Measures {
    qreal row, padding, dash, names = 0, values = 0, width = 0, noteHeight = 0;
    QRectF note;
};

Measures measure(const HoverInfo& info) {
    const QFontMetricsF font(metrics().smallText);
    Measures m{};
    m.row = font.height() * 1.25;
    m.padding = font.height() * 0.6;
    m.dash = font.height();
    for (const HoverInfo::Row& row : info.rows) {
        m.names = std::max(m.names, font.horizontalAdvance(row.name));
        m.values = std::max(m.values, font.horizontalAdvance(row.value));
    }
    m.width = std::max(font.horizontalAdvance(info.title),
                       m.dash * 1.5 + m.names + m.padding * 1.5 + m.values);
    if (info.note.isEmpty()) return m;
    m.width = std::max(m.width, font.height() * 14);
    m.note = font.boundingRect(QRectF(0, 0, m.width, 1000), Qt::TextWordWrap, info.note);
    m.noteHeight = m.note.height() + m.padding * 0.5;
    return m;
}

}  // namespace

void paintHoverBox(QPainter& painter, const HoverInfo& info, QPointF at, const QRectF& area) {
    const Theme& t = theme();
    const Measures m = measure(info);
    const qreal rows = static_cast<qreal>(info.rows.size()) + 1;
    QRectF box(0, 0, m.width + 2 * m.padding, rows * m.row + m.noteHeight + 1.4 * m.padding);
    const qreal gap = m.row * 0.8;
    // To the right of the cursor, to the left where there is no room.
    const bool left = at.x() + gap + box.width() > area.right();
    box.moveLeft(left ? at.x() - gap - box.width() : at.x() + gap);
    box.moveTop(std::clamp(at.y() - box.height() / 2, area.top(),
                           std::max(area.top(), area.bottom() - box.height())));
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.plate);
    painter.drawRoundedRect(box, metrics().smallCorner, metrics().smallCorner);

    painter.setFont(metrics().smallText);
    QRectF line(box.left() + m.padding, box.top() + 0.7 * m.padding, m.width, m.row);
    painter.setPen(t.mutedText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, info.title);
    for (const HoverInfo::Row& row : info.rows) {
        line.translate(0, m.row);
        painter.setPen(QPen(row.colour, metrics().unit * 0.16, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(line.left() + 2, line.center().y()),
                         QPointF(line.left() + m.dash, line.center().y()));
        painter.setPen(t.text);
        painter.drawText(line.adjusted(m.dash * 1.5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         row.name);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
    if (info.note.isEmpty()) return;
    painter.setPen(t.error);
    painter.drawText(
        QRectF(line.left(), line.bottom() + m.padding * 0.3, m.width, m.note.height() + 2),
        Qt::TextWordWrap, info.note);
}

}  // namespace gradweave::ui
