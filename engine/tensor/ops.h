// SPDX-License-Identifier: Apache-2.0
// Functions of tensors that are single operations.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

// Element by element; operands broadcast to a common shape and convert to a common type. A C++
// number takes the tensor's type, except that an integer tensor that cannot hold it becomes i64
// (u8 + 300) or f32 (i32 + 0.5).
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
/// Integers divide as in PyTorch: the result is f32.
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& x);
#define GW_SCALAR_OPERATORS(op)                    \
    Tensor operator op(const Tensor& a, double b); \
    Tensor operator op(double a, const Tensor& b);
GW_SCALAR_OPERATORS(+)
GW_SCALAR_OPERATORS(-)
GW_SCALAR_OPERATORS(*)
GW_SCALAR_OPERATORS(/)
#undef GW_SCALAR_OPERATORS

/// a - b * floor(a / b): the divisor's sign, as Python's %.
Tensor remainder(const Tensor& a, const Tensor& b);
Tensor pow(const Tensor& base, const Tensor& exponent);
Tensor pow(const Tensor& base, double exponent);
Tensor maximum(const Tensor& a, const Tensor& b);
Tensor minimum(const Tensor& a, const Tensor& b);

// Comparisons give bool. Named, since == on tensors would surprise.
Tensor less(const Tensor& a, const Tensor& b);
Tensor less_equal(const Tensor& a, const Tensor& b);
Tensor greater(const Tensor& a, const Tensor& b);
Tensor greater_equal(const Tensor& a, const Tensor& b);
Tensor equal(const Tensor& a, const Tensor& b);
Tensor not_equal(const Tensor& a, const Tensor& b);
Tensor logical_and(const Tensor& a, const Tensor& b);
Tensor logical_or(const Tensor& a, const Tensor& b);
Tensor logical_not(const Tensor& x);
/// if_true where condition holds, else if_false. The other branch's gradient is exactly zero.
Tensor where(const Tensor& condition, const Tensor& if_true, const Tensor& if_false);

// Element by element; integers convert to f32 first where the function needs it.
Tensor abs(const Tensor& x);
Tensor floor(const Tensor& x);
Tensor round(const Tensor& x);  ///< ties to even
Tensor sqrt(const Tensor& x);
Tensor rsqrt(const Tensor& x);
Tensor reciprocal(const Tensor& x);
Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);
Tensor sin(const Tensor& x);
Tensor cos(const Tensor& x);
Tensor tanh(const Tensor& x);
Tensor erf(const Tensor& x);

// Reductions over some axes (negative ones count from the end), or over all if none are named. With
// keep_axes the reduced axes stay with size 1. bool, u8, i8 and i16 are summed as i64, as in
// PyTorch.
Tensor sum(const Tensor& x, Axes axes = {}, bool keep_axes = false);
Tensor mean(const Tensor& x, Axes axes = {}, bool keep_axes = false);
Tensor prod(const Tensor& x, Axes axes = {}, bool keep_axes = false);
Tensor max(const Tensor& x, Axes axes = {}, bool keep_axes = false);
Tensor min(const Tensor& x, Axes axes = {}, bool keep_axes = false);
/// Position of the first largest / smallest element along an axis, i64.
Tensor argmax(const Tensor& x, std::int64_t axis = -1);
Tensor argmin(const Tensor& x, std::int64_t axis = -1);

/// Matrix product of the last two axes; leading axes broadcast. Vectors are rows on the left and
/// columns on the right, as in NumPy.
Tensor matmul(const Tensor& a, const Tensor& b);

Tensor broadcast_to(const Tensor& x, const Shape& shape);
Tensor cat(const std::vector<Tensor>& parts, std::int64_t axis);
Tensor stack(const std::vector<Tensor>& parts, std::int64_t axis = 0);
/// `low` and `high` elements of `value` before and after, per axis.
Tensor pad(const Tensor& x, Axes low, Axes high, double value = 0);
/// Rows of x along `axis` by number.
Tensor take(const Tensor& x, const Tensor& indices, std::int64_t axis = 0);

}  // namespace gradweave
