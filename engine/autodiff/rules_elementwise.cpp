// SPDX-License-Identifier: Apache-2.0
// Gradient rules of the elementwise operations.
//
// Masks select, they never multiply: 0 * inf and 0 * nan would poison the result. Rules use the
// output y where that is cheaper than the input (exp, tanh, sqrt).
#include <numbers>

#include "engine/autodiff/rules.h"
#include "engine/graph/build.h"

namespace gradweave::autodiff {

using namespace graph;

namespace {

NodePtr times(const NodePtr& x, double factor) {
    return mul(x, constant_like(x, factor));
}
NodePtr zero(const NodePtr& like) {
    return constant_like(like, 0.0);
}
NodePtr one(const NodePtr& like) {
    return constant_like(like, 1.0);
}

}  // namespace

#define GW_NO_GRADIENT(name)                                      \
    Gradients gradient_##name(const NodePtr& y, const NodePtr&) { \
        return Gradients(y->inputs().size());                     \
    }

// Integers, comparisons and steps are flat wherever they are differentiable at all.
GW_NO_GRADIENT(floor)
GW_NO_GRADIENT(round)
GW_NO_GRADIENT(bit_not)
GW_NO_GRADIENT(bitcast)
GW_NO_GRADIENT(lt)
GW_NO_GRADIENT(le)
GW_NO_GRADIENT(eq)
GW_NO_GRADIENT(bit_and)
GW_NO_GRADIENT(bit_or)
GW_NO_GRADIENT(bit_xor)
GW_NO_GRADIENT(shift)

Gradients gradient_neg(const NodePtr&, const NodePtr& g) {
    return {neg(g)};
}

// 0 at x = 0, as PyTorch.
Gradients gradient_abs(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    return {select(lt(x, zero(x)), neg(g), select(eq(x, zero(x)), zero(g), g))};
}

Gradients gradient_sqrt(const NodePtr& y, const NodePtr& g) {
    return {div(times(g, 0.5), y)};
}

Gradients gradient_rsqrt(const NodePtr& y, const NodePtr& g) {
    return {mul(times(g, -0.5), mul(y, mul(y, y)))};
}

Gradients gradient_recip(const NodePtr& y, const NodePtr& g) {
    return {neg(mul(g, mul(y, y)))};
}

Gradients gradient_exp(const NodePtr& y, const NodePtr& g) {
    return {mul(g, y)};
}

Gradients gradient_log(const NodePtr& y, const NodePtr& g) {
    return {div(g, y->input(0))};
}

Gradients gradient_sin(const NodePtr& y, const NodePtr& g) {
    return {mul(g, cos(y->input(0)))};
}

Gradients gradient_cos(const NodePtr& y, const NodePtr& g) {
    return {neg(mul(g, sin(y->input(0))))};
}

Gradients gradient_tanh(const NodePtr& y, const NodePtr& g) {
    return {mul(g, sub(one(y), mul(y, y)))};
}

Gradients gradient_erf(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    return {mul(times(g, 2 * std::numbers::inv_sqrtpi), exp(neg(mul(x, x))))};
}

Gradients gradient_cast(const NodePtr& y, const NodePtr& g) {
    const DType source = y->input(0)->dtype();
    if (!is_floating(source) || !is_floating(y->dtype())) return {NodePtr{}};
    return {cast(g, source)};
}

Gradients gradient_add(const NodePtr&, const NodePtr& g) {
    return {g, g};
}

Gradients gradient_sub(const NodePtr&, const NodePtr& g) {
    return {g, neg(g)};
}

Gradients gradient_mul(const NodePtr& y, const NodePtr& g) {
    return {mul(g, y->input(1)), mul(g, y->input(0))};
}

Gradients gradient_div(const NodePtr& y, const NodePtr& g) {
    const NodePtr& b = y->input(1);
    return {div(g, b), neg(div(mul(g, y), b))};
}

// mod(a, b) = a - b * floor(a / b)
Gradients gradient_mod(const NodePtr& y, const NodePtr& g) {
    return {g, neg(mul(g, unary(Op::floor, div(y->input(0), y->input(1)))))};
}

// At exponent 0 the power is flat in the base (also at base 0, where b * a^(b-1) is 0 * inf); at
// base 0 it is flat in a positive exponent (where y * log(a) is 0 * -inf).
Gradients gradient_pow(const NodePtr& y, const NodePtr& g) {
    const NodePtr& a = y->input(0);
    const NodePtr& b = y->input(1);
    const NodePtr by_base = mul(g, mul(b, pow(a, sub(b, one(b)))));
    const NodePtr at_zero = bit_not(lt(b, zero(b)));
    const NodePtr flat = binary(Op::bit_and, eq(a, zero(a)), at_zero);
    const NodePtr safe = select(flat, one(a), a);
    return {select(eq(b, zero(b)), zero(g), by_base), mul(g, mul(y, log(safe)))};
}

namespace {

/// Ties share: half of the gradient to each operand.
Gradients extremum(const NodePtr& y, const NodePtr& g, bool largest) {
    const NodePtr& a = y->input(0);
    const NodePtr& b = y->input(1);
    const NodePtr first = largest ? lt(b, a) : lt(a, b);
    const NodePtr tie = select(eq(a, b), times(g, 0.5), zero(g));
    const NodePtr second = largest ? lt(a, b) : lt(b, a);
    return {select(first, g, tie), select(second, g, tie)};
}

}  // namespace

Gradients gradient_max(const NodePtr& y, const NodePtr& g) {
    return extremum(y, g, true);
}
Gradients gradient_min(const NodePtr& y, const NodePtr& g) {
    return extremum(y, g, false);
}

Gradients gradient_select(const NodePtr& y, const NodePtr& g) {
    const NodePtr& condition = y->input(0);
    return {NodePtr{}, select(condition, g, zero(g)), select(condition, zero(g), g)};
}

}  // namespace gradweave::autodiff
