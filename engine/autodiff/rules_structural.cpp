// SPDX-License-Identifier: Apache-2.0
// Gradient rules of sources, reductions, movement, windows, indexing and contractions.
#include <algorithm>
#include <numeric>

#include "engine/autodiff/rules.h"
#include "engine/graph/build.h"
#include "engine/graph/composite.h"

namespace gradweave::autodiff {

using namespace graph;

namespace {

/// Axes 0 .. rank-1 that are not in `axes`.
Axes others(int rank, const Axes& axes) {
    Axes rest;
    for (int i = 0; i < rank; ++i) {
        if (std::find(axes.begin(), axes.end(), i) == axes.end()) rest.push_back(i);
    }
    return rest;
}

/// A reduced value repeated along the axes that were reduced.
NodePtr repeat(const NodePtr& reduced, const NodePtr& y) {
    const Shape& shape = y->input(0)->shape();
    return broadcast(reduced, shape, others(shape.rank(), y->as<AxesAttributes>().axes));
}

Axes inverse(const Axes& order) {
    Axes result(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        result[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    }
    return result;
}

}  // namespace

#define GW_NO_GRADIENT(name)                                      \
    Gradients gradient_##name(const NodePtr& y, const NodePtr&) { \
        return Gradients(y->inputs().size());                     \
    }

GW_NO_GRADIENT(constant)
GW_NO_GRADIENT(parameter)
GW_NO_GRADIENT(iota)
GW_NO_GRADIENT(random_bits)
GW_NO_GRADIENT(argmax)
GW_NO_GRADIENT(argmin)
GW_NO_GRADIENT(argsort)    // sort() gathers by it, and that has a gradient
GW_NO_GRADIENT(composite)  // handled by grad() itself

Gradients gradient_reduce_sum(const NodePtr& y, const NodePtr& g) {
    return {repeat(g, y)};
}

// The product of all other elements, written out: it stays right at zeros, and so do its own
// derivatives, which y / x does not. Quadratic in the number of elements multiplied.
Gradients gradient_reduce_prod(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    const Axes& reduced = y->as<AxesAttributes>().axes;
    const Axes kept = others(x->shape().rank(), reduced);
    Axes order = kept;
    order.insert(order.end(), reduced.begin(), reduced.end());
    const NodePtr front = permute(x, order);
    const std::int64_t rows = y->shape().element_count();
    const std::int64_t n = rows == 0 ? 0 : x->shape().element_count() / rows;
    const Shape square{rows, n, n};
    const NodePtr all = broadcast(reshape(front, {rows, n}), square, {0, 2});
    const NodePtr own = eq(iota(DType::i64, square, 1), iota(DType::i64, square, 2));
    const NodePtr rest = reduce(Op::reduce_prod, select(own, constant_like(all, 1.0), all), {2});
    return {mul(repeat(g, y), permute(reshape(rest, front->shape()), inverse(order)))};
}

namespace {

/// Equal extrema share the gradient.
Gradients reduce_extremum(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    const NodePtr chosen = eq(x, repeat(y, y));
    // bf16 counts no further than 256.
    const DType wide = computed_in(x->dtype());
    const NodePtr count = reduce(Op::reduce_sum, cast(chosen, wide), y->as<AxesAttributes>().axes);
    const NodePtr share = repeat(cast(div(cast(g, wide), count), x->dtype()), y);
    return {select(chosen, share, constant_like(x, 0.0))};
}

}  // namespace

Gradients gradient_reduce_max(const NodePtr& y, const NodePtr& g) {
    return reduce_extremum(y, g);
}
Gradients gradient_reduce_min(const NodePtr& y, const NodePtr& g) {
    return reduce_extremum(y, g);
}

Gradients gradient_scan_sum(const NodePtr& y, const NodePtr& g) {
    const auto& along = y->as<AlongAttributes>();
    return {scan(Op::scan_sum, g, along.axis, !along.reverse)};
}

// As for reduce_prod: products of all but one element, written out, right at zeros. Element [i, j]
// is the product up to j without i; quadratic in the axis.
Gradients gradient_scan_prod(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    const auto [axis, reverse] = y->as<AlongAttributes>();
    Axes sizes = x->shape().sizes();
    sizes.insert(sizes.begin() + axis, sizes[static_cast<std::size_t>(axis)]);
    const Shape square(std::move(sizes));
    const Axes kept = others(square.rank(), {axis});
    const NodePtr left_out = iota(DType::i64, square, axis);
    const NodePtr upto = iota(DType::i64, square, axis + 1);
    const NodePtr all = broadcast(x, square, kept);
    const NodePtr factors = select(eq(left_out, upto), constant_like(all, 1.0), all);
    const NodePtr terms =
        mul(broadcast(g, square, kept), scan(Op::scan_prod, factors, axis + 1, reverse));
    const NodePtr contains = reverse ? le(upto, left_out) : le(left_out, upto);
    return {reduce(Op::reduce_sum, select(contains, terms, constant_like(terms, 0.0)), {axis + 1})};
}

namespace {

/// The gradient goes to the element that is the extremum so far, the latest of equal ones, as in
/// PyTorch.
Gradients scan_extremum(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    const auto [axis, reverse] = y->as<AlongAttributes>();
    const Shape& shape = x->shape();
    const NodePtr here = iota(DType::i64, shape, axis);
    const NodePtr is_new = binary(Op::bit_or, eq(x, y), bit_not(eq(x, x)));
    const std::int64_t first = reverse ? shape[static_cast<int>(axis)] - 1 : 0;
    const NodePtr latest = scan(reverse ? Op::scan_min : Op::scan_max,
                                select(is_new, here, constant_like(here, first)), axis, reverse);
    std::int64_t inner = 1;
    for (int i = static_cast<int>(axis) + 1; i < shape.rank(); ++i)
        inner *= shape[i];
    const Shape flat{shape.element_count()};
    const NodePtr away = mul(sub(latest, here), constant_like(here, inner));
    const NodePtr place = add(iota(DType::i64, flat, 0), reshape(away, flat));
    return {reshape(scatter_add(reshape(g, flat), place, 0, flat), shape)};
}

}  // namespace

Gradients gradient_scan_max(const NodePtr& y, const NodePtr& g) {
    return scan_extremum(y, g);
}
Gradients gradient_scan_min(const NodePtr& y, const NodePtr& g) {
    return scan_extremum(y, g);
}

Gradients gradient_reshape(const NodePtr& y, const NodePtr& g) {
    return {reshape(g, y->input(0)->shape())};
}

Gradients gradient_permute(const NodePtr& y, const NodePtr& g) {
    return {permute(g, inverse(y->as<AxesAttributes>().axes))};
}

Gradients gradient_broadcast(const NodePtr& y, const NodePtr& g) {
    return {reduce(Op::reduce_sum, g, others(y->shape().rank(), y->as<AxesAttributes>().axes))};
}

Gradients gradient_pad(const NodePtr& y, const NodePtr& g) {
    const auto& pad = y->as<PadAttributes>();
    Axes step = pad.interior;
    for (auto& s : step)
        ++s;
    const Shape& shape = y->input(0)->shape();
    if (shape.empty()) return {constant_like(y->input(0), 0.0)};
    return {slice(g, pad.low, step, shape.sizes())};
}

Gradients gradient_slice(const NodePtr& y, const NodePtr& g) {
    const NodePtr& x = y->input(0);
    if (y->shape().empty()) return {constant_like(x, 0.0)};
    const auto& attributes = y->as<SliceAttributes>();
    const auto rank = static_cast<std::size_t>(x->shape().rank());
    // A backward range is a forward range read in reverse: turn the gradient round first.
    Axes turn_start(rank, 0), turn_step(rank, 1);
    PadAttributes pad{Axes(rank), Axes(rank), Axes(rank), 0.0};
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t count = y->shape().sizes()[i];
        std::int64_t first = attributes.start[i];
        std::int64_t step = attributes.step[i];
        if (step < 0) {
            first += (count - 1) * step;
            step = -step;
            turn_start[i] = count - 1;
            turn_step[i] = -1;
        }
        // A single element has no gaps; its step could be arbitrarily large.
        pad.interior[i] = count > 1 ? step - 1 : 0;
        pad.low[i] = first;
        pad.high[i] = x->shape().sizes()[i] - (first + (count > 1 ? (count - 1) * step : 0) + 1);
    }
    return {graph::pad(slice(g, turn_start, turn_step, g->shape().sizes()), pad)};
}

