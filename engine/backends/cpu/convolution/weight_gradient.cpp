// SPDX-License-Identifier: Apache-2.0
// The gradient of a convolution's weight: for each tap the product of the input's channels with the
// output gradient's, summed over all pixels that the tap meets.
#include <algorithm>

#include "engine/backends/convolution_order.h"
#include "engine/backends/cpu/convolution/direct.h"
#include "engine/backends/cpu/convolution/tap_sums.h"
#include "engine/backends/cpu/convolution/taps.h"
#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/array.h"

namespace gradweave::backends::cpu {

namespace {

/// Some rows of the gradient: a tap's input channels, or those of all taps of one or two lines of
/// the kernel.
struct Tap {
    std::int64_t first_row, rows;
    std::int64_t lines;  ///< of the kernel
    /// One for each line of the output, of all images of a group one after the other, that the tap
    /// meets the input on.
    std::vector<Segment> segments;
    std::vector<std::int32_t> of_line;  ///< first segment of each line and of those behind it
    std::int64_t run;
};

class DirectWeightGradient final : public Convolution {
  public:
    explicit DirectWeightGradient(const ConvProblem& problem)
        : kernels_(native_tap_sums()), volume_(problem), images_(problem.images_per_piece) {
        const std::int64_t lanes = kernels_.lanes, channels = volume_.output_channels;
        row_ = (channels + lanes - 1) / lanes * lanes;
        rows_ = volume_.taps() * volume_.input_channels;
        reads_beyond_ = row_ != channels;
        input_image_ = volume_.input_pixels() * volume_.input_channels;
        output_image_ = volume_.output_pixels() * channels;
        find_frame();
        image_lines_ = volume_.axes[0].output * volume_.axes[1].output;
        const WeightGradientOrder order =
            weight_gradient_order(volume_.batch, volume_.input_channels, channels, input_image_,
                                  output_image_, image_lines_);
        group_ = order.images_at_once;
        near_lines_ = order.lines_at_once;
        find_taps();
        pieces_ = (volume_.batch + images_ - 1) / images_;
        partial_ = Array(DType::f32, Shape{pieces_, rows_, row_});
        add_ = find_elementwise(graph::Op::add, DType::f32, DType::f32, Scalars::none);
    }

    void bind(float* input, float* weight, float* output) override {
        input_ = input;
        output_ = output;
        weight_ = weight;
    }

    void run(FunctionRef<void(std::int64_t, std::int64_t)>) override {
        parallel_for(pieces_, [&](std::int64_t piece) { run_piece(piece); });
        give();
    }

    std::uint64_t scratch_bytes() const override {
        std::size_t bytes = partial_.byte_size();
        for (const Tap& tap : taps_)
            bytes +=
                tap.segments.size() * sizeof(Segment) + tap.of_line.size() * sizeof(std::int32_t);
        return bytes;
    }

    /// Whether its lists stay small. A group has more than one image only where they are small.
    static bool does(const ConvProblem& problem) {
        const ConvVolume volume(problem);
        const std::int64_t lines = volume.axes[0].output * volume.axes[1].output;
        return volume.taps() <= most_segments / lines;
    }

