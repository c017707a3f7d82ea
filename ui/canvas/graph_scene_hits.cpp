// SPDX-License-Identifier: GPL-3.0-or-later
// What is where on the canvas.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/canvas/graph_scene.h"
#include "ui/canvas/group_item.h"

namespace gradweave::ui {

namespace {

QRectF around(QPointF point, qreal reach) {
    return QRectF(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
}

qreal distance(QPointF a, QPointF b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

}  // namespace

std::optional<SocketHit> GraphScene::socketAt(QPointF point, qreal reach) const {
    std::optional<SocketHit> best;
    qreal least = reach;
    for (QGraphicsItem* item : items(around(point, reach), Qt::IntersectsItemBoundingRect)) {
        const BlockItem* block = qgraphicsitem_cast<BlockItem*>(item);
        if (block == nullptr) block = qgraphicsitem_cast<GroupItem*>(item);
        if (block == nullptr) continue;
        for (const bool output : {false, true}) {
            const auto& places = output ? block->layout().outputs : block->layout().inputs;
            for (std::size_t i = 0; i < places.size(); ++i) {
                const QPointF at = block->pos() + places[i];
                const qreal away = distance(at, point);
                if (away > least) continue;
                least = away;
                best = SocketHit{block->socketOf(i, output), output, at};
            }
        }
    }
    return best;
}

BlockItem* GraphScene::blockAt(QPointF point) const {
    for (QGraphicsItem* item : items(around(point, 0.5), Qt::IntersectsItemBoundingRect)) {
        auto* block = qgraphicsitem_cast<BlockItem*>(item);
        if (block == nullptr) continue;
        const QPointF inside = point - block->pos();
        if (block->layout().body.contains(inside) || block->layout().message.contains(inside))
            return block;
    }
    return nullptr;
}

WireItem* GraphScene::wireAt(QPointF point, qreal reach) const {
    WireItem* best = nullptr;
    qreal least = reach;
    for (QGraphicsItem* item : items(around(point, reach), Qt::IntersectsItemBoundingRect)) {
        auto* wire = qgraphicsitem_cast<WireItem*>(item);
        if (wire == nullptr) continue;
        const qreal away = wire->curve().distanceTo(point);
        if (away > least) continue;
        least = away;
        best = wire;
    }
    return best;
}

std::optional<BendHit> GraphScene::bendAt(QPointF point, qreal reach) const {
    std::optional<BendHit> best;
    qreal least = reach;
    for (QGraphicsItem* item : items(around(point, reach), Qt::IntersectsItemBoundingRect)) {
        const auto* wire = qgraphicsitem_cast<WireItem*>(item);
        if (wire == nullptr) continue;
        for (std::size_t i = 0; i < wire->bends().size(); ++i) {
            const qreal away = distance(wire->bends()[i], point);
            if (away > least) continue;
            least = away;
            best = BendHit{wire->wire().to, i};
        }
    }
    return best;
}

FrameItem* GraphScene::frameAt(QPointF point) const {
    for (const auto& [id, frame] : m_frames) {
        if (frame->isVisible() && frame->title().contains(point)) return frame;
    }
    return nullptr;
}

FrameItem* GraphScene::frameHandleAt(QPointF point) const {
    for (const auto& [id, frame] : m_frames) {
        if (frame->isVisible() && frame->handle().contains(point)) return frame;
    }
    return nullptr;
}

std::vector<WireItem*> GraphScene::wiresIn(const QRectF& area) const {
    std::vector<WireItem*> result;
    const QLineF sides[] = {{area.topLeft(), area.topRight()},
                            {area.bottomLeft(), area.bottomRight()},
                            {area.topLeft(), area.bottomLeft()},
                            {area.topRight(), area.bottomRight()},
                            {area.topLeft(), area.bottomRight()}};
    for (QGraphicsItem* item : items(area, Qt::IntersectsItemBoundingRect)) {
        auto* wire = qgraphicsitem_cast<WireItem*>(item);
        if (wire == nullptr) continue;
        // A short one lies within and crosses nothing.
        if (area.contains(wire->curve().middle()) ||
            std::any_of(std::begin(sides), std::end(sides),
                        [&](const QLineF& side) { return wire->curve().crosses(side); }))
            result.push_back(wire);
    }
    return result;
}

std::set<model::BlockId> GraphScene::blocksIn(const QRectF& area) const {
    std::set<model::BlockId> ids;
    for (QGraphicsItem* item : items(area, Qt::IntersectsItemBoundingRect)) {
        const auto* block = qgraphicsitem_cast<BlockItem*>(item);
        if (block && area.intersects(block->sceneBody())) ids.insert(block->id());
        const auto* group = qgraphicsitem_cast<GroupItem*>(item);
        if (group && area.intersects(group->sceneBody()))
            ids.insert(group->members().begin(), group->members().end());
    }
    return ids;
}

QRectF GraphScene::blocksRect(const std::set<model::BlockId>& ids) const {
    QRectF rect;
    for (const model::BlockId id : ids) {
        const BlockItem* item = blockItem(id);
        if (item == nullptr) continue;
        if (item->group()) item = item->group();
        rect |= item->layout().all.translated(item->pos());
    }
    return rect;
}

QRectF GraphScene::blocksRect() const {
    QRectF rect;
    for (const auto& [id, item] : m_blocks) {
        if (!item->group()) rect |= item->layout().all.translated(item->pos());
    }
    for (const auto& [id, frame] : m_frames)
        rect |= frame->area();
    // A wire that was led elsewhere wants to be seen there.
    for (const auto& [to, bends] : m_model.document().all_bends()) {
        if (const WireItem* wire = wireItem(to)) rect |= wire->boundingRect();
    }
    return rect;
}

}  // namespace gradweave::ui
