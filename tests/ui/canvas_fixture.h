// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas with actions and a document, and the mouse and keys of somebody who uses it.
#pragma once

#include <QMouseEvent>
#include <QTest>
#include <memory>

#include "engine/model/project.h"
#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_actions.h"

namespace gradweave::ui {

/// Opened offscreen, active, at 100 %, showing the digits network.
class CanvasFixture {
  public:
    CanvasFixture();

    model::BlockId id(const char* name) const;
    const model::Document& document() const { return m_model.document(); }
    std::string text() const { return model::to_text(m_model.document()); }
    DocumentModel& model() { return m_model; }
    CanvasView& view() { return *m_view; }
    CanvasEditor& editor() { return *m_editor; }
    Actions& actions() { return m_actions; }
    QUndoStack& stack() { return *m_model.undoStack(); }
    const model::BlockKind& kind(const char* id) const { return *m_catalogue->find(id); }
    model::BlockId add(const char* kind, double x, double y);

    // Places in the viewport
    QPoint header(const char* block) const;  ///< left of the middle of the title's row
    QPoint socket(const char* block, const char* port, bool output) const;
    QPoint at(double x, double y) const;  ///< of a scene point
    QPoint empty() const;                 ///< where nothing is

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

  private:
    void send(QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons,
              Qt::KeyboardModifiers modifiers);

    std::shared_ptr<model::Catalogue> m_catalogue;
    DocumentModel m_model;
    std::unique_ptr<CanvasView> m_view;
    CanvasEditor* m_editor;
    Actions m_actions;
    Qt::MouseButton m_held = Qt::NoButton;
};

}  // namespace gradweave::ui
