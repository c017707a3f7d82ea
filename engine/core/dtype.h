// SPDX-License-Identifier: Apache-2.0
// Element types of tensors and how they combine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/core/error.h"

namespace gradweave {

/// Element type. The order is the promotion order: of two types the later one can hold the other
/// well enough for arithmetic (PyTorch's categories: bool < integer < floating).
enum class DType : std::uint8_t { boolean, u8, i32, i64, f32, f64 };

inline constexpr int dtype_count = 6;

/// Bytes per element.
constexpr std::size_t size_of(DType type) {
    switch (type) {
        case DType::boolean:
        case DType::u8:
            return 1;
        case DType::i32:
        case DType::f32:
            return 4;
        case DType::i64:
        case DType::f64:
            return 8;
    }
    return 0;
}

/// Short name: "f32", "i64", "bool", ...
constexpr std::string_view name_of(DType type) {
    constexpr std::string_view names[] = {"bool", "u8", "i32", "i64", "f32", "f64"};
    return names[static_cast<int>(type)];
}

/// The type with this short name; throws Error(bad_input) if there is none.
DType dtype_from_name(std::string_view name);

constexpr bool is_floating(DType type) {
    return type >= DType::f32;
}
constexpr bool is_integer(DType type) {
    return type == DType::u8 || type == DType::i32 || type == DType::i64;
}

/// The common type of two operands. u8 with i32 is i32, any integer with f32 is f32.
constexpr DType promote(DType a, DType b) {
    return a > b ? a : b;
}

/// C++ type of the elements.
template <class T>
inline constexpr DType dtype_of = [] {
    if constexpr (std::is_same_v<T, bool>)
        return DType::boolean;
    else if constexpr (std::is_same_v<T, std::uint8_t>)
        return DType::u8;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return DType::i32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return DType::i64;
    else if constexpr (std::is_same_v<T, float>)
        return DType::f32;
    else {
        static_assert(std::is_same_v<T, double>, "no tensor element type for this C++ type");
        return DType::f64;
    }
}();

/// Calls `visitor(std::type_identity<T>{})` with the C++ type T of `type`.
template <class Visitor>
decltype(auto) visit_dtype(DType type, Visitor&& visitor) {
    switch (type) {
        case DType::boolean:
            return visitor(std::type_identity<bool>{});
        case DType::u8:
            return visitor(std::type_identity<std::uint8_t>{});
        case DType::i32:
            return visitor(std::type_identity<std::int32_t>{});
        case DType::i64:
            return visitor(std::type_identity<std::int64_t>{});
        case DType::f32:
            return visitor(std::type_identity<float>{});
        case DType::f64:
            break;
    }
    return visitor(std::type_identity<double>{});
}

}  // namespace gradweave
