// SPDX-License-Identifier: Apache-2.0
//
// The members become one graph of small nodes: loads, constants, instructions, reductions. A node
// that does not change along the row is computed once per row. The stage of a node is how many
// reductions must be done before it, one after the other: elements of stage s are computed in walk
// s along the row, single elements of stage s before it.
#include "engine/compiler/schedule/row_builder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <tuple>

namespace gradweave::compiler {

namespace {

using NodeId = int;

struct RowNode {
    enum class Kind : std::uint8_t { load, constant, instruction, reduction };
    Kind kind;
    bool per_row = false;  ///< the same for all elements of a row
    int stage = 0;
    DType dtype = DType::f32;
    LoopLoad load{};
    LoopConstant constant{0.0, DType::f32};
    LoopInstruction code{};                      ///< its operands are in `operands`
    Op reduce{};                                 ///< of operands[0]
    std::array<NodeId, 3> operands{-1, -1, -1};  ///< of instruction and reduction
    std::vector<Access> stores;                  ///< where its elements go in memory
    std::vector<Access> spreads;                 ///< of per_row: where the whole row gets it
};

bool same_access(const Access& a, const Access& b) {
    return a.value == b.value && a.offset == b.offset && a.strides == b.strides;
}

/// How much work one more time costs: comparable to loading an element (1), or not to be repeated.
int weight(Op op) {
    constexpr int never = 100;
    switch (op) {
        case Op::neg:
        case Op::abs:
        case Op::bit_not:
        case Op::cast:
        case Op::bitcast:
        case Op::add:
        case Op::sub:
        case Op::mul:
        case Op::max:
        case Op::min:
        case Op::lt:
        case Op::le:
        case Op::eq:
        case Op::bit_and:
        case Op::bit_or:
        case Op::bit_xor:
        case Op::select:
            return 1;
        default:
            return never;
    }
}

/// The members as nodes, each computed once.
class RowGraph {
  public:
    RowGraph(const std::vector<RowMember>& members, const std::function<bool(ValueId)>& is_needed) {
        for (const RowMember& member : members)
            add(member, is_needed);
    }

    const std::vector<RowNode>& nodes() const { return nodes_; }

  private:
    void add(const RowMember& member, const std::function<bool(ValueId)>& is_needed) {
        const LoopKernel& loop = member.loop;
        std::vector<NodeId> loads, constants, code;
        for (const auto& load : loop.loads)
            loads.push_back(add_load(load));
        for (const auto& constant : loop.constants)
            constants.push_back(add_constant(constant));
        const auto node_of = [&](const LoopOperand& operand) {
            const auto index = static_cast<std::size_t>(operand.index);
            switch (operand.kind) {
                case LoopOperand::Kind::load:
                    return loads[index];
                case LoopOperand::Kind::constant:
                    return constants[index];
                case LoopOperand::Kind::instruction:
                    break;
            }
            return code[index];
        };
        for (const auto& instruction : loop.code) {
            RowNode node{RowNode::Kind::instruction, true};
            node.code = instruction;
            node.dtype = instruction.result_type;
            for (int k = 0; k < instruction.operand_count; ++k) {
                const auto slot = static_cast<std::size_t>(k);
                node.operands[slot] = node_of(instruction.operands[slot]);
                const RowNode& operand = at(node.operands[slot]);
                node.per_row = node.per_row && operand.per_row;
                node.stage = std::max(node.stage, operand.stage);
            }
            code.push_back(add_instruction(std::move(node)));
        }
        for (const auto& store : loop.stores) {
            NodeId id = node_of(store.operand);
            if (loop.reduce) {
                RowNode node{RowNode::Kind::reduction, true, at(id).stage + 1, at(id).dtype};
                node.reduce = *loop.reduce;
                node.operands[0] = id;
                id = add_node(std::move(node));
            }
            stored_.emplace(store.access.value, id);
            if (!is_needed(store.access.value)) continue;
            RowNode& node = nodes_[static_cast<std::size_t>(id)];
            const bool spreads = node.per_row && store.access.strides.back() != 0;
            (spreads ? node.spreads : node.stores).push_back(store.access);
        }
    }

    const RowNode& at(NodeId id) const { return nodes_[static_cast<std::size_t>(id)]; }

    NodeId add_node(RowNode node) {
        nodes_.push_back(std::move(node));
        return static_cast<NodeId>(nodes_.size() - 1);
    }

    NodeId add_load(const LoopLoad& load) {
        if (!load.is_index()) {
            if (const auto known = stored_.find(load.access.value); known != stored_.end())
                return known->second;
        }
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const RowNode& node = nodes_[i];
            if (node.kind == RowNode::Kind::load && node.dtype == load.dtype &&
                same_access(node.load.access, load.access))
                return static_cast<NodeId>(i);
        }
        RowNode node{RowNode::Kind::load, load.access.strides.back() == 0, 0, load.dtype};
        node.load = load;
        return add_node(std::move(node));
    }

