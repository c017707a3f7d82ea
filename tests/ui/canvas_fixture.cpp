// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/canvas_fixture.h"

#include <QApplication>
#include <QClipboard>
#include <QWheelEvent>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

CanvasFixture::CanvasFixture()
    : m_catalogue(std::make_shared<model::Catalogue>()),
      m_model(m_catalogue),
      m_actions([](const QString& name) { return icon(name); }) {
    QApplication::clipboard()->clear();
    m_model.setDataLookup(samples::digitsData);
    m_model.reset(samples::digits(*m_catalogue));
    m_view = std::make_unique<CanvasView>(m_model);
    m_editor = new CanvasEditor(*m_view);
    new CanvasActions(m_actions, *m_view, *m_editor);
    m_view->resize(1500, 800);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    if (!QTest::qWaitForWindowActive(m_view.get())) qWarning("the canvas did not become active");
    m_view->zoomTo(1, {});
    m_view->centerOn(600, 200);
    QCoreApplication::processEvents();
}

model::BlockId CanvasFixture::id(const char* name) const {
    const model::Block* block = document().find(std::string(name));
    return block ? block->id : 0;
}

model::BlockId CanvasFixture::add(const char* kindId, double x, double y) {
    const model::BlockId id = document().fresh_id();
    m_model.run(model::add_block(document(), kind(kindId), {x, y}));
    QCoreApplication::processEvents();
    return id;
}

QPoint CanvasFixture::header(const char* block) const {
    const BlockItem* item = m_view->graph().blockItem(id(block));
    return m_view->mapFromScene(item->pos() + QPointF(24, item->layout().header.center().y()));
}

QPoint CanvasFixture::socket(const char* block, const char* port, bool output) const {
    return m_view->mapFromScene(m_view->graph().blockItem(id(block))->socketPosition(port, output));
}

QPoint CanvasFixture::at(double x, double y) const {
    return m_view->mapFromScene(QPointF(x, y));
}

QPoint CanvasFixture::empty() const {
    return at(600, -100);
}

void CanvasFixture::send(QEvent::Type type, QPoint at, Qt::MouseButton button,
                         Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) {
    QMouseEvent event(type, at, m_view->viewport()->mapToGlobal(at), button, buttons, modifiers);
    QApplication::sendEvent(m_view->viewport(), &event);
}

void CanvasFixture::press(QPoint at, Qt::KeyboardModifiers modifiers, Qt::MouseButton button) {
    m_held = button;
    send(QEvent::MouseButtonPress, at, button, button, modifiers);
}

void CanvasFixture::move(QPoint to, Qt::KeyboardModifiers modifiers) {
    send(QEvent::MouseMove, to, Qt::NoButton, m_held, modifiers);
}

void CanvasFixture::release(QPoint at, Qt::KeyboardModifiers modifiers) {
    send(QEvent::MouseButtonRelease, at, m_held, Qt::NoButton, modifiers);
    m_held = Qt::NoButton;
    QCoreApplication::processEvents();
}

void CanvasFixture::click(QPoint at, Qt::KeyboardModifiers modifiers) {
    press(at, modifiers);
    release(at, modifiers);
}

void CanvasFixture::doubleClick(QPoint at) {
    click(at);
    send(QEvent::MouseButtonDblClick, at, Qt::LeftButton, Qt::LeftButton, {});
    send(QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton, {});
    QCoreApplication::processEvents();
}

void CanvasFixture::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers,
                         Qt::MouseButton button) {
    press(from, modifiers, button);
    for (int i = 1; i <= 4; ++i)
        move(from + (to - from) * i / 4, modifiers);
    release(to, modifiers);
}

void CanvasFixture::key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(m_view.get(), key, modifiers);
    QCoreApplication::processEvents();
}

void CanvasFixture::wheel(QPoint at, int turn, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, m_view->viewport()->mapToGlobal(at), {}, {0, turn}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(m_view->viewport(), &event);
}

bool CanvasFixture::undoRestores(const std::string& before) {
    const std::string after = text();
    stack().undo();
    if (text() != before) return false;
    stack().redo();
    QCoreApplication::processEvents();
    return text() == after;
}

}  // namespace gradweave::ui
