// SPDX-License-Identifier: Apache-2.0
#include "engine/data/overview.h"

#include <algorithm>
#include <numeric>

namespace gradweave::data {

namespace {

/// Samples between two looks at whether the work should stop.
constexpr std::int64_t stride = 4096;

void count_classes(const Dataset& dataset, std::size_t field, Split split, FieldOverview& result,
                   const Progress& progress) {
    const std::int64_t count = dataset.info().count(split);
    result.labels.resize(static_cast<std::size_t>(count));
    result.class_counts.assign(static_cast<std::size_t>(dataset.info().fields[field].classes), 0);
    std::vector<std::int64_t> samples;
    for (std::int64_t first = 0; first < count; first += stride) {
        progress.check();
        samples.resize(static_cast<std::size_t>(std::min(stride, count - first)));
        std::iota(samples.begin(), samples.end(), first);
        Array out(DType::i64, Shape{static_cast<std::int64_t>(samples.size())});
        dataset.read(field, split, samples, out, 0);
        std::size_t sample = static_cast<std::size_t>(first);
        for (const std::int64_t label : out.as<std::int64_t>()) {
            result.labels[sample++] = label;
            // A split of its own file may hold a class that training does not know.
            if (label >= 0 && static_cast<std::size_t>(label) < result.class_counts.size())
                ++result.class_counts[static_cast<std::size_t>(label)];
        }
    }
}

void measure_ranges(const Dataset& dataset, std::size_t field, Split split, FieldOverview& result,
                    const Progress& progress) {
    const std::int64_t count = dataset.info().count(split);
    if (count == 0) return;
    for (std::int64_t sample = 0; sample < count; ++sample) {
        if (sample % stride == 0) progress.check();
        const Array values = dataset.raw(field, split, sample);
        const auto entries = static_cast<std::size_t>(values.element_count());
        if (sample == 0) result.ranges.resize(entries);
        for (std::size_t i = 0; i < entries; ++i) {
            const double value = values.number(static_cast<std::int64_t>(i));
            EntryRange& range = result.ranges[i];
            range.least = sample == 0 ? value : std::min(range.least, value);
            range.most = sample == 0 ? value : std::max(range.most, value);
            // Not the sum divided at the end: large values of many rows keep their digits.
            range.mean += (value - range.mean) / static_cast<double>(sample + 1);
        }
    }
}

}  // namespace

Overview overview(const Dataset& dataset, const Progress& progress) {
    Overview result;
    for (const Split split : all_splits) {
        auto& fields = result.splits[static_cast<std::size_t>(split)];
        fields.resize(dataset.info().fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const Field& field = dataset.info().fields[i];
            if (field.classes > 0 && field.sample.rank() == 0)
                count_classes(dataset, i, split, fields[i], progress);
            else if (field.sample.rank() <= 1 &&
                     field.sample.element_count() <= most_ranged_entries)
                measure_ranges(dataset, i, split, fields[i], progress);
        }
    }
    return result;
}

}  // namespace gradweave::data
