// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/recompute.h"

#include <algorithm>
#include <unordered_map>

#include "engine/compiler/schedule/views.h"

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
        : order_(order), users_(users), again_(order.size(), false), live_(order.size(), false) {
        for (std::size_t i = 0; i < order.size(); ++i)
            index_.emplace(order[i].get(), i);
    }

    std::vector<bool> run() {
        // What is kept decides for what follows: inputs first.
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const Node& node = *order_[i];
            const bool crosses = is_used(i, false) && is_used(i, true);
            again_[i] = crosses && is_forward(node) && graph::is_elementwise(node.op()) &&
                        work_to_repeat(i) <= most_work;
            live_[i] = lives_anyway(i) && !again_[i];
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
    std::vector<bool> again_, live_;
};

}  // namespace

std::vector<bool> choose_recompute(const std::vector<NodePtr>& order,
                                   const std::vector<std::vector<int>>& users) {
    return Choice(order, users).run();
}

}  // namespace gradweave::compiler
