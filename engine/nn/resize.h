// SPDX-License-Identifier: Apache-2.0
// Other sizes of the spatial axes of [N, C, spatial...]: borders and scaling. Definitions are
// PyTorch's (torch.nn.functional.pad and interpolate).
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// `low` and `high` elements more on an axis: the edge itself again and again, or what lies behind
/// the edge in reverse (then both are below the axis's size).
Tensor pad_replicate(const Tensor& x, int axis, std::int64_t low, std::int64_t high);
Tensor pad_reflect(const Tensor& x, int axis, std::int64_t low, std::int64_t high);

/// An axis with `size` places, each the nearest of x's: floor(i * old / size).
Tensor resize_nearest(const Tensor& x, int axis, std::int64_t size);
/// An axis with `size` places, each between two of x's; with align_corners the first and last
/// places stay where they are, else the places are cells of equal width.
Tensor resize_linear(const Tensor& x, int axis, std::int64_t size, bool align_corners);

}  // namespace gradweave::nn
