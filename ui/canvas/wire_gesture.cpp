// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/wire_gesture.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/canvas/canvas_view.h"
#include "ui/canvas/group_item.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/signs.h"
#include "ui/catalogue_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

LooseWires::LooseWires(std::vector<QPointF> fixed, bool fromOutputs)
    : m_fixed(std::move(fixed)), m_fromOutputs(fromOutputs) {
    setZValue(layer::overlay);
    m_end = m_fixed.empty() ? QPointF() : m_fixed.front();
}

WireCurve LooseWires::curve(QPointF fixed) const {
    return m_fromOutputs ? WireCurve(fixed, m_end) : WireCurve(m_end, fixed);
}

void LooseWires::setEnd(QPointF end, bool fits) {
    prepareGeometryChange();
    m_end = end;
    m_fits = fits;
    update();
}

QRectF LooseWires::boundingRect() const {
    QRectF rect;
    for (const QPointF& fixed : m_fixed)
        rect |= curve(fixed).bounds();
    const qreal margin = metrics().unit;
    return rect.adjusted(-margin, -margin, margin, margin);
}

void LooseWires::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const QColor colour = m_fits ? theme().selection : theme().wire;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(
        QPen(colour, metrics().unit * 0.14, m_fits ? Qt::SolidLine : Qt::DashLine, Qt::RoundCap));
    painter->setBrush(Qt::NoBrush);
    for (const QPointF& fixed : m_fixed)
        painter->drawPath(curve(fixed).path());
    paintSocketShape(*painter, m_end, {colour, false, true, false, false});
}

WireGesture::WireGesture(CanvasView& view, const SocketHit& pressed, const Pointer& start)
    : Gesture(view), m_start(start) {
    const model::Document& document = view.model().document();
    if (pressed.output && start.modifiers & Qt::ControlModifier) {
        for (const model::Wire& wire : document.wires_from(pressed.socket.block)) {
            if (wire.from == pressed.socket) m_detached.push_back(wire.to);
        }
    }
    m_copies = pressed.output && start.modifiers & Qt::ShiftModifier;
    const auto source = pressed.output ? std::nullopt : document.source_of(pressed.socket);
    if (source) m_detached.push_back(pressed.socket);
    if (pressed.output && !m_detached.empty()) {
        for (const model::Socket& input : m_detached)
            fix(input, false);
    } else {
        fix(source ? *source : pressed.socket, pressed.output || source.has_value());
    }
    m_seeksOutput = !m_fixed.front().from_output() || m_copies;
    m_loose = std::make_unique<LooseWires>(m_fixedAt, m_fixed.front().from_output());
    m_loose->setEnd(pressed.position, false);
    m_offers = [this](const model::Socket& socket, bool output) { return offer(socket, output); };
}

WireGesture::~WireGesture() = default;

void WireGesture::fix(const model::Socket& end, bool output) {
    DocumentModel& model = view().model();
    m_fixed.emplace_back(model.document(), model.catalogue(), model.analysis(), end, output);
    if (const BlockItem* item = scene().blockItem(end.block))
        m_fixedAt.push_back(item->socketPosition(end.port, output));
}

std::optional<std::string> WireGesture::refusal(const model::Socket& socket) const {
    if (m_copies) {
        if (socket == m_fixed.front().end())
            return CanvasView::tr("This is where they come from.").toStdString();
        if (copying(socket).empty())
            return CanvasView::tr(
                       "No block that this output feeds has another free input that fits.")
                .toStdString();
        return std::nullopt;
    }
    for (const model::WireRules& rules : m_fixed) {
        if (auto reason = rules.refuse(socket)) return reason;
    }
    return std::nullopt;
}

SocketOffer WireGesture::offer(const model::Socket& socket, bool output) {
    if (output != m_seeksOutput) return SocketOffer::none;
    const auto known = m_known.find(socket);
    if (known != m_known.end()) return known->second;
    const auto answer = refusal(socket) ? SocketOffer::impossible : SocketOffer::possible;
    return m_known.emplace(socket, answer).first->second;
}

