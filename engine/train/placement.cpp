// SPDX-License-Identifier: Apache-2.0
#include "engine/train/placement.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "engine/core/text.h"

namespace gradweave::train {

std::vector<DeviceSpeed> measure_devices(const std::vector<std::string>& devices,
                                         const MakeNetwork& make, const Network::Batch& batch,
                                         double learning_rate, const Progress& progress) {
    using Clock = std::chrono::steady_clock;
    constexpr auto span = std::chrono::milliseconds(200);
    std::vector<DeviceSpeed> speeds;
    for (const std::string& name : devices) {
        progress.check();
        progress(0.9, concat("trying ", name));
        DeviceSpeed speed{name, 0, ""};
        try {
            const auto network = make(runtime::open_device(name));
            // The first step compiles, and fills caches; a run of any length has its machine code.
            network->train(batch, learning_rate, 1);
            network->finish_compiling(progress);
            network->train(batch, learning_rate, 2);
            const auto start = Clock::now();
            std::int64_t steps = 0;
            do {
                network->train(batch, learning_rate, ++steps + 2);
            } while (Clock::now() - start < span);
            const std::chrono::duration<double> spent = Clock::now() - start;
            speed.samples_per_second = static_cast<double>(steps) *
                                       static_cast<double>(batch.front().shape()[0]) /
                                       spent.count();
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::cancelled) throw;
            speed.problem = error.what();
        }
        speeds.push_back(std::move(speed));
    }
    std::stable_sort(speeds.begin(), speeds.end(), [](const auto& a, const auto& b) {
        return a.samples_per_second > b.samples_per_second;
    });
    return speeds;
}

std::vector<std::string> automatic_candidates() {
    std::vector<std::string> names = {"cpu"};
    const char* wish = std::getenv("GRADWEAVE_AUTO_DEVICES");
    const bool all = wish != nullptr && std::string_view(wish) == "all";
    if (!all && !runtime::may_have_accelerators()) return names;
    for (const auto& device : runtime::list_devices()) {
        if (device.available && device.name != "cpu" && (all || !device.is_processor))
            names.push_back(device.name);
    }
    return names;
}

std::string to_text(const std::vector<DeviceSpeed>& speeds) {
    std::string text;
    for (const auto& speed : speeds) {
        text += concat(text.empty() ? "" : ", ", speed.device, ": ", to_text(speed));
    }
    return text;
}

}  // namespace gradweave::train
