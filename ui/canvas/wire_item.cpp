// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/wire_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>
#include <QStyleOptionGraphicsItem>
#include <cmath>

#include "ui/canvas/block_layout.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/signs.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// "[N, C 16, H 28, W 28]": sizes with the letters of what they count, where that is known.
QString namedShape(const model::TensorType& type) {
    QStringList dims;
    for (const model::Dim& dim : type.dims) {
        const QString size = qtext(to_string(dim));
        const bool named =
            !dim.batch && dim.role != 0 && QLatin1String("CHWT").contains(QLatin1Char(dim.role));
        dims << (named ? QStringLiteral("%1 %2").arg(QLatin1Char(dim.role)).arg(size) : size);
    }
    return QStringLiteral("[%1]").arg(dims.join(QStringLiteral(", ")));
}

}  // namespace

WireItem::WireItem(model::Wire wire) : m_wire(std::move(wire)) {
    setZValue(layer::wires);
}

void WireItem::setEnds(QPointF from, QPointF to) {
    WireCurve curve(from, to, m_bends);
    if (curve == m_curve) return;
    m_curve = std::move(curve);
    replace();
}

void WireItem::setBends(std::vector<QPointF> bends) {
    m_bends = std::move(bends);
    setEnds(m_curve.from(), m_curve.to());
}

void WireItem::setContent(Content content) {
    if (content == m_content) return;
    m_content = std::move(content);
    relayout();
}

void WireItem::relayout() {
    m_measured = false;
    replace();
}

/// With the same texts elsewhere.
void WireItem::replace() {
    prepareGeometryChange();
    placePlate();
    update();
}

/// Measuring a text takes longer than everything else about a wire that moves.
void WireItem::measure() {
    if (m_measured) return;
    m_measured = true;
    const QFontMetricsF text(CanvasFonts::current().text);
    m_named.text = m_content.type ? namedShape(*m_content.type) : QStringLiteral("?");
    m_plain.text = m_content.type ? qtext(to_string(m_content.type->dims)) : m_named.text;
    for (Label* label : {&m_named, &m_plain}) {
        label->width = text.horizontalAdvance(label->text);
        label->drawn.setText(label->text);
        label->drawn.setTextFormat(Qt::PlainText);
    }
    m_textHeight = text.height();
}

void WireItem::placePlate() {
    measure();
    const qreal unit = metrics().unit;
    const QPointF span = m_curve.to() - m_curve.from();
    const qreal room = std::hypot(span.x(), span.y()) - unit * 1.3;
    // Where the names are too long for the wire the numbers alone have to do.
    m_label = m_named.width > room ? &m_plain : &m_named;
    qreal width = m_label->width + unit * 0.7;
    if (m_content.wrong) width += unit * 1.1;
    const qreal height = m_textHeight + unit * 0.15;
    const QPointF middle = m_curve.middle();
    m_plate = QRectF(middle - QPointF(width / 2, height / 2), QSizeF(width, height));
    const qreal margin = m_bends.empty() ? 4 : metrics().socketRadius + 2;
    m_bounds = m_curve.bounds().united(m_plate).adjusted(-margin, -margin, margin, margin);
}

void WireItem::setChosen(bool chosen) {
    if (m_chosen == chosen) return;
    m_chosen = chosen;
    raise();
}

void WireItem::setHovered(bool hovered) {
    if (m_hovered == hovered) return;
    m_hovered = hovered;
    raise();
}

void WireItem::setTarget(bool target) {
    if (m_target == target) return;
    m_target = target;
    raise();
}

void WireItem::raise() {
    setZValue(m_chosen || m_hovered || m_target ? layer::markedWires : layer::wires);
    update();
}

QColor WireItem::colour() const {
    const Theme& t = theme();
    if (m_content.wrong) return t.error;
    if (m_chosen || m_target) return t.selection;
    if (!m_content.type) return t.wireUnknown;
    return is_floating(m_content.type->dtype) ? t.wire : t.wireClasses;
}

void WireItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    if (zoom < detail::shapes) {
        QPen hairline(colour(), m_chosen ? 2 : 1);
        hairline.setCosmetic(true);
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(hairline);
        QPointF before = m_curve.from();
        for (const QPointF& bend : m_bends) {
            painter->drawLine(before, bend);
            before = bend;
        }
        painter->drawLine(before, m_curve.to());
        return;
    }
    const qreal unit = metrics().unit;
    qreal width = unit * 0.11;
    if (m_chosen || m_hovered) width *= 1.6;
    if (m_target) width *= 2.2;
    QPen pen(colour(), width,
             m_content.wrong  ? Qt::DashLine
             : m_content.idle ? Qt::DotLine
                              : Qt::SolidLine,
             m_content.idle ? Qt::RoundCap : Qt::FlatCap);  // solid ones end under sockets
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    m_curve.stroke(*painter);
    if (!m_bends.empty()) paintBends(*painter);
    if (zoom >= detail::texts) paintPlate(*painter);
}

void WireItem::paintBends(QPainter& painter) const {
    const qreal radius = metrics().socketRadius * 0.75;
    painter.setPen(QPen(colour(), metrics().unit * 0.1));
    painter.setBrush(m_chosen || m_hovered ? colour() : theme().canvas);
    for (const QPointF& bend : m_bends) {
        // A diamond: no socket, which are round or square.
        const QPointF corners[] = {bend + QPointF(0, -radius), bend + QPointF(radius, 0),
                                   bend + QPointF(0, radius), bend + QPointF(-radius, 0)};
        painter.drawPolygon(corners, 4);
    }
}

void WireItem::paintPlate(QPainter& painter) const {
    const Theme& t = theme();
    const qreal unit = metrics().unit;
    // Between blocks that nearly touch the plate would hide the wire; the mouse brings it back.
    const QPointF span = m_curve.to() - m_curve.from();
    const bool close = std::hypot(span.x(), span.y()) < m_plate.width() + unit * 0.6;
    if (close && !m_hovered && !m_chosen && !m_content.wrong) return;
    painter.setPen(QPen(mixed(colour(), t.plate, m_chosen || m_content.wrong ? 1 : 0.35), 1));
    painter.setBrush(t.plate);
    painter.drawRoundedRect(m_plate, metrics().smallCorner, metrics().smallCorner);
    QRectF text = m_plate;
    if (m_content.wrong) {
        paintSign(painter, {m_plate.left() + unit * 0.75, m_plate.center().y()}, unit * 0.42, true,
                  t.error);
        text.setLeft(m_plate.left() + unit * 1.1);
    }
    painter.setFont(CanvasFonts::current().text);
    painter.setPen(m_content.wrong ? t.error : !m_content.type ? t.mutedText : t.wireShape);
    painter.drawStaticText(text.center() - QPointF(m_label->width, m_textHeight) / 2,
                           m_label->drawn);
}

}  // namespace gradweave::ui
