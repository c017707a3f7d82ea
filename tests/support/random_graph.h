// SPDX-License-Identifier: Apache-2.0
// Random programs from a seed: the same seed makes the same program on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/compiler/program.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
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

/// Grows a program of elementwise work, movement, reductions, products, convolutions, indexing and
/// pooling. Leaves carry values; some are assigned.
class RandomGraph {
  public:
    RandomGraph(std::uint64_t seed, Flavour flavour, DType real)
        : generator_(mix_key(seed, 0xF022)), flavour_(flavour), real_(real) {
        const std::uint64_t leaves = 2 + generator_.below(4);
        for (std::uint64_t i = 0; i < leaves; ++i)
            add_leaf();
        const std::uint64_t operations = 3 + generator_.below(30);
        for (std::uint64_t i = 0; i < operations; ++i) {
            // As if the second half were gradients: what they need may be computed again for them.
            const auto phase = 2 * i < operations ? graph::Phase::forward : graph::Phase::gradient;
            const graph::OriginScope scope(graph::Origin{nullptr, phase});
            grow();
        }
        choose_results();
    }

    const compiler::Program& program() const { return program_; }

  private:
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

    void grow() {
        switch (generator_.below(18)) {
            case 16:
            case 17:
                return grow_rows();
            case 0:
            case 1:
                return grow_unary();
            case 2:
            case 3:
            case 4:
                return grow_binary();
            case 5:
                return grow_select();
            case 6:
            case 7:
                return grow_reduction();
            case 8:
            case 9:
            case 10:
                return grow_movement();
            case 11:
                return grow_window();
            case 12:
                return grow_dot();
            case 13:
                return grow_indexing();
            case 14:
                return grow_spatial();
            default:
                return whole() ? grow_integers() : grow_unary();
        }
    }

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
            switch (generator_.below(5)) {
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

    void grow_movement() {
        const Entry x = pick();
        const Shape& shape = x.node->shape();
        const auto rank = static_cast<std::size_t>(shape.rank());
        switch (generator_.below(6)) {
            case 0: {  // two axes as one, or one as two
                if (rank >= 2 && chance(2)) {
                    Axes sizes = shape.sizes();
                    sizes[0] *= sizes[1];
                    sizes.erase(sizes.begin() + 1);
                    return add(graph::reshape(x.node, Shape(std::move(sizes))), x.bound);
                }
                Axes sizes{1};
                for (const std::int64_t size : shape) {
                    const std::int64_t part = size % 3 == 0 ? 3 : size % 2 == 0 ? 2 : 1;
                    sizes.push_back(size / part);
                    if (part > 1) sizes.push_back(part);
                }
                if (sizes.size() > 6) return;
                return add(graph::reshape(x.node, Shape(std::move(sizes))), x.bound);
            }
            case 1: {
                Axes order;
                for (const std::int64_t axis : permutation(shape.rank(), generator_))
                    order.push_back(axis);
                return add(graph::permute(x.node, std::move(order)), x.bound);
            }
            case 2: {
                Axes sizes, axes;
                for (std::size_t i = 0; i < rank; ++i) {
                    if (chance(3) && rank < 5) sizes.push_back(between(1, 3));
                    axes.push_back(static_cast<std::int64_t>(sizes.size()));
                    sizes.push_back(shape.sizes()[i]);
                }
                if (chance(3)) sizes.push_back(between(1, 4));
                return add(graph::broadcast(x.node, Shape(std::move(sizes)), std::move(axes)),
                           x.bound);
            }
            case 3: {
                graph::PadAttributes pad{Axes(rank), Axes(rank), Axes(rank), whole() ? 3.0 : 0.25};
                for (std::size_t i = 0; i < rank; ++i) {
                    pad.low[i] = between(0, 2);
                    pad.high[i] = between(0, 2);
                    pad.interior[i] = chance(3) ? 1 : 0;
                }
                return add(graph::pad(x.node, std::move(pad)), std::max(x.bound, 3.0));
            }
            case 4: {
                Axes start, step, count;
                for (const std::int64_t size : shape) {
                    const std::int64_t first = size == 0 ? 0 : between(0, size - 1);
                    const bool back = chance(3);
                    const std::int64_t stride = between(1, 2);
                    const std::int64_t room = size == 0 ? -1 : back ? first : size - 1 - first;
                    start.push_back(first);
                    step.push_back(back ? -stride : stride);
                    count.push_back(room < 0 ? 0 : between(chance(20) ? 0 : 1, room / stride + 1));
                }
                return add(graph::slice(x.node, start, step, count), x.bound);
            }
            default: {
                if (rank == 0) return;
                const std::int64_t axis = between(0, shape.rank() - 1);
                std::vector<NodePtr> parts{x.node};
                double bound = x.bound;
                for (std::int64_t i = between(1, 2); i > 0; --i) {
                    const Entry other = pick();
                    const Entry part = conform(
                        {graph::cast(other.node, x.node->dtype()), other.bound},
                        shape.with(static_cast<int>(axis),
                                   chance(3) ? between(0, 3) : shape[static_cast<int>(axis)]));
                    parts.push_back(part.node);
                    bound = std::max(bound, part.bound);
                }
                return add(graph::concat(std::move(parts), axis), bound);
            }
        }
    }

    void grow_window() {
        const Entry x = pick_real();
        const Shape& shape = x.node->shape();
        if (shape.rank() == 0 || shape.rank() > 4 || shape.element_count() > 300) return;
        const std::int64_t axis = between(0, shape.rank() - 1);
        const std::int64_t size = between(1, 3), dilation = between(1, 2);
        if (shape[static_cast<int>(axis)] < (size - 1) * dilation + 1) return;
        const graph::WindowAttributes w{{axis}, {size}, {between(1, 2)}, {dilation}};
        const NodePtr windows = graph::window(x.node, w);
        if (chance(2)) return add(windows, x.bound);
        const auto parts = static_cast<double>(size);
        const Entry small = bounded({windows, x.bound}, most / parts);
        const NodePtr sum = graph::window_adjoint(small.node, shape, w);
        if (whole()) return add(sum, small.bound * parts);
        add(graph::mul(sum, graph::constant_like(sum, 1 / parts)), 1);
    }

    void grow_dot() {
        const Entry a = pick_real();
        const Shape& shape = a.node->shape();
        if (shape.rank() == 0 || shape.element_count() > 1500) return;
        // Some axes are batch, at least one is contracted; the other operand has them in its order.
        graph::DotAttributes d;
        Axes sizes;
        double k = 1;
        for (int i = 0; i < shape.rank(); ++i) {
            const auto kind =
                i + 1 == shape.rank() && d.lhs_contract.empty() ? 2 : generator_.below(3);
            if (kind == 0) continue;
            (kind == 1 ? d.lhs_batch : d.lhs_contract).push_back(i);
            (kind == 1 ? d.rhs_batch : d.rhs_contract)
                .push_back(static_cast<std::int64_t>(sizes.size()));
            if (kind == 2) k *= static_cast<double>(shape[i]);
            sizes.push_back(shape[i]);
        }
        sizes.push_back(between(1, 5));
        const auto order = permutation(static_cast<std::int64_t>(sizes.size()), generator_);
        Axes shuffled(sizes.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            shuffled[static_cast<std::size_t>(order[i])] = sizes[i];
        for (Axes* axes : {&d.rhs_batch, &d.rhs_contract}) {
            for (auto& axis : *axes)
                axis = order[static_cast<std::size_t>(axis)];
        }
        const Entry b = conform(pick_real(), Shape(std::move(shuffled)));
        if (whole()) {
            const double limit = std::sqrt(most / std::max(k, 1.0));
            const Entry x = bounded(a, limit), y = bounded(b, limit);
            return add(graph::dot(x.node, y.node, std::move(d)), x.bound * y.bound * k);
        }
        const NodePtr product = graph::dot(a.node, b.node, std::move(d));
        add(graph::mul(product, graph::constant_like(product, 1 / std::max(k, 1.0))), 1);
    }

    void grow_indexing() {
        const Entry x = pick_real();
        const Shape& shape = x.node->shape();
        if (shape.rank() == 0) return;
        const std::int64_t axis = between(0, shape.rank() - 1);
        Array indices(chance(2) ? DType::i64 : DType::i32, Shape{between(1, 5)});
        const std::int64_t size = shape[static_cast<int>(axis)];
        const auto index = [&] { return chance(10) ? -1 : between(0, size); };
        visit_dtype(indices.dtype(), [&]<class T>(std::type_identity<T>) {
            for (T& element : indices.as<T>())
                element = convert<T>(index());
        });
        const NodePtr picks = graph::make_leaf("", indices);
        if (chance(2)) return add(graph::gather(x.node, picks, axis), x.bound);
        const Shape updates = shape.with(static_cast<int>(axis), picks->shape()[0]);
        const Entry y = bounded(conform(x, updates), most / 8);
        const NodePtr sum = graph::scatter_add(y.node, picks, axis, shape);
        if (whole()) return add(sum, y.bound * 5);
        add(graph::mul(sum, graph::constant_like(sum, 0.2)), 1);
    }

    /// Images: convolution, its gradients, pooling, in any chain.
    void grow_spatial() {
        const Shape images{between(1, 2), between(1, 3), between(2, 5), between(2, 5)};
        Entry x = pick_real();
        if (x.node->shape().rank() != 4 || x.node->shape().empty()) x = conform(x, images);
        const Shape& shape = x.node->shape();
        if (shape.element_count() > 1000) return;
        if (chance(3)) {
            const graph::Pooling pooling{{std::min<std::int64_t>(2, shape[2]), 1},
                                         {between(1, 2), 1},
                                         {chance(2) ? 1 : 0, 0},
                                         {0, 0}};
            const NodePtr y = graph::max_pool2d(x.node, pooling);
            // A window that lies in the padding alone gives minus infinity.
            const double least = whole() ? -leaf_bound : -1;
            // Rounding decides who wins among real numbers that are nearly equal.
            if (!whole() || chance(2)) {
                return add(graph::binary(Op::max, y, graph::constant_like(y, least)),
                           std::max(x.bound, -least));
            }
            const Entry g = bounded(conform(pick_real(), y->shape()), most / 8);
            return add(graph::max_pool2d_gradient(x.node, g.node, pooling), g.bound * 4);
        }
        const graph::ConvAttributes c{{1, between(1, 2)}, {1, 0}, {0, 1}, {1, 1}, 1};
        const Shape kernel{between(1, 3), shape[1], 2, 2};
        const auto k = static_cast<double>(kernel.element_count());
        const double limit = std::sqrt(most / (k * 30));
        const Entry image = whole() ? bounded(x, limit) : x;
        Entry w = conform(pick_real(), kernel);
        if (whole()) w = bounded(w, limit);
        NodePtr y = graph::conv(image.node, w.node, c);
        double count = k;
        if (chance(3)) {
            const Entry g = bounded(conform(pick_real(), y->shape()), limit);
            y = graph::conv_grad_input(g.node, w.node, shape, c);
        } else if (chance(3)) {
            const Entry g = bounded(conform(pick_real(), y->shape()), limit);
            y = graph::conv_grad_weight(image.node, g.node, kernel, c);
            count = static_cast<double>(shape.element_count());
        }
        if (whole()) return add(bounded({y, most}, leaf_bound).node, leaf_bound);
        add(graph::mul(y, graph::constant_like(y, 1 / count)), 1);
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
        switch (generator_.below(4)) {
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

    void choose_results() {
        const std::uint64_t outputs = 1 + generator_.below(4);
        for (std::uint64_t i = 0; i < outputs; ++i)
            program_.outputs.push_back(pick().node);
        program_.outputs.push_back(pool_.back().node);
        for (const NodePtr& leaf : leaves_) {
            if (!chance(2)) continue;
            Entry value = pick();
            // A leaf must stay what the bounds assume of it.
            value = bounded(value, whole() ? leaf_bound : 1);
            value.node = graph::cast(value.node, leaf->dtype());
            program_.assignments.push_back({leaf, conform(value, leaf->shape()).node});
        }
    }

    Generator generator_;
    Flavour flavour_;
    DType real_;
    std::vector<NodePtr> leaves_;
    std::vector<Entry> pool_;
    compiler::Program program_;
};

}  // namespace gradweave::testing
