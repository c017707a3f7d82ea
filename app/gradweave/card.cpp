// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/card.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

using ui::metrics;
using ui::mixed;
using ui::theme;

namespace {

int padding() {
    return qRound(metrics().unit * 0.9);
}

}  // namespace

Card::Card(const QIcon& icon, const QString& title, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_text(text) {
    setIcon(icon);
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize Card::sizeHint() const {
    const int width = qRound(metrics().unit * 17);
    return {width, heightForWidth(width)};
}

QRect Card::textRect(int width) const {
    const QFontMetrics small(metrics().smallText);
    const int top = padding() + metrics().icon + padding() / 2;
    const QRect room(padding(), top, width - 2 * padding(), small.lineSpacing() * 6);
    return small.boundingRect(room, Qt::TextWordWrap | Qt::AlignTop, m_text);
}

int Card::heightForWidth(int width) const {
    const int lines = QFontMetrics(metrics().smallText).lineSpacing() * 2;
    return textRect(width).top() + qMax(textRect(width).height(), lines) + padding();
}

void Card::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void Card::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void Card::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

void Card::paintEvent(QPaintEvent*) {
    const ui::Theme& t = theme();
    QPainter painter(this);
    QColor fill = t.dark ? t.block : t.base;
    if (isDown()) fill = mixed(t.text, fill, 0.08);
    const bool marked = underMouse() || hasFocus();
    ui::paintBox(painter, rect(), fill, marked ? t.selection : t.border, metrics().corner);
    if (hasFocus()) {
        // Twice as thick as under the mouse: colour alone is not seen by everybody.
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.selection, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), metrics().corner - 1,
                                metrics().corner - 1);
    }
    icon().paint(&painter, QRect(padding(), padding(), metrics().icon, metrics().icon));
    painter.setFont(metrics().strongText);
    painter.setPen(t.text);
    const int left = padding() + metrics().icon + padding() / 2;
    const QRect title(left, padding(), width() - left - padding(), metrics().icon);
    painter.drawText(title, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, title.width()));
    painter.setFont(metrics().smallText);
    painter.setPen(t.mutedText);
    QRect body = textRect(width());
    body.setWidth(width() - 2 * padding());
    painter.drawText(body, Qt::TextWordWrap | Qt::AlignTop, m_text);
}

}  // namespace gradweave::app
