// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/distances.h"

#include <limits>

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

Tensor ctc(const Tensor& log_probability, const Tensor& labels, const CtcOptions& o) {
    const std::int64_t batch = log_probability.shape()[0], length = log_probability.shape()[1],
                       classes = log_probability.shape()[2], most = labels.shape()[1];
    // A path visits the labels with a blank before, between and after them: 2 S + 1 states. Their
    // probability is kept as a logarithm; impossible is a number, not -infinity, whose difference
    // from itself would be NaN.
    constexpr double impossible = -1e30;
    const std::int64_t states = 2 * most + 1;
    const auto integer = [](std::int64_t value) {
        return Tensor(graph::constant(value, DType::i64, Shape{}));
    };
    const Tensor given = labels.to(DType::i64);
    const Tensor none = number(log_probability, impossible);

    const Tensor place(graph::iota(DType::i64, Shape{batch, most}, 1));
    Tensor count = integer(0);
    if (o.label_lengths) {
        count = o.label_lengths->to(DType::i64).reshape(Shape{batch});
    } else {
        const Tensor ends = logical_or(equal(given, integer(o.blank)), less(given, integer(0)));
        count = min(where(ends, place, integer(most)), {1});
    }
    // Behind a row's labels there are blanks.
    const Tensor held = where(less(place, count.reshape(Shape{batch, 1})), given, integer(o.blank));
    const Tensor blanks = broadcast_to(integer(o.blank), Shape{batch, most});
    const Tensor pairs = stack({blanks, held}, 2).reshape(Shape{batch, 2 * most});
    const Tensor symbols =
        cat({pairs, broadcast_to(integer(o.blank), Shape{batch, 1})}, 1);  // [N, 2 S + 1]

    // The symbols' log-probabilities at each step, [N, T, 2 S + 1].
    const Shape every{batch, length, states};
    const Tensor sample(graph::iota(DType::i64, every, 0)), step(graph::iota(DType::i64, every, 1));
    const Tensor flat = (sample * integer(length) + step) * integer(classes) +
                        symbols.reshape(Shape{batch, 1, states});
    const Tensor found = take(log_probability.reshape(Shape{batch * length * classes}), flat, 0);
    const Tensor emitted = maximum(found, none);

    // From two states before, unless a blank or the same label would be skipped.
    const Tensor here = symbols({all, range(2)}), before = symbols({all, until(-2)});
    const Tensor may_skip =
        cat({zeros(Shape{batch, 2}, DType::boolean),
             logical_and(not_equal(here, before), not_equal(here, integer(o.blank)))},
            1);
    const auto shifted = [&](const Tensor& alpha, std::int64_t by) {
        return cat({broadcast_to(none, Shape{batch, by}), alpha({all, until(-by)})}, 1);
    };
    const auto added = [](const Tensor& a, const Tensor& b, const Tensor& c) {
        const Tensor largest = maximum(maximum(a, b), c);
        return largest + log(exp(a - largest) + exp(b - largest) + exp(c - largest));
    };
    const Tensor state(graph::iota(DType::i64, Shape{batch, states}, 1));
    Tensor alpha = where(less(state, integer(2)), emitted({all, 0}), none);
    for (std::int64_t t = 1; t < length; ++t) {
        const Tensor skipped = where(may_skip, shifted(alpha, 2), none);
        Tensor next = maximum(added(alpha, shifted(alpha, 1), skipped) + emitted({all, t}), none);
        if (o.input_lengths) {
            const Tensor goes_on =
                greater(o.input_lengths->to(DType::i64).reshape(Shape{batch, 1}), integer(t));
            next = where(goes_on, next, alpha);
        }
        alpha = next;
    }
    // A path ends at the last label or at the blank behind it.
    const auto at = [&](const Tensor& wanted) {
        return sum(where(equal(state, wanted.reshape(Shape{batch, 1})), alpha, zeros_like(alpha)),
                   {1});
    };
    const Tensor last = at(count * integer(2));
    const Tensor label_end =
        where(greater(count, integer(0)), at(count * integer(2) - integer(1)), none);
    const Tensor total = added(last, label_end, none);
    const Tensor possible = greater(total, number(total, impossible / 2));
    const Tensor safe = where(possible, -total, number(total, 0));
    const double otherwise = o.zero_infinity ? 0 : std::numeric_limits<double>::infinity();
    const Tensor loss = where(possible, safe, number(total, otherwise));
    const Tensor divisor = maximum(count, integer(1)).to(log_probability.dtype());
    return mean(loss / divisor);
}

}  // namespace gradweave::nn
