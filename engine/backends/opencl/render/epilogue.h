// SPDX-License-Identifier: Apache-2.0
// The loop that follows a matrix product or a convolution, as part of its kernel: on each tile,
// before it goes to memory.
#pragma once

#include <string>

#include "engine/backends/opencl/render/body.h"

namespace gradweave::backends::opencl {

/// A loop that loads the product once, in the order in which the product's elements lie. A
/// product's last axis is the loop's; a convolution's elements are numbered by their place.
class Epilogue {
  public:
    Epilogue(const compiler::Schedule& schedule, const compiler::LoopKernel& loop,
             compiler::ValueId product);

    const ParameterList& parameters() const { return parameters_; }
    /// "int" or "long"
    const std::string& index_type() const { return type_; }

    /// Statements for the elements [column, column + width) of the row numbered `row` (over all of
    /// the batch), which lie side by side from tile[first] on. `width` is an expression; `known` as
    /// much as it is certain to be at least.
    std::string on_row(const std::string& row, const std::string& column, const std::string& width,
                       int known, const std::string& tile, const std::string& first) const;
    /// The same for one element with this value.
    std::string on_element(const std::string& row, const std::string& column,
                           const std::string& value) const;

    /// Whether `count` elements that lie side by side from a multiple of `count` on are always in
    /// one row of the loop.
    bool has_rows_of(std::int64_t count) const;
    /// on_row for the `width` elements whose places in the product are `place` and those behind it.
    std::string on_places(const std::string& place, int width, const std::string& tile,
                          const std::string& first) const;
    /// on_element for the element at this place of the product.
    std::string at_place(const std::string& place, const std::string& value) const;

  private:
    const compiler::Schedule& schedule_;
    const compiler::LoopKernel& loop_;
    compiler::ValueId product_;
    ParameterList parameters_;
    std::string type_;
};

}  // namespace gradweave::backends::opencl
