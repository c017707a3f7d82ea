// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/picture_items.h"

#include <QFontMetricsF>
#include <QGraphicsView>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QVector2D>
#include <algorithm>
#include <cmath>

#include "ui/graphview/picture_scene.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

using exchange::BoxText;
using graph::Phase;

namespace {

/// From which zoom on boxes have outlines, and texts. Between the two they have their title alone,
/// as large as the box allows up to a common size, if that can be read at all.
constexpr qreal outlines = 0.18, texts = 0.42, readablePixels = 6.5, mostTitle = 0.8;
/// Shorter beginnings of a title would say nothing.
constexpr int leastLetters = 4;

QRectF qrect(const exchange::Rect& rect) {
    return {rect.x, rect.y, rect.width, rect.height};
}

QPointF qpoint(const exchange::Point& point) {
    return {point.x, point.y};
}

QColor markOf(const exchange::PictureBox& box) {
    if (box.phase == Phase::gradient) return theme().validationCurve;
    if (box.phase == Phase::update) return theme().testCurve;
    return box.category ? theme().categoryMark(*box.category) : theme().mutedText;
}

/// A box's inside: its mark over the sheet.
QColor groundOf(const exchange::PictureBox& box) {
    const qreal share = theme().dark ? 0.2 : 0.08;
    return mixed(markOf(box), theme().block, box.leaf ? share * 2 : share);
}

const PictureFonts& fonts() {
    static const PictureFonts all;
    return all;
}

}  // namespace

// Boxes

PictureBoxItem::PictureBoxItem(const exchange::PictureBox& box, const exchange::Rect& rect,
                               int number)
    : m_box(box), m_rect(qrect(rect)), m_number(number) {
    setZValue(2);
}

void PictureBoxItem::setChosen(bool chosen) {
    if (m_chosen == chosen) return;
    m_chosen = chosen;
    update();
}

void PictureBoxItem::setHovered(bool hovered) {
    if (m_hovered == hovered) return;
    m_hovered = hovered;
    update();
}

QPainterPath PictureBoxItem::shape() const {
    QPainterPath path;
    path.addRect(m_rect);
    return path;
}

void PictureBoxItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    const Theme& t = theme();
    if (zoom < outlines) {
        painter->fillRect(m_rect, m_chosen ? t.selection : mixed(markOf(m_box), t.canvas, 0.6));
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(m_chosen || m_hovered ? t.selection : markOf(m_box), m_chosen ? 2.4 : 1.2);
    if (m_box.phase == Phase::gradient && !m_chosen) pen.setDashPattern({4, 2.5});
    painter->setPen(pen);
    painter->setBrush(groundOf(m_box));
    const qreal corner = m_box.leaf ? std::min(m_rect.height() / 2, 16.0) : 5;
    painter->drawRoundedRect(m_rect, corner, corner);
    if (zoom >= texts)
        paintTexts(*painter);
    else
        paintTitle(*painter, zoom);
}

void PictureBoxItem::paintTitle(QPainter& painter, qreal zoom) const {
    QString title = qtext(m_box.title);
    const QFontMetricsF metrics(fonts().title);
    const QRectF inside = m_rect.adjusted(4, 3, -4, -3);
    const qreal least =
        readablePixels / (zoom * painter.device()->devicePixelRatio() * BoxText::title);
    const qreal most = std::min(inside.height() / metrics.height(), mostTitle / zoom);
    if (most < least) return;
    const qreal scale = std::clamp(inside.width() / metrics.horizontalAdvance(title), least, most);
    const qreal space = inside.width() / scale;
    if (metrics.horizontalAdvance(title) > space + 0.01) {
        if (space < metrics.averageCharWidth() * leastLetters) return;
        title = metrics.elidedText(title, Qt::ElideRight, space);
    }
    painter.save();
    painter.translate(m_rect.center());
    painter.scale(scale, scale);
    painter.setFont(fonts().title);
    painter.setPen(theme().text);
    const QRectF all(-inside.width(), -inside.height(), 2 * inside.width(), 2 * inside.height());
    painter.drawText(all, Qt::AlignCenter, title);
    painter.restore();
}

void PictureBoxItem::paintTexts(QPainter& painter) const {
    const qreal width = m_rect.width() - BoxText::padding_x;
    const auto line = [&](const std::string& text, const QFont& font, const QColor& colour,
                          qreal baseline) {
        const QFontMetricsF metrics(font);
        const QString shown = metrics.elidedText(qtext(text), Qt::ElideRight, width);
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(
            QPointF(m_rect.center().x() - metrics.horizontalAdvance(shown) / 2, baseline), shown);
    };
    qreal y = m_rect.top() + BoxText::padding_y + BoxText::title * 0.83;
    line(m_box.title, fonts().title, theme().text, y);
    for (const std::string& text : m_box.lines) {
        y += BoxText::line_step;
        line(text, fonts().line, theme().mutedText, y);
    }
}

// Edges

