// SPDX-License-Identifier: Apache-2.0
// What a picture needs to know of each node: its phase, its block, and whether it is drawn at all.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/exchange/graph_picture.h"

namespace gradweave::exchange {

class GraphFacts {
  public:
    GraphFacts(std::span<const graph::NodePtr> roots, std::span<const Assignment> updates);

    /// Nodes that are drawn, makers before users. Without those inside composites and those that
    /// depend on no leaf.
    const std::vector<const graph::Node*>& drawn() const { return drawn_; }
    /// The drawn node that stands for this one: itself, the composite that it is inside of, or
    /// null.
    const graph::Node* shown_as(const graph::Node& node) const;
    /// True if the node depends on no leaf: a number, an iota, something computed from those.
    bool closed(const graph::Node& node) const { return closed_.contains(&node); }
    graph::Phase phase(const graph::Node& node) const;
    /// Name of the block it belongs to; empty if none.
    const std::string& block(const graph::Node& node) const;
    /// The parameter whose update a node is part of, or null: it is none, or several need it.
    const graph::Node* updates(const graph::Node& node) const;

  private:
    void find_closed();
    void absorb_bodies();
    void absorb_body(const graph::Node& composite);
    /// The outermost composite that the node is inside of, or the node.
    const graph::Node& enclosing(const graph::Node& node) const;
    void choose_drawn(std::span<const graph::NodePtr> roots);
    void assign_updates(std::span<const Assignment> updates);
    /// What an update computes for itself, the state that it reads among it.
    std::vector<const graph::Node*> own_nodes(const Assignment& update) const;

    std::vector<const graph::Node*> order_;
    std::unordered_set<const graph::Node*> forward_, closed_;
    std::unordered_map<const graph::Node*, const graph::Node*> inside_;
    std::unordered_map<const graph::Node*, std::string> blocks_;
    std::unordered_map<const graph::Node*, const graph::Node*> updates_;
    std::vector<const graph::Node*> drawn_;
};

}  // namespace gradweave::exchange
