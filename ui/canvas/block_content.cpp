// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/block_content.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/catalogue_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

std::vector<PortContent> portsOf(const std::vector<model::PortSpec>& specs) {
    std::vector<PortContent> ports;
    for (const model::PortSpec& spec : specs) {
        ports.push_back({spec.name, qtext(spec.name), false, spec.optional,
                         spec.accepts == model::Accepts::classes});
    }
    return ports;
}

bool carriesClasses(const model::BlockFacts& facts, const std::string& output) {
    const auto type = facts.outputs.find(output);
    return type != facts.outputs.end() && !is_floating(type->second.dtype);
}

}  // namespace

BlockContent contentOf(const model::Block& block, const model::BlockKind* kind) {
    BlockContent content;
    content.known = kind != nullptr;
    content.marks = block.marks;
    content.name = qtext(block.name);
    content.title = qtext(kind ? kind->title : block.kind);
    if (kind == nullptr) return content;
    content.category = kind->category;
    content.summary = summaryText(*kind, block.params);
    content.inputs = portsOf(kind->input_ports(block.params));
    content.outputs = portsOf(kind->output_ports(block.params));
    return content;
}

BlockContent contentOf(const model::BlockKind& kind) {
    model::Block block;
    block.name = kind.default_name;
    return contentOf(block, &kind);
}

void BlockContent::connect(const std::string& id, bool output) {
    auto& ports = output ? outputs : inputs;
    auto port =
        std::find_if(ports.begin(), ports.end(), [&](const PortContent& p) { return p.id == id; });
    if (port == ports.end()) port = ports.insert(port, {id, qtext(id)});
    port->connected = true;
}

void BlockContent::blame(const model::Problem* problem) {
    if (problem == nullptr) return;
    mood = problem->severity == model::Problem::Severity::error ? Mood::error : Mood::warning;
    message = sentenceText(problem->sentence);
    for (PortContent& port : inputs) {
        if (port.id != problem->place) continue;
        port.wrong = true;
        // The usual state of a block that was just added needs no whole sentence.
        if (!port.connected)
            message = QCoreApplication::translate("Canvas", "Connect “%1”").arg(port.name);
    }
}

void BlockContent::know(const model::BlockFacts& facts) {
    for (PortContent& port : outputs)
        port.classes = carriesClasses(facts, port.id);
}

bool BlockContent::knows(const model::BlockFacts& facts) const {
    return std::all_of(outputs.begin(), outputs.end(), [&](const PortContent& port) {
        return port.classes == carriesClasses(facts, port.id);
    });
}

}  // namespace gradweave::ui
