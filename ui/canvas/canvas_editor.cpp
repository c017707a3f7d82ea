// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_editor.h"

#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/model/markup.h"
#include "engine/model/wiring.h"
#include "ui/canvas/canvas_clipboard.h"
#include "ui/canvas/wire_insertion.h"
#include "ui/mime.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// The block that an edit is about.
model::BlockId blockOf(const model::Edit& edit) {
    struct Visit {
        model::BlockId operator()(const model::InsertBlock& e) const { return e.block.id; }
        model::BlockId operator()(const model::EraseBlock& e) const { return e.id; }
        model::BlockId operator()(const model::InsertWire& e) const { return e.wire.to.block; }
        model::BlockId operator()(const model::EraseWire& e) const { return e.to.block; }
        model::BlockId operator()(const model::MoveBlock& e) const { return e.id; }
        model::BlockId operator()(const model::RenameBlock& e) const { return e.id; }
        model::BlockId operator()(const model::SetParam& e) const { return e.id; }
        model::BlockId operator()(const model::SetTraining&) const { return 0; }
        model::BlockId operator()(const model::SetMarks& e) const { return e.id; }
        model::BlockId operator()(const model::SetBends& e) const { return e.to.block; }
        model::BlockId operator()(const model::InsertFrame&) const { return 0; }
        model::BlockId operator()(const model::EraseFrame&) const { return 0; }
        model::BlockId operator()(const model::ChangeFrame&) const { return 0; }
        model::BlockId operator()(const model::SetFrame& e) const { return e.id; }
    };
    return std::visit(Visit{}, edit);
}

}  // namespace

CanvasEditor::CanvasEditor(CanvasView& view) : QObject(&view), m_view(view) {
    connect(&model(), &DocumentModel::edited, this, [this](const model::Edit& edit) {
        if (m_watching) m_touched.insert(blockOf(edit));
    });
}

std::vector<model::BlockId> CanvasEditor::selected() const {
    return {model().selection().begin(), model().selection().end()};
}

// Undo

void CanvasEditor::undoOrRedo(bool undo) {
    m_view.cancelGesture();
    m_touched.clear();
    m_watching = true;
    if (undo)
        model().undoStack()->undo();
    else
        model().undoStack()->redo();
    m_watching = false;
    // What changed should be seen; nothing moves if it already is.
    const QRectF rect = m_view.graph().blocksRect(m_touched);
    if (!rect.isEmpty() && !m_view.visibleRect().intersects(rect)) m_view.reveal(rect);
}

void CanvasEditor::undo() {
    undoOrRedo(true);
}

void CanvasEditor::redo() {
    undoOrRedo(false);
}

// Clipboard

void CanvasEditor::copy() {
    if (auto data = copyBlocks(model(), model().selection(), true))
        QApplication::clipboard()->setMimeData(data.release());
}

void CanvasEditor::cut() {
    copy();
    if (model().selection().empty()) return;
    model::Command command =
        model::remove_blocks(model().document(), model().catalogue(), removable());
    if (command.empty()) return;
    command.text = "Cut";
    model().run(command);
}

void CanvasEditor::paste(bool keepWires) {
    const QMimeData* data = QApplication::clipboard()->mimeData();
    auto fragment = data ? fragmentIn(*data) : std::nullopt;
    if (!fragment)
        return m_view.say(tr("There is nothing on the clipboard that could be pasted here."));
    if (!keepWires) {
        std::set<model::BlockId> own;
        for (const model::Block& block : fragment->blocks)
            own.insert(block.id);
        std::erase_if(fragment->wires,
                      [&](const model::Wire& wire) { return !own.contains(wire.from.block); });
    }
    QPointF at = m_view.mapToScene(m_view.cursorOrCentre());
    at = {std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep};
    if (!pasteFragment(model(), *fragment, {at.x(), at.y()}))
        m_view.say(tr("The copied blocks do not fit into this project."));
}

void CanvasEditor::duplicate(bool keepWires) {
    if (model().selection().empty()) return;
    const auto fragment = model::copy(model().document(), selected(), keepWires);
    const QRectF rect = m_view.graph().blocksRect(model().selection());
    model::Point corner = fragment.blocks.front().position;
    for (const model::Block& block : fragment.blocks)
        corner = {std::min(corner.x, block.position.x), std::min(corner.y, block.position.y)};
    // Below the original, where a copy of a row of blocks does not cover its wires.
    const double down = std::ceil((rect.height() + metrics().unit) / gridStep) * gridStep;
    pasteFragment(model(), fragment, {corner.x, corner.y + down},
                  tr("Duplicate", "step of undo").toStdString());
    m_view.reveal(m_view.graph().blocksRect(model().selection()));
}

