// SPDX-License-Identifier: Apache-2.0
// Walking the elements of an array by their indices.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "engine/core/shape.h"

namespace gradweave::backends {

/// Type in which the oracle forms sums of T.
template <class T>
using Accumulator = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;

/// A sum in double with what rounding takes from it: of equal numbers a plain one would lose a unit
/// in the last place with every other term (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen", 1974).
class CompensatedSum {
  public:
    void add(double value) {
        const double next = sum_ + value;
        const bool larger = std::abs(sum_) >= std::abs(value);
        if (std::isfinite(next)) lost_ += larger ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    double result() const { return std::isfinite(sum_) ? sum_ + lost_ : sum_; }

  private:
    double sum_ = 0, lost_ = 0;
};

/// Calls f(index) for every index of a shape, in row-major order.
template <class F>
void for_each_index(const Shape& shape, F&& f) {
    if (shape.empty()) return;
    Axes index(static_cast<std::size_t>(shape.rank()), 0);
    for (;;) {
        f(index);
        std::size_t axis = index.size();
        while (axis > 0 && ++index[axis - 1] == shape.sizes()[axis - 1])
            index[--axis] = 0;
        if (axis == 0) return;
    }
}

/// Where the element with this index is.
inline std::size_t position(const Axes& index, const Axes& strides) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < index.size(); ++i)
        sum += index[i] * strides[i];
    return static_cast<std::size_t>(sum);
}

}  // namespace gradweave::backends
