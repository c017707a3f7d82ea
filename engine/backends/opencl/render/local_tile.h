// SPDX-License-Identifier: Apache-2.0
// Products on graphics cards: a work group of 16 x 16 shares square tiles of both factors in local
// memory. What the factors and the result are is the caller's: a matrix, or an image seen as one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/core/dtype.h"

namespace gradweave::backends::opencl {

struct LocalTile {
    static constexpr int group = 256;  ///< work items

    DType dtype;
    int unit;  ///< results per work item and axis: tiles of 16 * unit
    std::string index_type;
    std::int64_t rows, columns;          ///< of the result
    std::string depth_begin, depth_end;  ///< range of the contracted index
    bool left_depth_inner;  ///< neighbours along the contracted axis lie together in memory
    bool right_depth_inner;

    /// Expressions of indices i (row), j (column) and z (contracted).
    std::function<std::string(const std::string& i, const std::string& z)> left;
    std::function<std::string(const std::string& z, const std::string& j)> right;
    /// Statement that stores a value.
    std::function<std::string(const std::string& i, const std::string& j, const std::string& value)>
        store;

    std::int64_t row_tiles() const { return (rows + 16 * unit - 1) / (16 * unit); }
    std::int64_t column_tiles() const { return (columns + 16 * unit - 1) / (16 * unit); }
    /// "local float s[16][65], t[16][65];": to stand at the kernel's begin.
    std::string local_memory() const;
    /// Statements that compute one tile, of the `row` and `column` declared before.
    std::string text() const;

    /// The size that suits a result: larger tiles read less, smaller ones keep more groups busy.
    static int unit_for(DType dtype, std::int64_t rows, std::int64_t columns);
};

}  // namespace gradweave::backends::opencl
