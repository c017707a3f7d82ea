// SPDX-License-Identifier: Apache-2.0
// The inner tile of products and convolutions on processors: a few rows times some vectors, held in
// registers while the loop over the contracted axis runs.
#pragma once

#include <functional>
#include <string>

#include "engine/core/dtype.h"

namespace gradweave::backends::opencl {

/// Elements that a vector of f32 or f64 holds here: 64 bytes of them.
int vector_lanes(DType dtype);
/// "float16", "double8".
std::string vector_of(DType dtype);

/// The first `count` elements at `pointer` as a vector of vector_lanes(); zeros behind them.
std::string load_vector(DType dtype, const std::string& pointer, int count);
/// Stores the first `count` lanes of `value`, `stride` elements apart.
std::string store_vector(DType dtype, const std::string& value, const std::string& pointer,
                         int count, std::int64_t stride);

/// A tile of `rows` x `width` sums, rows c<row>_<vector>.
struct RegisterTile {
    DType dtype;
    int rows;
    int width;  ///< elements along the vectors; the last vector may be part empty

    int vectors() const;
    int lanes_of(int vector) const;
    /// "float16 c0_0 = 0; ..."
    std::string declare() const;
    /// Loads vectors b0.. from `vector_pointer` and adds the product with the scalar of each row.
    std::string multiply_add(const std::string& vector_pointer,
                             const std::function<std::string(int row)>& scalar) const;
    /// Stores row r, if `guard(r)` (may be empty) holds, at pointer(r), elements `stride` apart.
    std::string store(const std::function<std::string(int row)>& guard,
                      const std::function<std::string(int row)>& pointer,
                      std::int64_t stride) const;
};

}  // namespace gradweave::backends::opencl
