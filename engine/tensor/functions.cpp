// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/functions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/text.h"
#include "engine/tensor/composite_body.h"

namespace gradweave {

using body::apply;
using body::apply_pair;
using body::CompositeSpec;
using body::floating;
using body::Gradients;
using body::NodePtr;
using body::number;
using body::sloped;

namespace {

using std::numbers::ln10;
using std::numbers::ln2;
using std::numbers::pi;

Tensor negative(const Tensor& x) {
    return less(x, number(x, 0));
}

/// The sign bit: true for -0 as well.
Tensor sign_bit(const Tensor& x) {
    const DType bits = x.dtype() == DType::f64 ? DType::i64 : DType::i32;
    const Tensor word(graph::bitcast(x.node(), bits));
    return less(word, number(word, 0));
}

/// `value` (of |x|) with x's sign.
Tensor with_sign_of(const Tensor& x, const Tensor& value) {
    return where(sign_bit(x), -value, value);
}

/// A polynomial, the constant term first.
template <std::size_t count>
Tensor polynomial(const Tensor& x, const double (&terms)[count]) {
    Tensor sum = x * terms[count - 1] + terms[count - 2];
    for (std::size_t i = count - 2; i-- > 0;)
        sum = sum * x + terms[i];
    return sum;
}

Tensor ceil_body(const Tensor& x) {
    return -floor(-x);
}
Tensor trunc_body(const Tensor& x) {
    return with_sign_of(x, floor(abs(x)));
}
Tensor frac_body(const Tensor& x) {
    return x - trunc(x);
}
Tensor sign_body(const Tensor& x) {
    const Tensor zero = number(x, 0);
    return where(less(zero, x), number(x, 1), where(less(x, zero), number(x, -1), zero));
}
Tensor square_body(const Tensor& x) {
    return x * x;
}

// A step of Newton's method takes off what the power left.
Tensor cbrt_body(const Tensor& x) {
    const Tensor a = abs(x);
    const Tensor y = pow(a, 1.0 / 3);
    const Tensor better = y - (y - a / (y * y)) * (1.0 / 3);
    const Tensor plain = logical_or(equal(a, number(a, 0)), logical_not(isfinite(a)));
    return with_sign_of(x, where(plain, a, better));
}
Tensor cbrt_slope(const Tensor&, const Tensor& y) {
    return reciprocal(y * y * 3.0);
}

// By the half angle: 2 t / (1 - t) with t = tanh(x / 2), which loses nothing below 1.
Tensor expm1_body(const Tensor& x) {
    const Tensor t = tanh(x * 0.5);
    return where(less(number(x, 1), x), exp(x) - 1.0, (t + t) / (1.0 - t));
}
Tensor expm1_slope(const Tensor&, const Tensor& y) {
    return y + 1.0;
}

// log(w) with w = 1 + x loses the digits that 1 + x rounded away; the quotient brings them back
// (Kahan; Goldberg, "What every computer scientist should know about floating-point arithmetic",
// theorem 4).
Tensor log1p_body(const Tensor& x) {
    const Tensor w = x + 1.0;
    const Tensor corrected = log(w) * (x / (w - 1.0));
    const Tensor plain = logical_or(equal(w, number(x, 1)), equal(x, number(x, INFINITY)));
    return where(plain, x, corrected);
}
Tensor log1p_slope(const Tensor& x, const Tensor&) {
    return reciprocal(x + 1.0);
}

Tensor exp2_body(const Tensor& x) {
    return pow(broadcast_to(number(x, 2), x.shape()), x);
}
Tensor exp2_slope(const Tensor&, const Tensor& y) {
    return y * ln2;
}
Tensor log2_body(const Tensor& x) {
    return log(x) * (1 / ln2);
}
Tensor log10_body(const Tensor& x) {
    return log(x) * (1 / ln10);
}

Tensor tan_body(const Tensor& x) {
    return sin(x) / cos(x);
}
Tensor tan_slope(const Tensor&, const Tensor& y) {
    return y * y + 1.0;
}

// atan(x) = pi/2 - atan(1/x) brings x to [0, 1], atan(x) = 2 atan(x / (1 + sqrt(1 + x^2))) twice to
// [0, tan(pi/16)], where 12 terms of the series are within 2e-17.
Tensor atan_body(const Tensor& x) {
    const Tensor a = abs(x);
    const Tensor large = less(number(a, 1), a);
    const auto halved = [](const Tensor& z) { return z / (sqrt(z * z + 1.0) + 1.0); };
    const Tensor z = halved(halved(where(large, reciprocal(a), a)));
    static constexpr double terms[] = {1,        -1.0 / 3,  1.0 / 5,  -1.0 / 7,
                                       1.0 / 9,  -1.0 / 11, 1.0 / 13, -1.0 / 15,
                                       1.0 / 17, -1.0 / 19, 1.0 / 21, -1.0 / 23};
    const Tensor angle = z * 4.0 * polynomial(z * z, terms);
    return with_sign_of(x, where(large, pi / 2 - angle, angle));
}
Tensor atan_slope(const Tensor& x, const Tensor&) {
    return reciprocal(x * x + 1.0);
}

Tensor asin_body(const Tensor& x) {
    return atan(x / (sqrt((1.0 - x) * (x + 1.0)) + 1.0)) * 2.0;
}
Tensor asin_slope(const Tensor& x, const Tensor&) {
    return rsqrt((1.0 - x) * (x + 1.0));
}
Tensor acos_body(const Tensor& x) {
    return atan(sqrt(1.0 - x) / sqrt(x + 1.0)) * 2.0;
}
Tensor acos_slope(const Tensor& x, const Tensor&) {
    return -rsqrt((1.0 - x) * (x + 1.0));
}

/// (exp(a) / 2) for a large, which overflows no earlier than the result.
Tensor half_exp(const Tensor& a) {
    const Tensor root = exp(a * 0.5);
    return root * 0.5 * root;
}
/// From here on exp(-a) is nothing beside exp(a), in f64 too.
constexpr double far = 20;

Tensor sinh_body(const Tensor& x) {
    const Tensor a = abs(x);
    const Tensor e = expm1(a);
    const Tensor near = (e + e / (e + 1.0)) * 0.5;
    return with_sign_of(x, where(less(number(a, far), a), half_exp(a), near));
}
Tensor sinh_slope(const Tensor& x, const Tensor&) {
    return cosh(x);
}
Tensor cosh_body(const Tensor& x) {
    const Tensor a = abs(x);
    const Tensor e = exp(a);
    return where(less(number(a, far), a), half_exp(a), (e + reciprocal(e)) * 0.5);
}
Tensor cosh_slope(const Tensor& x, const Tensor&) {
    return sinh(x);
}

/// From here on the square of a is all of a^2 + 1.
constexpr double very_far = 1e9;

Tensor asinh_body(const Tensor& x) {
    const Tensor a = abs(x);
    const Tensor near = log1p(a + a * a / (sqrt(a * a + 1.0) + 1.0));
    return with_sign_of(x, where(less(number(a, very_far), a), log(a) + ln2, near));
}
Tensor asinh_slope(const Tensor& x, const Tensor&) {
    return reciprocal(hypot(x, number(x, 1)));
}
Tensor acosh_body(const Tensor& x) {
    const Tensor above = x - 1.0;
    const Tensor near = log1p(above + sqrt(above * (x + 1.0)));
    return where(less(number(x, very_far), x), log(x) + ln2, near);
}
Tensor acosh_slope(const Tensor& x, const Tensor&) {
    return rsqrt(x - 1.0) * rsqrt(x + 1.0);
}
Tensor atanh_body(const Tensor& x) {
    const Tensor a = abs(x);
    return with_sign_of(x, log1p((a + a) / (1.0 - a)) * 0.5);
}
Tensor atanh_slope(const Tensor& x, const Tensor&) {
    return reciprocal((1.0 - x) * (x + 1.0));
}

// exp(z^2) erfc(z) / t with t = 4 / (4 + z) as a polynomial in u = 2 t - 1, by interpolation in the
// Chebyshev points (relative error 2e-16); exp(-z^2) with z = high + rest, whose square is exact.
Tensor erfc_body(const Tensor& x) {
    static constexpr double terms[] = {
        0.27399891525012277,    0.2441371822702206,      0.19330217556630902,
        0.13521345782829913,    0.08271289696952584,     0.04350273431022892,
        0.019095378726752158,   0.006592513332237486,    0.0015280139205288011,
        7.023973429864022e-05,  -0.00011376321237622333, -4.420327118929924e-05,
        -9.086395093590862e-07, 4.715370444493941e-06,   1.1732609498291667e-06,
        -3.562393200959625e-07, -2.1111037846283067e-07, 1.8994402187265254e-08,
        3.077901855639743e-08,  -2.0691219034054744e-10, -3.880515697903128e-09,
        -6.617942512486173e-11, 3.130423070529455e-10,
    };
    const Tensor z = abs(x);
    const Tensor t = 4.0 / (z + 4.0);
    const Tensor scaled = t * polynomial(t * 2.0 - 1.0, terms);
    const Tensor high = floor(z * 16.0) * (1.0 / 16);
    const Tensor tail = exp(-high * high) * exp((high - z) * (high + z)) * scaled;
    // Beyond this both are 0, and the products of infinities are not.
    const Tensor known = where(less(number(z, 30), z), number(z, 0), tail);
    return where(negative(x), 2.0 - known, known);
}
Tensor erfc_slope(const Tensor& x, const Tensor&) {
    return exp(-x * x) * (-2 * std::numbers::inv_sqrtpi);
}

// A closed form within 0.2 % (Winitzki, "A handy approximation for the error function and its
// inverse", 2008), then Halley's method, which triples the right digits; near 1 on erfc.
Tensor erfinv_body(const Tensor& x) {
    const Tensor a = abs(x);
    constexpr double shape = 0.147;
    const Tensor l = log((1.0 - a) * (a + 1.0));
    const Tensor middle = l * 0.5 + 2 / (pi * shape);
    Tensor y = sqrt(sqrt(middle * middle - l * (1 / shape)) - middle);
    const Tensor small = less(a, number(a, 0.5));
    const int steps = x.dtype() == DType::f64 ? 3 : 2;
    for (int i = 0; i < steps; ++i) {
        const Tensor rest = where(small, erf(y) - a, (1.0 - a) - erfc(y));
        const Tensor newton = rest * exp(y * y) * (0.5 / std::numbers::inv_sqrtpi);
        y = y - newton / (newton * y + 1.0);
    }
    const Tensor at_one = equal(a, number(a, 1));
    return with_sign_of(x, where(at_one, number(a, INFINITY), y));
}
Tensor erfinv_slope(const Tensor&, const Tensor& y) {
    return exp(y * y) * (0.5 / std::numbers::inv_sqrtpi);
}

/// The distance from the nearest whole number, exactly: in [-1/2, 1/2].
Tensor from_whole(const Tensor& x) {
    return x - round(x);
}

/// How far arguments are moved up before the asymptotic series are taken, whose terms below are
/// then within 1e-16, or within f32's digits; no further, for what is moved up is subtracted again.
int moved(const Tensor& x) {
    return x.dtype() == DType::f64 ? 10 : 4;
}

// Stirling's series at x + m, less the logarithm of x (x + 1) ... (x + m - 1); for x < 0.5 by
// reflection, pi / (sin(pi x) gamma(1 - x)).
Tensor lgamma_body(const Tensor& x) {
    const Tensor reflected = less(x, number(x, 0.5));
    const Tensor z = where(reflected, 1.0 - x, x);
    Tensor product = z;
    for (int i = 1; i < moved(x); ++i)
        product = product * (z + double(i));
    static constexpr double terms[] = {1.0 / 12,    -1.0 / 360, 1.0 / 1260,
                                       -1.0 / 1680, 1.0 / 1188, -691.0 / 360360};
    const Tensor w = z + double(moved(x));
    const Tensor inverse = reciprocal(w);
    const Tensor series = inverse * polynomial(inverse * inverse, terms);
    const Tensor moved_up =
        (w - 0.5) * (log(w) - 1.0) + (0.5 * std::log(2 * pi) - 0.5) + series - log(product);
    // Beyond this the product overflows, and the series needs no move.
    const Tensor large = less(number(z, 500), z);
    const Tensor inverse_z = reciprocal(z);
    const Tensor direct =
        (z - 0.5) * (log(z) - 1.0) + (0.5 * std::log(2 * pi) - 0.5) + inverse_z / 12.0;
    const Tensor known = where(equal(z, number(z, INFINITY)), z, where(large, direct, moved_up));
    const Tensor turn = abs(sin(from_whole(x) * pi));
    return where(reflected, (std::log(pi) - log(turn)) - known, known);
}
Tensor lgamma_slope(const Tensor& x, const Tensor&) {
    return digamma(x);
}

// As above: psi(1 - x) - pi / tan(pi x) for x < 0.5, psi(x + m) - 1/x - ... .
Tensor digamma_body(const Tensor& x) {
    const Tensor reflected = less(x, number(x, 0.5));
    const Tensor z = where(reflected, 1.0 - x, x);
    Tensor sum = reciprocal(z);
    for (int i = 1; i < moved(x); ++i)
        sum = sum + reciprocal(z + double(i));
    static constexpr double terms[] = {1.0 / 12,   -1.0 / 120, 1.0 / 252,
                                       -1.0 / 240, 1.0 / 132,  -691.0 / 32760};
    const Tensor w = z + double(moved(x));
    const Tensor square = reciprocal(w * w);
    const Tensor known = log(w) - 0.5 / w - square * polynomial(square, terms) - sum;
    const Tensor angle = from_whole(x) * pi;
    return where(reflected, known - cos(angle) / sin(angle) * pi, known);
}

Tensor atan2_body(const Tensor& y, const Tensor& x) {
    const Tensor a = abs(x), b = abs(y);
    const Tensor small = minimum(a, b), large = maximum(a, b);
    // 0 / 0 is 0 here, and inf / inf is 1.
    const Tensor ratio =
        where(equal(large, number(x, 0)), number(x, 0),
              where(equal(small, number(x, INFINITY)), number(x, 1), small / large));
    const Tensor angle = atan(ratio);
    const Tensor steep = where(less(a, b), pi / 2 - angle, angle);
    return with_sign_of(y, where(sign_bit(x), pi - steep, steep));
}
Gradients atan2_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor y(output->input(0)), x(output->input(1)), g(gradient);
    const Tensor square = x * x + y * y;
    const Tensor origin = equal(square, number(square, 0));
    const Tensor scaled = where(origin, number(g, 0), g / where(origin, number(g, 1), square));
    return {(scaled * x).node(), (-(scaled * y)).node()};
}

Tensor hypot_body(const Tensor& a, const Tensor& b) {
    const Tensor x = abs(a), y = abs(b);
    const Tensor large = maximum(x, y), small = minimum(x, y);
    const Tensor ratio = small / large;
    const Tensor plain = logical_or(equal(large, number(a, 0)), equal(large, number(a, INFINITY)));
    return where(plain, large, large * sqrt(ratio * ratio + 1.0));
}
Gradients hypot_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor a(output->input(0)), b(output->input(1)), y(output), g(gradient);
    const Tensor origin = equal(y, number(y, 0));
    const Tensor scaled = where(origin, number(g, 0), g / where(origin, number(y, 1), y));
    return {(scaled * a).node(), (scaled * b).node()};
}

