// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/layers.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "engine/nn/pooling.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

Tensor along_channels(const Tensor& values, int rank) {
    Axes sizes(static_cast<std::size_t>(rank - 1), 1);
    sizes[0] = values.shape()[0];
    return values.reshape(Shape(std::move(sizes)));
}

namespace {

void require_image(const char* what, const Tensor& x) {
    if (x.rank() == 4) return;
    graph::fail(concat(what, " needs images [N, C, H, W], the input is ", to_string(x.shape())));
}

}  // namespace

Tensor linear(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias) {
    const Tensor y = matmul(x, weight.transpose());
    return bias ? y + *bias : y;
}

Tensor bilinear(const Tensor& a, const Tensor& b, const Tensor& weight,
                const std::optional<Tensor>& bias) {
    const std::int64_t batch = a.shape()[0], units = weight.shape()[0], size = weight.shape()[1],
                       other = weight.shape()[2];
    // [N, I] times [I, K J], then with each sample's b.
    const Tensor flat = weight.permute({1, 0, 2}).reshape(Shape{size, units * other});
    const Tensor halves = matmul(a, flat).reshape(Shape{batch, units, other});
    const Tensor y = sum(halves * b.reshape(Shape{batch, 1, other}), {2});
    return bias ? y + *bias : y;
}

Tensor conv2d(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias,
              const Conv2dOptions& o) {
    require_image("conv2d", x);
    const Tensor y(graph::conv(x.node(), weight.node(),
                               {{o.stride[0], o.stride[1]},
                                {o.padding[0], o.padding[1]},
                                {o.padding[0], o.padding[1]},
                                {o.dilation[0], o.dilation[1]},
                                o.groups}));
    return bias ? y + along_channels(*bias, 4) : y;
}

Tensor max_pool2d(const Tensor& x, Pair size, Pair stride, Pair padding) {
    require_image("max_pool2d", x);
    const Axes pad{padding[0], padding[1]};
    return Tensor(
        graph::max_pool2d(x.node(), {{size[0], size[1]}, {stride[0], stride[1]}, pad, pad}));
}

Tensor avg_pool2d(const Tensor& x, Pair size, Pair stride, Pair padding) {
    require_image("avg_pool2d", x);
    return avg_pool(x, {size[0], size[1]}, {stride[0], stride[1]}, {padding[0], padding[1]});
}

Tensor flatten(const Tensor& x) {
    const std::int64_t batch = x.shape()[0];
    std::int64_t rest = 1;
    for (int i = 1; i < x.rank(); ++i)
        rest *= x.shape()[i];
    return x.reshape(Shape{batch, rest});
}

Tensor dropout(const Tensor& x, double p, const Tensor& uniform) {
    // Nothing passes at 1; by select, since 0 times an infinity is no number.
    return where(greater_equal(uniform, p), x * (p < 1 ? 1 / (1 - p) : 1.0),
                 Tensor(graph::constant(0.0, x.dtype(), Shape{})));
}

BatchStatistics batch_statistics(const Tensor& x) {
    Axes axes{0};
    for (int i = 2; i < x.rank(); ++i)
        axes.push_back(i);
    const Tensor mu = mean(x, axes);
    const Tensor centred = x - along_channels(mu, x.rank());
    const Tensor variance = mean(centred * centred, axes);
    const double count =
        static_cast<double>(x.shape().element_count()) / static_cast<double>(x.shape()[1]);
    return {mu, variance, variance * (count > 1 ? count / (count - 1) : 1)};
}

Tensor batch_norm(const Tensor& x, const Tensor& mean, const Tensor& variance, const Tensor& weight,
                  const Tensor& bias, double epsilon) {
    const Tensor scale = weight * rsqrt(variance + epsilon);
    return (x - along_channels(mean, x.rank())) * along_channels(scale, x.rank()) +
           along_channels(bias, x.rank());
}

Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, int axes,
                  double epsilon) {
    Axes over;
    for (int i = x.rank() - axes; i < x.rank(); ++i)
        over.push_back(i);
    const Tensor centred = x - mean(x, over, true);
    const Tensor variance = mean(centred * centred, over, true);
    return centred * rsqrt(variance + epsilon) * weight + bias;
}

Tensor group_norm(const Tensor& x, std::int64_t groups, const Tensor& weight, const Tensor& bias,
                  double epsilon) {
    const std::int64_t batch = x.shape()[0];
    const Tensor rows = x.reshape(
        Shape{batch, groups,
              x.shape().element_count() /
                  std::max<std::int64_t>(1, checked_multiply(batch, groups).value_or(1))});
    const Tensor centred = rows - mean(rows, {2}, true);
    const Tensor variance = mean(centred * centred, {2}, true);
    const Tensor even = (centred * rsqrt(variance + epsilon)).reshape(x.shape());
    return even * along_channels(weight, x.rank()) + along_channels(bias, x.rank());
}

}  // namespace gradweave::nn
