// SPDX-License-Identifier: Apache-2.0
// Mathematical functions, element by element. Each is a composite with PyTorch's name and meaning;
// integers convert to f32 first. tests/tensor/test_functions.cpp says how accurate each is.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

Tensor ceil(const Tensor& x);
Tensor trunc(const Tensor& x);  ///< toward zero
Tensor frac(const Tensor& x);   ///< x - trunc(x): the sign of x
/// -1, 0 or 1; 0 for NaN, as PyTorch has it.
Tensor sign(const Tensor& x);
Tensor square(const Tensor& x);
Tensor cbrt(const Tensor& x);

/// exp(x) - 1, right near 0.
Tensor expm1(const Tensor& x);
/// log(1 + x), right near 0.
Tensor log1p(const Tensor& x);
Tensor exp2(const Tensor& x);
Tensor log2(const Tensor& x);
Tensor log10(const Tensor& x);

Tensor tan(const Tensor& x);
Tensor asin(const Tensor& x);
Tensor acos(const Tensor& x);
Tensor atan(const Tensor& x);
Tensor sinh(const Tensor& x);
Tensor cosh(const Tensor& x);
Tensor asinh(const Tensor& x);
Tensor acosh(const Tensor& x);
Tensor atanh(const Tensor& x);

/// 1 - erf(x), right where that is tiny.
Tensor erfc(const Tensor& x);
/// The inverse of erf on [-1, 1].
Tensor erfinv(const Tensor& x);
/// log |gamma(x)|, and its derivative.
Tensor lgamma(const Tensor& x);
Tensor digamma(const Tensor& x);

/// The angle of (x, y) in [-pi, pi], by the signs of both, zeros' included. Its gradient at the
/// origin is 0 (PyTorch's is NaN).
Tensor atan2(const Tensor& y, const Tensor& x);
/// sqrt(a^2 + b^2) without overflow. Its gradient at the origin is 0.
Tensor hypot(const Tensor& a, const Tensor& b);
/// The remainder with a's sign, as C has it; remainder() in ops.h has the divisor's.
Tensor fmod(const Tensor& a, const Tensor& b);
/// a + weight * (b - a).
Tensor lerp(const Tensor& a, const Tensor& b, const Tensor& weight);
Tensor lerp(const Tensor& a, const Tensor& b, double weight);
/// x within [low, high]; NaN stays. The gradient is 1 at the bounds, as in PyTorch.
Tensor clamp(const Tensor& x, double low, double high);

// bool, for any type.
Tensor isnan(const Tensor& x);
Tensor isinf(const Tensor& x);
Tensor isfinite(const Tensor& x);
/// NaN becomes `nan`, infinities the type's largest and lowest numbers.
Tensor nan_to_num(const Tensor& x, double nan = 0);

}  // namespace gradweave
