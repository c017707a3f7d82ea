// SPDX-License-Identifier: Apache-2.0
// Convolutions over any number (1 to 3) of spatial axes. Definitions and the shapes of weights are
// PyTorch's.
#pragma once

#include <optional>

#include "engine/tensor/tensor.h"

namespace gradweave::nn {

/// One entry per spatial axis.
struct ConvOptions {
    Axes stride, low, high, dilation;  ///< low, high: zeros before and after
    std::int64_t groups = 1;
};

/// Cross-correlation: x [N, C, spatial...], weight [O, C / groups, spatial...], bias [O].
Tensor convolution(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias,
                   const ConvOptions& options);

/// The transpose of a convolution, which enlarges: x [N, C, spatial...], weight [C, O / groups,
/// spatial...], bias [O] -> [N, O, (size - 1) stride - low - high + dilation (kernel - 1) + extra +
/// 1]. `extra` (PyTorch's output_padding) is below the stride.
Tensor convolution_transpose(const Tensor& x, const Tensor& weight,
                             const std::optional<Tensor>& bias, const ConvOptions& options,
                             const Axes& extra);

}  // namespace gradweave::nn
