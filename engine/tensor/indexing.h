// SPDX-License-Identifier: Apache-2.0
// Elements picked, placed and put in order by number. Negative positions count from the end, in
// axes and in index tensors (i32 or i64) alike. An index outside reads 0 and writes nothing: no
// index touches foreign memory.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// result[i][j] = x[index[i][j]][j] along axis 0: one index per element, PyTorch's gather and
/// NumPy's take_along_axis. index has x's rank, and no more elements than x on the other axes.
Tensor gather(const Tensor& x, const Tensor& index, std::int64_t axis);
/// x, where each element of updates (of index's shape) replaces the one at its index; the last of
/// those that share a place stays, as in NumPy.
Tensor scatter(const Tensor& x, const Tensor& index, const Tensor& updates, std::int64_t axis);
/// x, to which each element of updates is added at its index; those that share a place add up.
Tensor scatter_add(const Tensor& x, const Tensor& index, const Tensor& updates, std::int64_t axis);
/// How scatter_reduce puts together what shares a place.
enum class Reduction { sum, prod, mean, max, min };
/// x, where the elements of updates that share a place are put together, with x's own among them
/// unless `include_self` is false; places without any keep x. PyTorch's scatter_reduce: a NaN makes
/// a maximum NaN, and equal extremes share the gradient evenly. A mean is of floating types only.
Tensor scatter_reduce(const Tensor& x, const Tensor& index, const Tensor& updates,
                      std::int64_t axis, Reduction reduction, bool include_self = true);
/// Whole rows along an axis by number: `indices` is a vector, the axis gets its size.
Tensor index_select(const Tensor& x, const Tensor& indices, std::int64_t axis);
/// x, to which whole rows are added: updates has the size of the vector `indices` on that axis.
Tensor index_add(const Tensor& x, const Tensor& indices, const Tensor& updates, std::int64_t axis);
/// `value` where the mask (which broadcasts) holds, else x.
Tensor masked_fill(const Tensor& x, const Tensor& mask, double value);

struct Sorted {
    Tensor values;
    Tensor indices;  ///< i64: where each value was
};
/// Stable in both directions. NaN counts as larger than every number, as in PyTorch.
Sorted sort(const Tensor& x, std::int64_t axis = -1, bool descending = false);
Tensor argsort(const Tensor& x, std::int64_t axis = -1, bool descending = false);
/// The `count` largest (or smallest) along an axis, in order.
Sorted topk(const Tensor& x, std::int64_t count, std::int64_t axis = -1, bool largest = true);
/// The middle element along an axis in order, the lower one of two; NaN if there is one.
Tensor median(const Tensor& x, std::int64_t axis = -1, bool keep_axis = false);

// Running results along an axis; from the other end if `reverse`. bool and short integers are
// summed as i64, as in PyTorch. A running maximum's gradient goes to the latest of equal elements.
Tensor cumsum(const Tensor& x, std::int64_t axis, bool reverse = false);
Tensor cumprod(const Tensor& x, std::int64_t axis, bool reverse = false);
Tensor cummax(const Tensor& x, std::int64_t axis, bool reverse = false);
Tensor cummin(const Tensor& x, std::int64_t axis, bool reverse = false);
/// log(cumsum(exp(x))), without overflow and without losing what is small beside what comes later.
Tensor logcumsumexp(const Tensor& x, std::int64_t axis, bool reverse = false);

}  // namespace gradweave
