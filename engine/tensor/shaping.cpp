// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/shaping.h"

#include <algorithm>
#include <numeric>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/ops.h"

namespace gradweave {

namespace {

/// One axis read from `start` in steps, the others whole.
Tensor along(const Tensor& x, int axis, std::int64_t start, std::int64_t step, std::int64_t count) {
    const auto rank = static_cast<std::size_t>(x.rank());
    Axes starts(rank, 0), steps(rank, 1), counts = x.shape().sizes();
    const auto at = static_cast<std::size_t>(axis);
    starts[at] = start;
    steps[at] = step;
    counts[at] = count;
    return Tensor(graph::slice(x.node(), std::move(starts), std::move(steps), counts));
}

Tensor triangle(const char* what, const Tensor& x, std::int64_t diagonal, bool lower) {
    if (x.rank() < 2)
        graph::fail(concat(what, ": ", to_string(x.shape()), " has no two last axes"));
    const auto row = graph::iota(DType::i64, x.shape(), x.rank() - 2);
    const auto column = graph::iota(DType::i64, x.shape(), x.rank() - 1);
    const auto reach = graph::add(row, graph::constant_like(row, diagonal));
    const Tensor kept(lower ? graph::le(column, reach) : graph::le(reach, column));
    return where(kept, x, Tensor(graph::constant(std::int64_t{0}, x.dtype(), Shape{})));
}

}  // namespace

Tensor bitcast(const Tensor& x, DType dtype) {
    return Tensor(graph::bitcast(x.node(), dtype));
}

Tensor squeeze(const Tensor& x, Axes axes) {
    Axes named;
    for (const std::int64_t axis : axes) {
        const int at = normalize_axis(axis, x.rank(), "squeeze");
        if (x.shape()[at] != 1) {
            graph::fail(concat("squeeze: axis ", at, " of ", to_string(x.shape()),
                               " has more or fewer than one element"));
        }
        named.push_back(at);
    }
    Axes sizes;
    for (int i = 0; i < x.rank(); ++i) {
        const bool out = axes.empty() ? x.shape()[i] == 1
                                      : std::find(named.begin(), named.end(), i) != named.end();
        if (!out) sizes.push_back(x.shape()[i]);
    }
    return x.reshape(Shape(std::move(sizes)));
}

Tensor unsqueeze(const Tensor& x, std::int64_t axis) {
    Axes sizes = x.shape().sizes();
    sizes.insert(sizes.begin() + normalize_axis(axis, x.rank() + 1, "unsqueeze"), 1);
    return x.reshape(Shape(std::move(sizes)));
}

Tensor flatten(const Tensor& x, std::int64_t first, std::int64_t last) {
    if (x.rank() == 0) return x.reshape(Shape{1});
    const int from = normalize_axis(first, x.rank(), "flatten");
    const int to = normalize_axis(last, x.rank(), "flatten");
    if (to < from)
        throw Error(ErrorKind::usage, concat("flatten: axis ", to, " comes before axis ", from));
    Axes sizes(x.shape().begin(), x.shape().begin() + from);
    // The product of some axes of a shape that exists cannot overflow, unless another is 0.
    std::int64_t joined = 1;
    for (int i = from; i <= to; ++i) {
        const auto product = checked_multiply(joined, x.shape()[i]);
        if (!product) graph::fail(concat("flatten: ", to_string(x.shape()), " is too large"));
        joined = *product;
    }
    sizes.push_back(joined);
    sizes.insert(sizes.end(), x.shape().begin() + to + 1, x.shape().end());
    return x.reshape(Shape(std::move(sizes)));
}

Tensor movedim(const Tensor& x, std::int64_t from, std::int64_t to) {
    const int source = normalize_axis(from, x.rank(), "movedim");
    const int target = normalize_axis(to, x.rank(), "movedim");
    Axes order(static_cast<std::size_t>(x.rank()));
    std::iota(order.begin(), order.end(), 0);
    order.erase(order.begin() + source);
    order.insert(order.begin() + target, source);
    return x.permute(std::move(order));
}

Tensor flip(const Tensor& x, Axes axes) {
    if (x.shape().empty()) return x;
    const auto rank = static_cast<std::size_t>(x.rank());
    Axes starts(rank, 0), steps(rank, 1);
    for (const std::int64_t axis : axes) {
        const int at = normalize_axis(axis, x.rank(), "flip");
        const auto i = static_cast<std::size_t>(at);
        if (steps[i] < 0)
            throw Error(ErrorKind::usage, concat("flip: axis ", at, " is named twice"));
        starts[i] = x.shape()[at] - 1;
        steps[i] = -1;
    }
    return Tensor(graph::slice(x.node(), std::move(starts), std::move(steps), x.shape().sizes()));
}

Tensor roll(const Tensor& x, std::int64_t shift, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "roll");
    const std::int64_t size = x.shape()[at];
    if (size == 0) return x;
    const std::int64_t first = ((shift % size) + size) % size;
    if (first == 0) return x;
    return cat({along(x, at, size - first, 1, first), along(x, at, 0, 1, size - first)}, at);
}

