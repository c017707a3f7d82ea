// SPDX-License-Identifier: Apache-2.0
// Sliding windows as ONNX describes them: convolutions and poolings share this.
#pragma once

#include "engine/exchange/onnx/call.h"

namespace gradweave::exchange::onnx {

/// One entry for each spatial axis.
struct Windows {
    Axes size, stride, dilation, low, high;
    /// Positions of the window, which may begin in the padding.
    Axes positions;
};

/// Reads strides, dilations, pads and auto_pad, for the spatial axes (the third and on) of x.
/// `ceil_mode` rounds the number of positions up; `high` then reaches as far as the last window.
Windows windows_of(const Call& call, const Shape& x, Axes size);

/// All windows of x [N, C, ...]: [N, C, positions..., elements of a window]. Places outside hold
/// `fill`.
Tensor slide(const Tensor& x, const Windows& windows, double fill);

}  // namespace gradweave::exchange::onnx
