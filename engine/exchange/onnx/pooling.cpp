// SPDX-License-Identifier: Apache-2.0
// Poolings and their inverse.
#include <limits>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/windows.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"

namespace gradweave::exchange::onnx {

namespace {

Windows pooling_windows(const Call& c, const Tensor& x) {
    Windows w = windows_of(c, x.shape(), c.integers("kernel_shape"));
    // The last window must begin in the image or in the padding before it.
    if (c.integer("ceil_mode", 0) != 0) {
        for (std::size_t i = 0; i < w.size.size(); ++i) {
            const std::int64_t size = x.shape()[static_cast<int>(i) + 2];
            if ((w.positions[i] - 1) * w.stride[i] >= size + w.low[i]) {
                --w.positions[i];
                w.high[i] -= w.stride[i];
            }
        }
    }
    return w;
}

double lowest(DType type) {
    if (is_floating(type)) return -std::numeric_limits<double>::infinity();
    return type == DType::u8 ? 0 : -128;
}

/// Row-major (or column-major) number, among all elements of x, of element `at` of each window.
Tensor places(const Tensor& x, const Windows& w, const Tensor& at, bool columns_first) {
    const int axes = x.rank() - 2;
    Axes strides = x.shape().strides();
    if (columns_first) {
        std::int64_t stride = 1;
        for (int i = 2; i < x.rank(); ++i) {
            strides[static_cast<std::size_t>(i)] = stride;
            stride *= x.shape()[i];
        }
    }
    Tensor place = fn::counted(at.shape(), 0) * static_cast<double>(strides[0]) +
                   fn::counted(at.shape(), 1) * static_cast<double>(strides[1]);
    Tensor rest = at;
    for (int i = axes - 1; i >= 0; --i) {
        const auto k = static_cast<std::size_t>(i);
        const Tensor size = fn::number(static_cast<double>(w.size[k]), DType::i64);
        const Tensor inside = remainder(rest, size);
        rest = fn::quotient(rest - inside, size);
        const Tensor position = fn::counted(at.shape(), i + 2) * static_cast<double>(w.stride[k]) +
                                inside * static_cast<double>(w.dilation[k]) -
                                static_cast<double>(w.low[k]);
        place = place + position * static_cast<double>(strides[k + 2]);
    }
    return place;
}

Results max_pool(const Call& c) {
    const Tensor x = c.x();
    const Windows w = pooling_windows(c, x);
    const bool plain = x.rank() == 4 && is_floating(x.dtype()) && w.dilation == Axes{1, 1};
    Results results;
    if (plain) {
        results.push_back(make_value(
            Tensor(graph::max_pool2d(x.node(), {w.size, w.stride, w.low, w.high})), c.type()));
    }
    if (plain && !c.wants(1)) return results;
    const Tensor windows = slide(x, w, lowest(x.dtype()));
    if (!plain) results.push_back(make_value(max(windows, {-1}), c.type()));
    if (c.wants(1)) {
        results.push_back(make_value(
            places(x, w, argmax(windows), c.integer("storage_order", 0) != 0), ElementType::i64));
    }
    return results;
}

Results average_pool(const Call& c) {
    const Tensor x = c.x();
    const Windows w = pooling_windows(c, x);
    const Tensor total = sum(slide(x, w, 0), {-1});
    // How many elements each window has: those of the image, or with the padding, but never those
    // that rounding up reached for.
    Tensor room = ones_like(x);
    Windows counting = w;
    if (c.integer("count_include_pad", 0) != 0) {
        const Axes pads = c.integers("pads", Axes(2 * w.size.size(), 0));
        Axes low{0, 0}, high{0, 0};
        for (std::size_t i = 0; i < w.size.size(); ++i) {
            const std::int64_t after = std::min(w.high[i], pads[i + w.size.size()]);
            low.push_back(w.low[i]);
            high.push_back(c.has_attribute("pads") ? after : w.high[i]);
            counting.low[i] = 0;
            counting.high[i] = w.high[i] - high.back();
        }
        room = pad(room, low, high, 1);
    }
    return c.same(total / sum(slide(room, counting, 0), {-1}));
}

Results lp_pool(const Call& c) {
    const double p = static_cast<double>(c.integer("p", 2));
    const Tensor x = c.x();
    return c.same(pow(sum(pow(abs(slide(x, pooling_windows(c, x), 0)), p), {-1}), 1 / p));
}

Axes image_axes(const Tensor& x) {
    if (x.rank() < 3) refuse(concat("it needs [N, C, ...], not ", to_string(x.shape())));
    return fn::axes_from(2, x.rank());
}

Results global_average_pool(const Call& c) {
    return c.same(mean(c.x(), image_axes(c.x()), true));
}
Results global_max_pool(const Call& c) {
    return c.same(max(c.x(), image_axes(c.x()), true));
}
Results global_lp_pool(const Call& c) {
    const double p = static_cast<double>(c.integer("p", 2));
    return c.same(pow(sum(pow(abs(c.x()), p), image_axes(c.x()), true), 1 / p));
}

Results max_unpool(const Call& c) {
    const Tensor x = c.x(0), at = c.x(1);
    const Axes kernel = c.integers("kernel_shape");
    const auto axes = static_cast<std::size_t>(x.rank() - 2);
    const Axes stride = c.integers("strides", Axes(axes, 1)),
               pads = c.integers("pads", Axes(2 * axes, 0));
    if (x.rank() < 3 || kernel.size() != axes || stride.size() != axes || pads.size() != 2 * axes)
        refuse("kernel, strides and pads do not fit its input");
    Axes sizes{x.shape()[0], x.shape()[1]};
    for (std::size_t i = 0; i < axes; ++i) {
        sizes.push_back((x.shape()[static_cast<int>(i) + 2] - 1) * stride[i] + kernel[i] - pads[i] -
                        pads[i + axes]);
    }
    const Shape natural(sizes);
    // The numbers count in the natural shape; a larger one is asked for around it.
    const std::int64_t count = x.shape().element_count();
    const Tensor flat(graph::scatter_add(x.reshape(Shape{count}).node(),
                                         at.reshape(Shape{count}).node(), 0,
                                         Shape{natural.element_count()}));
    Tensor y = flat.reshape(natural);
    if (c.has(2)) {
        const Shape wanted(c.integers_of(2));
        if (wanted.rank() != natural.rank()) refuse("the output shape has another rank");
        Axes high;
        for (int i = 0; i < natural.rank(); ++i) {
            high.push_back(wanted[i] - natural[i]);
            if (high.back() < 0) refuse("the output shape is smaller than what is unpooled");
        }
        y = pad(y, Axes(high.size(), 0), high);
    }
    return c.same(y);
}

}  // namespace

std::span<const OperatorRow> pooling_operators() {
    static constexpr OperatorRow rows[] = {
        {"MaxPool", 1, 17, max_pool},
        {"AveragePool", 1, 17, average_pool},
        {"LpPool", 2, 17, lp_pool},
        {"GlobalAveragePool", 1, 17, global_average_pool},
        {"GlobalMaxPool", 1, 17, global_max_pool},
        {"GlobalLpPool", 2, 17, global_lp_pool},
        {"MaxUnpool", 9, 17, max_unpool},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
