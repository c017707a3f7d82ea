// SPDX-License-Identifier: Apache-2.0
#include "engine/train/devices.h"

#include <cmath>

#include "engine/core/text.h"
#include "engine/runtime/devices.h"

namespace gradweave::train {

std::vector<DeviceChoice> device_choices() {
    std::vector<DeviceChoice> choices{
        {"auto", "the fastest for this network, measured before training", true}};
    for (const auto& device : runtime::list_devices())
        choices.push_back(
            {device.name, device.available ? device.description : device.reason, device.available});
    return choices;
}

std::string to_text(const DeviceSpeed& speed) {
    return speed.problem.empty() ? grouped(std::llround(speed.samples_per_second)) + " samples/s"
                                 : speed.problem;
}

}  // namespace gradweave::train
