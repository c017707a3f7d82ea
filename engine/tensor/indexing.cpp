// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/indexing.h"

#include "engine/core/text.h"
#include "engine/graph/build.h"
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

}  // namespace gradweave
