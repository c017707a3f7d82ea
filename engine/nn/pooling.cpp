// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/pooling.h"

#include <algorithm>
#include <limits>

#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

/// Max-pooling of one spatial axis, as images of the same channels: the axes before it count as
/// more samples, so that channels that lie innermost in memory may stay there. A window's largest
/// element is found axis by axis, the last axis first: of equal ones the first in row-major order
/// stays the first.
Tensor max_pool_axis(const Tensor& x, int axis, std::int64_t size, std::int64_t stride,
                     std::int64_t padding) {
    // [N, before.., C, axis, after..]
    Axes order{0}, back(static_cast<std::size_t>(x.rank()));
    std::int64_t samples = x.shape()[0], after = 1;
    for (int i = 2; i < axis; ++i) {
        order.push_back(i);
        samples *= x.shape()[i];
    }
    order.push_back(1);
    for (int i = axis; i < x.rank(); ++i) {
        order.push_back(i);
        if (i > axis) after *= x.shape()[i];
    }
    for (std::size_t i = 0; i < order.size(); ++i)
        back[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    const Tensor turned = x.permute(order);
    const Tensor image = turned.reshape(Shape{samples, x.shape()[1], x.shape()[axis], after});
    const Tensor pooled(
        graph::max_pool2d(image.node(), {{size, 1}, {stride, 1}, {padding, 0}, {padding, 0}}));
    Axes sizes = turned.shape().sizes();
    sizes[static_cast<std::size_t>(axis)] = pooled.shape()[2];
    return pooled.reshape(Shape(std::move(sizes))).permute(back);
}

/// Each window's elements side by side, and the first of the largest picked.
Tensor max_pool_with_gaps(const Tensor& x, const Axes& size, const Axes& stride,
                          const Axes& padding, const Axes& dilation) {
    Axes low{0, 0}, axes;
    std::int64_t count = 1;
    for (std::size_t i = 0; i < size.size(); ++i) {
        low.push_back(padding[i]);
        axes.push_back(static_cast<std::int64_t>(i) + 2);
        count *= size[i];
    }
    const Tensor padded = pad(x, low, low, -std::numeric_limits<double>::infinity());
    const Tensor windows(graph::window(padded.node(), {axes, size, stride, dilation}));
    Axes sizes(windows.shape().begin(), windows.shape().begin() + x.rank());
    const Shape places{Axes(sizes)};
    sizes.push_back(count);
    const Tensor rows = windows.reshape(Shape(std::move(sizes)));
    Axes one = places.sizes();
    one.push_back(1);
    return gather(rows, argmax(rows, -1).reshape(Shape(std::move(one))), -1).reshape(places);
}

/// The elements from `begin` to `end` of an axis.
Tensor part(const Tensor& x, int axis, std::int64_t begin, std::int64_t end) {
    std::vector<Index> indices(static_cast<std::size_t>(axis), all);
    indices.push_back(range(begin, end));
    return x(indices);
}

/// One axis to `size` positions, where `pool` makes one of a part.
template <class Pool>
Tensor adaptive_axis(const Tensor& x, int axis, std::int64_t size, const Pool& pool) {
    const std::int64_t length = x.shape()[axis];
    std::vector<Tensor> parts;
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t begin = i * length / size, end = ((i + 1) * length + size - 1) / size;
        parts.push_back(pool(part(x, axis, begin, end), end - begin));
    }
    return parts.size() == 1 ? parts[0] : cat(parts, axis);
}

}  // namespace

Tensor max_pool(const Tensor& x, const Axes& size, const Axes& stride, const Axes& padding,
                const Axes& dilation) {
    if (std::any_of(dilation.begin(), dilation.end(), [](std::int64_t step) { return step != 1; }))
        return max_pool_with_gaps(x, size, stride, padding, dilation);
    if (size.size() == 2)
        return Tensor(graph::max_pool2d(x.node(), {size, stride, padding, padding}));
    Tensor y = x;
    for (std::size_t i = size.size(); i-- > 0;)
        y = max_pool_axis(y, static_cast<int>(i) + 2, size[i], stride[i], padding[i]);
    return y;
}

Tensor avg_pool(const Tensor& x, const Axes& size, const Axes& stride, const Axes& padding,
                bool count_padding) {
    Axes low{0, 0}, axes, window_axes;
    for (std::size_t i = 0; i < size.size(); ++i) {
        low.push_back(padding[i]);
        axes.push_back(static_cast<std::int64_t>(i) + 2);
        window_axes.push_back(x.rank() + static_cast<std::int64_t>(i));
    }
    const auto windows_of = [&](const Tensor& values) {
        return Tensor(graph::window(pad(values, low, low).node(),
                                    {axes, size, stride, Axes(size.size(), 1)}));
    };
    const Tensor windows = windows_of(x);
    if (count_padding) return mean(windows, window_axes);
    // The same for every channel of every sample.
    Axes one = x.shape().sizes();
    one[0] = one[1] = 1;
    const Tensor counts = sum(windows_of(ones(Shape(std::move(one)), x.dtype())), window_axes);
    return sum(windows, window_axes) / counts;
}

Tensor adaptive_max_pool(const Tensor& x, const Axes& size) {
    Tensor y = x;
    for (std::size_t i = size.size(); i-- > 0;) {
        const int axis = static_cast<int>(i) + 2;
        const std::int64_t length = y.shape()[axis];
        if (length % size[i] == 0) {
            y = max_pool_axis(y, axis, length / size[i], length / size[i], 0);
        } else {
            y = adaptive_axis(y, axis, size[i], [&](const Tensor& values, std::int64_t count) {
                return max_pool_axis(values, axis, count, count, 0);
            });
        }
    }
    return y;
}

Tensor adaptive_avg_pool(const Tensor& x, const Axes& size) {
    Tensor y = x;
    for (std::size_t i = size.size(); i-- > 0;) {
        const int axis = static_cast<int>(i) + 2;
        const std::int64_t length = y.shape()[axis];
        if (length % size[i] == 0) {
            Axes split = y.shape().sizes();
            split[static_cast<std::size_t>(axis)] = size[i];
            split.insert(split.begin() + axis + 1, length / size[i]);
            y = mean(y.reshape(Shape(std::move(split))), {axis + 1});
        } else {
            y = adaptive_axis(y, axis, size[i], [&](const Tensor& values, std::int64_t) {
                return mean(values, {axis}, true);
            });
        }
    }
    return y;
}

}  // namespace gradweave::nn
