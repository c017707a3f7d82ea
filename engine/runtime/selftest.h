// SPDX-License-Identifier: Apache-2.0
// Whether a device computes what the CPU computes, and how fast it multiplies.
#pragma once

#include <string>
#include <vector>

#include "engine/runtime/devices.h"

namespace gradweave::runtime {

struct SelfTestRow {
    std::string what;     ///< "matrix products"
    std::string problem;  ///< what is wrong; empty if the device is right
};

/// Fixed programs with every kind of step, on the device and on the CPU. A second on a graphics
/// card, more where the driver compiles slowly. Errors of the device become rows.
std::vector<SelfTestRow> self_test(Backend& device);

/// Matrix products alone, once for a device and driver: that they were right is kept on disk
/// (GRADWEAVE_OPENCL_CACHE), that they were wrong is not, so that a mended driver is found out.
/// Returns what is wrong, as the end of a sentence; empty if nothing is, or if the device failed to
/// answer, which is for those to tell who want an answer from it.
std::string check_products_once(Backend& device);

/// One product in seconds, by the engine's kernel and by a library (0 if there is none).
struct ProductSpeed {
    std::int64_t m, n, k;
    double own, library;
};

/// Measures which products a library computes faster on an OpenCL device and keeps the answer on
/// disk. `problem` says why the library is not used; empty if it is. Throws Error(usage) for other
/// devices.
std::vector<ProductSpeed> tune(Backend& device, std::string& problem);

/// What is known of libraries on the device, for people; empty if there is nothing to say.
std::string library_text(Backend& device);

}  // namespace gradweave::runtime
