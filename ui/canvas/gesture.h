// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse does between press and release: one object per gesture.
#pragma once

#include <QPoint>
#include <QPointF>
#include <Qt>

namespace gradweave::ui {

class CanvasView;
class GraphScene;

/// Where the mouse is and what is held down.
struct Pointer {
    QPointF scene;
    QPoint view;  ///< in the viewport
    Qt::KeyboardModifiers modifiers;
};

/// Begins when it is made and ends with finish() or cancel(), once. The view holds at most one. A
/// gesture that changes the document does so in finish(), as one command; until then everything is
/// only shown, so that cancel() leaves nothing behind.
class Gesture {
  public:
    explicit Gesture(CanvasView& view) : m_view(view) {}
    virtual ~Gesture() = default;
    Gesture(const Gesture&) = delete;
    Gesture& operator=(const Gesture&) = delete;

    virtual void move(const Pointer& pointer) = 0;
    virtual void finish(const Pointer& pointer) = 0;
    virtual void cancel() = 0;
    /// The view scrolls while the mouse is at its edge.
    virtual bool scrollsAtEdges() const { return true; }

  protected:
    CanvasView& view() const { return m_view; }
    GraphScene& scene() const;

  private:
    CanvasView& m_view;
};

}  // namespace gradweave::ui
