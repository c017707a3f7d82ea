// SPDX-License-Identifier: Apache-2.0
// Operators that pick elements by number, and put them back.
#include <numeric>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/graph/build.h"
#include "engine/tensor/indexing.h"

namespace gradweave::exchange::onnx {

namespace {

/// Negative numbers count from the end of an axis of this size.
Tensor from_start(const Tensor& indices, std::int64_t size) {
    const Tensor i = indices.to(DType::i64);
    return where(less(i, 0.0), i + static_cast<double>(size), i);
}

Results gather(const Call& c) {
    const Tensor x = c.x(0);
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    return c.same(take(x, from_start(c.x(1), x.shape()[axis]), axis));
}

/// Where in x (in row-major order) the element lies that `indices`, of x's rank, picks on `axis`.
Tensor places(const Tensor& x, const Tensor& indices, int axis) {
    const Axes strides = x.shape().strides();
    Tensor flat = from_start(indices, x.shape()[axis]) *
                  static_cast<double>(strides[static_cast<std::size_t>(axis)]);
    for (int i = 0; i < x.rank(); ++i) {
        if (i != axis) {
            flat = flat + fn::counted(indices.shape(), i) *
                              static_cast<double>(strides[static_cast<std::size_t>(i)]);
        }
    }
    return flat;
}

Results gather_elements(const Call& c) {
    const Tensor x = c.x(0), indices = c.x(1);
    if (x.rank() != indices.rank()) refuse("data and indices differ in rank");
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    return c.same(fn::take_flat(x, places(x, indices, axis)));
}

/// The first element (in row-major order) of the slice of x that each row of `indices` picks;
/// `batch` leading axes are common to both.
Tensor slice_places(const Tensor& x, const Tensor& indices, int batch) {
    const std::int64_t depth = indices.shape()[-1];
    if (depth < 1 || batch + depth > x.rank())
        refuse(concat("indices of ", depth, " numbers do not fit ", to_string(x.shape())));
    const Axes strides = x.shape().strides();
    const Shape rows = indices.shape().without(std::array<std::int64_t, 1>{indices.rank() - 1});
    Tensor flat = zeros(rows, DType::i64);
    for (int i = 0; i < batch; ++i)
        flat =
            flat + fn::counted(rows, i) * static_cast<double>(strides[static_cast<std::size_t>(i)]);
    for (std::int64_t i = 0; i < depth; ++i) {
        std::vector<Index> last(static_cast<std::size_t>(indices.rank() - 1), all);
        last.push_back(i);
        const auto axis = static_cast<std::size_t>(batch + i);
        flat = flat + from_start(indices(last), x.shape()[static_cast<int>(axis)]) *
                          static_cast<double>(strides[axis]);
    }
    return flat;
}

/// Sizes of the axes of x after the first `count`, and their product.
std::pair<Axes, std::int64_t> rest_of(const Tensor& x, int count) {
    const Axes sizes(x.shape().begin() + count, x.shape().end());
    return {sizes,
            std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>())};
}

/// Numbers of all elements of slices with these first elements: a last axis of `count`.
Tensor slice_elements(const Tensor& first, std::int64_t count) {
    Axes sizes = first.shape().sizes();
    sizes.push_back(1);
    const Tensor column = first.reshape(Shape(sizes));
    sizes.back() = count;
    return column + fn::counted(Shape(sizes), static_cast<int>(sizes.size()) - 1);
}

Results gather_nd(const Call& c) {
    const Tensor x = c.x(0), indices = c.x(1);
    const int batch = static_cast<int>(c.integer("batch_dims", 0));
    const Tensor first = slice_places(x, indices, batch);
    const auto [sizes, count] = rest_of(x, batch + static_cast<int>(indices.shape()[-1]));
    Axes result = first.shape().sizes();
    result.insert(result.end(), sizes.begin(), sizes.end());
    return c.same(fn::take_flat(x, slice_elements(first, count)).reshape(Shape(std::move(result))));
}

/// x with `updates` put at, added to or multiplied with the elements of these numbers. Of several
/// updates of one place ONNX leaves open which is put there.
Tensor scattered(const Tensor& x, const Tensor& numbers, const Tensor& updates,
                 const std::string& reduction) {
    const std::int64_t count = x.shape().element_count(), changes = updates.shape().element_count();
    const Shape flat{count};
    const Tensor at = numbers.reshape(Shape{changes}), values = updates.reshape(Shape{changes});
    const auto added = [&](const Tensor& t) {
        return Tensor(graph::scatter_add(t.node(), at.node(), 0, flat));
    };
    const Tensor data = x.reshape(flat);
    if (reduction == "add") return (data + added(values)).reshape(x.shape());
    // max and min came with version 18.
    const std::pair<const char*, Reduction> others[] = {
        {"mul", Reduction::prod}, {"max", Reduction::max}, {"min", Reduction::min}};
    for (const auto& [name, how] : others) {
        if (reduction != name) continue;
        // A number below 0 would count from the end; what is outside changes nothing.
        const Tensor inside = where(less(at, 0.0), full_like(at, static_cast<double>(count)), at);
        return scatter_reduce(data, inside, values, 0, how).reshape(x.shape());
    }
    if (reduction != "none") unsupported(concat("reduction ", in_quotes(reduction)));
    const Tensor hits = added(ones(Shape{changes}, DType::i64));
    const Tensor plain = is_floating(values.dtype()) ? values : values.to(DType::i64);
    return where(greater(hits, 0.0), added(plain).to(x.dtype()), data).reshape(x.shape());
}

Results scatter_elements(const Call& c) {
    const Tensor x = c.x(0), indices = c.x(1);
    if (x.rank() != indices.rank()) refuse("data and indices differ in rank");
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    return c.same(scattered(x, places(x, indices, axis), c.x(2), c.text("reduction", "none")));
}

Results scatter_nd(const Call& c) {
    const Tensor x = c.x(0), indices = c.x(1);
    const Tensor first = slice_places(x, indices, 0);
    const auto [sizes, count] = rest_of(x, static_cast<int>(indices.shape()[-1]));
    return c.same(scattered(x, slice_elements(first, count), c.x(2), c.text("reduction", "none")));
}

Results one_hot_op(const Call& c) {
    const std::int64_t depth = c.integer_of(1);
    if (depth < 1) refuse(concat("the depth is ", depth));
    const Tensor values = c.x(2);
    const Tensor off = values({0}), on = values({1});
    const Tensor labels = from_start(c.x(0), depth);
    const int rank = labels.rank() + 1;
    const int axis = fn::axis_of(c.integer("axis", -1), rank);
    Axes sizes = labels.shape().sizes();
    sizes.insert(sizes.begin() + axis, 1);
    const Tensor spread = labels.reshape(Shape(sizes));
    sizes[static_cast<std::size_t>(axis)] = depth;
    return {make_value(where(equal(spread, fn::counted(Shape(std::move(sizes)), axis)), on, off),
                       c.type(2))};
}

Results cum_sum(const Call& c) {
    Tensor x = c.x();
    const int axis = fn::axis_of(c.integer_of(1), x.rank());
    const bool reverse = c.integer("reverse", 0) != 0;
    if (c.integer("exclusive", 0) != 0 && x.shape()[axis] > 0) {
        // Without the element itself: the sums of a row that is one step behind.
        Axes before(static_cast<std::size_t>(x.rank()), 0), after = before;
        (reverse ? after : before)[static_cast<std::size_t>(axis)] = 1;
        std::vector<Index> index(static_cast<std::size_t>(axis), all);
        index.push_back(reverse ? range(1) : until(-1));
        x = pad(x(index), before, after);
    }
    return c.same(cumsum(x, axis, reverse));
}

}  // namespace

std::span<const OperatorRow> index_operators() {
    static constexpr OperatorRow rows[] = {
        {"Gather", 1, 17, gather},
        {"GatherElements", 11, 17, gather_elements},
        {"GatherND", 11, 17, gather_nd},
        {"Scatter", 9, 17, scatter_elements},
        {"ScatterElements", 11, 17, scatter_elements},
        {"ScatterND", 11, 17, scatter_nd},
        {"OneHot", 9, 17, one_hot_op},
        {"CumSum", 11, 17, cum_sum},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
