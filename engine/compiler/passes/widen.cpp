// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/widen.h"

#include <algorithm>

#include "engine/compiler/passes/rewrite.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

bool concerns(const Node& node) {
    return is_storage_only(node.dtype()) ||
           std::any_of(node.inputs().begin(), node.inputs().end(),
                       [](const NodePtr& input) { return is_storage_only(input->dtype()); });
}

/// Whether the operation takes elements as they are.
bool only_moves(const Node& node) {
    switch (node.op()) {
        case Op::constant:
        case Op::parameter:
        case Op::bitcast:
        case Op::window:
        case Op::gather:
            return true;
        default:
            return graph::info(node.op()).klass == graph::OpClass::movement;
    }
}

/// A conversion as conversions from and to the computed type, as convert.h has it.
NodePtr stepwise(const NodePtr& x, DType to) {
    const DType from = x->dtype(), wide = computed_in(to);
    if (is_storage_only(from) && computed_in(from) != to)
        return stepwise(graph::cast(x, computed_in(from)), to);
    if (!is_storage_only(to) || from == wide) return graph::cast(x, to);
    NodePtr value = graph::cast(x, wide);
    if (is_floating(from) && is_integer(to)) {
        // Floating numbers saturate at the narrow type's limits, not at those of i32.
        const std::int64_t limit = std::int64_t{1} << (8 * size_of(to) - 1);
        value = graph::binary(Op::min, value, graph::constant_like(value, limit - 1));
        value = graph::binary(Op::max, value, graph::constant_like(value, -limit));
    }
    return graph::cast(value, to);
}

}  // namespace

NodePtr in_wide_types(const NodePtr& node, const std::vector<NodePtr>& inputs) {
    std::vector<NodePtr> wide;
    for (const NodePtr& input : inputs)
        wide.push_back(graph::cast(input, computed_in(input->dtype())));
    const NodePtr result = graph::make_node(node->op(), std::move(wide), node->attributes(),
                                            computed_in(node->dtype()), node->shape());
    return graph::cast(result, node->dtype());
}

Program widen_stored_types(const Program& program) {
    const auto order = graph::topological_order(program.roots());
    if (std::none_of(order.begin(), order.end(), [](const Node* node) { return concerns(*node); }))
        return program;
    return rewrite(program, [](const NodePtr& node, std::vector<NodePtr> inputs) -> NodePtr {
        if (!concerns(*node) || only_moves(*node)) return with_inputs(node, std::move(inputs));
        if (node->op() == Op::cast) return stepwise(inputs[0], node->dtype());
        return in_wide_types(node, inputs);
    });
}

}  // namespace gradweave::compiler
