// SPDX-License-Identifier: GPL-3.0-or-later
// A frame on the canvas: a titled area behind some blocks.
#pragma once

#include <QGraphicsItem>
#include <QString>

#include "engine/model/document.h"

namespace gradweave::ui {

/// Holds an id, what it shows and where; the scene says where its blocks are.
class FrameItem : public QGraphicsItem {
  public:
    enum { Type = UserType + 3 };

    explicit FrameItem(model::FrameId id);

    int type() const override { return Type; }
    model::FrameId id() const { return m_id; }
    /// The whole area with the title, in scene coordinates.
    const QRectF& area() const { return m_area; }
    /// The strip by which it is grasped.
    QRectF title() const;
    /// The corner by which it is resized.
    QRectF handle() const;
    void setArea(const QRectF& area);
    void setTitle(const QString& title, int colour);
    void setChosen(bool chosen);

    /// Height of the strip with the title.
    static qreal titleHeight();

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override;

  private:
    QColor colour() const;

    model::FrameId m_id;
    QRectF m_area;
    QString m_title;
    int m_colour = 0;
    bool m_chosen = false;
};

}  // namespace gradweave::ui
