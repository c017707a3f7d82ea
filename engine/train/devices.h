// SPDX-License-Identifier: Apache-2.0
// The devices that a person can choose to train on.
#pragma once

#include <string>
#include <vector>

#include "engine/core/progress.h"

namespace gradweave::train {

struct Job;

/// How fast a network trains on a device.
struct DeviceSpeed {
    std::string device;
    double samples_per_second = 0;
    std::string problem;  ///< why there is no figure
};

/// An entry of a list to choose from.
struct DeviceChoice {
    std::string name;         ///< the setting's value: "auto", "cpu", "opencl:0"
    std::string description;  ///< for people; why it cannot be used, if it cannot
    bool available = true;
};

/// "auto", and every device of the machine. Asks drivers in a child process: up to a second, not
/// for the thread of a window.
std::vector<DeviceChoice> device_choices();

/// Trains the job's network on every device that works, 0.2 s each behind what it takes to compile
/// it there; the fastest first. Nothing of it is kept. Throws Error as a run would, and
/// Error(cancelled) as progress says.
std::vector<DeviceSpeed> measure_devices(Job job, const Progress& progress);

/// "12,000 samples/s", or why not.
std::string to_text(const DeviceSpeed& speed);

}  // namespace gradweave::train