// Removing

void CanvasEditor::removed(const model::Command& command) {
    // The eye stays where it was: on what fed the removed blocks.
    model::BlockId upstream = 0;
    for (const model::BlockId id : model().selection()) {
        for (const model::Wire& wire : model().document().wires_to(id)) {
            if (!model().selection().contains(wire.from.block)) upstream = wire.from.block;
        }
        if (upstream != 0) break;
    }
    model().run(command);
    if (upstream != 0) model().select({upstream});
}

std::vector<model::BlockId> CanvasEditor::removable() {
    const auto ids = model::movable(model().document(), selected());
    if (ids.size() < model().selection().size())
        m_view.say(tr("Pinned blocks stay; unpin them with P first."));
    return ids;
}

void CanvasEditor::remove() {
    const std::set<model::Socket> wires = m_view.graph().chosenWires();
    if (!wires.empty() && model().selection().empty())
        return model().run(model::remove_wires({wires.begin(), wires.end()}));
    if (const model::FrameId frame = m_view.graph().chosenFrame(); frame != 0)
        return model().run(model::remove_frames(model().document(), {frame}));
    const auto ids = removable();
    if (!ids.empty()) removed(model::remove_blocks(model().document(), model().catalogue(), ids));
}

void CanvasEditor::removeAndReconnect() {
    if (model().selection().empty()) return remove();
    const model::Document& document = model().document();
    model::Command command =
        model::remove_and_reconnect(document, model().catalogue(), removable());
    if (command.empty()) return;
    // Joints whose types cannot fit stay open; the status line says which.
    QStringList open;
    std::erase_if(command.edits, [&](const model::Edit& edit) {
        const auto* join = std::get_if<model::InsertWire>(&edit);
        if (join == nullptr ||
            !model::refuse_wire(document, model().catalogue(), model().analysis(), join->wire))
            return false;
        open << qtext(document.at(join->wire.to.block).name);
        return true;
    });
    removed(command);
    if (!open.isEmpty())
        m_view.say(tr("Left open because the types do not fit: %1.").arg(open.join(", ")));
}

// Marks, frames, bends

void CanvasEditor::toggleMode(model::BlockMode mode) {
    model().run(model::toggle_mode(model().document(), selected(), mode));
}

void CanvasEditor::toggleCollapsed() {
    model().run(model::toggle_collapsed(model().document(), selected()));
}

void CanvasEditor::togglePinned() {
    model().run(model::toggle_pinned(model().document(), selected()));
}

void CanvasEditor::frame() {
    const model::Document& document = model().document();
    const model::FrameId id = document.fresh_id();
    const std::string title = tr("Frame", "title of a new one").toStdString();
    if (model().selection().empty()) {
        const QPointF at = m_view.mapToScene(m_view.cursorOrCentre());
        const double width = metrics().unit * 18, height = metrics().unit * 10;
        model().run(model::add_empty_frame(
            document, title,
            {std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep},
            {width, height}));
    } else {
        model().run(model::add_frame(document, selected(), title));
    }
    m_view.graph().placeFrames();
    m_view.graph().chooseFrame(id);
    m_view.renameFrame(id);
}

void CanvasEditor::group() {
    const model::FrameId id = model().document().fresh_id();
    model().run(model::add_group(model().document(), selected(),
                                 tr("Group", "title of a new one").toStdString()));
    m_view.graph().placeFrames();
    m_view.renameFrame(id);
}

std::vector<model::FrameId> CanvasEditor::framesOfSelection(bool closed) const {
    std::set<model::FrameId> frames;
    for (const model::BlockId id : model().selection()) {
        const model::Frame* frame = model().document().find_frame(model().document().at(id).frame);
        if (frame && frame->closed == closed) frames.insert(frame->id);
    }
    if (const model::FrameId chosen = m_view.graph().chosenFrame(); chosen != 0 && !closed)
        frames.insert(chosen);
    return {frames.begin(), frames.end()};
}

void CanvasEditor::openGroup() {
    m_view.openGroups(framesOfSelection(true));
}

void CanvasEditor::closeGroup() {
    model().run(model::close_frames(model().document(), framesOfSelection(false), true));
}

void CanvasEditor::unframe() {
    model().run(model::set_frame(model().document(), selected(), 0));
}

void CanvasEditor::putIntoFrame(model::FrameId frame) {
    model().run(model::set_frame(model().document(), selected(), frame));
}

