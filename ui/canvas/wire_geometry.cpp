// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/wire_geometry.h"

#include <QLineF>
#include <QPaintEngine>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int pieces = 24;

/// Pixels. What a stroke costs in Qt's rasterizer grows with the square of the pixels that it has
/// in a line, so long wires are painted in strips.
constexpr qreal band = 112;

qreal distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a;
    const qreal length = QPointF::dotProduct(along, along);
    const qreal t =
        length == 0 ? 0 : std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0);
    const QPointF off = p - (a + t * along);
    return std::hypot(off.x(), off.y());
}

/// How far the ends of a piece between bends reach out: half the way, and for a half turn its
/// height.
qreal reachOf(QPointF from, QPointF to) {
    const qreal unit = metrics().unit;
    const qreal across = std::abs(to.x() - from.x()), down = std::abs(to.y() - from.y());
    return std::clamp(std::max(across * 0.4, down * 0.4), unit * 0.5, unit * 6);
}

}  // namespace

WireCurve::Piece::Piece(QPointF start, QPointF end) : from(start), to(end) {
    const qreal across = to.x() - from.x(), down = std::abs(to.y() - from.y());
    const qreal unit = metrics().unit;
    // Forwards half the way; backwards enough to swing around the blocks at both ends.
    qreal reach = across >= 0 ? across * 0.5 : std::min(-across * 0.8, unit * 28);
    const qreal least = std::min(unit * 2.5, std::hypot(across, down) * 0.5);
    if (across < 0) reach = std::max(reach, std::min(down * 0.5, unit * 6));
    reach = std::clamp(reach, least, unit * 28);
    fromControl = from + QPointF(reach, 0);
    toControl = to - QPointF(reach, 0);
}

QPointF WireCurve::Piece::at(qreal t) const {
    const qreal s = 1 - t;
    return s * s * s * from + 3 * s * s * t * fromControl + 3 * s * t * t * toControl +
           t * t * t * to;
}

QRectF WireCurve::Piece::bounds() const {
    const auto [left, right] = std::minmax({from.x(), fromControl.x(), toControl.x(), to.x()});
    const auto [top, bottom] = std::minmax({from.y(), to.y()});
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

/// Halved until each part lies within the area or beside it; what lies within and hangs together is
/// one curve.
void WireCurve::Piece::addWithin(const QRectF& area, QPainterPath& path) const {
    struct Part {
        qreal first, last;
        QPointF points[4];
    };
    // A part takes the place of its parent with its sibling: one more for each halving.
    constexpr int halvings = 10;
    std::array<Part, halvings + 1> waiting;
    std::size_t count = 0;
    waiting[count++] = {0, 1, {from, fromControl, toControl, to}};
    qreal begin = -1, end = -1;
    while (count > 0) {
        const Part part = waiting[--count];
        const auto& p = part.points;
        const auto [left, right] = std::minmax({p[0].x(), p[1].x(), p[2].x(), p[3].x()});
        const auto [top, bottom] = std::minmax({p[0].y(), p[1].y(), p[2].y(), p[3].y()});
        const bool beside = left > area.right() || right < area.left() || top > area.bottom() ||
                            bottom < area.top();
        if (beside) continue;
        const bool within = left >= area.left() && right <= area.right() && top >= area.top() &&
                            bottom <= area.bottom();
        if (within || part.last - part.first < std::ldexp(1.5, -halvings)) {
            if (begin >= 0 && part.first != end) {
                addPart(begin, end, path);
                begin = -1;
            }
            if (begin < 0) begin = part.first;
            end = part.last;
            continue;
        }
        const QPointF a = (p[0] + p[1]) / 2, m = (p[1] + p[2]) / 2, d = (p[2] + p[3]) / 2;
        const QPointF b = (a + m) / 2, c = (m + d) / 2, half = (b + c) / 2;
        const qreal middle = (part.first + part.last) / 2;
        waiting[count++] = {middle, part.last, {half, c, d, p[3]}};
        waiting[count++] = {part.first, middle, {p[0], a, b, half}};
    }
    if (begin >= 0) addPart(begin, end, path);
}

/// From one parameter to another: the end points, and a third of the way along the tangents there.
void WireCurve::Piece::addPart(qreal first, qreal last, QPainterPath& path) const {
    const auto tangent = [this](qreal t) {
        const qreal s = 1 - t;
        return 3 * (s * s * (fromControl - from) + 2 * s * t * (toControl - fromControl) +
                    t * t * (to - toControl));
    };
    const qreal third = (last - first) / 3;
    path.moveTo(at(first));
    path.cubicTo(at(first) + third * tangent(first), at(last) - third * tangent(last), at(last));
}

qreal WireCurve::Piece::distanceTo(QPointF point) const {
    qreal least = std::numeric_limits<qreal>::max();
    QPointF before = from;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(static_cast<qreal>(i) / pieces);
        least = std::min(least, distanceToSegment(point, before, next));
        before = next;
    }
    return least;
}

bool WireCurve::Piece::crosses(const QLineF& line) const {
    QPointF before = from;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(static_cast<qreal>(i) / pieces);
        if (line.intersects(QLineF(before, next), nullptr) == QLineF::BoundedIntersection)
            return true;
        before = next;
    }
    return false;
}

