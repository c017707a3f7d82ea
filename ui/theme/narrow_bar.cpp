// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/narrow_bar.h"

#include <QEvent>
#include <QLayout>
#include <QToolButton>
#include <utility>

#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

void giveWay(QWidget* widget, bool gives) {
    auto* button = qobject_cast<QToolButton*>(widget);
    if (button == nullptr || button->icon().isNull()) return widget->setVisible(!gives);
    button->setToolButtonStyle(gives ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    if (button->toolTip().isEmpty()) button->setToolTip(button->text());
    if (button->accessibleName().isEmpty()) button->setAccessibleName(button->text());
}

}  // namespace

NarrowBar::NarrowBar(QWidget* bar, std::vector<QWidget*> yielding, double least)
    : QObject(bar), m_bar(bar), m_yielding(std::move(yielding)) {
    bar->setMinimumWidth(qRound(metrics().unit * least));
    bar->installEventFilter(this);
}

bool NarrowBar::eventFilter(QObject* watched, QEvent* event) {
    const bool grown = event->type() == QEvent::LayoutRequest && m_left > 0 &&
                       m_bar->layout()->minimumSize().width() > m_bar->width();
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || grown) fit();
    return QObject::eventFilter(watched, event);
}

void NarrowBar::fit() {
    if (std::exchange(m_fitting, true)) return;
    for (QWidget* widget : m_yielding)
        giveWay(widget, false);
    m_left = m_yielding.size();
    for (QWidget* widget : m_yielding) {
        m_bar->layout()->invalidate();
        if (m_bar->layout()->minimumSize().width() <= m_bar->width()) break;
        giveWay(widget, true);
        --m_left;
    }
    m_bar->layout()->activate();
    m_fitting = false;
}

}  // namespace gradweave::ui
