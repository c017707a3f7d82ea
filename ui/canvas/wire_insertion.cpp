// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/wire_insertion.h"

#include <QPainter>
#include <cmath>
#include <limits>

#include "engine/model/wiring.h"
#include "ui/canvas/graph_scene.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/signs.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

/// The two places where the wire would be joined.
class WireInsertion::Joints : public QGraphicsItem {
  public:
    Joints() { setZValue(layer::overlay); }

    void set(QPointF left, QPointF right) {
        prepareGeometryChange();
        m_left = left;
        m_right = right;
        update();
    }

    QRectF boundingRect() const override {
        const qreal r = metrics().socketRadius * 3;
        return QRectF(m_left, m_right).normalized().adjusted(-r, -r, r, r);
    }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        painter->setRenderHint(QPainter::Antialiasing);
        const SocketLook look{theme().selection, false, true, true, true};
        paintSocketShape(*painter, m_left, look);
        paintSocketShape(*painter, m_right, look);
    }

  private:
    QPointF m_left, m_right;
};

namespace {

/// Room that is kept between neighbouring blocks, so that the wire and its shape can be seen.
double leastGap() {
    return std::ceil(metrics().unit * 4 / gridStep) * gridStep;
}

}  // namespace

WireInsertion::WireInsertion(GraphScene& scene) : m_scene(scene) {}

WireInsertion::~WireInsertion() {
    clear();
}

void WireInsertion::clear() {
    if (m_target) {
        if (WireItem* wire = m_scene.wireItem(*m_target)) wire->setTarget(false);
    }
    m_target.reset();
    m_joints.reset();
}

bool WireInsertion::aimAt(const model::Socket& input) {
    clear();
    if (m_scene.wireItem(input)) m_target = input;
    return m_target.has_value();
}

bool WireInsertion::aim(const model::BlockKind& kind, const QRectF& body) {
    std::optional<model::Socket> found;
    const auto ports = kind.input_ports({});
    if (!ports.empty() && !kind.outputs.empty()) {
        qreal least = std::numeric_limits<qreal>::max();
        const auto inset = body.height() * 0.15;
        for (const WireItem* wire : m_scene.wiresIn(body.adjusted(inset, inset, -inset, -inset))) {
            const auto& type = wire->content().type;
            if (type && !model::accepts(ports.front(), type->dtype)) continue;
            const qreal away = wire->curve().distanceTo(body.center());
            if (away >= least) continue;
            least = away;
            found = wire->wire().to;
        }
    }
    if (found != m_target) {
        clear();
        m_target = found;
        if (!m_target) return false;
        m_scene.wireItem(*m_target)->setTarget(true);
        m_joints = std::make_unique<Joints>();
        m_scene.addItem(m_joints.get());
    }
    if (!m_target) return false;
    const BlockLayout layout(contentOf(kind));
    m_joints->set(body.topLeft() + layout.inputs.front(), body.topLeft() + layout.outputs.front());
    return true;
}

model::Command WireInsertion::insertNew(const model::BlockKind& kind, model::Point position) const {
    const model::Document& document = m_scene.model().document();
    const model::BlockId id = document.fresh_id();
    const BlockLayout layout(contentOf(kind));
    // Dropped about right: the wire goes straight through.
    const double through =
        m_scene.wireItem(*m_target)->curve().middle().y() - layout.inputs.front().y();
    if (std::abs(through - position.y) < layout.body.height()) position.y = std::round(through);
    model::Command command = model::insert_new_on_wire(document, kind, position, *m_target);
    makeRoom(command, id, layout.body.width(), position);
    return command;
}

model::Command WireInsertion::insert(model::BlockId block, model::Point position) const {
    const model::Document& document = m_scene.model().document();
    model::Command command =
        model::insert_on_wire(document, m_scene.model().catalogue(), block, *m_target);
    makeRoom(command, block, m_scene.blockItem(block)->layout().body.width(), position);
    return command;
}

void WireInsertion::makeRoom(model::Command& command, model::BlockId block, double width,
                             model::Point position) const {
    if (command.empty()) return;
    const model::Document& document = m_scene.model().document();
    const WireItem* wire = m_scene.wireItem(*m_target);
    const BlockItem* from = m_scene.blockItem(wire->wire().from.block);
    const BlockItem* to = m_scene.blockItem(m_target->block);
    const bool forwards = from->sceneBody().right() <= to->sceneBody().left();
    // Only along the usual direction; someone who wires backwards has a plan of their own.
    if (forwards && position.x + width / 2 > from->sceneBody().left())
        position.x = std::max(position.x, from->sceneBody().right() + leastGap());
    const model::Block* existing = document.find(block);
    if (!existing || !(existing->position == position))
        command.edits.push_back(model::MoveBlock{block, position});
    const double missing = position.x + width + leastGap() - to->sceneBody().left();
    if (!forwards || missing <= 0) return;
    const double shift = std::ceil(missing / gridStep) * gridStep;
    for (const model::BlockId id : model::reachable(document, m_target->block)) {
        const model::Point at = document.at(id).position;
        if (id != block && at.x >= to->pos().x())
            command.edits.push_back(model::MoveBlock{id, {at.x + shift, at.y}});
    }
}

}  // namespace gradweave::ui
