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

Tensor self_attention(const Tensor& x, const AttentionParameters& p, std::int64_t heads,
                      bool causal) {
    const std::int64_t batch = x.shape()[0], length = x.shape()[1], size = x.shape()[2];
    const std::int64_t head = size / heads;
    const Tensor all_three = linear(x, p.in_weight, p.in_bias);
    // [N, T, D] -> [N, heads, T, D / heads]
    const auto part = [&](std::int64_t i) {
        return all_three({all, all, range(i * size, (i + 1) * size)})
            .reshape(Shape{batch, length, heads, head})
            .permute({0, 2, 1, 3});
    };
    const Tensor queries = part(0) * (1 / std::sqrt(static_cast<double>(head)));
    Tensor scores = matmul(queries, part(1).transpose());
    if (causal) scores = hide_later(scores);
    const Tensor mixed = matmul(softmax(scores, -1), part(2))
                             .permute({0, 2, 1, 3})
                             .reshape(Shape{batch, length, size});
    return linear(mixed, p.out_weight, p.out_bias);
}

Tensor rms_norm(const Tensor& x, const Tensor& weight, double epsilon) {
    return x * rsqrt(mean(x * x, {-1}, true) + epsilon) * weight;
}

}  // namespace gradweave::nn
