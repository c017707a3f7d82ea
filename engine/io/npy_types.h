// SPDX-License-Identifier: Apache-2.0
// The element types of NPY that are read: one table for the header check and the reader.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/io/files.h"
#include "engine/io/npy.h"

namespace gradweave::io::detail {

struct NpyType {
    std::string_view name;  ///< kind and size: a descr without its byte order
    std::uint64_t size;     ///< bytes of an element in the file
    DType becomes;
};

inline constexpr std::array npy_types{
    NpyType{"b1", 1, DType::boolean}, NpyType{"u1", 1, DType::u8},  NpyType{"i4", 4, DType::i32},
    NpyType{"i8", 8, DType::i64},     NpyType{"f4", 4, DType::f32}, NpyType{"f8", 8, DType::f64},
    NpyType{"i1", 1, DType::i8},      NpyType{"i2", 2, DType::i16}, NpyType{"u2", 2, DType::i32},
    NpyType{"u4", 4, DType::i64},     NpyType{"f2", 2, DType::f16},
};

/// The entry with this name, or null.
constexpr const NpyType* find_npy_type(std::string_view name) {
    for (const NpyType& type : npy_types) {
        if (type.name == name) return &type;
    }
    return nullptr;
}

/// The header of an open file: read_npy needs header and data of the same one.
NpyHeader check_npy_header(const InputFile& file);

}  // namespace gradweave::io::detail
