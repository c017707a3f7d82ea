// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas widget: shows the graph, zooms, scrolls, and turns mouse and keys into gestures.
#pragma once

#include <QGraphicsView>
#include <QTimer>
#include <memory>
#include <optional>

#include "ui/add_request.h"
#include "ui/canvas/gesture.h"
#include "ui/canvas/graph_scene.h"

namespace gradweave::ui {

class DropTarget;
class HintBubble;
class Minimap;
class TitleEditor;

/// Zoom and scroll position are its own state and change only at the user's wish: never by adding,
/// removing or undoing, unless what changed would be out of sight.
class CanvasView : public QGraphicsView {
    Q_OBJECT

  public:
    explicit CanvasView(DocumentModel& model, QWidget* parent = nullptr);
    ~CanvasView() override;

    GraphScene& graph() const { return *m_scene; }
    DocumentModel& model() const { return m_scene->model(); }
    Minimap& minimap() const { return *m_minimap; }

    qreal zoom() const { return transform().m11(); }
    /// Keeps the scene point that is at `anchor` (in the viewport) where it is.
    void zoomTo(qreal zoom, QPointF anchor);
    void zoomBy(qreal factor);  ///< around the viewport's centre
    void fitAll();
    void fitSelection();
    void showRect(const QRectF& rect, qreal mostZoom);
    /// Scrolls as little as it takes; not at all if it can be seen already.
    void reveal(const QRectF& rect);
    /// Puts the middle of a block into the middle of the view if it is not well in sight.
    void centreOnBlock(model::BlockId id);
    QRectF visibleRect() const;

    bool snaps() const { return m_snaps; }
    void setSnaps(bool snaps) { m_snaps = snaps; }
    /// What the wheel does: zoom, scroll, or what the device suggests.
    enum class Wheel { automatic, zoom, scroll };
    Wheel wheel() const { return m_wheel; }
    void setWheel(Wheel wheel) { m_wheel = wheel; }
    /// The next stroke cuts wires.
    void takeKnife();

    void start(std::unique_ptr<Gesture> gesture);
    void cancelGesture();
    bool gestureActive() const { return m_gesture != nullptr; }

    /// The reach of a click beside a socket or wire, in scene units.
    qreal reach() const;
    /// Where the mouse is, or the viewport's centre if it is elsewhere.
    QPoint cursorOrCentre() const;
    bool cursorInside() const;

    /// A short text beside the mouse; empty hides it.
    void hint(const QString& text, bool refusal = false);
    /// A sentence for the status line.
    void say(const QString& sentence) { emit said(sentence); }
    /// Asks for a block to add. `ghost` stays on the canvas until addingEnded().
    void requestAdd(const AddRequest& request, std::unique_ptr<QGraphicsItem> ghost = nullptr);
    void addingEnded();
    /// One of several things that a gesture may have meant.
    struct Choice {
        QString title, help;
        model::Command command;
    };
    /// A small menu of them; what is chosen is done. `ghost` stays on the canvas until it closes.
    void offerChoice(const std::vector<Choice>& choices, QPoint at,
                     std::unique_ptr<QGraphicsItem> ghost);
    /// Edits the name of a block in its header, or the title of a frame.
    void rename(model::BlockId id);
    void renameFrame(model::FrameId id);
    /// Opens closed groups, and shows what is in them.
    void openGroups(const std::vector<model::FrameId>& frames);
    /// Adds a bend to a wire, where it passes that point.
    void addBend(const model::Socket& input, QPointF at);

  signals:
    void addRequested(const gradweave::ui::AddRequest& request);
    void blockActivated(gradweave::model::BlockId id);  ///< double click on its body
    void menuRequested(const QPoint& global, const QPointF& scene);
    void filesDropped(const QStringList& paths);
    void said(const QString& sentence);
    void zoomChanged(qreal zoom);

  protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

  private:
    Pointer pointerAt(QPoint view, Qt::KeyboardModifiers modifiers) const;
    void pressLeft(const Pointer& pointer);
    void pressBlock(model::BlockId id, const Pointer& pointer);
    void pressGroup(const GroupItem& group, const Pointer& pointer);
    void pressBend(const BendHit& bend, const Pointer& pointer);
    void removeBend(const BendHit& bend);
    void pressWire(const WireItem& wire, const Pointer& pointer);
    void updateHover(QPoint view);
    void updateCursor();
    void clearHover();
    void describe();
    void scrollAtEdge();
    QString tipAt(QPoint view) const;
    bool nudge(const QKeyEvent& event);

    GraphScene* m_scene;
    std::unique_ptr<Gesture> m_gesture;
    Qt::MouseButton m_gestureButton = Qt::NoButton;
    std::unique_ptr<QGraphicsItem> m_ghost;
    std::unique_ptr<DropTarget> m_drop;
    HintBubble* m_hint;
    TitleEditor* m_titleEditor;
    Minimap* m_minimap = nullptr;
    QTimer m_edgeTimer;
    Pointer m_pointer;
    model::BlockId m_hoveredBlock = 0;
    std::optional<model::Socket> m_hoveredWire;
    bool m_overSocket = false;
    bool m_snaps = true;
    bool m_space = false;
    bool m_knife = false;     ///< Y is held
    bool m_cutsOnce = false;  ///< the next stroke cuts
    Wheel m_wheel = Wheel::automatic;
};

}  // namespace gradweave::ui