    NodeId add_constant(const LoopConstant& constant) {
        const auto key = [](const LoopConstant& c) {
            return std::tuple(c.dtype, c.value.is_integer(),
                              c.value.is_integer()
                                  ? c.value.as_integer()
                                  : std::bit_cast<std::int64_t>(c.value.as_double()));
        };
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (nodes_[i].kind == RowNode::Kind::constant &&
                key(nodes_[i].constant) == key(constant))
                return static_cast<NodeId>(i);
        }
        RowNode node{RowNode::Kind::constant, true, 0, constant.dtype};
        node.constant = constant;
        return add_node(std::move(node));
    }

    NodeId add_instruction(RowNode node) {
        const auto key =
            std::tuple(node.code.op, node.code.operand_type, node.code.result_type, node.operands);
        const auto [known, is_new] = instructions_.emplace(key, static_cast<NodeId>(nodes_.size()));
        return is_new ? add_node(std::move(node)) : known->second;
    }

    std::vector<RowNode> nodes_;
    std::map<ValueId, NodeId> stored_;
    std::map<std::tuple<Op, DType, DType, std::array<NodeId, 3>>, NodeId> instructions_;
};

class RowBuilder {
  public:
    RowBuilder(const Axes& sizes, const std::vector<RowNode>& nodes) : nodes_(nodes) {
        kernel_.sizes = sizes;
        for (const RowNode& node : nodes_)
            stages_ = std::max(stages_, node.stage + 1);
        const auto count = static_cast<std::size_t>(stages_);
        walk_roots_.resize(count);
        once_roots_.resize(count);
        local_of_.assign(nodes_.size(), -1);
    }

