// SPDX-License-Identifier: GPL-3.0-or-later
// Moving a frame with its blocks, and resizing it.
#pragma once

#include <QRectF>
#include <map>
#include <vector>

#include "engine/model/document.h"
#include "ui/canvas/gesture.h"

namespace gradweave::ui {

/// Moves a frame and the blocks that belong to it; snaps to the grid (Ctrl inverts that).
class FrameMoveGesture : public Gesture {
  public:
    FrameMoveGesture(CanvasView& view, model::FrameId frame, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;
    bool scrollsAtEdges() const override { return m_moving; }

  private:
    void show(QPointF by);

    model::FrameId m_frame;
    Pointer m_start;
    std::map<model::BlockId, QPointF> m_origins;
    QPointF m_by;
    bool m_moving = false;
};

/// Pulls the lower right corner. A frame never gets smaller than what its blocks need.
class FrameResizeGesture : public Gesture {
  public:
    FrameResizeGesture(CanvasView& view, model::FrameId frame, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;

  private:
    QRectF wanted(const Pointer& pointer) const;

    model::FrameId m_frame;
    QRectF m_before;  ///< as shown
    QPointF m_grip;   ///< from the pointer to the corner
};

/// Moves a bend of a wire.
class BendGesture : public Gesture {
  public:
    BendGesture(CanvasView& view, model::Socket input, std::size_t index, const Pointer& start);
    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;

  private:
    std::vector<model::Point> bends() const;

    model::Socket m_input;
    std::size_t m_index;
    Pointer m_start;
    QPointF m_at;
    bool m_moving = false;
};

}  // namespace gradweave::ui
