// SPDX-License-Identifier: Apache-2.0
// What row kernels are for: softmax, cross-entropy and the norms, with their gradients.
#pragma once

#include <string>
#include <vector>

#include "engine/autodiff/grad.h"
#include "engine/compiler/program.h"
#include "engine/graph/build.h"

namespace gradweave::testing::rows {

using graph::NodePtr;
using graph::Op;

inline Axes leading_axes(const NodePtr& x) {
    Axes axes;
    for (int axis = 0; axis + 1 < x->shape().rank(); ++axis)
        axes.push_back(axis);
    return axes;
}

/// Reduced over the last axis.
inline NodePtr reduced(Op op, const NodePtr& x) {
    return graph::reduce(op, x, Axes{x->shape().rank() - 1});
}

/// One number per row, for each element of the row.
inline NodePtr spread(const NodePtr& row, const NodePtr& x) {
    return graph::broadcast(row, x->shape(), leading_axes(x));
}

/// A vector of one row, the same for all rows.
inline NodePtr each_row(const NodePtr& vector, const NodePtr& x) {
    return graph::broadcast(vector, x->shape(), Axes{x->shape().rank() - 1});
}

inline NodePtr scaled(const NodePtr& x, double factor) {
    return graph::mul(x, graph::constant_like(x, factor));
}

inline NodePtr mean(const NodePtr& x) {
    return scaled(reduced(Op::reduce_sum, x),
                  1 / static_cast<double>(x->shape()[x->shape().rank() - 1]));
}

inline NodePtr softmax(const NodePtr& x) {
    const NodePtr e = graph::exp(graph::sub(x, spread(reduced(Op::reduce_max, x), x)));
    return graph::div(e, spread(reduced(Op::reduce_sum, e), x));
}

inline NodePtr log_softmax(const NodePtr& x) {
    const NodePtr shifted = graph::sub(x, spread(reduced(Op::reduce_max, x), x));
    return graph::sub(shifted, spread(graph::log(reduced(Op::reduce_sum, graph::exp(shifted))), x));
}

inline NodePtr rms_norm(const NodePtr& x, const NodePtr& weight) {
    const NodePtr square = mean(graph::mul(x, x));
    const NodePtr factor =
        graph::unary(Op::rsqrt, graph::add(square, graph::constant_like(square, 1e-5)));
    return graph::mul(graph::mul(x, spread(factor, x)), each_row(weight, x));
}

inline NodePtr layer_norm(const NodePtr& x, const NodePtr& weight, const NodePtr& bias) {
    const NodePtr centred = graph::sub(x, spread(mean(x), x));
    return graph::add(rms_norm(centred, weight), each_row(bias, x));
}

/// The loss of each row.
inline NodePtr cross_entropy(const NodePtr& scores, const NodePtr& labels) {
    const int last = scores->shape().rank() - 1;
    const NodePtr position = graph::iota(DType::i64, scores->shape(), last);
    const NodePtr chosen = graph::eq(position, spread(labels, scores));
    const NodePtr value = log_softmax(scores);
    return graph::neg(
        reduced(Op::reduce_sum, graph::select(chosen, value, graph::constant_like(value, 0.0))));
}

/// A function and its gradients for all of `xs`, with `seed` as the gradient of the result.
inline compiler::Program with_gradients(const NodePtr& y, const std::vector<NodePtr>& xs,
                                        const NodePtr& seed) {
    compiler::Program program{{y}, {}};
    for (const NodePtr& gradient : autodiff::grad(y, xs, seed))
        program.outputs.push_back(gradient);
    return program;
}

}  // namespace gradweave::testing::rows
