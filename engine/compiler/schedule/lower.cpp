// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/lower.h"

#include <algorithm>
#include <optional>

#include "engine/compiler/schedule/layout.h"
#include "engine/compiler/schedule/views.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

void list_accesses(Step& step) {
    step.reads.clear();
    step.writes.clear();
    const auto read = [&](ValueId id) {
        if (std::find(step.reads.begin(), step.reads.end(), id) == step.reads.end()) {
            step.reads.push_back(id);
        }
    };
    const auto list_epilogue = [&](const LoopKernel& loop, ValueId product) {
        for (const auto& load : loop.loads) {
            if (!load.is_index() && load.access.value != product) read(load.access.value);
        }
        for (const auto& store : loop.stores)
            step.writes.push_back(store.access.value);
    };
    if (const auto* loop = std::get_if<LoopKernel>(&step.work)) {
        for (const auto& load : loop->loads) {
            if (!load.is_index()) read(load.access.value);
        }
        for (const auto& store : loop->stores)
            step.writes.push_back(store.access.value);
    } else if (const auto* rows = std::get_if<RowKernel>(&step.work)) {
        for (const auto& pass : rows->passes) {
            for (const auto& store : pass.stores) {
                if (store.access.value >= 0) step.writes.push_back(store.access.value);
            }
        }
        for (const auto& pass : rows->passes) {
            for (const auto& load : pass.loads) {
                const ValueId id = load.access.value;
                const bool own =
                    std::find(step.writes.begin(), step.writes.end(), id) != step.writes.end();
                if (id >= 0 && !own) read(id);
            }
        }
    } else if (const auto* gemm = std::get_if<GemmStep>(&step.work)) {
        read(gemm->lhs.value);
        read(gemm->rhs.value);
        if (gemm->epilogue)
            list_epilogue(*gemm->epilogue, gemm->output);
        else
            step.writes.push_back(gemm->output);
    } else {
        const auto& node = std::get<NodeStep>(step.work);
        for (const ValueId input : node.inputs)
            read(input);
        if (node.epilogue)
            list_epilogue(*node.epilogue, node.output);
        else
            step.writes.push_back(node.output);
    }
}

Step copy_step(const Schedule& schedule, const Access& from, ValueId to, graph::Origin origin) {
    const Value& target = schedule.values[static_cast<std::size_t>(to)];
    LoopKernel kernel;
    kernel.sizes = target.shape.sizes();
    kernel.loads.push_back({from, target.dtype});
    kernel.stores.push_back({{LoopOperand::Kind::load, 0}, {to, 0, target.strides}});
    normalize(kernel);
    Step step{std::move(kernel), std::move(origin), {}, {}};
    list_accesses(step);
    return step;
}

namespace {

class Lowering {
  public:
    Lowering(const FusionPlan& plan, const Target& target, const CompileOptions& options)
        : plan_(plan),
          layouts_(target, options),
          access_(plan.order.size()) {}

    LoweredSteps run(const Program& program) {
        for (std::size_t i = 0; i < plan_.order.size(); ++i)
            lower(i);
        LoweredSteps result;
        for (const auto& output : program.outputs)
            schedule_.outputs.push_back({result_value(output), output->shape()});
        for (const auto& assignment : program.assignments) {
            leaf_value(assignment.leaf);
            result.assigned.push_back(result_value(assignment.value));
        }
        result.schedule = std::move(schedule_);
        return result;
    }

  private:
    using Kind = LoopOperand::Kind;

    static Axes rows(const Node& node) { return node.shape().strides(); }

    ValueId add_value(const Node& node, Axes strides) {
        Value value;
        value.dtype = node.dtype();
        value.shape = node.shape();
        value.strides = std::move(strides);
        schedule_.values.push_back(std::move(value));
        return static_cast<ValueId>(schedule_.values.size() - 1);
    }

    void add_step(decltype(Step::work) work, const Node& node) {
        Step step{std::move(work), node.origin(), {}, {}};
        list_accesses(step);
        schedule_.steps.push_back(std::move(step));
    }

    ValueId leaf_value(const NodePtr& leaf) {
        const auto known = leaves_.find(leaf.get());
        if (known != leaves_.end()) return known->second;
        const ValueId id = add_value(*leaf, rows(*leaf));
        schedule_.values.back().leaf = static_cast<int>(schedule_.leaves.size());
        schedule_.leaves.push_back(leaf);
        leaves_.emplace(leaf.get(), id);
        return id;
    }

    /// Where the node's elements are; computes them first if it is a constant nobody stored yet.
    const Access& access_of(const NodePtr& node) {
        auto& access = access_[static_cast<std::size_t>(plan_.index.at(node.get()))];
        if (access) return *access;
        GW_ASSERT(node->op() == Op::constant);
        const ValueId id = add_value(*node, rows(*node));
        fill(id, node->as<graph::ConstantAttributes>().value, *node);
        access = Access{id, 0, rows(*node)};
        return *access;
    }

