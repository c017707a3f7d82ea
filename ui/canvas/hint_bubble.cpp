// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/hint_bubble.h"

#include <QPainter>

#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

HintBubble::HintBubble(QWidget* parent) : QLabel(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setWordWrap(true);
    hide();
}

void HintBubble::showAt(QPoint at, const QString& text, bool refusal) {
    const int margin = qRound(metrics().unit * 0.45);
    m_refusal = refusal;
    setContentsMargins(margin + (refusal ? qRound(metrics().unit * 0.3) : 0), margin / 2, margin,
                       margin / 2);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, refusal ? theme().error : theme().text);
    setPalette(colours);
    setText(text);
    const int most = qRound(metrics().unit * 22);
    const int wanted = fontMetrics().horizontalAdvance(text) + 3 * margin;
    setFixedWidth(qMin(wanted, most));
    setFixedHeight(heightForWidth(width()));
    const int away = qRound(metrics().unit);
    QPoint corner = at + QPoint(away, away);
    if (corner.x() + width() > parentWidget()->width()) corner.setX(at.x() - away - width());
    if (corner.y() + height() > parentWidget()->height()) corner.setY(at.y() - away - height());
    move(qMax(corner.x(), 0), qMax(corner.y(), 0));
    show();
    raise();
}

void HintBubble::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const Theme& t = theme();
    paintBox(painter, rect(), m_refusal ? t.errorBase : t.plate,
             m_refusal ? mixed(t.error, t.canvas, 0.5) : t.border, metrics().smallCorner);
    painter.end();
    QLabel::paintEvent(event);
}

}  // namespace gradweave::ui
