// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/field_undo.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace gradweave::ui {

FieldUndo::FieldUndo(QWidget* field, std::function<bool()> putBack)
    : QObject(field), m_putBack(std::move(putBack)) {
    // Number fields and lists have a line edit inside, and either may get the key.
    field->installEventFilter(this);
    for (auto* line : field->findChildren<QLineEdit*>())
        line->installEventFilter(this);
}

bool FieldUndo::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool undo = key->matches(QKeySequence::Undo);
    if (!undo && !key->matches(QKeySequence::Redo)) return QObject::eventFilter(watched, event);
    // Accepted, the question becomes a press of the key, which does no more; otherwise a shortcut
    // of the window, or a press if that can do nothing.
    const bool question = event->type() == QEvent::ShortcutOverride;
    event->setAccepted(question && undo && m_putBack());
    return true;
}

}  // namespace gradweave::ui
