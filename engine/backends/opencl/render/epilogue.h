// SPDX-License-Identifier: Apache-2.0
// The loop that follows a matrix product, as part of the product's kernel: on each tile, before it
// goes to memory.
#pragma once

#include <string>

#include "engine/backends/opencl/render/body.h"

namespace gradweave::backends::opencl {

/// A loop whose last axis is a row of the product, and which loads the product once.
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

  private:
    const compiler::Schedule& schedule_;
    const compiler::LoopKernel& loop_;
    compiler::ValueId product_;
    ParameterList parameters_;
    std::string type_;
};

}  // namespace gradweave::backends::opencl
