// SPDX-License-Identifier: Apache-2.0
// The CPU as a device: always there.
#pragma once

#include "engine/backends/backend.h"

namespace gradweave::backends {

std::unique_ptr<Backend> make_cpu_backend();

}  // namespace gradweave::backends
