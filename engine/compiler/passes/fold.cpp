// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/fold.h"

#include <algorithm>

#include "engine/compiler/passes/rewrite.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

using graph::Scalar;

/// The reduction of `count` elements that are all `value`, where it is known without rounding.
std::optional<Scalar> reduced(Op op, DType dtype, Scalar value, std::int64_t count) {
    if (op == Op::reduce_max || op == Op::reduce_min) return value;
    if (op == Op::reduce_prod) {
        if (value.as_double() == 1 || count == 1) return value;
        return std::nullopt;
    }
    if (is_floating(dtype)) return Scalar(value.as_double() * static_cast<double>(count));
    const auto scalar = [&](Scalar number) { return graph::constant(number, dtype, Shape{}); };
    return graph::constant_value(graph::mul(scalar(value), scalar(count)));
}

/// The one number that all elements of the node are, if it is known.
std::optional<Scalar> known_value(const Node& node, const std::vector<NodePtr>& inputs) {
    if (node.shape().empty()) return std::nullopt;
    const auto first = inputs.empty() ? std::nullopt : graph::constant_value(inputs.front());
    const auto same = [&](const NodePtr& other) {
        const auto value = graph::constant_value(other);
        return first && value && *value == *first;
    };
    switch (node.op()) {
        case Op::iota:
            if (node.shape()[static_cast<int>(node.as<graph::AxisAttributes>().axis)] == 1)
                return Scalar(std::int64_t{0});
            return std::nullopt;
        case Op::reduce_sum:
        case Op::reduce_prod:
        case Op::reduce_max:
        case Op::reduce_min: {
            const std::int64_t count =
                inputs[0]->shape().element_count() / node.shape().element_count();
            if (!first || count == 0) return std::nullopt;
            return reduced(node.op(), node.dtype(), *first, count);
        }
        case Op::pad:
            if (first && *first == node.as<graph::PadAttributes>().value) return first;
            return std::nullopt;
        case Op::window:
            return first;
        case Op::concat:
            if (std::all_of(inputs.begin(), inputs.end(), same)) return first;
            return std::nullopt;
        case Op::scatter_add:
            if (first && first->as_double() == 0) return Scalar(std::int64_t{0});
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

}  // namespace

Program fold_constants(const Program& program) {
    return rewrite(program, [](const NodePtr& node, std::vector<NodePtr> inputs) -> NodePtr {
        if (const auto value = known_value(*node, inputs))
            return graph::constant(*value, node->dtype(), node->shape());
        return rebuilt(node, std::move(inputs));
    });
}

}  // namespace gradweave::compiler
