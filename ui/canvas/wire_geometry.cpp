// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/wire_geometry.h"

#include <QLineF>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int pieces = 24;

qreal distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a;
    const qreal length = QPointF::dotProduct(along, along);
    const qreal t =
        length == 0 ? 0 : std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0);
    const QPointF off = p - (a + t * along);
    return std::hypot(off.x(), off.y());
}

}  // namespace

WireCurve::WireCurve(QPointF from, QPointF to) : m_from(from), m_to(to) {
    const qreal across = to.x() - from.x(), down = std::abs(to.y() - from.y());
    const qreal unit = metrics().unit;
    // Forwards half the way; backwards enough to swing around the blocks at both ends.
    qreal reach = across >= 0 ? across * 0.5 : std::min(-across * 0.8, unit * 28);
    const qreal least = std::min(unit * 2.5, std::hypot(across, down) * 0.5);
    if (across < 0) reach = std::max(reach, std::min(down * 0.5, unit * 6));
    reach = std::clamp(reach, least, unit * 28);
    m_fromControl = from + QPointF(reach, 0);
    m_toControl = to - QPointF(reach, 0);
}

QPointF WireCurve::at(qreal t) const {
    const qreal s = 1 - t;
    return s * s * s * m_from + 3 * s * s * t * m_fromControl + 3 * s * t * t * m_toControl +
           t * t * t * m_to;
}

QPainterPath WireCurve::path() const {
    QPainterPath path(m_from);
    path.cubicTo(m_fromControl, m_toControl, m_to);
    return path;
}

QRectF WireCurve::bounds() const {
    const auto [left, right] =
        std::minmax({m_from.x(), m_fromControl.x(), m_toControl.x(), m_to.x()});
    const auto [top, bottom] = std::minmax({m_from.y(), m_to.y()});
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

qreal WireCurve::distanceTo(QPointF point) const {
    qreal least = std::numeric_limits<qreal>::max();
    QPointF before = m_from;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(static_cast<qreal>(i) / pieces);
        least = std::min(least, distanceToSegment(point, before, next));
        before = next;
    }
    return least;
}

bool WireCurve::crosses(const QLineF& line) const {
    QPointF before = m_from;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(static_cast<qreal>(i) / pieces);
        if (line.intersects(QLineF(before, next), nullptr) == QLineF::BoundedIntersection)
            return true;
        before = next;
    }
    return false;
}

}  // namespace gradweave::ui
