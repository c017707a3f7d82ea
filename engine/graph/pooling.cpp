// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/pooling.h"

#include <limits>

#include "engine/graph/build.h"

namespace gradweave::graph {

namespace {

Pooling unpack(const Axes& v) {
    return {{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}, {v[6], v[7]}};
}

Axes pack(const Pooling& p) {
    return {p.size[0], p.size[1], p.stride[0], p.stride[1],
            p.low[0],  p.low[1],  p.high[0],   p.high[1]};
}

PadAttributes padding(const Pooling& p) {
    return {{0, 0, p.low[0], p.low[1]},
            {0, 0, p.high[0], p.high[1]},
            {0, 0, 0, 0},
            -std::numeric_limits<double>::infinity()};
}

WindowAttributes windows(const Pooling& p) {
    return {{2, 3}, p.size, p.stride, {1, 1}};
}

NodePtr pool_body(std::span<const NodePtr> inputs, const CompositeAttributes& attributes) {
    const Pooling p = unpack(attributes.integers);
    return reduce(Op::reduce_max, window(pad(inputs[0], padding(p)), windows(p)), {4, 5});
}

NodePtr gradient_body(std::span<const NodePtr> inputs, const CompositeAttributes& attributes) {
    const Pooling p = unpack(attributes.integers);
    const NodePtr& x = inputs[0];
    const NodePtr& g = inputs[1];
    const NodePtr padded = pad(x, padding(p));
    const NodePtr views = window(padded, windows(p));
    // The window's two axes as one, to number its elements.
    Axes sizes(views->shape().begin(), views->shape().begin() + 4);
    sizes.push_back(p.size[0] * p.size[1]);
    const Shape flat{Axes(sizes)};
    const auto by_window = [&](const NodePtr& per_window) {
        return broadcast(per_window, flat, {0, 1, 2, 3});
    };
    const NodePtr elements = reshape(views, flat);
    const NodePtr largest = by_window(reduce(Op::reduce_max, elements, {4}));
    // Who may win: an element of the image that is the largest, or NaN (which equals nothing).
    PadAttributes outside = padding(p);
    outside.value = std::int64_t{0};
    const NodePtr image = constant(std::int64_t{1}, DType::boolean, x->shape());
    const NodePtr inside = reshape(window(pad(image, outside), windows(p)), flat);
    const NodePtr top = binary(Op::bit_or, eq(elements, largest), bit_not(eq(elements, elements)));
    const NodePtr candidates = binary(Op::bit_and, top, inside);
    const NodePtr winner = by_window(arg_reduce(Op::argmax, candidates, 4));
    const NodePtr spread = by_window(g);
    const NodePtr chosen =
        select(eq(iota(DType::i64, flat, 4), winner), spread, constant_like(spread, 0.0));
    const NodePtr sum =
        window_adjoint(reshape(chosen, views->shape()), padded->shape(), windows(p));
    return slice(sum, {0, 0, p.low[0], p.low[1]}, {1, 1, 1, 1}, x->shape().sizes());
}

std::vector<NodePtr> pool_gradient(const NodePtr& y, const NodePtr& g);

const CompositeSpec pool_spec{"max_pool2d", pool_body, pool_gradient};
const CompositeSpec gradient_spec{"max_pool2d_gradient", gradient_body};

std::vector<NodePtr> pool_gradient(const NodePtr& y, const NodePtr& g) {
    return {max_pool2d_gradient(y->input(0), g, pooling_of(*y))};
}

}  // namespace

NodePtr max_pool2d(const NodePtr& x, const Pooling& pooling) {
    return make_composite(pool_spec, {x}, pack(pooling));
}

NodePtr max_pool2d_gradient(const NodePtr& x, const NodePtr& g, const Pooling& pooling) {
    return make_composite(gradient_spec, {x, g}, pack(pooling));
}

bool is_max_pool2d(const Node& node) {
    return node.op() == Op::composite && node.as<CompositeAttributes>().spec == &pool_spec;
}

bool is_max_pool2d_gradient(const Node& node) {
    return node.op() == Op::composite && node.as<CompositeAttributes>().spec == &gradient_spec;
}

Pooling pooling_of(const Node& node) {
    return unpack(node.as<CompositeAttributes>().integers);
}

}  // namespace gradweave::graph
