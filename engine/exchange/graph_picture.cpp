// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/graph_picture.h"

#include <algorithm>
#include <map>

#include "engine/core/text.h"
#include "engine/exchange/graph_facts.h"
#include "engine/exchange/operation_text.h"

namespace gradweave::exchange {

using graph::Node;
using graph::NodePtr;
using graph::Op;
using graph::Phase;

namespace {

/// A leaf's name within its block: "weight" of "fc1.weight".
std::string name_within(const Node& leaf, const std::string& block) {
    const std::string name = operation_title(leaf);
    return name.starts_with(block + ".") ? name.substr(block.size() + 1) : name;
}

class PictureBuilder {
  public:
    PictureBuilder(std::span<const NodePtr> roots, std::span<const Assignment> updates,
                   const PictureOptions& options)
        : options_(options), updates_(updates), facts_(roots, updates) {
        picture_.grain = options.grain;
        picture_.training = options.training;
        find_loose();
    }

    GraphPicture build() {
        for (const Node* node : facts_.drawn())
            place(*node);
        for (const Node* node : facts_.drawn())
            join_inputs(*node);
        for (const auto& [leaf, value] : updates_)
            add_assignment(*leaf, *value);
        if (by_block()) finish_blocks();
        if (!by_block() || !options_.expanded.empty()) finish_operations();
        return std::move(picture_);
    }

  private:
    using Place = std::pair<std::string, Phase>;

    PictureBox& box(int index) { return picture_.boxes[static_cast<std::size_t>(index)]; }
    bool by_block() const { return options_.grain == Grain::blocks; }
    /// All operations of the block are in one box for each phase.
    bool folded(const std::string& block) const {
        return by_block() && !block.empty() && !options_.expanded.contains(block);
    }

    /// Seeds, the learning rate and what is computed from those alone, and what updates share (the
    /// check that the loss is finite). Nothing if no node has a block.
    void find_loose() {
        const auto& drawn = facts_.drawn();
        const bool any_block = std::any_of(drawn.begin(), drawn.end(), [&](const Node* node) {
            return !facts_.block(*node).empty();
        });
        if (!any_block || !(by_block() || options_.fold_updates)) return;
        for (const Node* node : drawn) {
            if (!facts_.block(*node).empty()) continue;
            if (!by_block() && facts_.phase(*node) != Phase::update) continue;
            bool loose = true;
            for (const NodePtr& input : node->inputs()) {
                const Node* maker = facts_.shown_as(*input);
                loose &= maker == nullptr || loose_.contains(maker);
            }
            if (loose || facts_.phase(*node) == Phase::update) loose_.insert(node);
        }
    }

    const model::BlockKind* kind_of(const std::string& block) const {
        if (options_.document == nullptr || options_.catalogue == nullptr) return nullptr;
        const model::Block* found = options_.document->find(block);
        return found == nullptr ? nullptr : options_.catalogue->find(found->kind);
    }

    int new_box(std::string title, const std::string& block, Phase phase) {
        PictureBox box;
        box.title = std::move(title);
        box.block = block;
        box.phase = phase;
        box.operations = 0;
        if (const model::BlockKind* kind = kind_of(block)) box.category = kind->category;
        picture_.boxes.push_back(std::move(box));
        return static_cast<int>(picture_.boxes.size()) - 1;
    }

    int block_box(const std::string& block, Phase phase) {
        const auto known = by_place_.find({block, phase});
        if (known != by_place_.end()) return known->second;
        const std::string title = phase == Phase::forward    ? block
                                  : phase == Phase::gradient ? "∇ " + block
                                                             : "Update " + block;
        const int index = new_box(title, block, phase);
        const model::BlockKind* kind = kind_of(block);
        box(index).operation = kind ? kind->title : "";
        if (kind != nullptr && phase == Phase::forward) box(index).lines.push_back(kind->title);
        return by_place_[{block, phase}] = index;
    }

