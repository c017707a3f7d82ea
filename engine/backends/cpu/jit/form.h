// SPDX-License-Identifier: Apache-2.0
// From a loop of the kernel IR to its form, and where the form's accesses are in memory.
#pragma once

#include <vector>

#include "engine/backends/cpu/jit/interface.h"
#include "engine/backends/cpu/step.h"

namespace gradweave::backends::cpu::jit {

/// Accesses of a form, in its order.
class FormAccesses {
  public:
    /// Adds the loads, stores, constants and code of the kernel to an empty form, and their
    /// accesses here. Axes before the last `form.rank` are walked outside of the machine code.
    void add(const compiler::LoopKernel& kernel, LoopForm& form);

    std::size_t size() const { return accesses_.size(); }
    const std::vector<ElementFunction>& functions() const { return functions_; }
    /// [access][axis of the form], as LoopArguments has them.
    const std::vector<std::int64_t>& strides() const { return strides_; }

    /// Of locals, `bind` leaves the place open.
    void bind(const Places& places);
    /// The local that the access walks, or -1.
    int local(std::size_t access) const;
    /// Where each access of the box of iterations that starts at `first` (one number per axis of
    /// the kernel) starts.
    void places_at(std::span<const std::int64_t> first, std::byte** places) const;

  private:
    LoopForm::Access add(const compiler::LoopKernel& kernel, const LoopForm& form,
                         const compiler::Access& access, DType dtype);

    std::vector<compiler::Access> accesses_;
    std::vector<std::size_t> element_sizes_;
    std::vector<std::byte*> bases_;                      ///< where they start, or the number
    std::vector<std::vector<std::int64_t>> byte_steps_;  ///< [access][axis of the kernel]
    std::vector<std::int64_t> strides_;
    std::vector<ElementFunction> functions_;
};

/// The best that this machine has.
InstructionSet instruction_set();

}  // namespace gradweave::backends::cpu::jit
