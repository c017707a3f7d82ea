// SPDX-License-Identifier: Apache-2.0
// How a random program grows by work on elements and reductions.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/compiler/program.h"
#include "engine/graph/build.h"
#include "tests/support/random_pool.h"

namespace gradweave::testing {

/// Each function adds what it can make of nodes of the pool, or nothing.
class RandomElements : public RandomPool {
  protected:
    using RandomPool::RandomPool;

    void grow_unary() {
        const Entry x = pick_real();
        const auto number = [&](double value) { return graph::constant_like(x.node, value); };
        if (whole()) {
            constexpr Op ops[] = {Op::neg, Op::abs, Op::floor, Op::round};
            return add(graph::unary(ops[generator_.below(4)], x.node), x.bound);
        }
        switch (generator_.below(9)) {
            case 0:
                return add(graph::exp(graph::neg(graph::abs(x.node))), 1);
            case 1:
                // sqrt and log where their slope is at most 1.
                return add(graph::mul(graph::sqrt(graph::add(graph::abs(x.node), number(0.25))),
                                      number(0.5)),
                           1);
            case 2:
                return add(graph::log(graph::add(graph::abs(x.node), number(1))), 1);
            case 3:
                return add(graph::recip(graph::add(graph::abs(x.node), number(1))), 1);
            case 4:
                return add(
                    graph::unary(Op::rsqrt, graph::add(graph::mul(x.node, x.node), number(1))), 1);
            default: {
                constexpr Op ops[] = {Op::sin, Op::cos, Op::tanh, Op::erf, Op::neg, Op::abs};
                return add(graph::unary(ops[generator_.below(6)], x.node), 1);
            }
        }
    }

    void grow_binary() {
        Entry a = pick_real(), b = conform(pick_real(), a.node->shape());
        if (!whole()) {
            const NodePtr half = graph::constant_like(a.node, 0.5);
            switch (generator_.below(6)) {
                case 5: {
                    // Of bases and exponents from 0.5 to 1.5: the slopes are at most 1.9.
                    const NodePtr power = graph::pow(graph::add(graph::abs(a.node), half),
                                                     graph::add(graph::abs(b.node), half));
                    return add(graph::mul(power, half), 1);
                }
                case 0:
                    return add(graph::mul(graph::add(a.node, b.node), half), 1);
                case 1:
                    return add(graph::mul(graph::sub(a.node, b.node), half), 1);
                case 2:
                    return add(graph::mul(a.node, b.node), 1);
                case 3:
                    return add(graph::div(a.node, graph::add(graph::abs(b.node),
                                                             graph::constant_like(b.node, 1.0))),
                               1);
                default:
                    return add(graph::binary(chance(2) ? Op::max : Op::min, a.node, b.node), 1);
            }
        }
        switch (generator_.below(6)) {
            case 0:
                a = bounded(a, most / 4);
                b = bounded(b, most / 4);
                return add(graph::add(a.node, b.node), a.bound + b.bound);
            case 1:
                a = bounded(a, most / 4);
                b = bounded(b, most / 4);
                return add(graph::sub(a.node, b.node), a.bound + b.bound);
            case 2:
                a = bounded(a, 1000);
                b = bounded(b, 1000);
                return add(graph::mul(a.node, b.node), a.bound * b.bound);
            case 3: {
                constexpr Op ops[] = {Op::lt, Op::le, Op::eq};
                return add(graph::binary(ops[generator_.below(3)], a.node, b.node), 1);
            }
            default:
                return add(graph::binary(chance(2) ? Op::max : Op::min, a.node, b.node),
                           std::max(a.bound, b.bound));
        }
    }

    /// A condition that does not hang on rounding.
    NodePtr condition(const Shape& shape) {
        if (!whole() || chance(3)) {
            if (shape.rank() == 0 || chance(4))
                return graph::make_leaf("", random_values(DType::boolean, shape));
            const NodePtr index = graph::iota(DType::i64, shape, between(0, shape.rank() - 1));
            return graph::lt(index, graph::constant_like(index, between(0, 4)));
        }
        return graph::cast(conform(pick(), shape).node, DType::boolean);
    }

