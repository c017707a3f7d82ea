// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/rewrite.h"

#include <algorithm>
#include <unordered_map>

#include "engine/graph/build.h"

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

NodePtr rebuilt(const NodePtr& node, std::vector<NodePtr> inputs) {
    if (std::equal(inputs.begin(), inputs.end(), node->inputs().begin(), node->inputs().end()))
        return node;
    const graph::OriginScope scope(node->origin());
    const Op op = node->op();
    switch (graph::info(op).klass) {
        case graph::OpClass::unary:
            if (op == Op::cast) return graph::cast(inputs[0], node->dtype());
            if (op == Op::bitcast) return graph::bitcast(inputs[0], node->dtype());
            return graph::unary(op, inputs[0]);
        case graph::OpClass::binary:
            return graph::binary(op, inputs[0], inputs[1]);
        case graph::OpClass::ternary:
            return graph::select(inputs[0], inputs[1], inputs[2]);
        case graph::OpClass::reduce:
            if (op == Op::argmax || op == Op::argmin) break;
            return graph::reduce(op, inputs[0], node->as<graph::AxesAttributes>().axes);
        default:
            break;
    }
    switch (op) {
        case Op::reshape:
            return graph::reshape(inputs[0], node->shape());
        case Op::permute:
            return graph::permute(inputs[0], node->as<graph::AxesAttributes>().axes);
        case Op::broadcast:
            return graph::broadcast(inputs[0], node->shape(),
                                    node->as<graph::AxesAttributes>().axes);
        case Op::slice: {
            const auto& slice = node->as<graph::SliceAttributes>();
            return graph::slice(inputs[0], slice.start, slice.step, node->shape().sizes());
        }
        default:
            return with_inputs(node, std::move(inputs));
    }
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
