// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/indexing.h"

#include <cmath>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/composite_body.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/shaping.h"

namespace gradweave {

using graph::NodePtr;
using graph::Op;

namespace {

/// i64, and counted from the start; what is outside stays outside.
NodePtr from_the_start(const char* what, const Tensor& index, std::int64_t size) {
    if (index.dtype() != DType::i64 && index.dtype() != DType::i32) {
        graph::fail(
            concat(what, ": indices must be i32 or i64, they are ", name_of(index.dtype())));
    }
    const NodePtr i = graph::cast(index.node(), DType::i64);
    const NodePtr zero = graph::constant_like(i, std::int64_t{0});
    const NodePtr turned = graph::add(i, graph::constant_like(i, size));
    return graph::select(graph::lt(i, zero), turned, i);
}

/// For each element of the index, the place in row-major order of what it means in a tensor of
/// `shape`; -1 where it means nothing.
NodePtr flat_places(const char* what, const Shape& shape, const Tensor& index, int axis) {
    bool fits = index.rank() == shape.rank();
    for (int i = 0; fits && i < shape.rank(); ++i)
        fits = i == axis || index.shape()[i] <= shape[i];
    if (!fits) {
        graph::fail(concat(what, ": the index ", to_string(index.shape()),
                           " must have the axes of ", to_string(shape), ", none longer but axis ",
                           axis));
    }
    const NodePtr i = from_the_start(what, index, shape[axis]);
    const auto number = [&](std::int64_t value) { return graph::constant_like(i, value); };
    const Axes strides = shape.strides();
    NodePtr place = graph::mul(i, number(strides[static_cast<std::size_t>(axis)]));
    for (int k = 0; k < shape.rank(); ++k) {
        if (k == axis) continue;
        place = graph::add(place, graph::mul(graph::iota(DType::i64, i->shape(), k),
                                             number(strides[static_cast<std::size_t>(k)])));
    }
    const NodePtr inside =
        graph::binary(Op::bit_and, graph::le(number(0), i), graph::lt(i, number(shape[axis])));
    return graph::select(inside, place, number(-1));
}

NodePtr flat(const NodePtr& x) {
    return graph::reshape(x, Shape{x->shape().element_count()});
}

/// Both in the type that holds both, and updates of the index's shape.
std::pair<Tensor, Tensor> matched(const char* what, const Tensor& x, const Tensor& index,
                                  const Tensor& updates) {
    if (updates.shape() != index.shape()) {
        graph::fail(concat(what, ": updates ", to_string(updates.shape()),
                           " must have the shape of the index, ", to_string(index.shape())));
    }
    const DType type = promote(x.dtype(), updates.dtype());
    return {x.to(type), updates.to(type)};
}

Tensor summable(const Tensor& x) {
    return !is_floating(x.dtype()) && size_of(x.dtype()) < 4 ? x.to(DType::i64) : x;
}

/// The axis' elements moved up by `by` places (down if `reverse`), `fill` where none come from.
Tensor moved(const Tensor& x, int axis, std::int64_t by, bool reverse, const Tensor& fill) {
    std::vector<Index> part(static_cast<std::size_t>(axis) + 1);
    part.back() = reverse ? range(by) : until(-by);
    const Tensor edge = broadcast_to(fill.to(x.dtype()), x.shape().with(axis, by));
    return reverse ? cat({x(part), edge}, axis) : cat({edge, x(part)}, axis);
}

/// Elements put together per place, from steps that reach twice as far each (Hillis and Steele,
/// "Data parallel algorithms", 1986): by `op` along the sorted places, within equal ones.
struct Segments {
    Tensor writes;  ///< the place of each segment's last element, -1 for the others
    Tensor values;  ///< at that element: all of the segment
};
Segments segments(const Tensor& places, const Tensor& updates,
                  Tensor (*op)(const Tensor&, const Tensor&)) {
    const NodePtr order = graph::argsort(places.node(), 0);
    const Tensor sorted(graph::gather(places.node(), order, 0));
    Tensor values(graph::gather(updates.node(), order, 0));
    const Tensor none(graph::constant(std::int64_t{-2}, DType::i64, Shape{1}));
    for (std::int64_t reach = 1; reach < sorted.shape()[0]; reach *= 2) {
        const Tensor same = equal(sorted, moved(sorted, 0, reach, false, none));
        const Tensor before = moved(values, 0, reach, false, body::number(values, 0));
        values = where(same, op(values, before), values);
    }
    const Tensor last = not_equal(sorted, moved(sorted, 0, 1, true, none));
    return {where(last, sorted, none + body::number(none, 1)), values};
}

Tensor product(const Tensor& a, const Tensor& b) {
    return a * b;
}

/// 1 at places that some update goes to, and how many of them go there.
Tensor hits(const Tensor& places, const Shape& shape) {
    const NodePtr ones = graph::constant(std::int64_t{1}, DType::i64, places.shape());
    const NodePtr counts = graph::scatter_add(ones, places.node(), 0, Shape{shape.element_count()});
    return Tensor(graph::reshape(counts, shape));
}

using ScatterOp = Tensor (*)(const Tensor&, const Tensor&);

/// x [shape], places [n], updates [n].
Tensor combined(const Tensor& x, const Tensor& places, const Tensor& updates, ScatterOp op,
                bool include_self) {
    const Segments found = segments(places, updates, op);
    const Shape whole{x.shape().element_count()};
    const Tensor placed(graph::reshape(
        graph::scatter_add(found.values.node(), found.writes.node(), 0, whole), x.shape()));
    const Tensor hit = hits(places, x.shape()).to(DType::boolean);
    return where(hit, include_self ? op(x, placed) : placed, x);
}

NodePtr prod_body(body::Inputs in, const body::CompositeAttributes& a) {
    return combined(Tensor(in[0]), Tensor(in[1]), Tensor(in[2]), product, a.integers[0] != 0)
        .node();
}
template <ScatterOp op>
NodePtr extreme_body(body::Inputs in, const body::CompositeAttributes& a) {
    return combined(Tensor(in[0]), Tensor(in[1]), Tensor(in[2]), op, a.integers[0] != 0).node();
}
/// Each of the equal extremes gets the same share.
body::Gradients extreme_gradient(const NodePtr& output, const NodePtr& gradient) {
    const bool include_self = output->as<body::CompositeAttributes>().integers[0] != 0;
    const Tensor x(output->input(0)), places(output->input(1)), updates(output->input(2)),
        y(output), g(gradient);
    const auto at_places = [&](const Tensor& of) {
        return Tensor(graph::gather(flat(of.node()), places.node(), 0));
    };
    const Tensor zero = body::number(x, 0);
    const Tensor hit = hits(places, x.shape()).to(DType::boolean);
    // A place outside reads 0 and must not count as an extreme.
    const Tensor inside = greater_equal(places, body::number(places, 0));
    const Tensor chosen = logical_and(inside, equal(updates, at_places(y)));
    const Tensor own = include_self ? equal(x, y) : logical_not(hit);
    const Tensor count =
        Tensor(graph::reshape(graph::scatter_add(chosen.to(x.dtype()).node(), places.node(), 0,
                                                 Shape{x.shape().element_count()}),
                              x.shape())) +
        own.to(x.dtype());
    const Tensor share = g / maximum(count, body::number(x, 1));
    return {where(own, share, zero).node(), NodePtr(),
            where(chosen, at_places(share), zero).node()};
}

const body::CompositeSpec scatter_prod_spec{"scatter_prod", prod_body};
const body::CompositeSpec scatter_max_spec{"scatter_max", extreme_body<maximum>, extreme_gradient};
const body::CompositeSpec scatter_min_spec{"scatter_min", extreme_body<minimum>, extreme_gradient};

// Integers {axis, reverse}.

/// log(exp(a) + exp(b)); where the larger is infinite it is all there is.
Tensor log_add(const Tensor& a, const Tensor& b) {
    const Tensor largest = maximum(a, b);
    return where(isinf(largest), largest, largest + log1p(exp(-abs(a - b))));
}
NodePtr logcumsumexp_body(body::Inputs in, const body::CompositeAttributes& a) {
    Tensor sums(in[0]);
    const int axis = static_cast<int>(a.integers[0]);
    const bool reverse = a.integers[1] != 0;
    for (std::int64_t reach = 1; reach < sums.shape()[axis]; reach *= 2)
        sums = log_add(sums, moved(sums, axis, reach, reverse, body::number(sums, -INFINITY)));
    return sums.node();
}
/// The sum over later t of g[t] exp(x - y[t]), positive and negative g apart and in logarithms.
body::Gradients logcumsumexp_gradient(const NodePtr& output, const NodePtr& gradient) {
    const auto& a = output->as<body::CompositeAttributes>();
    const Tensor x(output->input(0)), y(output), g(gradient);
    const Tensor none = body::number(x, -INFINITY), zero = body::number(x, 0);
    // exp(x - y) where both are infinite: nothing if that is less than everything.
    const Tensor known = isfinite(y);
    const Tensor safe_y = where(known, y, zero), safe_x = where(isfinite(x), x, zero);
    const auto part = [&](const Tensor& weight) {
        const Tensor counts = logical_and(known, greater(weight, zero));
        const Tensor terms =
            where(counts, log(where(counts, weight, body::number(x, 1))) - safe_y, none);
        const Tensor sums = logcumsumexp(terms, a.integers[0], a.integers[1] == 0);
        const Tensor some = logical_and(isfinite(sums), isfinite(x));
        return where(some, exp(safe_x + where(some, sums, zero)), zero);
    };
    return {(part(g) - part(-g)).node()};
}
const body::CompositeSpec logcumsumexp_spec{"logcumsumexp", logcumsumexp_body,
                                            logcumsumexp_gradient};

Tensor scan(const char* what, Op op, const Tensor& x, std::int64_t axis, bool reverse) {
    return Tensor(graph::scan(op, x.node(), normalize_axis(axis, x.rank(), what), reverse));
}

}  // namespace

Tensor gather(const Tensor& x, const Tensor& index, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "gather");
    const NodePtr places = flat_places("gather", x.shape(), index, at);
    return Tensor(graph::gather(flat(x.node()), places, 0));
}

