// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/convolution/direct.h"

#include <algorithm>

#include "engine/backends/cpu/convolution/tap_sums.h"
#include "engine/backends/cpu/convolution/taps.h"
#include "engine/core/array.h"

namespace gradweave::backends::cpu {

namespace {

/// Along what the rows of a block lie.
enum class Along { width, height, images };

/// Result pixels that have the same taps.
struct Box {
    TapRange ranges[3];
    std::vector<Segment> segments;
    std::int64_t run;
    Along along;
};

/// Rows of nearly equal blocks.
struct Blocks {
    std::int64_t count, fewer, higher;
    Blocks(std::int64_t rows, std::int64_t most)
        : count((rows + most - 1) / most), fewer(rows / count), higher(rows % count) {}
    int rows(std::int64_t block) const { return static_cast<int>(fewer + (block < higher)); }
    std::int64_t first(std::int64_t block) const { return block * fewer + std::min(block, higher); }
};

class DirectConvolution final : public Convolution {
  public:
    explicit DirectConvolution(const ConvProblem& problem)
        : kernels_(native_tap_sums()),
          volume_(problem),
          to_input_(problem.pass == ConvPass::input_gradient),
          images_(problem.images_per_piece) {
        source_channels_ = to_input_ ? volume_.output_channels : volume_.input_channels;
        result_channels_ = to_input_ ? volume_.input_channels : volume_.output_channels;
        source_image_ =
            (to_input_ ? volume_.output_pixels() : volume_.input_pixels()) * source_channels_;
        result_image_ =
            (to_input_ ? volume_.input_pixels() : volume_.output_pixels()) * result_channels_;
        width_ = result_channels_ <= kernels_.lanes ? kernels_.lanes : 2 * kernels_.lanes;
        panels_ = (result_channels_ + width_ - 1) / width_;
        panel_elements_ = volume_.taps() * source_channels_ * width_;
        weight_ = Array(DType::f32, Shape{panels_ * panel_elements_});
        std::fill_n(panels(), panels_ * panel_elements_, 0.0f);
        find_places();
        find_boxes();
    }

    /// Whether its lists stay small.
    static bool does(const ConvProblem& problem) {
        const bool to_input = problem.pass == ConvPass::input_gradient;
        const ConvVolume volume(problem);
        std::int64_t segments = 1;
        for (const ConvAxis& axis : volume.axes) {
            const std::int64_t taps = std::max<std::int64_t>(1, taps_in_ranges(axis, to_input));
            if (taps > most_segments / segments) return false;
            segments *= taps;
        }
        constexpr std::int64_t most_elements = std::int64_t{1} << 27;
        return volume.taps() <= most_elements / (volume.input_channels * volume.output_channels);
    }

    void bind(float* input, float* weight, float* output) override {
        source_ = to_input_ ? output : input;
        result_ = to_input_ ? input : output;
        given_weight_ = weight;
    }

    void run(FunctionRef<void(std::int64_t, std::int64_t)> done) override {
        float* packed = panels();
        for_ranges(static_cast<std::int64_t>(places_.size()),
                   [&](std::int64_t begin, std::int64_t end) {
                       for (std::int64_t i = begin; i < end; ++i)
                           packed[places_[static_cast<std::size_t>(i)]] = given_weight_[i];
                   });
        const std::int64_t batch = volume_.batch;
        parallel_for((batch + images_ - 1) / images_, [&](std::int64_t piece) {
            const std::int64_t image = piece * images_;
            const std::int64_t images = std::min(images_, batch - image);
            run_piece(image, images);
            done(image, images);
        });
    }

    std::uint64_t scratch_bytes() const override {
        std::size_t bytes = weight_.byte_size() + places_.size() * sizeof(std::int32_t);
        for (const Box& box : boxes_)
            bytes += box.segments.size() * sizeof(Segment);
        return bytes;
    }

  private:
    float* panels() { return reinterpret_cast<float*>(weight_.data()); }
    std::int64_t source_size(int axis) const {
        return to_input_ ? volume_.axes[axis].output : volume_.axes[axis].input;
    }
    std::int64_t result_size(int axis) const {
        return to_input_ ? volume_.axes[axis].input : volume_.axes[axis].output;
    }
    int vectors(std::int64_t panel) const {
        return result_channels_ - panel * width_ <= kernels_.lanes ? 1 : 2;
    }
    int columns(std::int64_t panel) const {
        return static_cast<int>(std::min(result_channels_ - panel * width_, width_));
    }

