// SPDX-License-Identifier: Apache-2.0
// In which order the gradient of a convolution's weight is added up, by the CPU backend (without
// groups, channels innermost) and by processors through OpenCL. It follows from the sizes alone, so
// that neither the instruction set nor the number of threads changes a bit.
//
// The batch is cut into pieces of images, whose gradients are added in order. A piece goes on some
// images at once, and those on some lines of the output at once: each such block is one chain of
// multiply-adds over its pixels, from 0 on, and is added to the blocks before. (Forward passes and
// gradients of inputs are one chain per element: kernel places in their order, and of each the
// channels.)
#pragma once

#include <algorithm>
#include <cstdint>

namespace gradweave::backends {

/// Images that a piece has: few enough for a second cache where other steps follow on each piece,
/// many for gradients of weights, since those are added up.
constexpr std::int64_t images_per_piece(std::int64_t batch, bool forward) {
    constexpr std::int64_t forward_piece = 4, backward_piece = 8, most_pieces = 16;
    return std::max((batch + most_pieces - 1) / most_pieces,
                    std::min(batch, forward ? forward_piece : backward_piece));
}

struct WeightGradientOrder {
    std::int64_t images_per_piece, images_at_once, lines_at_once;
};

/// Elements of one image of the input and of the output; `lines` of the output: its pixels over the
/// size of its innermost spatial axis.
constexpr WeightGradientOrder weight_gradient_order(std::int64_t batch, std::int64_t input_channels,
                                                    std::int64_t output_channels,
                                                    std::int64_t input_elements,
                                                    std::int64_t output_elements,
                                                    std::int64_t lines) {
    // As many images at once as stay in the second cache; of small ones many, since a block of the
    // gradient is read and written for each time. Some lines go over all kernel places at a time.
    // Where there are few output channels as much is read as multiplied, and they should stay in
    // the first cache, unless few input channels make a line of the kernel one product.
    constexpr std::int64_t size = 4, near = 256 * 1024, nearest = 32 * 1024;
    constexpr std::int64_t few_outputs = 16, few_inputs = 8;
    const std::int64_t images = images_per_piece(batch, false);
    const std::int64_t bytes = std::max<std::int64_t>(1, (input_elements + output_elements) * size);
    const bool reads_much = output_channels <= few_outputs && input_channels >= few_inputs;
    return {images, std::clamp<std::int64_t>(near / bytes, 1, std::max<std::int64_t>(images, 1)),
            std::max<std::int64_t>(1, (reads_much ? nearest : near) * lines / bytes)};
}

}  // namespace gradweave::backends
