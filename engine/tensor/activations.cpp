// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/activations.h"

#include <numbers>

#include "engine/core/text.h"
#include "engine/tensor/composite_body.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/shaping.h"

namespace gradweave {

using body::apply;
using body::CompositeSpec;
using body::Gradients;
using body::NodePtr;
using body::number;

namespace {

Tensor hardtanh_body(const Tensor& x, double low, double high) {
    return where(less_equal(x, number(x, low)), number(x, low),
                 where(less_equal(number(x, high), x), number(x, high), x));
}

/// x where it is positive, else f of it; f never sees what could overflow.
template <class F>
Tensor where_positive(const Tensor& x, F f) {
    const Tensor zero = number(x, 0);
    const Tensor positive = less(zero, x);
    return where(positive, x, f(where(positive, zero, x)));
}

Tensor prelu_body(const Tensor& x, const Tensor& weight) {
    return where(less(number(x, 0), x), x, weight * x);
}
Tensor elu_body(const Tensor& x, double alpha) {
    return where_positive(x, [&](const Tensor& z) { return expm1(z) * alpha; });
}
Tensor selu_body(const Tensor& x) {
    // The fixed point of mean 0 and variance 1: section 2 of the paper.
    constexpr double alpha = 1.6732632423543772848170429916717;
    constexpr double scale = 1.0507009873554804934193349852946;
    return where_positive(x, [](const Tensor& z) { return expm1(z) * alpha; }) * scale;
}
Tensor celu_body(const Tensor& x, double alpha) {
    return where_positive(x, [&](const Tensor& z) { return expm1(z * (1 / alpha)) * alpha; });
}

Tensor gelu_tanh_body(const Tensor& x) {
    const double scale = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    return x * 0.5 * (tanh((x + x * x * x * 0.044715) * scale) + 1.0);
}
Tensor silu_body(const Tensor& x) {
    return x * sigmoid(x);
}
Tensor mish_body(const Tensor& x) {
    return x * tanh(softplus(x));
}
Tensor softsign_body(const Tensor& x) {
    return x / (abs(x) + 1.0);
}

Tensor hardsigmoid_body(const Tensor& x) {
    return hardtanh_body(x + 3.0, 0, 6) * (1.0 / 6);
}
Tensor hardswish_body(const Tensor& x) {
    return where(less(x, number(x, -3)), number(x, 0),
                 where(less(number(x, 3), x), x, x * (x + 3.0) * (1.0 / 6)));
}
Tensor hardshrink_body(const Tensor& x, double lambda) {
    return where(less_equal(abs(x), number(x, lambda)), number(x, 0), x);
}
Tensor softshrink_body(const Tensor& x, double lambda) {
    return where(less(number(x, lambda), x), x - lambda,
                 where(less(x, number(x, -lambda)), x + lambda, where(isnan(x), x, number(x, 0))));
}
Tensor tanhshrink_body(const Tensor& x) {
    return x - tanh(x);
}
Tensor threshold_body(const Tensor& x, double threshold, double value) {
    return where(less_equal(x, number(x, threshold)), number(x, value), x);
}
Tensor logsigmoid_body(const Tensor& x) {
    return -softplus(-x);
}
Tensor glu_body(const Tensor& x, std::int64_t axis) {
    const auto halves = chunk(x, 2, axis);
    return halves[0] * sigmoid(halves[1]);
}
Tensor softmin_body(const Tensor& x, std::int64_t axis) {
    return softmax(-x, axis);
}

const CompositeSpec hardtanh_spec{"hardtanh", body::reals<hardtanh_body>};
const CompositeSpec relu6_spec{"relu6", body::reals<hardtanh_body>};
const CompositeSpec prelu_spec{"prelu", body::pair<prelu_body>};
const CompositeSpec elu_spec{"elu", body::real<elu_body>};
const CompositeSpec selu_spec{"selu", body::plain<selu_body>};
const CompositeSpec celu_spec{"celu", body::real<celu_body>};
const CompositeSpec gelu_tanh_spec{"gelu_tanh", body::plain<gelu_tanh_body>};
const CompositeSpec silu_spec{"silu", body::plain<silu_body>};
const CompositeSpec mish_spec{"mish", body::plain<mish_body>};
const CompositeSpec softsign_spec{"softsign", body::plain<softsign_body>};
const CompositeSpec hardsigmoid_spec{"hardsigmoid", body::plain<hardsigmoid_body>};
const CompositeSpec hardswish_spec{"hardswish", body::plain<hardswish_body>};
const CompositeSpec hardshrink_spec{"hardshrink", body::real<hardshrink_body>};
const CompositeSpec softshrink_spec{"softshrink", body::real<softshrink_body>};
const CompositeSpec tanhshrink_spec{"tanhshrink", body::plain<tanhshrink_body>};
const CompositeSpec threshold_spec{"threshold", body::reals<threshold_body>};
const CompositeSpec logsigmoid_spec{"logsigmoid", body::plain<logsigmoid_body>};
const CompositeSpec glu_spec{"glu", body::axis<glu_body>};
const CompositeSpec softmin_spec{"softmin", body::axis<softmin_body>};

}  // namespace

Tensor hardtanh(const Tensor& x, double low, double high) {
    return apply(hardtanh_spec, x, {}, {low, high});
}
Tensor relu6(const Tensor& x) {
    return apply(relu6_spec, x, {}, {0, 6});
}

Tensor prelu(const Tensor& x, const Tensor& weight) {
    Tensor slope = weight;
    if (weight.shape().element_count() != 1) {
        if (weight.rank() != 1 || x.rank() < 2 || weight.shape()[0] != x.shape()[1]) {
            graph::fail(concat("prelu: the weight ", to_string(weight.shape()),
                               " must have one element, or one per channel (axis 1) of ",
                               to_string(x.shape())));
        }
        Axes sizes(static_cast<std::size_t>(x.rank() - 1), 1);
        sizes[0] = weight.shape()[0];
        slope = weight.reshape(Shape(std::move(sizes)));
    } else {
        slope = weight.reshape(Shape{});
    }
    return body::apply_pair(prelu_spec, x, slope);
}

Tensor elu(const Tensor& x, double alpha) {
    return apply(elu_spec, x, {}, {alpha});
}
Tensor celu(const Tensor& x, double alpha) {
    if (alpha == 0) throw Error(ErrorKind::usage, "celu: alpha cannot be 0");
    return apply(celu_spec, x, {}, {alpha});
}
Tensor hardshrink(const Tensor& x, double lambda) {
    return apply(hardshrink_spec, x, {}, {lambda});
}
Tensor softshrink(const Tensor& x, double lambda) {
    return apply(softshrink_spec, x, {}, {lambda});
}
Tensor threshold(const Tensor& x, double threshold, double value) {
    return apply(threshold_spec, x, {}, {threshold, value});
}

#define GW_ACTIVATION(name)           \
    Tensor name(const Tensor& x) {    \
        return apply(name##_spec, x); \
    }
GW_ACTIVATION(selu)
GW_ACTIVATION(gelu_tanh)
GW_ACTIVATION(silu)
GW_ACTIVATION(mish)
GW_ACTIVATION(softsign)
GW_ACTIVATION(hardsigmoid)
GW_ACTIVATION(hardswish)
GW_ACTIVATION(tanhshrink)
GW_ACTIVATION(logsigmoid)
#undef GW_ACTIVATION

Tensor glu(const Tensor& x, std::int64_t axis) {
    const int at = normalize_axis(axis, x.rank(), "glu");
    if (x.shape()[at] % 2 != 0) {
        graph::fail(concat("glu: axis ", at, " of ", to_string(x.shape()),
                           " must have an even size, to be halved"));
    }
    return apply(glu_spec, x, {at});
}
Tensor softmin(const Tensor& x, std::int64_t axis) {
    return apply(softmin_spec, x, {normalize_axis(axis, x.rank(), "softmin")});
}

}  // namespace gradweave
