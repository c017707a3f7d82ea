// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/title_editor.h"

#include <QKeyEvent>

#include "ui/canvas/canvas_view.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

TitleEditor::TitleEditor(CanvasView& view) : QLineEdit(&view), m_view(view) {
    setObjectName(QStringLiteral("titleEditor"));
    setAccessibleName(tr("Name of the block"));
    hide();
}

void TitleEditor::edit(model::BlockId id) {
    const BlockItem* item = m_view.graph().blockItem(id);
    if (item == nullptr) return;
    m_block = id;
    const QRectF body = item->sceneBody();
    m_view.reveal(body);
    const QRectF header = item->layout().header.translated(item->pos());
    const QRect place =
        m_view.mapFromScene(header).boundingRect().translated(m_view.viewport()->pos());
    const int height = qMax(place.height(), metrics().control);
    const int width = qMax(place.width(), qRound(metrics().unit * 9));
    setGeometry(place.left(), place.center().y() - height / 2, width, height);
    setText(qtext(m_view.model().document().at(id).name));
    selectAll();
    show();
    setFocus(Qt::OtherFocusReason);
}

bool TitleEditor::commit(bool sayWhy) {
    if (m_view.model().document().find(m_block) == nullptr) return true;
    try {
        m_view.model().run(
            model::rename_block(m_view.model().document(), m_block, text().toStdString()));
        return true;
    } catch (const Error& error) {
        if (sayWhy) m_view.hint(qtext(error.what()), true);
        m_view.say(qtext(error.what()));
        return false;
    }
}

void TitleEditor::leave() {
    if (m_block == 0) return;
    commit(false);
    close();
}

void TitleEditor::close() {
    m_block = 0;
    m_view.hint({});
    const bool focused = hasFocus();
    hide();
    if (focused) m_view.setFocus();
}

void TitleEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (commit(true)) close();
    } else {
        m_view.hint({});
        QLineEdit::keyPressEvent(event);
    }
}

void TitleEditor::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) leave();
}

}  // namespace gradweave::ui
