// SPDX-License-Identifier: Apache-2.0
// The analysis of the document as a whole: what depends on what, what matters, problems and sums.
#include <algorithm>

#include "engine/core/text.h"
#include "engine/model/analysis_state.h"

namespace gradweave::model {

namespace {

/// The blocks that a loss, metric or output depends on, these included.
std::unordered_set<BlockId> blocks_that_matter(const Document& document,
                                               const Catalogue& catalogue) {
    std::vector<BlockId> stack;
    for (const auto& [id, block] : document.blocks()) {
        const BlockKind* kind = catalogue.find(block.kind);
        if (block.marks.mode != BlockMode::active) continue;
        if (kind && (kind->category == Category::loss || kind->category == Category::metric ||
                     kind->category == Category::output)) {
            stack.push_back(id);
        }
    }
    std::unordered_set<BlockId> result(stack.begin(), stack.end());
    while (!stack.empty()) {
        const Block& block = document.at(stack.back());
        stack.pop_back();
        const BlockKind* kind = catalogue.find(block.kind);
        const auto passing = kind && block.marks.mode == BlockMode::bypassed
                                 ? passing_input(document, *kind, block)
                                 : std::nullopt;
        for (const Wire& wire : document.wires_to(block.id)) {
            if (document.at(wire.from.block).marks.mode == BlockMode::muted) continue;
            if (passing && wire.to.port != *passing) continue;
            if (result.insert(wire.from.block).second) stack.push_back(wire.from.block);
        }
    }
    return result;
}

std::string cycle_text(const Document& document, const std::vector<BlockId>& cycle) {
    std::string text;
    for (const BlockId id : cycle)
        text += document.at(id).name + " → ";
    return text + document.at(cycle.front()).name;
}

}  // namespace

std::vector<BlockId> sources_that_matter(const Document& document, const Catalogue& catalogue) {
    std::vector<BlockId> sources;
    for (const BlockId id : blocks_that_matter(document, catalogue)) {
        const BlockKind* kind = catalogue.find(document.at(id).kind);
        if (kind != nullptr && kind->category == Category::data &&
            document.at(id).marks.mode != BlockMode::muted)
            sources.push_back(id);
    }
    std::sort(sources.begin(), sources.end());
    return sources;
}

void Analyser::State::note(const Edit& edit) {
    if (const auto* e = std::get_if<InsertBlock>(&edit)) {
        structure_ = true;
        dirty_.insert(e->block.id);
    } else if (std::holds_alternative<EraseBlock>(edit)) {
        structure_ = true;
    } else if (const auto* e = std::get_if<InsertWire>(&edit)) {
        structure_ = true;
        dirty_.insert(e->wire.to.block);
    } else if (const auto* e = std::get_if<EraseWire>(&edit)) {
        structure_ = true;
        dirty_.insert(e->to.block);
    } else if (const auto* e = std::get_if<SetParam>(&edit)) {
        dirty_.insert(e->id);
        renowned_.insert(e->id);
    } else if (const auto* e = std::get_if<SetMarks>(&edit)) {
        structure_ = true;
        dirty_.insert(e->id);
        renowned_.insert(e->id);
    } else if (const auto* e = std::get_if<RenameBlock>(&edit)) {
        // Sentences about its users may name it.
        dirty_.insert(e->id);
        renowned_.insert(e->id);
    }
}

/// Everything that follows from blocks, wires and marks alone.
void Analyser::State::read_structure() {
    order_ = topological_order(*document_);
    cycle_ = find_cycle(*document_);
    position_.clear();
    for (std::size_t i = 0; i < order_.size(); ++i)
        position_.emplace(order_[i], i);
    users_.clear();
    std::unordered_map<BlockId, std::vector<BlockId>> feeders;
    for (const auto& [to, from] : document_->wires()) {
        users_[from.block].push_back(to.block);
        feeders[to.block].push_back(from.block);
    }
    dirty_.insert(behind_cycle_.begin(), behind_cycle_.end());
    behind_cycle_.clear();
    if (!cycle_.empty()) {
        for (const BlockId id : order_) {
            const auto& before = feeders[id];
            if (std::any_of(before.begin(), before.end(), [&](BlockId feeder) {
                    return position_.at(feeder) >= position_.at(id) ||
                           behind_cycle_.contains(feeder);
                }))
                behind_cycle_.insert(id);
        }
        dirty_.insert(behind_cycle_.begin(), behind_cycle_.end());
    }
    matters_ = blocks_that_matter(*document_, catalogue_);
    sources_.clear();
    has_loss_ = false;
    for (const auto& [id, block] : document_->blocks()) {
        const BlockKind* kind = catalogue_.find(block.kind);
        if (kind == nullptr) continue;
        if (kind->category == Category::data) sources_.push_back(id);
        has_loss_ |= kind->category == Category::loss && block.marks.mode == BlockMode::active;
        if (kind->asks_wires) dirty_.insert(id);
    }
    std::erase_if(result_.blocks, [&](const auto& entry) {
        if (document_->find(entry.first)) return false;
        found_.erase(entry.first);
        return true;
    });
}

/// Chooses what has to be looked at.
void Analyser::State::begin() {
    changed_.clear();
    if (everything_) {
        result_ = {};
        found_.clear();
        behind_cycle_.clear();
        structure_ = true;
    }
    if (structure_) read_structure();
    todo_.clear();
    if (everything_) {
        for (std::size_t i = 0; i < order_.size(); ++i)
            todo_.insert(todo_.end(), i);
    }
    const auto want = [&](BlockId id) {
        if (const auto at = position_.find(id); at != position_.end()) todo_.insert(at->second);
    };
    for (const BlockId id : dirty_)
        want(id);
    for (const BlockId id : sources_)
        want(id);
    for (const BlockId id : renowned_) {
        for (const BlockId user : users_[id])
            want(user);
    }
    dirty_.clear();
    renowned_.clear();
    everything_ = structure_ = false;
}

void Analyser::State::check_document() {
    const auto document_problem = [&](std::string sentence) {
        result_.problems.push_back({Problem::Severity::error, 0, "", std::move(sentence)});
    };
    std::vector<const Block*> sources;
    for (const BlockId id : sources_) {
        if (matters_.contains(id)) sources.push_back(&document_->at(id));
    }
    bool blocked = false, trainable = false;
    for (const auto& [id, facts] : result_.blocks) {
        if (!matters_.contains(id)) continue;
        blocked |= !facts.computable;
        trainable |= facts.parameter_count > 0;
    }
    if (!has_loss_)
        document_problem(
            "Add a loss, such as Cross-entropy or Mean squared error: it tells "
            "training what to make small.");
    // Input blocks hold no samples that would have to belong together.
    const bool declared = std::all_of(sources.begin(), sources.end(),
                                      [](const Block* block) { return block->kind == "input"; });
    if (sources.size() > 1 && !declared) {
        document_problem(concat("The network reads from two data sources, ",
                                in_quotes(sources[0]->name), " and ", in_quotes(sources[1]->name),
                                "; their samples do not belong together. Use one."));
    }
    if (has_loss_ && !blocked && sources.empty())
        document_problem("Add a data source and wire it to the network and to the loss.");
    if (has_loss_ && !blocked && !trainable)
        document_problem(
            "Nothing here can be trained: add a layer or a Parameter before the loss.");
    // A block that is not computable for a reason that nobody reported yet (data being read).
    if (blocked && result_.valid()) {
        result_.problems.push_back(
            {Problem::Severity::error, 0, "", "The data is still being read."});
    }
}

/// Problems in order, and sums.
void Analyser::State::collect() {
    std::map<BlockId, Problem> before;  // the first of each block, which is what is shown
    for (Problem& problem : result_.problems)
        before.emplace(problem.block, problem);
    result_.problems.clear();
    const auto add = [&](BlockId id, const Found& found) {
        const bool counts = matters_.contains(id);
        result_.problems.push_back({counts ? Problem::Severity::error : Problem::Severity::warning,
                                    id, found.place, found.sentence});
    };
    if (!cycle_.empty())
        add(cycle_.front(), {"", concat("The wires form a loop: ", cycle_text(*document_, cycle_),
                                        ". Remove one of them.")});
    std::vector<std::size_t> places;
    for (const auto& [id, found] : found_)
        places.push_back(position_.at(id));
    std::sort(places.begin(), places.end());
    for (const std::size_t place : places) {
        for (const Found& found : found_.at(order_[place]))
            add(order_[place], found);
    }
    check_document();
    result_.parameter_count = result_.multiply_adds = result_.activation_bytes = 0;
    const auto sum = [](std::int64_t& total, std::int64_t more) {
        if (__builtin_add_overflow(total, more, &total)) total = INT64_MAX;
    };
    for (const auto& [id, facts] : result_.blocks) {
        if (!matters_.contains(id)) continue;
        sum(result_.parameter_count, facts.parameter_count);
        sum(result_.multiply_adds, facts.multiply_adds);
        sum(result_.activation_bytes, facts.activation_bytes);
    }
    std::stable_sort(result_.problems.begin(), result_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.severity < b.severity; });
    std::map<BlockId, Problem> now;
    for (const Problem& problem : result_.problems)
        now.emplace(problem.block, problem);
    for (const auto& [id, problem] : now) {
        const auto was = before.find(id);
        if (was == before.end() || !(was->second == problem)) changed_.insert(id);
    }
    for (const auto& [id, problem] : before) {
        if (!now.contains(id)) changed_.insert(id);
    }
}

}  // namespace gradweave::model