PictureEdgeItem::PictureEdgeItem(const exchange::GraphPicture& picture, int number,
                                 const exchange::EdgeCurve& curve) {
    const exchange::PictureEdge& edge = picture.edges[static_cast<std::size_t>(number)];
    m_from = picture.boxes[static_cast<std::size_t>(edge.from)].phase;
    m_to = picture.boxes[static_cast<std::size_t>(edge.to)].phase;
    if (curve.points.size() < 4) return;
    m_path.moveTo(qpoint(curve.points[0]));
    for (std::size_t i = 1; i + 2 < curve.points.size(); i += 3)
        m_path.cubicTo(qpoint(curve.points[i]), qpoint(curve.points[i + 1]),
                       qpoint(curve.points[i + 2]));
    const QPointF tip = qpoint(curve.points.back());
    QPointF before = qpoint(curve.points[curve.points.size() - 2]);
    if (QLineF(before, tip).length() < 1e-3) before = m_path.pointAtPercent(0.9);
    QVector2D along(tip - before);
    along.normalize();
    const QPointF back = tip - (along * 7).toPointF();
    const QPointF side(along.y() * 3, -along.x() * 3);
    m_arrow = {tip, back + side, back - side};
    m_bounds = m_path.boundingRect().united(m_arrow.boundingRect()).adjusted(-2, -2, 2, 2);
    const bool labelled = picture.grain == exchange::Grain::blocks && curve.label && m_from == m_to;
    if (!labelled) return;
    m_label = qtext(edge.label);
    const QFontMetricsF metrics(fonts().edge);
    m_labelRect = metrics.boundingRect(QRectF(0, 0, 1000, 1000), Qt::AlignCenter, m_label);
    m_labelRect.moveCenter(qpoint(*curve.label));
    m_bounds = m_bounds.united(m_labelRect);
}

void PictureEdgeItem::setHovered(bool hovered) {
    if (m_hovered == hovered) return;
    m_hovered = hovered;
    setZValue(hovered ? 1 : 0);
    update();
}

QColor PictureEdgeItem::color() const {
    const Theme& t = theme();
    if (m_hovered) return t.selection;
    QColor colour = t.wire;
    if (m_to == Phase::gradient) colour = t.validationCurve;
    if (m_to == Phase::update) colour = t.testCurve;
    return m_from == m_to ? colour : mixed(colour, t.canvas, 0.6);
}

void PictureEdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    if (m_path.isEmpty()) return;
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    if (zoom < outlines) {
        // What goes from one ladder to the other crosses everything, and would cover it from afar.
        QColor colour = color();
        if (m_from != m_to && !m_hovered) colour.setAlphaF(0.35f);
        QPen hairline(colour, 1);
        hairline.setCosmetic(true);
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(hairline);
        painter->drawLine(m_path.elementAt(0), m_path.currentPosition());
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(color(), m_hovered ? 2 : m_from == m_to ? 1.3 : 1);
    if (m_from != m_to) pen.setDashPattern({3, 3});
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(m_path);
    paintArrow(*painter);
    if (zoom < texts || m_label.isEmpty()) return;
    painter->setFont(fonts().edge);
    painter->setPen(m_hovered ? theme().text : theme().mutedText);
    painter->drawText(m_labelRect.adjusted(-20, -4, 20, 4), Qt::AlignCenter, m_label);
}

void PictureEdgeItem::paintArrow(QPainter& painter) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color());
    painter.drawPolygon(m_arrow);
}

// Frames

PictureFrameItem::PictureFrameItem(const exchange::PictureGroup& group,
                                   const exchange::PictureBox& first, const exchange::Rect& rect)
    : m_first(first), m_title(qtext(group.title)), m_rect(qrect(rect)) {
    setZValue(-1);
}

void PictureFrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    const QColor mark = markOf(m_first), sheet = theme().canvas;
    if (zoom < outlines) {
        painter->fillRect(m_rect, mixed(mark, sheet, 0.12));
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(mixed(mark, sheet, 0.3), 1));
    painter->setBrush(mixed(mark, sheet, 0.07));
    painter->drawRoundedRect(m_rect, 8, 8);
    if (zoom < texts) return;
    painter->setFont(fonts().group);
    painter->setPen(mark);
    const qreal width = m_rect.width() - exchange::GroupFrame::margin;
    painter->drawText(
        m_rect.topLeft() + QPointF(exchange::GroupFrame::margin, exchange::GroupFrame::title + 4),
        QFontMetricsF(fonts().group).elidedText(m_title, Qt::ElideRight, width));
}

// Frames' names from afar

PictureFrameLabel::PictureFrameLabel(const QString& title, const QRectF& frame)
    : m_title(title), m_frame(frame) {
    setZValue(3);
    setFlag(ItemIgnoresTransformations);
    setPos(frame.center().x(), frame.top());
    const QFontMetricsF font(metrics().smallText);
    const QSizeF size(font.horizontalAdvance(m_title) + metrics().unit * 0.6, font.height());
    // On the frame's upper edge, most of it above: what is inside stays in sight.
    m_plate = QRectF(QPointF(-size.width() / 2, -size.height() * 0.8), size);
}

bool PictureFrameLabel::shownAt(qreal zoom) const {
    return zoom < texts && m_plate.width() <= m_frame.width() * zoom + metrics().unit;
}

void PictureFrameLabel::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget* widget) {
    const auto* view = widget ? qobject_cast<QGraphicsView*>(widget->parentWidget()) : nullptr;
    if (!view || !shownAt(view->transform().m11())) return;
    painter->setRenderHint(QPainter::Antialiasing);
    QColor plate = theme().canvas;
    plate.setAlphaF(0.8f);
    painter->setPen(Qt::NoPen);
    painter->setBrush(plate);
    painter->drawRoundedRect(m_plate, metrics().smallCorner, metrics().smallCorner);
    painter->setFont(metrics().smallText);
    painter->setPen(theme().text);
    painter->drawText(m_plate, Qt::AlignCenter, m_title);
}

}  // namespace gradweave::ui
