// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/graph_scene.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ui/canvas/level_of_detail.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

std::vector<QPointF> asPoints(const std::vector<model::Point>& points) {
    std::vector<QPointF> result;
    for (const model::Point& point : points)
        result.emplace_back(point.x, point.y);
    return result;
}

}  // namespace

GraphScene::GraphScene(DocumentModel& model, QObject* parent)
    : QGraphicsScene(parent), m_model(model) {
    setItemIndexMethod(BspTreeIndex);
    m_indexTimer.setSingleShot(true);
    m_indexTimer.setInterval(300);
    connect(&m_indexTimer, &QTimer::timeout, this, [this] { setItemIndexMethod(BspTreeIndex); });
    connect(&model, &DocumentModel::documentReset, this, &GraphScene::rebuild);
    connect(&model, &DocumentModel::edited, this, &GraphScene::follow);
    connect(&model, &DocumentModel::analysed, this, &GraphScene::showAnalysis);
    connect(&model, &DocumentModel::selectionChanged, this, &GraphScene::showSelection);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &GraphScene::restyle);
    rebuild();
}

GraphScene::~GraphScene() = default;

BlockItem* GraphScene::blockItem(model::BlockId id) const {
    const auto found = m_blocks.find(id);
    return found == m_blocks.end() ? nullptr : found->second;
}

WireItem* GraphScene::wireItem(const model::Socket& input) const {
    const auto found = m_wires.find(input);
    return found == m_wires.end() ? nullptr : found->second;
}

// Mirroring

void GraphScene::rebuild() {
    // Only the graph's own items: a gesture's may be in the scene too.
    for (const auto& [to, wire] : m_wires)
        delete wire;
    for (const auto& [id, item] : m_blocks)
        delete item;
    for (const auto& [id, frame] : m_frames)
        delete frame;
    for (const auto& [id, group] : m_groups)
        delete group;
    m_groups.clear();
    m_frames.clear();
    m_chosenFrame = 0;
    m_diverged = 0;
    m_blocks.clear();
    m_wires.clear();
    m_shownSelection.clear();
    m_problems.clear();
    m_chosenWires.clear();
    setSceneRect(QRectF(-1000, -1000, 2000, 2000));
    const model::Document& document = m_model.document();
    QRectF extent = sceneRect();
    for (const auto& [id, block] : document.blocks()) {
        auto* item = new BlockItem(id);
        item->setPos(block.position.x, block.position.y);
        m_blocks.emplace(id, item);
        extent |= QRectF(item->pos() - QPointF(1000, 1000), QSizeF(2000, 2000));
    }
    setSceneRect(extent);
    for (const auto& [to, from] : document.wires())
        makeWire({from, to});
    showAnalysis();
    // Items enter the index with their final size.
    for (const auto& [id, item] : m_blocks) {
        refreshBlock(id);
        addItem(item);
    }
    for (const auto& [to, wire] : m_wires)
        addItem(wire);
    showSelection();
    showFrames();
    placeFrames();
    emit chosenWiresChanged();
}

void GraphScene::follow(const model::Edit& edit) {
    if (const auto* e = std::get_if<model::InsertBlock>(&edit)) {
        addBlock(e->block);
    } else if (const auto* e = std::get_if<model::EraseBlock>(&edit)) {
        removeBlock(e->id);
    } else if (const auto* e = std::get_if<model::InsertWire>(&edit)) {
        WireItem* wire = makeWire(e->wire);
        showBends(e->wire.to, asPoints(e->bends));
        refreshWire(*wire);
        refreshBlock(e->wire.from.block);
        refreshBlock(e->wire.to.block);
        if (BlockItem* block = blockItem(e->wire.to.block)) placeWires(*block);
        wire->setVisible(!insideGroup(e->wire));
        addItem(wire);
    } else if (const auto* e = std::get_if<model::EraseWire>(&edit)) {
        removeWire(e->to);
    } else if (const auto* e = std::get_if<model::MoveBlock>(&edit)) {
        showAt(e->id, {e->position.x, e->position.y});
        if (const BlockItem* item = blockItem(e->id)) growTo(item->sceneBody());
    } else if (const auto* e = std::get_if<model::RenameBlock>(&edit)) {
        refreshBlock(e->id);
    } else if (const auto* e = std::get_if<model::SetParam>(&edit)) {
        refreshBlock(e->id);
    } else if (const auto* e = std::get_if<model::SetMarks>(&edit)) {
        refreshBlock(e->id);
        if (const BlockItem* block = blockItem(e->id)) {
            for (WireItem* wire : block->wires())
                refreshWire(*wire);
        }
    } else if (const auto* e = std::get_if<model::SetBends>(&edit)) {
        showBends(e->to, asPoints(e->bends));
    } else {
        showFrames();
    }
}

