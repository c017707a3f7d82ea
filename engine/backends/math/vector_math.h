// SPDX-License-Identifier: Apache-2.0
// Single-precision functions without branches, so that loops over them become vector code.
//
// They are written for any type of number: for float, and for the vectors of code to come that
// engine/backends/cpu/jit emits. Each operation is rounded by itself except multiply_add, which is
// one rounding where the machine can do that; no compiler may contract anything else. So both give
// the same bits.
//
// Everything here is in an unnamed namespace on purpose: the file is compiled several times for
// different instruction sets, and a shared inline function could be taken from the wrong one.
// The polynomials come from fit_polynomials.py. Errors (tests/backends): exp, log, tanh, erf, sin
// and cos within 3 units in the last place of the exact value.
#pragma once

#include <cmath>
#include <cstdint>

namespace {
namespace vector_math {

#define GW_INLINE [[gnu::always_inline]] inline

GW_INLINE float from_bits(std::int32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}
GW_INLINE std::int32_t to_bits(float value) {
    std::int32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}
GW_INLINE float select(bool condition, float yes, float no) {
    return condition ? yes : no;
}
GW_INLINE float multiply_add(float a, float b, float c) {
#if defined(__FMA__) || defined(__FP_FAST_FMAF)
    return __builtin_fmaf(a, b, c);
#else
    return a * b + c;
#endif
}
GW_INLINE float absolute(float x) {
    return __builtin_fabsf(x);
}
/// The magnitude with the sign of x.
GW_INLINE float with_sign_of(float magnitude, float x) {
    return __builtin_copysignf(magnitude, x);
}
/// Toward zero; x must be within the type.
GW_INLINE std::int32_t truncated(float x) {
    return static_cast<std::int32_t>(x);
}
GW_INLINE float to_float(std::int32_t x) {
    return static_cast<float>(x);
}
GW_INLINE float to_float(double x) {
    return static_cast<float>(x);
}
GW_INLINE double to_double(float x) {
    return x;
}
GW_INLINE std::int32_t truncated(double x) {
    return static_cast<std::int32_t>(x);
}
GW_INLINE bool has_bit(std::int32_t x, int bit) {
    return (x >> bit & 1) != 0;
}
/// Bits that leave at the top are lost.
GW_INLINE std::int32_t shifted_left(std::int32_t x, int count) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(x) << count);
}
GW_INLINE std::int32_t shifted_right(std::int32_t x, int count) {
    return x >> count;
}

/// a + b, wrapping around.
GW_INLINE std::int32_t sum(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}
/// a - b, wrapping around.
GW_INLINE std::int32_t difference(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}

/// 2^n for n in [-126, 127].
template <class Integer>
GW_INLINE auto power_of_two(Integer n) {
    return from_bits(shifted_left(n + 127, 23));
}

/// c[0] x^(n-1) + c[1] x^(n-2) + ... + c[n-1]
template <class Float, class... Rest>
GW_INLINE Float polynomial(Float x, float first, Rest... rest) {
    Float p(first);
    ((p = multiply_add(p, x, Float(rest))), ...);
    return p;
}

/// Nearest integer, for |x| < 2^22: adding 1.5 * 2^23 leaves no bits for the fraction.
template <class Float>
GW_INLINE Float nearest(Float x) {
    return (x + 12582912.0f) - 12582912.0f;
}

template <class Float>
GW_INLINE Float exp(Float x) {
    // e^x = 2^n * e^r with |r| <= ln(2)/2. Beyond the limits the result is 0 or infinity.
    // NaN takes a limit too: it has no whole part that could be cast.
    const Float below = select(x < 89.0f, x, Float(89.0f));
    // Where the result is 0, as for hidden scores of an attention, the steps to it would be
    // subnormal, and those take a processor a hundred times as long.
    const auto nothing = x < -104.0f;
    const Float clipped = select(nothing, Float(0.0f), below);
    const Float n = nearest(clipped * 1.44269504f);
    const Float high = multiply_add(-n, Float(0.693359375f), clipped);
    const Float r = multiply_add(n, Float(2.12194440e-4f), high);
    const Float p = polynomial(r, 0.00139504776f, 0.00836888235f, 0.041666206f, 0.166665196f, 0.5f);
    const Float e = multiply_add(p, r * r, r) + 1.0f;
    // Two factors, since 2^n alone may be out of range (n = 128, or a subnormal result).
    const auto whole = truncated(n);
    const auto half = shifted_right(whole, 1);
    const Float y = e * power_of_two(half) * power_of_two(whole - half);
    return select(x != x, x, select(nothing, Float(0.0f), y));
}