    void fill(ValueId id, graph::Scalar value, const Node& node) {
        const Value& target = schedule_.values[static_cast<std::size_t>(id)];
        LoopKernel kernel;
        kernel.sizes = target.shape.sizes();
        kernel.constants.push_back({value, target.dtype});
        kernel.stores.push_back({{Kind::constant, 0}, {id, 0, target.strides}});
        normalize(kernel);
        add_step(std::move(kernel), node);
    }

    ValueId copy(const Access& from, const Node& node, Axes strides) {
        const ValueId id = add_value(node, std::move(strides));
        schedule_.steps.push_back(copy_step(schedule_, from, id, node.origin()));
        return id;
    }

    /// The node's elements as a whole value with these strides, copied if need be (once).
    ValueId in_layout(const NodePtr& node, const Axes& strides) {
        const Access access = access_of(node);
        const Value& value = schedule_.values[static_cast<std::size_t>(access.value)];
        if (access.offset == 0 && value.shape.element_count() == node->shape().element_count() &&
            same_walk(node->shape(), access.strides, strides)) {
            return access.value;
        }
        auto& copies = copies_[node.get()];
        for (const auto& [known, id] : copies) {
            if (known == strides) return id;
        }
        const ValueId id = copy(access, *node, strides);
        copies.emplace_back(strides, id);
        return id;
    }

    ValueId in_rows(const NodePtr& node) { return in_layout(node, rows(*node)); }

    /// The same for a result of the program. What no step computes (a leaf, a view of one) has to
    /// leave its place before the assignments overwrite it.
    ValueId result_value(const NodePtr& node) {
        const Access access = access_of(node);
        const bool computed = schedule_.values[static_cast<std::size_t>(access.value)].leaf < 0;
        return computed ? in_rows(node) : copy(access, *node, rows(*node));
    }

    void lower(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        const Op op = node->op();
        if (op == Op::constant) return;
        if (op == Op::parameter) {
            access_[i] = Access{leaf_value(node), 0, rows(*node)};
        } else if (is_loop_member(op)) {
            if (plan_.kernel[i] == static_cast<int>(i)) lower_map(i);
        } else if (is_loop_reduction(op)) {
            lower_reduction(i);
        } else if (is_view(op)) {
            const auto view = view_of(*node, access_of(node->input(0)));
            // Elements that have to move for a reshape move into row-major order of its input.
            access_[i] =
                view ? *view : *view_of(*node, {in_rows(node->input(0)), 0, rows(*node->input(0))});
        } else if (op == Op::dot) {
            lower_dot(i);
        } else if (op == Op::pad) {
            lower_pad(i);
        } else if (op == Op::concat) {
            lower_concat(i);
        } else {
            lower_whole(i);
        }
    }

    /// The body of a loop under construction.
    class Body {
      public:
        Body(Lowering& lowering, LoopKernel& kernel) : lowering_(lowering), kernel_(kernel) {}

        /// Adds the node's operation, unless it is there; its operand is then known.
        void add(const NodePtr& node) {
            if (operands_.contains(node.get())) return;
            LoopInstruction code{node->op(), node->dtype(), node->dtype(), 0, {}};
            const auto add_operand = [&](LoopOperand value) {
                code.operands[static_cast<std::size_t>(code.operand_count++)] = value;
                code.operand_type = operand_dtype(kernel_, value);
            };
            if (node->op() == Op::iota) {
                Axes strides(kernel_.sizes.size(), 0);
                strides[static_cast<std::size_t>(node->as<graph::AxisAttributes>().axis)] = 1;
                const LoopOperand index = index_load(std::move(strides));
                if (node->dtype() == DType::i64) {
                    operands_.emplace(node.get(), index);
                    return;
                }
                code.op = Op::cast;
                add_operand(index);
            } else if (node->op() == Op::random_bits) {
                const Axes uniform(kernel_.sizes.size(), 0);
                add_operand(load(node->input(0), uniform));
                add_operand(load(node->input(1), uniform));
                add_operand(index_load(rows(*node)));
            } else {
                for (const NodePtr& input : node->inputs())
                    add_operand(operand(input));
            }
            kernel_.code.push_back(code);
            operands_.emplace(node.get(), LoopOperand{Kind::instruction,
                                                      static_cast<int>(kernel_.code.size() - 1)});
        }

        /// The node's elements: computed here already, known, in memory, or else computed here once
        /// more. The last goes no deeper than choose_recompute() allows, or than one loop has
        /// members.
        LoopOperand operand(const NodePtr& node) {
            if (const auto known = operands_.find(node.get()); known != operands_.end())
                return known->second;
            if (graph::constant_value(node) || !lowering_.is_unstored_member(node))
                return load(
                    node, graph::constant_value(node) ? Axes{} : lowering_.access_of(node).strides);
            add(node);
            return operands_.at(node.get());
        }