    int operation_box(const Node& node) {
        const int index = new_box(operation_title(node), facts_.block(node), facts_.phase(node));
        PictureBox& made = box(index);
        made.leaf = node.op() == Op::parameter;
        made.operation = std::string(name_of(node.op()));
        if (const std::string details = to_string(node.attributes()); !details.empty())
            made.operation += " " + details;
        made.type = type_text(node);
        for (const std::string& line : {operand_text(node, facts_), axes_text(node)}) {
            if (!line.empty()) made.lines.push_back(line);
        }
        made.lines.push_back(shape_text(node));
        return index;
    }

    void place(const Node& node) {
        if (loose_.contains(&node)) return;
        const std::string& block = facts_.block(node);
        const Phase phase = facts_.phase(node);
        const bool leaf = node.op() == Op::parameter;
        int index = 0;
        if (folded(block))
            index = block_box(block, phase);
        else if (const Node* parameter = folded_into(node))
            index = update_box(*parameter);
        else
            index = operation_box(node);
        box_of_[&node] = index;
        PictureBox& into = box(index);
        if (!leaf || into.leaf) into.bytes += byte_count(node.dtype(), node.shape());
        if (!leaf) ++into.operations;
        if (leaf && folded(block) && phase == Phase::forward && !into.leaf)
            leaves_[index].push_back(&node);
    }

    /// The parameter whose update box the node is in, or null.
    const Node* folded_into(const Node& node) const {
        const bool update = facts_.phase(node) == Phase::update;
        return update && options_.fold_updates ? facts_.updates(node) : nullptr;
    }

    int update_box(const Node& parameter) {
        const auto known = by_parameter_.find(&parameter);
        if (known != by_parameter_.end()) return known->second;
        const int index =
            new_box(operation_title(parameter), facts_.block(parameter), Phase::update);
        box(index).operation = "new value";
        box(index).lines = {"new value", shape_text(parameter)};
        box(index).type = type_text(parameter);
        return by_parameter_[&parameter] = index;
    }

    void join(int from, int to, const std::string& label) {
        if (from == to) return;
        const auto [known, first] =
            edge_of_.emplace(std::pair{from, to}, static_cast<int>(picture_.edges.size()));
        if (first) {
            picture_.edges.push_back({from, to, label});
            return;
        }
        // Several values between two blocks: their shapes, each once.
        std::string& labels = picture_.edges[static_cast<std::size_t>(known->second)].label;
        if (("\n" + labels + "\n").find("\n" + label + "\n") == std::string::npos)
            labels += "\n" + label;
    }

    void join_inputs(const Node& node) {
        const auto to = box_of_.find(&node);
        if (to == box_of_.end()) return;
        for (const NodePtr& input : node.inputs()) {
            const Node* maker = facts_.shown_as(*input);
            const auto from = maker ? box_of_.find(maker) : box_of_.end();
            if (from != box_of_.end()) join(from->second, to->second, shape_text(*input));
        }
    }

    /// The end of an update: the leaf that takes the new value.
    void add_assignment(const Node& leaf, const Node& value) {
        if (!options_.training) return;
        const Node* maker = facts_.shown_as(value);
        const auto from = maker ? box_of_.find(maker) : box_of_.end();
        const std::string& block = facts_.block(leaf);
        if (by_block() && block.empty()) return;
        int index = 0;
        if (folded(block))
            index = block_box(block, Phase::update);
        else if (options_.fold_updates)
            index = update_box(facts_.updates(leaf) ? *facts_.updates(leaf) : leaf);
        else
            index = update_box(leaf);
        if (from != box_of_.end()) join(from->second, index, shape_text(value));
        // The optimiser's own state goes without saying.
        if (!folded(block) || facts_.updates(leaf) != &leaf) return;
        leaves_[index].push_back(&leaf);
    }