WireCurve::WireCurve(QPointF from, QPointF to, const std::vector<QPointF>& bends)
    : m_first(from, bends.empty() ? to : bends.front()) {
    for (std::size_t i = 0; i < bends.size(); ++i)
        m_more.emplace_back(bends[i], i + 1 < bends.size() ? bends[i + 1] : to);
    // Where the wire runs back it passes its bends to the left, with a half turn before and after.
    for (std::size_t i = 0; i < bends.size(); ++i) {
        const QPointF before = i == 0 ? from : bends[i - 1];
        const QPointF after = i + 1 < bends.size() ? bends[i + 1] : to;
        if (after.x() >= before.x()) continue;
        Piece& in = i == 0 ? m_first : m_more[i - 1];
        Piece& out = m_more[i];
        in.toControl = in.to + QPointF(reachOf(in.from, in.to), 0);
        out.fromControl = out.from - QPointF(reachOf(out.from, out.to), 0);
    }
    // The other ends of these pieces need no more room than a half turn takes.
    for (std::size_t i = 0; i < count() && count() > 1; ++i) {
        Piece& p = i == 0 ? m_first : m_more[i - 1];
        const qreal reach = reachOf(p.from, p.to);
        p.fromControl.setX(p.from.x() + (p.fromControl.x() < p.from.x() ? -reach : reach));
        p.toControl.setX(p.to.x() + (p.toControl.x() > p.to.x() ? reach : -reach));
    }
}

QPointF WireCurve::at(qreal t) const {
    const qreal along = t * static_cast<qreal>(count());
    const std::size_t i = std::min(count() - 1, static_cast<std::size_t>(std::max(along, 0.0)));
    return piece(i).at(along - static_cast<qreal>(i));
}

QPointF WireCurve::middle() const {
    return piece(count() / 2).at(0.5);
}

QPainterPath WireCurve::path() const {
    QPainterPath path(m_first.from);
    for (std::size_t i = 0; i < count(); ++i)
        path.cubicTo(piece(i).fromControl, piece(i).toControl, piece(i).to);
    return path;
}

QPainterPath WireCurve::pathWithin(const QRectF& area) const {
    QPainterPath path;
    for (std::size_t i = 0; i < count(); ++i)
        piece(i).addWithin(area, path);
    return path;
}

void WireCurve::stroke(QPainter& painter) const {
    const QTransform toPixels = painter.combinedTransform(), toScene = toPixels.inverted();
    const QPaintDevice& device = *painter.device();
    // A device's size is in its own units, each of which may be several pixels.
    const QSizeF sheet = QSizeF(device.width(), device.height()) * device.devicePixelRatioF();
    const QRectF pixels = toPixels.mapRect(bounds()).adjusted(-4, -4, 4, 4);
    const QRectF seen = pixels & QRectF(QPointF(), sheet);
    if (seen.isEmpty()) return;
    const qreal margin = painter.pen().widthF();
    const auto within = [&](const QRectF& area) {
        return pathWithin(area.adjusted(-margin, -margin, margin, margin));
    };
    // In files a curve is one; dashes would begin anew with each strip.
    const bool strips = painter.paintEngine()->type() == QPaintEngine::Raster &&
                        painter.pen().style() == Qt::SolidLine && seen.width() > band * 1.5;
    if (!strips) {
        // Wires across a large graph are mostly out of sight.
        const bool most =
            pixels.width() <= 2 * seen.width() && pixels.height() <= 2 * seen.height();
        return painter.drawPath(most ? path() : within(toScene.mapRect(seen)));
    }
    const bool clipped = painter.hasClipping();
    // Clips are rounded to pixels: at a tenth of one, two that meet are rounded alike.
    for (qreal left = std::floor(seen.left()) + 0.1; left < seen.right(); left += band) {
        const QRectF strip = toScene.mapRect(QRectF(left, seen.top(), band, seen.height()));
        const QPainterPath part = within(strip);
        if (part.isEmpty()) continue;
        if (clipped) painter.save();
        painter.setClipRect(strip, clipped ? Qt::IntersectClip : Qt::ReplaceClip);
        painter.drawPath(part);
        if (clipped) painter.restore();
    }
    if (!clipped) painter.setClipping(false);
}

QRectF WireCurve::bounds() const {
    QRectF rect = m_first.bounds();
    for (const Piece& more : m_more)
        rect |= more.bounds();
    return rect;
}

qreal WireCurve::distanceTo(QPointF point) const {
    return piece(pieceAt(point)).distanceTo(point);
}

std::size_t WireCurve::pieceAt(QPointF point) const {
    std::size_t best = 0;
    if (m_more.empty()) return best;
    qreal least = std::numeric_limits<qreal>::max();
    for (std::size_t i = 0; i < count(); ++i) {
        const qreal away = piece(i).distanceTo(point);
        if (away >= least) continue;
        least = away;
        best = i;
    }
    return best;
}

bool WireCurve::crosses(const QLineF& line) const {
    for (std::size_t i = 0; i < count(); ++i) {
        if (piece(i).crosses(line)) return true;
    }
    return false;
}

}  // namespace gradweave::ui
