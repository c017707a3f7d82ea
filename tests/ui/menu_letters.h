// SPDX-License-Identifier: GPL-3.0-or-later
// The underlined letters of menus.
#pragma once

#include <QAction>
#include <QMap>
#include <QMenu>
#include <QStringList>

namespace gradweave::ui {

/// Entries of the same menu that have the same letter, in this menu and all below it: the key would
/// choose neither. "View: Outline, Zoom out".
inline QStringList sharedLetters(const QList<QAction*>& actions, const QString& menu = {}) {
    QMap<QChar, QStringList> entries;
    QStringList shared;
    for (const QAction* action : actions) {
        const QString text = action->text().section('\t', 0, 0).remove(QStringLiteral("&&"));
        const qsizetype mark = text.indexOf('&');
        const QString plain = QString(text).remove('&');
        if (mark >= 0 && mark + 1 < text.size()) entries[text[mark + 1].toLower()] << plain;
        if (action->menu() != nullptr) shared << sharedLetters(action->menu()->actions(), plain);
    }
    for (const QStringList& alike : entries) {
        if (alike.size() > 1)
            shared << QStringLiteral("%1: %2").arg(menu, alike.join(QStringLiteral(", ")));
    }
    return shared;
}

}  // namespace gradweave::ui
