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
#include "tests/support/random_functions.h"

namespace gradweave::testing {

/// Grows a program of elementwise work, movement, reductions, products, convolutions, indexing,
/// pooling and functions of tensors. Leaves carry values; some are assigned.
class RandomGraph : private RandomFunctions {
  public:
    RandomGraph(std::uint64_t seed, Flavour flavour, DType real)
        : RandomFunctions(seed, flavour, real) {
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
    void grow() {
        switch (generator_.below(24)) {
            case 21:
            case 22:
                return grow_function();
            case 23:
                return grow_convolution();
            case 16:
            case 17:
                return grow_rows();
            case 18:
            case 19:
                return grow_along();
            case 20:
                // Rounding to few digits would turn a rounding into another number.
                return whole() ? grow_stored() : grow_along();
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
                    Entry other = pick();
                    if (is_storage_only(x.node->dtype())) other = bounded(other, 100);
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

    /// A convolution of one to three axes, with steps, gaps, borders and groups, or one of its
    /// gradients.
    void grow_convolution() {
        const std::int64_t groups = between(1, 2), axes = between(1, 3);
        Axes sizes{between(1, 2), groups * between(1, 2)}, weights{groups * between(1, 2), 0};
        weights[1] = sizes[1] / groups;
        graph::ConvAttributes c;
        c.groups = groups;
        for (std::int64_t i = 0; i < axes; ++i) {
            weights.push_back(between(1, 3));
            c.dilation.push_back(between(1, 2));
            c.stride.push_back(between(1, 2));
            c.low.push_back(between(0, 1));
            c.high.push_back(between(0, 1));
            sizes.push_back((weights.back() - 1) * c.dilation.back() + between(1, 3));
        }
        const Shape images(sizes), kernel(weights);
        // Of each of the three at most so many terms in a sum.
        const auto terms = static_cast<double>(
            std::max({images.element_count(), kernel.element_count(), std::int64_t{1}}) * 4);
        const double limit = whole() ? std::sqrt(most / terms) : 1;
        const Entry x = bounded(conform(pick_real(), images), limit),
                    w = bounded(conform(pick_real(), kernel), limit);
        NodePtr y = graph::conv(x.node, w.node, c);
        if (!chance(3)) {
            const Entry g = bounded(conform(pick_real(), y->shape()), limit);
            y = chance(2) ? graph::conv_grad_input(g.node, w.node, images, c)
                          : graph::conv_grad_weight(x.node, g.node, kernel, c);
        }
        if (whole()) return add(bounded({y, most}, leaf_bound).node, leaf_bound);
        add(graph::mul(y, graph::constant_like(y, 1 / terms)), 1);
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

    compiler::Program program_;
};

}  // namespace gradweave::testing
