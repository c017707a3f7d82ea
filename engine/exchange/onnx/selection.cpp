// SPDX-License-Identifier: Apache-2.0
// Operators that choose elements. Where the result's size depends on values, they are computed on
// the host from known elements.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/tensor/indexing.h"

namespace gradweave::exchange::onnx {

namespace {

Value integers(const Axes& values, Shape shape) {
    return make_value(Array::of(values, std::move(shape)), ElementType::i64);
}

Results non_zero(const Call& c) {
    const Array x = c.elements(0);
    const Axes strides = x.shape().strides();
    const int rank = std::max(x.shape().rank(), 1);
    std::vector<Axes> columns(static_cast<std::size_t>(rank));
    for (std::int64_t i = 0; i < x.element_count(); ++i) {
        if (x.number(i) == 0) continue;
        std::int64_t rest = i;
        for (int axis = 0; axis < rank; ++axis) {
            const std::int64_t stride =
                x.shape().rank() == 0 ? 1 : strides[static_cast<std::size_t>(axis)];
            columns[static_cast<std::size_t>(axis)].push_back(rest / stride);
            rest %= stride;
        }
    }
    Axes all_columns;
    for (const Axes& column : columns)
        all_columns.insert(all_columns.end(), column.begin(), column.end());
    return {integers(all_columns, Shape{rank, static_cast<std::int64_t>(columns[0].size())})};
}

Results compress(const Call& c) {
    Tensor x = c.x(0);
    const Array flags = c.elements(1);
    int axis = 0;
    if (c.has_attribute("axis"))
        axis = fn::axis_of(c.integer("axis", 0), x.rank());
    else
        x = x.reshape(Shape{x.shape().element_count()});
    Axes rows;
    for (std::int64_t i = 0; i < std::min(flags.element_count(), x.shape()[axis]); ++i) {
        if (flags.number(i) != 0) rows.push_back(i);
    }
    return c.same(take(x, fn::list(rows), axis));
}

/// x as rows along an axis: [rows][axis], converted to double.
struct Lines {
    explicit Lines(const Array& x, int axis) : array(x), size(x.shape()[axis]), stride(1) {
        for (int i = axis + 1; i < x.shape().rank(); ++i)
            stride *= x.shape()[i];
        count = size == 0 ? 0 : x.element_count() / size;
    }
    std::int64_t at(std::int64_t line, std::int64_t i) const {
        return (line / stride) * stride * size + i * stride + line % stride;
    }
    const Array& array;
    std::int64_t size, stride, count;
};

Results top_k(const Call& c) {
    const Tensor x = c.x(0);
    const std::int64_t k = c.version() < 10 ? c.integer("k", 0) : c.integer_of(1);
    const int axis = fn::axis_of(c.integer("axis", -1), x.rank());
    if (k < 0 || k > x.shape()[axis])
        refuse(concat("k is ", k, " on an axis of ", x.shape()[axis]));
    const Sorted top = topk(x, k, axis, c.integer("largest", 1) != 0);
    return {make_value(top.values, c.type()), make_value(top.indices, ElementType::i64)};
}

Results unique(const Call& c) {
    const bool flat = !c.has_attribute("axis");
    Tensor tensor_x = c.x(0);
    if (flat) tensor_x = tensor_x.reshape(Shape{tensor_x.shape().element_count()});
    const int axis = flat ? 0 : fn::axis_of(c.integer("axis", 0), tensor_x.rank());
    const Array x = c.elements(0).reshaped(tensor_x.shape());
    const Lines lines(x, axis);
    // Slices of the axis, compared element by element.
    std::map<std::vector<double>, std::vector<std::int64_t>> found;
    for (std::int64_t i = 0; i < lines.size; ++i) {
        std::vector<double> slice;
        for (std::int64_t line = 0; line < lines.count; ++line)
            slice.push_back(x.number(lines.at(line, i)));
        found[slice].push_back(i);
    }
    std::vector<std::vector<std::int64_t>> groups;
    for (auto& [slice, rows] : found)
        groups.push_back(std::move(rows));
    if (c.integer("sorted", 1) == 0)
        std::sort(groups.begin(), groups.end(),
                  [](const auto& a, const auto& b) { return a[0] < b[0]; });
    Axes first, counts, inverse(static_cast<std::size_t>(lines.size));
    for (std::size_t g = 0; g < groups.size(); ++g) {
        first.push_back(groups[g][0]);
        counts.push_back(static_cast<std::int64_t>(groups[g].size()));
        for (const std::int64_t row : groups[g])
            inverse[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(g);
    }
    const auto count = static_cast<std::int64_t>(groups.size());
    return {make_value(take(tensor_x, fn::list(first), axis), c.type()),
            integers(first, Shape{count}), integers(inverse, Shape{lines.size}),
            integers(counts, Shape{count})};
}

struct Box {
    double top, left, bottom, right;
    double area() const { return (bottom - top) * (right - left); }
};

double overlap(const Box& a, const Box& b) {
    const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top),
                 width = std::min(a.right, b.right) - std::max(a.left, b.left);
    if (height <= 0 || width <= 0) return 0;
    const double common = height * width;
    return common / (a.area() + b.area() - common);
}

Results non_max_suppression(const Call& c) {
    const Array boxes = c.elements(0), scores = c.elements(1);
    if (boxes.shape().rank() != 3 || boxes.shape()[2] != 4 || scores.shape().rank() != 3)
        refuse("it needs boxes [N, boxes, 4] and scores [N, classes, boxes]");
    const std::int64_t most = c.has(2) ? c.integer_of(2) : 0;
    const double most_overlap = c.has(3) ? c.number_of(3) : 0;
    const bool centred = c.integer("center_point_box", 0) != 0;
    const std::int64_t batch = boxes.shape()[0], count = boxes.shape()[1],
                       classes = scores.shape()[1];
    if (scores.shape()[0] != batch || scores.shape()[2] != count)
        refuse("boxes and scores do not fit");
    const auto box = [&](std::int64_t n, std::int64_t i) {
        const auto v = [&](int k) { return boxes.number((n * count + i) * 4 + k); };
        if (centred) return Box{v(1) - v(3) / 2, v(0) - v(2) / 2, v(1) + v(3) / 2, v(0) + v(2) / 2};
        return Box{std::min(v(0), v(2)), std::min(v(1), v(3)), std::max(v(0), v(2)),
                   std::max(v(1), v(3))};
    };
    Axes chosen;
    for (std::int64_t n = 0; n < batch; ++n) {
        for (std::int64_t k = 0; k < classes; ++k) {
            const auto score = [&](std::int64_t i) {
                return scores.number((n * classes + k) * count + i);
            };
            Axes order(static_cast<std::size_t>(count));
            std::iota(order.begin(), order.end(), 0);
            if (c.has(4)) {
                const double least = c.number_of(4);
                std::erase_if(order, [&](std::int64_t i) { return !(score(i) > least); });
            }
            std::stable_sort(order.begin(), order.end(),
                             [&](std::int64_t a, std::int64_t b) { return score(a) > score(b); });
            Axes kept;
            for (const std::int64_t i : order) {
                if (static_cast<std::int64_t>(kept.size()) >= most) break;
                const bool covered = std::any_of(kept.begin(), kept.end(), [&](std::int64_t j) {
                    return overlap(box(n, i), box(n, j)) > most_overlap;
                });
                if (!covered) kept.push_back(i);
            }
            for (const std::int64_t i : kept)
                chosen.insert(chosen.end(), {n, k, i});
        }
    }
    const auto rows = static_cast<std::int64_t>(chosen.size()) / 3;
    return {integers(chosen, Shape{rows, 3})};
}

/// A bilinear sample of an image; 0 for points more than one pixel outside.
struct Sample {
    std::int64_t at[4];
    double weight[4];
};
Sample sample_at(double y, double x, std::int64_t height, std::int64_t width) {
    Sample s{};
    if (y < -1 || y > static_cast<double>(height) || x < -1 || x > static_cast<double>(width))
        return s;
    y = std::max(y, 0.0);
    x = std::max(x, 0.0);
    const std::int64_t y0 = std::min(static_cast<std::int64_t>(y), height - 1),
                       x0 = std::min(static_cast<std::int64_t>(x), width - 1);
    const std::int64_t y1 = std::min(y0 + 1, height - 1), x1 = std::min(x0 + 1, width - 1);
    const double fy = y0 >= height - 1 ? 0 : y - static_cast<double>(y0),
                 fx = x0 >= width - 1 ? 0 : x - static_cast<double>(x0);
    const std::int64_t at[] = {y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1};
    const double weight[] = {(1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx};
    std::copy(std::begin(at), std::end(at), s.at);
    std::copy(std::begin(weight), std::end(weight), s.weight);
    return s;
}

Results roi_align(const Call& c) {
    const Array x = c.elements(0), rois = c.elements(1), images = c.elements(2);
    if (x.shape().rank() != 4 || rois.shape().rank() != 2 || rois.shape()[1] != 4)
        refuse("it needs images [N, C, H, W] and regions [regions, 4]");
    const std::int64_t channels = x.shape()[1], height = x.shape()[2], width = x.shape()[3],
                       regions = rois.shape()[0];
    const std::int64_t rows = c.integer("output_height", 1), columns = c.integer("output_width", 1),
                       ratio = c.integer("sampling_ratio", 0);
    const double scale = c.real("spatial_scale", 1);
    const bool largest = c.text("mode", "avg") == "max";
    const double shift =
        c.version() >= 16 && c.text("coordinate_transformation_mode", "half_pixel") == "half_pixel"
            ? 0.5
            : 0;
    if (rows < 1 || columns < 1 || images.element_count() != regions || height < 1 || width < 1)
        refuse("regions and sizes do not fit");
    Array y(DType::f64, Shape{regions, channels, rows, columns});
    for (std::int64_t r = 0; r < regions; ++r) {
        const auto image = static_cast<std::int64_t>(images.number(r));
        if (image < 0 || image >= x.shape()[0]) refuse(concat("there is no image ", image));
        const auto edge = [&](int k) { return rois.number(r * 4 + k) * scale - shift; };
        const double left = edge(0), top = edge(1);
        double w = edge(2) - left, h = edge(3) - top;
        if (shift == 0) w = std::max(w, 1.0), h = std::max(h, 1.0);
        const double bin_w = w / static_cast<double>(columns),
                     bin_h = h / static_cast<double>(rows);
        const auto grid = [&](double bin) {
            const double wanted = ratio > 0 ? static_cast<double>(ratio) : std::ceil(bin);
            if (!(wanted < 10'000)) refuse("a region is too large");
            return std::max<std::int64_t>(static_cast<std::int64_t>(wanted), 1);
        };
        const std::int64_t grid_h = grid(bin_h), grid_w = grid(bin_w);
        for (std::int64_t i = 0; i < rows * columns; ++i) {
            const double y0 = top + static_cast<double>(i / columns) * bin_h,
                         x0 = left + static_cast<double>(i % columns) * bin_w;
            for (std::int64_t channel = 0; channel < channels; ++channel) {
                const std::int64_t base = (image * channels + channel) * height * width;
                double total = 0, most = -INFINITY;
                for (std::int64_t g = 0; g < grid_h * grid_w; ++g) {
                    const Sample s = sample_at(y0 + (static_cast<double>(g / grid_w) + 0.5) *
                                                        bin_h / static_cast<double>(grid_h),
                                               x0 + (static_cast<double>(g % grid_w) + 0.5) *
                                                        bin_w / static_cast<double>(grid_w),
                                               height, width);
                    for (int k = 0; k < 4; ++k) {
                        const double part = s.weight[k] * x.number(base + s.at[k]);
                        total += part;
                        most = std::max(most, part);
                    }
                }
                y.as<double>()[static_cast<std::size_t>((r * channels + channel) * rows * columns +
                                                        i)] =
                    largest ? most : total / static_cast<double>(grid_h * grid_w);
            }
        }
    }
    return {make_value(y, c.type())};
}

/// By Gauss with the largest pivot.
Results determinant(const Call& c) {
    const Array x = c.elements(0).cast(DType::f64);
    const Shape& shape = x.shape();
    if (shape.rank() < 2 || shape[-1] != shape[-2]) refuse("it needs square matrices");
    const auto n = static_cast<std::size_t>(shape[-1]);
    const Axes last{shape.rank() - 2, shape.rank() - 1};
    Array result(DType::f64, shape.without(last));
    for (std::size_t m = 0; m < result.as<double>().size(); ++m) {
        const auto begin = x.as<double>().begin() + static_cast<std::ptrdiff_t>(m * n * n);
        std::vector<double> a(begin, begin + static_cast<std::ptrdiff_t>(n * n));
        double value = 1;
        for (std::size_t k = 0; k < n && value != 0; ++k) {
            std::size_t pivot = k;
            for (std::size_t i = k + 1; i < n; ++i) {
                if (std::abs(a[i * n + k]) > std::abs(a[pivot * n + k])) pivot = i;
            }
            if (pivot != k) {
                std::swap_ranges(a.begin() + static_cast<std::ptrdiff_t>(k * n),
                                 a.begin() + static_cast<std::ptrdiff_t>((k + 1) * n),
                                 a.begin() + static_cast<std::ptrdiff_t>(pivot * n));
                value = -value;
            }
            value *= a[k * n + k];
            for (std::size_t i = k + 1; value != 0 && i < n; ++i) {
                const double factor = a[i * n + k] / a[k * n + k];
                for (std::size_t j = k; j < n; ++j)
                    a[i * n + j] -= factor * a[k * n + j];
            }
        }
        result.as<double>()[m] = value;
    }
    return {make_value(result, c.type())};
}

}  // namespace

std::span<const OperatorRow> selection_operators() {
    static constexpr OperatorRow rows[] = {
        {"NonZero", 9, 17, non_zero},
        {"Compress", 9, 17, compress},
        {"TopK", 1, 17, top_k},
        {"Unique", 11, 17, unique},
        {"NonMaxSuppression", 10, 17, non_max_suppression},
        {"RoiAlign", 10, 17, roi_align},
        {"Det", 11, 17, determinant},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
