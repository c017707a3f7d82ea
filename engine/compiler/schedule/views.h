// SPDX-License-Identifier: Apache-2.0
// Movement without moving: nodes that are other strides over the same elements.
#pragma once

#include <optional>

#include "engine/compiler/kernel/loop.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

/// True for the operations that may be views: reshape, permute, broadcast, slice, window.
bool is_view(Op op);

/// The access to `node`'s elements given the access to its input's, or nothing if the elements have
/// to be copied (only a reshape of strided elements).
std::optional<Access> view_of(const Node& node, const Access& input);

/// Row-major strides with the channel axis (1) moved innermost; for rank 4, NHWC.
Axes channels_last_strides(const Shape& shape);

/// True if the access walks a value of this shape in the given dense strides; axes of size 1 do not
/// count.
bool same_walk(const Shape& shape, const Axes& a, const Axes& b);

/// True if the strides visit each of the shape's elements once without gaps, in whatever order.
bool is_dense(const Shape& shape, const Axes& strides);

/// The matrices of a dot whose operands are accessed like this, or nothing if an operand's axes do
/// not merge into two, or neither has stride 1.
std::optional<GemmStep> gemm_of(const Node& dot, const Access& lhs, const Access& rhs);

}  // namespace gradweave::compiler
