// SPDX-License-Identifier: GPL-3.0-or-later
// A block on the canvas: one item, sockets included.
#pragma once

#include <QGraphicsItem>
#include <vector>

#include "ui/canvas/block_layout.h"

namespace gradweave::ui {

class GroupItem;
class WireItem;

/// How a socket looks while a wire is being drawn.
enum class SocketOffer { none, possible, impossible };

/// Answers for each socket of a block while a wire is being drawn; see GraphScene::setOffers.
using SocketOffers = std::function<SocketOffer(const model::Socket&, bool output)>;

/// Holds an id, what it shows and where; knows neither document nor mouse. Painted in three levels
/// of detail, so that thousands of blocks can be in view.
class BlockItem : public QGraphicsItem {
  public:
    enum { Type = UserType + 1 };

    explicit BlockItem(model::BlockId id);

    int type() const override { return Type; }
    model::BlockId id() const { return m_id; }
    const BlockContent& content() const { return m_content; }
    const BlockLayout& layout() const { return m_layout; }
    /// Shows another content; false if it is the same. Sockets may have moved.
    bool setContent(BlockContent content);
    /// Lays out anew, with other fonts.
    void relayout();

    void setChosen(bool chosen);
    void setHovered(bool hovered);
    void setHoveredSocket(int index, bool output);
    /// Null: no wire is being drawn.
    void setOffers(const SocketOffers* offers);
    /// Body in scene coordinates.
    QRectF sceneBody() const { return m_layout.body.translated(pos()); }
    /// Place of a socket in scene coordinates; the body's edge if there is no such port. Of a block
    /// in a closed group: where the group shows it.
    QPointF socketPosition(const std::string& port, bool output) const;
    /// The closed group that hides this block; null: none.
    const GroupItem* group() const { return m_group; }
    void setGroup(const GroupItem* group);
    /// The document's socket behind the one at a place of the layout.
    virtual model::Socket socketOf(std::size_t index, bool output) const;

    std::vector<WireItem*>& wires() { return m_wires; }
    const std::vector<WireItem*>& wires() const { return m_wires; }

    QRectF boundingRect() const override { return m_layout.all; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override;

  private:
    void paintFromAfar(QPainter& painter) const;
    void paintBody(QPainter& painter) const;
    void paintOutline(QPainter& painter) const;
    void paintHeaderText(QPainter& painter) const;
    void paintSockets(QPainter& painter, bool output) const;
    void paintSocket(QPainter& painter, const PortContent& port, const model::Socket& socket,
                     QPointF at, bool output, bool hovered) const;
    void paintMessage(QPainter& painter) const;
    void paintMode(QPainter& painter) const;
    void paintBadges(QPainter& painter) const;
    QColor moodColor() const;

    model::BlockId m_id;
    BlockContent m_content;
    BlockLayout m_layout;
    std::vector<WireItem*> m_wires;
    const SocketOffers* m_offers = nullptr;
    const GroupItem* m_group = nullptr;
    int m_hoveredSocket = -1;
    bool m_hoveredOutput = false;
    bool m_chosen = false;
    bool m_hovered = false;
};

}  // namespace gradweave::ui
