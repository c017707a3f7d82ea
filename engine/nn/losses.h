// SPDX-License-Identifier: Apache-2.0
// Losses and metrics: scalars, means over the batch.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// Mean of -log softmax(scores)[label]: scores [..., C], labels [...] integers in
/// [0, C).
Tensor cross_entropy(const Tensor& scores, const Tensor& labels);
/// Mean of (prediction - target)^2, equal shapes.
Tensor mse(const Tensor& prediction, const Tensor& target);
/// Mean of -(t log p + (1 - t) log(1 - p)), logarithms bounded below by -100 as in PyTorch.
Tensor binary_cross_entropy(const Tensor& probability, const Tensor& target);
/// The same for p = sigmoid(score), without overflow.
Tensor binary_cross_entropy_with_logits(const Tensor& score, const Tensor& target);

/// Share of labels [...] where the largest of the scores [..., C] is at the label.
Tensor accuracy(const Tensor& scores, const Tensor& labels);
/// Share of samples where (score > threshold) equals (target > 0.5); equal shapes.
Tensor binary_accuracy(const Tensor& score, const Tensor& target, double threshold);

}  // namespace gradweave::nn