template <class Float>
GW_INLINE Float log(Float x) {
    // x = m * 2^e with m in [sqrt(1/2), sqrt(2)). Subnormal numbers are scaled up first.
    const auto tiny = x < 1.17549435e-38f;
    // The bits of a negative x, whose result is not used, may wrap around.
    const auto bits = to_bits(select(tiny, x * 8388608.0f, x));
    // so that m starts at sqrt(1/2)
    const auto exponent = shifted_right(difference(bits, 0x3F3504F3), 23);
    const Float e = to_float(exponent) - select(tiny, Float(23.0f), Float(0.0f));
    const Float f = from_bits(difference(bits, shifted_left(exponent, 23))) - 1.0f;
    const Float p = polynomial(f, -0.0785956904f, 0.128816336f, -0.131287634f, 0.141811937f,
                               -0.166245535f, 0.200022861f, -0.250008106f, 0.333333164f);
    const Float square = f * f;
    const Float low = multiply_add(p, square * f, -(e * 2.12194440e-4f));
    const Float small = multiply_add(Float(-0.5f), square, low);
    Float y = multiply_add(e, Float(0.693359375f), small + f);
    y = select(x == 0.0f, Float(-__builtin_inff()), y);
    y = select(x < 0.0f, Float(__builtin_nanf("")), y);
    return select(x == __builtin_inff() || x != x, x, y);
}

/// exp where the result is a normal number (|x| <= 87), in two thirds of its operations. NaN stays
/// NaN.
template <class Float>
GW_INLINE Float exp_within_range(Float x) {
    // The sum's low bits are the nearest integer n, those that reach the exponent by the shift.
    const Float shifted = multiply_add(x, Float(1.44269504f), Float(12582912.0f));
    const Float n = shifted - 12582912.0f;
    const Float high = multiply_add(-n, Float(0.693359375f), x);
    const Float r = multiply_add(n, Float(2.12194440e-4f), high);
    const Float p = polynomial(r, 0.00139504776f, 0.00836888235f, 0.041666206f, 0.166665196f, 0.5f);
    const Float e = multiply_add(p, r * r, r) + 1.0f;
    return e * from_bits(sum(shifted_left(to_bits(shifted), 23), 0x3F800000));
}

template <class Float>
GW_INLINE Float tanh(Float x) {
    const Float s = x * x;
    const Float p =
        polynomial(s, -0.00571704702f, 0.0206505898f, -0.0537435003f, 0.133314908f, -0.333332837f);
    const Float near_zero = multiply_add(x, s * p, x);
    const Float a = absolute(x);
    // From 9.02 on the result rounds to 1. Written so that NaN is kept.
    const Float t = select(Float(10.0f) < a, Float(10.0f), a);
    const Float away = 1.0f - 2.0f / (exp_within_range(t + t) + 1.0f);
    return with_sign_of(select(a < 0.625f, near_zero, away), x);  // -0 stays -0
}

template <class Float>
GW_INLINE Float erf(Float x) {
    const Float a = absolute(x);
    const Float p =
        polynomial(x * x, 0.0043999292f, -0.0265695229f, 0.112793505f, -0.376124024f, 1.12837911f);
    // Away from zero 1 - erfc(x), with erfc(x) = exp(x * q(x)); from 4 on the result rounds to 1.
    // Written so that NaN is kept.
    const Float t = select(Float(4.0f) < a, Float(4.0f), a);
    const Float q = polynomial(t, 0.000211784907f, -0.0032032826f, 0.0228701532f, -0.105253972f,
                               -0.635709882f, -1.12852025f);
    const Float away = 1.0f - exp_within_range(t * q);
    return select(a < 0.65f, x * p, with_sign_of(away, x));
}

/// sin (quarter = 0) or cos (quarter = 1). The argument is reduced in double precision, which is
/// exact enough up to |x| = 2^20; callers take std::sin and std::cos beyond.
inline constexpr float sincos_limit = 1048576.0f;

template <class Float>
GW_INLINE Float sincos(Float x, int quarter) {
    const auto wide = to_double(x);
    const auto n = (wide * 0.63661977236758134 + 6755399441055744.0) - 6755399441055744.0;
    const auto reduced = (wide - n * 1.5707963267341256) - n * 6.0771005065061922e-11;
    const auto q = sum(truncated(n), quarter);
    const Float r = to_float(reduced);
    const Float s = r * r;
    const Float p = polynomial(s, -0.000195135217f, 0.00833215099f, -0.166666552f);
    // Of 0 the sum below is +0, whatever the sign of r.
    const Float sine = select(r == 0.0f, r, multiply_add(r, s * p, r));
    const Float c = polynomial(s, 2.44342136e-05f, -0.00138873316f, 0.0416666456f);
    const Float cosine = multiply_add(s * s, c, multiply_add(Float(-0.5f), s, Float(1.0f)));
    const Float value = select(has_bit(q, 0), cosine, sine);
    return select(has_bit(q, 1), -value, value);
}

}  // namespace vector_math
}  // namespace
