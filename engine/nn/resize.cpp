// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/resize.h"

#include "engine/graph/build.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

Tensor part(const Tensor& x, int axis, const Index& index) {
    std::vector<Index> indices(static_cast<std::size_t>(axis), all);
    indices.push_back(index);
    return x(indices);
}

Tensor repeated(const Tensor& edge, int axis, std::int64_t count) {
    Axes sizes = edge.shape().sizes();
    sizes[static_cast<std::size_t>(axis)] = count;
    return broadcast_to(edge, Shape(std::move(sizes)));
}

/// Backwards from `from`, `count` elements.
Tensor turned(const Tensor& x, int axis, std::int64_t from, std::int64_t count) {
    Index index;
    index.start = from;
    if (from - count >= 0) index.stop = from - count;
    index.step = -1;
    return part(x, axis, index);
}

/// 0, 1, ..., size - 1.
Tensor numbers(DType type, std::int64_t size) {
    return Tensor(graph::iota(type, Shape{size}, 0));
}

}  // namespace

Tensor pad_replicate(const Tensor& x, int axis, std::int64_t low, std::int64_t high) {
    std::vector<Tensor> parts;
    if (low > 0) parts.push_back(repeated(part(x, axis, range(0, 1)), axis, low));
    parts.push_back(x);
    if (high > 0) parts.push_back(repeated(part(x, axis, range(-1)), axis, high));
    return parts.size() == 1 ? x : cat(parts, axis);
}

Tensor pad_reflect(const Tensor& x, int axis, std::int64_t low, std::int64_t high) {
    const std::int64_t size = x.shape()[axis];
    std::vector<Tensor> parts;
    if (low > 0) parts.push_back(turned(x, axis, low, low));
    parts.push_back(x);
    if (high > 0) parts.push_back(turned(x, axis, size - 2, high));
    return parts.size() == 1 ? x : cat(parts, axis);
}

Tensor resize_nearest(const Tensor& x, int axis, std::int64_t size) {
    const std::int64_t old = x.shape()[axis];
    if (size == old) return x;
    if (size % old == 0) {
        // Each place several times over.
        Axes sizes = x.shape().sizes();
        sizes.insert(sizes.begin() + axis + 1, 1);
        Axes more = sizes;
        more[static_cast<std::size_t>(axis) + 1] = size / old;
        Axes result = x.shape().sizes();
        result[static_cast<std::size_t>(axis)] = size;
        return broadcast_to(x.reshape(Shape(std::move(sizes))), Shape(std::move(more)))
            .reshape(Shape(std::move(result)));
    }
    // Half a place is added so that rounding does not reach below a whole number.
    const Tensor place = floor((numbers(DType::f64, size) * static_cast<double>(old) + 0.5) *
                               (1.0 / static_cast<double>(size)));
    return take(x, place.to(DType::i64), axis);
}

Tensor resize_linear(const Tensor& x, int axis, std::int64_t size, bool align_corners) {
    const std::int64_t old = x.shape()[axis];
    if (size == old) return x;
    const auto from = static_cast<double>(old), to = static_cast<double>(size);
    const Tensor i = numbers(DType::f64, size);
    const Tensor zero(graph::constant(0.0, DType::f64, Shape{}));
    const Tensor source = align_corners ? i * (size > 1 ? (from - 1) / (to - 1) : 0.0)
                                        : maximum((i + 0.5) * (from / to) - 0.5, zero);
    const Tensor first = floor(source);
    const Tensor second =
        minimum(first + 1.0, Tensor(graph::constant(from - 1, DType::f64, Shape{})));
    Axes along(static_cast<std::size_t>(x.rank() - axis), 1);
    along[0] = size;
    const Tensor share = (source - first).to(x.dtype()).reshape(Shape(std::move(along)));
    const Tensor a = take(x, first.to(DType::i64), axis), b = take(x, second.to(DType::i64), axis);
    return a + (b - a) * share;
}

}  // namespace gradweave::nn
