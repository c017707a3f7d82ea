// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/losses.h"

#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

Tensor cross_entropy(const Tensor& scores, const Tensor& labels) {
    const Tensor log_probability = log_softmax(scores, -1);
    const Tensor chosen = one_hot(labels, scores.shape()[-1], DType::boolean);
    // One sum per sample first: it is done while the sample's scores are in a cache.
    return -sum(sum(where(chosen, log_probability, zeros_like(log_probability)), {-1})) *
           (1.0 / static_cast<double>(labels.shape().element_count()));
}

Tensor mse(const Tensor& prediction, const Tensor& target) {
    const Tensor error = prediction - target;
    return mean(error * error);
}

Tensor binary_cross_entropy(const Tensor& probability, const Tensor& target) {
    const auto bounded = [](const Tensor& p) {
        return maximum(log(p), Tensor(-100.0).to(p.dtype()));
    };
    return -mean(target * bounded(probability) + (1.0 - target) * bounded(1.0 - probability));
}

Tensor binary_cross_entropy_with_logits(const Tensor& score, const Tensor& target) {
    return mean(softplus(score) - score * target);
}

Tensor accuracy(const Tensor& scores, const Tensor& labels) {
    return mean(equal(argmax(scores, -1), labels.to(DType::i64)).to(DType::f32));
}

Tensor binary_accuracy(const Tensor& score, const Tensor& target, double threshold) {
    const Tensor said = greater(score, threshold), is = greater(target, 0.5);
    return mean(logical_not(not_equal(said, is)).to(DType::f32));
}

}  // namespace gradweave::nn
