// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/signs.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace gradweave::ui {

void paintSocketShape(QPainter& painter, QPointF centre, const SocketLook& look) {
    const Theme& t = theme();
    qreal radius = metrics().socketRadius;
    if (look.large) radius *= 1.35;
    if (look.halo) {
        QColor halo = look.colour;
        halo.setAlphaF(0.28f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, radius * 2, radius * 2);
    }
    const qreal line = metrics().unit * 0.1;
    const bool filled = look.filled || look.halo;
    // In one colour, line and filling are one shape.
    const qreal out = filled ? line / 2 : 0;
    painter.setPen(filled ? QPen(Qt::NoPen) : QPen(look.colour, line));
    painter.setBrush(filled ? look.colour : t.block);
    if (look.square) {
        const qreal side = radius * 0.9 + out;
        painter.drawRoundedRect(QRectF(centre - QPointF(side, side), QSizeF(2 * side, 2 * side)),
                                side * 0.3, side * 0.3);
    } else {
        painter.drawEllipse(centre, radius + out, radius + out);
    }
}

void paintSign(QPainter& painter, QPointF centre, qreal radius, bool error, const QColor& colour) {
    const Theme& t = theme();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const QPen ink(t.block, radius * 0.3, Qt::SolidLine, Qt::RoundCap);
    if (error) {
        painter.drawEllipse(centre, radius, radius);
        painter.setPen(ink);
        const qreal arm = radius * 0.4;
        painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm));
        painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm));
        return;
    }
    const QPointF corners[] = {centre + QPointF(0, -radius), centre + QPointF(radius, radius * 0.8),
                               centre + QPointF(-radius, radius * 0.8)};
    painter.setPen(QPen(colour, radius * 0.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolygon(corners, 3);
    painter.setPen(ink);
    painter.drawLine(centre - QPointF(0, radius * 0.35), centre + QPointF(0, radius * 0.2));
    painter.drawPoint(centre + QPointF(0, radius * 0.6));
}

}  // namespace gradweave::ui