void GraphScene::markDiverged(model::BlockId id) {
    const model::BlockId before = std::exchange(m_diverged, id);
    refreshBlock(before);
    refreshBlock(id);
}

void GraphScene::showAnalysis() {
    m_problems.clear();
    for (const model::Problem& problem : m_model.analysis().problems)
        m_problems.emplace(problem.block, problem);
    // Of thousands of blocks an edit changes a few; only these are laid out again.
    for (const model::BlockId id : m_model.changedByAnalysis()) {
        const BlockItem* item = blockItem(id);
        if (item == nullptr) continue;
        refreshBlock(id);
        for (WireItem* wire : item->wires())
            refreshWire(*wire);
    }
}

void GraphScene::showSelection() {
    const auto& selection = m_model.selection();
    if (!selection.empty() && m_chosenFrame != 0) chooseFrame(0);
    for (const model::BlockId id : m_shownSelection) {
        if (BlockItem* item = blockItem(id); item && !selection.contains(id))
            item->setChosen(false);
    }
    for (const model::BlockId id : selection) {
        if (BlockItem* item = blockItem(id)) item->setChosen(true);
    }
    m_shownSelection = selection;
    for (const auto& [id, group] : m_groups)
        group->setChosen(
            std::any_of(group->members().begin(), group->members().end(),
                        [&](model::BlockId member) { return selection.contains(member); }));
    // A wire is chosen with the blocks at both its ends, and looks so.
    for (const auto& [to, wire] : m_wires) {
        const bool both =
            selection.contains(to.block) && selection.contains(wire->wire().from.block);
        wire->setChosen(both || m_chosenWires.contains(to));
    }
}

void GraphScene::chooseWires(std::set<model::Socket> inputs) {
    if (inputs == m_chosenWires) return;
    m_chosenWires = std::move(inputs);
    if (!m_chosenWires.empty() && m_chosenFrame != 0) chooseFrame(0);
    showSelection();
    emit chosenWiresChanged();
}

void GraphScene::restyle() {
    for (const auto& [id, item] : m_blocks) {
        item->relayout();
        placeWires(*item);
    }
    for (const auto& [to, wire] : m_wires)
        wire->relayout();
    for (const auto& [id, group] : m_groups)
        group->relayout();
    scheduleFrames();
    update();
}

BlockItem* GraphScene::addBlock(const model::Block& block) {
    auto* item = new BlockItem(block.id);
    item->setPos(block.position.x, block.position.y);
    item->setContent(contentOf(block, m_model.catalogue().find(block.kind)));
    m_blocks.emplace(block.id, item);
    growTo(item->sceneBody());
    addItem(item);
    if (block.frame != 0) showFrames();
    return item;
}

void GraphScene::removeBlock(model::BlockId id) {
    const auto found = m_blocks.find(id);
    if (found == m_blocks.end()) return;
    delete found->second;
    m_blocks.erase(found);
    if (!m_frames.empty()) showFrames();
    m_problems.erase(id);
    m_shownSelection.erase(id);
}

/// Not in the scene yet: it has no ends.
WireItem* GraphScene::makeWire(const model::Wire& wire) {
    auto* item = new WireItem(wire);
    item->setBends(asPoints(m_model.document().bends(wire.to)));
    m_wires.insert_or_assign(wire.to, item);
    for (const model::BlockId id : {wire.from.block, wire.to.block}) {
        if (BlockItem* block = blockItem(id)) block->wires().push_back(item);
    }
    return item;
}

