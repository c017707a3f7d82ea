// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/block_item.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <functional>

#include "ui/canvas/group_item.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/signs.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

BlockItem::BlockItem(model::BlockId id) : m_id(id) {
    setZValue(layer::blocks);
}

bool BlockItem::setContent(BlockContent content) {
    if (content == m_content) return false;
    m_content = std::move(content);
    relayout();
    return true;
}

void BlockItem::relayout() {
    prepareGeometryChange();
    m_layout = BlockLayout(m_content);
    update();
}

void BlockItem::setChosen(bool chosen) {
    if (m_chosen == chosen) return;
    m_chosen = chosen;
    update();
}

void BlockItem::setHovered(bool hovered) {
    if (m_hovered == hovered) return;
    m_hovered = hovered;
    update();
}

void BlockItem::setHoveredSocket(int index, bool output) {
    if (m_hoveredSocket == index && m_hoveredOutput == output) return;
    m_hoveredSocket = index;
    m_hoveredOutput = output;
    update();
}

void BlockItem::setOffers(const SocketOffers* offers) {
    m_offers = offers;
}

void BlockItem::setGroup(const GroupItem* group) {
    m_group = group;
    setVisible(group == nullptr);
}

model::Socket BlockItem::socketOf(std::size_t index, bool output) const {
    return {m_id, (output ? m_content.outputs : m_content.inputs)[index].id};
}

QPointF BlockItem::socketPosition(const std::string& port, bool output) const {
    if (m_group) return m_group->placeOf({m_id, port}, output);
    const auto& ports = output ? m_content.outputs : m_content.inputs;
    const auto& places = output ? m_layout.outputs : m_layout.inputs;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (ports[i].id == port) return pos() + places[i];
    }
    return pos() + QPointF(output ? m_layout.body.right() : 0, m_layout.header.center().y());
}

QColor BlockItem::moodColor() const {
    return m_content.mood == BlockContent::Mood::error ? theme().error : theme().warning;
}

void BlockItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const qreal zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    if (zoom < detail::shapes) {
        QColor fill = theme().category(m_content.category);
        if (m_content.mood == BlockContent::Mood::error) fill = theme().error;
        if (m_chosen) fill = theme().selection;
        painter->fillRect(m_layout.body, fill);
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    if (zoom < detail::texts) return paintFromAfar(*painter);
    paintBody(*painter);
    paintSockets(*painter, false);
    paintSockets(*painter, true);
    if (!m_content.message.isEmpty()) paintMessage(*painter);
    if (!m_layout.badges.empty()) paintBadges(*painter);
}

/// What takes no part is hatched; what only passes on has an arrow through it.
void BlockItem::paintMode(QPainter& painter) const {
    const Theme& t = theme();
    if (m_content.marks.mode == model::BlockMode::active) return;
    painter.setPen(Qt::NoPen);
    QColor veil = t.canvas;
    veil.setAlphaF(0.45f);
    painter.setBrush(veil);
    painter.drawPath(m_layout.outline);
    if (m_content.marks.mode == model::BlockMode::muted) {
        QColor ink = t.mutedText;
        ink.setAlphaF(0.5f);
        painter.setBrush(QBrush(ink, Qt::BDiagPattern));
        painter.drawPath(m_layout.outline);
        return;
    }
    const QPointF from =
        m_layout.inputs.empty() ? QPointF(0, m_layout.body.center().y()) : m_layout.inputs.front();
    const QPointF to = m_layout.outputs.empty()
                           ? QPointF(m_layout.body.right(), m_layout.body.center().y())
                           : m_layout.outputs.front();
    const qreal unit = metrics().unit, head = unit * 0.5;
    painter.setPen(QPen(t.wire, unit * 0.14, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(from, to);
    painter.drawLine(to - QPointF(head * 1.6, 0), to - QPointF(head * 2.6, head));
    painter.drawLine(to - QPointF(head * 1.6, 0), to - QPointF(head * 2.6, -head));
}

void BlockItem::paintBadges(QPainter& painter) const {
    const Theme& t = theme();
    painter.setFont(CanvasFonts::current().text);
    for (const BlockLayout::Badge& badge : m_layout.badges) {
        painter.setPen(QPen(t.blockBorder, 1));
        painter.setBrush(t.plate);
        painter.drawRoundedRect(badge.plate, metrics().smallCorner, metrics().smallCorner);
        painter.setPen(t.text);
        painter.drawText(badge.plate, Qt::AlignCenter, badge.text);
    }
}

/// Only what can be told at that size: a box in its category's colour with a large title.
void BlockItem::paintFromAfar(QPainter& painter) const {
    const Theme& t = theme();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_content.known ? t.category(m_content.category) : t.border);
    painter.drawPath(m_layout.outline);
    painter.setFont(CanvasFonts::current().title);
    painter.setPen(t.blockTitleText);
    painter.save();
    painter.scale(m_layout.farScale, m_layout.farScale);
    for (const auto& line : m_layout.farTitle)
        painter.drawText(line.at / m_layout.farScale, line.text);
    painter.restore();
    paintMode(painter);
    paintOutline(painter);
    if (m_content.mood == BlockContent::Mood::error)
        paintSign(painter, m_layout.body.topRight(), metrics().unit * 0.8, true, t.error);
}

void BlockItem::paintBody(QPainter& painter) const {
    const Theme& t = theme();
    QColor header = t.category(m_content.category);
    if (!m_content.known) header = t.border;
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.block);
    painter.drawPath(m_layout.outline);
    painter.setBrush(m_hovered ? mixed(t.blockTitleText, header, 0.06) : header);
    painter.drawPath(m_layout.headerShape);
    paintHeaderText(painter);
    paintMode(painter);
    paintOutline(painter);
}