Gradients gradient_concat(const NodePtr& y, const NodePtr& g) {
    const auto axis = static_cast<std::size_t>(y->as<AxisAttributes>().axis);
    const auto rank = static_cast<std::size_t>(y->shape().rank());
    Gradients parts;
    Axes start(rank, 0);
    for (const NodePtr& input : y->inputs()) {
        if (input->shape().empty())
            parts.push_back(constant_like(input, 0.0));
        else
            parts.push_back(slice(g, start, Axes(rank, 1), input->shape().sizes()));
        start[axis] += input->shape().sizes()[axis];
    }
    return parts;
}

Gradients gradient_window(const NodePtr& y, const NodePtr& g) {
    return {window_adjoint(g, y->input(0)->shape(), y->as<WindowAttributes>())};
}

Gradients gradient_window_adjoint(const NodePtr& y, const NodePtr& g) {
    return {window(g, y->as<WindowAttributes>())};
}

Gradients gradient_gather(const NodePtr& y, const NodePtr& g) {
    return {scatter_add(g, y->input(1), y->as<AxisAttributes>().axis, y->input(0)->shape()),
            NodePtr{}};
}

Gradients gradient_scatter_add(const NodePtr& y, const NodePtr& g) {
    return {gather(g, y->input(1), y->as<AxisAttributes>().axis), NodePtr{}};
}

