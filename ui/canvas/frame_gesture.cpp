// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/frame_gesture.h"

#include <QApplication>
#include <cmath>

#include "engine/model/markup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

QPointF onGrid(QPointF point) {
    return {std::round(point.x() / gridStep) * gridStep,
            std::round(point.y() / gridStep) * gridStep};
}

bool snapping(const CanvasView& view, const Pointer& pointer) {
    return view.snaps() != pointer.modifiers.testFlag(Qt::ControlModifier);
}

bool beyondClick(const Pointer& start, const Pointer& now) {
    return (now.view - start.view).manhattanLength() >= QApplication::startDragDistance();
}

QRectF ownArea(const model::Frame& frame) {
    return {frame.position.x, frame.position.y, frame.size.x, frame.size.y};
}

}  // namespace

FrameMoveGesture::FrameMoveGesture(CanvasView& view, model::FrameId frame, const Pointer& start)
    : Gesture(view), m_frame(frame), m_start(start) {
    const model::Document& document = view.model().document();
    for (const model::BlockId id : model::movable(document, document.blocks_in(frame))) {
        if (const BlockItem* item = scene().blockItem(id)) m_origins[id] = item->pos();
    }
}

void FrameMoveGesture::show(QPointF by) {
    m_by = by;
    for (const auto& [id, origin] : m_origins)
        scene().showAt(id, origin + by);
    const model::Frame* frame = view().model().document().find_frame(m_frame);
    if (frame == nullptr) return;
    const QRectF own = ownArea(*frame);
    scene().showFrame(m_frame, own.isNull() ? own : own.translated(by));
}

void FrameMoveGesture::move(const Pointer& pointer) {
    if (!m_moving) {
        if (!beyondClick(m_start, pointer)) return;
        m_moving = true;
        view().viewport()->setCursor(Qt::SizeAllCursor);
    }
    const QPointF by = pointer.scene - m_start.scene;
    show(snapping(view(), pointer) ? onGrid(by) : by);
}

void FrameMoveGesture::finish(const Pointer&) {
    if (!m_moving) return;
    const QPointF by = m_by;
    show({});
    view().model().run(model::move_frame(view().model().document(), m_frame, {by.x(), by.y()}));
}

void FrameMoveGesture::cancel() {
    show({});
}

FrameResizeGesture::FrameResizeGesture(CanvasView& view, model::FrameId frame, const Pointer& start)
    : Gesture(view), m_frame(frame) {
    if (const FrameItem* item = scene().frameItem(frame)) m_before = item->area();
    m_grip = m_before.bottomRight() - start.scene;
    view.viewport()->setCursor(Qt::SizeFDiagCursor);
}

QRectF FrameResizeGesture::wanted(const Pointer& pointer) const {
    QPointF corner = pointer.scene + m_grip;
    if (snapping(view(), pointer)) corner = onGrid(corner);
    const qreal least = metrics().unit * 4;
    return {m_before.topLeft(), QSizeF(std::max(least, corner.x() - m_before.left()),
                                       std::max(least, corner.y() - m_before.top()))};
}

void FrameResizeGesture::move(const Pointer& pointer) {
    scene().showFrame(m_frame, wanted(pointer));
}

void FrameResizeGesture::finish(const Pointer& pointer) {
    const QRectF area = wanted(pointer);
    scene().placeFrames();
    if (area == m_before) return;
    view().model().run(model::resize_frame(view().model().document(), m_frame,
                                           {area.left(), area.top()},
                                           {area.width(), area.height()}));
}

void FrameResizeGesture::cancel() {
    scene().placeFrames();
}

BendGesture::BendGesture(CanvasView& view, model::Socket input, std::size_t index,
                         const Pointer& start)
    : Gesture(view), m_input(std::move(input)), m_index(index), m_start(start) {
    const model::Point at = bends().at(m_index);
    m_at = {at.x, at.y};
}

std::vector<model::Point> BendGesture::bends() const {
    std::vector<model::Point> points = view().model().document().bends(m_input);
    if (m_moving) points.at(m_index) = {m_at.x(), m_at.y()};
    return points;
}

void BendGesture::move(const Pointer& pointer) {
    if (!m_moving) {
        if (!beyondClick(m_start, pointer)) return;
        m_moving = true;
        view().viewport()->setCursor(Qt::SizeAllCursor);
    }
    m_at = snapping(view(), pointer) ? onGrid(pointer.scene) : pointer.scene;
    std::vector<QPointF> shown;
    for (const model::Point& point : bends())
        shown.emplace_back(point.x, point.y);
    scene().showBends(m_input, std::move(shown));
}

void BendGesture::finish(const Pointer&) {
    if (!m_moving) return scene().chooseWires({m_input});
    view().model().run(model::set_bends(view().model().document(), m_input, bends()));
}

void BendGesture::cancel() {
    m_moving = false;
    std::vector<QPointF> before;
    for (const model::Point& point : bends())
        before.emplace_back(point.x, point.y);
    scene().showBends(m_input, std::move(before));
}

}  // namespace gradweave::ui
