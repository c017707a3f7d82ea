// SPDX-License-Identifier: Apache-2.0
#include "engine/model/document.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"

namespace gradweave::model {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::failed, why);
}

/// Sets or removes a value; returns what was there.
std::optional<ParamValue> exchange(Params& params, const std::string& key,
                                   std::optional<ParamValue> value) {
    std::optional<ParamValue> before;
    if (const auto found = params.find(key); found != params.end()) before = found->second;
    if (value)
        params.insert_or_assign(key, std::move(*value));
    else
        params.erase(key);
    return before;
}

}  // namespace

const Block* Document::find(BlockId id) const {
    const auto found = blocks_.find(id);
    return found == blocks_.end() ? nullptr : &found->second;
}

const Block* Document::find(const std::string& name) const {
    for (const auto& [id, block] : blocks_) {
        if (block.name == name) return &block;
    }
    return nullptr;
}

const Block& Document::at(BlockId id) const {
    const Block* block = find(id);
    if (block == nullptr) refuse(concat("there is no block ", id));
    return *block;
}

std::optional<Socket> Document::source_of(const Socket& input) const {
    const auto found = wires_.find(input);
    if (found == wires_.end()) return std::nullopt;
    return found->second;
}

std::optional<Socket> Document::live_source(const Socket& input) const {
    const auto source = source_of(input);
    if (!source || at(source->block).marks.mode == BlockMode::muted) return std::nullopt;
    return source;
}

const std::vector<Point>& Document::bends(const Socket& input) const {
    static const std::vector<Point> none;
    const auto found = bends_.find(input);
    return found == bends_.end() ? none : found->second;
}

const Frame* Document::find_frame(FrameId id) const {
    const auto found = frames_.find(id);
    return found == frames_.end() ? nullptr : &found->second;
}

std::vector<BlockId> Document::blocks_in(FrameId frame) const {
    std::vector<BlockId> result;
    for (const auto& [id, block] : blocks_) {
        if (block.frame == frame) result.push_back(id);
    }
    return result;
}

std::vector<Wire> Document::wires_from(BlockId id) const {
    std::vector<Wire> result;
    for (const auto& [to, from] : wires_) {
        if (from.block == id) result.push_back({from, to});
    }
    return result;
}

std::vector<Wire> Document::wires_to(BlockId id) const {
    std::vector<Wire> result;
    for (auto wire = wires_.lower_bound({id, ""}); wire != wires_.end() && wire->first.block == id;
         ++wire) {
        result.push_back({wire->second, wire->first});
    }
    return result;
}

std::string Document::unique_name(const std::string& wanted,
                                  const std::vector<std::string>& taken) const {
    std::set<std::string> used(taken.begin(), taken.end());
    for (const auto& [id, block] : blocks_)
        used.insert(block.name);
    if (!used.contains(wanted)) return wanted;
    // "fc2" continues as "fc3", not as "fc22".
    std::string stem = wanted;
    while (stem.size() > 1 && stem.back() >= '0' && stem.back() <= '9')
        stem.pop_back();
    for (int number = 2;; ++number) {
        if (std::string name = concat(stem, number); !used.contains(name)) return name;
    }
}

void Document::set_block_extra(BlockId id, io::Json::Object extra) {
    at(id);
    blocks_[id].extra = std::move(extra);
}

Edit Document::apply(const Edit& edit) {
    const auto block_of = [&](BlockId id) -> Block& { return const_cast<Block&>(at(id)); };
    struct Apply {
        Document& document;
        decltype(block_of)& block;

        Edit operator()(const InsertBlock& e) {
            const Block& added = e.block;
            if (added.id < 1) refuse("a block needs an id above 0");
            if (document.find(added.id) || document.find_frame(added.id))
                refuse(concat("the id ", added.id, " is taken"));
            check_frame(added.frame);
            if (document.find(added.name))
                refuse(concat("the name ", in_quotes(added.name), " is taken"));
            document.blocks_.emplace(added.id, added);
            document.next_id_ = std::max(document.next_id_, added.id + 1);
            return EraseBlock{added.id};
        }
        Edit operator()(const EraseBlock& e) {
            Block erased = block(e.id);
            if (!document.wires_to(e.id).empty() || !document.wires_from(e.id).empty()) {
                refuse(concat("block ", in_quotes(erased.name), " still has wires"));
            }
            document.blocks_.erase(e.id);
            return InsertBlock{std::move(erased)};
        }
        Edit operator()(const InsertWire& e) {
            block(e.wire.from.block);
            block(e.wire.to.block);
            if (document.wires_.contains(e.wire.to)) {
                refuse(concat("input ", in_quotes(e.wire.to.port), " of block ", e.wire.to.block,
                              " is taken"));
            }
            document.wires_.emplace(e.wire.to, e.wire.from);
            if (!e.bends.empty()) document.bends_.emplace(e.wire.to, e.bends);
            return EraseWire{e.wire.to};
        }
        Edit operator()(const EraseWire& e) {
            const auto found = document.wires_.find(e.to);
            if (found == document.wires_.end()) {
                refuse(concat("input ", in_quotes(e.to.port), " of block ", e.to.block,
                              " has no wire"));
            }
            InsertWire inverse{{found->second, found->first}, document.bends(e.to)};
            document.wires_.erase(found);
            document.bends_.erase(e.to);
            return inverse;
        }
        Edit operator()(const MoveBlock& e) {
            return MoveBlock{e.id, std::exchange(block(e.id).position, e.position)};
        }
        Edit operator()(const RenameBlock& e) {
            Block& renamed = block(e.id);
            const Block* other = document.find(e.name);
            if (other != nullptr && other != &renamed)
                refuse(concat("the name ", in_quotes(e.name), " is taken"));
            return RenameBlock{e.id, std::exchange(renamed.name, e.name)};
        }
        Edit operator()(const SetParam& e) {
            return SetParam{e.id, e.key, exchange(block(e.id).params, e.key, e.value)};
        }
        Edit operator()(const SetTraining& e) {
            return SetTraining{e.key, exchange(document.training_, e.key, e.value)};
        }
        Edit operator()(const SetMarks& e) {
            return SetMarks{e.id, std::exchange(block(e.id).marks, e.marks)};
        }
        Edit operator()(const SetBends& e) {
            if (!document.wires_.contains(e.to))
                refuse(concat("input ", in_quotes(e.to.port), " of block ", e.to.block,
                              " has no wire"));
            SetBends inverse{e.to, document.bends(e.to)};
            if (e.bends.empty())
                document.bends_.erase(e.to);
            else
                document.bends_.insert_or_assign(e.to, e.bends);
            return inverse;
        }
        Edit operator()(const InsertFrame& e) {
            if (e.frame.id < 1) refuse("a frame needs an id above 0");
            if (document.find(e.frame.id) || document.find_frame(e.frame.id))
                refuse(concat("the id ", e.frame.id, " is taken"));
            document.frames_.emplace(e.frame.id, e.frame);
            document.next_id_ = std::max(document.next_id_, e.frame.id + 1);
            return EraseFrame{e.frame.id};
        }
        Edit operator()(const EraseFrame& e) {
            Frame erased = frame(e.id);
            if (!document.blocks_in(e.id).empty())
                refuse(concat("frame ", in_quotes(erased.title), " still has blocks"));
            document.frames_.erase(e.id);
            return InsertFrame{std::move(erased)};
        }
        Edit operator()(const ChangeFrame& e) {
            return ChangeFrame{std::exchange(frame(e.frame.id), e.frame)};
        }
        Edit operator()(const SetFrame& e) {
            check_frame(e.frame);
            return SetFrame{e.id, std::exchange(block(e.id).frame, e.frame)};
        }

        Frame& frame(FrameId id) const {
            const auto found = document.frames_.find(id);
            if (found == document.frames_.end()) refuse(concat("there is no frame ", id));
            return found->second;
        }
        void check_frame(FrameId id) const {
            if (id != 0) frame(id);
        }
    };
    return std::visit(Apply{*this, block_of}, edit);
}

