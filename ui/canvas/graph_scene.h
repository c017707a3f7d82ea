// SPDX-License-Identifier: GPL-3.0-or-later
// The document as graphics items: mirrors it, never changes it.
#pragma once

#include <QGraphicsScene>
#include <QPointer>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "ui/canvas/block_item.h"
#include "ui/canvas/frame_item.h"
#include "ui/canvas/group_item.h"
#include "ui/canvas/wire_item.h"
#include "ui/document_model.h"

namespace gradweave::ui {

/// A socket under the mouse.
struct SocketHit {
    model::Socket socket;
    bool output;
    QPointF position;
};

/// A bend of a wire under the mouse.
struct BendHit {
    model::Socket input;  ///< where the wire ends
    std::size_t index;
};

/// Follows the signals of a DocumentModel; routes by id, without one connection per item. Answers
/// where things are. The mouse is the view's business.
class GraphScene : public QGraphicsScene {
    Q_OBJECT

  public:
    explicit GraphScene(DocumentModel& model, QObject* parent = nullptr);
    ~GraphScene() override;

    DocumentModel& model() const { return m_model; }
    BlockItem* blockItem(model::BlockId id) const;
    WireItem* wireItem(const model::Socket& input) const;

    FrameItem* frameItem(model::FrameId id) const;
    /// The closed group of a frame; null if the frame is open.
    GroupItem* groupItem(model::FrameId id) const;

    // What is at a place; `reach` is how far beside it one may click, in scene units.
    std::optional<SocketHit> socketAt(QPointF point, qreal reach) const;
    BlockItem* blockAt(QPointF point) const;
    WireItem* wireAt(QPointF point, qreal reach) const;
    std::optional<BendHit> bendAt(QPointF point, qreal reach) const;
    GroupItem* groupAt(QPointF point) const;
    /// The frame whose title is there.
    FrameItem* frameAt(QPointF point) const;
    /// The frame whose lower right corner is there.
    FrameItem* frameHandleAt(QPointF point) const;
    std::set<model::BlockId> blocksIn(const QRectF& area) const;
    /// Wires whose curve passes the area.
    std::vector<WireItem*> wiresIn(const QRectF& area) const;

    /// The bodies of some blocks, or of all; null if there are none. For blocks in a closed group:
    /// the group's.
    QRectF blocksRect(const std::set<model::BlockId>& ids) const;
    QRectF blocksRect() const;

    /// Shows a block elsewhere while it is being dragged; the document does not know.
    void showAt(model::BlockId id, QPointF position);
    /// Shows the bends of a wire elsewhere.
    void showBends(const model::Socket& input, std::vector<QPointF> bends);
    /// Puts all frames around their blocks, where these are shown now.
    void placeFrames();
    /// Shows a frame with another area of its own while it is being moved or resized.
    void showFrame(model::FrameId id, const QRectF& own);
    /// Shows a wire as if it were not there, while its end is being dragged.
    void hideWire(const model::Socket& input, bool hidden);

    const std::set<model::Socket>& chosenWires() const { return m_chosenWires; }
    /// Wires that Delete would remove; not part of the document's selection of blocks.
    void chooseWires(std::set<model::Socket> inputs);

    /// The frame that Delete would remove; 0: none. Choosing one chooses no blocks and wires.
    model::FrameId chosenFrame() const { return m_chosenFrame; }
    void chooseFrame(model::FrameId id);

    /// Marks the block where a value that is no number came from; 0: none.
    void markDiverged(model::BlockId id);

    /// While a wire is being drawn, sockets show whether it could end there. Null ends that.
    void setOffers(const SocketOffers* offers);

  signals:
    /// Other wires or another frame are chosen.
    void chosenWiresChanged();

  private:
    void rebuild();
    void follow(const model::Edit& edit);
    void showAnalysis();
    void showSelection();
    void restyle();

    BlockItem* addBlock(const model::Block& block);
    void removeBlock(model::BlockId id);
    WireItem* makeWire(const model::Wire& wire);
    void removeWire(const model::Socket& input);
    void refreshBlock(model::BlockId id);
    void refreshWire(WireItem& wire);
    void placeWires(BlockItem& block);
    void leaveIndex();
    void growTo(const QRectF& rect);
    void showFrames();
    void scheduleFrames();
    void showGroups();
    void placeGroup(model::FrameId id, GroupItem& group);
    bool insideGroup(const model::Wire& wire) const;
    QRectF frameArea(model::FrameId id, const QRectF& own) const;

    DocumentModel& m_model;
    std::unordered_map<model::BlockId, BlockItem*> m_blocks;
    std::map<model::Socket, WireItem*> m_wires;
    std::unordered_map<model::BlockId, model::Problem> m_problems;  ///< the first of each block
    std::set<model::BlockId> m_shownSelection;
    std::set<model::Socket> m_chosenWires;
    std::map<model::FrameId, FrameItem*> m_frames;
    std::map<model::FrameId, GroupItem*> m_groups;                   ///< of those that are closed
    std::map<model::FrameId, std::vector<model::BlockId>> m_framed;  ///< the blocks of each
    model::FrameId m_chosenFrame = 0;
    model::BlockId m_diverged = 0;
    bool m_framesScheduled = false;
    int m_moved = 0;      ///< blocks in this moment
    QTimer m_indexTimer;  ///< runs while nothing is indexed
};

}  // namespace gradweave::ui
