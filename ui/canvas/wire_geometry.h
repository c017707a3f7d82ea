// SPDX-License-Identifier: GPL-3.0-or-later
// The curve of a wire: leaves an output to the right and enters an input from the left.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

namespace gradweave::ui {

/// A cubic Bézier curve between two sockets. A value; all distances are measured, not stroked, so
/// that a click beside the curve costs no path.
class WireCurve {
  public:
    WireCurve() = default;
    WireCurve(QPointF from, QPointF to);

    QPointF from() const { return m_from; }
    QPointF to() const { return m_to; }
    QPointF at(qreal t) const;
    QPainterPath path() const;
    /// Holds the whole curve.
    QRectF bounds() const;
    /// The least distance to a point, good to a fraction of a pixel near the curve.
    qreal distanceTo(QPointF point) const;
    /// True if the curve crosses the line.
    bool crosses(const QLineF& line) const;
    bool operator==(const WireCurve&) const = default;

  private:
    QPointF m_from, m_fromControl, m_toControl, m_to;
};

}  // namespace gradweave::ui
