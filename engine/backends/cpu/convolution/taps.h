// SPDX-License-Identifier: Apache-2.0
// Which taps of a kernel meet which elements along one spatial axis. Padding is never read:
// elements at the border have fewer taps, and all that have the same ones make a range.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/backends/cpu/libraries.h"

namespace gradweave::backends::cpu {

/// One spatial axis of a convolution: output = input under kernel taps at
/// index * stride + tap * dilation - low.
struct ConvAxis {
    std::int64_t input = 1, output = 1, kernel = 1, stride = 1, low = 0, dilation = 1;
    bool operator==(const ConvAxis&) const = default;
};

/// A convolution of one group as depth, height and width; missing axes have size 1.
struct ConvVolume {
    ConvAxis axes[3];
    std::int64_t batch, input_channels, output_channels;

    explicit ConvVolume(const ConvProblem& problem);
    std::int64_t input_pixels() const;
    std::int64_t output_pixels() const;
    std::int64_t taps() const;
};

/// Elements of the result (of the output, or of the input's gradient) with the same taps. The taps
/// are positions in tap_order().
struct TapRange {
    std::int64_t first, step, count;  ///< result indices first, first + step, ...
    std::int64_t tap, taps;
    /// Source index under the first tap of the first element; from element to element; from tap to
    /// tap.
    std::int64_t source, source_step, tap_step;
};

/// The kernel's taps in the order in which they are added up: those that ever meet the same element
/// together, by ascending source index.
std::vector<std::int64_t> tap_order(const ConvAxis& axis, bool to_input);

/// Every index of the result is in one range; those that no tap reaches in ranges of no taps.
std::vector<TapRange> tap_ranges(const ConvAxis& axis, bool to_input);

/// The taps of all ranges together.
std::int64_t taps_in_ranges(const ConvAxis& axis, bool to_input);

/// A plan is refused that would list more segments than this: large kernels on small, much padded
/// images.
constexpr std::int64_t most_segments = std::int64_t{1} << 20;

}  // namespace gradweave::backends::cpu
