// SPDX-License-Identifier: Apache-2.0
// The devices that a person can choose to train on.
#pragma once

#include <string>
#include <vector>

namespace gradweave::train {

/// An entry of a list to choose from.
struct DeviceChoice {
    std::string name;         ///< the setting's value: "auto", "cpu", "opencl:0"
    std::string description;  ///< for people; why it cannot be used, if it cannot
    bool available = true;
};

/// "auto", and every device of the machine. Asks drivers in a child process: up to a second, not
/// for the thread of a window.
std::vector<DeviceChoice> device_choices();

}  // namespace gradweave::train
