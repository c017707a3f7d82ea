// SPDX-License-Identifier: Apache-2.0
// Reductions along a row by one work item of a processor, in the order of reduction_order.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/backends/opencl/render/body.h"

namespace gradweave::backends::opencl {

/// One or several reductions of what a body computes, which may store elements as well.
class LaneSums {
  public:
    struct Reduced {
        std::size_t store;  ///< its number in the body
        graph::Op op;
        DType dtype;
    };

    /// `stored`: the body's stores that are not reduced. `index_type` is that of all indices.
    LaneSums(const BodyText& body, std::string index_type, std::vector<Reduced> reduced,
             std::vector<std::size_t> stored, bool vectors);

    /// Declares sum<store> for each reduction and reduces the elements [begin, end), expressions.
    /// `most` is at least their number; if it is no more than a few, it is their number exactly.
    /// `place` declares what the body wants to know of element `r` of the row, and leaves its index
    /// along the inner axis in `i`; sixteen elements from a multiple of sixteen on are asked for at
    /// once.
    std::string reduce(const std::string& begin, const std::string& end, std::int64_t most,
                       const std::string& place) const;

  private:
    std::string few(std::int64_t count, const std::string& place) const;
    std::string block_of_vectors(const std::string& place) const;
    std::string block_of_scalars(const std::string& place) const;
    std::string scalar_stores() const;
    /// Lanes 0 to count - 1 of an array meet in lane 0.
    std::string tree(const Reduced& reduced, const std::string& array, int count) const;

    const BodyText& body_;
    std::string type_;
    std::vector<Reduced> reduced_;
    std::vector<std::size_t> stored_;
    bool vectors_;
};

}  // namespace gradweave::backends::opencl