Tensor scatter_add(const Tensor& x, const Tensor& index, const Tensor& updates, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "scatter_add");
    const auto [to, terms] = matched("scatter_add", x, index, updates);
    const NodePtr places = flat_places("scatter_add", x.shape(), index, at);
    const Shape whole{x.shape().element_count()};
    const NodePtr sums = graph::scatter_add(flat(terms.node()), flat(places), 0, whole);
    return to + Tensor(graph::reshape(sums, x.shape()));
}

// In the order of their places, equal ones in the order given, only the last of each place writes.
Tensor scatter(const Tensor& x, const Tensor& index, const Tensor& updates, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "scatter");
    const auto [to, values] = matched("scatter", x, index, updates);
    const NodePtr places = flat(flat_places("scatter", x.shape(), index, at));
    const std::int64_t count = places->shape().element_count();
    if (count == 0) return to;
    const NodePtr order = graph::argsort(places, 0);
    const Tensor sorted(graph::gather(places, order, 0));
    const Tensor none(graph::constant(std::int64_t{-1}, DType::i64, Shape{1}));
    const Tensor next = cat({sorted({range(1)}), none}, 0);
    const Tensor writes = where(equal(sorted, next), none, sorted);
    const Shape whole{x.shape().element_count()};
    // bool has no sums; of one term each, those of u8 will do.
    const DType type = to.dtype() == DType::boolean ? DType::u8 : to.dtype();
    const Tensor moved(graph::gather(flat(values.to(type).node()), order, 0));
    const NodePtr placed = graph::scatter_add(moved.node(), writes.node(), 0, whole);
    const NodePtr ones = graph::constant(std::int64_t{1}, DType::i32, sorted.shape());
    const NodePtr hit = graph::scatter_add(ones, writes.node(), 0, whole);
    return where(Tensor(graph::reshape(hit, x.shape())).to(DType::boolean),
                 Tensor(graph::reshape(placed, x.shape())).to(to.dtype()), to);
}