Tensor fmod_body(const Tensor& a, const Tensor& b) {
    return with_sign_of(a, remainder(abs(a), abs(b)));
}
Gradients fmod_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Tensor a(output->input(0)), b(output->input(1)), g(gradient);
    return {gradient, (-(g * trunc(a / b))).node()};
}

Tensor clamp_body(const Tensor& x, double low, double high) {
    return where(less(x, number(x, low)), number(x, low),
                 where(less(number(x, high), x), number(x, high), x));
}

const CompositeSpec ceil_spec{"ceil", body::plain<ceil_body>};
const CompositeSpec trunc_spec{"trunc", body::plain<trunc_body>};
const CompositeSpec frac_spec{"frac", body::plain<frac_body>,
                              [](const NodePtr&, const NodePtr& g) { return Gradients{g}; }};
const CompositeSpec sign_spec{"sign", body::plain<sign_body>};
const CompositeSpec square_spec{"square", body::plain<square_body>};
// The functions of one operand, once. sloped: with a gradient rule of its own.
#define GW_FUNCTIONS(plain, sloped)                                                            \
    sloped(cbrt) sloped(expm1) sloped(log1p) sloped(exp2) plain(log2) plain(log10) sloped(tan) \
        sloped(asin) sloped(acos) sloped(atan) sloped(sinh) sloped(cosh) sloped(asinh)         \
            sloped(acosh) sloped(atanh) sloped(erfc) sloped(erfinv) sloped(lgamma) plain(digamma)
