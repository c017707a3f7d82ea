// SPDX-License-Identifier: Apache-2.0
// Sampling between elements: along each axis as a product with a matrix of weights, which is known
// from the sizes; and at points that a tensor gives.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

struct Rule {
    std::string mode, coordinates, nearest;
    double cubic = -0.75;
    bool exclude_outside = false;
};

/// Where element i of a resized axis lies in the original one.
double position(const Rule& rule, std::int64_t i, std::int64_t from, std::int64_t to, double scale,
                double roi_begin, double roi_end) {
    const double x = static_cast<double>(i), last = static_cast<double>(from - 1);
    // The size as the scale says it, before it was rounded down.
    const double size = scale * static_cast<double>(from);
    const std::string& how = rule.coordinates;
    if (how == "half_pixel") return (x + 0.5) / scale - 0.5;
    if (how == "pytorch_half_pixel") return to > 1 ? (x + 0.5) / scale - 0.5 : 0;
    if (how == "asymmetric") return x / scale;
    if (how == "align_corners") return size > 1 ? x * last / (size - 1) : 0;
    if (how == "tf_half_pixel_for_nn") return (x + 0.5) / scale;
    if (how == "tf_crop_and_resize") {
        return size > 1 ? roi_begin * last + x * (roi_end - roi_begin) * last / (size - 1)
                        : 0.5 * (roi_begin + roi_end) * last;
    }
    unsupported(concat("coordinate_transformation_mode ", in_quotes(how)));
}

std::int64_t nearest_of(const Rule& rule, double x) {
    if (rule.nearest == "round_prefer_floor") return static_cast<std::int64_t>(std::ceil(x - 0.5));
    if (rule.nearest == "round_prefer_ceil") return static_cast<std::int64_t>(std::floor(x + 0.5));
    if (rule.nearest == "floor") return static_cast<std::int64_t>(std::floor(x));
    if (rule.nearest == "ceil") return static_cast<std::int64_t>(std::ceil(x));
    unsupported(concat("nearest_mode ", in_quotes(rule.nearest)));
}

