// SPDX-License-Identifier: Apache-2.0
// Range, mean and deviation of stored quantities.
#include "engine/data/normalization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace gradweave::data {

namespace {

struct Figures {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    double mean = 0;
    double deviation = 0;  ///< of the population: divided by n, not n - 1
};

/// Of each entry over all rows, or of all together (`groups` is 1). Row by row, as they lie in
/// memory; one pass for the mean and one for the deviation, which keeps the digits that a sum of
/// squares would lose.
template <class T>
std::vector<Figures> figures(std::span<const T> values, std::span<const std::int64_t> rows,
                             std::size_t entries, std::size_t groups) {
    std::vector<Figures> result(groups);
    const double count = static_cast<double>(rows.size()) * static_cast<double>(entries / groups);
    const auto each = [&](auto&& visit) {
        for (const std::int64_t row : rows) {
            const auto sample = values.subspan(static_cast<std::size_t>(row) * entries, entries);
            for (std::size_t i = 0; i < entries; ++i)
                visit(result[groups == 1 ? 0 : i], static_cast<double>(sample[i]));
        }
    };
    each([](Figures& group, double value) {
        group.least = std::min(group.least, value);
        group.most = std::max(group.most, value);
        group.mean += value;
    });
    for (Figures& group : result)
        group.mean /= count;
    each([](Figures& group, double value) {
        group.deviation += (value - group.mean) * (value - group.mean);
    });
    for (Figures& group : result)
        group.deviation = std::sqrt(group.deviation / count);
    return result;
}

/// The same for all bytes of the samples together: counting them is exact and fast.
Figures figures_of_bytes(std::span<const std::uint8_t> bytes, std::span<const std::int64_t> rows,
                         std::size_t entries) {
    std::array<std::uint64_t, 256> counts{};
    for (const std::int64_t row : rows) {
        for (const std::uint8_t byte :
             bytes.subspan(static_cast<std::size_t>(row) * entries, entries)) {
            ++counts[byte];
        }
    }
    Figures result;
    const double total = static_cast<double>(rows.size()) * static_cast<double>(entries);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        result.least = std::min(result.least, static_cast<double>(i));
        result.most = std::max(result.most, static_cast<double>(i));
        result.mean += static_cast<double>(i) * static_cast<double>(counts[i]);
    }
    result.mean /= total;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double distance = static_cast<double>(i) - result.mean;
        result.deviation += distance * distance * static_cast<double>(counts[i]);
    }
    result.deviation = std::sqrt(result.deviation / total);
    return result;
}

void append(Normalization& result, Scaling scaling, const Figures& figures) {
    const bool unit = scaling == Scaling::unit;
    const double divisor = unit ? figures.most - figures.least : figures.deviation;
    // Rounding gives a constant a tiny deviation, so the range is what tells.
    const bool constant = figures.least == figures.most || !(divisor > 0);
    result.offset.push_back(unit || constant ? figures.least : figures.mean);
    result.divisor.push_back(constant ? 1 : divisor);
}

}  // namespace

Normalization measure(Scaling scaling, const Array& stored, std::span<const std::int64_t> rows,
                      Extent extent) {
    Normalization result;
    if (scaling == Scaling::none || rows.empty()) return result;
    const bool bytes = stored.dtype() == DType::u8;
    if (bytes && scaling == Scaling::unit) return {{0}, {255}};
    std::size_t entries = 1;
    for (int axis = 1; axis < stored.shape().rank(); ++axis)
        entries *= static_cast<std::size_t>(stored.shape()[axis]);
    if (entries == 0) return result;
    if (bytes && extent == Extent::whole) {
        append(result, scaling, figures_of_bytes(stored.as<std::uint8_t>(), rows, entries));
        return result;
    }
    visit_dtype(stored.dtype(), [&]<class T>(std::type_identity<T>) {
        const std::size_t groups = extent == Extent::whole ? 1 : entries;
        for (const Figures& group : figures(stored.as<T>(), rows, entries, groups))
            append(result, scaling, group);
    });
    return result;
}

Array normalized(const Array& raw, const Normalization& normalization) {
    if (normalization.none()) return raw.cast(DType::f32);
    Array result(DType::f32, raw.shape());
    const std::size_t entries = normalization.offset.size();
    GW_ASSERT(static_cast<std::size_t>(raw.element_count()) % entries == 0);
    visit_dtype(raw.dtype(), [&]<class T>(std::type_identity<T>) {
        const auto from = raw.as<T>();
        const auto to = result.as<float>();
        for (std::size_t i = 0; i < to.size(); ++i) {
            const std::size_t entry = i % entries;
            to[i] = normalized(static_cast<double>(from[i]), normalization.offset[entry],
                               normalization.divisor[entry]);
        }
    });
    return result;
}

}  // namespace gradweave::data