    void grow_select() {
        const Entry a = pick_real(), b = conform(pick_real(), a.node->shape());
        add(graph::select(condition(a.node->shape()), a.node, b.node), std::max(a.bound, b.bound));
    }

    void grow_reduction() {
        const Entry x = pick_number();
        const Shape& shape = x.node->shape();
        if (shape.rank() == 0) return;
        Axes axes;
        double count = 1;
        for (int i = 0; i < shape.rank(); ++i) {
            if (!chance(2)) continue;
            axes.push_back(i);
            count *= static_cast<double>(shape[i]);
        }
        if (axes.empty()) return;
        if (whole() && chance(5)) {
            const std::int64_t axis = axes[0];
            if (shape[static_cast<int>(axis)] == 0) return;
            return add(graph::arg_reduce(chance(2) ? Op::argmax : Op::argmin, x.node, axis), 1100);
        }
        if (count > 0 && chance(2)) {
            return add(graph::reduce(chance(2) ? Op::reduce_max : Op::reduce_min, x.node, axes),
                       x.bound);
        }
        if (whole() && chance(5))
            return add(graph::reduce(Op::reduce_prod, bounded(x, 1).node, axes), 1);
        if (whole()) {
            const Entry small = bounded(x, most / std::max(count, 1.0));
            return add(graph::reduce(Op::reduce_sum, small.node, axes), small.bound * count);
        }
        const NodePtr sum = graph::reduce(Op::reduce_sum, x.node, axes);
        add(graph::mul(sum, graph::constant_like(sum, 1 / std::max(count, 1.0))), 1);
    }

    /// Reductions of rows, each spread over its row again: what softmax and the norms are made of.
    void grow_rows() {
        const Entry picked = pick_real();
        Shape shape = picked.node->shape();
        if (shape.rank() == 0 || shape.rank() > 3 || shape[shape.rank() - 1] < 8) {
            shape = chance(8) ? Shape{between(1, 9), between(1000, 2100)}
                              : Shape{between(1, 40), between(8, 40)};
        }
        const Entry x = bounded(conform(picked, shape), leaf_bound);
        Axes rows;
        for (int axis = 0; axis + 1 < shape.rank(); ++axis)
            rows.push_back(axis);
        Entry y = x;
        for (std::int64_t round = between(1, 3); round > 0; --round) {
            const Entry row = row_reduction(y, shape);
            if (chance(3)) add(row.node, row.bound);
            const Entry spread{graph::broadcast(row.node, shape, rows), row.bound};
            y = with_row(x, y, spread);
            if (chance(3)) add(y.node, y.bound);
        }
        add(y.node, y.bound);
    }

    /// One number per row, with some work on it.
    Entry row_reduction(const Entry& y, const Shape& shape) {
        const double count = static_cast<double>(shape[shape.rank() - 1]);
        const Axes last{shape.rank() - 1};
        if (chance(2)) {
            const Op op = chance(2) ? Op::reduce_max : Op::reduce_min;
            if (shape.empty()) return {graph::reduce(Op::reduce_sum, y.node, last), y.bound};
            return {graph::unary(Op::neg, graph::reduce(op, y.node, last)), y.bound};
        }
        if (whole()) {
            const NodePtr sum = graph::reduce(Op::reduce_sum, y.node, last);
            return bounded({sum, y.bound * count}, leaf_bound);
        }
        const NodePtr e = graph::exp(graph::neg(graph::abs(y.node)));
        const NodePtr sum = graph::reduce(Op::reduce_sum, chance(2) ? e : y.node, last);
        return {graph::mul(sum, graph::constant_like(sum, 1 / std::max(count, 1.0))), 1};
    }

