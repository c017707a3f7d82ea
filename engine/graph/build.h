// SPDX-License-Identifier: Apache-2.0
// Builders: each checks its operands, leaves out work that changes nothing, and interns the node.
// Operands must have equal types and shapes here; the Tensor API above converts and broadcasts.
#pragma once

#include <vector>

#include "engine/graph/node.h"

namespace gradweave::graph {

/// Every element is `value`, converted to `dtype`.
NodePtr constant(Scalar value, DType dtype, const Shape& shape);
/// The same with type and shape of another node.
NodePtr constant_like(const NodePtr& like, Scalar value);
/// The uniform value of a node that is a constant; nothing otherwise.
std::optional<Scalar> constant_value(const NodePtr& node);

/// The index along `axis`, as i32, i64, f32 or f64.
NodePtr iota(DType dtype, const Shape& shape, std::int64_t axis);
/// Random i32 words: element i is random_word(key, counter, i) of engine/core/rng.h.
/// key and counter are i64 scalars.
NodePtr random_bits(const NodePtr& key, const NodePtr& counter, const Shape& shape);

NodePtr unary(Op op, const NodePtr& x);
NodePtr binary(Op op, const NodePtr& a, const NodePtr& b);
NodePtr select(const NodePtr& condition, const NodePtr& if_true, const NodePtr& if_false);
/// Conversion as engine/core/convert.h defines it.
NodePtr cast(const NodePtr& x, DType dtype);
/// The same bits read as another type of the same size; not from or to bool.
NodePtr bitcast(const NodePtr& x, DType dtype);

inline NodePtr neg(const NodePtr& x) {
    return unary(Op::neg, x);
}
inline NodePtr abs(const NodePtr& x) {
    return unary(Op::abs, x);
}
inline NodePtr sqrt(const NodePtr& x) {
    return unary(Op::sqrt, x);
}
inline NodePtr recip(const NodePtr& x) {
    return unary(Op::recip, x);
}
inline NodePtr exp(const NodePtr& x) {
    return unary(Op::exp, x);
}
inline NodePtr log(const NodePtr& x) {
    return unary(Op::log, x);
}
inline NodePtr sin(const NodePtr& x) {
    return unary(Op::sin, x);
}
inline NodePtr cos(const NodePtr& x) {
    return unary(Op::cos, x);
}
inline NodePtr bit_not(const NodePtr& x) {
    return unary(Op::bit_not, x);
}
inline NodePtr add(const NodePtr& a, const NodePtr& b) {
    return binary(Op::add, a, b);
}
inline NodePtr sub(const NodePtr& a, const NodePtr& b) {
    return binary(Op::sub, a, b);
}
inline NodePtr mul(const NodePtr& a, const NodePtr& b) {
    return binary(Op::mul, a, b);
}
inline NodePtr div(const NodePtr& a, const NodePtr& b) {
    return binary(Op::div, a, b);
}
inline NodePtr pow(const NodePtr& a, const NodePtr& b) {
    return binary(Op::pow, a, b);
}
inline NodePtr lt(const NodePtr& a, const NodePtr& b) {
    return binary(Op::lt, a, b);
}
inline NodePtr le(const NodePtr& a, const NodePtr& b) {
    return binary(Op::le, a, b);
}
inline NodePtr eq(const NodePtr& a, const NodePtr& b) {
    return binary(Op::eq, a, b);
}

/// reduce_sum, reduce_prod, reduce_max or reduce_min over `axes` (ascending), which vanish.
NodePtr reduce(Op op, const NodePtr& x, Axes axes);
/// argmax or argmin: i64 index of the first largest or smallest element along an axis, which
/// vanishes. The first NaN wins over every number.
NodePtr arg_reduce(Op op, const NodePtr& x, std::int64_t axis);

/// scan_sum, scan_prod, scan_max or scan_min along an axis: element i is the reduction of elements 0
/// to i, or of i to the last one if `reverse`. Floating sums and products are formed in f64, and
/// each is rounded once; after a NaN everything is NaN.
NodePtr scan(Op op, const NodePtr& x, std::int64_t axis, bool reverse = false);
/// i64 positions that sort x along an axis. Equal elements keep their order in either direction. NaN
/// counts as larger than every number, as in PyTorch.
NodePtr argsort(const NodePtr& x, std::int64_t axis, bool descending = false);

NodePtr reshape(const NodePtr& x, const Shape& shape);
/// Output axis i is input axis order[i].
NodePtr permute(const NodePtr& x, Axes order);
/// Input axis i becomes axis axes[i] (ascending) of `shape`; the others repeat the input.
NodePtr broadcast(const NodePtr& x, const Shape& shape, Axes axes);
NodePtr pad(const NodePtr& x, PadAttributes attributes);
/// Elements start, start + step, ...: `count` of them on each axis. step may be negative.
NodePtr slice(const NodePtr& x, Axes start, Axes step, const Axes& count);
NodePtr concat(std::vector<NodePtr> inputs, std::int64_t axis);

/// Sliding windows; see WindowAttributes.
NodePtr window(const NodePtr& x, WindowAttributes attributes);
/// Its transpose: each window element is added to the place in `shape` that it was read from.
NodePtr window_adjoint(const NodePtr& windows, const Shape& shape, WindowAttributes attributes);

/// data with `axis` replaced by the axes of `indices` (i32 or i64): rows picked by number. An index
/// outside gives 0 for that element (and its gradient goes nowhere): no index reads foreign memory.
NodePtr gather(const NodePtr& data, const NodePtr& indices, std::int64_t axis);
/// Its transpose: zeros of `shape`, to which each element of `updates` is added at its index;
/// repeated indices add up, indices outside are dropped.
NodePtr scatter_add(const NodePtr& updates, const NodePtr& indices, std::int64_t axis,
                    const Shape& shape);

NodePtr dot(const NodePtr& lhs, const NodePtr& rhs, DotAttributes attributes);
/// [..., m, k] x [..., k, n] -> [..., m, n] for operands of equal rank >= 2.
NodePtr matmul(const NodePtr& lhs, const NodePtr& rhs);

/// Cross-correlation; see ConvAttributes for the axes.
NodePtr conv(const NodePtr& input, const NodePtr& weight, ConvAttributes attributes);
/// Gradient of conv with respect to its input, which has `input_shape`.
NodePtr conv_grad_input(const NodePtr& output_gradient, const NodePtr& weight,
                        const Shape& input_shape, ConvAttributes attributes);
/// Gradient of conv with respect to its weight, which has `weight_shape`.
NodePtr conv_grad_weight(const NodePtr& input, const NodePtr& output_gradient,
                         const Shape& weight_shape, ConvAttributes attributes);

}  // namespace gradweave::graph