void GraphScene::removeWire(const model::Socket& input) {
    const auto found = m_wires.find(input);
    if (found == m_wires.end()) return;
    WireItem* wire = found->second;
    const model::Wire ends = wire->wire();
    m_wires.erase(found);
    for (const model::BlockId id : {ends.from.block, ends.to.block}) {
        if (BlockItem* block = blockItem(id)) std::erase(block->wires(), wire);
    }
    delete wire;
    if (m_chosenWires.erase(input) > 0) emit chosenWiresChanged();
    refreshBlock(ends.from.block);
    refreshBlock(ends.to.block);
}

void GraphScene::refreshBlock(model::BlockId id) {
    BlockItem* item = blockItem(id);
    const model::Block* block = m_model.document().find(id);
    if (item == nullptr || block == nullptr) return;
    BlockContent content = contentOf(*block, m_model.catalogue().find(block->kind));
    for (const WireItem* wire : item->wires()) {
        const bool output = wire->wire().from.block == id;
        content.connect(output ? wire->wire().from.port : wire->wire().to.port, output);
    }
    content.diverged = id == m_diverged;
    if (const auto problem = m_problems.find(id); problem != m_problems.end())
        content.blame(&problem->second);
    const auto& facts = m_model.analysis().blocks;
    if (const auto known = facts.find(id); known != facts.end()) content.know(known->second);
    if (item->setContent(std::move(content))) placeWires(*item);
    if (item->group()) scheduleFrames();
}

void GraphScene::refreshWire(WireItem& wire) {
    WireItem::Content content;
    const model::Wire& ends = wire.wire();
    if (const auto* type = m_model.analysis().type_at(m_model.document(), ends.from))
        content.type = *type;
    const auto problem = m_problems.find(ends.to.block);
    const auto muted = [&](model::BlockId id) {
        const model::Block* block = m_model.document().find(id);
        return block && block->marks.mode == model::BlockMode::muted;
    };
    content.idle = muted(ends.from.block) || muted(ends.to.block);
    content.wrong = problem != m_problems.end() && problem->second.place == ends.to.port;
    wire.setContent(std::move(content));
}

void GraphScene::showAt(model::BlockId id, QPointF position) {
    BlockItem* item = blockItem(id);
    if (item == nullptr || item->pos() == position) return;
    leaveIndex();
    item->setPos(position);
    placeWires(*item);
    scheduleFrames();
}

/// Taking thousands of items out of the index one by one takes ten times as long as building it
/// anew: while so many move nothing is indexed, which finds things slowly but moves them fast.
void GraphScene::leaveIndex() {
    constexpr int many = 1000;
    if (m_moved++ == 0)
        QMetaObject::invokeMethod(
            this, [this] { m_moved = 0; }, Qt::QueuedConnection);
    if (m_moved != many) return;
    setItemIndexMethod(NoIndex);
    m_indexTimer.start();
}

void GraphScene::showBends(const model::Socket& input, std::vector<QPointF> bends) {
    if (WireItem* wire = wireItem(input)) wire->setBends(std::move(bends));
}

void GraphScene::placeWires(BlockItem& block) {
    for (WireItem* wire : block.wires()) {
        const model::Wire& ends = wire->wire();
        const BlockItem* from = blockItem(ends.from.block);
        const BlockItem* to = blockItem(ends.to.block);
        if (from && to)
            wire->setEnds(from->socketPosition(ends.from.port, true),
                          to->socketPosition(ends.to.port, false));
    }
}

void GraphScene::hideWire(const model::Socket& input, bool hidden) {
    if (WireItem* wire = wireItem(input)) wire->setVisible(!hidden && !insideGroup(wire->wire()));
}

/// The index divides this rectangle; it grows in large steps because each change sorts anew.
void GraphScene::growTo(const QRectF& rect) {
    if (!sceneRect().contains(rect))
        setSceneRect(sceneRect().united(rect.adjusted(-2000, -2000, 2000, 2000)));
}

void GraphScene::setOffers(const SocketOffers* offers) {
    for (const auto& [id, item] : m_blocks)
        item->setOffers(offers);
    for (const auto& [id, group] : m_groups)
        group->setOffers(offers);
    update();
}

}  // namespace gradweave::ui