      private:
        LoopOperand load(const NodePtr& node, const Axes& strides) {
            if (const auto known = operands_.find(node.get()); known != operands_.end())
                return known->second;
            if (const auto value = graph::constant_value(node)) {
                kernel_.constants.push_back({*value, node->dtype()});
                return {Kind::constant, static_cast<int>(kernel_.constants.size() - 1)};
            }
            const Access& access = lowering_.access_of(node);
            kernel_.loads.push_back({{access.value, access.offset, strides}, node->dtype()});
            const LoopOperand result{Kind::load, static_cast<int>(kernel_.loads.size() - 1)};
            operands_.emplace(node.get(), result);
            return result;
        }

        LoopOperand index_load(Axes strides) {
            kernel_.loads.push_back({{-1, 0, std::move(strides)}, DType::i64});
            return {Kind::load, static_cast<int>(kernel_.loads.size() - 1)};
        }

        Lowering& lowering_;
        LoopKernel& kernel_;
        std::unordered_map<const Node*, LoopOperand> operands_;
    };

    /// Whether the node is part of a loop that does not store it.
    bool is_unstored_member(const NodePtr& node) const {
        return is_loop_member(node->op()) &&
               !access_[static_cast<std::size_t>(plan_.index.at(node.get()))];
    }

    /// Adds the loop body for all members of root's loop.
    Body add_body(LoopKernel& kernel, std::size_t root) {
        Body body(*this, kernel);
        for (const int member : plan_.members[root])
            body.add(plan_.order[static_cast<std::size_t>(member)]);
        return body;
    }

    void lower_map(std::size_t i) {
        const NodePtr& root = plan_.order[i];
        LoopKernel kernel;
        kernel.sizes = root->shape().sizes();
        Body body = add_body(kernel, i);
        const Axes layout = layouts_.of_loop(kernel, *root);
        for (const int member : plan_.members[i]) {
            const auto index = static_cast<std::size_t>(member);
            if (index != i && !plan_.required[index]) continue;
            const NodePtr& node = plan_.order[index];
            access_[index] = Access{add_value(*node, layout), 0, layout};
            kernel.stores.push_back({body.operand(node), *access_[index]});
        }
        normalize(kernel);
        add_step(std::move(kernel), *root);
    }

    void lower_reduction(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        const NodePtr& x = node->input(0);
        LoopKernel kernel;
        kernel.sizes = x->shape().sizes();
        kernel.reduce = node->op();
        kernel.reduced.assign(kernel.sizes.size(), false);
        for (const std::int64_t axis : node->as<graph::AxesAttributes>().axes) {
            kernel.reduced[static_cast<std::size_t>(axis)] = true;
        }
        const LoopOperand source = add_body(kernel, i).operand(x);
        access_[i] = Access{add_value(*node, rows(*node)), 0, rows(*node)};
        Access result{access_[i]->value, 0, {}};
        std::size_t next = 0;
        for (const bool reduced : kernel.reduced) {
            result.strides.push_back(reduced ? 0 : access_[i]->strides[next]);
            next += reduced ? 0 : 1;
        }
        kernel.stores.push_back({source, std::move(result)});
        normalize(kernel);
        add_step(std::move(kernel), *node);
    }

    /// A product over one element is a multiplication, which can become part of another loop.
    void lower_outer_product(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        const auto& d = node->as<graph::DotAttributes>();
        const std::size_t batch = d.lhs_batch.size();
        LoopKernel kernel;
        kernel.sizes = node->shape().sizes();
        std::size_t next = batch;  // axis of the result
        const auto add_load = [&](const NodePtr& input, const Axes& batch_axes,
                                  const Axes& contracted) {
            const Access& from = access_of(input);
            Access access{from.value, from.offset, Axes(kernel.sizes.size(), 0)};
            for (std::size_t k = 0; k < batch; ++k)
                access.strides[k] = from.strides[static_cast<std::size_t>(batch_axes[k])];
            for (int axis = 0; axis < input->shape().rank(); ++axis) {
                const auto is = [&](const Axes& axes) {
                    return std::find(axes.begin(), axes.end(), axis) != axes.end();
                };
                if (!is(batch_axes) && !is(contracted))
                    access.strides[next++] = from.strides[static_cast<std::size_t>(axis)];
            }
            kernel.loads.push_back({std::move(access), input->dtype()});
        };
        add_load(node->input(0), d.lhs_batch, d.lhs_contract);
        add_load(node->input(1), d.rhs_batch, d.rhs_contract);
        kernel.code.push_back({Op::mul,
                               node->dtype(),
                               node->dtype(),
                               2,
                               {{{Kind::load, 0}, {Kind::load, 1}, {Kind::load, 0}}}});
        access_[i] = Access{add_value(*node, rows(*node)), 0, rows(*node)};
        kernel.stores.push_back({{Kind::instruction, 0}, *access_[i]});
        normalize(kernel);
        add_step(std::move(kernel), *node);
    }