    /// Weights before biases, then as the block asked for them.
    void list_leaves(PictureBox& box, std::vector<const Node*>& leaves) {
        std::sort(leaves.begin(), leaves.end(), [](const Node* a, const Node* b) {
            return std::pair(-a->shape().rank(), a->serial()) <
                   std::pair(-b->shape().rank(), b->serial());
        });
        std::string names;
        for (const Node* leaf : leaves) {
            const std::string name = name_within(*leaf, box.block);
            names += concat(names.empty() ? "" : ", ", name);
            if (box.phase == Phase::forward)
                box.lines.push_back(concat(name, " ", shape_text(*leaf)));
        }
        if (box.phase == Phase::update) box.lines.push_back(names);
    }

    void finish_blocks() {
        for (auto& [index, leaves] : leaves_)
            list_leaves(box(index), leaves);
        for (const auto& [place, index] : by_place_) {
            PictureBox& box = this->box(index);
            if (box.phase == Phase::forward) {
                box.leaf = box.operations == 0;
                continue;
            }
            const auto twin = by_place_.find({box.block, Phase::forward});
            if (twin != by_place_.end()) box.twin = twin->second;
            if (box.phase == Phase::gradient)
                box.lines.push_back(box.operations == 1 ? "1 operation"
                                                        : concat(box.operations, " operations"));
        }
        drop_shortcuts();
    }

    /// A parameter goes into its own update, of course: the edge to the update from what holds the
    /// parameter says nothing where the gradient's edge is there.
    void drop_shortcuts() {
        std::vector<bool> fed(picture_.boxes.size(), false);
        for (const PictureEdge& edge : picture_.edges)
            fed[static_cast<std::size_t>(edge.to)] =
                fed[static_cast<std::size_t>(edge.to)] || box(edge.from).phase == Phase::gradient;
        std::erase_if(picture_.edges, [&](const PictureEdge& edge) {
            const PictureBox &from = box(edge.from), &to = box(edge.to);
            return from.phase == Phase::forward && to.phase == Phase::update &&
                   from.block == to.block && fed[static_cast<std::size_t>(edge.to)];
        });
    }

    void finish_operations() {
        std::map<Place, int> known;
        for (std::size_t i = 0; i < picture_.boxes.size(); ++i) {
            const PictureBox& box = picture_.boxes[i];
            if (box.block.empty() || box.category == model::Category::data) continue;
            if (folded(box.block)) continue;
            const auto [place, first] = known.emplace(Place{box.block, box.phase},
                                                      static_cast<int>(picture_.groups.size()));
            if (first) picture_.groups.push_back({box.block, box.phase, {}});
            picture_.groups[static_cast<std::size_t>(place->second)].boxes.push_back(
                static_cast<int>(i));
        }
        if (options_.fold_updates && !by_block()) drop_shortcuts();
        // A gradient stands beside the last forward value that it uses.
        for (const PictureEdge& edge : picture_.edges) {
            if (box(edge.from).phase != Phase::forward || box(edge.to).phase != Phase::gradient)
                continue;
            if (folded(box(edge.to).block)) continue;
            std::optional<int>& twin = box(edge.to).twin;
            if (!twin || *twin < edge.from) twin = edge.from;
        }
    }

    const PictureOptions& options_;
    std::span<const Assignment> updates_;
    GraphFacts facts_;
    GraphPicture picture_;
    std::unordered_set<const Node*> loose_;
    std::unordered_map<const Node*, int> box_of_;
    std::map<Place, int> by_place_;
    std::unordered_map<const Node*, int> by_parameter_;
    std::map<int, std::vector<const Node*>> leaves_;  ///< of a block's box
    std::map<std::pair<int, int>, int> edge_of_;
};

}  // namespace

GraphPicture graph_picture(std::span<const NodePtr> roots, std::span<const Assignment> updates,
                           const PictureOptions& options) {
    if (!options.training) updates = {};
    return PictureBuilder(roots, updates, options).build();
}

}  // namespace gradweave::exchange
