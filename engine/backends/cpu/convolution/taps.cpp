// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/convolution/taps.h"

#include <algorithm>
#include <numeric>

namespace gradweave::backends::cpu {

namespace {

/// The source index under a tap, or -1.
std::int64_t source_of(const ConvAxis& axis, bool to_input, std::int64_t index, std::int64_t tap) {
    if (!to_input) {
        const std::int64_t at = index * axis.stride + tap * axis.dilation - axis.low;
        return at >= 0 && at < axis.input ? at : -1;
    }
    const std::int64_t at = index + axis.low - tap * axis.dilation;
    if (at < 0 || at % axis.stride != 0) return -1;
    return at / axis.stride < axis.output ? at / axis.stride : -1;
}

/// Pixels of which nobody cares how they make lines: lines that fill blocks of rows, and are short
/// enough for some of them to stay in a cache.
std::int64_t line_of(std::int64_t pixels) {
    constexpr std::int64_t longest = 128, shortest = 14;
    for (std::int64_t line = std::min(pixels, longest); line >= shortest; --line)
        if (pixels % line == 0) return line;
    return pixels;
}

}  // namespace

ConvVolume::ConvVolume(const ConvProblem& problem)
    : batch(problem.input[0]),
      input_channels(problem.input[1]),
      output_channels(problem.output[1]) {
    const std::size_t spatial = problem.input.size() - 2;
    for (std::size_t i = 0; i < spatial; ++i)
        axes[3 - spatial + i] = {problem.input[2 + i], problem.output[2 + i], problem.weight[2 + i],
                                 problem.stride[i],    problem.low[i],        problem.dilation[i]};
    // Where every element has one tap, at its own place, an image is as good as one of other lines.
    const auto plain = [](const ConvAxis& axis) {
        return axis.kernel == 1 && axis.stride == 1 && axis.low == 0 && axis.input == axis.output;
    };
    if (plain(axes[0]) && plain(axes[1]) && plain(axes[2])) {
        const std::int64_t pixels = input_pixels(), line = line_of(pixels);
        axes[0] = ConvAxis();
        axes[1].input = axes[1].output = pixels / line;
        axes[2].input = axes[2].output = line;
    }
}

std::int64_t ConvVolume::input_pixels() const {
    return axes[0].input * axes[1].input * axes[2].input;
}
std::int64_t ConvVolume::output_pixels() const {
    return axes[0].output * axes[1].output * axes[2].output;
}
std::int64_t ConvVolume::taps() const {
    return axes[0].kernel * axes[1].kernel * axes[2].kernel;
}

std::vector<std::int64_t> tap_order(const ConvAxis& axis, bool to_input) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(axis.kernel));
    std::iota(order.begin(), order.end(), 0);
    if (to_input) {
        const auto phase = [&](std::int64_t tap) { return tap * axis.dilation % axis.stride; };
        std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
            return phase(a) != phase(b) ? phase(a) < phase(b) : a > b;
        });
    }
    return order;
}

std::vector<TapRange> tap_ranges(const ConvAxis& axis, bool to_input) {
    const auto order = tap_order(axis, to_input);
    const std::int64_t size = to_input ? axis.input : axis.output;
    const std::int64_t period = to_input ? axis.stride : 1;
    const std::int64_t source_step = to_input ? 1 : axis.stride;
    const std::int64_t tap_step =
        to_input ? axis.dilation / std::gcd(axis.stride, axis.dilation) : axis.dilation;
    std::vector<TapRange> ranges;
    for (std::int64_t phase = 0; phase < std::min(period, size); ++phase) {
        bool extends = false;
        for (std::int64_t index = phase; index < size; index += period) {
            TapRange here{index, period, 1, 0, 0, 0, source_step, tap_step};
            for (std::int64_t position = 0; position < axis.kernel; ++position) {
                const std::int64_t source =
                    source_of(axis, to_input, index, order[static_cast<std::size_t>(position)]);
                if (source < 0) continue;
                if (here.taps++ == 0) {
                    here.tap = position;
                    here.source = source;
                }
            }
            if (extends && ranges.back().tap == here.tap && ranges.back().taps == here.taps)
                ++ranges.back().count;
            else
                ranges.push_back(here);
            extends = true;
        }
    }
    return ranges;
}

std::int64_t taps_in_ranges(const ConvAxis& axis, bool to_input) {
    std::int64_t taps = 0;
    for (const TapRange& range : tap_ranges(axis, to_input))
        taps += range.taps;
    return taps;
}

}  // namespace gradweave::backends::cpu
