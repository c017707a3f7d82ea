// SPDX-License-Identifier: Apache-2.0
// The safetensors format: named arrays with text metadata.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/progress.h"

namespace gradweave::io {

/// Named arrays in the order of their names, and the file's string metadata.
struct TensorFile {
    std::map<std::string, Array> tensors;
    std::map<std::string, std::string> metadata;
};

/// One entry of a file's header.
struct TensorEntry {
    std::string name;
    std::string dtype;  ///< as in the file: "F32", "BF16", ...
    Shape shape;
    std::uint64_t begin, end;  ///< bytes within the data part
    bool supported;            ///< whether read_safetensors can give its elements
};

struct SafetensorsHeader {
    std::vector<TensorEntry> entries;  ///< in order of their place in the file
    std::map<std::string, std::string> metadata;
    std::uint64_t data_begin = 0;  ///< offset of the data part in the file
};

/// Reads and checks the header by every rule of the format; throws Error(bad_input) naming the
/// file, the tensor and the rule that is broken. Allocates no tensor.
SafetensorsHeader read_safetensors_header(const std::filesystem::path& path);

/// All tensors. F32, F64, I32, I64, U8 and BOOL are read as they are; F16 and BF16 become f32;
/// others throw Error(unsupported) naming tensor and type.
TensorFile read_safetensors(const std::filesystem::path& path, const Progress& progress = {});

/// Writes as the reference does: tensors by alignment, then name; compact header padded to 8 bytes;
/// metadata "format": "pt" is added if it has no "format". Whole or not at all (see files.h).
void write_safetensors(const std::filesystem::path& path, const TensorFile& file);

}  // namespace gradweave::io