#define GW_PLAIN(name) const CompositeSpec name##_spec{#name, body::plain<name##_body>};
#define GW_SLOPED(name) \
    const CompositeSpec name##_spec{#name, body::plain<name##_body>, sloped<name##_slope>};
GW_FUNCTIONS(GW_PLAIN, GW_SLOPED)
#undef GW_PLAIN
#undef GW_SLOPED
const CompositeSpec atan2_spec{"atan2", body::pair<atan2_body>, atan2_gradient};
const CompositeSpec hypot_spec{"hypot", body::pair<hypot_body>, hypot_gradient};
const CompositeSpec fmod_spec{"fmod", body::pair<fmod_body>, fmod_gradient};
const CompositeSpec clamp_spec{"clamp", body::reals<clamp_body>};

}  // namespace

namespace body {

Tensor apply_pair(const CompositeSpec& spec, const Tensor& a, const Tensor& b) {
    const DType common = promote(a.dtype(), b.dtype());
    const DType type = is_floating(common) ? common : DType::f32;
    const auto shape = broadcast_shapes(a.shape(), b.shape());
    if (!shape) {
        graph::fail(concat(spec.name, ": shapes ", to_string(a.shape()), " and ",
                           to_string(b.shape()), " do not broadcast: sizes must be equal or 1"));
    }
    return Tensor(graph::make_composite(
        spec, {broadcast_to(a.to(type), *shape).node(), broadcast_to(b.to(type), *shape).node()}));
}

}  // namespace body

