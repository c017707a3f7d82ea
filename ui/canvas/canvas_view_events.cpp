// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas' mouse, keys and drops.
#include <QApplication>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "engine/model/markup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/drop_target.h"
#include "ui/canvas/frame_gesture.h"
#include "ui/canvas/gestures_basic.h"
#include "ui/canvas/group_item.h"
#include "ui/canvas/hint_bubble.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/move_gesture.h"
#include "ui/canvas/title_editor.h"
#include "ui/canvas/wire_gesture.h"
#include "ui/catalogue_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

Pointer CanvasView::pointerAt(QPoint view, Qt::KeyboardModifiers modifiers) const {
    return {viewportTransform().inverted().map(QPointF(view)), view, modifiers};
}

// Mouse

void CanvasView::mousePressEvent(QMouseEvent* event) {
    m_titleEditor->leave();
    setFocus(Qt::MouseFocusReason);
    m_pointer = pointerAt(event->position().toPoint(), event->modifiers());
    // A second button while one is held ends what the first one began.
    if (m_gesture) return cancelGesture();
    m_gestureButton = event->button();
    if (event->button() == Qt::MiddleButton)
        start(std::make_unique<PanGesture>(*this, m_pointer));
    else if (event->button() == Qt::LeftButton)
        pressLeft(m_pointer);
    event->accept();
}

void CanvasView::pressLeft(const Pointer& pointer) {
    if (m_space) return start(std::make_unique<PanGesture>(*this, pointer));
    const bool cutting = pointer.modifiers == (Qt::ControlModifier | Qt::AltModifier);
    if (cutting || m_knife || m_cutsOnce) {
        m_cutsOnce = false;
        return start(std::make_unique<CutGesture>(*this, pointer));
    }
    const bool closeEnough = zoom() >= detail::shapes;
    const auto socket =
        closeEnough ? m_scene->socketAt(pointer.scene, reach()) : std::optional<SocketHit>();
    if (socket && pointer.modifiers & Qt::AltModifier) {
        std::vector<model::Socket> inputs;
        for (const auto& [to, from] : model().document().wires()) {
            if ((socket->output ? from : to) == socket->socket) inputs.push_back(to);
        }
        if (!inputs.empty()) model().run(model::remove_wires(inputs));
    } else if (socket) {
        start(std::make_unique<WireGesture>(*this, *socket, pointer));
    } else if (const BlockItem* block = m_scene->blockAt(pointer.scene)) {
        pressBlock(block->id(), pointer);
    } else if (const GroupItem* group = m_scene->groupAt(pointer.scene)) {
        pressGroup(*group, pointer);
    } else if (const auto bend = m_scene->bendAt(pointer.scene, reach())) {
        pressBend(*bend, pointer);
    } else if (const WireItem* wire = m_scene->wireAt(pointer.scene, 6 / zoom())) {
        pressWire(*wire, pointer);
    } else if (const FrameItem* frame = m_scene->frameHandleAt(pointer.scene)) {
        m_scene->chooseFrame(frame->id());
        start(std::make_unique<FrameResizeGesture>(*this, frame->id(), pointer));
    } else if (const FrameItem* frame = m_scene->frameAt(pointer.scene)) {
        m_scene->chooseFrame(frame->id());
        start(std::make_unique<FrameMoveGesture>(*this, frame->id(), pointer));
    } else {
        m_scene->chooseFrame(0);
        start(std::make_unique<SelectGesture>(*this, pointer));
    }
}

void CanvasView::pressBlock(model::BlockId id, const Pointer& pointer) {
    std::set<model::BlockId> selection = model().selection();
    m_scene->chooseWires({});
    if (pointer.modifiers & Qt::ControlModifier) {
        if (selection.erase(id) == 0) selection.insert(id);
        model().select(std::move(selection));
        if (!model().selection().contains(id)) return;
    } else if (pointer.modifiers & Qt::ShiftModifier) {
        selection.insert(id);
        model().select(std::move(selection));
    } else if (!selection.contains(id)) {
        model().select({id});
    }
    start(std::make_unique<MoveGesture>(*this, id, pointer));
}

