// SPDX-License-Identifier: GPL-3.0-or-later
// The whole graph in a corner of the canvas.
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "engine/model/document.h"

namespace gradweave::ui {

class CanvasView;

/// Draws the blocks as rectangles, from the scene's own places and not as a second view of it; a
/// click or drag moves the canvas there. Shown from 60 blocks on unless somebody said otherwise.
class Minimap : public QWidget {
    Q_OBJECT

  public:
    explicit Minimap(CanvasView& view);

    /// Always, never, or (nothing) by the number of blocks.
    void setWanted(std::optional<bool> wanted);
    const std::optional<bool>& wanted() const { return m_wanted; }
    /// The place of a scene point in this widget.
    QPointF placeOf(QPointF scene) const;

  signals:
    void shownChanged(bool shown);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refresh();
    void place();
    void draw();
    void drawBlocks();
    QRectF areaOf(const QRectF& rect) const;
    void goTo(QPointF place);

    CanvasView& m_view;
    QTimer m_timer, m_partTimer;
    QPixmap m_picture;           ///< the blocks, without the frame of what is in view
    QPixmap m_coming;            ///< the next one, as far as it is drawn
    model::BlockId m_drawn = 0;  ///< the last block in it
    QRectF m_extent;             ///< of the graph, in scene coordinates
    qreal m_scale = 1;
    std::optional<bool> m_wanted;
};

}  // namespace gradweave::ui
