// SPDX-License-Identifier: Apache-2.0
// Points computed from a formula: the data sets that need no file.
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/readers.h"

namespace gradweave::data {

namespace {

constexpr std::int64_t most_samples = 10'000'000;
constexpr std::int64_t most_arms = 100;
/// How far a spiral's arm turns from the centre to its end.
constexpr double turns = 1.0;
/// Sets the stream of the noise apart from others that start from the same seed.
constexpr std::uint64_t purpose = 0x6E6F697365;

bool is_sine(const Generated& source) {
    return source.shape == Generated::Shape::sine;
}

std::int64_t classes_of(const Generated& source) {
    switch (source.shape) {
        case Generated::Shape::moons:
            return 2;
        case Generated::Shape::spirals:
            return source.classes;
        case Generated::Shape::sine:
            break;
    }
    return 0;
}

void check(const Generated& source) {
    const auto fail = [](const std::string& sentence) {
        throw Error(ErrorKind::bad_input, sentence);
    };
    if (source.samples < 1 || source.samples > most_samples)
        fail(concat("the number of samples is ", source.samples, "; choose 1 to ",
                    grouped(most_samples)));
    if (!(source.noise >= 0 && source.noise <= 100))
        fail(concat("the noise is ", source.noise, "; choose 0 to 100"));
    if (source.shape == Generated::Shape::spirals &&
        (source.classes < 2 || source.classes > most_arms)) {
        fail(concat("a spiral of ", source.classes, " arms cannot be made; choose 2 to ",
                    most_arms));
    }
}

/// Samples take turns among the classes, so that all have as many, give or take one.
std::vector<std::int64_t> labels_of(const Generated& source) {
    const std::int64_t classes = std::max<std::int64_t>(classes_of(source), 1);
    std::vector<std::int64_t> labels(static_cast<std::size_t>(source.samples));
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = static_cast<std::int64_t>(i) % classes;
    return labels;
}

std::vector<std::string> class_names(const Generated& source) {
    if (source.shape == Generated::Shape::moons) return {"upper moon", "lower moon"};
    std::vector<std::string> names;
    for (std::int64_t i = 1; i <= classes_of(source); ++i)
        names.push_back(concat("arm ", i));
    return names;
}

DatasetInfo make_info(const Generated& source, const SplitRows& rows) {
    DatasetInfo info;
    if (is_sine(source)) {
        info.fields = {{"x", DType::f32, Shape{1}, 0, {}, {"x"}},
                       {"y", DType::f32, Shape{1}, 0, {}, {"y"}}};
    } else {
        info.fields = {{"features", DType::f32, Shape{2}, 0, {}, {"x", "y"}},
                       {"label", DType::i64, Shape{}, classes_of(source), class_names(source), {}}};
    }
    take_counts(info, rows, {source.validation, source.test});
    return info;
}

struct Point {
    double x, y;
};

/// Half circles of radius 1, the lower one moved between the ends of the upper one; noise is added
/// to both coordinates (as scikit-learn's make_moons defines it).
Point moon(const Generated& source, std::int64_t label, Generator& random) {
    const double angle = std::numbers::pi * random.uniform();
    Point point{std::cos(angle), std::sin(angle)};
    if (label == 1) point = {1 - point.x, 0.5 - point.y};
    point.x += source.noise * random.normal();
    point.y += source.noise * random.normal();
    return point;
}

/// Arms of Archimedes' spiral, radius up to 1, equally far apart; noise is added to the angle, in
/// radians.
Point spiral(const Generated& source, std::int64_t label, Generator& random) {
    const double radius = random.uniform();
    const double begin = static_cast<double>(label) / static_cast<double>(source.classes);
    const double angle =
        2 * std::numbers::pi * (begin + turns * radius) + source.noise * random.normal();
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// One period of the sine; noise is added to y.
Point sine(const Generated& source, Generator& random) {
    const double x = std::numbers::pi * (2 * random.uniform() - 1);
    return {x, std::sin(x) + source.noise * random.normal()};
}

Point make_point(const Generated& source, std::int64_t label, Generator& random) {
    switch (source.shape) {
        case Generated::Shape::moons:
            return moon(source, label, random);
        case Generated::Shape::spirals:
            return spiral(source, label, random);
        case Generated::Shape::sine:
            break;
    }
    return sine(source, random);
}

}  // namespace

DatasetInfo describe_generated(const Generated& source) {
    check(source);
    return make_info(source,
                     divide(labels_of(source), {source.validation, source.test}, source.seed));
}

DatasetPtr load_generated(const Generated& source, const Progress& progress) {
    check(source);
    const auto labels = labels_of(source);
    SplitRows rows = divide(labels, {source.validation, source.test}, source.seed);
    DatasetInfo info = make_info(source, rows);

    const std::int64_t count = source.samples;
    const bool pairs = is_sine(source);
    Array first(DType::f32, pairs ? Shape{count, 1} : Shape{count, 2});
    Array second = pairs ? Array(DType::f32, Shape{count, 1}) : Array::of(labels, Shape{count});
    const auto points = first.as<float>();
    const auto sines = pairs ? second.as<float>() : std::span<float>();
    Generator random(mix_key(source.seed, purpose));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i % 65536 == 0) {
            progress.check();
            progress(static_cast<double>(i) / static_cast<double>(count), "generating points");
        }
        const Point point = make_point(source, labels[i], random);
        points[pairs ? i : 2 * i] = static_cast<float>(point.x);
        (pairs ? sines[i] : points[2 * i + 1]) = static_cast<float>(point.y);
    }
    std::vector<Stored> stored{{{first, first, first}, {}}, {{second, second, second}, {}}};
    return std::make_shared<MemoryDataset>(std::move(info), std::move(stored), std::move(rows));
}

}  // namespace gradweave::data
