// SPDX-License-Identifier: GPL-3.0-or-later
// A wire on the canvas: a curve, the shape that it carries, and whether its end refuses it.
#pragma once

#include <QGraphicsItem>
#include <QStaticText>
#include <QString>
#include <optional>
#include <vector>

#include "engine/model/document.h"
#include "engine/model/types.h"
#include "ui/canvas/wire_geometry.h"

namespace gradweave::ui {

class WireItem : public QGraphicsItem {
  public:
    enum { Type = UserType + 2 };

    /// What is known of the tensor on the wire.
    struct Content {
        std::optional<model::TensorType> type;
        bool wrong = false;  ///< the block at the end cannot take it
        bool idle = false;   ///< from or to a block that takes no part

        bool operator==(const Content&) const = default;
    };

    explicit WireItem(model::Wire wire);

    int type() const override { return Type; }
    const model::Wire& wire() const { return m_wire; }
    const WireCurve& curve() const { return m_curve; }
    void setEnds(QPointF from, QPointF to);
    const std::vector<QPointF>& bends() const { return m_bends; }
    void setBends(std::vector<QPointF> bends);
    const Content& content() const { return m_content; }
    void setContent(Content content);
    qreal plateWidth() const { return m_plate.width(); }
    /// Measures anew, with other fonts.
    void relayout();

    void setChosen(bool chosen);
    void setHovered(bool hovered);
    /// A block held over the wire would be put into it.
    void setTarget(bool target);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override;

  private:
    void paintBends(QPainter& painter) const;
    void paintPlate(QPainter& painter) const;
    void replace();
    void measure();
    void placePlate();
    void raise();
    QColor colour() const;

    model::Wire m_wire;
    WireCurve m_curve;
    std::vector<QPointF> m_bends;
    Content m_content;
    struct Label {
        QString text;
        QStaticText drawn;
        qreal width = 0;
    };
    Label m_named, m_plain;  ///< "[N, C 16, H 28, W 28]", "[N, 16, 28, 28]"; "?" if unknown
    const Label* m_label = &m_named;  ///< the one there is room for
    qreal m_textHeight = 0;
    bool m_measured = false;
    QRectF m_bounds, m_plate;
    bool m_chosen = false, m_hovered = false, m_target = false;
};

}  // namespace gradweave::ui