    Entry with_row(const Entry& x, const Entry& y, const Entry& row) {
        switch (generator_.below(4)) {
            case 0: {
                const Entry sum{graph::binary(Op::sub, y.node, row.node), y.bound + row.bound};
                if (whole()) return bounded(sum, leaf_bound);
                return {graph::mul(sum.node, graph::constant_like(sum.node, 0.5)), 1};
            }
            case 1: {
                const Entry product{graph::mul(x.node, row.node), x.bound * row.bound};
                return whole() ? bounded(product, leaf_bound) : product;
            }
            case 2:
                return {graph::binary(Op::max, y.node, row.node), std::max(y.bound, row.bound)};
            default: {
                const double bound = std::max(y.bound, row.bound);
                // A choice between real numbers would turn a rounding into another number.
                if (!whole()) return {graph::binary(Op::min, y.node, row.node), bound};
                return {graph::select(graph::lt(x.node, y.node), row.node, y.node), bound};
            }
        }
    }

    /// Scans, and the order of the elements.
    void grow_along() {
        const Entry x = pick_number();
        const Shape& shape = x.node->shape();
        if (shape.rank() == 0 || shape.empty()) return;
        const std::int64_t axis = between(0, shape.rank() - 1);
        const auto size = static_cast<double>(shape[static_cast<int>(axis)]);
        const bool reverse = chance(2);
        // Rounding decides the order of real numbers that are nearly equal.
        if (whole() && chance(3)) return add(graph::argsort(x.node, axis, reverse), size);
        if (chance(2)) {
            const Op op = chance(2) ? Op::scan_max : Op::scan_min;
            return add(graph::scan(op, x.node, axis, reverse), x.bound);
        }
        if (whole() && chance(4))
            return add(graph::scan(Op::scan_prod, bounded(x, 1).node, axis, reverse), 1);
        const Entry small = whole() ? bounded(x, most / size) : x;
        const NodePtr sum = graph::scan(Op::scan_sum, small.node, axis, reverse);
        if (whole()) return add(sum, small.bound * size);
        add(graph::mul(sum, graph::constant_like(sum, 1 / size)), 1);
    }

    /// Types that are only stored, and bits read as another type and back.
    void grow_stored() {
        constexpr DType stored[] = {DType::f16, DType::bf16, DType::i8, DType::i16};
        const Entry x = bounded(pick_number(), 100);
        const DType dtype = stored[generator_.below(4)];
        const NodePtr narrow = graph::cast(x.node, dtype);
        if (chance(3)) {
            const DType other = dtype == DType::i8 ? DType::u8 : DType::i16;
            // Bits of a fraction would tell the sign of zero, which is left open.
            if (dtype == DType::i8) return add(graph::bitcast(narrow, other), 255);
            return add(graph::bitcast(graph::bitcast(narrow, other), dtype), x.bound);
        }
        if (chance(2)) return add(narrow, x.bound);
        // Computed with, and rounded after each step.
        return add(graph::cast(graph::neg(graph::abs(narrow)), x.node->dtype()), x.bound);
    }

    void grow_integers() {
        const Entry x = bounded(pick(), 1000);
        if (x.node->dtype() == DType::boolean || chance(3)) {
            const NodePtr a = graph::cast(x.node, DType::boolean);
            constexpr Op ops[] = {Op::bit_and, Op::bit_or, Op::bit_xor};
            return add(
                graph::bit_not(graph::binary(ops[generator_.below(3)], a, condition(a->shape()))),
                1);
        }
        constexpr DType integers[] = {DType::i32, DType::i64};
        const NodePtr a = graph::cast(x.node, integers[generator_.below(2)]);
        const NodePtr b = graph::cast(conform(bounded(pick(), 1000), a->shape()).node, a->dtype());
        switch (generator_.below(5)) {
            case 4:
                return add(graph::binary(Op::shift, a, graph::constant_like(a, between(-3, 3))),
                           8000);
            case 0:
                return add(graph::binary(Op::mod, a, b), 1000);
            case 1:
                return add(graph::div(a, b), 1000);
            case 2:
                return add(graph::binary(Op::bit_and, a, graph::constant_like(a, std::int64_t{15})),
                           15);
            default: {
                const NodePtr key = graph::constant(between(0, 1 << 30), DType::i64, Shape{});
                const NodePtr bits = graph::random_bits(key, key, a->shape());
                return add(
                    graph::binary(Op::bit_and, bits, graph::constant_like(bits, std::int64_t{7})),
                    7);
            }
        }
    }
};

}  // namespace gradweave::testing
