// SPDX-License-Identifier: Apache-2.0
// Convolutions as implicit matrix products, all three passes.
//
// An image is read with channels innermost. What lies around it (padding, and for the gradient of
// the input zeros between its elements) is either laid out with it beforehand, as a frame in which
// no place needs a check, or each row of a tile asks at every kernel place whether it is inside,
// and reads zeros if not: that costs no memory, and little where there are many channels. Then
//   output, and the input's gradient:  pixels x (kernel places, channels)  times  packed weights
//   the weights' gradient:             (kernel places, channels) x pixels  times  output gradient,
// the latter in chunks of pixels that are added up in order. What follows one of the first two
// element by element is done with each tile before it goes to memory.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/backends/opencl/render/epilogue.h"
#include "engine/backends/opencl/render/kernel.h"
#include "engine/backends/opencl/render/tile.h"

namespace gradweave::backends::opencl {

/// Three spatial axes; those that a convolution lacks have size 1.
using Three = std::array<std::int64_t, 3>;

std::int64_t product(const Three& t);
std::int64_t divided_up(std::int64_t a, std::int64_t b);

/// Where an image's elements are.
struct Image {
    KernelArgument memory;
    std::int64_t channels;
    Three size;
    std::int64_t image_stride, channel_stride;
    Three stride;
};

/// An image with zeros around it: `low` before its elements, `between` - 1 between them, and behind
/// them up to `size`.
struct Padded {
    Image image;
    Three size, low, between;

    /// Whether all that is read are elements of the image, in their order.
    bool is_whole() const;
};

/// Where along an axis a place of a padded image is, and whether an element is there; expressions.
struct InAxis {
    std::string inside, index;
};

InAxis in_axis(const Padded& padded, std::size_t axis, const std::string& place);

class Convolution {
  public:
    Convolution(const compiler::Schedule& schedule, const compiler::NodeStep& step,
                const Style& style);

    StepPlan plan();

  private:
    /// What output or input gradient are computed from.
    struct Correlation {
        Padded source;
        bool checked;  ///< places are asked whether they are inside; else it is whole
        KernelArgument weights;
        std::int64_t zeros;  ///< where in the weights there are as many zeros as channels
        Image out;
        std::int64_t in, width;  ///< channels of a group that are read, and computed
        Three step;              ///< of the source per element of the result
    };

    void forward();
    void input_gradient();
    void weight_gradient();

    /// out[pixel, o] = sum over place, c of source[pixel * step + place, c] * weights[place, c, o].
    void correlate(Padded source, bool transposed, const Image& out, const Three& step);
    KernelLaunch launch_of(const Correlation& c) const;
    KernelLaunch on_graphics_card(const Correlation& c) const;
    KernelLaunch on_processor(const Correlation& c) const;
    /// Declares where the tile's row `r` begins in the source, and which pixel that is.
    std::string begin_of_row(const Correlation& c, int r) const;
    /// Declares `q<r>`: where the channels of kernel place (k0, k1, k2) of the row are.
    std::string checked_place(const Correlation& c, int r) const;
    /// Where in the result the group's channel of a pixel is.
    std::string element_place(const Correlation& c, const std::string& pixel,
                              const std::string& channel) const;
    /// Instead of storing a tile: it goes to private memory, pixel by pixel, and the epilogue takes
    /// it from there.
    std::string through_epilogue(const Correlation& c, const RegisterTile& registers) const;
    std::int64_t pixels(const Image& image) const { return images_ * product(image.size); }

    KernelArgument value(std::size_t input) const {
        return {KernelArgument::Kind::value, step_.inputs[input]};
    }
    KernelArgument result() const { return {KernelArgument::Kind::value, step_.output}; }
    KernelArgument scratch(std::int64_t elements);
    Image image_of(const KernelArgument& memory, std::int64_t channels, const Three& size) const;
    /// What forward pass and weight gradient read of the input.
    Padded padded_input() const;
    /// Work groups share tiles in local memory.
    bool shares_tiles() const;

    /// One work item per element.
    void launch_elements(std::string text, std::vector<KernelArgument> arguments,
                         std::int64_t count);
    /// The image with channels innermost and all that is around it.
    Image framed(const Padded& from);
    std::string frame_by_element(const Padded& from, const Image& frame) const;
    std::string frame_by_line(const Padded& from) const;
    /// Weights as [group, kernel place, channel of the factor, channel of the result], and behind
    /// them `zeros` zeros.
    KernelArgument packed_weights(const KernelArgument& weight, bool transposed,
                                  std::int64_t zeros);
    /// Offset in a frame of the kernel place whose indices are these texts.
    std::string kernel_offset(const Image& frame, const std::array<std::string, 3>& place) const;
    /// Where in the image the pixel with the linear index is (image by image).
    std::string pixel_offset(const Image& image, const std::string& pixel, const Three& size,
                             const Three& step) const;
    /// Whole tiles, and the narrower one at the end of a row.
    static std::string tiled(const std::function<std::string(int)>& tile, std::int64_t width,
                             int wide);

    const compiler::NodeStep& step_;
    const Style& style_;
    DType dtype_;
    std::optional<Epilogue> epilogue_;
    std::string type_;  ///< of indices
    std::int64_t images_, groups_;
    std::int64_t input_channels_, output_channels_;  ///< per group
    Three input_, output_, kernel_, stride_, low_, dilation_;
    StepPlan plan_;
};

}  // namespace gradweave::backends::opencl
