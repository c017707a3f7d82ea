// SPDX-License-Identifier: Apache-2.0
// What travels on a wire, as far as it is known before anything is computed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/dtype.h"
#include "engine/core/shape.h"

namespace gradweave::model {

/// Size of one axis: a number, or a multiple of the batch size N, which is open until training.
struct Dim {
    std::int64_t size = 1;
    bool batch = false;  ///< size * N instead of size
    /// What the axis means, for display: 'N' batch, 'C' channels, 'H', 'W', 'T' time; 0 unknown.
    /// Does not take part in comparisons.
    char role = 0;

    bool operator==(const Dim& other) const { return size == other.size && batch == other.batch; }
};

/// The batch axis.
inline constexpr Dim batch_dim{1, true, 'N'};

/// Element type and axes of a tensor on a wire.
struct TensorType {
    DType dtype = DType::f32;
    std::vector<Dim> dims;
    /// Number of classes if the elements are class numbers and it is known, else 0.
    std::int64_t classes = 0;

    int rank() const { return static_cast<int>(dims.size()); }
    bool has_batch() const { return !dims.empty() && dims[0].batch; }
    /// The concrete shape for a batch size. Throws Error(bad_input) if it is too large to count.
    Shape shape(std::int64_t batch) const;
    bool operator==(const TensorType& other) const {
        return dtype == other.dtype && dims == other.dims && classes == other.classes;
    }
};

/// "N", "784", "12·N".
std::string to_string(const Dim& dim);
/// "[N, 1, 28, 28]": what wires show.
std::string to_string(const std::vector<Dim>& dims);
/// The type that a text names: "[N, 3, 8]" is f32, "[N] of 5 classes" holds class numbers (i64),
/// "[5·N]" has five for each sample. Nothing if it is none.
std::optional<TensorType> parse_type(std::string_view text);
/// "[N, 1, 28, 28] (batch, channels, height, width)": what sentences say, with roles where known.
std::string describe(const TensorType& type);

/// Product of the dims, or nothing if it has N more than once or cannot be counted.
std::optional<Dim> product(const std::vector<Dim>& dims);

}  // namespace gradweave::model
