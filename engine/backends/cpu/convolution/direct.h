// SPDX-License-Identifier: Apache-2.0
// Convolutions of our own: the sums of a block of pixels and channels stay in registers while the
// taps' products are added, read where the image lies. Nothing is copied but the weight.
#pragma once

#include <memory>

#include "engine/backends/cpu/libraries.h"

namespace gradweave::backends::cpu {

/// The output, or the gradient of the input. Null for what it does not do: groups, channels
/// outermost, and kernels so large that the lists of their taps would be.
std::unique_ptr<Convolution> make_direct_convolution(const ConvProblem& problem);

/// The same for the gradient of the weight.
std::unique_ptr<Convolution> make_direct_weight_gradient(const ConvProblem& problem);

/// task(begin, end) over ranges that together are [0, count), on several threads.
void for_ranges(std::int64_t count, FunctionRef<void(std::int64_t begin, std::int64_t end)> task);

}  // namespace gradweave::backends::cpu
