// SPDX-License-Identifier: Apache-2.0
// Devices of OpenCL: graphics cards, and processors through PoCL.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/backends/backend.h"

namespace gradweave::backends {

/// A device as OpenCL's drivers list it, for people and for choosing.
struct OpenClDevice {
    std::string name;         ///< "opencl:0"
    std::string title;        ///< the driver's name of the device
    std::string description;  ///< for people
    std::string problem;      ///< why it cannot be used; empty if it can
    bool is_processor = false;
    std::uint64_t memory = 0;  ///< bytes
};

struct OpenClDevices {
    std::vector<OpenClDevice> devices;
    std::string problem;  ///< why there are none
};

/// Asks the drivers in a child process, once; `again` asks anew. May take a second, and half a
/// minute if a driver hangs.
OpenClDevices list_opencl_devices(bool again = false);

/// Whether a driver is registered at all. Takes microseconds and loads nothing.
bool has_opencl_driver();

/// Whether one of the devices is not the machine's processor once more. Remembered on disk, so that
/// it usually takes microseconds.
bool has_opencl_accelerator();

/// The device at this place of the list. `give_back` is called when the device's memory runs out,
/// to free what is kept for later use. Throws Error(device).
std::unique_ptr<Backend> make_opencl_backend(std::size_t index, std::function<void()> give_back);

/// One product, measured both ways.
struct ProductMeasurement {
    std::int64_t m = 0, n = 0, k = 0;
    double own = 0, blast = 0;  ///< seconds; blast is 0 where CLBlast is not used
};

/// Measures products of rising size by the engine's kernels and by CLBlast on an OpenCL device, and
/// keeps on disk which is faster where. `problem` says why CLBlast is not used, or that the result
/// could not be kept; empty if all is well. Takes seconds; on a device that never ran CLBlast,
/// more.
std::vector<ProductMeasurement> tune_opencl(Backend& device, std::string& problem);

/// What is known of CLBlast on the device: "not measured", "used from ...", "not used: ...".
std::string opencl_products_text(Backend& device);

/// Whether the device is a processor that trains the CPU backend's weights bit by bit: its kernels
/// add up f32 in the same order. Not where products are CLBlast's; and not of pow, of convolutions
/// in groups, and of f64 products, which are libraries' on the CPU.
bool gives_bits_of_cpu(Backend& device);

}  // namespace gradweave::backends
