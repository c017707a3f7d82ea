// SPDX-License-Identifier: Apache-2.0
// Single-precision functions without branches, so that loops over them become vector code.
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

/// 2^n for n in [-126, 127].
GW_INLINE float power_of_two(std::int32_t n) {
    return from_bits((n + 127) << 23);
}

/// Nearest integer, for |x| < 2^22: adding 1.5 * 2^23 leaves no bits for the fraction.
GW_INLINE float nearest(float x) {
    return (x + 12582912.0f) - 12582912.0f;
}

GW_INLINE float exp(float x) {
    // e^x = 2^n * e^r with |r| <= ln(2)/2. Beyond the limits the result is 0 or infinity.
    // NaN takes a limit too: it has no whole part that could be cast.
    const float clipped = x > -104.0f ? (x < 89.0f ? x : 89.0f) : -104.0f;
    const float n = nearest(clipped * 1.44269504f);
    const float r = (clipped - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 0.00139504776f;
    p = p * r + 0.00836888235f;
    p = p * r + 0.041666206f;
    p = p * r + 0.166665196f;
    p = p * r + 0.5f;
    const float e = p * (r * r) + r + 1.0f;
    // Two factors, since 2^n alone may be out of range (n = 128, or a subnormal result).
    const auto whole = static_cast<std::int32_t>(n);
    const std::int32_t half = whole >> 1;
    const float y = e * power_of_two(half) * power_of_two(whole - half);
    return x != x ? x : y;
}

GW_INLINE float log(float x) {
    // x = m * 2^e with m in [sqrt(1/2), sqrt(2)). Subnormal numbers are scaled up first.
    const bool tiny = x < 1.17549435e-38f;
    // Unsigned, since the bits of a negative x, whose result is not used, would overflow.
    const auto bits = static_cast<std::uint32_t>(to_bits(tiny ? x * 8388608.0f : x));
    // so that m starts at sqrt(1/2)
    const auto shifted = static_cast<std::int32_t>(bits - 0x3F3504F3u);
    const std::int32_t exponent = shifted >> 23;
    const float e = static_cast<float>(exponent) - (tiny ? 23.0f : 0.0f);
    const float f =
        from_bits(static_cast<std::int32_t>(bits - (static_cast<std::uint32_t>(exponent) << 23))) -
        1.0f;
    float p = -0.0785956904f;
    p = p * f + 0.128816336f;
    p = p * f + -0.131287634f;
    p = p * f + 0.141811937f;
    p = p * f + -0.166245535f;
    p = p * f + 0.200022861f;
    p = p * f + -0.250008106f;
    p = p * f + 0.333333164f;
    const float square = f * f;
    const float small = p * (square * f) - e * 2.12194440e-4f - 0.5f * square;
    float y = small + f + e * 0.693359375f;
    y = x == 0.0f ? -__builtin_inff() : y;
    y = x < 0.0f ? __builtin_nanf("") : y;
    return x == __builtin_inff() || x != x ? x : y;
}

GW_INLINE float tanh(float x) {
    const float s = x * x;
    float p = -0.00571704702f;
    p = p * s + 0.0206505898f;
    p = p * s + -0.0537435003f;
    p = p * s + 0.133314908f;
    p = p * s + -0.333332837f;
    const float near_zero = x + x * (s * p);
    const float a = x < 0.0f ? -x : x;
    const float away = 1.0f - 2.0f / (exp(2.0f * a) + 1.0f);
    const float far_off = x < 0.0f ? -away : away;
    return a < 0.625f ? near_zero : (x != x ? x : far_off);
}

GW_INLINE float erf(float x) {
    const float a = x < 0.0f ? -x : x;
    const float s = x * x;
    float p = 7.85400407e-05f;
    p = p * s + -0.000801024027f;
    p = p * s + 0.0051883338f;
    p = p * s + -0.0268538147f;
    p = p * s + 0.112835854f;
    p = p * s + -0.37612626f;
    p = p * s + 1.12837911f;
    // Away from zero 1 - erfc(x), with erfc(x) = exp(x * q(x)); from 4 on the result rounds to 1.
    const float t = a > 4.0f ? 4.0f : a;
    float q = -3.64319999e-06f;
    q = q * t + 2.95069822e-05f;
    q = q * t + 0.000133170441f;
    q = q * t + -0.00316624297f;
    q = q * t + 0.0230654832f;
    q = q * t + -0.105643593f;
    q = q * t + -0.635423601f;
    q = q * t + -1.12859654f;
    const float away = 1.0f - exp(t * q);
    const float far_off = x < 0.0f ? -away : away;
    return a < 1.0f ? x * p : (x != x ? x : far_off);
}

/// sin (quarter = 0) or cos (quarter = 1). The argument is reduced in double precision, which is
/// exact enough up to |x| = 2^20; callers take std::sin and std::cos beyond.
inline constexpr float sincos_limit = 1048576.0f;

GW_INLINE float sincos(float x, int quarter) {
    const double wide = x;
    const double n = (wide * 0.63661977236758134 + 6755399441055744.0) - 6755399441055744.0;
    const double reduced = (wide - n * 1.5707963267341256) - n * 6.0771005065061922e-11;
    const std::int32_t q = static_cast<std::int32_t>(n) + quarter;
    const float r = static_cast<float>(reduced);
    const float s = r * r;
    float p = -0.000195135217f;
    p = p * s + 0.00833215099f;
    p = p * s + -0.166666552f;
    const float sine = r + r * (s * p);
    float c = 2.44342136e-05f;
    c = c * s + -0.00138873316f;
    c = c * s + 0.0416666456f;
    const float cosine = 1.0f - 0.5f * s + (s * s) * c;
    const float value = (q & 1) != 0 ? cosine : sine;
    return (q & 2) != 0 ? -value : value;
}

}  // namespace vector_math
}  // namespace
