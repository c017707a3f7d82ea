// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/devices.h"

#include "engine/backends/cpu/backend.h"
#include "engine/backends/null/backend.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/core/text.h"

namespace gradweave::runtime {

std::shared_ptr<Backend> default_device() {
    static const std::shared_ptr<Backend> cpu = backends::make_cpu_backend();
    return cpu;
}

std::vector<DeviceInfo> list_devices() {
    return {{"cpu", default_device()->description(), true, ""},
            {"opencl", "OpenCL", false, "this version of Gradweave computes on the CPU only"}};
}

std::shared_ptr<Backend> open_device(const std::string& name) {
    if (name == "cpu" || name == "auto") return default_device();
    if (name == "reference") return backends::make_reference_backend();
    if (name == "null") return backends::make_null_backend();
    std::string available;
    std::string reason;
    for (const auto& device : list_devices()) {
        if (device.available)
            available += concat(available.empty() ? "" : ", ", device.name);
        else if (name.starts_with(device.name))
            reason = concat(": ", device.reason);
    }
    throw Error(ErrorKind::device,
                concat("there is no device ", in_quotes(name), reason, "; available: ", available));
}

}  // namespace gradweave::runtime
