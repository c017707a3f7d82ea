// SPDX-License-Identifier: Apache-2.0
// The devices of this machine by name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/backends/backend.h"

namespace gradweave::runtime {

using backends::Backend;
using backends::BufferPtr;
using backends::Executable;

struct DeviceInfo {
    std::string name;         ///< what open_device takes
    std::string description;  ///< for people
    bool available;
    std::string reason;  ///< why not, if not
};

/// What there is, the default one first. Never throws because a device is broken.
std::vector<DeviceInfo> list_devices();

/// "cpu", "auto" or "reference". Throws Error(device) naming the available ones; never falls back.
std::shared_ptr<Backend> open_device(const std::string& name);

/// The CPU, opened once.
std::shared_ptr<Backend> default_device();

}  // namespace gradweave::runtime
