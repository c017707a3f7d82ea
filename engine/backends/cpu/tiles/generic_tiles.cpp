// SPDX-License-Identifier: Apache-2.0
// Every operation on every type, from its reference function.
#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/convert.h"
#include "engine/core/rng.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using graph::Op;
using graph::OpClass;
using graph::reference::defined_for;

namespace {

/// What combines with any element to that element.
template <Op op, class T>
constexpr T reduction_identity = [] {
    using Limits = std::numeric_limits<T>;
    if constexpr (op == Op::add)
        return std::is_floating_point_v<T> ? T(-0.0) : T(0);
    else if constexpr (op == Op::mul)
        return T(1);
    else if constexpr (op == Op::max)
        return Limits::has_infinity ? static_cast<T>(-Limits::infinity()) : Limits::lowest();
    else
        return Limits::has_infinity ? Limits::infinity() : Limits::max();
}();

template <Op op, class T>
void unary_tile(std::byte* out, const std::byte* a, const std::byte*, const std::byte*,
                std::int64_t n) {
    const auto* x = reinterpret_cast<const T*>(a);
    auto* y = reinterpret_cast<T*>(out);
    for (std::int64_t i = 0; i < n; ++i)
        y[i] = graph::reference::unary<op>(x[i]);
}

template <Op op, class T, bool a_scalar, bool b_scalar>
void binary_tile(std::byte* out, const std::byte* a, const std::byte* b, const std::byte*,
                 std::int64_t n) {
    using Result = decltype(graph::reference::binary<op>(T{}, T{}));
    const auto* x = reinterpret_cast<const T*>(a);
    const auto* z = reinterpret_cast<const T*>(b);
    auto* y = reinterpret_cast<Result*>(out);
    const T x0 = *x, z0 = *z;
    for (std::int64_t i = 0; i < n; ++i) {
        y[i] = graph::reference::binary<op>(a_scalar ? x0 : x[i], b_scalar ? z0 : z[i]);
    }
}

template <class From, class To>
void cast_tile(std::byte* out, const std::byte* a, const std::byte*, const std::byte*,
               std::int64_t n) {
    const auto* x = reinterpret_cast<const From*>(a);
    auto* y = reinterpret_cast<To*>(out);
    // In place only between types of one size, element by element.
    for (std::int64_t i = 0; i < n; ++i)
        y[i] = convert<To>(x[i]);
}

/// Elements as they are, seen with another type.
template <class T>
void copy_tile(std::byte* out, const std::byte* a, const std::byte*, const std::byte*,
               std::int64_t n) {
    std::memmove(out, a, static_cast<std::size_t>(n) * sizeof(T));
}

template <class T>
void select_tile(std::byte* out, const std::byte* a, const std::byte* b, const std::byte* c,
                 std::int64_t n) {
    const auto* chosen = reinterpret_cast<const bool*>(a);
    const auto* x = reinterpret_cast<const T*>(b);
    const auto* z = reinterpret_cast<const T*>(c);
    auto* y = reinterpret_cast<T*>(out);
    for (std::int64_t i = 0; i < n; ++i)
        y[i] = chosen[i] ? x[i] : z[i];
}

/// a: key and b: counter (single elements), c: positions in the stream.
void random_tile(std::byte* out, const std::byte* a, const std::byte* b, const std::byte* c,
                 std::int64_t n) {
    const auto key = *reinterpret_cast<const std::uint64_t*>(a);
    const auto counter = *reinterpret_cast<const std::uint64_t*>(b);
    const auto* position = reinterpret_cast<const std::int64_t*>(c);
    auto* y = reinterpret_cast<std::int32_t*>(out);
    const auto word = [&](std::int64_t i) {
        return static_cast<std::int32_t>(
            random_word(key, counter, static_cast<std::uint64_t>(position[i])));
    };
    for (std::int64_t i = 0; i < n;) {
        // Four neighbours come from one block of the generator. In a tensor whose axes are walked
        // in another order than row-major they need not be next to each other.
        const std::int64_t* p = position + i;
        const bool whole_block =
            i + 4 <= n && p[0] % 4 == 0 && p[1] == p[0] + 1 && p[2] == p[0] + 2 && p[3] == p[0] + 3;
        if (!whole_block) {
            y[i] = word(i);
            ++i;
            continue;
        }
        const auto block = static_cast<std::uint64_t>(p[0]) / 4;
        const auto words =
            philox({static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                    static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32)},
                   {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
        std::memcpy(y + i, words.data(), sizeof words);
        i += 4;
    }
}

template <Op op, class T>
TileFunction pick_binary(unsigned scalars) {
    switch (scalars) {
        case Scalars::none:
            return binary_tile<op, T, false, false>;
        case Scalars::first:
            return binary_tile<op, T, true, false>;
        case Scalars::second:
            return binary_tile<op, T, false, true>;
        default:
            return nullptr;
    }
}

/// Conversions of the types that are only stored, from and to the one they are computed in.
TileFunction stored_cast(DType from, DType to) {
    const auto between = [&]<class Narrow, class Wide>(std::type_identity<Narrow>,
                                                       std::type_identity<Wide>) -> TileFunction {
        if (from == dtype_of<Narrow> && to == dtype_of<Wide>) return cast_tile<Narrow, Wide>;
        if (from == dtype_of<Wide> && to == dtype_of<Narrow>) return cast_tile<Wide, Narrow>;
        return nullptr;
    };
    const DType narrow = is_storage_only(from) ? from : to;
    return visit_stored(narrow, [&]<class T>(std::type_identity<T> type) -> TileFunction {
        if constexpr (computed_in(dtype_of<T>) == DType::f32)
            return between(type, std::type_identity<float>{});
        else
            return between(type, std::type_identity<std::int32_t>{});
    });
}

template <class T>
TileFunction pick(Op op, DType result_type, unsigned scalars) {
    if (op == Op::cast) {
        if (scalars != Scalars::none) return nullptr;
        return visit_dtype(result_type, []<class To>(std::type_identity<To>) -> TileFunction {
            return cast_tile<T, To>;
        });
    }
    if (op == Op::bitcast) return scalars == Scalars::none ? copy_tile<T> : nullptr;
    if (op == Op::select) return scalars == Scalars::none ? select_tile<T> : nullptr;
    TileFunction found = nullptr;
    graph::visit_op<OpClass::unary>(op, [&](auto constant) {
        constexpr Op name = constant;
        if constexpr (defined_for<name, T>) {
            if (scalars == Scalars::none) found = unary_tile<name, T>;
        }
    });
    graph::visit_op<OpClass::binary>(op, [&](auto constant) {
        constexpr Op name = constant;
        if constexpr (defined_for<name, T>) found = pick_binary<name, T>(scalars);
    });
    return found;
}

TileFunction elementwise(Op op, DType operand_type, DType result_type, unsigned scalars) {
    if (op == Op::random_bits) {
        return scalars == (Scalars::first | Scalars::second) ? random_tile : nullptr;
    }
    const bool stored = is_storage_only(operand_type) || is_storage_only(result_type);
    if (op == Op::cast && stored && operand_type != result_type)
        return scalars == Scalars::none ? stored_cast(operand_type, result_type) : nullptr;
    if (stored)  // a cast to itself, or a bitcast: elements of two bytes or one
        return scalars != Scalars::none     ? nullptr
               : size_of(operand_type) == 2 ? copy_tile<std::uint16_t>
                                            : copy_tile<std::uint8_t>;
    return visit_dtype(operand_type, [&]<class T>(std::type_identity<T>) {
        return pick<T>(op, result_type, scalars);
    });
}

/// In the order of f32_tiles.inc.
template <Op op, class T>
void reduce_tile(std::byte* out, const std::byte* a, std::int64_t n) {
    const auto* x = reinterpret_cast<const T*>(a);
    constexpr int lanes = 16;
    T lane[lanes];
    for (int k = 0; k < lanes; ++k)
        lane[k] = reduction_identity<op, T>;
    std::int64_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        for (int k = 0; k < lanes; ++k)
            lane[k] = graph::reference::binary<op>(lane[k], x[i + k]);
    }
    for (int k = 0; i + k < n; ++k)
        lane[k] = graph::reference::binary<op>(lane[k], x[i + k]);
    for (int width = lanes / 2; width > 0; width /= 2) {
        for (int k = 0; k < width; ++k)
            lane[k] = graph::reference::binary<op>(lane[k], lane[k + width]);
    }
    *reinterpret_cast<T*>(out) = lane[0];
}

/// A row of T(op's identity).
template <Op op, class T>
void fill_tile(std::byte* out, std::int64_t n) {
    if (n == 0) return;
    auto* to = reinterpret_cast<T*>(out);
    *to = reduction_identity<op, T>;
    // Doubling what is there: sums of columns begin with this, and it is to be as fast as copying.
    for (std::int64_t done = 1; done < n; done *= 2)
        std::memcpy(to + done, to, static_cast<std::size_t>(std::min(done, n - done)) * sizeof(T));
}

ReduceFunction reduce(Op op, DType type) {
    return visit_dtype(type, [&]<class T>(std::type_identity<T>) -> ReduceFunction {
        switch (op) {
            case Op::reduce_sum:
                if constexpr (defined_for<Op::add, T>) return reduce_tile<Op::add, T>;
                break;
            case Op::reduce_prod:
                if constexpr (defined_for<Op::mul, T>) return reduce_tile<Op::mul, T>;
                break;
            case Op::reduce_max:
                return reduce_tile<Op::max, T>;
            case Op::reduce_min:
                return reduce_tile<Op::min, T>;
            default:
                break;
        }
        return nullptr;
    });
}

}  // namespace

void fill_with_identity(Op op, DType type, std::byte* out, std::int64_t n) {
    visit_dtype(type, [&]<class T>(std::type_identity<T>) {
        switch (op) {
            case Op::reduce_sum:
                return fill_tile<Op::add, T>(out, n);
            case Op::reduce_prod:
                return fill_tile<Op::mul, T>(out, n);
            case Op::reduce_max:
                return fill_tile<Op::max, T>(out, n);
            default:
                return fill_tile<Op::min, T>(out, n);
        }
    });
}

const TileTable& generic_tiles() {
    static constexpr TileTable table{"generic", elementwise, reduce};
    return table;
}

}  // namespace gradweave::backends::cpu