    std::optional<RowKernel> run() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const auto id = static_cast<NodeId>(i);
            if (!nodes_[i].stores.empty()) compute(id);
            if (!nodes_[i].spreads.empty())
                walk_roots_[static_cast<std::size_t>(nodes_[i].stage)].insert(id);
        }
        // Later passes decide what earlier ones keep for them.
        std::vector<RowPass> backwards;
        for (int stage = stages_; stage-- > 0;) {
            add_pass(backwards, stage, false);
            add_pass(backwards, stage, true);
        }
        kernel_.passes.assign(std::make_move_iterator(backwards.rbegin()),
                              std::make_move_iterator(backwards.rend()));
        for (const RowPass& pass : kernel_.passes) {
            if (pass.stores.size() > RowPass::most_stores) return std::nullopt;
        }
        if (kernel_.passes.empty()) return std::nullopt;
        normalize(kernel_);
        return std::move(kernel_);
    }

  private:
    using Kind = RowNode::Kind;

    const RowNode& at(NodeId id) const { return nodes_[static_cast<std::size_t>(id)]; }

    /// Notes that the node's own pass must compute it.
    void compute(NodeId id) {
        const RowNode& node = at(id);
        if (node.kind == Kind::reduction)
            walk_roots_[static_cast<std::size_t>(node.stage - 1)].insert(id);
        else if (node.per_row)
            once_roots_[static_cast<std::size_t>(node.stage)].insert(id);
        else
            walk_roots_[static_cast<std::size_t>(node.stage)].insert(id);
    }

    /// The access to the local that hands the node on to other passes.
    Access local_of(NodeId id) {
        auto& local = local_of_[static_cast<std::size_t>(id)];
        const bool whole_row = !at(id).per_row;
        if (local < 0) {
            local = static_cast<int>(kernel_.locals.size());
            kernel_.locals.push_back({at(id).dtype, whole_row});
            compute(id);
        }
        Axes strides(kernel_.sizes.size(), 0);
        if (whole_row) strides.back() = 1;
        return {local_value(static_cast<std::size_t>(local)), 0, std::move(strides)};
    }

    /// Work and loads to compute the node's elements again; counts no further than `limit`.
    int cost(NodeId id, int limit) const {
        const RowNode& node = at(id);
        if (node.per_row) return 0;
        if (node.kind == Kind::load || limit <= 0 || is_at_hand(id)) return 1;
        int sum = weight(node.code.op);
        for (const NodeId operand : node.operands) {
            if (operand >= 0 && sum <= limit) sum += cost(operand, limit - sum);
        }
        return sum;
    }

    /// In memory or kept anyway.
    bool is_at_hand(NodeId id) const {
        return !at(id).stores.empty() || local_of_[static_cast<std::size_t>(id)] >= 0;
    }

    /// A pass under construction: what it computes, and where other operands come from.
    struct Draft {
        RowPass pass;
        int stage;
        std::set<NodeId> computed;
        std::map<NodeId, LoopOperand> operands;
    };

    /// Whether this pass computes the node itself.
    bool computes(const Draft& draft, NodeId id) const {
        const RowNode& node = at(id);
        if (node.kind != Kind::instruction) return false;
        if (draft.pass.per_row || !node.per_row)
            if (node.stage == draft.stage) return true;
        if (node.per_row) return false;
        // Few cheap operations are done again rather than kept for.
        constexpr int cheap = 3;
        return !is_at_hand(id) && cost(id, cheap) <= cheap;
    }

    LoopOperand load_operand(Draft& draft, NodeId id) {
        const RowNode& node = at(id);
        LoopLoad load{{}, node.dtype};
        if (node.kind == Kind::load)
            load = node.load;
        else if (!node.per_row && !node.stores.empty())
            load.access = node.stores.front();
        else
            load.access = local_of(id);
        draft.pass.loads.push_back(std::move(load));
        return {LoopOperand::Kind::load, static_cast<int>(draft.pass.loads.size() - 1)};
    }

    void collect(Draft& draft, NodeId root) {
        std::vector<NodeId> stack{root};
        while (!stack.empty()) {
            const NodeId id = stack.back();
            stack.pop_back();
            if (!computes(draft, id) || !draft.computed.insert(id).second) continue;
            for (const NodeId operand : at(id).operands) {
                if (operand >= 0) stack.push_back(operand);
            }
        }
    }

    LoopOperand operand_of(Draft& draft, NodeId id) {
        if (const auto known = draft.operands.find(id); known != draft.operands.end())
            return known->second;
        LoopOperand operand{};
        if (at(id).kind == Kind::constant) {
            draft.pass.constants.push_back(at(id).constant);
            operand = {LoopOperand::Kind::constant,
                       static_cast<int>(draft.pass.constants.size() - 1)};
        } else {
            operand = load_operand(draft, id);
        }
        draft.operands.emplace(id, operand);
        return operand;
    }

    void add_pass(std::vector<RowPass>& passes, int stage, bool per_row) {
        const auto& roots = (per_row ? once_roots_ : walk_roots_)[static_cast<std::size_t>(stage)];
        if (roots.empty()) return;
        Draft draft{{}, stage, {}, {}};
        draft.pass.per_row = per_row;
        for (const NodeId root : roots)
            collect(draft, is_reduced_in(draft, root) ? at(root).operands[0] : root);
        for (const NodeId id : draft.computed) {  // ascending: operands come first
            LoopInstruction code = at(id).code;
            for (int k = 0; k < code.operand_count; ++k) {
                const auto slot = static_cast<std::size_t>(k);
                code.operands[slot] = operand_of(draft, at(id).operands[slot]);
            }
            draft.pass.code.push_back(code);
            draft.operands.emplace(id, LoopOperand{LoopOperand::Kind::instruction,
                                                   static_cast<int>(draft.pass.code.size() - 1)});
        }
        for (const NodeId root : roots)
            add_stores(draft, root);
        passes.push_back(std::move(draft.pass));
    }

    /// A reduction is done in the walk of the stage before its own.
    bool is_reduced_in(const Draft& draft, NodeId id) const {
        const RowNode& node = at(id);
        return node.kind == Kind::reduction && !draft.pass.per_row && node.stage == draft.stage + 1;
    }

    void add_stores(Draft& draft, NodeId root) {
        const RowNode& node = at(root);
        if (!draft.pass.per_row && !node.spreads.empty() && node.stage == draft.stage) {
            const LoopOperand operand = operand_of(draft, root);
            for (const Access& access : node.spreads)
                draft.pass.stores.push_back({operand, access, std::nullopt});
        }
        const bool reduces = is_reduced_in(draft, root);
        if (!draft.pass.per_row && node.per_row && !reduces) return;
        const LoopOperand operand = operand_of(draft, reduces ? node.operands[0] : root);
        const auto reduce = reduces ? std::optional(node.reduce) : std::nullopt;
        for (const Access& access : node.stores)
            draft.pass.stores.push_back({operand, access, reduce});
        if (local_of_[static_cast<std::size_t>(root)] >= 0)
            draft.pass.stores.push_back({operand, local_of(root), reduce});
    }

    const std::vector<RowNode>& nodes_;
    RowKernel kernel_;
    int stages_ = 0;
    std::vector<std::set<NodeId>> walk_roots_, once_roots_;  ///< per stage
    std::vector<int> local_of_;                              ///< per node, or -1
};

}  // namespace

std::optional<RowKernel> build_rows(const Axes& sizes, const std::vector<RowMember>& members,
                                    const std::function<bool(ValueId)>& is_needed) {
    const RowGraph graph(members, is_needed);
    return RowBuilder(sizes, graph.nodes()).run();
}

}  // namespace gradweave::compiler
