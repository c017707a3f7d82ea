// SPDX-License-Identifier: Apache-2.0
// Index ranges as people write them: "1:3, :, ::-2, -1".
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace gradweave::model {

/// One index per axis that the text names. Ends with a BlockProblem at "ranges" if it is not clear.
std::vector<Index> parse_ranges(const std::string& text);

/// Elements that an index takes from an axis of this size. Ends with a BlockProblem if none, or if
/// a single position is outside.
std::int64_t range_length(const Index& index, std::int64_t size);

}  // namespace gradweave::model