  private:
    /// Few input channels make short blocks. With its padding around it, a line of the image gives
    /// all taps of a line of the kernel together.
    void find_frame() {
        constexpr std::int64_t few = 8;
        const ConvAxis& width = volume_.axes[2];
        // A stride beyond the image makes a frame of nothing but padding.
        const std::int64_t most_elements = 4 * input_image_ + 64 * 1024;
        frame_image_ = volume_.input_channels;
        bool same = true;
        for (int i = 0; i < 3; ++i) {
            const ConvAxis& axis = volume_.axes[i];
            frame_[i] = (axis.output - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
            same = same && axis.low == 0 && frame_[i] <= axis.input;
            frame_image_ = frame_[i] <= most_elements / frame_image_ ? frame_image_ * frame_[i]
                                                                     : most_elements;
        }
        together_ = width.dilation == 1 && width.kernel > 1 && volume_.input_channels < few &&
                    (same || frame_image_ < most_elements);
        framed_ = together_ && !same;
        if (!framed_) {
            for (int i = 0; i < 3; ++i)
                frame_[i] = volume_.axes[i].input;
            frame_image_ = input_image_;
        }
    }

    /// Output indices that a tap meets, and the input index (in the frame, if there is one) under
    /// the first one.
    struct Met {
        std::int64_t first, end, input;
    };
    Met met(int axis, std::int64_t tap) const {
        const ConvAxis& a = volume_.axes[axis];
        const std::int64_t at = tap * a.dilation - (framed_ ? 0 : a.low);
        const std::int64_t first = at >= 0 ? 0 : (-at + a.stride - 1) / a.stride;
        const std::int64_t left = frame_[axis] - at;
        const std::int64_t end =
            left <= 0 ? 0 : std::min(a.output, (left + a.stride - 1) / a.stride);
        return {first, std::max(first, end), first * a.stride + at};
    }

    void find_taps() {
        const auto& [depth, height, width] = volume_.axes;
        const std::int64_t channels = volume_.input_channels;
        for (std::int64_t d = 0; d < depth.kernel; ++d)
            for (std::int64_t h = 0, lines = 1; h < height.kernel; h += lines) {
                const std::int64_t line_rows = channels * (together_ ? width.kernel : 1);
                const int vectors = row_ == kernels_.lanes ? 1 : 2;
                const bool two = together_ && h + 2 <= height.kernel &&
                                 2 * line_rows <= kernels_.most_rows(vectors);
                lines = two ? 2 : 1;
                for (std::int64_t w = 0; w < (together_ ? 1 : width.kernel); ++w) {
                    Tap tap;
                    tap.first_row = ((d * height.kernel + h) * width.kernel + w) * channels;
                    tap.rows = lines * line_rows;
                    tap.lines = lines;
                    const Met z = met(0, d), y = met(1, h), x = met(2, w);
                    tap.run = x.end - x.first;
                    add_lines(tap, z, y, x);
                    taps_.push_back(std::move(tap));
                }
            }
    }

    void add_lines(Tap& tap, const Met& z, const Met& y, const Met& x) const {
        const auto& [depth, height, width] = volume_.axes;
        for (std::int64_t image = 0; image < group_; ++image)
            for (std::int64_t i = 0; i < depth.output; ++i)
                for (std::int64_t j = 0; j < height.output; ++j) {
                    tap.of_line.push_back(static_cast<std::int32_t>(tap.segments.size()));
                    if (tap.run == 0 || i < z.first || i >= z.end || j < y.first || j >= y.end)
                        continue;
                    const std::int64_t plane = z.input + (i - z.first) * depth.stride;
                    const std::int64_t line = y.input + (j - y.first) * height.stride;
                    const std::int64_t at = (plane * frame_[1] + line) * frame_[2] + x.input;
                    const std::int64_t to =
                        ((image * depth.output + i) * height.output + j) * width.output + x.first;
                    tap.segments.push_back({image * frame_image_ + at * volume_.input_channels,
                                            to * volume_.output_channels});
                }
        tap.of_line.push_back(static_cast<std::int32_t>(tap.segments.size()));
    }

    void run_piece(std::int64_t piece) {
        const std::int64_t from = piece * images_, to = std::min(volume_.batch, from + images_);
        float* gradient = partial(piece);
        const std::int64_t frame_elements = framed_ ? group_ * frame_image_ : 0;
        const std::int64_t output_elements =
            reaches_beyond(to) ? group_ * output_image_ + kernels_.lanes : 0;
        auto* space = reinterpret_cast<float*>(thread_workspace(
            static_cast<std::size_t>(frame_elements + output_elements) * sizeof(float)));
        if (framed_) std::fill_n(space, frame_elements, 0.0f);
        for (std::int64_t image = from; image < to; image += group_) {
            const std::int64_t images = std::min(group_, to - image);
            const float* left = input_ + image * input_image_;
            const float* right = output_ + image * output_image_;
            if (framed_) left = frame(left, images, space);
            if (reaches_beyond(image + images))
                right = with_space_behind(right, images, space + frame_elements);
            const std::int64_t lines = images * image_lines_;
            for (std::int64_t line = 0; line < lines; line += near_lines_) {
                const std::int64_t end = std::min(lines, line + near_lines_);
                for (std::int64_t column = 0; column < row_;) {
                    const int vectors = row_ - column > kernels_.lanes ? 2 : 1;
                    for (const Tap& tap : taps_)
                        run_tap(tap, line, end, left, right + column, gradient + column, vectors,
                                image != from || line != 0);
                    column += vectors * kernels_.lanes;
                }
            }
        }
    }

    /// The lines [line, end) of the group's images.
    void run_tap(const Tap& tap, std::int64_t line, std::int64_t end, const float* left,
                 const float* right, float* gradient, int vectors, bool add) const {
        const std::int64_t first = tap.of_line[static_cast<std::size_t>(line)];
        const std::int64_t segments = tap.of_line[static_cast<std::size_t>(end)] - first;
        if (segments == 0 && add) return;
        const std::int64_t most = kernels_.most_rows(vectors);
        const std::int64_t blocks = (tap.rows + most - 1) / most;
        const std::int64_t fewer = tap.rows / blocks, higher = tap.rows % blocks;
        std::int64_t row = 0;
        for (std::int64_t i = 0; i < blocks; ++i) {
            const std::int64_t rows = fewer + (i < higher), half = (rows + 1) / 2;
            const std::int64_t between =
                tap.lines == 2 ? volume_.axes[1].dilation * frame_[2] * volume_.input_channels
                               : half;
            kernels_.run(
                {tap.segments.data() + first, segments, tap.run, left + row, 1, between,
                 volume_.axes[2].stride * volume_.input_channels, right, volume_.output_channels,
                 gradient + (tap.first_row + row) * row_, row_, half * row_, add},
                static_cast<int>(rows), vectors, vectors * kernels_.lanes);
            row += rows;
        }
    }

    /// The images with their padding around them. The padding is there already.
    const float* frame(const float* from, std::int64_t images, float* space) const {
        const auto& axes = volume_.axes;
        const std::int64_t channels = volume_.input_channels;
        const auto part = [&](int axis) {
            return std::min(axes[axis].input, frame_[axis] - axes[axis].low);
        };
        for (std::int64_t image = 0; image < images; ++image)
            for (std::int64_t z = 0; z < part(0); ++z)
                for (std::int64_t y = 0; y < part(1); ++y) {
                    const std::int64_t at =
                        ((z + axes[0].low) * frame_[1] + y + axes[1].low) * frame_[2] + axes[2].low;
                    const std::int64_t line = (z * axes[1].input + y) * axes[2].input;
                    if (part(2) > 0)
                        std::copy_n(from + image * input_image_ + line * channels,
                                    part(2) * channels,
                                    space + image * frame_image_ + at * channels);
                }
        return space;
    }

    /// Whether a vector that is read in the images before this one may end behind the batch.
    bool reaches_beyond(std::int64_t image) const {
        return reads_beyond_ && (volume_.batch - image) * output_image_ < kernels_.lanes;
    }

    /// Whole vectors of channels are read, so the last pixels' reach beyond the batch: into this
    /// copy's space. Columns of the gradient that come of that are never used.
    const float* with_space_behind(const float* from, std::int64_t images, float* space) const {
        std::fill_n(std::copy_n(from, images * output_image_, space), kernels_.lanes, 0.0f);
        return space;
    }

    /// Adds the pieces' gradients in their order and puts the sum into the weight's order.
    void give() {
        float* sum = partial(0);
        const std::int64_t channels = volume_.input_channels, taps = volume_.taps();
        for_ranges(rows_ * row_, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t piece = 1; piece < pieces_; ++piece)
                add_(reinterpret_cast<std::byte*>(sum + begin),
                     reinterpret_cast<const std::byte*>(sum + begin),
                     reinterpret_cast<const std::byte*>(partial(piece) + begin), nullptr,
                     end - begin);
        });
        // [tap][input channel][output channel] to [output channel][input channel][tap], some output
        // channels at once: what is read then lies together.
        const std::int64_t some = kernels_.lanes, outputs = volume_.output_channels;
        parallel_for((outputs + some - 1) / some, [&](std::int64_t block) {
            const std::int64_t first = block * some, end = std::min(outputs, first + some);
            for (std::int64_t c = 0; c < channels; ++c)
                for (std::int64_t tap = 0; tap < taps; ++tap)
                    for (std::int64_t o = first; o < end; ++o)
                        weight_[o * rows_ + c * taps + tap] = sum[(tap * channels + c) * row_ + o];
        });
    }

    float* partial(std::int64_t piece) {
        return reinterpret_cast<float*>(partial_.data()) + piece * rows_ * row_;
    }

    const TapTable& kernels_;
    ConvVolume volume_;
    std::int64_t images_, pieces_ = 0, group_ = 1;
    std::int64_t rows_, row_;  ///< of a gradient: taps and input channels; elements between them
    std::int64_t input_image_, output_image_;
    std::int64_t image_lines_ = 1, near_lines_ = 1;
    bool together_ = false, framed_ = false, reads_beyond_ = false;
    std::int64_t frame_[3], frame_image_ = 0;
    std::vector<Tap> taps_;
    Array partial_;
    TileFunction add_;
    const float* input_ = nullptr;
    const float* output_ = nullptr;
    float* weight_ = nullptr;
};

}  // namespace

std::unique_ptr<Convolution> make_direct_weight_gradient(const ConvProblem& problem) {
    if (problem.groups != 1 || !problem.channels_last || !DirectWeightGradient::does(problem))
        return nullptr;
    return std::make_unique<DirectWeightGradient>(problem);
}

}  // namespace gradweave::backends::cpu