    void lower_dot(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        std::int64_t depth = 1;
        for (const auto axis : node->as<graph::DotAttributes>().lhs_contract)
            depth *= node->input(0)->shape()[static_cast<int>(axis)];
        if (depth == 1 && node->dtype() != DType::boolean) return lower_outer_product(i);
        auto gemm = gemm_of(*node, access_of(node->input(0)), access_of(node->input(1)));
        if (!gemm) {
            // Bring each operand into the axis order batch, free, contracted; that always merges.
            const auto& d = node->as<graph::DotAttributes>();
            const Access lhs = merged_operand(node->input(0), d.lhs_batch, d.lhs_contract);
            const Access rhs = merged_operand(node->input(1), d.rhs_batch, d.rhs_contract);
            gemm = gemm_of(*node, lhs, rhs);
            GW_ASSERT(gemm.has_value());
        }
        gemm->output = add_value(*node, rows(*node));
        access_[i] = Access{gemm->output, 0, rows(*node)};
        add_step(*gemm, *node);
    }

    Access merged_operand(const NodePtr& node, const Axes& batch, const Axes& contract) {
        Axes order = batch;
        for (int axis = 0; axis < node->shape().rank(); ++axis) {
            if (std::find(batch.begin(), batch.end(), axis) == batch.end() &&
                std::find(contract.begin(), contract.end(), axis) == contract.end()) {
                order.push_back(axis);
            }
        }
        order.insert(order.end(), contract.begin(), contract.end());
        Axes strides(order.size());
        std::int64_t stride = 1;
        for (std::size_t k = order.size(); k-- > 0;) {
            strides[static_cast<std::size_t>(order[k])] = stride;
            stride *= node->shape()[static_cast<int>(order[k])];
        }
        return {in_layout(node, strides), 0, strides};
    }

    void lower_pad(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        const auto& pad = node->as<graph::PadAttributes>();
        const ValueId id = add_value(*node, rows(*node));
        access_[i] = Access{id, 0, rows(*node)};
        fill(id, pad.value, *node);
        const NodePtr& x = node->input(0);
        Access inner = *access_[i];
        for (std::size_t axis = 0; axis < pad.low.size(); ++axis) {
            inner.offset += pad.low[axis] * inner.strides[axis];
            inner.strides[axis] *= pad.interior[axis] + 1;
        }
        copy_into(x, inner, *node);
    }

    void lower_concat(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        const auto axis = static_cast<std::size_t>(node->as<graph::AxisAttributes>().axis);
        access_[i] = Access{add_value(*node, rows(*node)), 0, rows(*node)};
        Access part = *access_[i];
        for (const NodePtr& input : node->inputs()) {
            copy_into(input, part, *node);
            part.offset += input->shape().sizes()[axis] * part.strides[axis];
        }
    }

    void copy_into(const NodePtr& from, const Access& to, const Node& node) {
        LoopKernel kernel;
        kernel.sizes = from->shape().sizes();
        if (const auto value = graph::constant_value(from)) {
            kernel.constants.push_back({*value, from->dtype()});
            kernel.stores.push_back({{Kind::constant, 0}, to});
        } else {
            kernel.loads.push_back({access_of(from), from->dtype()});
            kernel.stores.push_back({{Kind::load, 0}, to});
        }
        normalize(kernel);
        add_step(std::move(kernel), node);
    }

    void lower_whole(std::size_t i) {
        const NodePtr& node = plan_.order[i];
        NodeStep step{node, {}, -1, layouts_.is_channels_last(*node)};
        for (std::size_t k = 0; k < node->inputs().size(); ++k)
            step.inputs.push_back(in_layout(node->input(k), layouts_.of_input(*node, k)));
        const Axes strides = layouts_.of_result(*node);
        step.output = add_value(*node, strides);
        access_[i] = Access{step.output, 0, strides};
        add_step(std::move(step), *node);
    }

    const FusionPlan& plan_;
    const Layouts layouts_;
    Schedule schedule_;
    std::vector<std::optional<Access>> access_;
    std::unordered_map<const Node*, ValueId> leaves_;
    std::unordered_map<const Node*, std::vector<std::pair<Axes, ValueId>>> copies_;
};

}  // namespace

LoweredSteps lower_to_steps(const Program& program, const FusionPlan& plan, const Target& target,
                            const CompileOptions& options) {
    return Lowering(plan, target, options).run(program);
}

}  // namespace gradweave::compiler
