// SPDX-License-Identifier: Apache-2.0
// Replaces composites that the backend does not serve by their bodies.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// The same program without composites, except those for which `keep` returns true.
Program expand_composites(const Program& program, const std::function<bool(const Node&)>& keep);

}  // namespace gradweave::compiler
