// SPDX-License-Identifier: Apache-2.0
// Tensors put into another order or shape, cut up and put together. Negative axes count from the
// end.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// The same bits read as another type of the same size; not from or to bool.
Tensor bitcast(const Tensor& x, DType dtype);

/// Takes out axes of size 1: all of them, or those named, which must have it.
Tensor squeeze(const Tensor& x, Axes axes = {});
/// Puts in an axis of size 1 before position `axis` of the result.
Tensor unsqueeze(const Tensor& x, std::int64_t axis);
/// Axes first to last, both included, as one. A scalar becomes [1].
Tensor flatten(const Tensor& x, std::int64_t first, std::int64_t last = -1);
/// The axis `from` moved to position `to`, the others in their order.
Tensor movedim(const Tensor& x, std::int64_t from, std::int64_t to);

/// Read backwards along the axes.
Tensor flip(const Tensor& x, Axes axes);
/// Shifted along an axis; what leaves at one end comes in at the other.
Tensor roll(const Tensor& x, std::int64_t shift, std::int64_t axis);
/// The whole tensor `counts[i]` times along axis i, as NumPy's tile; more counts than axes put new
/// ones in front.
Tensor tile(const Tensor& x, Axes counts);
/// Each element `count` times along an axis, as NumPy's repeat.
Tensor repeat(const Tensor& x, std::int64_t count, std::int64_t axis);

/// Pieces of these sizes along an axis, which add up to it.
std::vector<Tensor> split(const Tensor& x, const Axes& sizes, std::int64_t axis = 0);
/// Pieces of this size; the last may be smaller.
std::vector<Tensor> split(const Tensor& x, std::int64_t size, std::int64_t axis = 0);
/// At most `count` pieces of equal size; the last may be smaller, as in PyTorch.
std::vector<Tensor> chunk(const Tensor& x, std::int64_t count, std::int64_t axis = 0);

/// The elements on and below (above) a diagonal of the last two axes, 0 elsewhere. `diagonal` 1 is
/// the one above the main diagonal.
Tensor tril(const Tensor& x, std::int64_t diagonal = 0);
Tensor triu(const Tensor& x, std::int64_t diagonal = 0);
/// x(..., i, i) for two axes, which become one at the end.
Tensor diagonal(const Tensor& x, std::int64_t a = -2, std::int64_t b = -1);
/// A vector as the diagonal of a matrix.
Tensor diag(const Tensor& x);

}  // namespace gradweave
