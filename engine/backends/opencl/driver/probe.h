// SPDX-License-Identifier: Apache-2.0
// Which devices there are, found out by a child process: a driver that crashes or hangs while it is
// asked takes only that process with it.
#pragma once

#include <string>
#include <vector>

#include "engine/backends/opencl/driver/api.h"

namespace gradweave::backends::opencl {

struct ProbedDevice {
    DeviceFacts facts;
    std::string problem;  ///< why it cannot be used; empty if a small program ran on it
};

struct Probe {
    std::vector<ProbedDevice> devices;
    std::string problem;  ///< a sentence why there are none; empty if there are some
};

/// Asks the drivers, once per process; `again` forgets the last answer. Waits up to half a minute
/// for a driver that hangs.
const Probe& probe(bool again = false);

/// True if a driver is registered with the loader, without loading one: an .icd file in
/// /etc/OpenCL/vendors or where OCL_ICD_VENDORS says. Takes microseconds.
bool has_driver();

/// Whether there is a device that is not the machine's processor once more. Remembered on disk
/// until the registered drivers change, so that it usually costs nothing.
bool has_accelerator();

/// What the child process writes: one line per device. For it and for tests.
std::string to_text(const std::vector<ProbedDevice>& devices);
/// The reverse; throws Error(device) if a line is damaged.
std::vector<ProbedDevice> from_text(std::string_view text);

/// Gives PoCL a folder for its own cache, if it was given none: it ends the program where it
/// cannot write. To be called before the first call of OpenCL.
void prepare_environment();

}  // namespace gradweave::backends::opencl
