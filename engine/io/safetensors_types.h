// SPDX-License-Identifier: Apache-2.0
// The element types of safetensors: one table for the header check, the reader and the writer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/core/dtype.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"

namespace gradweave::io::detail {

struct SafetensorsType {
    std::string_view name;
    std::uint64_t bits;
    std::optional<DType> becomes;  ///< what it is read as, if it is
};

/// In the order in which the reference sorts them when writing, last first: alignment, then kind.
inline constexpr std::array safetensors_types{
    SafetensorsType{"BOOL", 8, DType::boolean},
    SafetensorsType{"F4", 4, {}},
    SafetensorsType{"F6_E2M3", 6, {}},
    SafetensorsType{"F6_E3M2", 6, {}},
    SafetensorsType{"U8", 8, DType::u8},
    SafetensorsType{"I8", 8, DType::i8},
    SafetensorsType{"F8_E5M2", 8, {}},
    SafetensorsType{"F8_E4M3", 8, {}},
    SafetensorsType{"F8_E8M0", 8, {}},
    SafetensorsType{"F8_E4M3FNUZ", 8, {}},
    SafetensorsType{"F8_E5M2FNUZ", 8, {}},
    SafetensorsType{"I16", 16, DType::i16},
    SafetensorsType{"U16", 16, {}},
    SafetensorsType{"F16", 16, DType::f16},
    SafetensorsType{"BF16", 16, DType::bf16},
    SafetensorsType{"I32", 32, DType::i32},
    SafetensorsType{"U32", 32, {}},
    SafetensorsType{"F32", 32, DType::f32},
    SafetensorsType{"C64", 64, {}},
    SafetensorsType{"F64", 64, DType::f64},
    SafetensorsType{"I64", 64, DType::i64},
    SafetensorsType{"U64", 64, {}},
};

/// Reads and checks the header of an open file: read_safetensors needs header and data of the same
/// one, even if the path is renamed over in between.
SafetensorsHeader check_safetensors_header(const InputFile& file);

/// The entry with this name (case matters), or null.
constexpr const SafetensorsType* find_safetensors_type(std::string_view name) {
    for (const SafetensorsType& type : safetensors_types) {
        if (type.name == name) return &type;
    }
    return nullptr;
}

}  // namespace gradweave::io::detail
