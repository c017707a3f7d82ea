// SPDX-License-Identifier: Apache-2.0
// How a random program grows by functions of tensors: composites, and what is made of many
// operations.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/tensor/activations.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/einsum.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/reductions.h"
#include "engine/tensor/shaping.h"
#include "tests/support/random_elements.h"

namespace gradweave::testing {

/// Each function adds what it can make of nodes of the pool, or nothing.
class RandomFunctions : public RandomElements {
  protected:
    using RandomElements::RandomElements;

    void grow_function() {
        switch (generator_.below(6)) {
            case 0:
                return grow_order();
            case 1:
                return grow_picks();
            case 2:
                return grow_scatter();
            case 3:
                return grow_einsum();
            case 4:
                return grow_arrangement();
            default:
                return whole() ? grow_whole_function() : grow_smooth_function();
        }
    }

  private:
    /// With an axis; nothing if it has none or no elements, or is long.
    std::optional<Entry> pick_some() {
        Entry x = pick_real();
        const Shape& shape = x.node->shape();
        if (shape.rank() == 0 || shape.empty() || shape.element_count() > 2500) return std::nullopt;
        return x;
    }
    std::int64_t axis_of(const Entry& x) { return between(0, x.node->shape().rank() - 1); }
    static Tensor tensor_of(const Entry& x) { return Tensor(x.node); }
    void add_tensor(const Tensor& y, double bound) { add(y.node(), bound); }
    void add_scaled(const Tensor& y, double scale) { add_tensor(y * scale, 1); }

    /// Sorted elements depend on the elements continuously, where they were does not.
    void grow_order() {
        const auto x = pick_some();
        if (!x) return;
        const Tensor t = tensor_of(*x);
        const std::int64_t axis = axis_of(*x), size = t.shape()[static_cast<int>(axis)];
        if (size > 300) return;
        switch (generator_.below(3)) {
            case 0: {
                const Sorted sorted = sort(t, axis, chance(2));
                if (whole() && chance(2))
                    return add_tensor(sorted.indices, static_cast<double>(size));
                return add_tensor(sorted.values, x->bound);
            }
            case 1: {
                const Sorted top = topk(t, between(1, size), axis, chance(2));
                if (whole() && chance(2)) return add_tensor(top.indices, static_cast<double>(size));
                return add_tensor(top.values, x->bound);
            }
            default:
                return add_tensor(median(t, axis, chance(2)), x->bound);
        }
    }

    /// Numbers of elements along an axis, some of them from the end, a few outside.
    Tensor random_index(const Shape& shape, std::int64_t axis, std::int64_t count) {
        const std::int64_t size = shape[static_cast<int>(axis)];
        Array index(DType::i64, shape.with(static_cast<int>(axis), count));
        for (std::int64_t& element : index.as<std::int64_t>())
            element = between(-size, chance(20) ? size + 1 : size - 1);
        return Tensor(graph::make_leaf("", index));
    }

    void grow_picks() {
        const auto x = pick_some();
        if (!x) return;
        const Tensor t = tensor_of(*x);
        const std::int64_t axis = axis_of(*x);
        const Tensor index = random_index(t.shape(), axis, between(1, 4));
        if (chance(2)) return add_tensor(gather(t, index, axis), x->bound);
        const Entry updates = conform(pick_real(), index.shape());
        add_tensor(scatter(t, index, tensor_of(updates), axis), std::max(x->bound, updates.bound));
    }

    void grow_scatter() {
        const auto picked = pick_some();
        if (!picked || picked->node->shape().element_count() > 500) return;
        const auto how = static_cast<Reduction>(generator_.below(5));
        const bool mean = how == Reduction::mean;
        if (whole() && mean) return;  // would not stay whole
        const std::int64_t count = between(1, 4);
        // Products of five, sums of five.
        const double limit = !whole() ? 1 : how == Reduction::prod ? 20 : leaf_bound;
        const Entry x = bounded(*picked, limit);
        const std::int64_t axis = axis_of(x);
        const Tensor index = random_index(x.node->shape(), axis, count);
        const Entry updates = bounded(conform(pick_real(), index.shape()), limit);
        const Tensor y =
            scatter_reduce(tensor_of(x), index, tensor_of(updates), axis, how, chance(2));
        const double most_of_one = std::max(x.bound, updates.bound);
        if (!whole()) return how == Reduction::sum ? add_scaled(y, 0.2) : add_tensor(y, 1);
        add_tensor(y, how == Reduction::prod  ? std::pow(std::max(most_of_one, 1.0), 5)
                      : how == Reduction::sum ? 5 * most_of_one
                                              : most_of_one);
    }

