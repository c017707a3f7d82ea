// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/rewrite.h"

#include <algorithm>
#include <unordered_map>

namespace gradweave::compiler {

std::vector<NodePtr> Program::roots() const {
    std::vector<NodePtr> roots = outputs;
    for (const auto& assignment : assignments)
        roots.push_back(assignment.value);
    return roots;
}

NodePtr with_inputs(const NodePtr& node, std::vector<NodePtr> inputs) {
    if (std::equal(inputs.begin(), inputs.end(), node->inputs().begin(), node->inputs().end())) {
        return node;
    }
    const graph::OriginScope scope(node->origin());
    if (node->op() == Op::composite) {
        const auto& attributes = node->as<graph::CompositeAttributes>();
        return graph::make_composite(*attributes.spec, std::move(inputs), attributes.integers,
                                     attributes.reals);
    }
    return graph::make_node(node->op(), std::move(inputs), node->attributes(), node->dtype(),
                            node->shape());
}

Program rewrite(const Program& program, const Rewriter& rewriter) {
    const auto roots = program.roots();
    std::unordered_map<const Node*, NodePtr> replacement;
    for (const Node* node : graph::topological_order(roots)) {
        std::vector<NodePtr> inputs;
        for (const NodePtr& input : node->inputs())
            inputs.push_back(replacement.at(input.get()));
        const graph::OriginScope scope(node->origin());
        replacement.emplace(node, rewriter(graph::share(*node), std::move(inputs)));
    }
    Program result;
    for (const auto& output : program.outputs)
        result.outputs.push_back(replacement.at(output.get()));
    for (const auto& [leaf, value] : program.assignments) {
        result.assignments.push_back({leaf, replacement.at(value.get())});
    }
    return result;
}

}  // namespace gradweave::compiler
