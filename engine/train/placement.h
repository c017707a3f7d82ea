// SPDX-License-Identifier: Apache-2.0
// What the device "auto" chooses: the fastest for a network, measured.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/progress.h"
#include "engine/runtime/devices.h"
#include "engine/train/devices.h"
#include "engine/train/network.h"

namespace gradweave::train {

/// The network of a run on a device, for one batch.
using MakeNetwork =
    std::function<std::unique_ptr<Network>(std::shared_ptr<runtime::Backend> device)>;

/// Compiles a network's training step on each device and runs it for 0.2 s. The batch is the same
/// each time; the networks are thrown away.
std::vector<DeviceSpeed> measure_devices(const std::vector<std::string>& devices,
                                         const MakeNetwork& make, const Network::Batch& batch,
                                         double learning_rate, const Progress& progress);

/// What "auto" considers: the CPU, and devices that are not the CPU once more. Just the CPU,
/// without asking anybody, where no driver for others is installed. GRADWEAVE_AUTO_DEVICES=all
/// takes all.
std::vector<std::string> automatic_candidates();

/// "opencl:0: 12,000 samples/s, cpu: 3,100 samples/s".
std::string to_text(const std::vector<DeviceSpeed>& speeds);

}  // namespace gradweave::train