void CanvasEditor::disconnectSelected() {
    std::vector<model::Socket> inputs;
    for (const auto& [to, from] : model().document().wires()) {
        if (model().selection().contains(to.block) || model().selection().contains(from.block))
            inputs.push_back(to);
    }
    if (inputs.empty()) return m_view.say(tr("These blocks have no wires."));
    model().run(model::remove_wires(inputs));
}

void CanvasEditor::pullOut() {
    const QRectF rect = m_view.graph().blocksRect(model().selection());
    const double down = std::ceil((rect.height() + metrics().unit * 2) / gridStep) * gridStep;
    std::map<model::BlockId, model::Point> positions;
    for (const model::BlockId id : selected()) {
        const model::Point at = model().document().at(id).position;
        positions[id] = {at.x, at.y + down};
    }
    const auto command = model::pull_out(model().document(), model().catalogue(), positions);
    if (command.empty()) return m_view.say(tr("These blocks stand in no chain."));
    model().run(command);
}

void CanvasEditor::addBend() {
    const auto& wires = m_view.graph().chosenWires();
    if (wires.size() != 1) return;
    const model::Socket input = *wires.begin();
    if (const WireItem* wire = m_view.graph().wireItem(input))
        m_view.addBend(input, wire->curve().middle());
}

void CanvasEditor::removeBends() {
    model::Command command{"Remove reroute points", {}, ""};
    for (const model::Socket& input : m_view.graph().chosenWires()) {
        for (const model::Edit& edit : model::set_bends(model().document(), input, {}).edits)
            command.edits.push_back(edit);
    }
    model().run(command);
}

// Selecting

void CanvasEditor::selectAll() {
    std::set<model::BlockId> all;
    for (const auto& [id, block] : model().document().blocks())
        all.insert(id);
    model().select(std::move(all));
}

void CanvasEditor::renameSelected() {
    if (m_view.graph().chosenFrame() != 0) return m_view.renameFrame(m_view.graph().chosenFrame());
    if (const auto groups = framesOfSelection(true); groups.size() == 1)
        return m_view.renameFrame(groups.front());
    if (model().selection().size() == 1) m_view.rename(*model().selection().begin());
}

void CanvasEditor::walk(Step step) {
    const model::Document& document = model().document();
    if (document.blocks().empty()) return;
    if (model().selection().empty()) {
        const model::BlockId first = model::topological_order(document).front();
        model().select({first});
        return m_view.reveal(m_view.graph().blocksRect({first}));
    }
    const model::BlockId current = *model().selection().begin();
    const auto higher = [&](model::BlockId a, model::BlockId b) {
        return document.at(a).position.y < document.at(b).position.y;
    };
    std::vector<model::BlockId> candidates;
    if (step == Step::next || step == Step::previous) {
        const bool next = step == Step::next;
        for (const auto& wire : next ? document.wires_from(current) : document.wires_to(current))
            candidates.push_back(next ? wire.to.block : wire.from.block);
        std::sort(candidates.begin(), candidates.end(), higher);
        if (candidates.empty())
            return m_view.say(next ? tr("Nothing follows this block.")
                                   : tr("Nothing comes before this block."));
    } else {
        for (const auto& in : document.wires_to(current)) {
            for (const auto& out : document.wires_from(in.from.block))
                candidates.push_back(out.to.block);
        }
        for (const auto& out : document.wires_from(current)) {
            for (const auto& in : document.wires_to(out.to.block))
                candidates.push_back(in.from.block);
        }
        const bool above = step == Step::siblingAbove;
        std::erase_if(candidates, [&](model::BlockId id) {
            return id == current || (above ? !higher(id, current) : !higher(current, id));
        });
        std::sort(candidates.begin(), candidates.end(), higher);
        if (above) std::reverse(candidates.begin(), candidates.end());
        if (candidates.empty())
            return m_view.say(tr("No block beside this one shares a wire with it."));
    }
    model().select({candidates.front()});
    m_view.reveal(m_view.graph().blocksRect({candidates.front()}));
}

// Wiring

std::optional<model::Wire> CanvasEditor::connection() const {
    if (model().selection().size() != 2) return std::nullopt;
    std::vector<model::BlockId> ids = selected();
    const auto& first = model().document().at(ids[0]);
    const auto& second = model().document().at(ids[1]);
    if (second.position.x < first.position.x) std::swap(ids[0], ids[1]);
    // From left to right if that is possible, else the other way.
    for (int turn = 0; turn < 2; ++turn, std::swap(ids[0], ids[1])) {
        const model::Block& from = model().document().at(ids[0]);
        const auto* kind = model().catalogue().find(from.kind);
        if (kind == nullptr) continue;
        for (const model::PortSpec& output : kind->output_ports(from.params)) {
            const model::WireRules rules(model().document(), model().catalogue(),
                                         model().analysis(), {ids[0], output.name}, true);
            const auto input = rules.best_socket(ids[1]);
            if (input && !model().document().source_of(*input)) return rules.wire_to(*input);
        }
    }
    return std::nullopt;
}

