// SPDX-License-Identifier: Apache-2.0
// Reductions beside those in ops.h. Over some axes (negative ones count from the end), or over all
// if none are named; with keep_axes they stay with size 1.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// Mean squared distance from the mean, whose sum is divided by the count less `correction`: 1 as
/// in PyTorch, 0 for the variance of what is there (NumPy).
Tensor var(const Tensor& x, Axes axes = {}, double correction = 1, bool keep_axes = false);
/// Its square root; the gradient is 0 where that is 0.
Tensor std_deviation(const Tensor& x, Axes axes = {}, double correction = 1,
                     bool keep_axes = false);
/// log(sum(exp(x))), without overflow.
Tensor logsumexp(const Tensor& x, Axes axes = {}, bool keep_axes = false);
/// (sum |x|^p)^(1/p); p may be infinite (the largest |x|), and 0 counts what is not 0. The gradient
/// is 0 where the norm is 0.
Tensor norm(const Tensor& x, double p = 2, Axes axes = {}, bool keep_axes = false);
/// bool: whether some element, or each, is not 0.
Tensor any(const Tensor& x, Axes axes = {}, bool keep_axes = false);
Tensor all_of(const Tensor& x, Axes axes = {}, bool keep_axes = false);

}  // namespace gradweave
