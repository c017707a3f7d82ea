// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_paint.h"

#include <QPainter>
#include <QStyleOption>

#include "ui/theme/theme.h"

namespace gradweave::ui {

void paintBox(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& line,
              qreal radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(line.isValid() ? rect.adjusted(0.5, 0.5, -0.5, -0.5) : rect, radius,
                            radius);
    painter.restore();
}

void paintField(QPainter& painter, const QStyleOption& option) {
    const Theme& t = theme();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focus = enabled && (option.state & QStyle::State_HasFocus);
    const bool over = enabled && (option.state & QStyle::State_MouseOver);
    const QColor line = focus ? t.selection : over ? mixed(t.mutedText, t.border, 0.45) : t.border;
    paintBox(painter, option.rect, enabled ? t.base : t.window, line, metrics().smallCorner);
}

void paintArrow(QPainter& painter, const QRectF& rect, Qt::ArrowType direction,
                const QColor& colour) {
    const qreal half = metrics().unit * 0.22, depth = half * 0.55;
    QPolygonF line{QPointF(-half, -depth), QPointF(0, depth), QPointF(half, -depth)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center());
    if (direction == Qt::UpArrow) painter.rotate(180);
    if (direction == Qt::RightArrow) painter.rotate(-90);
    if (direction == Qt::LeftArrow) painter.rotate(90);
    painter.setPen(QPen(colour, metrics().unit * 0.09, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.restore();
}

}  // namespace gradweave::ui
