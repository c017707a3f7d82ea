// SPDX-License-Identifier: Apache-2.0
// Sums of products by letters.
#pragma once

#include <string_view>

#include "engine/tensor/tensor.h"

namespace gradweave {

/// NumPy's and PyTorch's einsum: einsum("bij,bjk->bik", {a, b}). A letter names an axis; a letter
/// that the result lacks is summed over, one that stands twice in an operand means its diagonal.
/// "..." stands for leading axes that broadcast, as do axes of size 1. Without "->" the result has
/// the letters that stand once, in alphabetical order, after the "...". Spaces do not matter.
Tensor einsum(std::string_view formula, const std::vector<Tensor>& operands);

}  // namespace gradweave
