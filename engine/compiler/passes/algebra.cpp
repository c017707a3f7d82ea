// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/algebra.h"

#include <cmath>

#include "engine/compiler/passes/rewrite.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

using graph::constant_like;
using graph::constant_value;

/// The number that all elements of a floating constant are.
std::optional<double> number(const NodePtr& node) {
    if (!is_floating(node->dtype())) return std::nullopt;
    const auto value = constant_value(node);
    return value ? std::optional(value->as_double()) : std::nullopt;
}

bool is_power_of_two(double x) {
    int exponent;
    return std::isfinite(x) && std::abs(std::frexp(x, &exponent)) == 0.5;
}

/// Neither 0, nor infinite, nor so small that it lost digits, as an element of the type.
bool is_normal(double x, DType dtype) {
    return dtype == DType::f32 ? std::isnormal(static_cast<float>(x)) : std::isnormal(x);
}

bool is_op(const NodePtr& node, Op op) {
    return node->op() == op;
}

/// A constant factor of the node, which is then x * factor.
std::optional<double> factor_of(const NodePtr& node) {
    return is_op(node, Op::mul) ? number(node->input(1)) : std::nullopt;
}

NodePtr simplified_unary(Op op, const NodePtr& x) {
    if (op == Op::neg) {
        if (is_op(x, Op::sub)) return graph::sub(x->input(1), x->input(0));
        if (const auto factor = factor_of(x))
            return graph::mul(x->input(0), constant_like(x, -*factor));
    }
    if (op == Op::abs && (is_op(x, Op::neg) || is_op(x, Op::abs))) return graph::abs(x->input(0));
    return {};
}

/// x to a small whole power.
NodePtr simplified_power(const NodePtr& x, double exponent) {
    if (exponent == 0) return constant_like(x, 1.0);
    if (exponent == 2) return graph::mul(x, x);
    if (exponent == 3) return graph::mul(graph::mul(x, x), x);
    if (exponent == -1) return graph::recip(x);
    return {};
}

NodePtr simplified_product(const NodePtr& a, const NodePtr& b) {
    if (const auto factor = number(b)) {
        if (*factor == -1) return graph::neg(a);
        if (is_op(a, Op::neg)) return graph::mul(a->input(0), constant_like(a, -*factor));
        if (const auto inner = factor_of(a);
            inner && is_normal(*inner * *factor, a->dtype()) && is_normal(*inner, a->dtype()))
            return graph::mul(a->input(0), constant_like(a, *inner * *factor));
        return {};
    }
    if (is_op(a, Op::neg) && is_op(b, Op::neg)) return graph::mul(a->input(0), b->input(0));
    return {};
}

NodePtr simplified_binary(Op op, const NodePtr& a, const NodePtr& b) {
    switch (op) {
        case Op::add:
            if (is_op(b, Op::neg)) return graph::sub(a, b->input(0));
            if (is_op(a, Op::neg)) return graph::sub(b, a->input(0));
            break;
        case Op::sub:
            if (is_op(b, Op::neg)) return graph::add(a, b->input(0));
            break;
        case Op::mul:
            return simplified_product(a, b);
        case Op::div:
            // The reciprocal of any other number would be rounded.
            if (const auto divisor = number(b);
                divisor && is_power_of_two(*divisor) && is_normal(1 / *divisor, a->dtype()))
                return graph::mul(a, constant_like(a, 1 / *divisor));
            break;
        case Op::pow:
            if (const auto exponent = number(b)) return simplified_power(a, *exponent);
            break;
        default:
            break;
    }
    return {};
}

NodePtr simplified_select(const NodePtr& condition, const NodePtr& yes, const NodePtr& no) {
    if (is_op(condition, Op::bit_not)) return graph::select(condition->input(0), no, yes);
    // The same choice once more is decided already.
    const bool again = is_op(yes, Op::select) && yes->input(0) == condition;
    const bool again_not = is_op(no, Op::select) && no->input(0) == condition;
    if (!again && !again_not) return {};
    return graph::select(condition, again ? yes->input(1) : yes, again_not ? no->input(2) : no);
}

/// Whether every number of the first type is one of the second.
bool holds_all(DType from, DType to) {
    switch (from) {
        case DType::boolean:
            return true;
        case DType::u8:
            return to != DType::boolean && to != DType::i8;
        case DType::i8:
            return to != DType::boolean && to != DType::u8;
        case DType::i16:
            return to == DType::i32 || to == DType::i64 || to == DType::f32 || to == DType::f64;
        case DType::i32:
            return to == DType::i64 || to == DType::f64;
        case DType::f16:
        case DType::bf16:
            return to == DType::f32 || to == DType::f64;
        case DType::f32:
            return to == DType::f64;
        default:
            return false;
    }
}

/// One cast for two. Backends convert types that are only stored from and to the one they are
/// computed in, no further.
NodePtr simplified_cast(const NodePtr& x, DType to) {
    if (!is_op(x, Op::cast)) return {};
    const NodePtr& source = x->input(0);
    const bool stored = is_storage_only(source->dtype()) || is_storage_only(to);
    if (!holds_all(source->dtype(), x->dtype()) || (stored && source->dtype() != to)) return {};
    // Integers wrap around where what is floating between them stays at the limits.
    const bool limits = is_floating(x->dtype()) && !is_floating(to) && to != DType::boolean;
    if (limits && !is_floating(source->dtype()) && !holds_all(source->dtype(), to)) return {};
    return graph::cast(source, to);
}

NodePtr simplified(const Node& node, const std::vector<NodePtr>& inputs) {
    const Op op = node.op();
    switch (graph::info(op).klass) {
        case graph::OpClass::unary:
            if (op == Op::bitcast) return {};
            if (op != Op::cast) return simplified_unary(op, inputs[0]);
            return simplified_cast(inputs[0], node.dtype());
        case graph::OpClass::binary:
            return simplified_binary(op, inputs[0], inputs[1]);
        case graph::OpClass::ternary:
            return simplified_select(inputs[0], inputs[1], inputs[2]);
        default:
            break;
    }
    if (op == Op::reduce_sum && is_op(inputs[0], Op::neg)) {
        return graph::neg(
            graph::reduce(op, inputs[0]->input(0), node.as<graph::AxesAttributes>().axes));
    }
    return {};
}

}  // namespace

Program simplify_algebra(const Program& program) {
    return rewrite(program, [](const NodePtr& node, std::vector<NodePtr> inputs) -> NodePtr {
        if (NodePtr result = simplified(*node, inputs)) return result;
        return rebuilt(node, std::move(inputs));
    });
}

}  // namespace gradweave::compiler
