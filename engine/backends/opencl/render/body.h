// SPDX-License-Identifier: Apache-2.0
// The body of a loop kernel as statements of OpenCL C: what one iteration, or sixteen along the
// innermost axis, load, compute and store.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/backends/opencl/render/kernel.h"

namespace gradweave::backends::opencl {

/// The values that a kernel reads and writes as its parameters v0, v1, ...: numbered by their
/// order, so that equal kernels are equal texts.
class ParameterList {
  public:
    explicit ParameterList(const compiler::Schedule& schedule) : schedule_(schedule) {}

    /// All that the loop stores and loads; stores come first, since what is only loaded is const.
    void add(const compiler::LoopKernel& loop);
    /// One value, if it is one and not there yet.
    void add(compiler::ValueId id, bool stored);

    /// "global float* v0, global const int* v1"
    const std::string& text() const { return text_; }
    const std::vector<KernelArgument>& arguments() const { return arguments_; }
    std::size_t number_of(compiler::ValueId id) const;

  private:
    const compiler::Schedule& schedule_;
    std::string text_;
    std::vector<KernelArgument> arguments_;
};

/// Where elements are that lie in no buffer: an expression of the value and of the index along the
/// inner axis ("tile[8 + i]"), empty for values that do lie in one.
using OwnPlaces = std::function<std::string(compiler::ValueId value, const std::string& index)>;

/// Writes the statements of one kernel. The index along axis a is the variable `ia`; along the
/// inner axis, if there is one, it is what the caller says.
class BodyText {
  public:
    /// `inner` is the axis that a loop around the statements walks, or -1 if all indices are
    /// variables.
    BodyText(const compiler::Schedule& schedule, const compiler::LoopKernel& loop, int inner);
    /// As part of a kernel with others; `own` may be null.
    BodyText(const compiler::Schedule& schedule, const compiler::LoopKernel& loop, int inner,
             ParameterList parameters, OwnPlaces own);

    const std::string& parameters() const { return parameters_.text(); }
    const std::vector<KernelArgument>& arguments() const { return parameters_.arguments(); }
    /// "int", or "long" if some access reaches further than 2^31 elements.
    const std::string& index_type() const { return index_type_; }

    /// Where each access begins, and all that does not change along the inner axis. Wants the
    /// indices of all other axes.
    std::string begin() const;
    /// One iteration's loads and instructions.
    std::string scalar_code(const std::string& index) const;
    /// Its stores.
    std::string scalar_stores(const std::string& index) const;
    std::string scalar_store(std::size_t i, const std::string& index) const;
    /// The place of store `i`, which the inner axis does not change, without the names of begin().
    std::string store_place(std::size_t i) const;
    /// The value of store number `i` (for reductions).
    std::string scalar_result(std::size_t i) const;

    /// Whether sixteen iterations along the inner axis can be vectors.
    bool vectorizes() const { return vectorizes_; }
    /// Sixteen iterations from `index` on; `tag` is appended to all names.
    std::string vector_code(const std::string& index, const std::string& tag) const;
    std::string vector_stores(const std::string& index, const std::string& tag) const;
    std::string vector_store(std::size_t i, const std::string& index, const std::string& tag) const;
    std::string vector_result(std::size_t i, const std::string& tag) const;

  private:
    bool varies(const compiler::LoopOperand& operand) const;
    bool can_vectorize() const;
    std::string base(const compiler::Access& access) const;
    std::string place(const std::string& name, const compiler::Access& access,
                      const std::string& index) const;
    std::int64_t inner_stride(const compiler::Access& access) const;
    std::string load_statement(std::size_t i, const std::string& index) const;
    std::string instruction_statement(std::size_t i) const;
    std::string scalar_name(const compiler::LoopOperand& operand) const;
    std::string vector_name(const compiler::LoopOperand& operand, const std::string& tag) const;
    std::string vector_load(std::size_t i, const std::string& index, const std::string& tag) const;

    const compiler::LoopKernel& loop_;
    int inner_;
    ParameterList parameters_;
    OwnPlaces own_;
    std::string index_type_;
    std::vector<bool> load_varies_, instruction_varies_;
    bool vectorizes_ = false;
};

/// Variables i0, i1, ... of the axes from a linear index over them, row-major:
/// "const int i0 = n / 12, i1 = n / 4 % 3, ...;".
std::string split_index(const std::string& type, const std::string& linear, const Axes& sizes,
                        const std::vector<std::size_t>& axes);

/// The axes 0 to count - 1.
std::vector<std::size_t> first_axes(std::size_t count);

/// Elements that the loop's accesses of this value reach, as the index type wants to know.
bool needs_long_indices(const compiler::Schedule& schedule, const compiler::LoopKernel& loop);

}  // namespace gradweave::backends::opencl