void BlockItem::paintOutline(QPainter& painter) const {
    const Theme& t = theme();
    const bool wrong = m_content.mood == BlockContent::Mood::error;
    QPen line(wrong ? t.error : t.blockBorder, 1);
    if (m_chosen) line = QPen(t.selection, 2.4);
    const bool idle = m_content.marks.mode != model::BlockMode::active;
    if (!m_content.known || idle) line.setStyle(Qt::DashLine);
    painter.setPen(line);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(m_layout.outline);
}

void BlockItem::paintHeaderText(QPainter& painter) const {
    const Theme& t = theme();
    const CanvasFonts& fonts = CanvasFonts::current();
    painter.setFont(fonts.title);
    painter.setPen(t.blockTitleText);
    painter.drawStaticText(m_layout.titleText.at, m_layout.titleText.text);
    painter.setFont(fonts.name);
    painter.setPen(mixed(t.blockTitleText, t.category(m_content.category), 0.8));
    painter.drawStaticText(m_layout.nameText.at, m_layout.nameText.text);
    if (m_layout.summary.isEmpty()) return;
    painter.setFont(fonts.text);
    painter.setPen(t.text);
    painter.drawStaticText(m_layout.summaryText.at, m_layout.summaryText.text);
}

void BlockItem::paintSockets(QPainter& painter, bool output) const {
    const auto& ports = output ? m_content.outputs : m_content.inputs;
    const auto& places = output ? m_layout.outputs : m_layout.inputs;
    const CanvasFonts& fonts = CanvasFonts::current();
    const auto& texts = output ? m_layout.outputTexts : m_layout.inputTexts;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const bool hovered = m_hoveredSocket == static_cast<int>(i) && m_hoveredOutput == output;
        paintSocket(painter, ports[i], socketOf(i, output), places[i], output, hovered);
    }
    painter.setFont(fonts.text);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        painter.setPen(ports[i].wrong ? moodColor() : theme().mutedText);
        painter.drawStaticText(texts[i].at, texts[i].text);
    }
}

void BlockItem::paintSocket(QPainter& painter, const PortContent& port, const model::Socket& socket,
                            QPointF at, bool output, bool hovered) const {
    const Theme& t = theme();
    SocketLook look;
    look.square = port.classes;
    look.filled = port.connected;
    look.colour = port.classes ? t.wireClasses : t.socket;
    if (port.wrong) look.colour = moodColor();
    if (m_offers) {
        const SocketOffer offer = (*m_offers)(socket, output);
        if (offer == SocketOffer::possible) {
            look.colour = t.selection;
            look.halo = true;
        } else if (offer == SocketOffer::impossible) {
            look.colour = mixed(look.colour, t.block, 0.35);
        }
    }
    look.large = hovered;
    paintSocketShape(painter, at, look);
}

void BlockItem::paintMessage(QPainter& painter) const {
    const Theme& t = theme();
    const bool error = m_content.mood == BlockContent::Mood::error;
    painter.setPen(QPen(mixed(moodColor(), t.canvas, 0.5), 1));
    painter.setBrush(error ? t.errorBase : t.warningBase);
    painter.drawRoundedRect(m_layout.message, metrics().smallCorner, metrics().smallCorner);
    const QFont& font = CanvasFonts::current().text;
    const QFontMetricsF lines(font);
    const qreal sign = metrics().unit * 0.42, side = metrics().unit * 0.48;
    const QPointF signAt =
        m_layout.message.topLeft() + QPointF(side + sign, side * 0.5 + lines.lineSpacing() / 2);
    paintSign(painter, signAt, sign, error, moodColor());
    painter.setFont(font);
    painter.setPen(error ? moodColor() : t.text);
    QPointF at = m_layout.message.topLeft() +
                 QPointF(side + metrics().unit * 1.2, side * 0.5 + lines.ascent());
    for (const QString& line : m_layout.messageLines) {
        painter.drawText(at, line);
        at.ry() += lines.lineSpacing();
    }
}

}  // namespace gradweave::ui
