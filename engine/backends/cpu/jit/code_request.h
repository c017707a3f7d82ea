// SPDX-License-Identifier: Apache-2.0
// Machine code for the loops of a program, made on background threads while the program may run
// already, tile by tile.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/backends/cpu/jit/interface.h"
#include "engine/core/progress.h"

namespace gradweave::backends::cpu::jit {

struct Code;

/// A loop that is wanted as machine code. Where there is a choice the largest is made first.
struct WantedLoop {
    const LoopForm* form;
    std::int64_t elements;  ///< that it computes in one run of the program
};

/// What one program wants made. Equal forms, of this program or of others, are made once and kept
/// until the process ends. Used by one thread at a time; different requests from any threads.
class CodeRequest {
  public:
    /// Returns at once: as many background threads as there are other cores, at least one, begin
    /// to work. The forms are copied.
    explicit CodeRequest(std::span<const WantedLoop> loops);
    /// Takes back what was not begun and nobody else wants, and waits for the forms of this request
    /// that are being made: some tens of milliseconds at most.
    ~CodeRequest();
    CodeRequest(const CodeRequest&) = delete;
    CodeRequest& operator=(const CodeRequest&) = delete;

    /// Different forms, and those of them that are made or failed. Any thread may ask.
    int total() const { return static_cast<int>(codes_.size()); }
    int done() const;
    bool finished() const { return done() == total(); }

    /// Machine code for loop i of those asked for. Null while there is none yet, and for good where
    /// it cannot be made: then the loop runs as tiles.
    LoopFunction function(std::size_t i) const;

    /// Helps until all are done. Reports "compiling 12 of 40 kernels"; throws Error(cancelled) as
    /// progress says, within the time that one form takes.
    void wait(const Progress& progress = {});

    /// Adds what was made, found on disk and known to the report. Once finished.
    void count(compiler::CompileReport& report) const;

  private:
    std::vector<std::shared_ptr<Code>> codes_;  ///< one per form
    std::vector<const Code*> loops_;            ///< the form of each loop
    std::vector<const Code*> begun_;            ///< forms that were not made before
};

/// Lets new requests look on disk again for what this process knows already: for benchmarks. Not
/// while a request is waiting.
void forget_machine_code();

}  // namespace gradweave::backends::cpu::jit
