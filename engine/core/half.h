// SPDX-License-Identifier: Apache-2.0
// The two floating types of 16 bits. They are storage: arithmetic happens in float, and what is
// stored is rounded to the nearest, ties to even.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace gradweave {

/// IEEE 754 half precision as a float. Exact, the payload of a NaN included.
constexpr float half_to_float(std::uint16_t half) {
    const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1Fu;
    const std::uint32_t fraction = half & 0x3FFu;
    if (exponent == 0) {
        // Zero and subnormals: the fraction counts units of 2^-24.
        const float value = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -value : value;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + (127 - 15);
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// bfloat16, the upper half of a float.
constexpr float bfloat_to_float(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// The nearest half: ties to even, infinite from 65520 on, NaN stays a (quiet) NaN.
constexpr std::uint16_t half_from_float(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000u);
    const std::uint32_t size = bits & 0x7FFFFFFFu;
    if (size > 0x7F800000u)
        return static_cast<std::uint16_t>(sign | 0x7E00u | (size >> 13 & 0x3FFu));
    if (size >= 0x47800000u) return sign | 0x7C00u;  // 2^16 and more
    if (size < 0x38800000u) {
        // Below 2^-14: adding 0.5 leaves the units of 2^-24, rounded, in the lowest bits.
        const float shifted = std::bit_cast<float>(size) + 0.5f;
        return static_cast<std::uint16_t>(sign |
                                          (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000u));
    }
    // The bit above the cut decides ties; a carry runs into the exponent, up to infinity.
    const std::uint32_t rounded = size + 0xFFFu + (size >> 13 & 1u);
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000u) >> 13));
}

/// The nearest bfloat16: ties to even, NaN stays a (quiet) NaN.
constexpr std::uint16_t bfloat_from_float(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return static_cast<std::uint16_t>(bits >> 16 | 0x0040u);
    return static_cast<std::uint16_t>((bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16);
}

/// An f16 element.
struct Half {
    std::uint16_t bits = 0;
    Half() = default;
    constexpr explicit Half(float value) : bits(half_from_float(value)) {}
    constexpr operator float() const { return half_to_float(bits); }  // NOLINT: exact
};

/// A bf16 element.
struct BFloat16 {
    std::uint16_t bits = 0;
    BFloat16() = default;
    constexpr explicit BFloat16(float value) : bits(bfloat_from_float(value)) {}
    constexpr operator float() const { return bfloat_to_float(bits); }  // NOLINT: exact
};

static_assert(sizeof(Half) == 2 && sizeof(BFloat16) == 2);

}  // namespace gradweave
