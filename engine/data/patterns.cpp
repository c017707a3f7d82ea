// SPDX-License-Identifier: Apache-2.0
// Images and sequences computed from a formula: sets of any size for networks that need more than
// points, without a file.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/memory.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/readers.h"

namespace gradweave::data {

namespace {

constexpr std::int64_t most_samples = 1'000'000, most_classes_here = 100;
/// Sets the stream of patterns apart from others that start from the same seed.
constexpr std::uint64_t purpose = 0x7061747465726E;

bool is_images(const Patterns& source) {
    return source.shape == Patterns::Shape::gratings;
}

void check(const Patterns& source) {
    const auto within = [](const char* what, std::int64_t value, std::int64_t least,
                           std::int64_t most) {
        if (value >= least && value <= most) return;
        throw Error(ErrorKind::bad_input, concat(what, " is ", value, "; choose ", grouped(least),
                                                 " to ", grouped(most)));
    };
    within("the number of samples", source.samples, 1, most_samples);
    within("the number of classes", source.classes, 2, most_classes_here);
    if (is_images(source)) {
        within("the size of the images", source.size, 4, 512);
    } else {
        within("the length of the sequences", source.length, 2, 1024);
        within("the number of channels", source.channels, 1, 4096);
    }
    if (!(source.noise >= 0 && source.noise <= 100))
        throw Error(ErrorKind::bad_input,
                    concat("the noise is ", source.noise, "; choose 0 to 100"));
}

std::vector<std::int64_t> labels_of(const Patterns& source) {
    std::vector<std::int64_t> labels(static_cast<std::size_t>(source.samples));
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = static_cast<std::int64_t>(i) % source.classes;
    return labels;
}

Shape sample_shape(const Patterns& source) {
    return is_images(source) ? Shape{3, source.size, source.size}
                             : Shape{source.length, source.channels};
}

DatasetInfo make_info(const Patterns& source, const SplitRows& rows) {
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < source.classes; ++i) {
        names.push_back(is_images(source) ? concat(std::round(1800.0 * static_cast<double>(i) /
                                                              static_cast<double>(source.classes)) /
                                                       10,
                                                   "°")
                                          : concat(i + 1, i == 0 ? " period" : " periods"));
    }
    DatasetInfo info;
    info.fields = {
        {is_images(source) ? "image" : "sequence", DType::f32, sample_shape(source), 0, {}, {}},
        {"label", DType::i64, Shape{}, source.classes, std::move(names), {}}};
    take_counts(info, rows, {source.validation, source.test});
    return info;
}

/// Evenly distributed numbers around 0 with a given deviation. Two come from each random word:
/// patterns need millions.
class Noise {
  public:
    Noise(Generator& random, double deviation)
        : random_(random), scale_(deviation * std::sqrt(12.0) / 65536) {}
    double next() {
        half_ = !half_;
        if (half_) word_ = random_.next();
        const std::uint32_t bits = half_ ? word_ & 0xFFFF : word_ >> 16;
        return scale_ * (static_cast<double>(bits) - 32767.5);
    }

  private:
    Generator& random_;
    double scale_;
    std::uint32_t word_ = 0;
    bool half_ = false;
};

/// Stripes between two random colours; the class is their direction, their width and place are
/// random.
void draw_grating(const Patterns& source, std::int64_t label, Generator& random,
                  std::uint8_t* pixels) {
    const auto size = static_cast<double>(source.size);
    const double angle =
        std::numbers::pi * static_cast<double>(label) / static_cast<double>(source.classes);
    const double waves = 2 + 2 * random.uniform();
    const double phase = 2 * std::numbers::pi * random.uniform();
    Noise noise(random, source.noise);
    double dark[3], bright[3];
    for (int c = 0; c < 3; ++c) {
        dark[c] = 0.4 * random.uniform();
        bright[c] = 0.6 + 0.4 * random.uniform();
    }
    const double step = 2 * std::numbers::pi * waves / size;
    for (std::int64_t y = 0; y < source.size; ++y) {
        for (std::int64_t x = 0; x < source.size; ++x) {
            const double place =
                static_cast<double>(x) * std::cos(angle) + static_cast<double>(y) * std::sin(angle);
            const double mix = 0.5 + 0.5 * std::sin(step * place + phase);
            for (std::int64_t c = 0; c < 3; ++c) {
                double value = dark[c] + (bright[c] - dark[c]) * mix;
                if (source.noise > 0) value += noise.next();
                pixels[(c * source.size + y) * source.size + x] =
                    static_cast<std::uint8_t>(std::clamp(value, 0.0, 1.0) * 255 + 0.5);
            }
        }
    }
}

/// A sine that begins anywhere and reaches each channel a little later than the one before, as
/// microphones in a ring hear it; the class is how many periods a sequence holds.
void draw_wave(const Patterns& source, std::int64_t label, Generator& random, float* values) {
    const double turn = 2 * std::numbers::pi;
    const double step = turn * static_cast<double>(label + 1) / static_cast<double>(source.length);
    const double delay = turn / static_cast<double>(source.channels);
    const double begin = turn * random.uniform();
    Noise noise(random, source.noise);
    for (std::int64_t t = 0; t < source.length; ++t) {
        for (std::int64_t c = 0; c < source.channels; ++c) {
            double value =
                std::sin(begin + step * static_cast<double>(t) - delay * static_cast<double>(c));
            if (source.noise > 0) value += noise.next();
            values[t * source.channels + c] = static_cast<float>(value);
        }
    }
}

}  // namespace

DatasetInfo describe_patterns(const Patterns& source) {
    check(source);
    return make_info(source,
                     divide(labels_of(source), {source.validation, source.test}, source.seed));
}

DatasetPtr load_patterns(const Patterns& source, const Progress& progress) {
    check(source);
    const auto labels = labels_of(source);
    SplitRows rows = divide(labels, {source.validation, source.test}, source.seed);
    DatasetInfo info = make_info(source, rows);

    Axes sizes{source.samples};
    for (const std::int64_t size : sample_shape(source))
        sizes.push_back(size);
    const DType type = is_images(source) ? DType::u8 : DType::f32;
    require_memory(byte_count(type, Shape(Axes(sizes))), "the generated patterns");
    Array samples(type, Shape(std::move(sizes)));
    const auto entries = static_cast<std::size_t>(sample_shape(source).element_count());
    Generator random(mix_key(source.seed, purpose));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i % 64 == 0) {
            progress.check();
            progress(static_cast<double>(i) / static_cast<double>(labels.size()),
                     "generating patterns");
        }
        if (is_images(source))
            draw_grating(source, labels[i], random,
                         samples.as<std::uint8_t>().data() + i * entries);
        else
            draw_wave(source, labels[i], random, samples.as<float>().data() + i * entries);
    }
    const Array targets = Array::of(labels, Shape{source.samples});
    std::vector<Stored> stored{{{samples, samples, samples}, {}},
                               {{targets, targets, targets}, {}}};
    if (is_images(source)) stored[0].normalization = {{0.0}, {255.0}};
    return std::make_shared<MemoryDataset>(std::move(info), std::move(stored), std::move(rows));
}

}  // namespace gradweave::data
