// SPDX-License-Identifier: Apache-2.0
// Parts of documents: what copy, paste and duplicate move about.
#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"

namespace gradweave::model {

namespace {

/// Marks the clipboard's text as ours; the blocks and wires in it are written as in a project.
constexpr const char* fragment_key = "gradweave-fragment";

}  // namespace

Fragment copy(const Document& document, const std::vector<BlockId>& ids, bool incoming) {
    const std::set<BlockId> chosen(ids.begin(), ids.end());
    Fragment fragment;
    for (const BlockId id : chosen)
        fragment.blocks.push_back(document.at(id));
    for (const auto& [to, from] : document.wires()) {
        if (chosen.contains(to.block) && (incoming || chosen.contains(from.block)))
            fragment.wires.push_back({from, to});
    }
    return fragment;
}

std::string to_text(const Fragment& fragment) {
    Document document;
    std::set<BlockId> inside;
    for (const Block& block : fragment.blocks) {
        document.apply(InsertBlock{block});
        inside.insert(block.id);
    }
    io::Json::List incoming;
    for (const Wire& wire : fragment.wires) {
        if (inside.contains(wire.from.block))
            document.apply(InsertWire{wire});
        else
            incoming.push_back(
                io::Json::List{wire.from.block, wire.from.port, wire.to.block, wire.to.port});
    }
    io::Json::Object extra;
    extra[fragment_key] = true;
    extra["incoming"] = std::move(incoming);
    document.set_extra(std::move(extra));
    return to_text(document);
}

Fragment fragment_from_text(const std::string& text) {
    static const Catalogue catalogue;
    const Document document = document_from_text(text, catalogue);
    if (!document.extra().contains(fragment_key))
        throw Error(ErrorKind::bad_input, "this text holds no copied blocks");
    Fragment fragment;
    for (const auto& [id, block] : document.blocks())
        fragment.blocks.push_back(block);
    for (const auto& [to, from] : document.wires())
        fragment.wires.push_back({from, to});
    if (const auto incoming = document.extra().find("incoming");
        incoming != document.extra().end()) {
        for (const io::Json& entry : incoming->second.list()) {
            const auto& ends = entry.list();
            if (ends.size() != 4)
                throw Error(ErrorKind::bad_input, "a copied wire has no two ends");
            fragment.wires.push_back(
                {{ends[0].integer(), ends[1].string()}, {ends[2].integer(), ends[3].string()}});
        }
    }
    return fragment;
}

Command paste(const Document& document, const Fragment& fragment, Point position,
              std::vector<BlockId>* added) {
    if (fragment.blocks.empty()) return {};
    Command command{fragment.blocks.size() == 1
                        ? "Paste block"
                        : concat("Paste ", fragment.blocks.size(), " blocks"),
                    {},
                    ""};
    Point corner = fragment.blocks.front().position;
    for (const Block& block : fragment.blocks)
        corner = {std::min(corner.x, block.position.x), std::min(corner.y, block.position.y)};
    std::map<BlockId, BlockId> renewed;
    std::vector<std::string> names;
    BlockId next = document.fresh_id();
    for (Block block : fragment.blocks) {
        renewed[block.id] = next;
        block.id = next++;
        block.name = document.unique_name(block.name, names);
        names.push_back(block.name);
        block.position = {position.x + block.position.x - corner.x,
                          position.y + block.position.y - corner.y};
        if (added != nullptr) added->push_back(block.id);
        command.edits.push_back(InsertBlock{std::move(block)});
    }
    for (Wire wire : fragment.wires) {
        wire.to.block = renewed.at(wire.to.block);
        if (const auto own = renewed.find(wire.from.block); own != renewed.end())
            wire.from.block = own->second;
        else if (document.find(wire.from.block) == nullptr)
            continue;
        command.edits.push_back(InsertWire{std::move(wire)});
    }
    return command;
}

}  // namespace gradweave::model
