// SPDX-License-Identifier: Apache-2.0
// Connectionist temporal classification (Graves et al. 2006), forward and backward recursions.
#include <limits>

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/nn/distances.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

using graph::NodePtr;

// A path visits the labels with a blank before, between and after them: 2 S + 1 states. Its
// probability is kept as a logarithm; impossible is a number, not -infinity, whose difference from
// itself would be NaN.
constexpr double impossible = -1e30;

Tensor number(const Tensor& like, double value) {
    return Tensor(graph::constant(value, like.dtype(), Shape{}));
}
Tensor integer(std::int64_t value) {
    return Tensor(graph::constant(value, DType::i64, Shape{}));
}

Tensor log_sum(const Tensor& a, const Tensor& b, const Tensor& c) {
    const Tensor largest = maximum(maximum(a, b), c);
    return largest + log(exp(a - largest) + exp(b - largest) + exp(c - largest));
}

/// What the recursions work on: log-probabilities of the states' symbols at each step [N, T, 2 S +
/// 1]; where a state may be entered from two before (bool, [N, 2 S + 1]); how many labels and steps
/// count (i64, [N]).
struct Lattice {
    Tensor emitted, may_skip, labels, steps;

    explicit Lattice(std::span<const NodePtr> inputs)
        : emitted(inputs[0]), may_skip(inputs[1]), labels(inputs[2]), steps(inputs[3]) {}

    std::int64_t batch() const { return emitted.shape()[0]; }
    std::int64_t length() const { return emitted.shape()[1]; }
    std::int64_t states() const { return emitted.shape()[2]; }
    Tensor none() const { return number(emitted, impossible); }
    /// [N, 2 S + 1]: 0, 1, 2, ...
    Tensor state() const { return Tensor(graph::iota(DType::i64, Shape{batch(), states()}, 1)); }
    /// [N, 1], bool: the step counts.
    Tensor counts(std::int64_t t) const {
        return greater(steps.reshape(Shape{batch(), 1}), integer(t));
    }
    /// [N, 2 S + 1], bool: a path may end here, at the last label or at the blank behind it.
    Tensor ends() const {
        const Tensor last = labels.reshape(Shape{batch(), 1}) * integer(2);
        return logical_or(equal(state(), last), equal(state(), last - integer(1)));
    }
    /// The states moved up by some places, or down.
    Tensor up(const Tensor& values, std::int64_t by) const {
        return cat({edge(values, by), values({all, until(-by)})}, 1);
    }
    Tensor down(const Tensor& values, std::int64_t by) const {
        return cat({values({all, range(by)}), edge(values, by)}, 1);
    }

  private:
    Tensor edge(const Tensor& values, std::int64_t by) const {
        return broadcast_to(number(values, impossible), Shape{batch(), by});
    }
};

/// For each step the log-probability of all that leads to a state, this step's symbol included.
/// Behind a sample's last step it stays.
std::vector<Tensor> forward(const Lattice& l) {
    std::vector<Tensor> alphas{where(less(l.state(), integer(2)), l.emitted({all, 0}), l.none())};
    for (std::int64_t t = 1; t < l.length(); ++t) {
        const Tensor& alpha = alphas.back();
        const Tensor skipped = where(l.may_skip, l.up(alpha, 2), l.none());
        const Tensor next =
            maximum(log_sum(alpha, l.up(alpha, 1), skipped) + l.emitted({all, t}), l.none());
        alphas.push_back(where(l.counts(t), next, alpha));
    }
    return alphas;
}

