// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/drop_target.h"

#include <QUrl>
#include <cmath>

#include "ui/canvas/canvas_clipboard.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/mime.h"

namespace gradweave::ui {

DropTarget::DropTarget(CanvasView& view, const QMimeData& data)
    : m_view(view), m_insertion(view.graph()) {
    if (data.hasFormat(mime::kind))
        m_kind = view.model().catalogue().find(data.data(mime::kind).toStdString());
    m_blocks = data.hasFormat(mime::blocks);
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) m_files << url.toLocalFile();
    }
    if (m_kind == nullptr) return;
    m_ghost = std::make_unique<BlockItem>(0);
    m_ghost->setContent(contentOf(*m_kind));
    m_ghost->setOpacity(0.75);
    m_ghost->setZValue(layer::raisedBlocks);
    m_ghost->hide();
    view.graph().addItem(m_ghost.get());
}

DropTarget::~DropTarget() = default;

/// The block hangs under the mouse by the middle of its header.
model::Point DropTarget::place(const Pointer& pointer) const {
    const QRectF header = m_ghost->layout().header;
    QPointF corner = pointer.scene - header.center();
    if (m_view.snaps() != pointer.modifiers.testFlag(Qt::ControlModifier)) {
        corner = {std::round(corner.x() / gridStep) * gridStep,
                  std::round(corner.y() / gridStep) * gridStep};
    }
    return {corner.x(), corner.y()};
}

void DropTarget::move(const Pointer& pointer) {
    if (m_kind == nullptr) return;
    const model::Point at = place(pointer);
    m_ghost->setPos(at.x, at.y);
    m_ghost->show();
    if (pointer.modifiers & Qt::AltModifier)
        m_insertion.clear();
    else
        m_insertion.aim(*m_kind, m_ghost->sceneBody());
}

void DropTarget::drop(const Pointer& pointer, const QMimeData& data) {
    DocumentModel& model = m_view.model();
    if (m_kind) {
        move(pointer);
        const model::Point at = place(pointer);
        const model::BlockId id = model.document().fresh_id();
        const model::Command command = m_insertion.target()
                                           ? m_insertion.insertNew(*m_kind, at)
                                           : model::add_block(model.document(), *m_kind, at);
        m_insertion.clear();
        m_ghost.reset();
        model.run(command);
        model.select({id});
        m_view.setFocus();
    } else if (m_blocks) {
        pasteBlocks(model, data, {pointer.scene.x(), pointer.scene.y()});
    } else {
        emit m_view.filesDropped(m_files);
    }
}

}  // namespace gradweave::ui
