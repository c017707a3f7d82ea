// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/message_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

QColor Theme::*inkOf(MessageStrip::Kind kind) {
    switch (kind) {
        case MessageStrip::Kind::error:
            return &Theme::error;
        case MessageStrip::Kind::warning:
            return &Theme::warning;
        case MessageStrip::Kind::success:
            return &Theme::success;
        case MessageStrip::Kind::info:
            break;
    }
    return &Theme::selection;
}

QColor groundOf(MessageStrip::Kind kind) {
    const Theme& t = theme();
    switch (kind) {
        case MessageStrip::Kind::error:
            return t.errorBase;
        case MessageStrip::Kind::warning:
            return t.warningBase;
        case MessageStrip::Kind::success:
            return t.successBase;
        case MessageStrip::Kind::info:
            break;
    }
    return mixed(t.selection, t.window, 0.12);
}

QString signOf(MessageStrip::Kind kind) {
    switch (kind) {
        case MessageStrip::Kind::error:
            return QStringLiteral("error");
        case MessageStrip::Kind::warning:
            return QStringLiteral("warning");
        case MessageStrip::Kind::success:
            return QStringLiteral("success");
        case MessageStrip::Kind::info:
            break;
    }
    return QStringLiteral("info");
}

}  // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent), m_sign(new QLabel(this)), m_text(new QLabel(this)) {
    setObjectName(QStringLiteral("messageStrip"));
    const int gap = qRound(metrics().gap);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(gap, gap / 2, gap / 2, gap / 2);
    layout->setSpacing(gap);
    layout->addWidget(m_sign, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    m_actions = new QHBoxLayout;
    layout->addLayout(m_actions);
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss the message"));
    layout->addWidget(close, 0, Qt::AlignTop);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    m_sign->setContentsMargins(0, 2, 0, 0);
    connect(close, &QToolButton::clicked, this, &MessageStrip::dismiss);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &MessageStrip::restyle);
    hide();
}

void MessageStrip::showMessage(Kind kind, const QString& sentence) {
    m_kind = kind;
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_text->setText(sentence);
    setAccessibleName(sentence);
    restyle();
    show();
}

void MessageStrip::addAction(const QString& text, const std::function<void()>& act) {
    auto* button = new QPushButton(text, this);
    // What can be done comes before the way to be rid of the message.
    const int last = m_actions->count() - 1;
    setTabOrder(last >= 0 ? m_actions->itemAt(last)->widget() : m_text, button);
    m_actions->addWidget(button);
    connect(button, &QPushButton::clicked, this, act);
}

void MessageStrip::dismiss() {
    hide();
}

QString MessageStrip::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MessageStrip::restyle() {
    m_sign->setPixmap(icon(signOf(m_kind), inkOf(m_kind)).pixmap(metrics().icon));
    update();
}

void MessageStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), groundOf(m_kind));
    painter.fillRect(QRect(0, height() - 1, width(), 1),
                     mixed(theme().*inkOf(m_kind), groundOf(m_kind), 0.35));
}

}  // namespace gradweave::ui