void CanvasEditor::connectSelected() {
    if (const auto wire = connection())
        model().run(model::connect(model().document(), *wire));
    else
        m_view.say(whyNotConnect());
}

// Placing

model::Point CanvasEditor::sizeOf(const model::Block& block) const {
    const BlockItem* item = m_view.graph().blockItem(block.id);
    if (item == nullptr) return {metrics().blockWidth, metrics().blockWidth / 2};
    const QRectF all = item->layout().body.united(item->layout().message);
    // Room for the shape on the longest wire that leaves the block.
    qreal plate = 0;
    for (const WireItem* wire : item->wires()) {
        if (wire->wire().from.block == block.id) plate = std::max(plate, wire->plateWidth());
    }
    return {all.width() + std::max(0.0, plate + metrics().unit - 56), all.height()};
}

void CanvasEditor::arrange() {
    model::Command command =
        model::arrange(model().document(),
                       model().selection().size() > 1 ? selected() : std::vector<model::BlockId>{},
                       [this](const model::Block& block) { return sizeOf(block); });
    for (model::Edit& edit : command.edits) {
        if (!std::holds_alternative<model::MoveBlock>(edit)) continue;
        auto& move = std::get<model::MoveBlock>(edit);
        move.position = {std::round(move.position.x / gridStep) * gridStep,
                         std::round(move.position.y / gridStep) * gridStep};
    }
    model().run(command);
    const QRectF rect = m_view.graph().blocksRect();
    if (!m_view.visibleRect().contains(rect)) m_view.fitAll();
}

void CanvasEditor::align(Edge edge) {
    const QRectF all = [&] {
        QRectF rect;
        for (const model::BlockId id : model().selection())
            rect |= m_view.graph().blockItem(id)->sceneBody();
        return rect;
    }();
    std::map<model::BlockId, model::Point> positions;
    for (const model::BlockId id : model().selection()) {
        const QRectF body = m_view.graph().blockItem(id)->sceneBody();
        model::Point at{body.left(), body.top()};
        if (edge == Edge::left) at.x = all.left();
        if (edge == Edge::right) at.x = all.right() - body.width();
        if (edge == Edge::top) at.y = all.top();
        if (edge == Edge::bottom) at.y = all.bottom() - body.height();
        positions[id] = at;
    }
    model::Command command = model::move_blocks(model().document(), positions);
    command.text = "Align";
    model().run(command);
}

// Adding

void CanvasEditor::requestAdd() {
    AddRequest request;
    const QPoint at = m_view.cursorOrCentre();
    request.global = m_view.viewport()->mapToGlobal(at);
    const QPointF scene = m_view.mapToScene(at);
    request.position = {scene.x(), scene.y()};
    // On a block there is no room for another one: what is selected is gone on with, to its right.
    // So Tab, a name and Enter, over and over, make a chain, with the mouse lying still.
    const auto& selection = model().selection();
    const QPoint before = std::exchange(m_askedAt, QCursor::pos());
    if (selection.size() == 1 &&
        (m_view.graph().blockAt(scene) ||
         (m_askedAt == before && m_added != 0 && m_added == *selection.begin())))
        request.behind = outputOf(*selection.begin());
    m_view.requestAdd(request);
}

std::optional<model::Socket> CanvasEditor::outputOf(model::BlockId id) const {
    const model::Block* block = model().document().find(id);
    const model::BlockKind* kind = block ? model().catalogue().find(block->kind) : nullptr;
    if (kind == nullptr || kind->outputs.empty()) return std::nullopt;
    // A loss or a metric is where a chain ends.
    if (kind->category == model::Category::loss || kind->category == model::Category::metric)
        return std::nullopt;
    return model::Socket{id, kind->output_ports(block->params).front().name};
}

QPointF CanvasEditor::freePlace(QPointF wanted, QSizeF size) const {
    const auto snap = [](QPointF p) {
        return QPointF(std::round(p.x() / gridStep) * gridStep,
                       std::round(p.y() / gridStep) * gridStep);
    };
    QPointF at = snap(wanted);
    for (int tries = 0; tries < 200; ++tries) {
        const auto covered = m_view.graph().blocksIn(QRectF(at, size));
        if (covered.empty()) return at;
        at.ry() = m_view.graph().blocksRect({*covered.begin()}).bottom() + 2 * gridStep;
        at = snap(at);
    }
    return at;
}

