// SPDX-License-Identifier: Apache-2.0
// Types that are only stored (f16, bf16, i8, i16) computed in those that backends compute with.
#pragma once

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// The same program in which such types occur only in leaves, constants, outputs, movement, gather,
/// bitcast, and casts from and to the type they are computed in (f32 or i32): operations convert
/// what they read and round what they give, one by one.
Program widen_stored_types(const Program& program);

/// One operation, other than those, with its inputs cast to the types they are computed in, and its
/// result cast back.
NodePtr in_wide_types(const NodePtr& node, const std::vector<NodePtr>& inputs);

}  // namespace gradweave::compiler
