// SPDX-License-Identifier: Apache-2.0
// The oracle: each operation by its definition, one element at a time.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/backends/backend.h"

namespace gradweave::backends {

/// The value of one node from its inputs' values. Composites are not allowed here. Sums accumulate
/// in f64. Meant to be obviously right, not fast.
Array interpret(const graph::Node& node, std::span<const Array> inputs);

/// The values of `roots`; `leaf_value` gives the elements of leaves. Composites are computed by
/// their bodies. Not recursive.
std::vector<Array> interpret_graph(std::span<const graph::NodePtr> roots,
                                   const std::function<Array(const graph::Node&)>& leaf_value);

/// The oracle as a device, for tests that run the same program everywhere.
std::unique_ptr<Backend> make_reference_backend();

}  // namespace gradweave::backends