/// For each step the log-probability of all that follows a state, this step's symbol not included.
std::vector<Tensor> backward(const Lattice& l) {
    const Tensor end = where(l.ends(), number(l.emitted, 0), l.none());
    // Whether a state may be left for two behind.
    const Tensor may_skip =
        cat({l.may_skip({all, range(2)}), zeros(Shape{l.batch(), 2}, DType::boolean)}, 1);
    std::vector<Tensor> betas(static_cast<std::size_t>(l.length()), end);
    for (std::int64_t t = l.length() - 1; t-- > 0;) {
        const auto at = static_cast<std::size_t>(t);
        const Tensor next = maximum(betas[at + 1] + l.emitted({all, t + 1}), l.none());
        const Tensor skipped = where(may_skip, l.down(next, 2), l.none());
        const Tensor here = maximum(log_sum(next, l.down(next, 1), skipped), l.none());
        betas[at] = where(l.counts(t + 1), here, end);
    }
    return betas;
}

/// The log-probability of all paths, [N]; impossible or less if there is none.
NodePtr paths_body(std::span<const NodePtr> inputs, const graph::CompositeAttributes&) {
    const Lattice l(inputs);
    const Tensor alpha = forward(l).back();
    const auto at = [&](const Tensor& wanted) {
        const Tensor here = equal(l.state(), wanted.reshape(Shape{l.batch(), 1}));
        return sum(where(here, alpha, zeros_like(alpha)), {1});
    };
    const Tensor last = at(l.labels * integer(2));
    const Tensor label_end =
        where(greater(l.labels, integer(0)), at(l.labels * integer(2) - integer(1)), l.none());
    return log_sum(last, label_end, l.none()).node();
}

/// How probable it is to be in a state at a step: by differentiating the body each step's slice
/// would be padded to all steps and added up, which is quadratic in their number.
std::vector<NodePtr> paths_gradient(const NodePtr& output, const NodePtr& gradient) {
    const Lattice l(output->inputs());
    const auto alphas = forward(l), betas = backward(l);
    const Tensor zero = number(l.emitted, 0);
    const Tensor total = Tensor(output).reshape(Shape{l.batch(), 1});
    const Tensor g = Tensor(gradient).reshape(Shape{l.batch(), 1});
    const Tensor possible = greater(total, number(total, impossible / 2));
    const Tensor divisor = where(possible, total, zero);
    std::vector<Tensor> shares;
    for (std::int64_t t = 0; t < l.length(); ++t) {
        const auto at = static_cast<std::size_t>(t);
        const Tensor here = exp(minimum(alphas[at] + betas[at] - divisor, zero));
        shares.push_back(where(logical_and(possible, l.counts(t)), here * g, zero));
    }
    return {stack(shares, 1).node(), NodePtr(), NodePtr(), NodePtr()};
}

const graph::CompositeSpec paths_spec{"ctc_paths", paths_body, paths_gradient};

}  // namespace

Tensor ctc(const Tensor& log_probability, const Tensor& labels, const CtcOptions& o) {
    const std::int64_t batch = log_probability.shape()[0], length = log_probability.shape()[1],
                       classes = log_probability.shape()[2], most = labels.shape()[1];
    const std::int64_t states = 2 * most + 1;
    const Tensor given = labels.to(DType::i64);

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
    const Tensor emitted = maximum(found, number(found, impossible));

    // From two states before, unless a blank or the same label would be skipped.
    const Tensor here = symbols({all, range(2)}), before = symbols({all, until(-2)});
    const Tensor may_skip =
        cat({zeros(Shape{batch, 2}, DType::boolean),
             logical_and(not_equal(here, before), not_equal(here, integer(o.blank)))},
            1);
    const Tensor steps = o.input_lengths ? o.input_lengths->to(DType::i64).reshape(Shape{batch})
                                         : broadcast_to(integer(length), Shape{batch});
    const Tensor total(graph::make_composite(
        paths_spec, {emitted.node(), may_skip.node(), count.node(), steps.node()}));
    const Tensor possible = greater(total, number(total, impossible / 2));
    const Tensor safe = where(possible, -total, number(total, 0));
    const double otherwise = o.zero_infinity ? 0 : std::numeric_limits<double>::infinity();
    const Tensor loss = where(possible, safe, number(total, otherwise));
    const Tensor divisor = maximum(count, integer(1)).to(log_probability.dtype());
    return mean(loss / divisor);
}

}  // namespace gradweave::nn
