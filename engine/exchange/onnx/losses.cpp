// SPDX-License-Identifier: Apache-2.0
// Losses.
#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

/// -log p[label], weighted, of log-probabilities [N, C, ...] and labels [N, ...].
Tensor negative_log_likelihood(const Call& c, const Tensor& log_p, std::size_t weight_input) {
    const Tensor labels = c.x(1).to(DType::i64);
    if (log_p.rank() < 2 || labels.rank() != log_p.rank() - 1)
        refuse(concat("scores ", to_string(log_p.shape()), " and labels ",
                      to_string(labels.shape()), " do not fit"));
    const std::string reduction = c.text("reduction", "mean");
    const bool ignores = c.has_attribute("ignore_index");
    const Tensor ignored = equal(labels, static_cast<double>(c.integer("ignore_index", 0)));
    // One label a position picks along the channels; an ignored one picks nothing.
    Axes sizes = labels.shape().sizes();
    sizes.insert(sizes.begin() + 1, 1);
    const Tensor column = labels.reshape(Shape(std::move(sizes)));
    const Tensor hit = equal(fn::counted(log_p.shape(), 1), column);
    Tensor loss = -sum(where(hit, log_p, fn::number_like(0, log_p)), {1});
    Tensor weight = ones(labels.shape(), log_p.dtype());
    if (c.has(weight_input)) {
        // take gives 0 for numbers outside, which ignored labels may be.
        weight = take(c.x(weight_input), labels, 0);
    }
    if (ignores) weight = where(ignored, fn::number_like(0, weight), weight);
    if (c.has(weight_input) || ignores) loss = where(equal(weight, 0.0), weight, loss * weight);
    if (reduction == "none") return loss;
    if (reduction == "sum") return sum(loss);
    if (reduction != "mean") refuse(concat("reduction ", in_quotes(reduction)));
    return sum(loss) / sum(weight);
}

Results nll(const Call& c) {
    return c.same(negative_log_likelihood(c, c.x(), 2));
}

Results softmax_cross_entropy(const Call& c) {
    const Tensor log_p = log_softmax(c.x(), 1);
    return {make_value(negative_log_likelihood(c, log_p, 2), c.type()),
            make_value(log_p, c.type())};
}

}  // namespace

std::span<const OperatorRow> loss_operators() {
    static constexpr OperatorRow rows[] = {
        {"NegativeLogLikelihoodLoss", 12, 17, nll},
        {"SoftmaxCrossEntropyLoss", 12, 17, softmax_cross_entropy},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