/// Weights of the two or four neighbours of a point whose fraction is t, the first at -1 for four.
/// Keys, "Cubic convolution interpolation" (1981), with his coefficient a.
std::vector<double> neighbour_weights(const Rule& rule, double t) {
    if (rule.mode == "linear") return {1 - t, t};
    const double a = rule.cubic;
    const auto far = [a](double d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
    const auto near = [a](double d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
    return {far(t + 1), near(t), near(1 - t), far(2 - t)};
}

/// Resizes one axis.
Tensor along_axis(const Tensor& x, int axis, std::int64_t to, double scale, const Rule& rule,
                  double roi_begin, double roi_end) {
    const std::int64_t from = x.shape()[axis];
    if (from == 0) refuse("an empty axis cannot be resized");
    if (rule.mode == "nearest") {
        Axes rows;
        for (std::int64_t i = 0; i < to; ++i) {
            const double at = position(rule, i, from, to, scale, roi_begin, roi_end);
            rows.push_back(std::clamp<std::int64_t>(nearest_of(rule, at), 0, from - 1));
        }
        return take(x, fn::list(rows), axis);
    }
    const auto size = checked_multiply(from, to);
    if (!size || *size > (1 << 28)) refuse("it grows too large");
    Array weights(DType::f64, Shape{to, from});
    const auto w = weights.as<double>();
    for (std::int64_t i = 0; i < to; ++i) {
        const double at = position(rule, i, from, to, scale, roi_begin, roi_end);
        const double base = std::floor(at);
        std::vector<double> shares = neighbour_weights(rule, at - base);
        const std::int64_t first = static_cast<std::int64_t>(base) - (shares.size() == 4 ? 1 : 0);
        double total = 0;
        for (std::size_t k = 0; k < shares.size(); ++k) {
            const std::int64_t row = first + static_cast<std::int64_t>(k);
            if (rule.exclude_outside && (row < 0 || row >= from)) shares[k] = 0;
            total += shares[k];
        }
        for (std::size_t k = 0; k < shares.size(); ++k) {
            const std::int64_t row =
                std::clamp<std::int64_t>(first + static_cast<std::int64_t>(k), 0, from - 1);
            w[static_cast<std::size_t>(i * from + row)] +=
                rule.exclude_outside ? shares[k] / total : shares[k];
        }
    }
    const DType type = is_floating(x.dtype()) ? x.dtype() : DType::f32;
    const Tensor matrix = Tensor(weights.cast(type));
    return fn::axis_from_last(matmul(fn::axis_last(x.to(type), axis), matrix.transpose()), axis);
}

Tensor resized(const Tensor& x, const std::vector<double>& scales, const Axes& sizes,
               const Rule& rule, const std::vector<double>& roi, double outside) {
    if (rule.mode != "nearest" && rule.mode != "linear" && rule.mode != "cubic")
        unsupported(concat("mode ", in_quotes(rule.mode)));
    const int rank = x.rank();
    Tensor y = x;
    std::optional<Tensor> inside;
    for (int i = 0; i < rank; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const std::int64_t from = x.shape()[i];
        const bool crops = rule.coordinates == "tf_crop_and_resize";
        if (sizes[k] == from && scales[k] == 1 && !crops) continue;
        const double begin = crops ? roi[k] : 0,
                     end = crops ? roi[k + static_cast<std::size_t>(rank)] : 1;
        y = along_axis(y, i, sizes[k], scales[k], rule, begin, end);
        if (!crops) continue;
        // Points outside the image are not its border's.
        std::vector<std::int64_t> flags;
        for (std::int64_t p = 0; p < sizes[k]; ++p) {
            const double at = position(rule, p, from, sizes[k], scales[k], begin, end);
            flags.push_back(at >= 0 && at <= static_cast<double>(from - 1));
        }
        Axes shape(static_cast<std::size_t>(rank), 1);
        shape[k] = sizes[k];
        const Tensor flag = fn::list(flags).to(DType::boolean).reshape(Shape(std::move(shape)));
        inside = inside ? logical_and(*inside, flag) : flag;
    }
    return inside ? where(*inside, y, fn::number_like(outside, y)) : y;
}

/// Sizes from scales, rounded down.
Axes sizes_from(const Tensor& x, const std::vector<double>& scales) {
    if (static_cast<int>(scales.size()) != x.rank()) refuse("there must be a scale for each axis");
    Axes sizes;
    for (int i = 0; i < x.rank(); ++i) {
        const double size =
            std::floor(static_cast<double>(x.shape()[i]) * scales[static_cast<std::size_t>(i)]);
        if (!(size >= 0 && size < 0x1p40)) refuse("a scale is negative or too large");
        sizes.push_back(static_cast<std::int64_t>(size));
    }
    return sizes;
}

Results resize(const Call& c) {
    const Tensor x = c.x();
    Rule rule{
        c.text("mode", "nearest"),
        c.text("coordinate_transformation_mode", c.version() < 11 ? "asymmetric" : "half_pixel"),
        c.text("nearest_mode", c.version() < 11 ? "floor" : "round_prefer_floor"),
        c.real("cubic_coeff_a", -0.75), c.integer("exclude_outside", 0) != 0};
    if (c.version() < 11) {
        const auto scales = c.numbers_of(1);
        return c.same(resized(x, scales, sizes_from(x, scales), rule, {}, 0));
    }
    std::vector<double> scales = c.has(2) ? c.numbers_of(2) : std::vector<double>{};
    Axes sizes;
    if (scales.empty()) {
        sizes = c.integers_of(3);
        if (static_cast<int>(sizes.size()) != x.rank())
            refuse("there must be a size for each axis");
        for (int i = 0; i < x.rank(); ++i) {
            const std::int64_t size = sizes[static_cast<std::size_t>(i)];
            if (size < 0) refuse("a size is negative");
            scales.push_back(static_cast<double>(size) / static_cast<double>(x.shape()[i]));
        }
    } else {
        sizes = sizes_from(x, scales);
    }
    std::vector<double> roi;
    if (rule.coordinates == "tf_crop_and_resize") {
        roi = c.numbers_of(1);
        if (roi.size() != 2 * static_cast<std::size_t>(x.rank()))
            refuse("the region must name the beginning and the end of each axis");
    }
    return c.same(resized(x, scales, sizes, rule, roi, c.real("extrapolation_value", 0)));
}

Results upsample(const Call& c) {
    const auto scales = c.version() < 9 ? c.reals("scales") : c.numbers_of(1);
    const std::string mode = c.text("mode", "nearest");
    const Rule rule{mode == "bilinear" ? "linear" : mode, "asymmetric", "floor"};
    return c.same(resized(c.x(), scales, sizes_from(c.x(), scales), rule, {}, 0));
}

/// Samples of images [N, C, H, W] at points [N, H', W', 2] of x and y in [-1, 1].
class GridSampler {
  public:
    explicit GridSampler(const Call& c)
        : image_(c.x(0)),
          grid_(c.x(1)),
          padding_(c.text("padding_mode", "zeros")),
          align_(c.integer("align_corners", 0) != 0) {
        if (image_.rank() != 4 || grid_.rank() != 4 || grid_.shape()[3] != 2)
            unsupported("anything but images [N, C, H, W] and points [N, H, W, 2]");
        const Axes s = image_.shape().sizes();
        rows_ = image_.permute({0, 2, 3, 1}).reshape(Shape{s[0] * s[2] * s[3], s[1]});
    }

    Tensor sample(const std::string& mode) const {
        const Tensor x = pixels(0, 3), y = pixels(1, 2);
        if (mode == "nearest") return in_order(at(clamped(round(x), 3), clamped(round(y), 2)));
        const int reach = mode == "bicubic" ? 4 : 2;
        const Tensor x0 = floor(bounded(x, 3, mode)), y0 = floor(bounded(y, 2, mode));
        const auto wx = weights(bounded(x, 3, mode) - x0, reach),
                   wy = weights(bounded(y, 2, mode) - y0, reach);
        const int first = reach == 4 ? -1 : 0;
        std::optional<Tensor> total;
        for (int j = 0; j < reach; ++j) {
            for (int i = 0; i < reach; ++i) {
                const Tensor value = at(clamped(x0 + static_cast<double>(first + i), 3),
                                        clamped(y0 + static_cast<double>(first + j), 2));
                const Tensor share =
                    wx[static_cast<std::size_t>(i)] * wy[static_cast<std::size_t>(j)];
                Axes sizes = share.shape().sizes();
                sizes.push_back(1);
                const Tensor term = value * share.reshape(Shape(std::move(sizes)));
                total = total ? *total + term : term;
            }
        }
        return in_order(*total);
    }

  private:
    double size(int axis) const { return static_cast<double>(image_.shape()[axis]); }

    /// Coordinate 0 (x) or 1 (y) of the points in pixels of an axis.
    Tensor pixels(int coordinate, int axis) const {
        const Tensor g = grid_({all, all, all, coordinate});
        return align_ ? (g + 1.0) * ((size(axis) - 1) / 2) : ((g + 1.0) * size(axis) - 1.0) * 0.5;
    }

    /// Points mirrored or held at the border, before neighbours are looked for.
    Tensor bounded(const Tensor& p, int axis, const std::string& mode) const {
        if (padding_ == "zeros" || mode == "bicubic") return p;
        return clamped(p, axis);
    }

    Tensor clamped(const Tensor& p, int axis) const {
        if (padding_ == "zeros") return p;
        if (padding_ == "border") return fn::clip(p, 0, size(axis) - 1);
        if (padding_ != "reflection") unsupported(concat("padding_mode ", in_quotes(padding_)));
        const double low = align_ ? 0 : -0.5, high = align_ ? size(axis) - 1 : size(axis) - 0.5;
        const double span = high - low;
        if (span <= 0) return p * 0.0;
        const Tensor away = remainder(p - low, fn::number_like(2 * span, p));
        return where(greater(away, fn::number_like(span, p)), 2 * span - away, away) + low;
    }

    std::vector<Tensor> weights(const Tensor& t, int reach) const {
        if (reach == 2) return {1.0 - t, t};
        constexpr double a = -0.75;
        const auto far = [](const Tensor& d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
        const auto near = [](const Tensor& d) { return ((a + 2) * d - (a + 3)) * d * d + 1.0; };
        return {far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)};
    }

    /// The pixels at whole coordinates, [N, H', W', C]; zeros outside.
    Tensor at(const Tensor& x, const Tensor& y) const {
        const Tensor inside =
            logical_and(logical_and(greater_equal(x, 0.0), less_equal(x, size(3) - 1)),
                        logical_and(greater_equal(y, 0.0), less_equal(y, size(2) - 1)));
        const Tensor number = fn::counted(x.shape(), 0) * (size(2) * size(3)) +
                              y.to(DType::i64) * size(3) + x.to(DType::i64);
        // A number outside picks zeros.
        return take(rows_, where(inside, number, fn::number(-1, DType::i64)), 0);
    }

    static Tensor in_order(const Tensor& y) { return y.permute({0, 3, 1, 2}); }

    Tensor image_, grid_, rows_{0.0};
    std::string padding_;
    bool align_;
};

Results grid_sample(const Call& c) {
    const std::string mode = c.text("mode", "bilinear");
    if (mode != "nearest" && mode != "bilinear" && mode != "bicubic")
        unsupported(concat("mode ", in_quotes(mode)));
    return c.same(GridSampler(c).sample(mode));
}

}  // namespace

std::span<const OperatorRow> resize_operators() {
    static constexpr OperatorRow rows[] = {
        {"Resize", 10, 17, resize},
        {"Upsample", 7, 17, upsample},
        {"GridSample", 16, 17, grid_sample},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
