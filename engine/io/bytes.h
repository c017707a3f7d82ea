// SPDX-License-Identifier: Apache-2.0
// Numbers as files hold them: either byte order, any alignment, and the 16-bit floating types.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace gradweave::io {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory, and the formats are little-endian");

/// The T whose little-endian bytes begin at `from`, which needs no alignment.
template <class T>
T load_little(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// The same for big-endian bytes.
template <class T>
T load_big(const std::byte* from) {
    std::byte turned[sizeof(T)];
    std::reverse_copy(from, from + sizeof(T), turned);
    return load_little<T>(turned);
}

/// Reverses the bytes of each element of `size` bytes.
inline void swap_bytes(std::span<std::byte> bytes, std::size_t size) {
    for (std::size_t i = 0; i + size <= bytes.size(); i += size)
        std::reverse(bytes.data() + i, bytes.data() + i + size);
}

/// IEEE 754 half precision as a float. Exact, the payload of a NaN included.
inline float half_to_float(std::uint16_t half) {
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
inline float bfloat_to_float(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

}  // namespace gradweave::io
