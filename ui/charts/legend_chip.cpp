// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend_chip.h"

#include <QEvent>
#include <QPainter>
#include <QtMath>
#include <algorithm>

#include "ui/theme/theme.h"

namespace gradweave::ui {

LegendChip::LegendChip(const QString& name, QWidget* parent) : QAbstractButton(parent) {
    setText(name);
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);  // a button's own does not shrink
    setCursor(Qt::PointingHandCursor);
    setToolTip(QStringLiteral("%1\n%2").arg(name, tr("Click to hide or show this curve")));
    setAccessibleName(tr("Curve %1").arg(name));
}

void LegendChip::setColor(const QColor& colour) {
    m_color = colour;
    update();
}

void LegendChip::setValue(const QString& value, bool bad) {
    if (value == m_value) return;
    m_value = value;
    m_bad = bad;
    const int width = qCeil(QFontMetricsF(metrics().smallText).horizontalAdvance(value));
    if (width > m_valueWidth) {
        m_valueWidth = width;
        updateGeometry();
    }
    update();
}

int LegendChip::nameWidth() const {
    // With half a pixel at either side, as it is painted; on fine displays widths are no whole
    // pixels.
    const QFontMetricsF font(metrics().smallText);
    return qCeil(metrics().unit * 2.3 + font.horizontalAdvance(text()) + 2);
}

QSize LegendChip::sizeHint() const {
    const qreal unit = metrics().unit;
    const int value = m_valueWidth > 0 ? m_valueWidth + qCeil(unit * 0.5) : 0;
    return QSize(nameWidth() + value, qRound(unit * 1.5));
}

int LegendChip::tightWidth() const {
    const QFontMetricsF font(metrics().smallText);
    return qCeil(metrics().unit * 1.15 + font.horizontalAdvance(text()) + 1.5);
}

qreal LegendChip::markWidth() const {
    return metrics().unit * (tight() ? 1.15 : 1.9);
}

QRectF LegendChip::textArea() const {
    const qreal right = tight() ? 0 : metrics().unit * 0.4;
    return QRectF(rect()).adjusted(0.5 + markWidth(), 0, -0.5 - right, 0);
}

QString LegendChip::shownName() const {
    return QFontMetricsF(metrics().smallText)
        .elidedText(text(), Qt::ElideRight, textArea().width());
}

bool LegendChip::showsValue() const {
    return !m_value.isEmpty() && width() >= sizeHint().width();
}

void LegendChip::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    const qreal unit = metrics().unit;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF all = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(t.selection, 1) : QPen(Qt::NoPen));
        painter.setBrush(t.hover);
        painter.drawRoundedRect(all, metrics().smallCorner, metrics().smallCorner);
    }
    const QColor colour = isChecked() ? m_color : t.border;
    const qreal y = all.center().y();
    const qreal left = unit * (tight() ? 0.15 : 0.5);
    const qreal right = markWidth() - unit * (tight() ? 0.3 : 0.4);
    painter.setPen(QPen(colour, unit * 0.16, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(left, y), QPointF(right, y));
    if (m_dots) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QPointF((left + right) / 2, y), unit * 0.22, unit * 0.22);
    }
    QFont font = metrics().smallText;
    font.setStrikeOut(!isChecked());
    painter.setFont(font);
    painter.setPen(isChecked() ? t.text : t.mutedText);
    const QRectF texts = textArea();
    painter.drawText(texts, Qt::AlignLeft | Qt::AlignVCenter, shownName());
    if (!showsValue()) return;  // narrow charts show the value at the pointer
    font.setStrikeOut(false);
    painter.setFont(font);
    painter.setPen(m_bad ? t.error : t.mutedText);
    painter.drawText(texts, Qt::AlignRight | Qt::AlignVCenter, m_value);
}

bool LegendChip::event(QEvent* event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) update();
    return QAbstractButton::event(event);
}

}  // namespace gradweave::ui
