// SPDX-License-Identifier: Apache-2.0
// Integers with a scale and a zero point.
#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/windows.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx {

namespace {

/// A scale or zero point: one number, or one for each element of an axis of x.
Tensor along(const Tensor& values, const Tensor& x, std::int64_t axis) {
    if (values.shape().element_count() == 1) return values.reshape(Shape{});
    Axes sizes(static_cast<std::size_t>(x.rank()), 1);
    sizes[static_cast<std::size_t>(fn::axis_of(axis, x.rank()))] = values.shape().element_count();
    return values.reshape(Shape(std::move(sizes)));
}

Tensor rounded_into(const Tensor& x, ElementType type) {
    const IntegerRange range = range_of(type);
    return fn::clip(round(x), static_cast<double>(range.least), static_cast<double>(range.largest));
}

Results quantize(const Call& c) {
    const Tensor x = c.x(0).to(DType::f32),
                 scale = along(c.x(1).to(DType::f32), x, c.integer("axis", 1));
    const ElementType type = c.has(2) ? c.type(2) : ElementType::u8;
    Tensor y = round(x / scale);
    if (c.has(2)) y = y + along(c.x(2).to(DType::f32), x, c.integer("axis", 1));
    return {make_value(rounded_into(y, type), type)};
}

/// (x - zero point) as i32, the zero point being input i if it is there.
Tensor centred(const Call& c, std::size_t x, std::size_t zero, std::int64_t axis) {
    const Tensor values = c.x(x).to(DType::i32);
    return c.has(zero) ? values - along(c.x(zero).to(DType::i32), values, axis) : values;
}

Results dequantize(const Call& c) {
    const std::int64_t axis = c.integer("axis", 1);
    const Tensor x = centred(c, 0, 2, axis);
    return {make_value(x.to(DType::f32) * along(c.x(1), x, axis), c.type(1))};
}

Results dynamic_quantize(const Call& c) {
    const Tensor x = c.x();
    const Tensor zero = fn::number_like(0, x);
    const Tensor low = minimum(min(x), zero), high = maximum(max(x), zero);
    const Tensor scale = (high - low) / 255.0;
    const Tensor point = rounded_into(-low / scale, ElementType::u8);
    return {make_value(rounded_into(round(x / scale) + point, ElementType::u8), ElementType::u8),
            make_value(scale, ElementType::f32), make_value(point, ElementType::u8)};
}

Results matmul_integer(const Call& c) {
    const Tensor a = centred(c, 0, 2, -2), b = centred(c, 1, 3, -1);
    return {make_value(matmul(a, b), ElementType::i32)};
}

/// Sums of products in f64, where they are exact: the engine convolves fractions.
Tensor convolved(const Call& c, const Tensor& x, const Tensor& weight) {
    const Windows w = windows_of(c, x.shape(), {weight.shape().begin() + 2, weight.shape().end()});
    return Tensor(graph::conv(x.to(DType::f64).node(), weight.to(DType::f64).node(),
                              {w.stride, w.low, w.high, w.dilation, c.integer("group", 1)}));
}

Results conv_integer(const Call& c) {
    return {make_value(convolved(c, centred(c, 0, 2, 1), centred(c, 1, 3, 0)), ElementType::i32)};
}

/// A sum of products with the inputs' scales, as the output's integers.
Value requantized(const Call& c, const Tensor& total, const Tensor& factor, std::size_t zero) {
    const ElementType type = c.type(zero);
    const Tensor y = round(total.to(DType::f64) * factor.to(DType::f64));
    return make_value(rounded_into(y + c.x(zero).to(DType::f64).reshape(Shape{}), type), type);
}

Results qlinear_matmul(const Call& c) {
    const Tensor a = centred(c, 0, 2, -2), b = centred(c, 3, 5, -1);
    const Tensor total = matmul(a, b);
    const Tensor factor =
        along(c.x(1), total, -2) * along(c.x(4), total, -1) / c.x(6).reshape(Shape{});
    return {requantized(c, total, factor, 7)};
}

Results qlinear_conv(const Call& c) {
    Tensor total = convolved(c, centred(c, 0, 2, 1), centred(c, 3, 5, 0));
    if (c.has(8)) total = total + fn::along_channels(c.x(8), total.rank()).to(DType::f64);
    const Tensor factor =
        c.x(1).reshape(Shape{}) * along(c.x(4), total, 1) / c.x(6).reshape(Shape{});
    return {requantized(c, total, factor, 7)};
}

}  // namespace

std::span<const OperatorRow> quantization_operators() {
    static constexpr OperatorRow rows[] = {
        {"QuantizeLinear", 10, 17, quantize},
        {"DequantizeLinear", 10, 17, dequantize},
        {"DynamicQuantizeLinear", 11, 17, dynamic_quantize},
        {"MatMulInteger", 10, 17, matmul_integer},
        {"ConvInteger", 10, 17, conv_integer},
        {"QLinearMatMul", 10, 17, qlinear_matmul},
        {"QLinearConv", 10, 17, qlinear_conv},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
