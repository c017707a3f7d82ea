// SPDX-License-Identifier: Apache-2.0
// Operands of every kind that a kernel can meet: dense, strided, transposed, reversed, broadcast,
// overlapping, constant; with ordinary, special or whole numbers.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "engine/graph/build.h"
#include "tests/support/arrays.h"

namespace gradweave::testing {

/// Where the elements of an operand lie.
enum class Layout {
    dense,
    transposed,
    strided,
    reversed,
    row,         ///< one row repeated along the first axis
    column,      ///< one column repeated along the last axis
    one,         ///< a single element repeated
    constant,    ///< a number known to the compiler
    overlapping  ///< windows over one axis
};

inline constexpr std::array all_layouts = {
    Layout::dense,  Layout::transposed, Layout::strided,  Layout::reversed,   Layout::row,
    Layout::column, Layout::one,        Layout::constant, Layout::overlapping};

inline std::string_view name_of(Layout layout) {
    constexpr std::string_view names[] = {"dense",  "transposed", "strided",  "reversed",   "row",
                                          "column", "one",        "constant", "overlapping"};
    return names[static_cast<int>(layout)];
}

/// How the elements of an operand are drawn.
enum class Numbers {
    ordinary,  ///< uniform in [-2, 2], integers in [-20, 20]
    special,   ///< among them NaN, infinities, zeros of both signs, subnormals, the type's limits
    whole,     ///< integers in [-4, 4] as any type: sums of products of a few million are exact
    positive   ///< uniform in [0.1, 3], integers in [1, 5]
};

template <class T>
T draw(Numbers numbers, Generator& generator) {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_same_v<T, bool>) {
        return generator.uniform() < 0.5;
    } else if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
        if (numbers == Numbers::special && generator.below(16) == 0)
            return T(generator.below(2) == 0 ? 0x1p-24f : 65504.0f);
        return T(draw<float>(numbers, generator));
    } else {
        if (numbers == Numbers::whole)
            return convert<T>(static_cast<double>(generator.below(9)) -
                              (std::is_unsigned_v<T> ? 0.0 : 4.0));
        if (numbers == Numbers::special && generator.below(4) == 0) {
            if constexpr (std::is_floating_point_v<T>) {
                const T values[] = {Limits::quiet_NaN(),
                                    Limits::infinity(),
                                    -Limits::infinity(),
                                    T(0),
                                    -T(0),
                                    Limits::denorm_min() * 3,
                                    -Limits::min() / 2,
                                    Limits::max(),
                                    Limits::lowest(),
                                    T(1e9),
                                    T(-0.5),
                                    T(2.5),
                                    T(1)};
                return values[generator.below(std::size(values))];
            } else {
                const T values[] = {Limits::min(), Limits::max(),
                                    T(0),          T(1),
                                    T(-1),         static_cast<T>(Limits::min() + 1)};
                return values[generator.below(std::size(values))];
            }
        }
        const double scale = std::is_floating_point_v<T> ? 1 : 10;
        const bool positive = numbers == Numbers::positive;
        const double low = positive ? (std::is_floating_point_v<T> ? 0.1 : 1) : -2 * scale;
        const double high = positive ? (std::is_floating_point_v<T> ? 3 : 5.99) : 2 * scale;
        return convert<T>(low + (high - low) * generator.uniform());
    }
}

inline graph::NodePtr drawn_leaf(DType dtype, const Shape& shape, Numbers numbers,
                                 Generator& generator) {
    Array array(dtype, shape);
    visit_stored(dtype, [&]<class T>(std::type_identity<T>) {
        for (T& element : array.as<T>())
            element = draw<T>(numbers, generator);
    });
    return graph::make_leaf("x", std::move(array));
}

/// An operand of this shape. Layouts that need an axis fall back to `dense` for scalars, and
/// `overlapping` does for other ranks than 2.
inline graph::NodePtr operand(DType dtype, const Shape& shape, Layout layout, Numbers numbers,
                              Generator& generator) {
    const auto rank = static_cast<std::size_t>(shape.rank());
    const auto leaf = [&](const Shape& s) { return drawn_leaf(dtype, s, numbers, generator); };
    const auto every = [&](std::int64_t value) { return Axes(rank, value); };
    if (layout == Layout::one) return graph::broadcast(leaf(Shape{}), shape, {});
    if (layout == Layout::constant) {
        const auto value = visit_stored(dtype, [&]<class T>(std::type_identity<T>) {
            return static_cast<double>(draw<T>(numbers, generator));
        });
        return graph::constant(value, dtype, shape);
    }
    if (rank == 0 || (layout == Layout::overlapping && rank != 2) || shape.empty())
        return leaf(shape);
    switch (layout) {
        case Layout::transposed: {
            Axes sizes(shape.sizes().rbegin(), shape.sizes().rend()), order;
            for (int i = shape.rank(); i-- > 0;)
                order.push_back(i);
            return graph::permute(leaf(Shape(std::move(sizes))), std::move(order));
        }
        case Layout::strided: {
            Axes sizes;
            for (const std::int64_t size : shape)
                sizes.push_back(2 * size + 1);
            return graph::slice(leaf(Shape(std::move(sizes))), every(1), every(2), shape.sizes());
        }
        case Layout::reversed: {
            Axes last;
            for (const std::int64_t size : shape)
                last.push_back(size - 1);
            return graph::slice(leaf(shape), std::move(last), every(-1), shape.sizes());
        }
        case Layout::row:
            return graph::broadcast(leaf(Shape{shape[-1]}), shape, {shape.rank() - 1});
        case Layout::column:
            return graph::broadcast(leaf(Shape{shape[0]}), shape, {0});
        case Layout::overlapping:
            return graph::window(leaf(Shape{shape[0] + shape[1] - 1}), {{0}, {shape[1]}, {1}, {1}});
        default:
            break;
    }
    return leaf(shape);
}

}  // namespace gradweave::testing
