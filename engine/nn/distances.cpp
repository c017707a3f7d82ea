// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/distances.h"

#include "engine/graph/build.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

Tensor number(const Tensor& like, double value) {
    return Tensor(graph::constant(value, like.dtype(), Shape{}));
}

/// max(0, x), with PyTorch's gradient of clamp_min: 1 at 0.
Tensor positive_part(const Tensor& x) {
    return where(less(x, number(x, 0)), number(x, 0), x);
}

/// Mean of one thing where the target is 1 and of another where it is -1 (not 1).
Tensor by_sign(const Tensor& target, const Tensor& alike, const Tensor& different) {
    return mean(where(greater(target, number(target, 0)), alike, different));
}

/// The value in place of the element chosen by each label; labels outside choose nothing.
Tensor chosen(const Tensor& values, const Tensor& labels) {
    const Tensor mark = one_hot(labels, values.shape()[-1], DType::boolean);
    return sum(where(mark, values, zeros_like(values)), {-1});
}

}  // namespace

Tensor nll(const Tensor& log_probability, const Tensor& labels, const ClassOptions& o) {
    const std::int64_t classes = log_probability.shape()[-1];
    const Tensor zero = number(log_probability, 0);
    Tensor weighted = log_probability;
    Tensor weight = zeros_like(chosen(log_probability, labels)) + 1.0;
    if (!o.weights.empty()) {
        std::vector<Tensor> parts;
        for (const double value : o.weights)
            parts.push_back(full(Shape{1}, value, log_probability.dtype()));
        const Tensor weights = parts.size() == 1 ? parts[0] : cat(parts, 0);
        weighted = log_probability * weights;
        weight = chosen(broadcast_to(weights, log_probability.shape()), labels);
    }
    Tensor loss = -chosen(weighted, labels);
    if (o.smoothing > 0) {
        loss = loss * (1 - o.smoothing) -
               sum(weighted, {-1}) * (o.smoothing / static_cast<double>(classes));
    }
    if (!o.ignored) return sum(loss) / sum(weight);
    const Tensor counts =
        not_equal(labels, Tensor(graph::constant(*o.ignored, labels.dtype(), Shape{})));
    const Tensor total = sum(where(counts, weight, zero));
    const Tensor divisor = where(greater(total, zero), total, number(total, 1));
    return sum(where(counts, loss, zero)) / divisor;
}

Tensor l1(const Tensor& prediction, const Tensor& target) {
    return mean(abs(prediction - target));
}

Tensor huber(const Tensor& prediction, const Tensor& target, double delta) {
    const Tensor size = abs(prediction - target);
    return mean(
        where(less(size, number(size, delta)), size * size * 0.5, (size - 0.5 * delta) * delta));
}

Tensor smooth_l1(const Tensor& prediction, const Tensor& target, double beta) {
    return beta == 0 ? l1(prediction, target) : huber(prediction, target, beta) * (1 / beta);
}

Tensor kl_divergence(const Tensor& log_probability, const Tensor& target, bool log_target) {
    const double batch = static_cast<double>(log_probability.shape()[0]);
    if (log_target) return sum(exp(target) * (target - log_probability)) * (1 / batch);
    // 0 log 0 is 0.
    const Tensor zero = number(target, 0);
    const Tensor some = greater(target, zero);
    const Tensor safe = where(some, target, number(target, 1));
    return sum(where(some, target * log(safe), zero) - target * log_probability) * (1 / batch);
}

Tensor weighted_binary_cross_entropy(const Tensor& score, const Tensor& target, double weight) {
    return mean((1.0 - target) * score + (target * (weight - 1) + 1.0) * softplus(-score));
}

Tensor hinge(const Tensor& score, const Tensor& target, double margin) {
    return mean(positive_part(margin - target * score));
}

Tensor hinge_embedding(const Tensor& distance, const Tensor& target, double margin) {
    return by_sign(target, distance, positive_part(margin - distance));
}

Tensor multi_margin(const Tensor& scores, const Tensor& labels, double margin, int power) {
    const std::int64_t classes = scores.shape()[-1];
    Axes sizes = labels.shape().sizes();
    sizes.push_back(1);
    const Tensor right = chosen(scores, labels).reshape(Shape(std::move(sizes)));
    Tensor over = positive_part(margin - right + scores);
    if (power == 2) over = over * over;
    const Tensor mark = one_hot(labels, classes, DType::boolean);
    return sum(where(mark, zeros_like(over), over)) *
           (1 / static_cast<double>(scores.shape().element_count()));
}

Tensor cosine_embedding(const Tensor& a, const Tensor& b, const Tensor& target, double margin) {
    constexpr double epsilon = 1e-12;  // PyTorch's
    const Tensor lengths = (sum(a * a, {1}) + epsilon) * (sum(b * b, {1}) + epsilon);
    const Tensor cosine = sum(a * b, {1}) * rsqrt(lengths);
    return by_sign(target, 1.0 - cosine, positive_part(cosine - margin));
}

Tensor triplet_margin(const Tensor& anchor, const Tensor& positive, const Tensor& negative,
                      double margin) {
    const auto distance = [](const Tensor& a, const Tensor& b) {
        constexpr double epsilon = 1e-6;  // PyTorch's, so that equal vectors have a derivative
        const Tensor difference = a - b + epsilon;
        return sqrt(sum(difference * difference, {1}));
    };
    return mean(positive_part(distance(anchor, positive) - distance(anchor, negative) + margin));
}

}  // namespace gradweave::nn
