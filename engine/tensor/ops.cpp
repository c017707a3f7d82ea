// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/ops.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/text.h"
#include "engine/graph/build.h"

namespace gradweave {

using graph::NodePtr;
using graph::Op;

namespace {

NodePtr broadcast(const NodePtr& x, const Shape& shape) {
    if (x->shape() == shape) return x;
    // Axes of size 1 that grow are left out of the source, then repeated.
    const int shift = shape.rank() - x->shape().rank();
    Axes sizes, axes;
    for (int i = 0; i < x->shape().rank(); ++i) {
        if (x->shape()[i] == 1 && shape[i + shift] != 1) continue;
        sizes.push_back(x->shape()[i]);
        axes.push_back(i + shift);
    }
    return graph::broadcast(graph::reshape(x, Shape(std::move(sizes))), shape, std::move(axes));
}

/// Both operands in their common type and shape.
std::pair<NodePtr, NodePtr> match(const char* what, const Tensor& a, const Tensor& b,
                                  bool floating = false) {
    const auto shape = broadcast_shapes(a.shape(), b.shape());
    if (!shape) {
        graph::fail(concat(what, ": shapes ", to_string(a.shape()), " and ", to_string(b.shape()),
                           " do not broadcast: sizes must be equal or 1"));
    }
    DType type = promote(a.dtype(), b.dtype());
    if (floating && !is_floating(type)) type = DType::f32;
    return {broadcast(graph::cast(a.node(), type), *shape),
            broadcast(graph::cast(b.node(), type), *shape)};
}

Tensor binary(const char* what, Op op, const Tensor& a, const Tensor& b, bool floating = false) {
    const auto [x, y] = match(what, a, b, floating);
    return Tensor(graph::binary(op, x, y));
}

/// A C++ number as an operand for x: of x's type if that can hold it, else of one that can.
Tensor number_for(const Tensor& x, double value) {
    const auto holds = [&](DType type) {
        return graph::Scalar(value).as(type).as_double() == value;
    };
    DType type = x.dtype();
    if (type == DType::boolean)
        type = DType::f32;
    else if (is_integer(type) && !holds(type))
        type = holds(DType::i64) ? DType::i64 : DType::f32;
    return Tensor(graph::constant(value, type, Shape{}));
}

Tensor floating(const Tensor& x) {
    return is_floating(x.dtype()) ? x : x.to(DType::f32);
}

Tensor unary(Op op, const Tensor& x) {
    return Tensor(graph::unary(
        op, graph::info(op).type == graph::TypeRule::floating ? floating(x).node() : x.node()));
}

Tensor reduce(const char* what, Op op, const Tensor& x, const Axes& axes, bool keep_axes) {
    const Axes all = normalize_axes(axes, x.rank(), what, true);
    NodePtr result = graph::reduce(op, x.node(), all);
    if (keep_axes) {
        Axes sizes = x.shape().sizes();
        for (const std::int64_t axis : all)
            sizes[static_cast<std::size_t>(axis)] = 1;
        result = graph::reshape(result, Shape(std::move(sizes)));
    }
    return Tensor(std::move(result));
}

Tensor summable(const Tensor& x) {
    const bool small = !is_floating(x.dtype()) && size_of(x.dtype()) < 4;
    return small ? x.to(DType::i64) : x;
}

}  // namespace

Tensor operator+(const Tensor& a, const Tensor& b) {
    return binary("add", Op::add, a, b);
}
Tensor operator-(const Tensor& a, const Tensor& b) {
    return binary("sub", Op::sub, a, b);
}
Tensor operator*(const Tensor& a, const Tensor& b) {
    return binary("mul", Op::mul, a, b);
}
Tensor operator/(const Tensor& a, const Tensor& b) {
    return binary("div", Op::div, a, b, true);
}
Tensor operator-(const Tensor& x) {
    return unary(Op::neg, x);
}

#define GW_SCALAR_OPERATORS(op)                     \
    Tensor operator op(const Tensor& a, double b) { \
        return a op number_for(a, b);               \
    }                                               \
    Tensor operator op(double a, const Tensor& b) { \
        return number_for(b, a) op b;               \
    }
GW_SCALAR_OPERATORS(+)
GW_SCALAR_OPERATORS(-)
GW_SCALAR_OPERATORS(*)
GW_SCALAR_OPERATORS(/)
#undef GW_SCALAR_OPERATORS

Tensor remainder(const Tensor& a, const Tensor& b) {
    return binary("remainder", Op::mod, a, b);
}
Tensor pow(const Tensor& base, const Tensor& exponent) {
    return binary("pow", Op::pow, base, exponent);
}

Tensor pow(const Tensor& base, double exponent) {
    // Whole small powers are products, exact for negative bases and much faster.
    if (exponent == 2) return base * base;
    if (exponent == 3) return base * base * base;
    if (exponent == 0.5) return sqrt(base);
    if (exponent == -1) return reciprocal(base);
    return pow(base, number_for(base, exponent));
}

Tensor maximum(const Tensor& a, const Tensor& b) {
    return binary("maximum", Op::max, a, b);
}
Tensor minimum(const Tensor& a, const Tensor& b) {
    return binary("minimum", Op::min, a, b);
}

Tensor less(const Tensor& a, const Tensor& b) {
    return binary("less", Op::lt, a, b);
}
Tensor less_equal(const Tensor& a, const Tensor& b) {
    return binary("less_equal", Op::le, a, b);
}
Tensor greater(const Tensor& a, const Tensor& b) {
    return binary("greater", Op::lt, b, a);
}
Tensor greater_equal(const Tensor& a, const Tensor& b) {
    return binary("greater_equal", Op::le, b, a);
}
Tensor equal(const Tensor& a, const Tensor& b) {
    return binary("equal", Op::eq, a, b);
}
Tensor not_equal(const Tensor& a, const Tensor& b) {
    return logical_not(equal(a, b));
}
Tensor logical_and(const Tensor& a, const Tensor& b) {
    return binary("logical_and", Op::bit_and, a.to(DType::boolean), b.to(DType::boolean));
}
Tensor logical_or(const Tensor& a, const Tensor& b) {
    return binary("logical_or", Op::bit_or, a.to(DType::boolean), b.to(DType::boolean));
}
Tensor logical_not(const Tensor& x) {
    return Tensor(graph::bit_not(x.to(DType::boolean).node()));
}

Tensor where(const Tensor& condition, const Tensor& if_true, const Tensor& if_false) {
    const auto [yes, no] = match("where", if_true, if_false);
    const auto shape = broadcast_shapes(condition.shape(), yes->shape());
    if (!shape) {
        graph::fail(concat("where: the condition ", to_string(condition.shape()),
                           " does not broadcast with ", to_string(yes->shape())));
    }
    return Tensor(graph::select(broadcast(graph::cast(condition.node(), DType::boolean), *shape),
                                broadcast(yes, *shape), broadcast(no, *shape)));
}

Tensor abs(const Tensor& x) {
    return unary(Op::abs, x);
}
Tensor floor(const Tensor& x) {
    return unary(Op::floor, x);
}
Tensor round(const Tensor& x) {
    return unary(Op::round, x);
}
Tensor sqrt(const Tensor& x) {
    return unary(Op::sqrt, x);
}
Tensor rsqrt(const Tensor& x) {
    return unary(Op::rsqrt, x);
}
Tensor reciprocal(const Tensor& x) {
    return unary(Op::recip, x);
}
Tensor exp(const Tensor& x) {
    return unary(Op::exp, x);
}
Tensor log(const Tensor& x) {
    return unary(Op::log, x);
}
Tensor sin(const Tensor& x) {
    return unary(Op::sin, x);
}
Tensor cos(const Tensor& x) {
    return unary(Op::cos, x);
}
Tensor tanh(const Tensor& x) {
    return unary(Op::tanh, x);
}
Tensor erf(const Tensor& x) {
    return unary(Op::erf, x);
}

Tensor sum(const Tensor& x, Axes axes, bool keep_axes) {
    return reduce("sum", Op::reduce_sum, summable(x), axes, keep_axes);
}

Tensor mean(const Tensor& x, Axes axes, bool keep_axes) {
    double count = 1;
    for (const std::int64_t axis : normalize_axes(axes, x.rank(), "mean", true))
        count *= static_cast<double>(x.shape()[static_cast<int>(axis)]);
    return sum(floating(x), axes, keep_axes) / count;
}

Tensor prod(const Tensor& x, Axes axes, bool keep_axes) {
    return reduce("prod", Op::reduce_prod, summable(x), axes, keep_axes);
}
Tensor max(const Tensor& x, Axes axes, bool keep_axes) {
    return reduce("max", Op::reduce_max, x, axes, keep_axes);
}
Tensor min(const Tensor& x, Axes axes, bool keep_axes) {
    return reduce("min", Op::reduce_min, x, axes, keep_axes);
}
Tensor argmax(const Tensor& x, std::int64_t axis) {
    return Tensor(
        graph::arg_reduce(Op::argmax, x.node(), normalize_axis(axis, x.rank(), "argmax")));
}
Tensor argmin(const Tensor& x, std::int64_t axis) {
    return Tensor(
        graph::arg_reduce(Op::argmin, x.node(), normalize_axis(axis, x.rank(), "argmin")));
}

Tensor matmul(const Tensor& a, const Tensor& b) {
    if (a.rank() == 0 || b.rank() == 0) {
        graph::fail(concat("matmul: an operand is a scalar (", to_string(a.shape()), " and ",
                           to_string(b.shape()), "); use * to scale"));
    }
    const DType type = promote(a.dtype(), b.dtype());
    const NodePtr lhs = graph::cast(a.node(), type), rhs = graph::cast(b.node(), type);
    const int lhs_rank = a.rank(), rhs_rank = b.rank();
    if (rhs_rank <= 2) {
        // One matrix for all leading axes of the left: a single product, no copies of the right.
        return Tensor(graph::dot(lhs, rhs, {{}, {}, {lhs_rank - 1}, {0}}));
    }
    if (lhs_rank == 1) {
        const NodePtr row = graph::reshape(lhs, Shape{1, a.shape()[0]});
        const Tensor product = matmul(Tensor(row), b);
        return product.reshape(
            product.shape().without(std::array<std::int64_t, 1>{product.rank() - 2}));
    }
    const Axes lhs_lead(a.shape().begin(), a.shape().end() - 2),
        rhs_lead(b.shape().begin(), b.shape().end() - 2);
    const auto lead = broadcast_shapes(Shape(lhs_lead), Shape(rhs_lead));
    if (!lead) {
        graph::fail(concat("matmul: leading axes of ", to_string(a.shape()), " and ",
                           to_string(b.shape()), " do not broadcast"));
    }
    const auto extend = [&](const NodePtr& x) {
        Axes sizes = lead->sizes();
        sizes.push_back(x->shape()[-2]);
        sizes.push_back(x->shape()[-1]);
        return broadcast(x, Shape(std::move(sizes)));
    };
    return Tensor(graph::matmul(extend(lhs), extend(rhs)));
}

Tensor broadcast_to(const Tensor& x, const Shape& shape) {
    const auto common = broadcast_shapes(x.shape(), shape);
    if (!common || *common != shape) {
        graph::fail(concat("broadcast: ", to_string(x.shape()), " does not broadcast to ",
                           to_string(shape)));
    }
    return Tensor(broadcast(x.node(), shape));
}

Tensor cat(const std::vector<Tensor>& parts, std::int64_t axis) {
    if (parts.empty()) throw Error(ErrorKind::usage, "cat: there is nothing to join");
    DType type = parts[0].dtype();
    for (const auto& part : parts)
        type = promote(type, part.dtype());
    std::vector<NodePtr> nodes;
    for (const auto& part : parts)
        nodes.push_back(graph::cast(part.node(), type));
    return Tensor(graph::concat(std::move(nodes), normalize_axis(axis, parts[0].rank(), "cat")));
}

Tensor stack(const std::vector<Tensor>& parts, std::int64_t axis) {
    if (parts.empty()) throw Error(ErrorKind::usage, "stack: there is nothing to join");
    const int at = normalize_axis(axis, parts[0].rank() + 1, "stack");
    std::vector<Tensor> rows;
    for (const auto& part : parts) {
        Axes sizes = part.shape().sizes();
        sizes.insert(sizes.begin() + std::min<std::ptrdiff_t>(at, part.rank()), 1);
        rows.push_back(part.reshape(Shape(std::move(sizes))));
    }
    return cat(rows, at);
}

Tensor pad(const Tensor& x, Axes low, Axes high, double value) {
    const auto rank = static_cast<std::size_t>(x.rank());
    return Tensor(graph::pad(x.node(), {std::move(low), std::move(high), Axes(rank, 0), value}));
}

Tensor take(const Tensor& x, const Tensor& indices, std::int64_t axis) {
    return Tensor(graph::gather(x.node(), indices.node(), normalize_axis(axis, x.rank(), "take")));
}

}  // namespace gradweave
