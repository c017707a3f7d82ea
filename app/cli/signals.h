// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM: the first asks to stop, the second leaves at once.
#pragma once

#include <cstddef>
#include <vector>

namespace gradweave::cli {

/// While it lives, the signals set a flag; a second one ends the process (files are written whole
/// or not at all, so none is left half written). They are handled on a stack of their own, on the
/// thread that made this: while it computes, the stack pointer may be anywhere (WithoutSignals in
/// engine/core/threads.h says why).
class SignalScope {
  public:
    SignalScope();
    ~SignalScope();
    SignalScope(const SignalScope&) = delete;
    SignalScope& operator=(const SignalScope&) = delete;

    /// The signal that arrived, or 0.
    static int received();

  private:
    std::vector<std::byte> stack_;
};

}  // namespace gradweave::cli
