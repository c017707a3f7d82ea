// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/recompute.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "engine/compiler/schedule/fusion.h"
#include "engine/compiler/schedule/views.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

/// What an operation costs next to an addition. An element that is kept is written and read: some
/// thirty additions where memory is the limit.
constexpr int most_work = 32;

int work_of(Op op) {
    switch (op) {
        case Op::div:
        case Op::sqrt:
        case Op::rsqrt:
        case Op::recip:
            return 4;
        case Op::exp:
        case Op::log:
        case Op::tanh:
        case Op::erf:
            return 12;
        case Op::sin:
        case Op::cos:
        case Op::pow:
        case Op::mod:
        case Op::random_bits:
            return most_work + 1;
        default:
            return 1;
    }
}

class Choice {
  public:
    Choice(const std::vector<NodePtr>& order, const std::vector<std::vector<int>>& users)
        : order_(order),
          users_(users),
          again_(order.size(), Repeat::nobody),
          live_(order.size(), false) {
        for (std::size_t i = 0; i < order.size(); ++i)
            index_.emplace(order[i].get(), i);
    }

    std::vector<Repeat> run() {
        // What is kept decides for what follows: inputs first.
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const Node& node = *order_[i];
            const bool crosses = is_used(i, false) && is_used(i, true);
            if (crosses && is_forward(node) && graph::is_elementwise(node.op()) &&
                work_to_repeat(i) <= most_work)
                again_[i] = Repeat::gradients;
            else if (const auto kept = better_kept(i)) {
                again_[i] = Repeat::everybody;
                live_[*kept] = true;
            }
            live_[i] = lives_anyway(i) && again_[i] == Repeat::nobody;
        }
        return std::move(again_);
    }

  private:
    static bool is_forward(const Node& node) {
        return node.origin().phase == graph::Phase::forward;
    }

    /// Whether a node of the forward pass, or one after it, reads the node.
    bool is_used(std::size_t i, bool later) const {
        return std::any_of(users_[i].begin(), users_[i].end(), [&](int user) {
            return is_forward(*order_[static_cast<std::size_t>(user)]) != later;
        });
    }

    /// Whether the elements are there after the forward pass, whatever is chosen here.
    bool lives_anyway(std::size_t i) const {
        const Node& node = *order_[i];
        if (node.op() == Op::parameter || node.op() == Op::constant) return true;
        if (is_view(node.op())) return live_[index_.at(node.input(0).get())];
        return is_used(i, true);
    }

    /// The operand of node i to keep instead of it, if i is one cheap operation on a value in
    /// memory and others that are much smaller.
    std::optional<std::size_t> better_kept(std::size_t i) const {
        const Node& node = *order_[i];
        if (!graph::is_elementwise(node.op()) || work_of(node.op()) > 1 || users_[i].size() < 2 ||
            has_row_reduction(i))
            return std::nullopt;
        std::optional<std::size_t> large;
        for (const NodePtr& input : node.inputs()) {
            if (is_small(*input, node)) continue;
            const std::size_t k = index_.at(input.get());
            const bool stored = !graph::is_elementwise(input->op()) && !is_view(input->op()) &&
                                input->op() != Op::iota && input->op() != Op::random_bits;
            if (large || !stored || input->dtype() != node.dtype()) return std::nullopt;
            large = k;
        }
        return large;
    }

    static bool is_small(const Node& input, const Node& node) {
        constexpr std::int64_t much = 64;
        if (graph::constant_value(graph::share(input))) return true;
        return input.op() == Op::broadcast &&
               input.input(0)->shape().element_count() <= node.shape().element_count() / much;
    }

    /// Whether a user reduces rows: it works on a row that is in a cache, where keeping is cheap.
    bool has_row_reduction(std::size_t i) const {
        return std::any_of(users_[i].begin(), users_[i].end(), [&](int user) {
            // Directly, or as the square that a variance is the sum of.
            const auto u = static_cast<std::size_t>(user);
            return reduces_rows(u) ||
                   std::any_of(users_[u].begin(), users_[u].end(), [&](int next) {
                       return reduces_rows(static_cast<std::size_t>(next));
                   });
        });
    }

    bool reduces_rows(std::size_t i) const {
        const Node& node = *order_[i];
        if (!is_loop_reduction(node.op())) return false;
        const Axes& axes = node.as<graph::AxesAttributes>().axes;
        return std::find(axes.begin(), axes.end(), node.input(0)->shape().rank() - 1) !=
                   axes.end() &&
               axes.back() - axes.front() + 1 == static_cast<std::int64_t>(axes.size());
    }

    /// The work from what lives anyway, or more than the limit.
    int work_to_repeat(std::size_t node) const {
        int work = 0;
        std::vector<std::size_t> stack{node};
        while (!stack.empty() && work <= most_work) {
            const std::size_t i = stack.back();
            stack.pop_back();
            work += work_of(order_[i]->op());
            for (const NodePtr& input : order_[i]->inputs()) {
                const std::size_t k = index_.at(input.get());
                if (live_[k]) continue;
                if (!graph::is_elementwise(input->op())) return most_work + 1;
                stack.push_back(k);
            }
        }
        return work;
    }

    const std::vector<NodePtr>& order_;
    const std::vector<std::vector<int>>& users_;
    std::unordered_map<const Node*, std::size_t> index_;
    std::vector<Repeat> again_;
    std::vector<bool> live_;
};

}  // namespace

std::vector<Repeat> choose_recompute(const std::vector<NodePtr>& order,
                                     const std::vector<std::vector<int>>& users) {
    return Choice(order, users).run();
}

}  // namespace gradweave::compiler
