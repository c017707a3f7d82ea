// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing a wire, or moving the end of one.
#pragma once

#include <QGraphicsItem>
#include <map>
#include <memory>
#include <vector>

#include "engine/model/wiring.h"
#include "ui/canvas/gesture.h"
#include "ui/canvas/graph_scene.h"

namespace gradweave::ui {

/// Curves from fixed sockets to the mouse.
class LooseWires : public QGraphicsItem {
  public:
    /// `fromOutputs`: the fixed ends are outputs.
    LooseWires(std::vector<QPointF> fixed, bool fromOutputs);
    void setEnd(QPointF end, bool fits);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

  private:
    WireCurve curve(QPointF fixed) const;
    std::vector<QPointF> m_fixed;
    bool m_fromOutputs;
    QPointF m_end;
    bool m_fits = false;
};

/// From an output or a free input: a new wire. From an occupied input: that wire's end. From an
/// output with Ctrl: all its wires, to another output. From an output with Shift, let go on another
/// one: that also feeds a free input of every block that the first one feeds. Sockets that cannot
/// take the wire fade, and the reason stands beside the mouse. Let go on a block it takes the
/// socket that fits, or asks which where several do; on empty canvas it asks for a new block (a
/// wire that was there before is removed instead).
class WireGesture : public Gesture {
  public:
    WireGesture(CanvasView& view, const SocketHit& pressed, const Pointer& start);
    ~WireGesture() override;

    void move(const Pointer& pointer) override;
    void finish(const Pointer& pointer) override;
    void cancel() override;

  private:
    void fix(const model::Socket& end, bool output);
    SocketOffer offer(const model::Socket& socket, bool output);
    std::optional<std::string> refusal(const model::Socket& socket) const;
    void aim(const Pointer& pointer);
    void aimAtBlock(const BlockItem& block);
    void aimAtGroup(const GroupItem& group);
    model::Command copying(const model::Socket& target) const;
    model::Command connecting(const model::Socket& target) const;
    void askForBlock(const Pointer& pointer);
    void askForSocket(const Pointer& pointer);
    void end();

    std::vector<model::WireRules> m_fixed;
    std::vector<QPointF> m_fixedAt;
    std::vector<model::Socket> m_detached;  ///< inputs whose wires are being moved
    bool m_seeksOutput = false;
    Pointer m_start;
    bool m_moved = false;
    bool m_copies = false;
    SocketOffers m_offers;
    std::map<model::Socket, SocketOffer> m_known;
    std::unique_ptr<LooseWires> m_loose;
    std::optional<model::Socket> m_target;
    std::vector<model::Socket> m_choice;  ///< of the block under the mouse, where several fit alike
    std::string m_reason;                 ///< why what is under the mouse cannot be
    model::BlockId m_lit = 0;
};

}  // namespace gradweave::ui
