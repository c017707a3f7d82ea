// SPDX-License-Identifier: Apache-2.0
// NPY, NumPy's format for one array.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/array.h"
#include "engine/core/progress.h"

namespace gradweave::io {

/// What the header of an NPY file says.
struct NpyHeader {
    std::string descr;  ///< NumPy's name of the element type: "<f4", "|b1", ">i2"
    DType dtype;        ///< what it is read as
    Shape shape;        ///< in the order of the array's axes, whatever the order in the file
    bool fortran_order = false;  ///< first axis fastest in the file
    std::uint64_t data_begin = 0;
    /// Bytes that follow the data. NumPy ignores them, so do we; worth a warning.
    std::uint64_t trailing_bytes = 0;
};

/// Reads and checks the header of a file of version 1.0, 2.0 or 3.0. The header is a Python literal
/// and is parsed as one, never evaluated. Throws Error(bad_input) naming the file and what is
/// wrong, Error(unsupported) for element types that are not numbers of ours: text, records, complex
/// numbers, and Python objects, which would be programs.
NpyHeader read_npy_header(const std::filesystem::path& path);

/// The array in row-major order and the machine's byte order. bool, u8, i32, i64, f32 and f64 stay;
/// u16 becomes i32, u32 becomes i64; u64 is not supported. Memory is
/// checked before it is taken.
Array read_npy(const std::filesystem::path& path, const Progress& progress = {});

/// Writes version 1.0, little-endian, row-major, data at a multiple of 64 bytes as NumPy does.
/// Whole or not at all (see files.h).
/// bf16, which NumPy does not have, is written as f32.
void write_npy(const std::filesystem::path& path, const Array& array);

}  // namespace gradweave::io
