// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/fusion.h"

#include "engine/compiler/kernel/loop.h"
#include "engine/compiler/schedule/recompute.h"

namespace gradweave::compiler {

namespace {

/// Longer loops gain nothing and their tiles would no longer fit in the first cache.
constexpr std::size_t most_members = 64;

}  // namespace

bool is_loop_member(Op op) {
    return graph::is_elementwise(op) || op == Op::iota || op == Op::random_bits;
}

bool is_loop_reduction(Op op) {
    return op == Op::reduce_sum || op == Op::reduce_prod || op == Op::reduce_max ||
           op == Op::reduce_min;
}

FusionPlan plan_fusion(const Program& program, const CompileOptions& options) {
    FusionPlan plan;
    const auto roots = program.roots();
    for (const Node* node : graph::topological_order(roots)) {
        plan.index.emplace(node, static_cast<int>(plan.order.size()));
        plan.order.push_back(graph::share(*node));
    }
    const std::size_t count = plan.order.size();
    plan.kernel.assign(count, -1);
    plan.members.resize(count);
    plan.required.assign(count, false);
    for (const auto& root : roots) {
        plan.required[static_cast<std::size_t>(plan.index.at(root.get()))] = true;
    }
    std::vector<std::vector<int>> users(count);
    for (std::size_t i = 0; i < count; ++i) {
        for (const auto& input : plan.order[i]->inputs()) {
            users[static_cast<std::size_t>(plan.index.at(input.get()))].push_back(
                static_cast<int>(i));
        }
    }

    /// The loop that reads node i at its own position in user u, or -1.
    const auto loop_of_user = [&](std::size_t i, int u) {
        const Node& user = *plan.order[static_cast<std::size_t>(u)];
        if (is_loop_reduction(user.op())) return u;
        const bool elementwise = graph::is_elementwise(user.op());
        return elementwise && user.shape() == plan.order[i]->shape()
                   ? plan.kernel[static_cast<std::size_t>(u)]
                   : -1;
    };
    const auto again = options.fuse && options.recompute
                           ? choose_recompute(plan.order, users)
                           : std::vector<Repeat>(count, Repeat::nobody);
    /// Any loop of node i's users if all of them are in loops, else -1.
    const auto some_loop = [&](std::size_t i) {
        int some = -1;
        for (const int user : users[i]) {
            some = loop_of_user(i, user);
            if (some < 0) return -1;
        }
        return some;
    };
    /// The one loop of those users that node i is computed for, or -1.
    const auto common_loop = [&](std::size_t i, bool forward_only) {
        int common = -1;
        for (const int user : users[i]) {
            const int loop = loop_of_user(i, user);
            if (loop < 0) return -1;
            const bool forward =
                plan.order[static_cast<std::size_t>(user)]->origin().phase == graph::Phase::forward;
            if (forward_only && !forward) continue;
            if (common >= 0 && loop != common) return -1;
            common = loop;
        }
        return common;
    };
    std::vector<std::size_t> sizes(count, 0);   // members of each root's loop
    std::vector<std::size_t> stores(count, 1);  // of them, those that are stored: root and required
    for (std::size_t i = count; i-- > 0;) {
        if (!is_loop_member(plan.order[i]->op())) continue;
        int common = -1;
        if (options.fuse) common = common_loop(i, false);
        // Not stored, it is computed by each of the loops that need it.
        if (common < 0 && !plan.required[i]) {
            if (again[i] == Repeat::gradients) common = common_loop(i, true);
            if (again[i] == Repeat::everybody) common = some_loop(i);
        }
        if (common >= 0) {
            const auto root = static_cast<std::size_t>(common);
            const bool reduction = is_loop_reduction(plan.order[root]->op());
            const bool stored = plan.required[i];
            if ((stored && (reduction || stores[root] == LoopKernel::most_stores)) ||
                sizes[root] >= most_members) {
                common = -1;
            } else if (stored) {
                ++stores[root];
            }
        }
        plan.kernel[i] = common >= 0 ? common : static_cast<int>(i);
        ++sizes[static_cast<std::size_t>(plan.kernel[i])];
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (plan.kernel[i] >= 0) {
            plan.members[static_cast<std::size_t>(plan.kernel[i])].push_back(static_cast<int>(i));
        }
    }
    return plan;
}

}  // namespace gradweave::compiler
