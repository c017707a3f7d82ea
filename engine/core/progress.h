// SPDX-License-Identifier: Apache-2.0
// How long work tells what it is doing and learns that it should stop.
#pragma once

#include <functional>
#include <string_view>

#include "engine/core/error.h"

namespace gradweave {

/// Passed into work that may take long. Both functions may be called from the working thread.
struct Progress {
    /// Done so far, 0 to 1, and what is being done ("reading train-images.gz").
    std::function<void(double fraction, std::string_view what)> report;
    /// True once the caller wants the work to stop.
    std::function<bool()> cancelled;

    void operator()(double fraction, std::string_view what) const {
        if (report) report(fraction, what);
    }
    /// Throws Error(cancelled) if the work should stop.
    void check() const {
        if (cancelled && cancelled()) throw Error(ErrorKind::cancelled, "stopped as asked");
    }
};

}  // namespace gradweave
