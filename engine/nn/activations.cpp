// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/activations.h"

#include <cmath>
#include <numbers>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

Tensor number(const Tensor& x, double value) {
    return Tensor(graph::constant(value, x.dtype(), Shape{}));
}

/// exp(x) - 1 for x <= 0, whose rounding below 1 is made up for (see softplus); 0 for others, so
/// that no overflow gets into the gradient of what is not chosen.
Tensor exponential_below_zero(const Tensor& x) {
    const Tensor below = where(less(x, number(x, 0)), x, number(x, 0));
    const Tensor u = exp(below);
    return u - 1.0;
}

/// below where x <= low, above where x >= high, else between. NaN stays NaN.
Tensor piecewise(const Tensor& x, double low, const Tensor& below, double high, const Tensor& above,
                 const Tensor& between) {
    return where(less_equal(x, number(x, low)), below,
                 where(greater_equal(x, number(x, high)), above, between));
}

}  // namespace

Tensor relu6(const Tensor& x) {
    return piecewise(x, 0, number(x, 0), 6, number(x, 6), x);
}

Tensor elu(const Tensor& x, double alpha) {
    return where(greater(x, number(x, 0)), x, exponential_below_zero(x) * alpha);
}

Tensor selu(const Tensor& x) {
    constexpr double alpha = 1.6732632423543772848170429916717;
    constexpr double scale = 1.0507009873554804934193349852946;
    return elu(x, alpha) * scale;
}

Tensor celu(const Tensor& x, double alpha) {
    return where(greater(x, number(x, 0)), x, exponential_below_zero(x * (1 / alpha)) * alpha);
}

Tensor silu(const Tensor& x) {
    return x * sigmoid(x);
}

Tensor mish(const Tensor& x) {
    return x * tanh(softplus(x));
}

Tensor gelu_tanh(const Tensor& x) {
    const double scale = std::sqrt(2 / std::numbers::pi);
    return x * 0.5 * (tanh((x + x * x * x * 0.044715) * scale) + 1.0);
}

Tensor hardsigmoid(const Tensor& x) {
    return piecewise(x, -3, number(x, 0), 3, number(x, 1), x * (1.0 / 6) + 0.5);
}

Tensor hardswish(const Tensor& x) {
    return piecewise(x, -3, number(x, 0), 3, x, x * (x + 3.0) * (1.0 / 6));
}

Tensor hardtanh(const Tensor& x, double low, double high) {
    return piecewise(x, low, number(x, low), high, number(x, high), x);
}

Tensor hardshrink(const Tensor& x, double bound) {
    return where(less_equal(abs(x), number(x, bound)), number(x, 0), x);
}

Tensor softshrink(const Tensor& x, double bound) {
    return where(greater(x, number(x, bound)), x - bound,
                 where(less(x, number(x, -bound)), x + bound, x * 0.0));
}

Tensor tanhshrink(const Tensor& x) {
    return x - tanh(x);
}

Tensor softsign(const Tensor& x) {
    return x / (abs(x) + 1.0);
}

Tensor threshold(const Tensor& x, double bound, double value) {
    return where(less_equal(x, number(x, bound)), number(x, value), x);
}

Tensor logsigmoid(const Tensor& x) {
    return -softplus(-x);
}

Tensor prelu(const Tensor& x, const Tensor& slope) {
    Tensor along = slope;
    if (slope.shape()[0] != 1) {
        Axes sizes(static_cast<std::size_t>(x.rank()) - 1, 1);
        sizes[0] = slope.shape()[0];
        along = slope.reshape(Shape(std::move(sizes)));
    }
    return where(greater(x, number(x, 0)), x, x * along);
}

Tensor glu(const Tensor& x, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "glu");
    const std::int64_t size = x.shape()[at];
    if (size % 2 != 0)
        graph::fail(concat("glu: axis ", at, " of ", to_string(x.shape()), " cannot be halved"));
    std::vector<Index> first(static_cast<std::size_t>(at), all), second = first;
    first.push_back(range(0, size / 2));
    second.push_back(range(size / 2, size));
    return x(first) * sigmoid(x(second));
}

}  // namespace gradweave::nn
