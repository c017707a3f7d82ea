// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/frame_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include "ui/canvas/block_layout.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

FrameItem::FrameItem(model::FrameId id) : m_id(id) {
    setZValue(layer::frames);
}

qreal FrameItem::titleHeight() {
    return metrics().unit * 1.7;
}

QRectF FrameItem::title() const {
    return {m_area.topLeft(), QSizeF(m_area.width(), titleHeight())};
}

QRectF FrameItem::handle() const {
    const qreal side = metrics().unit;
    return {m_area.bottomRight() - QPointF(side, side), QSizeF(side, side)};
}

void FrameItem::setArea(const QRectF& area) {
    if (area == m_area) return;
    prepareGeometryChange();
    m_area = area;
    update();
}

void FrameItem::setTitle(const QString& title, int colour) {
    m_title = title;
    m_colour = colour;
    update();
}

void FrameItem::setChosen(bool chosen) {
    if (chosen == m_chosen) return;
    m_chosen = chosen;
    update();
}

QRectF FrameItem::boundingRect() const {
    return m_area.adjusted(-2, -2, 2, 2);
}

QColor FrameItem::colour() const {
    return theme().frame(m_colour);
}

void FrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const Theme& t = theme();
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    const QColor fill = mixed(colour(), t.canvas, 0.12);
    if (zoom < detail::shapes) {
        painter->fillRect(m_area, fill);
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(m_chosen ? t.selection : mixed(colour(), t.canvas, 0.55),
                         m_chosen ? 2.4 : 1.2, Qt::DashLine));
    painter->setBrush(fill);
    painter->drawRoundedRect(m_area, metrics().corner, metrics().corner);
    const qreal pad = metrics().unit * 0.6;
    QFont font = CanvasFonts::current().title;
    QRectF row = title().adjusted(pad, 0, -pad, 0);
    painter->setPen(mixed(colour(), t.text, 0.45));
    painter->save();
    if (zoom < detail::texts) {
        // From afar titles are what one finds the way by.
        const qreal scale = qMin(detail::texts / zoom * 1.3, 2.4);
        painter->translate(row.topLeft());
        painter->scale(scale, scale);
        row = QRectF(QPointF(), row.size() / scale);
        row.setHeight(titleHeight());
    }
    painter->setFont(font);
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetricsF(font).elidedText(m_title, Qt::ElideRight, row.width()));
    painter->restore();
    if (zoom < detail::texts) return;
    painter->setPen(QPen(mixed(colour(), t.canvas, 0.7), 1.2));
    const QPointF corner = m_area.bottomRight() - QPointF(4, 4);
    for (const qreal step : {0.3, 0.6}) {
        const qreal side = metrics().unit * step;
        painter->drawLine(corner - QPointF(side, 0), corner - QPointF(0, side));
    }
}

}  // namespace gradweave::ui