// Whole numbers are what they are.
#define GW_ROUNDING(name)                                          \
    Tensor name(const Tensor& x) {                                 \
        return is_floating(x.dtype()) ? apply(name##_spec, x) : x; \
    }
GW_ROUNDING(ceil)
GW_ROUNDING(trunc)
#undef GW_ROUNDING

Tensor square(const Tensor& x) {
    return is_floating(x.dtype()) ? apply(square_spec, x) : x * x;
}
Tensor sign(const Tensor& x) {
    return is_floating(x.dtype()) ? apply(sign_spec, x) : sign(x.to(DType::f64)).to(x.dtype());
}

Tensor frac(const Tensor& x) {
    return apply(frac_spec, x);
}
#define GW_FUNCTION(name)             \
    Tensor name(const Tensor& x) {    \
        return apply(name##_spec, x); \
    }
GW_FUNCTIONS(GW_FUNCTION, GW_FUNCTION)
#undef GW_FUNCTION
#undef GW_FUNCTIONS

Tensor atan2(const Tensor& y, const Tensor& x) {
    return apply_pair(atan2_spec, y, x);
}
Tensor hypot(const Tensor& a, const Tensor& b) {
    return apply_pair(hypot_spec, a, b);
}
Tensor fmod(const Tensor& a, const Tensor& b) {
    if (is_floating(promote(a.dtype(), b.dtype()))) return apply_pair(fmod_spec, a, b);
    // C's remainder of integers, by way of the quotient that truncates.
    const Tensor rest = remainder(abs(a), abs(b));
    return where(less(a, number(a, 0)), -rest, rest);
}

// From the nearer end, so that a weight of 1 gives b exactly.
Tensor lerp(const Tensor& a, const Tensor& b, const Tensor& weight) {
    const Tensor distance = b - a;
    return where(less(weight, number(weight, 0.5)), a + weight * distance,
                 b - distance * (1.0 - weight));
}
Tensor lerp(const Tensor& a, const Tensor& b, double weight) {
    const Tensor distance = b - a;
    return weight < 0.5 ? a + distance * weight : b - distance * (1 - weight);
}

Tensor clamp(const Tensor& x, double low, double high) {
    if (is_floating(x.dtype())) return apply(clamp_spec, x, {}, {low, high});
    return clamp_body(x, low, high);
}

Tensor isnan(const Tensor& x) {
    return not_equal(x, x);
}
Tensor isinf(const Tensor& x) {
    if (!is_floating(x.dtype())) return not_equal(x, x);
    return equal(abs(x), number(x, INFINITY));
}
Tensor isfinite(const Tensor& x) {
    if (!is_floating(x.dtype())) return equal(x, x);
    return less(abs(x), number(x, INFINITY));
}

Tensor nan_to_num(const Tensor& x, double nan) {
    if (!is_floating(x.dtype())) return x;
    const double most = x.dtype() == DType::f64    ? std::numeric_limits<double>::max()
                        : x.dtype() == DType::f32  ? double{std::numeric_limits<float>::max()}
                        : x.dtype() == DType::bf16 ? double{bfloat_to_float(0x7F7F)}
                                                   : 65504.0;
    const Tensor finite = where(equal(x, number(x, INFINITY)), number(x, most),
                                where(equal(x, number(x, -INFINITY)), number(x, -most), x));
    return where(isnan(x), number(x, nan), finite);
}

}  // namespace gradweave
