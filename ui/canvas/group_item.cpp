// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/group_item.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/canvas/wire_item.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct Group {
    Q_DECLARE_TR_FUNCTIONS(Group)
};

}  // namespace

void GroupItem::addSockets(const model::Document& document, const BlockItem& member, bool output,
                           std::vector<PortContent>& ports) {
    const auto inside = [&](model::BlockId id) {
        return std::find(m_members.begin(), m_members.end(), id) != m_members.end();
    };
    const auto& own = output ? member.content().outputs : member.content().inputs;
    std::vector<PortContent> shown;
    for (const PortContent& port : own) {
        bool wired = false, leaves = false;
        for (const WireItem* wire : member.wires()) {
            const model::Wire& ends = wire->wire();
            const model::Socket& near = output ? ends.from : ends.to;
            if (near != model::Socket{member.id(), port.id}) continue;
            wired = true;
            leaves = leaves || !inside(output ? ends.to.block : ends.from.block);
        }
        // What is wired inside only, and what need not be wired, is nobody's business outside.
        if (wired ? !leaves : port.optional) continue;
        shown.push_back(port);
    }
    const QString name = qtext(document.at(member.id()).name);
    for (PortContent& port : shown) {
        (output ? m_outputs : m_inputs).push_back({member.id(), port.id});
        port.name = shown.size() == 1 ? name : QStringLiteral("%1 %2").arg(name, port.name);
        port.id = std::to_string(member.id()) + ' ' + port.id;
        ports.push_back(std::move(port));
    }
}

void GroupItem::show(const model::Document& document, const model::Frame& frame,
                     const std::vector<BlockItem*>& members) {
    m_members.clear();
    m_inputs.clear();
    m_outputs.clear();
    QPointF corner = members.front()->pos();
    for (const BlockItem* member : members) {
        m_members.push_back(member->id());
        corner = {std::min(corner.x(), member->pos().x()), std::min(corner.y(), member->pos().y())};
    }
    BlockContent content;
    content.title = qtext(frame.title);
    content.name = Group::tr("%n blocks", nullptr, static_cast<int>(members.size()));
    content.category = model::Category::layer;
    // From top to bottom, as the blocks lie inside.
    std::vector<BlockItem*> inOrder = members;
    std::stable_sort(inOrder.begin(), inOrder.end(), [](const BlockItem* a, const BlockItem* b) {
        return a->pos().y() < b->pos().y();
    });
    for (const BlockItem* member : inOrder) {
        addSockets(document, *member, false, content.inputs);
        addSockets(document, *member, true, content.outputs);
        if (member->content().mood > content.mood) {
            content.mood = member->content().mood;
            content.message = QStringLiteral("%1: %2").arg(qtext(document.at(member->id()).name),
                                                           member->content().message);
        }
        content.diverged = content.diverged || member->content().diverged;
    }
    setContent(std::move(content));
    setPos(corner);
}

QPointF GroupItem::placeOf(const model::Socket& inner, bool output) const {
    const auto& all = sockets(output);
    const auto& places = output ? layout().outputs : layout().inputs;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == inner) return pos() + places[i];
    }
    return pos() + QPointF(output ? layout().body.right() : 0, layout().header.center().y());
}

}  // namespace gradweave::ui
