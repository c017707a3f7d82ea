// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a graph picture: zoom at the mouse, pan, tooltips, choosing boxes.
#pragma once

#include <QGraphicsView>
#include <set>

namespace gradweave::ui {

class PictureScene;

/// Wheel zooms at the mouse; the middle button, Space, or the left one on the empty sheet pans;
/// Home shows everything. The same hands as on the canvas.
class PictureView : public QGraphicsView {
    Q_OBJECT

  public:
    explicit PictureView(PictureScene* scene, QWidget* parent = nullptr);

    qreal zoom() const { return transform().m11(); }
    void zoomTo(qreal zoom, QPointF anchor);
    void fit();
    /// What is seen first: everything if that can be made out, otherwise the place that matters
    /// most, large enough to read: this box, or the picture's beginning (-1).
    void showFirst(int box = -1);
    /// Brings the first of these boxes into sight if none of them is.
    void reveal(const std::set<int>& boxes);
    /// What the mouse tells about a box, as rich text.
    QString tipFor(int box) const;

  signals:
    void boxClicked(int box);  ///< -1: the empty sheet
    /// Ctrl and a click: to the block.
    void boxActivated(int box);
    void boxOpened(int box);  ///< a double click
    void menuRequested(int box, const QPoint& global);

  protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    void panBy(QPointF pixels);
    void updateCursor();

    PictureScene* m_scene;
    QPointF m_last, m_press;
    bool m_panning = false, m_moved = false, m_space = false;
};

}  // namespace gradweave::ui