Tensor scatter_reduce(const Tensor& x, const Tensor& index, const Tensor& updates,
                      std::int64_t axis, Reduction reduction, bool include_self) {
    const int at = normalize_axis(axis, x.rank(), "scatter_reduce");
    const auto [to, values] = matched("scatter_reduce", x, index, updates);
    if (to.dtype() == DType::boolean)
        graph::fail("scatter_reduce: elements of type bool cannot be put together");
    if (reduction == Reduction::mean && !is_floating(to.dtype())) {
        graph::fail(concat("scatter_reduce: a mean is of floating types, the elements are ",
                           name_of(to.dtype())));
    }
    const NodePtr places = flat(flat_places("scatter_reduce", x.shape(), index, at));
    if (places->shape().element_count() == 0) return to;
    const Tensor flat_values(flat(values.node()));
    const auto composite = [&](const body::CompositeSpec& spec) {
        return Tensor(graph::make_composite(spec, {to.node(), places, flat_values.node()},
                                            {include_self ? 1 : 0}));
    };
    switch (reduction) {
        case Reduction::prod:
            return composite(scatter_prod_spec);
        case Reduction::max:
            return composite(scatter_max_spec);
        case Reduction::min:
            return composite(scatter_min_spec);
        case Reduction::sum:
        case Reduction::mean:
            break;
    }
    const Tensor sums(graph::reshape(
        graph::scatter_add(flat_values.node(), places, 0, Shape{x.shape().element_count()}),
        x.shape()));
    const Tensor counts = hits(Tensor(places), x.shape());
    const Tensor total = include_self ? to + sums : where(counts.to(DType::boolean), sums, to);
    if (reduction == Reduction::sum) return total;
    const Tensor terms = include_self ? counts + body::number(counts, 1) : counts;
    return total / maximum(terms, body::number(terms, 1)).to(to.dtype());
}

