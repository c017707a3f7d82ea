// SPDX-License-Identifier: Apache-2.0
// Functions of tensors that several operators are made of.
#pragma once

#include "engine/tensor/activations.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/ops.h"

namespace gradweave::exchange::onnx::fn {

/// A number of this dtype, which broadcasts.
Tensor number(double value, DType dtype);
inline Tensor number_like(double value, const Tensor& x) {
    return number(value, x.dtype());
}

/// a / b in the operands' own type: integers truncate.
Tensor quotient(const Tensor& a, const Tensor& b);
/// x between least and largest; NaN stays.
Tensor clip(const Tensor& x, double least, double largest);
Tensor hard_sigmoid(const Tensor& x, double alpha, double beta);

/// [C] as [1, C, 1, ...] of this rank.
Tensor along_channels(const Tensor& values, int rank);
/// The axes from `first` to the last.
Axes axes_from(int first, int rank);
/// `axis` as a number in [0, rank), or a refusal.
int axis_of(std::int64_t axis, int rank);
/// 0, 1, 2, ... of i64 along an axis of a shape.
Tensor counted(const Shape& shape, int axis);
/// Swaps axes so that `axis` is the last.
Tensor axis_last(const Tensor& x, int axis);
/// The inverse: the last axis becomes number `axis`.
Tensor axis_from_last(const Tensor& x, int axis);
/// Elements of x by their number in row-major order.
Tensor take_flat(const Tensor& x, const Tensor& numbers);
/// A leaf with these elements.
Tensor list(const Axes& values);

}  // namespace gradweave::exchange::onnx::fn
