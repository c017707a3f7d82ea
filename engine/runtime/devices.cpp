// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/devices.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "engine/backends/cpu/backend.h"
#include "engine/backends/null/backend.h"
#include "engine/backends/opencl/backend.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/runtime/evaluate.h"
#include "engine/runtime/selftest.h"

namespace gradweave::runtime {

namespace {

/// Devices that were opened, by their place in the list. Never destroyed: programs that are kept
/// until the end of the process use them, and drivers do not outlive it in any certain order.
struct Opened {
    std::mutex mutex;
    std::map<std::size_t, std::shared_ptr<Backend>> devices;
};

Opened& opened() {
    static Opened& all = *new Opened;
    return all;
}

std::string lower_case(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// The place of the device that is meant, among those that work.
std::optional<std::size_t> find_opencl(const std::string& name,
                                       const backends::OpenClDevices& list) {
    const auto& devices = list.devices;
    if (name == "opencl") {
        for (const bool processor : {false, true}) {
            for (std::size_t i = 0; i < devices.size(); ++i) {
                if (devices[i].problem.empty() && devices[i].is_processor == processor) return i;
            }
        }
        return std::nullopt;
    }
    const std::string part = lower_case(name.substr(std::string_view("opencl:").size()));
    if (part.empty()) return std::nullopt;
    if (const auto number = parse_int(part)) {
        const auto i = static_cast<std::size_t>(*number);
        if (*number < 0 || i >= devices.size() || !devices[i].problem.empty()) return std::nullopt;
        return i;
    }
    for (std::size_t i = 0; i < devices.size(); ++i) {
        if (devices[i].problem.empty() &&
            lower_case(devices[i].title).find(part) != std::string::npos)
            return i;
    }
    return std::nullopt;
}

/// Nobody is given a device whose products were seen to be wrong.
std::shared_ptr<Backend> open_opencl(std::size_t place) {
    std::shared_ptr<Backend> device = backends::make_opencl_backend(place, drop_cached_programs);
    if (const std::string problem = check_products_once(*device); !problem.empty())
        throw Error(ErrorKind::device,
                    concat("the device ", in_quotes(device->name()), " (", device->description(),
                           ") is not used: ", problem, "; another driver may be right"));
    return device;
}

}  // namespace

std::shared_ptr<Backend> default_device() {
    static const std::shared_ptr<Backend> cpu = backends::make_cpu_backend();
    return cpu;
}

std::vector<DeviceInfo> list_devices(bool again) {
    const std::uint64_t free = memory_available();
    std::vector<DeviceInfo> result{
        {"cpu", concat(default_device()->description(), ", ", byte_text(free), " of memory free"),
         true, "", true, free}};
    const backends::OpenClDevices list = backends::list_opencl_devices(again);
    for (const auto& device : list.devices) {
        result.push_back({device.name, device.description, device.problem.empty(), device.problem,
                          device.is_processor, device.memory});
    }
    if (list.devices.empty()) result.push_back({"opencl", "OpenCL", false, list.problem, false, 0});
    return result;
}

std::shared_ptr<Backend> open_device(const std::string& name) {
    if (name == "cpu" || name == "auto") return default_device();
    if (name == "reference") return backends::make_reference_backend();
    if (name == "null") return backends::make_null_backend();
    if (name == "opencl" || name.starts_with("opencl:")) {
        if (const auto place = find_opencl(name, backends::list_opencl_devices())) {
            const std::lock_guard lock(opened().mutex);
            auto& device = opened().devices[*place];
            if (device == nullptr) device = open_opencl(*place);
            return device;
        }
    }
    std::string available;
    std::string reason;
    for (const auto& device : list_devices()) {
        if (device.available)
            available += concat(available.empty() ? "" : ", ", device.name);
        else if (name == device.name || name == "opencl" ||
                 (device.name == "opencl" && name.starts_with("opencl")))
            reason = concat(": ", device.reason);
    }
    throw Error(ErrorKind::device,
                concat("there is no device ", in_quotes(name), reason, "; available: ", available));
}

void forget_device(const Backend& device) {
    const std::lock_guard lock(opened().mutex);
    std::erase_if(opened().devices,
                  [&](const auto& entry) { return entry.second.get() == &device; });
}

bool may_have_accelerators() {
    return backends::has_opencl_accelerator();
}

}  // namespace gradweave::runtime