void WireGesture::move(const Pointer& pointer) {
    if (!m_moved) {
        const QPoint moved = pointer.view - m_start.view;
        if (moved.manhattanLength() < QApplication::startDragDistance()) return;
        m_moved = true;
        for (const model::Socket& input : m_detached)
            scene().hideWire(input, true);
        scene().addItem(m_loose.get());
        scene().setOffers(&m_offers);
        view().viewport()->setCursor(Qt::CrossCursor);
    }
    aim(pointer);
}

void WireGesture::aim(const Pointer& pointer) {
    if (BlockItem* lit = scene().blockItem(m_lit)) lit->setHoveredSocket(-1, false);
    m_lit = 0;
    m_target.reset();
    m_choice.clear();
    m_reason.clear();
    // Near a block generously: the socket need not be hit.
    const auto hit = scene().socketAt(pointer.scene, view().reach() * 1.6);
    if (hit && hit->output == m_seeksOutput) {
        if (auto reason = refusal(hit->socket))
            m_reason = *reason;
        else
            m_target = hit->socket;
    } else if (const BlockItem* block = scene().blockAt(pointer.scene)) {
        aimAtBlock(*block);
    } else if (const GroupItem* group = scene().groupAt(pointer.scene)) {
        aimAtGroup(*group);
    }
    QPointF end = pointer.scene;
    if (m_target) {
        BlockItem* block = scene().blockItem(m_target->block);
        end = block->socketPosition(m_target->port, m_seeksOutput);
        const auto& ports = m_seeksOutput ? block->content().outputs : block->content().inputs;
        for (std::size_t i = 0; i < ports.size(); ++i) {
            if (ports[i].id == m_target->port)
                block->setHoveredSocket(static_cast<int>(i), m_seeksOutput);
        }
        m_lit = m_target->block;
    }
    m_loose->setEnd(end, m_target || !m_choice.empty());
    if (m_choice.size() > 1)
        view().hint(m_seeksOutput ? CanvasView::tr("Let go to choose one of %n outputs", nullptr,
                                                   static_cast<int>(m_choice.size()))
                                  : CanvasView::tr("Let go to choose one of %n inputs", nullptr,
                                                   static_cast<int>(m_choice.size())));
    else
        view().hint(sentenceText(m_reason), true);
}

void WireGesture::aimAtBlock(const BlockItem& block) {
    const auto& ports = m_seeksOutput ? block.content().outputs : block.content().inputs;
    if (block.id() == m_fixed.front().end().block) return;  // where the wire comes from
    if (m_copies) {
        for (const PortContent& port : ports) {
            if (!refusal({block.id(), port.id})) m_target = {block.id(), port.id};
        }
    } else if (m_fixed.size() == 1) {
        m_choice = m_fixed.front().best_sockets(block.id());
        if (m_choice.size() == 1) m_target = m_choice.front();
    }
    if (m_target || !m_choice.empty() || m_fixed.size() > 1) return;
    for (const PortContent& port : ports) {
        if (auto reason = refusal({block.id(), port.id})) {
            m_reason = *reason;
            return;
        }
    }
    m_reason = ports.empty() ? CanvasView::tr("%1 has nothing to connect to.")
                                   .arg(block.content().title)
                                   .toStdString()
                             : CanvasView::tr(
                                   "All inputs of %1 are in use. Drop the wire on the "
                                   "one that it should replace.")
                                   .arg(block.content().name)
                                   .toStdString();
}

void WireGesture::aimAtGroup(const GroupItem& group) {
    if (m_copies || m_fixed.size() > 1) return;
    for (const model::Socket& socket : group.sockets(m_seeksOutput)) {
        if (!refusal(socket)) m_choice.push_back(socket);
    }
    if (m_choice.size() == 1) m_target = m_choice.front();
    if (m_choice.empty())
        m_reason = CanvasView::tr("%1 has nothing to connect to.")
                       .arg(group.content().title)
                       .toStdString();
}

void WireGesture::end() {
    view().hint({});
    if (BlockItem* lit = scene().blockItem(m_lit)) lit->setHoveredSocket(-1, false);
    if (!m_moved) return;
    scene().setOffers(nullptr);
    for (const model::Socket& input : m_detached)
        scene().hideWire(input, false);
}

