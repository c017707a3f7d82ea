// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes, edges and frames of a graph picture; each paints less the farther away it is.
#pragma once

#include <QGraphicsItem>
#include <QPainterPath>

#include "engine/exchange/graph_layout.h"

namespace gradweave::ui {

class PictureBoxItem : public QGraphicsItem {
  public:
    PictureBoxItem(const exchange::PictureBox& box, const exchange::Rect& rect, int number);

    enum { Type = UserType + 21 };
    int type() const override { return Type; }
    int number() const { return m_number; }
    bool chosen() const { return m_chosen; }
    void setChosen(bool chosen);
    void setHovered(bool hovered);

    QRectF boundingRect() const override { return m_rect.adjusted(-3, -3, 3, 3); }
    QRectF rect() const { return m_rect; }
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  private:
    void paintTexts(QPainter& painter) const;
    /// The title alone, seen from afar.
    void paintTitle(QPainter& painter, qreal zoom) const;

    const exchange::PictureBox& m_box;
    QRectF m_rect;
    int m_number;
    bool m_chosen = false, m_hovered = false;
};

class PictureEdgeItem : public QGraphicsItem {
  public:
    PictureEdgeItem(const exchange::GraphPicture& picture, int number,
                    const exchange::EdgeCurve& curve);

    void setHovered(bool hovered);
    QRectF boundingRect() const override { return m_bounds; }
    /// Nothing: boxes answer the mouse.
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  private:
    QColor color() const;
    void paintArrow(QPainter& painter) const;

    graph::Phase m_from, m_to;
    QPainterPath m_path;
    QPolygonF m_arrow;
    QString m_label;
    QRectF m_labelRect, m_bounds;
    bool m_hovered = false;
};

/// A tinted ground behind the boxes of one block, with its name.
class PictureFrameItem : public QGraphicsItem {
  public:
    PictureFrameItem(const exchange::PictureGroup& group, const exchange::PictureBox& first,
                     const exchange::Rect& rect);

    QRectF boundingRect() const override { return m_rect.adjusted(-1, -1, 1, 1); }
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  private:
    const exchange::PictureBox& m_first;
    QString m_title;
    QRectF m_rect;
};

/// The name of a frame at the same size at every zoom, as long as the one inside is too small.
class PictureFrameLabel : public QGraphicsItem {
  public:
    PictureFrameLabel(const QString& title, const QRectF& frame);

    /// Names that are wider than their frame would cover others.
    bool shownAt(qreal zoom) const;
    QRectF boundingRect() const override { return m_plate; }
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  private:
    QString m_title;
    QRectF m_frame, m_plate;  ///< the plate in pixels, around the middle of the frame's upper edge
};

}  // namespace gradweave::ui
