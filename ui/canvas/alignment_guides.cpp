// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/alignment_guides.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/canvas/graph_scene.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

/// An item for each line: around two that cross would be half of the view to paint.
class AlignmentGuides::Guide : public QGraphicsItem {
  public:
    explicit Guide(QLineF line) : m_line(line) { setZValue(layer::overlay); }

    const QLineF& line() const { return m_line; }

    QRectF boundingRect() const override {
        return QRectF(m_line.p1(), m_line.p2()).normalized().adjusted(-2, -2, 2, 2);
    }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        QPen pen(theme().selection, 1, Qt::DashLine);
        pen.setCosmetic(true);
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(pen);
        painter->drawLine(m_line);
    }

  private:
    QLineF m_line;
};

namespace {

/// The nearest match along one axis.
struct Match {
    qreal off = 0;  ///< to add
    QRectF with;
    qreal at = 0;  ///< the common coordinate
};

void consider(std::optional<Match>& best, qreal own, qreal other, const QRectF& with, qreal reach,
              const QPointF& from) {
    const qreal off = other - own;
    if (std::abs(off) > reach) return;
    const auto away = [&](const QRectF& r) {
        const QPointF d = r.center() - from;
        return std::hypot(d.x(), d.y());
    };
    const bool nearer =
        !best || std::abs(off) < std::abs(best->off) - 0.5 ||
        (std::abs(std::abs(off) - std::abs(best->off)) <= 0.5 && away(with) < away(best->with));
    if (nearer) best = Match{off, with, other};
}

}  // namespace

AlignmentGuides::AlignmentGuides(GraphScene& scene) : m_scene(scene) {}

AlignmentGuides::~AlignmentGuides() = default;

void AlignmentGuides::clear() {
    m_guides.clear();
}

QPointF AlignmentGuides::align(const QRectF& body, const std::map<model::BlockId, QPointF>& moving,
                               const QRectF& visible, qreal zoom) {
    if (zoom < detail::texts) {  // too many neighbours to be of use
        clear();
        return {};
    }
    const qreal reach = std::min(gridStep, 5 / zoom);
    std::optional<Match> across, down;
    for (const model::BlockId id : m_scene.blocksIn(visible)) {
        if (moving.contains(id)) continue;
        const BlockItem* item = m_scene.blockItem(id);
        const QRectF other = item->group() ? item->group()->sceneBody() : item->sceneBody();
        consider(across, body.left(), other.left(), other, reach, body.center());
        consider(across, body.right(), other.right(), other, reach, body.center());
        consider(down, body.top(), other.top(), other, reach, body.center());
        consider(down, body.center().y(), other.center().y(), other, reach, body.center());
    }
    const QPointF off(across ? across->off : 0, down ? down->off : 0);
    const QRectF placed = body.translated(off);
    QList<QLineF> lines;
    if (across) {
        const QRectF both = placed.united(across->with);
        lines << QLineF(across->at, both.top() - gridStep, across->at, both.bottom() + gridStep);
    }
    if (down) {
        const QRectF both = placed.united(down->with);
        lines << QLineF(both.left() - gridStep, down->at, both.right() + gridStep, down->at);
    }
    const bool same =
        std::equal(m_guides.begin(), m_guides.end(), lines.begin(), lines.end(),
                   [](const auto& guide, const QLineF& line) { return guide->line() == line; });
    if (same) return off;
    clear();
    for (const QLineF& line : lines) {
        m_guides.push_back(std::make_unique<Guide>(line));
        m_scene.addItem(m_guides.back().get());
    }
    return off;
}

}  // namespace gradweave::ui
