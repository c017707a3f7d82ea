// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/backends/backend.h"
#include "engine/backends/opencl/device.h"

namespace gradweave::backends::opencl {

/// What the compiler may count on.
compiler::Target target_of(Device& device);

/// The program as kernels in one queue: compiled together, created and given their arguments once.
std::unique_ptr<Executable> make_executable(DevicePtr device, const compiler::Program& program,
                                            const compiler::CompileOptions& options);

/// The device behind the interface of all backends.
std::unique_ptr<Backend> make_backend(DevicePtr device);

}  // namespace gradweave::backends::opencl
