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

/// One entry of a file's header. The sizes are the file's; they make a Shape if the entry is
/// supported.
struct TensorEntry {
    std::string name;
    std::string dtype;         ///< as in the file: "F32", "BF16", ...
    Axes sizes;                ///< of the axes; none for a scalar
    std::uint64_t begin, end;  ///< bytes within the data part
    /// Why read_safetensors cannot give its elements: "the element type F8_E4M3 is not supported".
    /// Empty if it can.
    std::string unsupported;

    bool supported() const { return unsupported.empty(); }
};

struct SafetensorsHeader {
    std::vector<TensorEntry> entries;  ///< in order of their place in the file
    std::map<std::string, std::string> metadata;
    std::uint64_t data_begin = 0;  ///< offset of the data part in the file
};

/// Longest header that is read, in bytes. The format allows 100,000,000; a header of this size
/// names some 100,000 tensors already.
inline constexpr std::uint64_t longest_safetensors_header = 16'000'000;

/// Reads and checks the header by every rule of the format; throws Error(bad_input) naming the
/// file, the tensor and the rule that is broken, Error(unsupported) for a header that is too long
/// for us. Allocates no tensor.
SafetensorsHeader read_safetensors_header(const std::filesystem::path& path);

/// All tensors. F32, F64, I32, I64, U8 and BOOL are read as they are (any non-zero byte of a BOOL
/// is true); others throw Error(unsupported) naming tensor and type.
/// Memory for all of them is checked before any is allocated.
TensorFile read_safetensors(const std::filesystem::path& path, const Progress& progress = {});

/// Writes as the reference does: tensors by alignment, then name; compact header padded to 8 bytes;
/// metadata "format": "pt" is added if it has no "format". Whole or not at all (see files.h).
/// Throws Error(bad_input) for a name or text that is not UTF-8 and for the name "__metadata__".
void write_safetensors(const std::filesystem::path& path, const TensorFile& file);

}  // namespace gradweave::io
