// SPDX-License-Identifier: Apache-2.0
// The devices of this machine by name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/backends/backend.h"

namespace gradweave::runtime {

using backends::Backend;
using backends::BufferPtr;
using backends::Executable;

struct DeviceInfo {
    std::string name;         ///< what open_device takes: "cpu", "opencl:0"
    std::string description;  ///< for people
    bool available;
    std::string reason;        ///< why not, if not
    bool is_processor = true;  ///< it computes on the machine's processor
    std::uint64_t memory = 0;  ///< bytes of its own; what is free of the machine's for "cpu"
};

/// What there is, the default one first. Never throws because a device is broken: drivers are asked
/// in a child process, the first time this is called (some 0.2 s), or again if `again`.
std::vector<DeviceInfo> list_devices(bool again = false);

/// "cpu", "auto", "reference", "opencl" (the first graphics card, else the first device),
/// "opencl:1" or "opencl:" and a part of a device's name. The same object for each device as long
/// as it works. Throws Error(device) naming the available ones; never falls back.
std::shared_ptr<Backend> open_device(const std::string& name);

/// The CPU, opened once.
std::shared_ptr<Backend> default_device();

/// Forgets an opened device, so that the next open_device makes a new one: it was lost.
void forget_device(const Backend& device);

/// Whether there are devices that are not the CPU once more. Drivers are asked once, and again when
/// others are installed; the answer is kept on disk.
bool may_have_accelerators();

}  // namespace gradweave::runtime
