// SPDX-License-Identifier: Apache-2.0
// What each elementwise operation means for one element: the definition all backends are held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "engine/core/convert.h"
#include "engine/graph/op.h"

namespace gradweave::graph::reference {

template <class>
inline constexpr bool missing = false;

/// Whether the operation is defined for elements of T. cast, which has two types, is convert(),
/// bitcast is std::bit_cast between types of one size.
template <Op op, class T>
inline constexpr bool defined_for = op != Op::cast&& op !=
                                    Op::bitcast&& accepts(info(op).type, dtype_of<T>);

/// argsort's order: whether a stands before b. NaN counts as larger than every number.
template <class T>
constexpr bool sorts_before(T a, T b, bool descending) {
    if (descending) return b < a || (a != a && b == b);
    return a < b || (b != b && a == a);
}

/// Integer power by squaring, wrapping around; a negative exponent truncates to 0 (or +-1).
template <class T>
constexpr T integer_power(T base, T exponent) {
    if constexpr (std::is_signed_v<T>) {
        if (exponent < 0)
            return base == 1 ? T(1) : base == -1 ? (exponent % 2 ? T(-1) : T(1)) : T(0);
    }
    using U = std::make_unsigned_t<T>;
    U result = 1;
    U factor = static_cast<U>(base);
    for (U rest = static_cast<U>(exponent); rest != 0; rest >>= 1) {
        if (rest & 1) result = static_cast<U>(result * factor);
        factor = static_cast<U>(factor * factor);
    }
    return static_cast<T>(result);
}

/// Wrapping arithmetic: overflow of signed integers is defined here, as in every array library.
template <class T, class F>
constexpr T wrapping(T a, T b, F f) {
    using U = std::make_unsigned_t<std::conditional_t<sizeof(T) < 4, std::int32_t, T>>;
    return static_cast<T>(f(static_cast<U>(a), static_cast<U>(b)));
}

template <Op op, class T>
T unary(T x) {
    constexpr bool integral = std::is_integral_v<T>;
    if constexpr (op == Op::neg) {
        if constexpr (integral)
            return wrapping<T>(T(0), x, [](auto a, auto b) { return a - b; });
        else
            return -x;
    } else if constexpr (op == Op::abs) {
        if constexpr (std::is_unsigned_v<T>)
            return x;
        else if constexpr (integral)
            return x < 0 ? unary<Op::neg>(x) : x;
        else
            return std::abs(x);
    } else if constexpr (op == Op::bit_not) {
        if constexpr (std::is_same_v<T, bool>)
            return !x;
        else
            return static_cast<T>(~x);
    } else if constexpr (op == Op::floor) {
        return std::floor(x);
    } else if constexpr (op == Op::round) {
        return std::nearbyint(x);  // ties to even, as PyTorch and ONNX
    } else if constexpr (op == Op::sqrt) {
        return std::sqrt(x);
    } else if constexpr (op == Op::rsqrt) {
        return T(1) / std::sqrt(x);
    } else if constexpr (op == Op::recip) {
        return T(1) / x;
    } else if constexpr (op == Op::exp) {
        return std::exp(x);
    } else if constexpr (op == Op::log) {
        return std::log(x);
    } else if constexpr (op == Op::sin) {
        return std::sin(x);
    } else if constexpr (op == Op::cos) {
        return std::cos(x);
    } else if constexpr (op == Op::tanh) {
        return std::tanh(x);
    } else if constexpr (op == Op::erf) {
        return std::erf(x);
    } else {
        static_assert(missing<T>, "this unary operation has no reference function");
    }
}

/// add ... shift. Integers wrap around; integer division truncates toward zero and gives 0 for a
/// zero divisor; mod takes the divisor's sign (Python, PyTorch); max and min pass NaN on. Shifting
/// a bool takes it for an integer of one bit.
template <Op op, class T>
auto binary(T a, T b) {
    constexpr bool integral = std::is_integral_v<T>;
    constexpr bool boolean = std::is_same_v<T, bool>;
    if constexpr (op == Op::lt)
        return a < b;
    else if constexpr (op == Op::le)
        return a <= b;
    else if constexpr (op == Op::eq)
        return a == b;
    else if constexpr (op == Op::max)
        return a != a ? a : b != b ? b : (a < b ? b : a);
    else if constexpr (op == Op::min)
        return a != a ? a : b != b ? b : (b < a ? b : a);
    else if constexpr (op == Op::bit_and)
        return static_cast<T>(a & b);
    else if constexpr (op == Op::bit_or)
        return static_cast<T>(a | b);
    else if constexpr (op == Op::bit_xor)
        return static_cast<T>(a ^ b);
    else if constexpr (boolean && op == Op::shift)
        return a && !b;
    else if constexpr (boolean)
        return a;  // the remaining ones are not defined for bool
    else if constexpr (op == Op::add) {
        if constexpr (integral)
            return wrapping<T>(a, b, [](auto x, auto y) { return x + y; });
        else
            return a + b;
    } else if constexpr (op == Op::sub) {
        if constexpr (integral)
            return wrapping<T>(a, b, [](auto x, auto y) { return x - y; });
        else
            return a - b;
    } else if constexpr (op == Op::mul) {
        if constexpr (integral)
            return wrapping<T>(a, b, [](auto x, auto y) { return x * y; });
        else
            return a * b;
    } else if constexpr (op == Op::div) {
        if constexpr (!integral)
            return a / b;
        else if constexpr (std::is_signed_v<T>) {
            return b == 0 ? T(0) : b == -1 ? unary<Op::neg>(a) : static_cast<T>(a / b);
        } else
            return b == 0 ? T(0) : static_cast<T>(a / b);
    } else if constexpr (op == Op::mod) {
        if constexpr (integral) {
            if (b == 0) return T(0);
            if constexpr (std::is_signed_v<T>) {
                if (b == -1) return T(0);
                const T rest = static_cast<T>(a % b);
                return rest != 0 && (rest < 0) != (b < 0) ? static_cast<T>(rest + b) : rest;
            } else {
                return static_cast<T>(a % b);
            }
        } else {
            const T rest = std::fmod(a, b);
            return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
        }
    } else if constexpr (op == Op::pow) {
        if constexpr (integral)
            return integer_power(a, b);
        else
            return std::pow(a, b);
    } else if constexpr (op == Op::shift) {
        // Left for positive counts, arithmetic right for negative ones; too far gives 0 or the
        // sign.
        if constexpr (!integral)
            return a;
        else {
            constexpr int bits = std::numeric_limits<std::make_unsigned_t<T>>::digits;
            const auto count = static_cast<std::int64_t>(b);
            if (count >= bits) return T(0);
            if (count >= 0) return wrapping<T>(a, a, [&](auto x, auto) { return x << count; });
            return static_cast<T>(a >> -std::max<std::int64_t>(count, 1 - bits));
        }
    } else {
        static_assert(missing<T>, "this binary operation has no reference function");
    }
}

}  // namespace gradweave::graph::reference
