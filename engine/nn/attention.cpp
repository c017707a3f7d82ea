// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/attention.h"

#include <cmath>
#include <limits>

#include "engine/graph/build.h"
#include "engine/nn/layers.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

/// Scores of positions that come later become -infinity: nothing after the softmax.
Tensor hide_later(const Tensor& scores) {
    const std::int64_t length = scores.shape()[-1];
    const Shape square{length, length};
    const Tensor row(graph::iota(DType::i64, square, 0)),
        column(graph::iota(DType::i64, square, 1));
    const Tensor hidden(
        graph::constant(-std::numeric_limits<double>::infinity(), scores.dtype(), Shape{}));
    return where(less_equal(column, row), scores, hidden);
}

}  // namespace

Tensor attention(const Tensor& x, const Tensor& context, const AttentionParameters& p,
                 const AttentionOptions& o) {
    const std::int64_t batch = x.shape()[0], size = x.shape()[2];
    const std::int64_t head = size / o.heads;
    const bool self = x.node() == context.node();
    // [N, length, D] -> [N, heads, length, D / heads]
    const auto by_heads = [&](const Tensor& values) {
        return values.reshape(Shape{batch, values.shape()[1], o.heads, head}).permute({0, 2, 1, 3});
    };
    const auto part_of = [&](const Tensor& values, std::int64_t i, bool turned) {
        const Tensor part = values({all, all, range(i * size, (i + 1) * size)});
        return by_heads(turned ? rotate(part, o.heads, o.rotary_base) : part);
    };
    // One product for what comes from the same tensor.
    const Tensor from_x = self ? linear(x, p.in_weight, p.in_bias)
                               : linear(x, p.in_weight({until(size)}), p.in_bias({until(size)}));
    const Tensor from_context =
        self ? from_x : linear(context, p.in_weight({range(size)}), p.in_bias({range(size)}));
    const Tensor queries =
        part_of(from_x, 0, o.rotary) * (1 / std::sqrt(static_cast<double>(head)));
    const Tensor keys = part_of(from_context, self ? 1 : 0, o.rotary),
                 values = part_of(from_context, self ? 2 : 1, false);
    Tensor scores = matmul(queries, keys.transpose());
    if (o.causal) scores = hide_later(scores);
    if (o.ignored) {
        const Tensor hidden =
            o.ignored->to(DType::boolean).reshape(Shape{batch, 1, 1, context.shape()[1]});
        // Not -infinity: a row of nothing else would be NaN.
        scores = where(hidden, Tensor(graph::constant(-1e30, scores.dtype(), Shape{})), scores);
    }
    Tensor weights = softmax(scores, -1);
    if (o.drop) weights = o.drop(weights);
    const Tensor mixed = matmul(weights, values).permute({0, 2, 1, 3}).reshape(x.shape());
    return linear(mixed, p.out_weight, p.out_bias);
}

Tensor self_attention(const Tensor& x, const AttentionParameters& p, std::int64_t heads,
                      bool causal) {
    return attention(x, x, p, {.heads = heads, .causal = causal});
}

Tensor rms_norm(const Tensor& x, const Tensor& weight, double epsilon) {
    return x * rsqrt(mean(x * x, {-1}, true) + epsilon) * weight;
}

namespace {

/// t / base^(2i/size) for position t and pair i: [length, size / 2].
Tensor angles(std::int64_t length, std::int64_t size, double base, DType type) {
    const Shape shape{length, size / 2};
    const Tensor position(graph::iota(type, shape, 0)), pair(graph::iota(type, shape, 1));
    return position * exp(pair * (-2 * std::log(base) / static_cast<double>(size)));
}

/// Pairs side by side: [..., pairs] and [..., pairs] -> [..., 2 pairs].
Tensor interleave(const Tensor& even, const Tensor& odd) {
    Axes sizes = even.shape().sizes();
    sizes.back() *= 2;
    return stack({even, odd}, even.rank()).reshape(Shape(std::move(sizes)));
}

}  // namespace

Tensor add_sinusoids(const Tensor& x, double base) {
    const Tensor angle = angles(x.shape()[1], x.shape()[2], base, x.dtype());
    return x + interleave(sin(angle), cos(angle));
}

Tensor rotate(const Tensor& x, std::int64_t heads, double base) {
    const std::int64_t batch = x.shape()[0], length = x.shape()[1], size = x.shape()[2];
    const Tensor pairs = x.reshape(Shape{batch, length, heads, size / heads / 2, 2});
    const Tensor angle =
        angles(length, size / heads, base, x.dtype()).reshape(Shape{length, 1, size / heads / 2});
    const Tensor even = pairs({all, all, all, all, 0}), odd = pairs({all, all, all, all, 1});
    return interleave(even * cos(angle) - odd * sin(angle), even * sin(angle) + odd * cos(angle))
        .reshape(x.shape());
}

}  // namespace gradweave::nn
