// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/element_type.h"

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/ops.h"

namespace gradweave::exchange::onnx {

namespace {

struct TypeRow {
    std::string_view name;
    std::size_t raw_size;
    DType held;
    bool number;
    IntegerRange range;  ///< of integers
};

// In the order of ElementType's numbers.
constexpr TypeRow type_rows[] = {
    {"undefined", 0, DType::f32, false, {}},
    {"float", 4, DType::f32, true, {}},
    {"uint8", 1, DType::u8, true, {0, 255}},
    {"int8", 1, DType::i32, true, {-128, 127}},
    {"uint16", 2, DType::i32, true, {0, 65535}},
    {"int16", 2, DType::i32, true, {-32768, 32767}},
    {"int32", 4, DType::i32, true, {INT32_MIN, INT32_MAX}},
    {"int64", 8, DType::i64, true, {INT64_MIN, INT64_MAX}},
    {"string", 0, DType::f32, false, {}},
    {"bool", 1, DType::boolean, true, {0, 1}},
    {"float16", 2, DType::f32, true, {}},
    {"double", 8, DType::f64, true, {}},
    {"uint32", 4, DType::i64, true, {0, UINT32_MAX}},
    {"uint64", 8, DType::i64, true, {0, INT64_MAX}},
    {"complex64", 8, DType::f32, false, {}},
    {"complex128", 16, DType::f32, false, {}},
    {"bfloat16", 2, DType::f32, true, {}},
};

const TypeRow& row(ElementType type) {
    const auto index = static_cast<std::size_t>(type);
    return type_rows[index < std::size(type_rows) ? index : 0];
}

}  // namespace

std::string_view name_of(ElementType type) {
    return row(type).name;
}

std::size_t raw_size_of(ElementType type) {
    return row(type).raw_size;
}

bool is_number(ElementType type) {
    return row(type).number;
}

bool is_floating(ElementType type) {
    return type == ElementType::f32 || type == ElementType::f64 || type == ElementType::f16 ||
           type == ElementType::bf16;
}

DType held(ElementType type) {
    if (!row(type).number) {
        throw Error(ErrorKind::unsupported,
                    concat("elements of type ", name_of(type), " are not supported here"));
    }
    return row(type).held;
}

ElementType element_type(DType type) {
    switch (type) {
        case DType::boolean:
            return ElementType::boolean;
        case DType::u8:
            return ElementType::u8;
        case DType::i8:
            return ElementType::i8;
        case DType::i16:
            return ElementType::i16;
        case DType::f16:
            return ElementType::f16;
        case DType::bf16:
            return ElementType::bf16;
        case DType::i32:
            return ElementType::i32;
        case DType::i64:
            return ElementType::i64;
        case DType::f32:
            return ElementType::f32;
        case DType::f64:
            break;
    }
    return ElementType::f64;
}

IntegerRange range_of(ElementType type) {
    return row(type).range;
}

Tensor as_held(const Tensor& x, ElementType type) {
    const DType dtype = held(type);
    // The narrow types round; nothing is computed in them.
    if (type == ElementType::f16) return x.to(DType::f16).to(dtype);
    if (type == ElementType::bf16) return x.to(DType::bf16).to(dtype);
    const bool wraps = type == ElementType::i8 || type == ElementType::u16 ||
                       type == ElementType::i16 || type == ElementType::u32;
    if (!wraps) return x.to(dtype);
    // Modulo 2^bits, moved so that the remainder is the value itself.
    const IntegerRange range = range_of(type);
    const auto number = [](std::int64_t value) {
        return Tensor(graph::constant(value, DType::i64, Shape{}));
    };
    const Tensor moved = x.to(DType::i64) - number(range.least);
    return (remainder(moved, number(range.largest - range.least + 1)) + number(range.least))
        .to(dtype);
}

}  // namespace gradweave::exchange::onnx