    void grow_einsum() {
        const auto picked = pick_some();
        if (!picked || picked->node->shape().element_count() > 600) return;
        const std::int64_t i = between(1, 4), j = between(1, 5), k = between(1, 4);
        struct Form {
            const char* formula;
            Shape a, b;
            std::int64_t terms;
        };
        const Form forms[] = {{"ij,jk->ki", {i, j}, {j, k}, j},
                              {"ij,ij->i", {i, j}, {i, j}, j},
                              {"i,j->ji", {i}, {j}, 1},
                              {"...j,kj->...k", {i, k, j}, {k, j}, j},
                              {"iij,j->ij", {i, i, j}, {j}, 1},
                              {"bij,bjk->bik", {k, i, j}, {k, j, i}, j},
                              {"ij,kj->", {i, j}, {k, j}, i * j * k}};
        const Form& form = forms[generator_.below(std::size(forms))];
        const auto terms = static_cast<double>(form.terms);
        const double limit = whole() ? std::sqrt(most / terms) : 1;
        const Entry a = bounded(conform(*picked, form.a), limit),
                    b = bounded(conform(pick_real(), form.b), limit);
        const Tensor y = einsum(form.formula, {tensor_of(a), tensor_of(b)});
        if (whole()) return add_tensor(y, a.bound * b.bound * terms);
        add_scaled(y, 1 / terms);
    }

    void grow_arrangement() {
        const auto x = pick_some();
        if (!x) return;
        const Tensor t = tensor_of(*x);
        const int rank = t.rank();
        const std::int64_t axis = axis_of(*x);
        switch (generator_.below(7)) {
            case 0:
                return add_tensor(roll(t, between(-3, 3), axis), x->bound);
            case 1:
                return add_tensor(flip(t, {axis}), x->bound);
            case 2:
                return add_tensor(repeat(t, 2, axis), x->bound);
            case 3:
                return add_tensor(tile(t, Axes(static_cast<std::size_t>(rank), 2)), x->bound);
            case 4:
                if (rank < 2) return add_tensor(diag(t({until(6)})), x->bound);
                return add_tensor(chance(2) ? tril(t, between(-1, 1)) : triu(t, between(-1, 1)),
                                  x->bound);
            case 5: {
                const Entry mask{condition(t.shape()), 1};
                return add_tensor(masked_fill(t, tensor_of(mask), whole() ? 2 : 0.5),
                                  std::max(x->bound, 2.0));
            }
            default:
                if (rank < 2) return add_tensor(t({every(-2)}), x->bound);
                return add_tensor(diagonal(t), x->bound);
        }
    }

    void grow_whole_function() {
        const auto x = pick_some();
        if (!x) return;
        const Tensor t = tensor_of(*x);
        switch (generator_.below(6)) {
            case 0:
                return add_tensor(relu(t), x->bound);
            case 1:
                return add_tensor(clamp(t, -3, 7), 7);
            case 2:
                return add_tensor(sign(t), 1);
            case 3:
                return add_tensor(square(tensor_of(bounded(*x, 1000))), 1e6);
            case 4:
                return add_tensor(any(t, {axis_of(*x)}), 1);
            default:
                if (t.shape().element_count() > 300) return;
                return add_tensor(one_hot(t.to(DType::i64), 4, real_), 1);
        }
    }

    /// Their slopes are at most 1 where numbers are within [-1, 1], or they are made so.
    void grow_smooth_function() {
        const auto x = pick_some();
        if (!x) return;
        const Tensor t = tensor_of(*x);
        const std::int64_t axis = axis_of(*x);
        switch (generator_.below(12)) {
            case 0:
                return add_tensor(softmax(t, axis), 1);
            case 1:
                return add_scaled(log_softmax(t, axis), 0.1);
            case 2:
                return add_scaled(logsumexp(t, {axis}), 0.1);
            case 3:
                if (t.shape()[static_cast<int>(axis)] > 300) return;
                return add_scaled(logcumsumexp(t, axis, chance(2)), 0.1);
            case 4:
                return add_tensor(sigmoid(t), 1);
            case 5:
                return add_scaled(chance(2) ? gelu(t) : gelu_tanh(t), 0.8);
            case 6:
                return add_scaled(chance(2) ? silu(t) : mish(t), 0.8);
            case 7:
                return add_scaled(softplus(t), 0.7);
            case 8:
                return add_scaled(expm1(t), 0.3);
            case 9:
                return add_scaled(chance(2) ? elu(t) : selu(t), 0.5);
            case 10:
                return add_scaled(chance(2) ? atan(t) : asinh(t), 1);
            default:
                return add_scaled(var(t, {axis}, 0), 0.5);
        }
    }
};

}  // namespace gradweave::testing
