// SPDX-License-Identifier: Apache-2.0
// IDX, the format of MNIST: a big-endian header and one dense array, gzipped or not.
#pragma once

#include <filesystem>

#include "engine/core/array.h"
#include "engine/core/progress.h"

namespace gradweave::io {

/// Type as the engine has it after reading: u8 stays; i8 and i16 become i32; i32, f32 and f64 stay.
struct IdxHeader {
    DType dtype;
    Shape shape;
};

/// Reads the first bytes only, inflating if need be, and holds the promised size against the file's
/// (exactly for a plain file, by what could be packed into it for a gzipped one). Throws Error(io)
/// or Error(bad_input) naming the file and what is wrong with it.
IdxHeader read_idx_header(const std::filesystem::path& path);

/// The array. Inflation stops at the size that the header promises: a file with less or more data
/// is refused with both figures, whatever a gzip trailer claims. Memory is checked before it is
/// taken.
Array read_idx(const std::filesystem::path& path, const Progress& progress = {});

}  // namespace gradweave::io
