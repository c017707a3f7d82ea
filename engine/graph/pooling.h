// SPDX-License-Identifier: Apache-2.0
// Max-pooling as a composite: backends know it by its spec, everybody else by its body.
#pragma once

#include "engine/graph/composite.h"

namespace gradweave::graph {

/// Windows over the last two axes of [N, C, H, W]. Places outside the image never win.
struct Pooling {
    Axes size, stride, low, high;  ///< two entries each: height, width
};

/// The largest element of each window, [N, C, positions, positions]. Of equal ones the first in
/// row-major order gets the gradient, as in PyTorch and ONNX.
NodePtr max_pool2d(const NodePtr& x, const Pooling& pooling);

/// The gradient of max_pool2d(x) for the output gradient g.
NodePtr max_pool2d_gradient(const NodePtr& x, const NodePtr& g, const Pooling& pooling);

/// For backends: which composites these are, and their windows.
bool is_max_pool2d(const Node& node);
bool is_max_pool2d_gradient(const Node& node);
Pooling pooling_of(const Node& node);

}  // namespace gradweave::graph
