// SPDX-License-Identifier: GPL-3.0-or-later
// A laid-out graph picture as graphics items.
#pragma once

#include <QFont>
#include <QGraphicsScene>
#include <memory>
#include <set>
#include <vector>

#include "engine/exchange/graph_layout.h"

namespace gradweave::ui {

class PictureBoxItem;
class PictureEdgeItem;

/// The fonts of graph pictures, in the layout's unit, and widths of texts in them.
struct PictureFonts {
    QFont title, line, edge, group;
    PictureFonts();
    static exchange::TextMeasure measure();
};

class PictureScene : public QGraphicsScene {
    Q_OBJECT

  public:
    explicit PictureScene(QObject* parent = nullptr);

    void show(std::shared_ptr<const exchange::GraphPicture> picture,
              const exchange::GraphLayout& layout);
    void showNothing();
    bool empty() const { return m_boxes.empty(); }
    const exchange::GraphPicture& picture() const { return *m_picture; }

    /// Number of the box there, or -1.
    int boxAt(const QPointF& scene) const;
    QRectF boxRect(int box) const;
    /// What the picture begins with: the leftmost of the forward boxes at the top.
    int firstBox() const;
    /// Marks the boxes of these blocks.
    void select(const std::set<std::string>& blocks);
    std::set<int> selectedBoxes() const;
    /// Marks a box and the edges that begin or end there; -1: none.
    void setHovered(int box);

  protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;

  private:
    void addFrames(const exchange::GraphLayout& layout);

    std::shared_ptr<const exchange::GraphPicture> m_picture;
    std::vector<PictureBoxItem*> m_boxes;
    std::vector<PictureEdgeItem*> m_edges;
    std::set<std::string> m_selected;
    int m_hovered = -1;
};

}  // namespace gradweave::ui
