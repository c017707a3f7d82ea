// SPDX-License-Identifier: Apache-2.0
// The passes of a RowKernel from the loops that it replaces.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/compiler/kernel/row.h"

namespace gradweave::compiler {

/// A loop over the axes of a RowKernel: over its elements, over its elements with the last axis
/// reduced, or over its rows alone (then no access moves along the last axis).
struct RowMember {
    LoopKernel loop;
    bool per_row;
};

/// One kernel that does what the members do one after the other. An element that several passes
/// need is computed again where that takes few and cheap operations, and kept otherwise. Stores for
/// which `is_needed` is false are left out. Nothing if a pass would have more stores than
/// RowPass::most_stores.
std::optional<RowKernel> build_rows(const Axes& sizes, const std::vector<RowMember>& members,
                                    const std::function<bool(ValueId)>& is_needed);

}  // namespace gradweave::compiler
