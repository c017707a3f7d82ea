// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the actions of the table with the canvas: what they do, when they can be done, and the
// menus that a right click opens.
#pragma once

#include <QObject>

#include "ui/actions.h"
#include "ui/canvas/canvas_editor.h"

class QMenu;

namespace gradweave::ui {

/// Keys that are letters, Tab or Delete act only while the canvas has the focus, so that they never
/// disturb typing elsewhere.
class CanvasActions : public QObject {
    Q_OBJECT

  public:
    CanvasActions(Actions& actions, CanvasView& view, CanvasEditor& editor);

    /// Brings availability and the names of undo and redo up to date.
    void refresh();

  private:
    void bind(const char* id, const std::function<void()>& act);
    void bindEditing();
    void bindGraph();
    void bindView();
    void popUp(const QPoint& global, const QPointF& scene);
    void offerRepairs(QMenu& menu);
    void fillBlockMenu(QMenu& menu);
    void fillFrameMenu(QMenu& menu);
    void fillSheetMenu(QMenu& menu, const QPointF& scene);

    Actions& m_actions;
    CanvasView& m_view;
    CanvasEditor& m_editor;
};

}  // namespace gradweave::ui
