// SPDX-License-Identifier: Apache-2.0
#include "engine/autodiff/grad.h"

#include <unordered_map>
#include <unordered_set>

#include "engine/autodiff/rules.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/composite.h"

namespace gradweave::autodiff {

using graph::Node;
using graph::NodePtr;
using graph::Op;

GradientRule rule_of(Op op) {
    constexpr static GradientRule table[] = {
#define GW_OP(name, klass, type) gradient_##name,
#include "engine/graph/ops.def"
#undef GW_OP
    };
    return table[static_cast<int>(op)];
}

namespace {

/// A composite without a rule of its own stands for its body.
bool is_alias(const Node& node) {
    return node.op() == Op::composite &&
           node.as<graph::CompositeAttributes>().spec->gradient == nullptr;
}

/// What the gradient of a node flows on to.
std::span<const NodePtr> sources(const Node& node) {
    return is_alias(node) ? std::span(&node.body(), 1) : node.inputs();
}

/// Nodes that y depends on, inputs first, looking into composites as differentiation does.
std::vector<const Node*> dependency_order(const NodePtr& y) {
    std::vector<const Node*> order;
    std::unordered_set<const Node*> seen{y.get()};
    std::vector<std::pair<const Node*, std::size_t>> stack{{y.get(), 0}};
    while (!stack.empty()) {
        auto& [node, next] = stack.back();
        const auto inputs = sources(*node);
        if (next == inputs.size()) {
            order.push_back(node);
            stack.pop_back();
        } else if (const Node* input = inputs[next++].get(); seen.insert(input).second) {
            stack.emplace_back(input, 0);
        }
    }
    return order;
}

void require_floating(const NodePtr& node, const char* what) {
    if (is_floating(node->dtype())) return;
    graph::fail(concat("grad: ", what,
                       " must be floating (f16, bf16, f32 or f64) to have a derivative, it is ",
                       gradweave::name_of(node->dtype()), to_string(node->shape())));
}

void accumulate(NodePtr& sum, const NodePtr& term) {
    sum = sum ? graph::add(sum, term) : term;
}

Gradients apply_rule(const NodePtr& node, const NodePtr& gradient) {
    if (is_alias(*node)) return {gradient};
    if (node->op() == Op::composite) {
        return node->as<graph::CompositeAttributes>().spec->gradient(node, gradient);
    }
    return rule_of(node->op())(node, gradient);
}

}  // namespace

std::vector<NodePtr> grad(const NodePtr& y, std::span<const NodePtr> xs, const NodePtr& seed) {
    require_floating(y, "the differentiated value");
    for (const NodePtr& x : xs)
        require_floating(x, "the variable");
    if (seed && (seed->dtype() != y->dtype() || seed->shape() != y->shape())) {
        graph::fail(concat("grad: the seed ", gradweave::name_of(seed->dtype()),
                           to_string(seed->shape()),
                           " must have the type and shape of the differentiated value ",
                           gradweave::name_of(y->dtype()), to_string(y->shape())));
    }

    const auto order = dependency_order(y);
    // Only nodes between some x and y carry a gradient.
    std::unordered_set<const Node*> wanted;
    for (const NodePtr& x : xs)
        wanted.insert(x.get());
    std::unordered_set<const Node*> active;
    for (const Node* node : order) {
        bool depends = wanted.contains(node);
        if (!depends && is_floating(node->dtype())) {
            for (const NodePtr& input : sources(*node))
                depends |= active.contains(input.get());
        }
        if (depends) active.insert(node);
    }

    std::unordered_map<const Node*, NodePtr> gradients;
    if (active.contains(y.get())) {
        const graph::OriginScope scope({y->origin().block, graph::Phase::gradient});
        gradients[y.get()] = seed ? seed : graph::constant_like(y, 1.0);
    }
    for (std::size_t i = order.size(); i-- > 0;) {
        const Node* node = order[i];
        const auto found = gradients.find(node);
        if (found == gradients.end()) continue;
        const NodePtr gradient = found->second;
        if (!wanted.contains(node)) gradients.erase(found);
        const auto inputs = sources(*node);
        bool flows_on = false;
        for (const NodePtr& input : inputs)
            flows_on |= active.contains(input.get());
        if (!flows_on) continue;

        const graph::OriginScope scope({node->origin().block, graph::Phase::gradient});
        const Gradients partial = apply_rule(graph::share(*node), gradient);
        GW_ASSERT(partial.size() == inputs.size());
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            if (!partial[k] || !active.contains(inputs[k].get())) continue;
            GW_ASSERT(partial[k]->shape() == inputs[k]->shape() &&
                      partial[k]->dtype() == inputs[k]->dtype());
            accumulate(gradients[inputs[k].get()], partial[k]);
        }
    }

    std::vector<NodePtr> result;
    for (const NodePtr& x : xs) {
        const auto found = gradients.find(x.get());
        result.push_back(found != gradients.end() ? found->second : graph::constant_like(x, 0.0));
    }
    return result;
}

}  // namespace gradweave::autodiff
