// SPDX-License-Identifier: Apache-2.0
// Pooling over any number (1 to 3) of spatial axes of [N, C, spatial...]. Definitions are
// PyTorch's.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// Largest element of each window; places outside never win, and of equal ones the first in
/// row-major order gets the gradient. One entry per spatial axis.
/// `dilation` is the distance between the elements of a window; empty: 1.
Tensor max_pool(const Tensor& x, const Axes& size, const Axes& stride, const Axes& padding,
                const Axes& dilation = {});
/// Mean of each window; padding counts as zeros if `count_padding`, else it does not count.
Tensor avg_pool(const Tensor& x, const Axes& size, const Axes& stride, const Axes& padding,
                bool count_padding = true);
/// To `size` positions per axis, whatever the input's: position i takes elements from
/// floor(i L / size) up to ceil((i + 1) L / size).
Tensor adaptive_max_pool(const Tensor& x, const Axes& size);
Tensor adaptive_avg_pool(const Tensor& x, const Axes& size);

}  // namespace gradweave::nn
