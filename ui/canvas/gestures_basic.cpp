// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/gestures_basic.h"

#include <QPen>
#include <QScrollBar>

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

GraphScene& Gesture::scene() const {
    return m_view.graph();
}

PanGesture::PanGesture(CanvasView& view, const Pointer& start) : Gesture(view), m_last(start.view) {
    view.viewport()->setCursor(Qt::ClosedHandCursor);
}

void PanGesture::move(const Pointer& pointer) {
    const QPoint by = pointer.view - m_last;
    m_last = pointer.view;
    view().horizontalScrollBar()->setValue(view().horizontalScrollBar()->value() - by.x());
    view().verticalScrollBar()->setValue(view().verticalScrollBar()->value() - by.y());
}

SelectGesture::SelectGesture(CanvasView& view, const Pointer& start)
    : Gesture(view),
      m_origin(start.scene),
      m_modifiers(start.modifiers),
      m_before(view.model().selection()) {
    QPen line(theme().selection, 1);
    line.setCosmetic(true);
    m_band.setPen(line);
    QColor fill = theme().selection;
    fill.setAlphaF(0.12f);
    m_band.setBrush(fill);
    m_band.setZValue(layer::overlay);
    m_band.hide();
    scene().addItem(&m_band);
    if (!(m_modifiers & (Qt::ShiftModifier | Qt::ControlModifier))) {
        scene().chooseWires({});
        view.model().select({});
    }
}

void SelectGesture::move(const Pointer& pointer) {
    const QRectF area = QRectF(m_origin, pointer.scene).normalized();
    m_band.setRect(area);
    m_band.show();
    std::set<model::BlockId> touched = scene().blocksIn(area);
    if (m_modifiers & Qt::ControlModifier) {
        std::set<model::BlockId> turned = m_before;
        for (const model::BlockId id : touched) {
            if (turned.erase(id) == 0) turned.insert(id);
        }
        touched = std::move(turned);
    } else if (m_modifiers & Qt::ShiftModifier) {
        touched.insert(m_before.begin(), m_before.end());
    }
    view().model().select(std::move(touched));
}

void SelectGesture::finish(const Pointer&) {
    scene().removeItem(&m_band);
}

void SelectGesture::cancel() {
    scene().removeItem(&m_band);
    view().model().select(m_before);
}

CutGesture::CutGesture(CanvasView& view, const Pointer& start) : Gesture(view) {
    QPen line(theme().error, 1.5, Qt::DashLine);
    line.setCosmetic(true);
    m_stroke.setPen(line);
    m_stroke.setZValue(layer::overlay);
    m_stroke.setLine(QLineF(start.scene, start.scene));
    scene().addItem(&m_stroke);
    view.viewport()->setCursor(Qt::CrossCursor);
}

void CutGesture::mark(bool marked) {
    for (const model::Socket& input : m_cut) {
        if (WireItem* wire = scene().wireItem(input)) wire->setTarget(marked);
    }
}

void CutGesture::move(const Pointer& pointer) {
    const QLineF line(m_stroke.line().p1(), pointer.scene);
    m_stroke.setLine(line);
    mark(false);
    m_cut.clear();
    const QRectF area = QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1);
    for (QGraphicsItem* item : scene().items(area, Qt::IntersectsItemBoundingRect)) {
        const auto* wire = qgraphicsitem_cast<WireItem*>(item);
        if (wire && wire->curve().crosses(line)) m_cut.push_back(wire->wire().to);
    }
    mark(true);
}

void CutGesture::finish(const Pointer&) {
    mark(false);
    scene().removeItem(&m_stroke);
    if (!m_cut.empty()) view().model().run(model::remove_wires(m_cut));
}

void CutGesture::cancel() {
    mark(false);
    scene().removeItem(&m_stroke);
}

}  // namespace gradweave::ui
