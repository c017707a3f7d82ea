// SPDX-License-Identifier: Apache-2.0
// Sums of products by letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/tensor/tensor.h"

namespace gradweave {

/// NumPy's and PyTorch's einsum: einsum("bij,bjk->bik", {a, b}). A letter names an axis; a letter
/// that the result lacks is summed over, one that stands twice in an operand means its diagonal.
/// "..." stands for leading axes that broadcast, as do axes of size 1. Without "->" the result has
/// the letters that stand once, in alphabetical order, after the "...". Spaces do not matter.
Tensor einsum(std::string_view formula, const std::vector<Tensor>& operands);

/// What a formula says of axes: the names of each operand's, in order, and of the result's. A name
/// is a letter, or a number below 0 for the axes of "...", -1 the last of them.
struct EinsumAxes {
    std::vector<std::vector<int>> operands;
    std::vector<int> result;
};
/// The same formula for operands of these ranks, before their sizes are known; `shapes` is how
/// messages call them. Throws Error(bad_input) as einsum does.
EinsumAxes einsum_axes(std::string_view formula, const std::vector<int>& ranks,
                       const std::vector<std::string>& shapes);
/// How messages call an axis of that name.
std::string einsum_axis_text(int name);

}  // namespace gradweave
