// SPDX-License-Identifier: Apache-2.0
// A device that compiles and counts, and computes nothing: shows that a backend is one folder, and
// measures what the host costs.
#pragma once

#include "engine/backends/backend.h"

namespace gradweave::backends {

/// Its outputs are zeros; assigned leaves keep what they hold.
std::unique_ptr<Backend> make_null_backend();

}  // namespace gradweave::backends
