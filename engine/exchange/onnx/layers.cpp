// SPDX-License-Identifier: Apache-2.0
// Matrix products, convolutions and normalisations.
#include "engine/nn/layers.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/windows.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx {

namespace {

Results matmul_op(const Call& c) {
    return c.same(matmul(c.x(0), c.x(1)));
}

Results gemm(const Call& c) {
    Tensor a = c.x(0), b = c.x(1);
    if (a.rank() != 2 || b.rank() != 2) refuse("it needs two matrices");
    if (c.integer("transA", 0) != 0) a = a.transpose();
    if (c.integer("transB", 0) != 0) b = b.transpose();
    Tensor y = matmul(a, b);
    if (const double alpha = c.real("alpha", 1); alpha != 1) y = y * alpha;
    if (c.has(2)) {
        const double beta = c.real("beta", 1);
        y = y + (beta == 1 ? c.x(2) : c.x(2) * beta);
    }
    return c.same(y);
}

Axes spatial(const Tensor& weight) {
    return {weight.shape().begin() + 2, weight.shape().end()};
}

Results conv(const Call& c) {
    const Tensor x = c.x(0), weight = c.x(1);
    if (weight.rank() != x.rank()) refuse("input and weight differ in rank");
    const Windows w = windows_of(c, x.shape(), spatial(weight));
    Tensor y(graph::conv(x.node(), weight.node(),
                         {w.stride, w.low, w.high, w.dilation, c.integer("group", 1)}));
    if (c.has(2)) y = y + fn::along_channels(c.x(2), x.rank());
    return c.same(y);
}

/// The gradient of a convolution with respect to its input: the same weight layout, the other way.
Results conv_transpose(const Call& c) {
    const Tensor x = c.x(0), weight = c.x(1);
    if (weight.rank() != x.rank() || x.rank() < 3) refuse("input and weight do not fit");
    const auto axes = static_cast<std::size_t>(x.rank() - 2);
    const std::int64_t groups = c.integer("group", 1);
    const Axes kernel = spatial(weight), stride = c.integers("strides", Axes(axes, 1)),
               dilation = c.integers("dilations", Axes(axes, 1)),
               extra = c.integers("output_padding", Axes(axes, 0)),
               shape = c.integers("output_shape"), pads = c.integers("pads", Axes(2 * axes, 0));
    if (stride.size() != axes || dilation.size() != axes || extra.size() != axes ||
        pads.size() != 2 * axes || (!shape.empty() && shape.size() < axes)) {
        refuse(concat("strides, dilations and pads do not fit ", axes, " axes"));
    }
    const std::string automatic = c.text("auto_pad", "NOTSET");
    Axes low(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(axes)),
        high(pads.begin() + static_cast<std::ptrdiff_t>(axes), pads.end());
    Axes sizes{x.shape()[0], weight.shape()[1] * groups};
    for (std::size_t i = 0; i < axes; ++i) {
        const std::int64_t whole = stride[i] * (x.shape()[static_cast<int>(i) + 2] - 1) + extra[i] +
                                   (kernel[i] - 1) * dilation[i] + 1;
        std::int64_t size = whole - low[i] - high[i];
        const bool same = automatic == "SAME_UPPER" || automatic == "SAME_LOWER";
        if (!shape.empty() || same) {
            size = same && shape.empty() ? x.shape()[static_cast<int>(i) + 2] * stride[i]
                                         : shape[shape.size() - axes + i];
            const std::int64_t total = whole - size;
            // Rounded down also where there is more to come than there is.
            const std::int64_t half = total >= 0 ? total / 2 : -((1 - total) / 2);
            low[i] = automatic == "SAME_UPPER" ? half : total - half;
            high[i] = total - low[i];
        }
        if (size < 0) refuse("its pads take away more than there is");
        sizes.push_back(size);
    }
    // Negative pads lie outside of what a convolution reads: computed without, then filled up.
    Axes cut_low(axes + 2, 0), cut_high(axes + 2, 0), inner = sizes;
    for (std::size_t i = 0; i < axes; ++i) {
        inner[i + 2] += low[i] + high[i] - extra[i];
        cut_low[i + 2] = low[i];
        cut_high[i + 2] = high[i] - extra[i];
    }
    const Tensor whole(
        graph::conv_grad_input(x.node(), weight.node(), Shape(inner),
                               {stride, Axes(axes, 0), Axes(axes, 0), dilation, groups}));
    Axes start, count = sizes, before, after;
    for (std::size_t i = 0; i < axes + 2; ++i) {
        start.push_back(std::max<std::int64_t>(cut_low[i], 0));
        before.push_back(std::max<std::int64_t>(-cut_low[i], 0));
        after.push_back(std::max<std::int64_t>(-cut_high[i], 0));
        count[i] = sizes[i] - before[i] - after[i];
    }
    Tensor y =
        pad(Tensor(graph::slice(whole.node(), start, Axes(axes + 2, 1), count)), before, after);
    if (c.has(2)) y = y + fn::along_channels(c.x(2), x.rank());
    return c.same(y);
}

Results batch_normalization(const Call& c) {
    const Tensor x = c.x(0), scale = c.x(1), shift = c.x(2), mean = c.x(3), variance = c.x(4);
    const double epsilon = c.real("epsilon", 1e-5), momentum = c.real("momentum", 0.9);
    if (c.version() < 9 && c.integer("spatial", 1) == 0) unsupported("spatial = 0");
    const bool training =
        c.version() >= 14
            ? c.integer("training_mode", 0) != 0
            : c.wants(1) || (c.version() < 7 && c.integer("is_test", 0) == 0 && c.wants(1));
    if (!training) return c.same(nn::batch_norm(x, mean, variance, scale, shift, epsilon));
    const auto batch = nn::batch_statistics(x);
    const auto mixed = [&](const Tensor& old, const Tensor& now) {
        return make_value(old * momentum + now * (1 - momentum), c.type(3));
    };
    return {
        make_value(nn::batch_norm(x, batch.mean, batch.variance, scale, shift, epsilon), c.type()),
        mixed(mean, batch.mean), mixed(variance, batch.variance)};
}

/// (x - mean) / sqrt(variance + epsilon) over some axes.
struct Normalised {
    Tensor y, mean, inverse;
};
Normalised normalised(const Tensor& x, const Axes& axes, double epsilon) {
    const Tensor mu = mean(x, axes, true);
    const Tensor centred = x - mu;
    const Tensor inverse = reciprocal(sqrt(mean(centred * centred, axes, true) + epsilon));
    return {centred * inverse, mu, inverse};
}

Results instance_normalization(const Call& c) {
    const Tensor x = c.x();
    const Tensor y = normalised(x, fn::axes_from(2, x.rank()), c.real("epsilon", 1e-5)).y;
    return c.same(y * fn::along_channels(c.x(1), x.rank()) + fn::along_channels(c.x(2), x.rank()));
}

Results layer_normalization(const Call& c) {
    const Tensor x = c.x();
    const int axis = fn::axis_of(c.integer("axis", -1), x.rank());
    const Normalised n = normalised(x, fn::axes_from(axis, x.rank()), c.real("epsilon", 1e-5));
    Tensor y = n.y * c.x(1);
    if (c.has(2)) y = y + c.x(2);
    return {make_value(y, c.type()), make_value(n.mean, ElementType::f32),
            make_value(n.inverse, ElementType::f32)};
}

Results mean_variance_normalization(const Call& c) {
    Axes axes = c.integers("axes", {0, 2, 3});
    for (std::int64_t& axis : axes)
        axis = fn::axis_of(axis, c.x().rank());
    const Tensor x = c.x();
    const Tensor centred = x - mean(x, axes, true);
    return c.same(centred / (sqrt(mean(centred * centred, axes, true)) + 1e-9));
}

Results lrn(const Call& c) {
    const Tensor x = c.x();
    const std::int64_t size = c.integer("size", 0);
    if (size < 1 || x.rank() < 2) refuse("it needs a size and channels");
    Axes low(static_cast<std::size_t>(x.rank()), 0), high = low;
    low[1] = (size - 1) / 2;
    high[1] = size - 1 - low[1];
    const Tensor squares(graph::window(pad(x * x, low, high).node(), {{1}, {size}, {1}, {1}}));
    const Tensor near = sum(squares, {-1}) * (c.real("alpha", 1e-4) / static_cast<double>(size)) +
                        c.real("bias", 1);
    return c.same(x / pow(near, c.real("beta", 0.75)));
}

}  // namespace

std::span<const OperatorRow> layer_operators() {
    static constexpr OperatorRow rows[] = {
        {"MatMul", 1, 17, matmul_op},
        {"Gemm", 1, 17, gemm},
        {"Conv", 1, 17, conv},
        {"ConvTranspose", 1, 17, conv_transpose},
        {"BatchNormalization", 1, 17, batch_normalization},
        {"InstanceNormalization", 1, 17, instance_normalization},
        {"LayerNormalization", 17, 17, layer_normalization},
        {"MeanVarianceNormalization", 9, 17, mean_variance_normalization},
        {"LRN", 1, 17, lrn},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
