// SPDX-License-Identifier: Apache-2.0
// Conversion of one number to another element type, defined for every input.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

namespace gradweave {

/// static_cast where C++ defines it; floating to integer truncates, saturates at the type's limits
/// and maps NaN to 0 (C++ leaves those undefined); anything to bool is "not zero".
template <class To, class From>
constexpr To convert(From value) {
    if constexpr (std::is_same_v<To, bool>) {
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
