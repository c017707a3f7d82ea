// SPDX-License-Identifier: GPL-3.0-or-later
// Frames around their blocks, and closed groups in place of theirs.
#include <algorithm>

#include "ui/canvas/frame_item.h"
#include "ui/canvas/graph_scene.h"
#include "ui/canvas/group_item.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

void GraphScene::showFrames() {
    const model::Document& document = m_model.document();
    if (document.frames().empty() && m_frames.empty()) return;
    std::erase_if(m_frames, [&](const auto& entry) {
        if (document.find_frame(entry.first)) return false;
        delete entry.second;
        return true;
    });
    for (const auto& [id, frame] : document.frames()) {
        auto& item = m_frames[id];
        if (item == nullptr) {
            item = new FrameItem(id);
            addItem(item);
        }
        item->setTitle(qtext(frame.title), frame.colour);
    }
    m_framed.clear();
    for (const auto& [id, block] : document.blocks()) {
        if (block.frame != 0) m_framed[block.frame].push_back(id);
    }
    if (m_chosenFrame != 0 && !m_frames.contains(m_chosenFrame)) chooseFrame(0);
    showGroups();
    scheduleFrames();
}

/// Which blocks stand behind which closed group.
void GraphScene::showGroups() {
    const model::Document& document = m_model.document();
    std::map<model::FrameId, GroupItem*> before;
    std::swap(before, m_groups);
    for (const auto& [id, frame] : document.frames()) {
        if (!frame.closed || !m_framed.contains(id)) continue;
        GroupItem*& group = m_groups[id];
        if (const auto was = before.extract(id)) {
            group = was.mapped();
        } else {
            group = new GroupItem(id);
            addItem(group);
        }
    }
    if (before.empty() && m_groups.empty()) return;
    for (const auto& [id, item] : m_blocks) {
        const model::Block* block = document.find(id);
        const auto group = block ? m_groups.find(block->frame) : m_groups.end();
        const GroupItem* now = group == m_groups.end() ? nullptr : group->second;
        if (item->group() == now) continue;
        item->setGroup(now);
        placeWires(*item);
    }
    for (const auto& [to, wire] : m_wires)
        wire->setVisible(!insideGroup(wire->wire()));
    for (const auto& [id, group] : before)
        delete group;
    for (const auto& [id, frame] : m_frames)
        frame->setVisible(!m_groups.contains(id));
    showSelection();
}

bool GraphScene::insideGroup(const model::Wire& wire) const {
    const BlockItem *from = blockItem(wire.from.block), *to = blockItem(wire.to.block);
    return from && to && from->group() && from->group() == to->group();
}

/// Once for all blocks that move together.
void GraphScene::scheduleFrames() {
    if (m_framesScheduled || m_frames.empty()) return;
    m_framesScheduled = true;
    QMetaObject::invokeMethod(this, &GraphScene::placeFrames, Qt::QueuedConnection);
}

QRectF GraphScene::frameArea(model::FrameId id, const QRectF& own) const {
    const qreal side = metrics().unit, top = FrameItem::titleHeight() + side * 0.4;
    QRectF area = own;
    if (const auto members = m_framed.find(id); members != m_framed.end()) {
        for (const model::BlockId block : members->second) {
            if (const BlockItem* item = blockItem(block))
                area |= item->sceneBody().adjusted(-side, -top, side, side);
        }
    }
    return area;
}

void GraphScene::placeGroup(model::FrameId id, GroupItem& group) {
    std::vector<BlockItem*> members;
    for (const model::BlockId block : m_framed[id]) {
        if (BlockItem* item = blockItem(block)) members.push_back(item);
    }
    const model::Frame* frame = m_model.document().find_frame(id);
    if (frame == nullptr || members.empty()) return;
    group.show(m_model.document(), *frame, members);
    for (BlockItem* member : members)
        placeWires(*member);
    m_frames.at(id)->setArea(group.sceneBody());
}

void GraphScene::placeFrames() {
    m_framesScheduled = false;
    for (const auto& [id, item] : m_frames) {
        const model::Frame* frame = m_model.document().find_frame(id);
        if (frame == nullptr) continue;
        if (const auto group = m_groups.find(id); group != m_groups.end())
            placeGroup(id, *group->second);
        else
            item->setArea(frameArea(
                id, QRectF(frame->position.x, frame->position.y, frame->size.x, frame->size.y)));
        growTo(item->area());
    }
}

void GraphScene::showFrame(model::FrameId id, const QRectF& own) {
    if (FrameItem* item = frameItem(id)) item->setArea(frameArea(id, own));
}

FrameItem* GraphScene::frameItem(model::FrameId id) const {
    const auto found = m_frames.find(id);
    return found == m_frames.end() ? nullptr : found->second;
}

GroupItem* GraphScene::groupItem(model::FrameId id) const {
    const auto found = m_groups.find(id);
    return found == m_groups.end() ? nullptr : found->second;
}

GroupItem* GraphScene::groupAt(QPointF point) const {
    for (const auto& [id, group] : m_groups) {
        if (group->sceneBody().contains(point)) return group;
    }
    return nullptr;
}

void GraphScene::chooseFrame(model::FrameId id) {
    if (id == m_chosenFrame) return;
    if (FrameItem* before = frameItem(m_chosenFrame)) before->setChosen(false);
    m_chosenFrame = id;
    if (FrameItem* now = frameItem(id)) {
        now->setChosen(true);
        chooseWires({});
        m_model.select({});
    }
    emit chosenWiresChanged();
}

}  // namespace gradweave::ui
