// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to the graph by keys and menus: each function is one step of undo.
#pragma once

#include <QObject>

#include "ui/canvas/canvas_view.h"

namespace gradweave::ui {

/// Acts on the selection of the view's document. Says in the status line what it could not do.
class CanvasEditor : public QObject {
    Q_OBJECT

  public:
    explicit CanvasEditor(CanvasView& view);

    void undo();
    void redo();
    void cut();
    void copy();
    /// `keepWires`: also those from blocks outside of what was copied.
    void paste(bool keepWires);
    void duplicate(bool keepWires);
    void remove();
    void removeAndReconnect();
    void selectAll();
    void renameSelected();
    /// Joins two chosen blocks by the first sockets that fit.
    void connectSelected();
    /// Bypass or mute the chosen blocks, or take that off them.
    void toggleMode(model::BlockMode mode);
    void toggleCollapsed();
    void togglePinned();
    /// A new frame around the chosen blocks; without any, an empty one at the mouse.
    void frame();
    /// Takes the chosen blocks out of their frames.
    void unframe();
    void group();
    void openGroup();
    void closeGroup();
    /// The frames of the selected blocks that are closed groups, or those that are not.
    std::vector<model::FrameId> framesOfSelection(bool closed) const;
    /// Puts the chosen blocks into an existing frame.
    void putIntoFrame(model::FrameId frame);
    /// Removes all wires of the chosen blocks.
    void disconnectSelected();
    /// Takes the chosen blocks out of their chain, below it.
    void pullOut();
    /// Adds a bend in the middle of the chosen wire.
    void addBend();
    void removeBends();
    void arrange();
    enum class Edge { left, right, top, bottom };
    void align(Edge edge);
    /// Chooses the next block along the wires, or beside it among those that share a source or
    /// user.
    enum class Step { next, previous, siblingAbove, siblingBelow };
    void walk(Step step);

    /// Asks for a block to add, at the mouse.
    void requestAdd();
    /// Adds a block as the request says, and chooses it. Refusals are said.
    void add(const AddRequest& request, const model::BlockKind& kind);
    /// Adds a block where there is room in the middle of the view.
    void addInView(const model::BlockKind& kind);

    /// Why this cannot be done now; empty if it can. For the tooltips of disabled actions.
    QString whyNotSelection() const;
    QString whyNotBypass() const;
    QString whyNotConnect() const;
    QString whyNotPaste() const;

  private:
    DocumentModel& model() const { return m_view.model(); }
    std::vector<model::BlockId> selected() const;
    /// Those that may be removed; says so if some are pinned.
    std::vector<model::BlockId> removable();
    void undoOrRedo(bool undo);
    void removed(const model::Command& command);
    model::Point sizeOf(const model::Block& block) const;
    std::optional<model::Wire> connection() const;
    QPointF freePlace(QPointF wanted, QSizeF size) const;
    /// To the right of a block, as the next step of its chain would be.
    QPointF besideBlock(model::BlockId id, QSizeF size) const;
    /// The output that a chain goes on from: a block's first, if it has any.
    std::optional<model::Socket> outputOf(model::BlockId id) const;

    CanvasView& m_view;
    std::set<model::BlockId> m_touched;  ///< by an undo that is going on
    bool m_watching = false;
    /// Where the cursor was when a block was last asked for by key, and the block last added.
    QPoint m_askedAt;
    model::BlockId m_added = 0;
};

}  // namespace gradweave::ui
