// SPDX-License-Identifier: Apache-2.0
// Matrix products and convolutions as they are defined, for the oracle: sums of products in f64, in
// an order that does not depend on threads.
#pragma once

#include "engine/core/array.h"
#include "engine/graph/node.h"

namespace gradweave::backends {

Array dot(const graph::Node& node, const Array& lhs, const Array& rhs);

/// conv, conv_grad_input and conv_grad_weight.
Array convolution(const graph::Node& node, const Array& first, const Array& second);

}  // namespace gradweave::backends
