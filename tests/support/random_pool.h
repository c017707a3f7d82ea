// SPDX-License-Identifier: Apache-2.0
// What a random program grows from: leaves, and what was made of them, with bounds.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/compiler/program.h"
#include "engine/graph/build.h"
#include "tests/support/arrays.h"

namespace gradweave::testing {

/// What numbers a program computes with.
enum class Flavour {
    /// Whole numbers small enough that every operation and every sum in any order is exact: two
    /// right ways to compute the program agree in every bit (but for the sign of zero).
    whole,
    /// Real numbers in [-1, 1] through functions that are continuous and do not stretch them: two
    /// right ways agree up to a few roundings per operation.
    smooth
};

/// The nodes of a program so far, each with a bound on its elements.
class RandomPool {
  protected:
    RandomPool(std::uint64_t seed, Flavour flavour, DType real)
        : generator_(mix_key(seed, 0xF022)), flavour_(flavour), real_(real) {}

    using NodePtr = graph::NodePtr;
    using Op = graph::Op;

    struct Entry {
        NodePtr node;
        double bound;  ///< no element is larger in absolute value
    };

    static constexpr double leaf_bound = 9;
    /// Sums stay below 2^23: exact in f32, whatever the order.
    static constexpr double most = 1 << 22;

    bool chance(std::uint64_t one_in) { return generator_.below(one_in) == 0; }
    bool whole() const { return flavour_ == Flavour::whole; }

    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(
                         generator_.below(static_cast<std::uint64_t>(high - low + 1)));
    }

    Shape random_shape(int most_rank = 4) {
        Axes sizes;
        const std::int64_t rank = between(0, most_rank);
        for (std::int64_t i = 0; i < rank; ++i)
            sizes.push_back(chance(40) ? 0 : chance(6) ? 1 : between(2, 6));
        // Now and then more than a tile of a loop, and odd.
        if (rank > 0 && rank < 3 && chance(5)) sizes.back() = between(300, 1100);
        return Shape(std::move(sizes));
    }

    Array random_values(DType dtype, const Shape& shape) {
        Array array(dtype, shape);
        visit_stored(dtype, [&]<class T>(std::type_identity<T>) {
            for (T& element : array.as<T>()) {
                if constexpr (std::is_same_v<T, bool>)
                    element = chance(2);
                else if (whole() || std::is_integral_v<T>)
                    element = convert<T>(between(std::is_unsigned_v<T> ? 0 : -9, 9));
                else
                    element = convert<T>(2 * generator_.uniform() - 1);
            }
        });
        return array;
    }

    void add_leaf() {
        constexpr DType others[] = {DType::i32, DType::i64, DType::boolean, DType::f64,
                                    DType::u8,  DType::f16, DType::i8,      DType::i16};
        const DType dtype =
            whole() && chance(4) ? others[generator_.below(std::size(others))] : real_;
        const Shape shape = random_shape();
        const NodePtr leaf = graph::make_leaf("", random_values(dtype, shape));
        leaves_.push_back(leaf);
        pool_.push_back({leaf, whole() ? leaf_bound : 1});
    }

    /// A node of the pool, the youngest ones most often.
    const Entry& pick() {
        const auto size = static_cast<std::int64_t>(pool_.size());
        const std::int64_t back = std::min(between(0, size - 1), between(0, size - 1));
        return pool_[static_cast<std::size_t>(size - 1 - back)];
    }

    /// Numbers of the program's main type, bool and odd types converted.
    Entry pick_real() {
        Entry entry = pick();
        entry.node = graph::cast(entry.node, real_);
        return entry;
    }

    /// Numbers of whatever type the pool has.
    Entry pick_number() {
        const Entry& entry = pick();
        const DType dtype = entry.node->dtype();
        if (dtype == DType::boolean || dtype == DType::u8)
            return {graph::cast(entry.node, DType::i32), entry.bound};
        // Types that round or wrap early are moved and converted, not computed with.
        if (is_storage_only(dtype))
            return {graph::cast(entry.node, computed_in(dtype)), entry.bound};
        return entry;
    }

    /// Keeps numbers small: exactly, by clamping.
    Entry bounded(Entry entry, double limit) {
        if (entry.bound <= limit || entry.node->dtype() == DType::boolean) return entry;
        const double clamp = std::min(limit, leaf_bound);
        const auto number = [&](double value) { return graph::constant_like(entry.node, value); };
        if (is_storage_only(entry.node->dtype()))
            entry.node = graph::cast(entry.node, computed_in(entry.node->dtype()));
        const double low = entry.node->dtype() == DType::u8 ? 0 : -clamp;
        return {
            graph::binary(Op::min, graph::binary(Op::max, entry.node, number(low)), number(clamp)),
            clamp};
    }

    /// The entry's numbers in another shape.
    Entry conform(const Entry& entry, const Shape& shape) {
        const NodePtr& x = entry.node;
        if (x->shape() == shape) return entry;
        if (x->shape().element_count() == shape.element_count())
            return {graph::reshape(x, shape), entry.bound};
        // An axis of the right size becomes a row, column or plane.
        if (x->shape().rank() == 1) {
            for (int axis = 0; axis < shape.rank(); ++axis) {
                if (shape[axis] == x->shape()[0])
                    return {graph::broadcast(x, shape, {axis}), entry.bound};
            }
        }
        if (x->shape().empty()) return {graph::constant(std::int64_t{1}, x->dtype(), shape), 1};
        // Any one element for all.
        Axes start, ones(static_cast<std::size_t>(x->shape().rank()), 1);
        for (const std::int64_t size : x->shape())
            start.push_back(between(0, size - 1));
        const NodePtr element = graph::reshape(graph::slice(x, start, ones, ones), Shape{});
        return {graph::broadcast(element, shape, {}), entry.bound};
    }

    void add(NodePtr node, double bound) {
        // Repeated broadcasts and pads would otherwise take all the time.
        if (node->shape().element_count() <= 20'000) pool_.push_back({std::move(node), bound});
    }

    Generator generator_;
    Flavour flavour_;
    DType real_;
    std::vector<NodePtr> leaves_;
    std::vector<Entry> pool_;
};

}  // namespace gradweave::testing
