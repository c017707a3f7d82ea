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

std::vector<Point> bends_of(const Fragment& fragment, const Socket& input) {
    const auto found = fragment.bends.find(input);
    return found == fragment.bends.end() ? std::vector<Point>{} : found->second;
}

}  // namespace

Fragment copy(const Document& document, const std::vector<BlockId>& ids, bool incoming) {
    const std::set<BlockId> chosen(ids.begin(), ids.end());
    Fragment fragment;
    std::map<FrameId, std::size_t> framed;
    for (const BlockId id : chosen)
        ++framed[document.at(id).frame];
    for (const auto& [id, count] : framed) {
        const Frame* frame = document.find_frame(id);
        if (frame && document.blocks_in(id).size() == count) fragment.frames.push_back(*frame);
    }
    for (const BlockId id : chosen) {
        fragment.blocks.push_back(document.at(id));
        FrameId& frame = fragment.blocks.back().frame;
        const bool whole = std::any_of(fragment.frames.begin(), fragment.frames.end(),
                                       [&](const Frame& f) { return f.id == frame; });
        if (!whole) frame = 0;
    }
    for (const auto& [to, from] : document.wires()) {
        if (!chosen.contains(to.block)) continue;
        if (!incoming && !chosen.contains(from.block)) continue;
        fragment.wires.push_back({from, to});
        // A bend on the way from a block that stays behind would be in no place of its own.
        if (chosen.contains(from.block) && !document.bends(to).empty())
            fragment.bends[to] = document.bends(to);
    }
    return fragment;
}

std::string to_text(const Fragment& fragment) {
    Document document;
    std::set<BlockId> inside;
    for (const Frame& frame : fragment.frames)
        document.apply(InsertFrame{frame});
    for (const Block& block : fragment.blocks) {
        document.apply(InsertBlock{block});
        inside.insert(block.id);
    }
    io::Json::List incoming;
    for (const Wire& wire : fragment.wires) {
        if (inside.contains(wire.from.block))
            document.apply(InsertWire{wire, bends_of(fragment, wire.to)});
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
    for (const auto& [id, frame] : document.frames())
        fragment.frames.push_back(frame);
    fragment.bends = document.all_bends();
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
    const Point by{position.x - corner.x, position.y - corner.y};
    const auto shifted = [&](Point p) { return Point{p.x + by.x, p.y + by.y}; };
    std::map<BlockId, BlockId> renewed;
    std::map<FrameId, FrameId> frames;
    std::vector<std::string> names;
    BlockId next = document.fresh_id();
    for (Frame frame : fragment.frames) {
        frames[frame.id] = next;
        frame.id = next++;
        frame.position = shifted(frame.position);
        command.edits.push_back(InsertFrame{std::move(frame)});
    }
    for (Block block : fragment.blocks) {
        renewed[block.id] = next;
        block.id = next++;
        const auto frame = frames.find(block.frame);
        block.frame = frame == frames.end() ? 0 : frame->second;
        block.name = document.unique_name(block.name, names);
        names.push_back(block.name);
        block.position = shifted(block.position);
        if (added != nullptr) added->push_back(block.id);
        command.edits.push_back(InsertBlock{std::move(block)});
    }
    for (Wire wire : fragment.wires) {
        std::vector<Point> bends = bends_of(fragment, wire.to);
        for (Point& bend : bends)
            bend = shifted(bend);
        wire.to.block = renewed.at(wire.to.block);
        if (const auto own = renewed.find(wire.from.block); own != renewed.end())
            wire.from.block = own->second;
        else if (document.find(wire.from.block) == nullptr)
            continue;
        command.edits.push_back(InsertWire{std::move(wire), std::move(bends)});
    }
    return command;
}

}  // namespace gradweave::model
