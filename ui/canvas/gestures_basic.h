// SPDX-License-Identifier: GPL-3.0-or-later
// The gestures that change nothing but what is in view, chosen or cut.
#pragma once

#include <QGraphicsLineItem>
#include <QGraphicsRectItem>
#include <set>
#include <vector>

#include "engine/model/document.h"
#include "ui/canvas/gesture.h"

namespace gradweave::ui {

/// Moves the sheet under the mouse.
class PanGesture : public Gesture {
  public:
    PanGesture(CanvasView& view, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer&) override {}
    void cancel() override {}
    bool scrollsAtEdges() const override { return false; }

  private:
    QPoint m_last;
};

/// A rectangle that chooses what it touches. Shift adds to the selection, Ctrl turns it around.
class SelectGesture : public Gesture {
  public:
    SelectGesture(CanvasView& view, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;

  private:
    QPointF m_origin;
    Qt::KeyboardModifiers m_modifiers;
    std::set<model::BlockId> m_before;
    QGraphicsRectItem m_band;
};

/// A stroke that removes the wires it crosses.
class CutGesture : public Gesture {
  public:
    CutGesture(CanvasView& view, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;

  private:
    void mark(bool marked);

    QGraphicsLineItem m_stroke;
    std::vector<model::Socket> m_cut;
};

}  // namespace gradweave::ui