Tensor index_select(const Tensor& x, const Tensor& indices, std::int64_t axis) {
    if (indices.rank() != 1) {
        graph::fail(concat("index_select: the indices must be a vector, they are ",
                           to_string(indices.shape())));
    }
    const int at = normalize_axis(axis, x.rank(), "index_select");
    return Tensor(
        graph::gather(x.node(), from_the_start("index_select", indices, x.shape()[at]), at));
}

Tensor index_add(const Tensor& x, const Tensor& indices, const Tensor& updates, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "index_add");
    if (indices.rank() != 1 || updates.shape() != x.shape().with(at, indices.shape()[0])) {
        graph::fail(concat("index_add: updates ", to_string(updates.shape()), " and indices ",
                           to_string(indices.shape()), " do not fit axis ", at, " of ",
                           to_string(x.shape())));
    }
    const DType type = promote(x.dtype(), updates.dtype());
    const NodePtr picks = from_the_start("index_add", indices, x.shape()[at]);
    return x.to(type) + Tensor(graph::scatter_add(updates.to(type).node(), picks, at, x.shape()));
}

Tensor masked_fill(const Tensor& x, const Tensor& mask, double value) {
    return where(mask, Tensor(graph::constant(value, x.dtype(), Shape{})), x);
}

Tensor argsort(const Tensor& x, std::int64_t axis, bool descending) {
    return Tensor(graph::argsort(x.node(), normalize_axis(axis, x.rank(), "argsort"), descending));
}

Sorted sort(const Tensor& x, std::int64_t axis, bool descending) {
    const Tensor indices = argsort(x, axis, descending);
    return {gather(x, indices, axis), indices};
}

Sorted topk(const Tensor& x, std::int64_t count, std::int64_t axis, bool largest) {
    const int at = normalize_axis(axis, x.rank(), "topk");
    if (count < 0 || count > x.shape()[at]) {
        graph::fail(concat("topk: ", count, " elements of the ", x.shape()[at], " along axis ", at,
                           " of ", to_string(x.shape())));
    }
    std::vector<Index> first(static_cast<std::size_t>(at) + 1);
    first.back() = until(count);
    const Tensor indices = argsort(x, at, largest)(first);
    return {gather(x, indices, at), indices};
}

Tensor median(const Tensor& x, std::int64_t axis, bool keep_axis) {
    const int at = normalize_axis(axis, x.rank(), "median");
    if (x.shape()[at] == 0)
        graph::fail(concat("median: axis ", at, " of ", to_string(x.shape()), " is empty"));
    std::vector<Index> middle(static_cast<std::size_t>(at) + 1);
    // NaN stands last in order: if there is one, it is the result.
    const std::int64_t half = (x.shape()[at] - 1) / 2;
    middle.back() = range(half, half + 1);
    const Tensor order = argsort(x, at);
    Tensor place = order(middle);
    if (is_floating(x.dtype())) {
        std::vector<Index> end(static_cast<std::size_t>(at) + 1);
        end.back() = range(x.shape()[at] - 1);
        place = where(isnan(gather(x, order(end), at)), order(end), place);
    }
    const Tensor value = gather(x, place, at);
    return keep_axis ? value : squeeze(value, {at});
}

Tensor cumsum(const Tensor& x, std::int64_t axis, bool reverse) {
    return scan("cumsum", Op::scan_sum, summable(x), axis, reverse);
}
Tensor cumprod(const Tensor& x, std::int64_t axis, bool reverse) {
    return scan("cumprod", Op::scan_prod, summable(x), axis, reverse);
}
Tensor cummax(const Tensor& x, std::int64_t axis, bool reverse) {
    return scan("cummax", Op::scan_max, x, axis, reverse);
}
Tensor cummin(const Tensor& x, std::int64_t axis, bool reverse) {
    return scan("cummin", Op::scan_min, x, axis, reverse);
}
Tensor logcumsumexp(const Tensor& x, std::int64_t axis, bool reverse) {
    return body::apply(logcumsumexp_spec, x,
                       {normalize_axis(axis, x.rank(), "logcumsumexp"), reverse ? 1 : 0});
}

}  // namespace gradweave
