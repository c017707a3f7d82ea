// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse and keys of somebody who uses a canvas, wherever it stands.
#pragma once

#include <QMouseEvent>
#include <QTest>

#include "engine/model/project.h"
#include "ui/canvas/canvas_view.h"

namespace gradweave::ui {

class CanvasHands {
  public:
    virtual ~CanvasHands() = default;
    virtual CanvasView& view() = 0;

    DocumentModel& model() { return view().model(); }
    const model::Document& document() { return model().document(); }
    QUndoStack& stack() { return *model().undoStack(); }
    std::string text() { return model::to_text(document()); }
    const model::BlockKind& kind(const char* id) { return *model().catalogue().find(id); }
    model::BlockId id(const char* name);  ///< 0: there is none
    model::BlockId add(const char* kind, double x, double y);

    // Places in the viewport
    QPoint header(const char* block);  ///< left of the middle of the title's row
    QPoint body(const char* block);    ///< in the block's lower part, beside sockets
    QPoint socket(const char* block, const char* port, bool output);
    QPoint wire(const char* block, const char* port, double along = 0.5);
    QPoint at(double x, double y);  ///< of a scene point
    QPoint empty();                 ///< where nothing is

    // The mouse
    void press(QPoint at, Qt::KeyboardModifiers modifiers = {},
               Qt::MouseButton button = Qt::LeftButton);
    void move(QPoint to, Qt::KeyboardModifiers modifiers = {});
    void release(QPoint at, Qt::KeyboardModifiers modifiers = {});
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {});
    void doubleClick(QPoint at);
    /// Press, a few moves, release.
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {},
              Qt::MouseButton button = Qt::LeftButton);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    void wheel(QPoint at, int turn, Qt::KeyboardModifiers modifiers = {});

    /// Undoes and redoes the last step and checks that both restore the document exactly.
    bool undoRestores(const std::string& before);
    /// Nothing of a gesture is left in the scene: as many items as blocks, wires and frames.
    bool nothingLeft();

  private:
    void send(QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons,
              Qt::KeyboardModifiers modifiers);
    Qt::MouseButton m_held = Qt::NoButton;
};

}  // namespace gradweave::ui
