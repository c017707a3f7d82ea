// SPDX-License-Identifier: Apache-2.0
// A loop kernel that runs as machine code: its form, and the arguments for a box of iterations.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/backends/cpu/jit/interface.h"
#include "engine/backends/cpu/step.h"

namespace gradweave::backends::cpu::jit {

class MachineLoop {
  public:
    /// The innermost `rank` axes run inside the machine code; callers walk those outside. The
    /// kernel has at least `rank` axes.
    static std::optional<MachineLoop> make(const compiler::LoopKernel& kernel, LoopForm::Kind kind,
                                           int rank);

    const LoopForm& form() const { return form_; }
    std::size_t store(std::size_t i) const { return form_.loads.size() + i; }  ///< as an access
    void use(LoopFunction function) { function_ = function; }
    /// Whether there is machine code.
    explicit operator bool() const { return function_ != nullptr; }

    void bind(const Places& places);

    /// Running rows that a reduction of columns adds to.
    struct Sums {
        std::byte* place;
        std::int64_t first_row, phases;
    };

    /// An access whose first element of the box is at `place` instead of its own place.
    struct Moved {
        std::size_t access;  ///< loads, then stores
        std::byte* place;
    };

    /// Runs the box of iterations that starts at `first` (one number per axis of the kernel) and
    /// has `sizes` (one per axis of the form).
    void run(std::span<const std::int64_t> first, std::span<const std::int64_t> sizes,
             std::optional<Moved> moved = {}, Sums sums = {}) const;

  private:
    static constexpr std::size_t most_accesses = 48;

    MachineLoop() = default;

    LoopForm form_;
    std::size_t outer_axes_ = 0;                         ///< outside of the machine code
    std::vector<compiler::Access> accesses_;             ///< loads, then stores
    std::vector<std::byte*> bases_;                      ///< where they start, or the number
    std::vector<std::vector<std::int64_t>> byte_steps_;  ///< [access][axis of the kernel]
    std::vector<std::int64_t> strides_;                  ///< as LoopArguments has them
    std::vector<ElementFunction> functions_;
    LoopFunction function_ = nullptr;
};

}  // namespace gradweave::backends::cpu::jit
