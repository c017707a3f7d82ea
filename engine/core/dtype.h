// SPDX-License-Identifier: Apache-2.0
// Element types of tensors and how they combine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/core/error.h"
#include "engine/core/half.h"

namespace gradweave {

/// Element type. f16, bf16, i8 and i16 are how elements are stored: operations compute them in f32
/// and i32 and round or wrap what they store.
enum class DType : std::uint8_t { boolean, u8, i8, i16, i32, i64, f16, bf16, f32, f64 };

inline constexpr int dtype_count = 10;

/// Bytes per element.
constexpr std::size_t size_of(DType type) {
    switch (type) {
        case DType::boolean:
        case DType::u8:
        case DType::i8:
            return 1;
        case DType::i16:
        case DType::f16:
        case DType::bf16:
            return 2;
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
    constexpr std::string_view names[] = {"bool", "u8",  "i8",   "i16", "i32",
                                          "i64",  "f16", "bf16", "f32", "f64"};
    return names[static_cast<int>(type)];
}

/// The type with this short name; throws Error(bad_input) if there is none.
DType dtype_from_name(std::string_view name);

constexpr bool is_floating(DType type) {
    return type >= DType::f16;
}
constexpr bool is_integer(DType type) {
    return type >= DType::u8 && type <= DType::i64;
}
constexpr bool is_unsigned(DType type) {
    return type == DType::boolean || type == DType::u8;
}

/// The type in which elements of this type are computed: itself, or f32 or i32 for those that are
/// only stored.
constexpr DType computed_in(DType type) {
    if (type == DType::f16 || type == DType::bf16) return DType::f32;
    if (type == DType::i8 || type == DType::i16) return DType::i32;
    return type;
}
/// Whether elements of this type are only stored, not computed with.
constexpr bool is_storage_only(DType type) {
    return computed_in(type) != type;
}

/// The common type of two operands, as PyTorch has it (bool < integers < floating; the wider one of
/// a kind). Two types of which neither holds the other give the next that holds both: u8 with i8 is
/// i16, f16 with bf16 is f32. Any integer with f16 is f16.
///
///           u8   i8   i16  i32  i64  f16  bf16 f32  f64
///     bool  u8   i8   i16  i32  i64  f16  bf16 f32  f64
///     u8    u8   i16  i16  i32  i64  f16  bf16 f32  f64
///     i8         i8   i16  i32  i64  f16  bf16 f32  f64
///     f16                            f16  f32  f32  f64
constexpr DType promote(DType a, DType b) {
    const DType low = a < b ? a : b, high = a < b ? b : a;
    if (low == DType::u8 && high == DType::i8) return DType::i16;
    if (low == DType::f16 && high == DType::bf16) return DType::f32;
    return high;
}

/// C++ type of the elements.
template <class T>
inline constexpr DType dtype_of = [] {
    if constexpr (std::is_same_v<T, bool>)
        return DType::boolean;
    else if constexpr (std::is_same_v<T, std::uint8_t>)
        return DType::u8;
    else if constexpr (std::is_same_v<T, std::int8_t>)
        return DType::i8;
    else if constexpr (std::is_same_v<T, std::int16_t>)
        return DType::i16;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return DType::i32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return DType::i64;
    else if constexpr (std::is_same_v<T, Half>)
        return DType::f16;
    else if constexpr (std::is_same_v<T, BFloat16>)
        return DType::bf16;
    else if constexpr (std::is_same_v<T, float>)
        return DType::f32;
    else {
        static_assert(std::is_same_v<T, double>, "no tensor element type for this C++ type");
        return DType::f64;
    }
}();

/// Calls `visitor(std::type_identity<T>{})` with the C++ type T of `type`, which must be one that
/// is computed with: nothing of Half, BFloat16, std::int8_t or std::int16_t is instantiated.
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
            return visitor(std::type_identity<double>{});
        default:
            break;
    }
    internal_error("a type that is computed with", __FILE__, __LINE__);
}

/// The same for every type, for what stores, moves or converts elements.
template <class Visitor>
decltype(auto) visit_stored(DType type, Visitor&& visitor) {
    switch (type) {
        case DType::i8:
            return visitor(std::type_identity<std::int8_t>{});
        case DType::i16:
            return visitor(std::type_identity<std::int16_t>{});
        case DType::f16:
            return visitor(std::type_identity<Half>{});
        case DType::bf16:
            return visitor(std::type_identity<BFloat16>{});
        default:
            return visit_dtype(type, std::forward<Visitor>(visitor));
    }
}

}  // namespace gradweave