void CanvasEditor::add(const AddRequest& request, const model::BlockKind& kind) {
    const model::Document& document = model().document();
    const BlockLayout layout(contentOf(kind));
    const model::BlockId id = document.fresh_id();
    const QPointF point(request.position.x, request.position.y);
    model::Command command;
    const auto placed = [&](QPointF grip) {
        const QPointF at = m_view.snaps() ? QPointF(std::round((point - grip).x() / gridStep),
                                                    std::round((point - grip).y() / gridStep)) *
                                                gridStep
                                          : point - grip;
        return model::Point{at.x(), at.y()};
    };
    if (request.behind) {
        const QPointF at = besideBlock(request.behind->block, layout.body.size());
        const auto* type = model().analysis().type_at(document, *request.behind);
        const model::PortSpec* port = model::input_for(kind, type);
        command = port ? model::add_block_from(document, kind, {at.x(), at.y()}, *request.behind,
                                               port->name)
                       : model::add_block(document, kind, {at.x(), at.y()});
    } else if (request.from) {
        const auto* type = model().analysis().type_at(document, *request.from);
        const model::PortSpec* port = model::input_for(kind, type);
        const auto index = port ? static_cast<std::size_t>(port - kind.inputs.data()) : 0;
        const QPointF grip = port ? layout.inputs[index] : QPointF();
        command = model::add_block_from(document, kind, placed(grip), *request.from,
                                        port ? port->name : std::string());
    } else if (request.to) {
        const QPointF grip = layout.outputs.empty() ? QPointF() : layout.outputs.front();
        command = model::add_block_to(document, kind, placed(grip), *request.to);
    } else if (request.into) {
        WireInsertion insertion(m_view.graph());
        const QPointF corner = point - layout.body.center();
        if (insertion.aimAt(*request.into))
            command = insertion.insertNew(kind, placed(point - corner));
        if (command.empty()) m_view.say(tr("%1 has no way through.").arg(qtext(kind.title)));
    } else {
        model::Point at = placed(layout.header.center());
        // A block there already would be hidden.
        if (m_view.graph().blockAt(point)) {
            const QPointF free = freePlace({at.x, at.y}, layout.body.size());
            at = {free.x(), free.y()};
        }
        command = model::add_block(document, kind, at);
    }
    if (command.empty()) return;
    model().run(command);
    m_added = id;
    model().select({id});
    if (request.behind) m_view.reveal(m_view.graph().blocksRect({id}));
    m_view.setFocus();
}

QPointF CanvasEditor::besideBlock(model::BlockId id, QSizeF size) const {
    const BlockItem* item = m_view.graph().blockItem(id);
    if (item == nullptr) return freePlace(m_view.visibleRect().center(), size);
    const QPointF beside = item->sceneBody().topRight() + QPointF(metrics().unit * 5, 0);
    return freePlace(beside, size);
}

void CanvasEditor::addInView(const model::BlockKind& kind) {
    const QSizeF size = BlockLayout(contentOf(kind)).body.size();
    QPointF at = m_view.visibleRect().center() - QPointF(size.width() / 2, size.height() / 2);
    at = freePlace(at, size);
    if (model().selection().size() == 1) {
        const QPointF beside = besideBlock(*model().selection().begin(), size);
        if (m_view.visibleRect().contains(QRectF(beside, size))) at = beside;
    }
    const model::BlockId id = model().document().fresh_id();
    model().run(model::add_block(model().document(), kind, {at.x(), at.y()}));
    model().select({id});
    m_view.reveal(m_view.graph().blocksRect({id}));
}

// Reasons

QString CanvasEditor::whyNotSelection() const {
    return model().selection().empty() ? tr("Select a block first.") : QString();
}

QString CanvasEditor::whyNotBypass() const {
    if (model().selection().empty()) return tr("Select a block first.");
    const auto why = model::why_not_bypass(model().document(), model().catalogue(),
                                           model().analysis(), selected());
    return why ? qtext(*why) : QString();
}

QString CanvasEditor::whyNotConnect() const {
    if (model().selection().size() != 2) return tr("Select the two blocks to connect.");
    return connection() ? QString() : tr("No free input of these blocks fits an output.");
}

QString CanvasEditor::whyNotPaste() const {
    const QMimeData* data = QApplication::clipboard()->mimeData();
    const bool any = data && (data->hasFormat(mime::blocks) || data->hasText());
    return any ? QString() : tr("There are no copied blocks on the clipboard.");
}

}  // namespace gradweave::ui