/// A closed group is chosen and moved as all of its blocks.
void CanvasView::pressGroup(const GroupItem& group, const Pointer& pointer) {
    std::set<model::BlockId> selection = model().selection();
    const model::BlockId first = group.members().front();
    const bool chosen = selection.contains(first);
    m_scene->chooseWires({});
    if (!chosen && !(pointer.modifiers & (Qt::ControlModifier | Qt::ShiftModifier)))
        selection.clear();
    for (const model::BlockId member : group.members()) {
        if (chosen && pointer.modifiers & Qt::ControlModifier)
            selection.erase(member);
        else
            selection.insert(member);
    }
    model().select(std::move(selection));
    if (model().selection().contains(first))
        start(std::make_unique<MoveGesture>(*this, first, pointer));
}

void CanvasView::pressBend(const BendHit& bend, const Pointer& pointer) {
    if (pointer.modifiers & Qt::AltModifier) return removeBend(bend);
    start(std::make_unique<BendGesture>(*this, bend.input, bend.index, pointer));
}

void CanvasView::removeBend(const BendHit& bend) {
    std::vector<model::Point> bends = model().document().bends(bend.input);
    bends.erase(bends.begin() + static_cast<std::ptrdiff_t>(bend.index));
    model().run(model::set_bends(model().document(), bend.input, std::move(bends)));
}

void CanvasView::pressWire(const WireItem& wire, const Pointer& pointer) {
    std::set<model::Socket> chosen;
    if (pointer.modifiers & (Qt::ControlModifier | Qt::ShiftModifier))
        chosen = m_scene->chosenWires();
    else
        model().select({});
    const model::Socket input = wire.wire().to;
    if (!(pointer.modifiers & Qt::ControlModifier) || chosen.erase(input) == 0)
        chosen.insert(input);
    m_scene->chooseWires(std::move(chosen));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = pointerAt(event->position().toPoint(), event->modifiers());
    if (!m_gesture) return updateHover(m_pointer.view);
    m_gesture->move(m_pointer);
    if (m_gesture && m_gesture->scrollsAtEdges() && !m_edgeTimer.isActive() &&
        !viewport()->rect().adjusted(24, 24, -24, -24).contains(m_pointer.view))
        m_edgeTimer.start();
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_gesture || event->button() != m_gestureButton) return;
    m_pointer = pointerAt(event->position().toPoint(), event->modifiers());
    m_edgeTimer.stop();
    // Out of the way first: what the gesture does to the document ends gestures.
    const auto gesture = std::move(m_gesture);
    gesture->finish(m_pointer);
    updateCursor();
    updateHover(m_pointer.view);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return mousePressEvent(event);
    m_pointer = pointerAt(event->position().toPoint(), event->modifiers());
    const QPointF at = m_pointer.scene;
    if (m_scene->socketAt(at, reach())) return mousePressEvent(event);
    if (const BlockItem* block = m_scene->blockAt(at)) {
        if (block->layout().header.contains(at - block->pos()))
            rename(block->id());
        else
            emit blockActivated(block->id());
        return;
    }
    if (const GroupItem* group = m_scene->groupAt(at)) return openGroups({group->id()});
    if (const auto bend = m_scene->bendAt(at, reach())) return removeBend(*bend);
    if (const WireItem* wire = m_scene->wireAt(at, 6 / zoom())) {
        const model::Socket input = wire->wire().to;
        return addBend(input, at);
    }
    if (const FrameItem* frame = m_scene->frameAt(at)) return renameFrame(frame->id());
    AddRequest request;
    request.global = event->globalPosition().toPoint();
    request.position = {at.x(), at.y()};
    requestAdd(request);
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event) {
    cancelGesture();
    QPoint view = event->pos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRectF chosen = m_scene->blocksRect(model().selection());
        view = chosen.isEmpty() ? viewport()->rect().center() : mapFromScene(chosen.center());
    }
    m_pointer = pointerAt(view, event->modifiers());
    const QPointF at = m_pointer.scene;
    if (const BlockItem* block = m_scene->blockAt(at)) {
        if (!model().selection().contains(block->id())) {
            m_scene->chooseWires({});
            model().select({block->id()});
        }
    } else if (const GroupItem* group = m_scene->groupAt(at)) {
        if (!model().selection().contains(group->members().front())) {
            m_scene->chooseWires({});
            model().select({group->members().begin(), group->members().end()});
        }
    } else if (const WireItem* wire = m_scene->wireAt(at, 6 / zoom())) {
        model().select({});
        m_scene->chooseWires({wire->wire().to});
    } else if (const FrameItem* frame = m_scene->frameAt(at)) {
        m_scene->chooseFrame(frame->id());
    } else if (event->reason() == QContextMenuEvent::Mouse) {
        m_scene->chooseFrame(0);
        m_scene->chooseWires({});
        model().select({});
    }
    emit menuRequested(viewport()->mapToGlobal(view), at);
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    const QPoint angle = event->angleDelta();
    const bool device = event->phase() != Qt::NoScrollPhase || !event->pixelDelta().isNull();
    const bool scrolls = m_wheel == Wheel::scroll || (m_wheel == Wheel::automatic && device);
    const bool control = event->modifiers() & Qt::ControlModifier;
    const QPoint pixels = event->pixelDelta().isNull() ? angle / 2 : event->pixelDelta();
    if (scrolls && !control && !(event->modifiers() & Qt::ShiftModifier)) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - pixels.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - pixels.y());
    } else if (event->modifiers() & Qt::ShiftModifier && !control) {
        const int along = angle.y() != 0 ? angle.y() : angle.x();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along / 2);
    } else {
        const int turn = angle.y() != 0 ? angle.y() : angle.x();
        zoomTo(zoom() * std::pow(1.2, turn / 120.0), event->position());
    }
    m_pointer = pointerAt(event->position().toPoint(), event->modifiers());
    // Zooming and scrolling go on in the middle of a drag.
    if (m_gesture) m_gesture->move(m_pointer);
    event->accept();
}