namespace {

/// Gradient of a dot for one operand. `own` and `other` are its and the other operand's axes; g's
/// axes are batch, lhs free, rhs free. The result is permuted to the operand's own axis order.
NodePtr dot_operand(const NodePtr& g, const NodePtr& own, const NodePtr& other,
                    const Axes& own_batch, const Axes& other_batch, const Axes& own_contract,
                    const Axes& other_contract, bool own_is_lhs) {
    const int batch = static_cast<int>(own_batch.size());
    const auto free_axes = [](const NodePtr& x, const Axes& b, const Axes& c) {
        Axes used = b;
        used.insert(used.end(), c.begin(), c.end());
        return others(x->shape().rank(), used);
    };
    const Axes own_free = free_axes(own, own_batch, own_contract);
    const Axes other_free = free_axes(other, other_batch, other_contract);
    Axes g_batch(static_cast<std::size_t>(batch));
    std::iota(g_batch.begin(), g_batch.end(), 0);
    Axes g_other(other_free.size());
    std::iota(g_other.begin(), g_other.end(),
              batch + (own_is_lhs ? static_cast<std::int64_t>(own_free.size()) : 0));
    // The result's axes: batch, own free (from g), then the other's contracted axes in ascending
    // order.
    const NodePtr product = dot(g, other, {g_batch, other_batch, g_other, other_free});
    Axes position(static_cast<std::size_t>(own->shape().rank()));
    std::int64_t next = 0;
    for (const std::int64_t axis : own_batch)
        position[static_cast<std::size_t>(axis)] = next++;
    for (const std::int64_t axis : own_free)
        position[static_cast<std::size_t>(axis)] = next++;
    Axes ascending = other_contract;
    std::sort(ascending.begin(), ascending.end());
    for (const std::int64_t axis : ascending) {
        const auto pair = std::find(other_contract.begin(), other_contract.end(), axis);
        const auto index = static_cast<std::size_t>(pair - other_contract.begin());
        position[static_cast<std::size_t>(own_contract[index])] = next++;
    }
    return permute(product, position);
}

}  // namespace

Gradients gradient_dot(const NodePtr& y, const NodePtr& g) {
    const NodePtr& lhs = y->input(0);
    const NodePtr& rhs = y->input(1);
    const auto& d = y->as<DotAttributes>();
    return {
        dot_operand(g, lhs, rhs, d.lhs_batch, d.rhs_batch, d.lhs_contract, d.rhs_contract, true),
        dot_operand(g, rhs, lhs, d.rhs_batch, d.lhs_batch, d.rhs_contract, d.lhs_contract, false)};
}

// The three convolutions are each linear in both operands, and closed under differentiation.
Gradients gradient_conv(const NodePtr& y, const NodePtr& g) {
    const auto& attributes = y->as<ConvAttributes>();
    const NodePtr& input = y->input(0);
    const NodePtr& weight = y->input(1);
    return {conv_grad_input(g, weight, input->shape(), attributes),
            conv_grad_weight(input, g, weight->shape(), attributes)};
}

Gradients gradient_conv_grad_input(const NodePtr& y, const NodePtr& g) {
    const auto& attributes = y->as<ConvAttributes>();
    const NodePtr& output_gradient = y->input(0);
    const NodePtr& weight = y->input(1);
    return {conv(g, weight, attributes),
            conv_grad_weight(g, output_gradient, weight->shape(), attributes)};
}

Gradients gradient_conv_grad_weight(const NodePtr& y, const NodePtr& g) {
    const auto& attributes = y->as<ConvAttributes>();
    const NodePtr& input = y->input(0);
    const NodePtr& output_gradient = y->input(1);
    return {conv_grad_input(output_gradient, g, input->shape(), attributes),
            conv(input, g, attributes)};
}

}  // namespace gradweave::autodiff
