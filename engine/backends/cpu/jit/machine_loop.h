// SPDX-License-Identifier: Apache-2.0
// Kernels that run as machine code: their form, and the arguments for a box of iterations.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/backends/cpu/jit/form.h"

namespace gradweave::backends::cpu::jit {

/// A LoopKernel as machine code.
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

    void bind(const Places& places) { accesses_.bind(places); }

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
    FormAccesses accesses_;  ///< loads, then stores
    LoopFunction function_ = nullptr;
};

/// A RowKernel as machine code.
class MachineRows {
  public:
    static std::optional<MachineRows> make(const compiler::RowKernel& kernel);

    const LoopForm& form() const { return form_; }
    void use(LoopFunction function) { function_ = function; }
    explicit operator bool() const { return function_ != nullptr; }

    void bind(const Places& places) { accesses_.bind(places); }

    /// Does rows [begin, end); rows are counted along all of their axes. `locals` are the places of
    /// the kernel's locals, for those that are whole rows.
    void run(std::int64_t begin, std::int64_t end, std::byte* const* locals) const;

  private:
    static constexpr std::size_t most_accesses = 160;

    MachineRows() = default;

    LoopForm form_;
    Axes sizes_;             ///< of the kernel, with at least one axis of rows
    FormAccesses accesses_;  ///< of each pass in turn: loads, then stores
    LoopFunction function_ = nullptr;
};

}  // namespace gradweave::backends::cpu::jit
