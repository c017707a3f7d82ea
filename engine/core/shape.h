// SPDX-License-Identifier: Apache-2.0
// The sizes of a tensor's axes, with checked arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/dtype.h"

namespace gradweave {

/// Axis numbers or sizes; negative axis numbers count from the end where a function says so.
using Axes = std::vector<std::int64_t>;

/// Sizes of the axes, outermost first. A scalar has rank 0. Sizes are never negative and their
/// product (and that of 8 bytes an element) fits in 63 bits: the constructors throw otherwise.
class Shape {
  public:
    static constexpr int max_rank = 16;

    Shape() = default;
    Shape(std::initializer_list<std::int64_t> sizes) : Shape(Axes(sizes)) {}
    explicit Shape(Axes sizes);

    int rank() const { return static_cast<int>(sizes_.size()); }
    /// Size of an axis; negative counts from the end.
    std::int64_t operator[](int axis) const;
    /// Product of all sizes; 1 for a scalar.
    std::int64_t element_count() const { return count_; }
    bool empty() const { return count_ == 0; }

    const Axes& sizes() const { return sizes_; }
    auto begin() const { return sizes_.begin(); }
    auto end() const { return sizes_.end(); }
    bool operator==(const Shape& other) const { return sizes_ == other.sizes_; }

    /// Row-major element strides.
    Axes strides() const;

    Shape with(int axis, std::int64_t size) const;
    Shape without(std::span<const std::int64_t> axes) const;

  private:
    Axes sizes_;
    std::int64_t count_ = 1;
};

/// "[64, 784]"; "[]" for a scalar.
std::string to_string(const Shape& shape);

/// Bytes of a dense tensor; cannot overflow because of Shape's promise.
inline std::uint64_t byte_count(DType type, const Shape& shape) {
    return static_cast<std::uint64_t>(shape.element_count()) * size_of(type);
}

/// The shape that NumPy's broadcasting gives two operands, or nothing if they do not fit.
std::optional<Shape> broadcast_shapes(const Shape& a, const Shape& b);

/// `axis` as a number in [0, rank); throws Error(usage) naming `what` if it is out of range.
int normalize_axis(std::int64_t axis, int rank, const char* what);
/// The same for a list: sorted, and without duplicates (which are an error). Empty means all axes
/// if `empty_means_all`.
Axes normalize_axes(std::span<const std::int64_t> axes, int rank, const char* what,
                    bool empty_means_all = false);

/// a * b, or nothing if it does not fit in 63 bits or an operand is negative.
std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b);

}  // namespace gradweave
