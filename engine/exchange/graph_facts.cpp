// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/graph_facts.h"

#include <map>

#include "engine/exchange/operation_text.h"

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
    assign_updates(updates);
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

/// Gradients are taken through a composite's body, so they use nodes inside it; in the picture
/// those belong to the composite, unless the network has them as operations of its own.
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

const Node* GraphFacts::updates(const Node& node) const {
    const auto found = updates_.find(&node);
    return found == updates_.end() ? nullptr : found->second;
}

std::vector<const Node*> GraphFacts::own_nodes(const Assignment& update) const {
    std::vector<const Node*> stack{update.second.get()}, found{update.first.get()};
    std::unordered_set<const Node*> seen;
    while (!stack.empty()) {
        const Node* node = stack.back();
        stack.pop_back();
        if (closed_.contains(node) || forward_.contains(node) || !seen.insert(node).second)
            continue;
        if (phase(*node) != Phase::update) continue;
        found.push_back(node);
        for (const NodePtr& input : node->inputs())
            stack.push_back(input.get());
    }
    return found;
}

/// An optimiser's nodes and state belong to the parameter that they lead to: state is named after
/// it. What several parameters share (the learning rate) belongs to none.
void GraphFacts::assign_updates(std::span<const Assignment> updates) {
    std::map<std::string, const Node*> leaves;
    for (const auto& [leaf, value] : updates)
        leaves.emplace(operation_title(*leaf), leaf.get());
    const auto parameter_of = [&](const Node& leaf) {
        const std::string name = operation_title(leaf);
        for (std::size_t dot = name.find('.'); dot != std::string::npos;
             dot = name.find('.', dot + 1)) {
            const auto found = leaves.find(name.substr(0, dot));
            if (found != leaves.end()) return found->second;
        }
        return &leaf;
    };
    for (const Assignment& update : updates) {
        const Node* parameter = parameter_of(*update.first);
        for (const Node* node : own_nodes(update)) {
            const auto [known, first] = updates_.emplace(node, parameter);
            if (!first && known->second != parameter) known->second = nullptr;
        }
    }
    for (const auto& [node, parameter] : updates_) {
        if (forward_.contains(node) || node == parameter) continue;
        blocks_[node] = parameter ? block(*parameter) : std::string();
    }
}

}  // namespace gradweave::exchange
