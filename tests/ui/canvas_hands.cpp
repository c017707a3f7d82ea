// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/canvas_hands.h"

#include <QApplication>
#include <QWheelEvent>

namespace gradweave::ui {

model::BlockId CanvasHands::id(const char* name) {
    const model::Block* block = document().find(std::string(name));
    return block ? block->id : 0;
}

model::BlockId CanvasHands::add(const char* kindId, double x, double y) {
    const model::BlockId id = document().fresh_id();
    model().run(model::add_block(document(), kind(kindId), {x, y}));
    QCoreApplication::processEvents();
    return id;
}

QPoint CanvasHands::header(const char* block) {
    const BlockItem* item = view().graph().blockItem(id(block));
    return view().mapFromScene(item->pos() + QPointF(24, item->layout().header.center().y()));
}

QPoint CanvasHands::socket(const char* block, const char* port, bool output) {
    return view().mapFromScene(view().graph().blockItem(id(block))->socketPosition(port, output));
}

QPoint CanvasHands::body(const char* block) {
    const QRectF body = view().graph().blockItem(id(block))->sceneBody();
    return view().mapFromScene(QPointF(body.center().x(), body.bottom() - 4));
}

QPoint CanvasHands::wire(const char* block, const char* port, double along) {
    return view().mapFromScene(view().graph().wireItem({id(block), port})->curve().at(along));
}

QPoint CanvasHands::at(double x, double y) {
    return view().mapFromScene(QPointF(x, y));
}

QPoint CanvasHands::empty() {
    return at(600, -100);
}

void CanvasHands::send(QEvent::Type type, QPoint at, Qt::MouseButton button,
                       Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) {
    QMouseEvent event(type, at, view().viewport()->mapToGlobal(at), button, buttons, modifiers);
    QApplication::sendEvent(view().viewport(), &event);
}

void CanvasHands::press(QPoint at, Qt::KeyboardModifiers modifiers, Qt::MouseButton button) {
    m_held = button;
    send(QEvent::MouseButtonPress, at, button, button, modifiers);
}

void CanvasHands::move(QPoint to, Qt::KeyboardModifiers modifiers) {
    send(QEvent::MouseMove, to, Qt::NoButton, m_held, modifiers);
}

void CanvasHands::release(QPoint at, Qt::KeyboardModifiers modifiers) {
    send(QEvent::MouseButtonRelease, at, m_held, Qt::NoButton, modifiers);
    m_held = Qt::NoButton;
    QCoreApplication::processEvents();
}

void CanvasHands::click(QPoint at, Qt::KeyboardModifiers modifiers) {
    press(at, modifiers);
    release(at, modifiers);
}

void CanvasHands::doubleClick(QPoint at) {
    click(at);
    send(QEvent::MouseButtonDblClick, at, Qt::LeftButton, Qt::LeftButton, {});
    send(QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton, {});
    QCoreApplication::processEvents();
}

void CanvasHands::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers,
                       Qt::MouseButton button) {
    press(from, modifiers, button);
    for (int i = 1; i <= 4; ++i)
        move(from + (to - from) * i / 4, modifiers);
    release(to, modifiers);
}

void CanvasHands::key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&view(), key, modifiers);
    QCoreApplication::processEvents();
}

void CanvasHands::wheel(QPoint at, int turn, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, view().viewport()->mapToGlobal(at), {}, {0, turn}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view().viewport(), &event);
}

bool CanvasHands::undoRestores(const std::string& before) {
    const std::string after = text();
    stack().undo();
    if (text() != before) return false;
    stack().redo();
    QCoreApplication::processEvents();
    return text() == after;
}

bool CanvasHands::nothingLeft() {
    QCoreApplication::processEvents();
    return static_cast<std::size_t>(view().graph().items().size()) ==
           document().blocks().size() + document().wires().size() + document().frames().size();
}

}  // namespace gradweave::ui
