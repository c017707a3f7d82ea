// SPDX-License-Identifier: Apache-2.0
#include "engine/model/markup.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"

namespace gradweave::model {

namespace {

/// Sets a mark on all blocks, or clears it where all have it. `text` gets "2 blocks" where several.
template <class Has, class Set>
Command toggle(const Document& document, const std::vector<BlockId>& ids, const char* on,
               const char* off, const Has& has, const Set& set) {
    const bool all =
        std::all_of(ids.begin(), ids.end(), [&](BlockId id) { return has(document.at(id).marks); });
    Command command{all ? off : on, {}, ""};
    for (const BlockId id : ids) {
        BlockMarks marks = document.at(id).marks;
        set(marks, !all);
        if (!(marks == document.at(id).marks)) command.edits.push_back(SetMarks{id, marks});
    }
    return command;
}

const Frame& frame_at(const Document& document, FrameId id) {
    const Frame* frame = document.find_frame(id);
    if (frame == nullptr) throw Error(ErrorKind::failed, concat("there is no frame ", id));
    return *frame;
}

/// Edits that remove the frames without blocks and without an area of their own which `leaving`
/// would leave behind.
void drop_emptied(const Document& document, const std::vector<BlockId>& leaving,
                  std::vector<Edit>& edits) {
    std::map<FrameId, std::size_t> gone;
    for (const BlockId id : std::set<BlockId>(leaving.begin(), leaving.end()))
        ++gone[document.at(id).frame];
    for (const auto& [id, count] : gone) {
        const Frame* frame = document.find_frame(id);
        if (frame && frame->size == Point{} && document.blocks_in(id).size() == count)
            edits.push_back(EraseFrame{id});
    }
}

}  // namespace

Command toggle_mode(const Document& document, const std::vector<BlockId>& ids, BlockMode mode) {
    const bool bypass = mode == BlockMode::bypassed;
    return toggle(
        document, ids, bypass ? "Bypass" : "Mute", bypass ? "Take bypass off" : "Unmute",
        [&](const BlockMarks& marks) { return marks.mode == mode; },
        [&](BlockMarks& marks, bool on) { marks.mode = on ? mode : BlockMode::active; });
}

std::optional<std::string> why_not_bypass(const Document& document, const Catalogue& catalogue,
                                          const Analysis& analysis,
                                          const std::vector<BlockId>& ids) {
    const bool all = std::all_of(ids.begin(), ids.end(), [&](BlockId id) {
        return document.at(id).marks.mode == BlockMode::bypassed;
    });
    if (all) return std::nullopt;
    for (const BlockId id : ids) {
        const Block& block = document.at(id);
        if (block.marks.mode == BlockMode::bypassed) continue;
        const BlockKind* kind = catalogue.find(block.kind);
        const auto outputs = kind ? kind->output_ports(block.params) : std::vector<PortSpec>{};
        if (outputs.size() != 1)
            return concat(in_quotes(block.name), " has no one output that an input could go to.");
        const auto port = passing_input(document, *kind, block);
        if (!port) return concat(in_quotes(block.name), " has no connected input to pass on.");
        const auto facts = analysis.blocks.find(id);
        if (facts == analysis.blocks.end()) return std::nullopt;
        const auto in = facts->second.inputs.find(*port);
        const auto out = facts->second.outputs.find(outputs.front().name);
        if (in == facts->second.inputs.end() || out == facts->second.outputs.end()) continue;
        if (in->second.dims != out->second.dims || in->second.dtype != out->second.dtype)
            return concat(in_quotes(block.name), " turns ", to_string(in->second.dims), " into ",
                          to_string(out->second.dims),
                          "; only a block that keeps the shape can be bypassed.");
    }
    return std::nullopt;
}

Command toggle_collapsed(const Document& document, const std::vector<BlockId>& ids) {
    return toggle(
        document, ids, "Collapse", "Open", [](const BlockMarks& marks) { return marks.collapsed; },
        [](BlockMarks& marks, bool on) { marks.collapsed = on; });
}

Command toggle_pinned(const Document& document, const std::vector<BlockId>& ids) {
    return toggle(
        document, ids, "Pin", "Unpin", [](const BlockMarks& marks) { return marks.pinned; },
        [](BlockMarks& marks, bool on) { marks.pinned = on; });
}

std::vector<BlockId> movable(const Document& document, const std::vector<BlockId>& ids) {
    std::vector<BlockId> result;
    for (const BlockId id : ids) {
        if (!document.at(id).marks.pinned) result.push_back(id);
    }
    return result;
}

Command add_frame(const Document& document, const std::vector<BlockId>& ids,
                  const std::string& title) {
    if (ids.empty()) return {};
    Frame frame;
    frame.id = document.fresh_id();
    frame.title = title;
    Command command{"Frame", {InsertFrame{frame}}, ""};
    for (const BlockId id : ids)
        command.edits.push_back(SetFrame{id, frame.id});
    drop_emptied(document, ids, command.edits);
    return command;
}

Command add_group(const Document& document, const std::vector<BlockId>& ids,
                  const std::string& title) {
    Command command = add_frame(document, ids, title);
    if (command.empty()) return command;
    command.text = "Group";
    std::get<InsertFrame>(command.edits.front()).frame.closed = true;
    return command;
}

Command close_frames(const Document& document, const std::vector<FrameId>& ids, bool closed) {
    Command command{closed ? "Close group" : "Open group", {}, ""};
    for (const FrameId id : ids) {
        Frame frame = frame_at(document, id);
        if (frame.closed == closed || document.blocks_in(id).empty()) continue;
        frame.closed = closed;
        command.edits.push_back(ChangeFrame{std::move(frame)});
    }
    return command;
}

Command add_empty_frame(const Document& document, const std::string& title, Point position,
                        Point size) {
    Frame frame;
    frame.id = document.fresh_id();
    frame.title = title;
    frame.position = position;
    frame.size = size;
    return {"Frame", {InsertFrame{frame}}, ""};
}

Command remove_frames(const Document& document, const std::vector<FrameId>& ids) {
    Command command{ids.size() == 1 ? "Remove frame" : "Remove frames", {}, ""};
    for (const FrameId frame : ids) {
        for (const BlockId id : document.blocks_in(frame))
            command.edits.push_back(SetFrame{id, 0});
        command.edits.push_back(EraseFrame{frame});
    }
    return command;
}

Command rename_frame(const Document& document, FrameId id, const std::string& title) {
    Frame frame = frame_at(document, id);
    if (frame.title == title) return {};
    if (title.size() > 200) throw Error(ErrorKind::usage, "A title can have at most 200 bytes.");
    frame.title = title;
    return {"Rename frame", {ChangeFrame{std::move(frame)}}, ""};
}

Command recolour_frame(const Document& document, FrameId id, int colour) {
    Frame frame = frame_at(document, id);
    if (frame.colour == colour) return {};
    frame.colour = colour;
    return {"Colour frame", {ChangeFrame{std::move(frame)}}, ""};
}

Command resize_frame(const Document& document, FrameId id, Point position, Point size) {
    Frame frame = frame_at(document, id);
    if (frame.position == position && frame.size == size) return {};
    frame.position = position;
    frame.size = size;
    return {"Resize frame", {ChangeFrame{std::move(frame)}}, ""};
}

Command move_frame(const Document& document, FrameId id, Point by) {
    if (by == Point{}) return {};
    Frame frame = frame_at(document, id);
    std::map<BlockId, Point> positions;
    for (const BlockId block : movable(document, document.blocks_in(id))) {
        const Point at = document.at(block).position;
        positions[block] = {at.x + by.x, at.y + by.y};
    }
    Command command = move_blocks(document, positions);
    command.text = "Move frame";
    if (!(frame.size == Point{})) {
        frame.position = {frame.position.x + by.x, frame.position.y + by.y};
        command.edits.push_back(ChangeFrame{std::move(frame)});
    }
    return command;
}

Command set_frame(const Document& document, const std::vector<BlockId>& ids, FrameId frame) {
    Command command{frame == 0 ? "Take out of frame" : "Put into frame", {}, ""};
    std::vector<BlockId> leaving;
    for (const BlockId id : ids) {
        if (document.at(id).frame == frame) continue;
        command.edits.push_back(SetFrame{id, frame});
        leaving.push_back(id);
    }
    drop_emptied(document, leaving, command.edits);
    return command;
}

Command set_bends(const Document& document, const Socket& input, std::vector<Point> bends) {
    const std::size_t before = document.bends(input).size();
    if (!document.source_of(input) || document.bends(input) == bends) return {};
    const char* text = bends.size() > before   ? "Add reroute point"
                       : bends.size() < before ? "Remove reroute point"
                                               : "Move reroute point";
    return {text, {SetBends{input, std::move(bends)}}, ""};
}

Command pull_out(const Document& document, const Catalogue& catalogue,
                 const std::map<BlockId, Point>& positions) {
    std::vector<BlockId> ids;
    for (const auto& [id, position] : positions)
        ids.push_back(id);
    Command command{"Pull out", {}, ""};
    for (const auto& [to, from] : document.wires()) {
        if (positions.contains(to.block) != positions.contains(from.block))
            command.edits.push_back(EraseWire{to});
    }
    if (command.empty()) return {};
    for (const Wire& wire : joints_around(document, catalogue, ids))
        command.edits.push_back(InsertWire{wire});
    for (const auto& edit : move_blocks(document, positions).edits)
        command.edits.push_back(edit);
    return command;
}

}  // namespace gradweave::model
