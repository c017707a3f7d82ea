// SPDX-License-Identifier: Apache-2.0
// Losses beside cross-entropy and squared error: scalars, means over the batch. Definitions and
// defaults are PyTorch's.
#pragma once

#include <optional>

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// How classes are told apart and counted.
struct ClassOptions {
    std::vector<double> weights = {};          ///< one per class; empty: all 1
    double smoothing = 0;                      ///< share of the target spread over all classes
    std::optional<std::int64_t> ignored = {};  ///< a label that does not count
};
/// Weighted mean of -log p[label] from log-probabilities [..., C] and labels [...]. If all labels
/// are ignored it is 0, where PyTorch gives NaN.
Tensor nll(const Tensor& log_probability, const Tensor& labels, const ClassOptions& options = {});

/// Mean of |prediction - target|.
Tensor l1(const Tensor& prediction, const Tensor& target);
/// Mean of e²/2 where |e| < delta, else delta (|e| - delta / 2). Huber 1964.
Tensor huber(const Tensor& prediction, const Tensor& target, double delta = 1);
/// The Huber loss divided by its delta, which is called beta here; beta 0 is l1.
Tensor smooth_l1(const Tensor& prediction, const Tensor& target, double beta = 1);
/// Sum of t (log t - input) over everything but the batch, mean over it (PyTorch's "batchmean").
/// input: log-probabilities; target: probabilities, or their logarithms.
Tensor kl_divergence(const Tensor& log_probability, const Tensor& target, bool log_target = false);
/// Mean of -(w t log p + (1 - t) log(1 - p)) with p = sigmoid(score).
Tensor weighted_binary_cross_entropy(const Tensor& score, const Tensor& target, double weight);
/// Mean of max(0, margin - t x) for targets t of -1 and 1.
Tensor hinge(const Tensor& score, const Tensor& target, double margin = 1);
/// Mean of x where t is 1, and of max(0, margin - x) where it is -1: x is a distance.
Tensor hinge_embedding(const Tensor& distance, const Tensor& target, double margin = 1);
/// Mean over samples of sum over wrong classes of max(0, margin - x[label] + x[class])^power / C.
Tensor multi_margin(const Tensor& scores, const Tensor& labels, double margin = 1, int power = 1);
/// Of pairs of vectors [N, D]: mean of 1 - cos where t is 1, of max(0, cos - margin) where it is
/// -1.
Tensor cosine_embedding(const Tensor& a, const Tensor& b, const Tensor& target, double margin = 0);
/// Mean of max(0, |anchor - positive| - |anchor - negative| + margin), vectors [N, D].
Tensor triplet_margin(const Tensor& anchor, const Tensor& positive, const Tensor& negative,
                      double margin = 1);

struct CtcOptions {
    std::int64_t blank = 0;
    bool zero_infinity = false;  ///< 0 instead of infinity where no path gives the labels
    std::optional<Tensor> input_lengths = {}, label_lengths = {};  ///< [N], integers
};
/// Graves et al. 2006, connectionist temporal classification: log_probability [N, T, C], labels
/// [N, S]; the forward recursion in logarithms. Without label_lengths a row's labels end before its
/// first blank or negative one. Each sample's loss is divided by its number of labels.
Tensor ctc(const Tensor& log_probability, const Tensor& labels, const CtcOptions& options = {});

}  // namespace gradweave::nn
