// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/reductions.h"

#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/tensor/composite_body.h"
#include "engine/tensor/functions.h"

namespace gradweave {

using body::CompositeAttributes;
using body::CompositeSpec;
using body::floating;
using body::Gradients;
using body::Inputs;
using body::NodePtr;
using body::number;

namespace {

// All of these carry integers {keep_axes, axes...}.

Axes axes_of(const CompositeAttributes& attributes) {
    return {attributes.integers.begin() + 1, attributes.integers.end()};
}
bool keeps(const CompositeAttributes& attributes) {
    return attributes.integers[0] != 0;
}
/// x with its reduced axes of size 1 taken out, unless they are to stay.
Tensor finished(const Tensor& kept, const CompositeAttributes& attributes) {
    if (keeps(attributes)) return kept;
    return kept.reshape(kept.shape().without(axes_of(attributes)));
}
/// What a reduction gave, with its axes of size 1.
Tensor with_axes(const Tensor& reduced, const Shape& of, const CompositeAttributes& attributes) {
    Axes sizes = of.sizes();
    for (const std::int64_t axis : axes_of(attributes))
        sizes[static_cast<std::size_t>(axis)] = 1;
    return reduced.reshape(Shape(std::move(sizes)));
}

/// The square root, whose slope at 0 is taken as 0.
Tensor flat_sqrt(const Tensor& x) {
    const Tensor zero = equal(x, number(x, 0));
    return where(zero, x, sqrt(where(zero, number(x, 1), x)));
}

Tensor variance(const Tensor& x, const CompositeAttributes& attributes) {
    const Axes axes = axes_of(attributes);
    const Tensor centred = x - mean(x, axes, true);
    double count = 1;
    for (const std::int64_t axis : axes)
        count *= static_cast<double>(x.shape()[static_cast<int>(axis)]);
    const double divisor = std::max(0.0, count - attributes.reals[0]);
    return finished(sum(centred * centred, axes, true) / divisor, attributes);
}

NodePtr var_body(Inputs inputs, const CompositeAttributes& attributes) {
    return variance(Tensor(inputs[0]), attributes).node();
}
NodePtr std_body(Inputs inputs, const CompositeAttributes& attributes) {
    return flat_sqrt(variance(Tensor(inputs[0]), attributes)).node();
}

NodePtr logsumexp_body(Inputs inputs, const CompositeAttributes& attributes) {
    const Tensor x(inputs[0]);
    const Axes axes = axes_of(attributes);
    const Tensor largest = max(x, axes, true);
    // An infinite maximum cannot be subtracted, and need not be.
    const Tensor shift = where(isfinite(largest), largest, number(x, 0));
    return finished(log(sum(exp(x - shift), axes, true)) + shift, attributes).node();
}
// The weights of the softmax; none where the result is infinite.
Gradients logsumexp_gradient(const NodePtr& output, const NodePtr& gradient) {
    const auto& attributes = output->as<CompositeAttributes>();
    const Tensor x(output->input(0));
    const Tensor y = with_axes(Tensor(output), x.shape(), attributes);
    const Tensor g = with_axes(Tensor(gradient), x.shape(), attributes);
    const Tensor known = isfinite(y);
    const Tensor weights = exp(x - where(known, y, number(y, 0)));
    return {where(known, g * weights, number(x, 0)).node()};
}

NodePtr norm_body(Inputs inputs, const CompositeAttributes& attributes) {
    const Tensor x(inputs[0]);
    const Axes axes = axes_of(attributes);
    const double p = attributes.reals[0];
    const auto result = [&] {
        if (p == INFINITY) return max(abs(x), axes, true);
        if (p == -INFINITY) return min(abs(x), axes, true);
        if (p == 0) return sum(not_equal(x, number(x, 0)).to(x.dtype()), axes, true);
        if (p == 1) return sum(abs(x), axes, true);
        if (p == 2) return flat_sqrt(sum(x * x, axes, true));
        const Tensor total = sum(pow(abs(x), p), axes, true);
        const Tensor zero = equal(total, number(x, 0));
        return where(zero, total, pow(where(zero, number(x, 1), total), 1 / p));
    };
    return finished(result(), attributes).node();
}

const CompositeSpec var_spec{"var", var_body};
const CompositeSpec std_spec{"std", std_body};
const CompositeSpec logsumexp_spec{"logsumexp", logsumexp_body, logsumexp_gradient};
const CompositeSpec norm_spec{"norm", norm_body};

Tensor reduced(const CompositeSpec& spec, const Tensor& x, const Axes& axes, bool keep_axes,
               std::vector<double> reals = {}) {
    Axes integers = normalize_axes(axes, x.rank(), std::string(spec.name).c_str(), true);
    integers.insert(integers.begin(), keep_axes ? 1 : 0);
    return body::apply(spec, x, std::move(integers), std::move(reals));
}

}  // namespace

Tensor var(const Tensor& x, Axes axes, double correction, bool keep_axes) {
    return reduced(var_spec, x, axes, keep_axes, {correction});
}
Tensor std_deviation(const Tensor& x, Axes axes, double correction, bool keep_axes) {
    return reduced(std_spec, x, axes, keep_axes, {correction});
}
Tensor logsumexp(const Tensor& x, Axes axes, bool keep_axes) {
    return reduced(logsumexp_spec, x, axes, keep_axes);
}
Tensor norm(const Tensor& x, double p, Axes axes, bool keep_axes) {
    return reduced(norm_spec, x, axes, keep_axes, {p});
}

// Counted, so that nothing is false for some and true for each.
Tensor any(const Tensor& x, Axes axes, bool keep_axes) {
    return sum(x.to(DType::boolean), std::move(axes), keep_axes).to(DType::boolean);
}
Tensor all_of(const Tensor& x, Axes axes, bool keep_axes) {
    return logical_not(any(logical_not(x.to(DType::boolean)), std::move(axes), keep_axes));
}

}  // namespace gradweave
