// SPDX-License-Identifier: GPL-3.0-or-later
// Dragging blocks about.
#pragma once

#include <QPointer>
#include <map>

#include "ui/canvas/alignment_guides.h"
#include "ui/canvas/gesture.h"
#include "ui/canvas/wire_insertion.h"

namespace gradweave::ui {

/// Moves all chosen blocks; a click without movement chooses the pressed one alone. Snaps to the
/// grid and to the edges of neighbours (Ctrl inverts that). A single block without wires that is
/// let go on a wire is put into it (Alt prevents that). Begun with Alt on wired blocks, it pulls
/// them out of their chain, which closes behind them. Pinned blocks stay. Let go over the canvas of
/// another window, it copies the blocks there.
class MoveGesture : public Gesture {
  public:
    MoveGesture(CanvasView& view, model::BlockId pressed, const Pointer& start);
    ~MoveGesture() override;

    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;
    bool scrollsAtEdges() const override;

  private:
    void show(QPointF by);
    CanvasView* otherCanvas(const Pointer& pointer) const;
    void copyTo(CanvasView& other, const Pointer& pointer);
    QPointF snapped(QPointF by, Qt::KeyboardModifiers modifiers);
    /// The kind of the block if it may be put into wires, else null.
    const model::BlockKind* insertable() const;

    model::BlockId m_pressed;
    Pointer m_start;
    QRectF m_body;  ///< where the pressed block, or the closed group it is in, was
    std::map<model::BlockId, QPointF> m_origins;
    std::map<model::Socket, std::vector<QPointF>> m_bends;  ///< of wires that move as a whole
    QPointF m_by;
    bool m_moving = false;
    QPointer<CanvasView> m_other;  ///< of another window, where the mouse is
    bool m_pulls = false;          ///< out of the chain
    WireInsertion m_insertion;
    AlignmentGuides m_guides;
};

}  // namespace gradweave::ui