// Hover

void CanvasView::clearHover() {
    if (BlockItem* block = m_scene->blockItem(m_hoveredBlock)) {
        block->setHovered(false);
        block->setHoveredSocket(-1, false);
    }
    if (m_hoveredWire) {
        if (WireItem* wire = m_scene->wireItem(*m_hoveredWire)) wire->setHovered(false);
    }
    m_hoveredBlock = 0;
    m_hoveredWire.reset();
    m_overSocket = false;
}

void CanvasView::updateHover(QPoint view) {
    const QPointF at = pointerAt(view, {}).scene;
    const auto socket =
        zoom() >= detail::shapes ? m_scene->socketAt(at, reach()) : std::optional<SocketHit>();
    BlockItem* block = socket ? m_scene->blockItem(socket->socket.block) : m_scene->blockAt(at);
    WireItem* wire = block ? nullptr : m_scene->wireAt(at, 6 / zoom());
    const model::BlockId blockId = block ? block->id() : 0;
    const auto wireId = wire ? std::optional(wire->wire().to) : std::nullopt;
    if (blockId != m_hoveredBlock || wireId != m_hoveredWire) clearHover();
    m_hoveredBlock = blockId;
    m_hoveredWire = wireId;
    m_overSocket = socket.has_value();
    if (wire) wire->setHovered(true);
    if (block) {
        int index = -1;
        if (socket) {
            const auto& ports = socket->output ? block->content().outputs : block->content().inputs;
            for (std::size_t i = 0; i < ports.size(); ++i) {
                if (ports[i].id == socket->socket.port) index = static_cast<int>(i);
            }
        }
        block->setHovered(index < 0);
        block->setHoveredSocket(index, socket && socket->output);
    }
    updateCursor();
}

void CanvasView::updateCursor() {
    if (m_gesture) return;
    const QPointF at = m_pointer.scene;
    viewport()->setCursor(m_space                                             ? Qt::OpenHandCursor
                          : m_knife || m_cutsOnce                             ? Qt::CrossCursor
                          : m_hoveredBlock == 0 && m_scene->frameHandleAt(at) ? Qt::SizeFDiagCursor
                          : m_overSocket                                      ? Qt::CrossCursor
                                                                              : Qt::ArrowCursor);
}

void CanvasView::leaveEvent(QEvent* event) {
    if (!m_gesture) clearHover();
    QGraphicsView::leaveEvent(event);
}

