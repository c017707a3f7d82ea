// SPDX-License-Identifier: Apache-2.0
// ONNX's element types and how their elements are held here.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/tensor/tensor.h"

namespace gradweave::exchange::onnx {

/// TensorProto.DataType by number. Complex numbers are known by name only.
enum class ElementType : std::int32_t {
    undefined = 0,
    f32 = 1,
    u8 = 2,
    i8 = 3,
    u16 = 4,
    i16 = 5,
    i32 = 6,
    i64 = 7,
    text = 8,
    boolean = 9,
    f16 = 10,
    f64 = 11,
    u32 = 12,
    u64 = 13,
    c64 = 14,
    c128 = 15,
    bf16 = 16
};

/// As ONNX writes them: "float", "uint8", "string", ...
std::string_view name_of(ElementType type);

/// Bytes of an element in raw data; 0 for texts and unknown types.
std::size_t raw_size_of(ElementType type);

/// Whether tensors of this type can be held: numbers and bool.
bool is_number(ElementType type);
bool is_floating(ElementType type);

/// The engine's type that holds every element of an ONNX type: f16 and bf16 are held as f32, small
/// and unsigned integers in a wider signed type. (A uint64 is held by its 64 bits.) Throws
/// Error(unsupported) for texts and complex numbers.
DType held(ElementType type);
/// The ONNX type of the engine's type.
ElementType element_type(DType type);

/// Values as the type can hold them, where it is held in a wider one: integers wrap around, f16 and
/// bf16 round. The result has dtype held(type).
Tensor as_held(const Tensor& x, ElementType type);

/// Least and largest value of an integer type as far as 64 bits tell.
struct IntegerRange {
    std::int64_t least, largest;
};
IntegerRange range_of(ElementType type);

}  // namespace gradweave::exchange::onnx
