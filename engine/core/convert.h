// SPDX-License-Identifier: Apache-2.0
// Conversion of one number to another element type, defined for every input.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "engine/core/half.h"

namespace gradweave {

/// Between integers: the lowest bits, as C++ and PyTorch wrap. Floating to integer: truncated,
/// saturated at the type's limits, NaN is 0 (C++ and PyTorch leave those undefined). To floating:
/// the nearest, ties to even; what f16 and bf16 cannot reach is infinite, and f64 and integers go
/// to them by way of f32, as in PyTorch. Anything to bool is "not zero".
template <class To, class From>
constexpr To convert(From value) {
    constexpr auto is_16_bits = []<class T>(T) {
        return std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;
    };
    if constexpr (std::is_same_v<To, From>) {
        return value;
    } else if constexpr (is_16_bits(From{})) {
        return convert<To>(static_cast<float>(value));
    } else if constexpr (is_16_bits(To{})) {
        return To(static_cast<float>(value));
    } else if constexpr (std::is_same_v<To, bool>) {
        return value != From(0);
    } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        if (value != value) return To(0);
        // 2^digits is exact in every floating type, the type's maximum may not be.
        constexpr From limit = static_cast<From>(std::numeric_limits<To>::max() / 2 + 1) * From(2);
        if (value >= limit) return std::numeric_limits<To>::max();
        if constexpr (std::is_signed_v<To>) {
            if (value < -limit) return std::numeric_limits<To>::min();
        } else {
            if (value <= From(-1)) return To(0);
        }
        return static_cast<To>(value);
    } else {
        return static_cast<To>(value);
    }
}

}  // namespace gradweave