Command Document::apply(const Command& command) {
    // Undone from the last edit to the first. Collected in order and turned around at the end:
    // moving thousands of blocks must not cost the square of their number.
    Command inverse{command.text, {}, command.merge_key};
    try {
        for (const Edit& edit : command.edits)
            inverse.edits.push_back(apply(edit));
    } catch (...) {
        for (auto edit = inverse.edits.rbegin(); edit != inverse.edits.rend(); ++edit)
            apply(*edit);
        throw;
    }
    std::reverse(inverse.edits.begin(), inverse.edits.end());
    return inverse;
}

std::vector<BlockId> topological_order(const Document& document) {
    std::map<BlockId, int> waiting;
    std::map<BlockId, std::vector<BlockId>> users;
    for (const auto& [id, block] : document.blocks())
        waiting[id] = 0;
    for (const auto& [to, from] : document.wires()) {
        ++waiting[to.block];
        users[from.block].push_back(to.block);
    }
    std::set<BlockId> ready;
    for (const auto& [id, count] : waiting) {
        if (count == 0) ready.insert(id);
    }
    std::vector<BlockId> order;
    while (!ready.empty()) {
        const BlockId id = *ready.begin();
        ready.erase(ready.begin());
        order.push_back(id);
        waiting.erase(id);
        for (const BlockId user : users[id]) {
            if (--waiting[user] == 0) ready.insert(user);
        }
    }
    for (const auto& [id, count] : waiting)
        order.push_back(id);
    return order;
}

std::vector<BlockId> find_cycle(const Document& document) {
    // Follow wires backwards from a block that the order could not place; the walk stays among such
    // blocks and must meet itself.
    std::map<BlockId, std::vector<BlockId>> sources;
    for (const auto& [to, from] : document.wires())
        sources[to.block].push_back(from.block);
    std::set<BlockId> placed;
    for (const BlockId id : topological_order(document)) {
        const auto& inputs = sources[id];
        if (std::all_of(inputs.begin(), inputs.end(),
                        [&](BlockId source) { return placed.contains(source); })) {
            placed.insert(id);
        }
    }
    for (const auto& [start, block] : document.blocks()) {
        if (placed.contains(start)) continue;
        std::vector<BlockId> path{start};
        for (;;) {
            const auto& inputs = sources[path.back()];
            const auto next = std::find_if(inputs.begin(), inputs.end(),
                                           [&](BlockId s) { return !placed.contains(s); });
            const auto met = std::find(path.begin(), path.end(), *next);
            if (met != path.end()) {
                std::vector<BlockId> cycle(met, path.end());
                std::reverse(cycle.begin(), cycle.end());
                return cycle;
            }
            path.push_back(*next);
        }
    }
    return {};
}

bool would_close_cycle(const Document& document, BlockId from, BlockId to) {
    std::map<BlockId, std::vector<BlockId>> users;
    for (const auto& [input, output] : document.wires())
        users[output.block].push_back(input.block);
    std::vector<BlockId> stack{to};
    std::set<BlockId> seen{to};
    while (!stack.empty()) {
        const BlockId id = stack.back();
        stack.pop_back();
        if (id == from) return true;
        for (const BlockId user : users[id]) {
            if (seen.insert(user).second) stack.push_back(user);
        }
    }
    return false;
}

}  // namespace gradweave::model