void WireGesture::finish(const Pointer& pointer) {
    end();
    if (!m_moved) return;
    DocumentModel& model = view().model();
    if (m_choice.size() > 1) {
        askForSocket(pointer);
    } else if (m_target) {
        const model::Document& document = model.document();
        const auto replaced = m_seeksOutput ? std::nullopt : document.source_of(*m_target);
        const bool own =
            std::find(m_detached.begin(), m_detached.end(), *m_target) != m_detached.end();
        const model::Command command = connecting(*m_target);
        if (replaced && !own && !command.empty())
            view().say(CanvasView::tr("Replaced the wire from %1.")
                           .arg(qtext(document.at(replaced->block).name)));
        model.run(command);
    } else if (!m_reason.empty()) {
        view().say(sentenceText(m_reason));
    } else if (scene().blockAt(pointer.scene) || scene().groupAt(pointer.scene)) {
        // On the block it came from: nothing was meant.
    } else if (m_copies) {
        view().say(CanvasView::tr("Drop the wire on another output to copy the wires to it."));
    } else if (!m_detached.empty()) {
        model.run(model::remove_wires(m_detached));
    } else {
        askForBlock(pointer);
    }
}

void WireGesture::cancel() {
    end();
}

model::Command WireGesture::copying(const model::Socket& target) const {
    DocumentModel& model = view().model();
    const model::Document& document = model.document();
    const model::WireRules rules(document, model.catalogue(), model.analysis(), target, true);
    model::Command command{"Copy wires", {}, ""};
    std::set<model::BlockId> done;
    for (const model::Wire& wire : document.wires_from(m_fixed.front().end().block)) {
        if (wire.from != m_fixed.front().end() || !done.insert(wire.to.block).second) continue;
        const auto input = rules.best_socket(wire.to.block);
        if (input && !document.source_of(*input))
            command.edits.push_back(model::InsertWire{rules.wire_to(*input)});
    }
    return command;
}

model::Command WireGesture::connecting(const model::Socket& target) const {
    if (m_copies) return copying(target);
    const model::Document& document = view().model().document();
    model::Command command{m_detached.empty()       ? "Connect"
                           : m_detached.size() == 1 ? "Move wire"
                                                    : "Move wires",
                           {},
                           ""};
    std::set<model::Socket> freed;
    const auto erase = [&](const model::Socket& input) {
        if (document.source_of(input) && freed.insert(input).second)
            command.edits.push_back(model::EraseWire{input});
    };
    for (const model::WireRules& rules : m_fixed) {
        const model::Wire wire = rules.wire_to(target);
        if (document.source_of(wire.to) == wire.from) continue;  // there already
        for (const model::Socket& input : m_detached) {
            if (m_fixed.size() == 1 || input == wire.to) erase(input);
        }
        erase(wire.to);
        command.edits.push_back(model::InsertWire{wire});
    }
    return command;
}

void WireGesture::askForSocket(const Pointer& pointer) {
    const DocumentModel& model = view().model();
    const bool ofOne = m_choice.front().block == m_choice.back().block;
    std::vector<CanvasView::Choice> choices;
    for (const model::Socket& socket : m_choice) {
        const model::Block& block = model.document().at(socket.block);
        const model::BlockKind* kind = model.catalogue().find(block.kind);
        if (kind == nullptr) continue;
        for (const auto& port :
             m_seeksOutput ? kind->output_ports(block.params) : kind->input_ports(block.params)) {
            if (port.name != socket.port) continue;
            choices.push_back({ofOne ? qtext(port.name) : qtext(block.name + ' ' + port.name),
                               catalogueText(port.help), connecting(socket)});
        }
    }
    if (choices.empty()) return;
    view().offerChoice(choices, pointer.view, std::move(m_loose));
}

void WireGesture::askForBlock(const Pointer& pointer) {
    AddRequest request;
    request.global = view().viewport()->mapToGlobal(pointer.view);
    request.position = {pointer.scene.x(), pointer.scene.y()};
    (m_seeksOutput ? request.to : request.from) = m_fixed.front().end();
    // The loose wire stays until a block was chosen or not.
    view().requestAdd(request, std::move(m_loose));
}

}  // namespace gradweave::ui