QString CanvasView::tipAt(QPoint view) const {
    const QPointF at = pointerAt(view, {}).scene;
    const model::Document& document = model().document();
    if (const auto socket = m_scene->socketAt(at, reach())) {
        const model::Block* block = document.find(socket->socket.block);
        const model::BlockKind* kind = block ? model().catalogue().find(block->kind) : nullptr;
        if (kind == nullptr) return {};
        const auto ports =
            socket->output ? kind->output_ports(block->params) : kind->input_ports(block->params);
        for (const model::PortSpec& port : ports) {
            if (port.name != socket->socket.port) continue;
            QString tip = qtext(port.name + ": ") + catalogueText(port.help);
            const auto source =
                socket->output ? std::optional(socket->socket) : document.source_of(socket->socket);
            const auto* type = source ? model().analysis().type_at(document, *source) : nullptr;
            if (type) tip += QStringLiteral("\n") + qtext(model::describe(*type));
            return tip;
        }
        return {};
    }
    if (const BlockItem* block = m_scene->blockAt(at)) {
        if (const model::Problem* problem = model().analysis().problem_of(block->id()))
            return sentenceText(problem->sentence);
        return {};
    }
    if (const WireItem* wire = m_scene->wireAt(at, 6 / zoom())) {
        const auto& type = wire->content().type;
        const QString ends = tr("%1 to %2")
                                 .arg(qtext(document.at(wire->wire().from.block).name),
                                      qtext(document.at(wire->wire().to.block).name));
        return type ? ends + QStringLiteral("\n") + qtext(model::describe(*type)) +
                          QStringLiteral(" ") + QString::fromUtf8(name_of(type->dtype).data())
                    : ends;
    }
    return {};
}

bool CanvasView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_gesture) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), viewport());
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* pinch = static_cast<QNativeGestureEvent*>(event);
        if (pinch->gestureType() == Qt::ZoomNativeGesture) {
            zoomTo(zoom() * (1 + pinch->value()), pinch->position());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

// Keys

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (m_gesture) return cancelGesture();
        m_cutsOnce = false;
        updateCursor();
        m_scene->chooseFrame(0);
        m_scene->chooseWires({});
        model().select({});
    } else if (event->key() == Qt::Key_Space && !m_gesture) {
        m_space = true;
        updateCursor();
    } else if (event->key() == Qt::Key_Y && event->modifiers() == Qt::NoModifier && !m_gesture) {
        m_knife = true;
        updateCursor();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
               !(event->modifiers() & ~Qt::KeypadModifier) && !m_gesture &&
               model().selection().size() == 1) {
        emit blockActivated(*model().selection().begin());
    } else if (!nudge(*event)) {
        event->ignore();
    }
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat()) return;
    if (event->key() == Qt::Key_Space) m_space = false;
    if (event->key() == Qt::Key_Y) m_knife = false;
    updateCursor();
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
    m_space = m_knife = false;
    if (event->reason() == Qt::ActiveWindowFocusReason) cancelGesture();
    QGraphicsView::focusOutEvent(event);
}

bool CanvasView::nudge(const QKeyEvent& event) {
    QPointF by;
    switch (event.key()) {
        case Qt::Key_Left:
            by = {-1, 0};
            break;
        case Qt::Key_Right:
            by = {1, 0};
            break;
        case Qt::Key_Up:
            by = {0, -1};
            break;
        case Qt::Key_Down:
            by = {0, 1};
            break;
        default:
            return false;
    }
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
    by *= gridStep * (event.modifiers() & Qt::ShiftModifier ? 5 : 1);
    if (model().selection().empty()) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(5 * by.x()));
        verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(5 * by.y()));
        return true;
    }
    std::map<model::BlockId, model::Point> positions;
    std::string key = "nudge";
    for (const model::BlockId id : model().selection()) {
        if (model().document().at(id).marks.pinned) continue;
        const model::Point at = model().document().at(id).position;
        positions[id] = {at.x + by.x(), at.y + by.y()};
        key += ' ' + std::to_string(id);
    }
    model::Command command = model::move_blocks(model().document(), positions);
    command.merge_key = key;
    model().run(command);
    return true;
}

// Drops

void CanvasView::dragEnterEvent(QDragEnterEvent* event) {
    cancelGesture();
    m_drop = std::make_unique<DropTarget>(*this, *event->mimeData());
    if (!m_drop->accepts()) {
        m_drop.reset();
        return event->ignore();
    }
    event->acceptProposedAction();
    m_drop->move(pointerAt(event->position().toPoint(), event->modifiers()));
}

void CanvasView::dragMoveEvent(QDragMoveEvent* event) {
    if (!m_drop) return event->ignore();
    event->acceptProposedAction();
    m_drop->move(pointerAt(event->position().toPoint(), event->modifiers()));
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent*) {
    m_drop.reset();
}

void CanvasView::dropEvent(QDropEvent* event) {
    if (!m_drop) return event->ignore();
    event->acceptProposedAction();
    const auto drop = std::move(m_drop);
    drop->drop(pointerAt(event->position().toPoint(), event->modifiers()), *event->mimeData());
}

}  // namespace gradweave::ui
