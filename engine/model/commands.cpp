// SPDX-License-Identifier: Apache-2.0
#include "engine/model/commands.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/model/layered.h"

namespace gradweave::model {

namespace {

std::string title_of(const Catalogue& catalogue, const Block& block) {
    const BlockKind* kind = catalogue.find(block.kind);
    return kind ? kind->title : block.kind;
}

/// The erasing edits for all wires of some blocks, then for the blocks.
std::vector<Edit> erasing(const Document& document, const std::vector<BlockId>& ids) {
    const std::set<BlockId> gone(ids.begin(), ids.end());
    std::vector<Edit> edits;
    for (const auto& [to, from] : document.wires()) {
        if (gone.contains(to.block) || gone.contains(from.block)) edits.push_back(EraseWire{to});
    }
    std::map<FrameId, std::size_t> leaving;
    for (const BlockId id : gone) {
        edits.push_back(EraseBlock{id});
        ++leaving[document.at(id).frame];
    }
    // A frame that only ever lay around its blocks goes with the last of them.
    for (const auto& [id, count] : leaving) {
        const Frame* frame = document.find_frame(id);
        if (frame && frame->size == Point{} && document.blocks_in(id).size() == count)
            edits.push_back(EraseFrame{id});
    }
    return edits;
}

std::string removal_text(const Document& document, const Catalogue& catalogue,
                         const std::vector<BlockId>& ids) {
    if (ids.size() == 1) return "Delete " + title_of(catalogue, document.at(ids.front()));
    return concat("Delete ", ids.size(), " blocks");
}

}  // namespace

Block new_block(const Document& document, const BlockKind& kind, Point position) {
    Block block;
    block.id = document.fresh_id();
    block.kind = kind.id;
    block.version = kind.version;
    // The first of several numbered blocks is fc1, as people would call it.
    const bool counted = kind.category == Category::layer && !kind.default_name.empty() &&
                         kind.default_name != kind.id;
    block.name = document.unique_name(counted ? kind.default_name + "1" : kind.default_name);
    block.position = position;
    return block;
}

Command add_block(const Document& document, const BlockKind& kind, Point position) {
    return {"Add " + kind.title, {InsertBlock{new_block(document, kind, position)}}, ""};
}

Command remove_blocks(const Document& document, const Catalogue& catalogue,
                      const std::vector<BlockId>& ids) {
    if (ids.empty()) return {};
    return {removal_text(document, catalogue, ids), erasing(document, ids), ""};
}

Command remove_and_reconnect(const Document& document, const Catalogue& catalogue,
                             const std::vector<BlockId>& ids) {
    if (ids.empty()) return {};
    Command command = remove_blocks(document, catalogue, ids);
    for (const Wire& wire : joints_around(document, catalogue, ids))
        command.edits.push_back(InsertWire{wire});
    return command;
}

std::vector<Wire> joints_around(const Document& document, const Catalogue& catalogue,
                                const std::vector<BlockId>& ids) {
    std::vector<Wire> joints;
    const std::set<BlockId> gone(ids.begin(), ids.end());
    for (const auto& [to, from] : document.wires()) {
        if (gone.contains(to.block) || !gone.contains(from.block)) continue;
        // Upwards through first inputs until the chain is left.
        std::optional<Socket> source = from;
        std::set<BlockId> seen;
        while (source && gone.contains(source->block) && seen.insert(source->block).second) {
            const Block& block = document.at(source->block);
            const BlockKind* kind = catalogue.find(block.kind);
            const auto ports = kind ? kind->input_ports(block.params) : std::vector<PortSpec>{};
            source =
                ports.empty() ? std::nullopt : document.source_of({block.id, ports.front().name});
        }
        if (source && !gone.contains(source->block)) joints.push_back({*source, to});
    }
    return joints;
}

Command remove_wires(const std::vector<Socket>& inputs) {
    Command command{inputs.size() == 1 ? "Remove wire" : "Remove wires", {}, ""};
    for (const Socket& input : inputs)
        command.edits.push_back(EraseWire{input});
    return command;
}

Command connect(const Document& document, const Wire& wire) {
    const auto before = document.source_of(wire.to);
    if (before == wire.from) return {};
    Command command{"Connect", {}, ""};
    if (before) command.edits.push_back(EraseWire{wire.to});
    command.edits.push_back(InsertWire{wire});
    return command;
}

Command add_block_from(const Document& document, const BlockKind& kind, Point position,
                       const Socket& from, const std::string& port) {
    Command command = add_block(document, kind, position);
    const Block& block = std::get<InsertBlock>(command.edits.front()).block;
    const auto ports = kind.input_ports(block.params);
    const std::string& name = port.empty() && !ports.empty() ? ports.front().name : port;
    if (!name.empty()) command.edits.push_back(InsertWire{{from, {block.id, name}}});
    return command;
}

Command add_block_to(const Document& document, const BlockKind& kind, Point position,
                     const Socket& to) {
    Command command = add_block(document, kind, position);
    const BlockId id = std::get<InsertBlock>(command.edits.front()).block.id;
    if (kind.outputs.empty()) return command;
    if (document.source_of(to)) command.edits.push_back(EraseWire{to});
    command.edits.push_back(InsertWire{{{id, kind.outputs.front().name}, to}});
    return command;
}

namespace {

/// The edits that lead the wire into `input` through a block at `x` with these ports. Its bends
/// stay, each on the side of the block where it is.
void lead_through(const Document& document, BlockId id, double x, const std::string& in,
                  const std::string& out, const Socket& input, Command& command) {
    const Socket source = *document.source_of(input);
    const std::vector<Point>& bends = document.bends(input);
    const auto split =
        std::find_if(bends.begin(), bends.end(), [&](const Point& p) { return p.x > x; });
    command.edits.push_back(EraseWire{input});
    command.edits.push_back(InsertWire{{source, {id, in}}, {bends.begin(), split}});
    command.edits.push_back(InsertWire{{{id, out}, input}, {split, bends.end()}});
}

}  // namespace

Command insert_on_wire(const Document& document, const Catalogue& catalogue, BlockId id,
                       const Socket& input) {
    const Block& block = document.at(id);
    const BlockKind* kind = catalogue.find(block.kind);
    const bool wired = !document.wires_to(id).empty() || !document.wires_from(id).empty();
    if (kind == nullptr || wired || !document.source_of(input)) return {};
    const auto ports = kind->input_ports(block.params), outputs = kind->output_ports(block.params);
    if (ports.empty() || outputs.empty()) return {};
    Command command{"Insert " + kind->title, {}, ""};
    lead_through(document, id, block.position.x, ports.front().name, outputs.front().name, input,
                 command);
    return command;
}

Command insert_new_on_wire(const Document& document, const BlockKind& kind, Point position,
                           const Socket& input) {
    const auto ports = kind.input_ports({});
    if (ports.empty() || kind.outputs.empty() || !document.source_of(input)) return {};
    Command command = add_block(document, kind, position);
    command.text = "Insert " + kind.title;
    const BlockId id = std::get<InsertBlock>(command.edits.front()).block.id;
    lead_through(document, id, position.x, ports.front().name, kind.outputs.front().name, input,
                 command);
    return command;
}

Command move_blocks(const Document& document, const std::map<BlockId, Point>& positions) {
    Command command{positions.size() == 1 ? "Move block" : "Move blocks", {}, ""};
    for (const auto& [id, position] : positions) {
        if (!(document.at(id).position == position))
            command.edits.push_back(MoveBlock{id, position});
    }
    for (const auto& [to, points] : document.all_bends()) {
        const auto from = positions.find(document.source_of(to)->block);
        if (from == positions.end() || !positions.contains(to.block)) continue;
        const Point before = document.at(from->first).position;
        const Point by{from->second.x - before.x, from->second.y - before.y};
        if (by == Point{}) continue;
        std::vector<Point> moved = points;
        for (Point& point : moved)
            point = {point.x + by.x, point.y + by.y};
        command.edits.push_back(SetBends{to, std::move(moved)});
    }
    return command;
}

Command rename_block(const Document& document, const Catalogue& catalogue, BlockId id,
                     const std::string& name) {
    if (document.at(id).name == name) return {};
    const auto refuse = [](const std::string& why) { throw Error(ErrorKind::usage, why); };
    if (name.empty()) refuse("A block needs a name: its weights are saved under it.");
    if (name.size() > 200) refuse("A name can have at most 200 characters.");
    if (name.front() == ' ' || name.back() == ' ')
        refuse("A name cannot begin or end with a space.");
    for (const char c : name) {
        if (c == '.' || c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
            refuse(
                "A name cannot contain dots or slashes: \"fc1.weight\" means the weight of fc1.");
        }
    }
    if (document.find(name) != nullptr)
        refuse(concat("Another block is called ", in_quotes(name), " already."));
    Command command{"Rename block", {RenameBlock{id, name}}, concat("rename ", id)};
    const Block& block = document.at(id);
    const BlockKind* kind = catalogue.find(block.kind);
    if (kind == nullptr || !kind->learns || !document.training().contains(weights_key))
        return command;
    const auto stored = block.params.find(stored_key);
    if (stored == block.params.end())
        command.edits.push_back(SetParam{id, stored_key, block.name});
    else if (stored->second == ParamValue(name))
        command.edits.push_back(SetParam{id, stored_key, std::nullopt});
    return command;
}

Command set_param(const Document& document, const Catalogue& catalogue, BlockId id,
                  const std::string& key, const ParamValue& value) {
    const Block& block = document.at(id);
    const BlockKind* kind = catalogue.find(block.kind);
    const ParamSpec* spec = kind ? find_spec(kind->params, key) : nullptr;
    if (spec == nullptr)
        throw Error(ErrorKind::usage, concat("Block ", in_quotes(block.name), " has no parameter ",
                                             in_quotes(key), "."));
    if (const auto problem = check_value(*spec, value))
        throw Error(ErrorKind::usage, concat(spec->label, " ", *problem, "."));
    const auto current = block.params.find(key);
    const bool is_default = value == spec->fallback;
    if (current == block.params.end() ? is_default : current->second == value) return {};
    Command command{concat("Change ", spec->label),
                    {SetParam{id, key, is_default ? std::nullopt : std::optional(value)}},
                    concat("param ", id, " ", key)};
    // Inputs and outputs that are no more lose their wires.
    Params after = block.params;
    after.insert_or_assign(key, value);
    const auto drop = [&](const std::vector<PortSpec>& now, const std::vector<PortSpec>& then,
                          const std::string& port, const Socket& to) {
        const auto among = [&](const std::vector<PortSpec>& ports) {
            return std::any_of(ports.begin(), ports.end(),
                               [&](const PortSpec& p) { return p.name == port; });
        };
        if (among(now) && !among(then)) command.edits.insert(command.edits.begin(), EraseWire{to});
    };
    for (const Wire& wire : document.wires_to(id))
        drop(kind->input_ports(block.params), kind->input_ports(after), wire.to.port, wire.to);
    for (const Wire& wire : document.wires_from(id))
        drop(kind->output_ports(block.params), kind->output_ports(after), wire.from.port, wire.to);
    return command;
}

Command set_training(const Document& document, const std::string& key, const ParamValue& value) {
    const ParamSpec* spec = find_spec(training_settings(), key);
    if (spec == nullptr)
        throw Error(ErrorKind::usage, concat("There is no training setting ", in_quotes(key), "."));
    if (const auto problem = check_value(*spec, value))
        throw Error(ErrorKind::usage, concat(spec->label, " ", *problem, "."));
    const auto current = document.training().find(key);
    const bool is_default = value == fallback_of(*spec, training_settings(), document.training());
    if (current == document.training().end() ? is_default : current->second == value) return {};
    return {concat("Change ", spec->label),
            {SetTraining{key, is_default ? std::nullopt : std::optional(value)}},
            "training " + key};
}

Command arrange(const Document& document, const std::vector<BlockId>& ids,
                const std::function<Point(const Block&)>& size_of) {
    std::vector<BlockId> order;
    const std::set<BlockId> chosen(ids.begin(), ids.end());
    for (const BlockId id : topological_order(document)) {
        if (chosen.empty() || chosen.contains(id)) order.push_back(id);
    }
    if (order.empty()) return {};
    std::map<BlockId, int> number;
    std::vector<LayoutNode> nodes;
    Point corner = document.at(order.front()).position;
    for (const BlockId id : order) {
        const Block& block = document.at(id);
        number.emplace(id, static_cast<int>(number.size()));
        nodes.push_back({size_of(block)});
        corner = {std::min(corner.x, block.position.x), std::min(corner.y, block.position.y)};
    }
    std::vector<std::pair<int, int>> edges;
    for (const auto& [to, from] : document.wires()) {
        if (number.contains(to.block) && number.contains(from.block))
            edges.emplace_back(number.at(from.block), number.at(to.block));
    }
    const auto placed = layered_layout(nodes, edges, 80, 40, false);
    // The arranged blocks stay where they were, as a whole.
    Point top = placed.front();
    for (const Point& p : placed)
        top = {std::min(top.x, p.x), std::min(top.y, p.y)};
    std::map<BlockId, Point> positions;
    for (const BlockId id : order) {
        const Point& p = placed[static_cast<std::size_t>(number.at(id))];
        positions[id] = {p.x - top.x + corner.x, p.y - top.y + corner.y};
    }
    Command command = move_blocks(document, positions);
    command.text = "Arrange";
    // Bends were made for another arrangement.
    std::erase_if(command.edits,
                  [](const Edit& edit) { return std::holds_alternative<SetBends>(edit); });
    for (const auto& [to, points] : document.all_bends()) {
        if (number.contains(to.block) && number.contains(document.source_of(to)->block))
            command.edits.push_back(SetBends{to, {}});
    }
    return command;
}

}  // namespace gradweave::model
