// SPDX-License-Identifier: Apache-2.0
// Elements and elementwise operations in OpenCL C.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/compiler/kernel/loop.h"

namespace gradweave::backends::opencl {

/// Elements that a vector of the loop body holds.
inline constexpr int lanes = 16;

/// "float", "uchar" for bool: the type in memory and in scalar code.
std::string_view type_name(DType dtype);
/// Suffix of the prelude's functions: "f32", "u8".
std::string_view suffix(DType dtype);
/// The number as an expression of the type, exact in every bit.
std::string literal(const graph::Scalar& value, DType dtype);
/// The element that changes nothing: 0 for reduce_sum (-0 if there is one), the type's least for
/// reduce_max.
std::string identity(graph::Op reduction, DType dtype);

/// One elementwise operation (or random_bits) on scalar expressions. `type` is the operands' type:
/// the last one's for select, the source's for cast.
std::string scalar_expression(graph::Op op, DType type, DType result,
                              std::span<const std::string> operands);
/// The same on vectors: float16, int16; bool is an int16 of 0 and -1. Only if has_vector_form.
std::string vector_expression(graph::Op op, DType type, DType result,
                              std::span<const std::string> operands);
bool has_vector_form(graph::Op op, DType type, DType result);
/// "float16"; bool is "int16".
std::string_view vector_type_name(DType dtype);

/// Combines two partial results of a reduction, as scalars or vectors.
std::string combine_scalars(graph::Op reduction, DType dtype, const std::string& a,
                            const std::string& b);
std::string combine_vectors(graph::Op reduction, DType dtype, const std::string& a,
                            const std::string& b);

/// Statements after which lane 0 of the variable `vector` is the reduction of all its lanes, always
/// in the same order.
std::string fold_lanes(graph::Op reduction, DType dtype, const std::string& vector);

/// Functions that the expressions call; stands before the kernels. Without f64 where the device has
/// none.
std::string prelude(bool doubles);

}  // namespace gradweave::backends::opencl
