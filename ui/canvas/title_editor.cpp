// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/title_editor.h"

#include <QKeyEvent>
#include <algorithm>

#include "engine/model/markup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/sentence_text.h"
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
    m_view.reveal(item->sceneBody());
    m_block = id;
    open(item->layout().header.translated(item->pos()),
         qtext(m_view.model().document().at(id).name));
}

void TitleEditor::editFrame(model::FrameId id) {
    const FrameItem* item = m_view.graph().frameItem(id);
    if (item == nullptr) return;
    m_view.reveal(item->title());
    m_frame = id;
    open(item->title(), qtext(m_view.model().document().find_frame(id)->title));
}

void TitleEditor::open(const QRectF& scene, const QString& name) {
    const QRect place =
        m_view.mapFromScene(scene).boundingRect().translated(m_view.viewport()->pos());
    const int height = qMax(place.height(), metrics().control);
    const int width =
        std::clamp(place.width(), qRound(metrics().unit * 9), qRound(metrics().unit * 24));
    setGeometry(place.left(), place.center().y() - height / 2, width, height);
    setText(name);
    setAccessibleName(m_frame != 0 ? tr("Title of the frame") : tr("Name of the block"));
    selectAll();
    show();
    setFocus(Qt::OtherFocusReason);
}

bool TitleEditor::commit(bool sayWhy) {
    const model::Document& document = m_view.model().document();
    if (m_block == 0 && document.find_frame(m_frame) == nullptr) return true;
    if (m_block != 0 && document.find(m_block) == nullptr) return true;
    try {
        if (m_frame != 0) {
            m_view.model().run(model::rename_frame(document, m_frame, text().toStdString()));
            return true;
        }
        m_view.model().run(model::rename_block(document, m_view.model().catalogue(), m_block,
                                               text().toStdString()));
        return true;
    } catch (const Error& error) {
        if (sayWhy) m_view.hint(sentenceText(error.what()), true);
        m_view.say(sentenceText(error.what()));
        return false;
    }
}

void TitleEditor::leave() {
    if (m_block == 0 && m_frame == 0) return;
    commit(false);
    close();
}

void TitleEditor::close() {
    m_block = 0;
    m_frame = 0;
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
