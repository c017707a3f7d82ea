// SPDX-License-Identifier: Apache-2.0
// Type and shape rules: which inputs an operation takes, and what comes out.
#pragma once

#include <span>
#include <string_view>

#include "engine/graph/node.h"

namespace gradweave::graph {

struct TypeAndShape {
    DType dtype;
    Shape shape;
};

/// What the inputs' types must be for this operation, and the result's type. Throws
/// Error(bad_input) with a full sentence. Operations with the rule `custom` are not handled here.
DType infer_dtype(Op op, std::span<const NodePtr> inputs);

/// Result of a unary, binary, select, reduce or argument reduction.
TypeAndShape infer_elementwise(Op op, std::span<const NodePtr> inputs);
TypeAndShape infer_reduce(Op op, const NodePtr& x, const Attributes& attributes);

/// Result of a scan or argsort: the input's shape.
TypeAndShape infer_along(Op op, const NodePtr& x, std::int64_t axis);
/// Throws Error(bad_input) unless elements of both types have as many bits; bool has no bits to read.
void check_bitcast(DType from, DType to);

/// Each throws Error(bad_input) with a full sentence if the attributes do not fit the input.
Shape infer_permute(const Shape& x, const Axes& order);
void check_broadcast(const Shape& x, const Shape& target, const Axes& axes);
Shape infer_pad(const Shape& x, const PadAttributes& pad);
void check_slice(const Shape& x, const Axes& start, const Axes& step, const Axes& count);
Shape infer_concat(std::span<const NodePtr> inputs, std::int64_t axis);
Shape infer_window(const Shape& x, const WindowAttributes& window);
Shape infer_dot(const Shape& lhs, const Shape& rhs, const DotAttributes& dot);
Shape infer_conv(const Shape& input, const Shape& weight, const ConvAttributes& conv);
/// For gather and scatter_add; `data` is the tensor that rows are picked from or added to.
void check_indices(Op op, const NodePtr& indices, std::int64_t axis, const Shape& data);
/// data with `axis` replaced by the axes of the indices.
Shape infer_gather(const Shape& data, const Shape& indices, std::int64_t axis);

/// Checks a node that exists already against the rules; used by the verifier.
void verify(const Node& node);

/// Positions of a window along one axis, or nothing if it does not fit once:
/// floor((size - dilation * (window - 1) - 1) / stride) + 1.
std::int64_t window_positions(std::int64_t size, std::int64_t window, std::int64_t stride,
                              std::int64_t dilation);

}  // namespace gradweave::graph