Tensor tile(const Tensor& x, Axes counts) {
    Axes sizes = x.shape().sizes();
    if (counts.size() < sizes.size())
        counts.insert(counts.begin(), sizes.size() - counts.size(), 1);
    sizes.insert(sizes.begin(), counts.size() - sizes.size(), 1);
    // [a, b] becomes [count, a, count, b], of which each pair is one axis.
    Axes spread, kept, joined;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (counts[i] < 0) throw Error(ErrorKind::usage, "tile: a count cannot be negative");
        const auto size = checked_multiply(counts[i], sizes[i]);
        if (!size) graph::fail("tile: the result is too large");
        if (counts[i] != 1) spread.push_back(counts[i]);
        kept.push_back(static_cast<std::int64_t>(spread.size()));
        spread.push_back(sizes[i]);
        joined.push_back(*size);
    }
    const auto grown = graph::broadcast(graph::reshape(x.node(), Shape(std::move(sizes))),
                                        Shape(std::move(spread)), std::move(kept));
    return Tensor(graph::reshape(grown, Shape(std::move(joined))));
}

Tensor repeat(const Tensor& x, std::int64_t count, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "repeat");
    const auto size = checked_multiply(count, x.shape()[at]);
    if (count < 0) throw Error(ErrorKind::usage, "repeat: a count cannot be negative");
    if (!size) graph::fail("repeat: the result is too large");
    Axes spread = x.shape().sizes(), kept;
    spread.insert(spread.begin() + at + 1, count);
    for (int i = 0; i < x.rank(); ++i)
        kept.push_back(i <= at ? i : i + 1);
    const auto grown = graph::broadcast(x.node(), Shape(std::move(spread)), std::move(kept));
    return Tensor(graph::reshape(grown, x.shape().with(at, *size)));
}

std::vector<Tensor> split(const Tensor& x, const Axes& sizes, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "split");
    std::int64_t total = 0;
    for (const std::int64_t size : sizes) {
        if (size < 0 || __builtin_add_overflow(total, size, &total) || total > x.shape()[at])
            total = -1;
        if (total < 0) break;
    }
    if (total != x.shape()[at]) {
        graph::fail(concat("split: the pieces' sizes must add up to the ", x.shape()[at],
                           " elements of axis ", at, " of ", to_string(x.shape())));
    }
    std::vector<Tensor> pieces;
    std::int64_t start = 0;
    for (const std::int64_t size : sizes) {
        pieces.push_back(along(x, at, size == 0 ? 0 : start, 1, size));
        start += size;
    }
    return pieces;
}

std::vector<Tensor> split(const Tensor& x, std::int64_t size, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "split");
    if (size < 1) throw Error(ErrorKind::usage, "split: the pieces' size must be at least 1");
    Axes sizes;
    for (std::int64_t rest = x.shape()[at]; rest > 0; rest -= size)
        sizes.push_back(std::min(size, rest));
    if (sizes.empty()) sizes.push_back(0);
    return split(x, sizes, at);
}

std::vector<Tensor> chunk(const Tensor& x, std::int64_t count, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "chunk");
    if (count < 1) throw Error(ErrorKind::usage, "chunk: there must be at least one piece");
    const std::int64_t length = x.shape()[at];
    return split(x, std::max<std::int64_t>(1, length / count + (length % count != 0 ? 1 : 0)), at);
}

Tensor tril(const Tensor& x, std::int64_t diagonal) {
    return triangle("tril", x, diagonal, true);
}
Tensor triu(const Tensor& x, std::int64_t diagonal) {
    return triangle("triu", x, diagonal, false);
}

Tensor diagonal(const Tensor& x, std::int64_t a, std::int64_t b) {
    const int first = normalize_axis(a, x.rank(), "diagonal");
    const int second = normalize_axis(b, x.rank(), "diagonal");
    if (first == second)
        throw Error(ErrorKind::usage, concat("diagonal: axis ", first, " is named twice"));
    Axes order;
    for (int i = 0; i < x.rank(); ++i) {
        if (i != first && i != second) order.push_back(i);
    }
    order.push_back(first);
    order.push_back(second);
    const Tensor last = x.permute(std::move(order));
    const std::int64_t rows = last.shape()[-2], columns = last.shape()[-1];
    const std::int64_t count = std::min(rows, columns);
    Axes sizes(last.shape().begin(), last.shape().end() - 2);
    sizes.push_back(rows * columns);
    const Tensor flat = last.reshape(Shape(std::move(sizes)));
    return along(flat, flat.rank() - 1, 0, columns + 1, count);
}

Tensor diag(const Tensor& x) {
    if (x.rank() != 1)
        graph::fail(concat("diag: needs a vector, it is given ", to_string(x.shape())));
    const std::int64_t size = x.shape()[0];
    const auto wide = graph::broadcast(x.node(), Shape{size, size}, {0});
    const auto row = graph::iota(DType::i64, wide->shape(), 0);
    const auto column = graph::iota(DType::i64, wide->shape(), 1);
    return Tensor(
        graph::select(graph::eq(row, column), wide, graph::constant_like(wide, std::int64_t{0})));
}

}  // namespace gradweave