    /// Where in the panels each element of the weight [O, C, taps] is:
    /// [panel][tap][source channel][column].
    void find_places() {
        std::vector<std::int64_t> position[3];
        for (int axis = 0; axis < 3; ++axis) {
            const auto order = tap_order(volume_.axes[axis], to_input_);
            position[axis].resize(order.size());
            for (std::size_t i = 0; i < order.size(); ++i)
                position[axis][static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
        }
        places_.reserve(static_cast<std::size_t>(volume_.output_channels * volume_.input_channels *
                                                 volume_.taps()));
        for (std::int64_t o = 0; o < volume_.output_channels; ++o) {
            for (std::int64_t c = 0; c < volume_.input_channels; ++c) {
                const std::int64_t source = to_input_ ? o : c, result = to_input_ ? c : o;
                const std::int64_t first =
                    result / width_ * panel_elements_ + source * width_ + result % width_;
                for (const std::int64_t d : position[0])
                    for (const std::int64_t h : position[1])
                        for (const std::int64_t w : position[2])
                            places_.push_back(static_cast<std::int32_t>(
                                first + tap_index(d, h, w) * source_channels_ * width_));
            }
        }
    }

    std::int64_t tap_index(std::int64_t d, std::int64_t h, std::int64_t w) const {
        return (d * volume_.axes[1].kernel + h) * volume_.axes[2].kernel + w;
    }

    void find_boxes() {
        for (const TapRange& d : tap_ranges(volume_.axes[0], to_input_))
            for (const TapRange& h : tap_ranges(volume_.axes[1], to_input_))
                for (const TapRange& w : tap_ranges(volume_.axes[2], to_input_))
                    boxes_.push_back(box(d, h, w));
    }

    Box box(const TapRange& d, const TapRange& h, const TapRange& w) const {
        Box box{{d, h, w}, {}, 0, Along::width};
        // Neighbouring taps of neighbouring pixels: one run over all their channels.
        const bool together = w.tap_step == 1;
        box.run = (together ? w.taps : 1) * source_channels_;
        const std::int64_t line = source_size(2), plane = source_size(1) * line;
        const bool none = w.taps == 0;
        for (std::int64_t i = 0; i < (none ? 0 : d.taps); ++i)
            for (std::int64_t j = 0; j < h.taps; ++j)
                for (std::int64_t k = 0; k < (together ? 1 : w.taps); ++k)
                    box.segments.push_back(
                        {(i * d.tap_step * plane + j * h.tap_step * line + k * w.tap_step) *
                             source_channels_,
                         tap_index(d.tap + i, h.tap + j, w.tap + k) * source_channels_ * width_});
        const std::int64_t most = kernels_.most_rows(width_ == kernels_.lanes ? 1 : 2);
        const std::int64_t enough = 8;
        const auto rows = [&](std::int64_t count, std::int64_t lines) {
            return std::min(most, lines > 1 && 2 * count <= most ? 2 * count : count);
        };
        const std::int64_t wide = rows(w.count, h.count), high = std::min(h.count, most);
        if (wide < enough && high > wide) box.along = Along::height;
        if (std::max(wide, high) < enough && images_ > std::max(wide, high))
            box.along = Along::images;
        return box;
    }

    /// Blocks of `rows` pixels whose distances are these, twice if `lines` is 2.
    struct Strides {
        std::int64_t source, result;
    };

    void run_rows(const Box& box, std::int64_t panel, const float* source, float* result,
                  std::int64_t rows, Strides row, bool two, Strides line) const {
        const int vectors = this->vectors(panel), columns = this->columns(panel);
        TapSums sums{box.segments.data(),
                     static_cast<std::int64_t>(box.segments.size()),
                     box.run,
                     source,
                     row.source,
                     line.source,
                     1,
                     packed() + panel * panel_elements_,
                     width_,
                     result + panel * width_,
                     row.result,
                     line.result,
                     false};
        const Blocks blocks(rows, kernels_.most_rows(vectors) / (two ? 2 : 1));
        for (std::int64_t i = 0; i < blocks.count; ++i) {
            const int some = blocks.rows(i);
            const std::int64_t half = (some + 1) / 2;
            sums.left = source + blocks.first(i) * row.source;
            sums.result = result + panel * width_ + blocks.first(i) * row.result;
            sums.left_half = two ? line.source : half * row.source;
            sums.result_half = two ? line.result : half * row.result;
            kernels_.run(sums, two ? 2 * some : some, vectors, columns);
        }
    }

    const float* packed() const { return reinterpret_cast<const float*>(weight_.data()); }

    /// From one element of a range to the next one, along each axis.
    Strides strides(const Box& box, int axis) const {
        std::int64_t source = source_channels_, result = result_channels_;
        for (int i = 2; i > axis; --i) {
            source *= source_size(i);
            result *= result_size(i);
        }
        return {box.ranges[axis].source_step * source, box.ranges[axis].step * result};
    }
    Strides first(const Box& box) const {
        Strides at{0, 0};
        for (int axis = 0; axis < 3; ++axis) {
            at.source = at.source * source_size(axis) + box.ranges[axis].source;
            at.result = at.result * result_size(axis) + box.ranges[axis].first;
        }
        return {at.source * source_channels_, at.result * result_channels_};
    }

    /// A box of one image, in the panels [begin, end).
    void run_image(const Box& box, std::int64_t image, std::int64_t begin, std::int64_t end) const {
        const bool wide = box.along == Along::width;
        const Strides depth = strides(box, 0), at = first(box);
        const Strides row = strides(box, wide ? 2 : 1), line = strides(box, wide ? 1 : 2);
        const std::int64_t rows = box.ranges[wide ? 2 : 1].count;
        const std::int64_t lines = box.ranges[wide ? 1 : 2].count;
        const bool narrow = width_ == kernels_.lanes;
        const bool pairs = wide && (narrow || 2 * rows <= kernels_.most_rows(2));
        // Some lines at a time, or a part of one, so that they stay near for all panels.
        constexpr std::int64_t near = 64 * 1024 / sizeof(float);
        const std::int64_t most = kernels_.most_rows(narrow ? 1 : 2);
        const std::int64_t pixel = row.source + row.result;
        const std::int64_t some = std::max<std::int64_t>(2, near / (rows * pixel) / 2 * 2);
        const std::int64_t some_rows = std::max<std::int64_t>(1, near / pixel / most) * most;
        for (std::int64_t z = 0; z < box.ranges[0].count; ++z) {
            const float* source = source_ + image * source_image_ + at.source + z * depth.source;
            float* result = result_ + image * result_image_ + at.result + z * depth.result;
            for (std::int64_t from = 0; from < lines; from += some) {
                const std::int64_t to = std::min(lines, from + some);
                for (std::int64_t x = 0; x < rows; x += some_rows)
                    for (std::int64_t panel = begin; panel < end; ++panel)
                        for (std::int64_t y = from, next = y; y < to; y = next) {
                            const bool two = pairs && y + 2 <= to;
                            run_rows(box, panel, source + y * line.source + x * row.source,
                                     result + y * line.result + x * row.result,
                                     std::min(some_rows, rows - x), row, two, line);
                            next = y + (two ? 2 : 1);
                        }
            }
        }
    }

    /// A box of some pixels: the same one of all images is a block.
    void run_images(const Box& box, std::int64_t image, std::int64_t images, std::int64_t begin,
                    std::int64_t end) const {
        const Strides at = first(box), depth = strides(box, 0), height = strides(box, 1),
                      width = strides(box, 2), between{source_image_, result_image_};
        for (std::int64_t panel = begin; panel < end; ++panel)
            for (std::int64_t z = 0; z < box.ranges[0].count; ++z)
                for (std::int64_t y = 0; y < box.ranges[1].count; ++y)
                    for (std::int64_t x = 0; x < box.ranges[2].count; ++x)
                        run_rows(box, panel,
                                 source_ + image * source_image_ + at.source + z * depth.source +
                                     y * height.source + x * width.source,
                                 result_ + image * result_image_ + at.result + z * depth.result +
                                     y * height.result + x * width.result,
                                 images, between, false, between);
    }

    void run_piece(std::int64_t image, std::int64_t images) const {
        // A weight that stays in the second cache goes over every image; of a larger one, each
        // panel over all of them.
        constexpr std::int64_t near = 768 * 1024;
        const bool small =
            panels_ * panel_elements_ * static_cast<std::int64_t>(sizeof(float)) <= near;
        const std::int64_t step = small ? panels_ : 1;
        for (std::int64_t panel = 0; panel < panels_; panel += step) {
            for (std::int64_t i = image; i < image + images; ++i)
                for (const Box& box : boxes_)
                    if (box.along != Along::images) run_image(box, i, panel, panel + step);
            for (const Box& box : boxes_)
                if (box.along == Along::images) run_images(box, image, images, panel, panel + step);
        }
    }

    const TapTable& kernels_;
    ConvVolume volume_;
    bool to_input_;
    std::int64_t images_;  ///< of a piece
    std::int64_t source_channels_, result_channels_, source_image_, result_image_;
    std::int64_t width_, panels_, panel_elements_;
    std::vector<std::int32_t> places_;
    std::vector<Box> boxes_;
    Array weight_;
    const float* source_ = nullptr;
    float* result_ = nullptr;
    const float* given_weight_ = nullptr;
};

}  // namespace

void for_ranges(std::int64_t count, FunctionRef<void(std::int64_t begin, std::int64_t end)> task) {
    constexpr std::int64_t range = 8192;
    parallel_for((count + range - 1) / range,
                 [&](std::int64_t i) { task(i * range, std::min(count, (i + 1) * range)); });
}

std::unique_ptr<Convolution> make_direct_convolution(const ConvProblem& problem) {
    if (problem.groups != 1 || !problem.channels_last || !DirectConvolution::does(problem))
        return nullptr;
    return std::make_unique<DirectConvolution>(problem);
}

}  // namespace gradweave::backends::cpu
