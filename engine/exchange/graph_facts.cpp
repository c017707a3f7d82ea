// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/graph_facts.h"

namespace gradweave::exchange {

using graph::Node;
using graph::NodePtr;
using graph::Op;
using graph::Phase;

GraphFacts::GraphFacts(std::span<const NodePtr> roots, std::span<const Assignment> updates) {
    std::vector<NodePtr> all(roots.begin(), roots.end());
    for (const auto& [leaf, value] : updates) {
        all.push_back(leaf);
        all.push_back(value);
    }
    order_ = graph::topological_order(all);
    for (const Node* node : graph::topological_order(roots))
        forward_.insert(node);
    find_closed();
    absorb_bodies();
    choose_drawn(all);
    for (const Node* node : order_) {
        const auto& block = node->origin().block;
        blocks_.emplace(node, block ? *block : std::string());
    }
    give_blocks_to_updates(updates);
}

void GraphFacts::find_closed() {
    for (const Node* node : order_) {
        if (node->op() == Op::parameter) continue;
        bool open = false;
        for (const NodePtr& input : node->inputs())
            open |= !closed_.contains(input.get());
        if (!open) closed_.insert(node);
    }
}

/// Gradients are taken through a composite's body, so they use nodes inside it; in the picture those
/// belong to the composite, unless the network has them as operations of its own.
void GraphFacts::absorb_bodies() {
    for (const Node* node : order_) {
        if (node->op() == Op::composite && !closed_.contains(node)) absorb_body(*node);
    }
}

void GraphFacts::absorb_body(const Node& composite) {
    std::unordered_set<const Node*> outside;
    for (const NodePtr& input : composite.inputs())
        outside.insert(input.get());
    std::vector<const Node*> stack{composite.body().get()};
    while (!stack.empty()) {
        const Node* node = stack.back();
        stack.pop_back();
        if (outside.contains(node) || forward_.contains(node)) continue;
        if (!inside_.emplace(node, &composite).second) continue;
        for (const NodePtr& input : node->inputs())
            stack.push_back(input.get());
        if (node->op() == Op::composite) stack.push_back(node->body().get());
    }
}

/// What the roots need once nodes inside composites are replaced by the composites.
void GraphFacts::choose_drawn(std::span<const NodePtr> roots) {
    std::unordered_set<const Node*> reached;
    std::vector<const Node*> stack;
    for (const NodePtr& root : roots)
        stack.push_back(root.get());
    const std::unordered_set<const Node*> asked_for(stack.begin(), stack.end());
    while (!stack.empty()) {
        const Node* node = stack.back();
        stack.pop_back();
        node = &enclosing(*node);
        if (closed_.contains(node) && !asked_for.contains(node)) continue;
        if (!reached.insert(node).second) continue;
        for (const NodePtr& input : node->inputs())
            stack.push_back(input.get());
    }
    for (const Node* node : order_) {
        if (reached.contains(node)) drawn_.push_back(node);
    }
}

const Node& GraphFacts::enclosing(const Node& node) const {
    const Node* result = &node;
    for (auto found = inside_.find(result); found != inside_.end(); found = inside_.find(result))
        result = found->second;
    return *result;
}

const Node* GraphFacts::shown_as(const Node& node) const {
    const Node& shown = enclosing(node);
    return closed_.contains(&shown) ? nullptr : &shown;
}

Phase GraphFacts::phase(const Node& node) const {
    if (forward_.contains(&node)) return Phase::forward;
    return node.origin().phase == Phase::gradient ? Phase::gradient : Phase::update;
}

const std::string& GraphFacts::block(const Node& node) const {
    static const std::string none;
    const auto found = blocks_.find(&node);
    return found == blocks_.end() ? none : found->second;
}

/// The optimiser's nodes and state belong to the block whose parameter they lead to. What several
/// blocks share (the learning rate) stays without one.
void GraphFacts::give_blocks_to_updates(std::span<const Assignment> updates) {
    const auto mine = [&](const Node& node) {
        return phase(node) == Phase::update && !closed_.contains(&node);
    };
    std::unordered_map<const Node*, std::string> wanted;  // "" once two blocks want it
    for (const auto& [leaf, value] : updates) {
        std::vector<const Node*> stack{value.get()}, found;
        std::unordered_set<const Node*> seen;
        std::string owner = block(*leaf);
        while (!stack.empty()) {
            const Node* node = stack.back();
            stack.pop_back();
            if (!seen.insert(node).second) continue;
            // A leaf of no block is the optimiser's state: it belongs where its gradient comes from.
            if (owner.empty()) owner = block(*node);
            if (!mine(*node) && node->op() != Op::parameter) continue;
            found.push_back(node);
            for (const NodePtr& input : node->inputs())
                stack.push_back(input.get());
        }
        found.push_back(leaf.get());
        for (const Node* node : found) {
            const auto [entry, first] = wanted.emplace(node, owner);
            if (!first && entry->second != owner) entry->second.clear();
        }
    }
    for (const auto& [node, owner] : wanted) {
        std::string& block = blocks_[node];
        if (block.empty()) block = owner;
    }
}

}  // namespace gradweave::exchange
