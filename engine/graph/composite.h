// SPDX-License-Identifier: Apache-2.0
// Composites: named functions with a body in the closed set, kept whole until a backend lowers
// them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/graph/node.h"

namespace gradweave::graph {

/// A function a person knows by name (softmax, max_pool). It exists so that a picture can show one
/// box, a profile one row, and a library can serve it in one call; it means nothing but its body.
struct CompositeSpec {
    std::string_view name;
    /// The value in terms of the inputs. Its dtype and shape are the composite's.
    NodePtr (*body)(std::span<const NodePtr> inputs, const CompositeAttributes& attributes);
    /// Gradients per input (null = zero) in terms of inputs, output and output gradient; null means
    /// "differentiate the body". Must be mathematically the same.
    std::vector<NodePtr> (*gradient)(const NodePtr& output,
                                     const NodePtr& output_gradient) = nullptr;
};

/// The interned composite node. The spec must live as long as the program does. Of f16 or bf16
/// inputs it is computed in f32, and the result cast to their type.
NodePtr make_composite(const CompositeSpec& spec, std::vector<NodePtr> inputs, Axes integers = {},
                       std::vector<double> reals = {});

}  // namespace gradweave::graph
