// SPDX-License-Identifier: GPL-3.0-or-later
// The curve of a wire: leaves an output to the right and enters an input from the left.
#pragma once

#include <QPainter>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <vector>

namespace gradweave::ui {

/// Cubic Bézier curves from an output through bends to an input. A value; all distances are
/// measured, not stroked, so that a click beside the curve costs no path.
class WireCurve {
  public:
    WireCurve() = default;
    WireCurve(QPointF from, QPointF to, const std::vector<QPointF>& bends = {});

    QPointF from() const { return m_first.from; }
    QPointF to() const { return m_more.empty() ? m_first.to : m_more.back().to; }
    /// 0 is the output, 1 the input.
    QPointF at(qreal t) const;
    /// In the middle of the middle piece: where there is room for a text.
    QPointF middle() const;
    QPainterPath path() const;
    /// The parts of it that may be seen in an area.
    QPainterPath pathWithin(const QRectF& area) const;
    /// Draws what the painter's device shows of it, with the painter's pen.
    void stroke(QPainter& painter) const;
    /// Holds the whole curve.
    QRectF bounds() const;
    /// The least distance to a point, good to a fraction of a pixel near the curve.
    qreal distanceTo(QPointF point) const;
    /// The number of bends that lie before the place of the curve that is nearest to the point.
    std::size_t pieceAt(QPointF point) const;
    /// True if the curve crosses the line.
    bool crosses(const QLineF& line) const;
    bool operator==(const WireCurve&) const = default;

  private:
    struct Piece {
        QPointF from, fromControl, toControl, to;

        Piece() = default;
        Piece(QPointF from, QPointF to);
        QPointF at(qreal t) const;
        void addWithin(const QRectF& area, QPainterPath& path) const;
        void addPart(qreal first, qreal last, QPainterPath& path) const;
        qreal distanceTo(QPointF point) const;
        bool crosses(const QLineF& line) const;
        QRectF bounds() const;
        bool operator==(const Piece&) const = default;
    };

    std::size_t count() const { return 1 + m_more.size(); }
    const Piece& piece(std::size_t i) const { return i == 0 ? m_first : m_more[i - 1]; }

    Piece m_first;
    std::vector<Piece> m_more;  ///< one for each bend; apart, because most wires have none
};

}  // namespace gradweave::ui
