// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/move_gesture.h"

#include <QApplication>
#include <cmath>

#include "engine/model/markup.h"
#include "ui/canvas/canvas_clipboard.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/group_item.h"
#include "ui/canvas/level_of_detail.h"

namespace gradweave::ui {

MoveGesture::MoveGesture(CanvasView& view, model::BlockId pressed, const Pointer& start)
    : Gesture(view),
      m_pressed(pressed),
      m_start(start),
      m_insertion(view.graph()),
      m_guides(view.graph()) {
    const model::Document& document = view.model().document();
    for (const model::BlockId id : view.model().selection()) {
        if (document.at(id).marks.pinned) continue;
        if (const BlockItem* item = scene().blockItem(id)) m_origins[id] = item->pos();
    }
    for (const auto& [to, points] : document.all_bends()) {
        if (!m_origins.contains(to.block) || !m_origins.contains(document.source_of(to)->block))
            continue;
        for (const model::Point& point : points)
            m_bends[to].emplace_back(point.x, point.y);
    }
    m_pulls = start.modifiers.testFlag(Qt::AltModifier);
    if (BlockItem* item = scene().blockItem(pressed)) {
        item->setZValue(layer::raisedBlocks);
        m_body = item->group() ? item->group()->sceneBody() : item->sceneBody();
    }
}

MoveGesture::~MoveGesture() {
    if (BlockItem* item = scene().blockItem(m_pressed)) item->setZValue(layer::blocks);
}

bool MoveGesture::scrollsAtEdges() const {
    return m_moving && !m_other;
}

const model::BlockKind* MoveGesture::insertable() const {
    const BlockItem* item = scene().blockItem(m_pressed);
    if (m_origins.size() != 1 || item == nullptr || item->group()) return nullptr;
    const model::Document& document = view().model().document();
    if (!document.wires_to(m_pressed).empty() || !document.wires_from(m_pressed).empty())
        return nullptr;
    return view().model().catalogue().find(document.at(m_pressed).kind);
}

QPointF MoveGesture::snapped(QPointF by, Qt::KeyboardModifiers modifiers) {
    const bool snap = view().snaps() != modifiers.testFlag(Qt::ControlModifier);
    const auto lead = m_origins.find(m_pressed);
    if (!snap || lead == m_origins.end()) {
        m_guides.clear();
        return by;
    }
    QPointF target = lead->second + by;
    target = {std::round(target.x() / gridStep) * gridStep,
              std::round(target.y() / gridStep) * gridStep};
    const QRectF body = m_body.translated(target - lead->second);
    target += m_guides.align(body, m_origins, view().visibleRect(), view().zoom());
    return target - lead->second;
}

void MoveGesture::show(QPointF by) {
    m_by = by;
    for (const auto& [id, origin] : m_origins)
        scene().showAt(id, origin + by);
    for (const auto& [to, bends] : m_bends) {
        std::vector<QPointF> moved = bends;
        for (QPointF& bend : moved)
            bend += by;
        scene().showBends(to, std::move(moved));
    }
}

void MoveGesture::move(const Pointer& pointer) {
    if (!m_moving) {
        const QPoint moved = pointer.view - m_start.view;
        if (moved.manhattanLength() < QApplication::startDragDistance()) return;
        m_moving = true;
        if (m_origins.empty()) view().say(CanvasView::tr("Pinned blocks cannot be moved."));
        if (m_pulls) view().hint(CanvasView::tr("Pulled out of the chain"));
        view().viewport()->setCursor(Qt::SizeAllCursor);
    }
    m_other = otherCanvas(pointer);
    if (m_other) {
        // They stay here; a copy goes there.
        m_guides.clear();
        m_insertion.clear();
        return show({});
    }
    show(snapped(pointer.scene - m_start.scene, pointer.modifiers));
    const model::BlockKind* kind = insertable();
    if (kind && !(pointer.modifiers & Qt::AltModifier))
        m_insertion.aim(*kind, scene().blockItem(m_pressed)->sceneBody());
    else
        m_insertion.clear();
}

/// The canvas of another window under the mouse, if it is there.
CanvasView* MoveGesture::otherCanvas(const Pointer& pointer) const {
    const QPoint global = view().viewport()->mapToGlobal(pointer.view);
    const QWidget* window = QApplication::topLevelAt(global);
    if (window == nullptr || window == view().window()) return nullptr;
    for (QWidget* at = QApplication::widgetAt(global); at; at = at->parentWidget()) {
        if (auto* canvas = qobject_cast<CanvasView*>(at)) return canvas;
    }
    return nullptr;
}

/// As text, as by copying and pasting: the windows share no pointers.
void MoveGesture::copyTo(CanvasView& other, const Pointer& pointer) {
    std::set<model::BlockId> ids;
    for (const auto& [id, origin] : m_origins)
        ids.insert(id);
    const auto data = copyBlocks(view().model(), ids, false);
    if (!data) return;
    const QPointF at = other.mapToScene(
        other.viewport()->mapFromGlobal(view().viewport()->mapToGlobal(pointer.view)));
    other.window()->activateWindow();
    other.setFocus();
    if (pasteBlocks(
            other.model(), *data,
            {std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep}))
        view().say(CanvasView::tr("Copied to the other window."));
}

void MoveGesture::finish(const Pointer& pointer) {
    m_guides.clear();
    DocumentModel& model = view().model();
    if (m_other) return copyTo(*m_other, pointer);
    if (!m_moving) {
        const BlockItem* item = scene().blockItem(m_pressed);
        const GroupItem* group = item ? item->group() : nullptr;
        if (pointer.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) return;
        if (group)
            model.select({group->members().begin(), group->members().end()});
        else
            model.select({m_pressed});
        return;
    }
    std::map<model::BlockId, model::Point> positions;
    for (const auto& [id, origin] : m_origins)
        positions[id] = {origin.x() + m_by.x(), origin.y() + m_by.y()};
    model::Command command;
    if (m_insertion.target())
        command = m_insertion.insert(m_pressed, positions.at(m_pressed));
    else if (m_pulls)
        command = model::pull_out(model.document(), model.catalogue(), positions);
    if (command.empty()) command = model::move_blocks(model.document(), positions);
    view().hint({});
    m_insertion.clear();
    // Items that end where they began were shown elsewhere in between.
    show({});
    model.run(command);
}

void MoveGesture::cancel() {
    m_insertion.clear();
    m_guides.clear();
    show({});
}

}  // namespace gradweave::ui
