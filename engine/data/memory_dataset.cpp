// SPDX-License-Identifier: Apache-2.0
// Reading of rows into batches: this runs in every training step.
#include "engine/data/memory_dataset.h"

#include <algorithm>
#include <cstring>

#include "engine/data/normalization.h"

namespace gradweave::data {

namespace {

/// Vector instructions make of this what a table cannot: several elements at a time.
[[gnu::always_inline]] inline void read_line(const std::uint8_t* from, float* to, std::size_t count,
                                             double factor, double shift) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<float>(static_cast<double>(from[i]) * factor + shift);
}

#if defined(__x86_64__)
[[gnu::target("avx512f,prefer-vector-width=512")]] void read_line_avx512(
    const std::uint8_t* from, float* to, std::size_t count, double factor, double shift) {
    read_line(from, to, count, factor, shift);
}
[[gnu::target("avx2")]] void read_line_avx2(const std::uint8_t* from, float* to, std::size_t count,
                                            double factor, double shift) {
    read_line(from, to, count, factor, shift);
}
#endif
void read_line_plain(const std::uint8_t* from, float* to, std::size_t count, double factor,
                     double shift) {
    read_line(from, to, count, factor, shift);
}

using ReadLine = void (*)(const std::uint8_t*, float*, std::size_t, double, double);
ReadLine best_read_line() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return read_line_avx512;
    if (__builtin_cpu_supports("avx2")) return read_line_avx2;
#endif
    return read_line_plain;
}
const ReadLine fast_read_line = best_read_line();

ByteScale scale_of_bytes(const Normalization& scale) {
    ByteScale result;
    const double offset = scale.none() ? 0 : scale.offset[0];
    const double divisor = scale.none() ? 1 : scale.divisor[0];
    std::array<std::uint8_t, 256> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(i);
        result.table[i] = normalized(static_cast<double>(i), offset, divisor);
    }
    result.factor = 1 / divisor;
    result.shift = -offset / divisor;
    std::array<float, 256> line;
    fast_read_line(bytes.data(), line.data(), bytes.size(), result.factor, result.shift);
    result.is_line = std::memcmp(line.data(), result.table.data(), sizeof line) == 0;
    return result;
}

void read_bytes(const std::uint8_t* from, float* to, std::size_t count, const ByteScale& scale) {
    if (scale.is_line) return fast_read_line(from, to, count, scale.factor, scale.shift);
    for (std::size_t i = 0; i < count; ++i)
        to[i] = scale.table[from[i]];
}

/// Samples are drawn from all over the memory, where no processor foresees the next one.
void fetch_ahead(const std::byte* place, std::size_t bytes) {
    constexpr std::size_t line = 64, most = 64 * line;
    for (std::size_t i = 0; i < std::min(bytes, most); i += line)
        __builtin_prefetch(place + i);
}

template <class T>
void read_scaled(const T* from, float* to, std::size_t count, const Normalization& scale) {
    if (scale.offset.size() == count) {
        const double* offset = scale.offset.data();
        const double* divisor = scale.divisor.data();
        for (std::size_t i = 0; i < count; ++i)
            to[i] = normalized(static_cast<double>(from[i]), offset[i], divisor[i]);
    } else {
        const double offset = scale.offset.front(), divisor = scale.divisor.front();
        for (std::size_t i = 0; i < count; ++i)
            to[i] = normalized(static_cast<double>(from[i]), offset, divisor);
    }
}

}  // namespace

MemoryDataset::MemoryDataset(DatasetInfo info, std::vector<Stored> stored, SplitRows rows)
    : Dataset(std::move(info)), rows_(std::move(rows)) {
    GW_ASSERT(stored.size() == info_.fields.size());
    for (Stored& field : stored) {
        from_byte_.push_back(scale_of_bytes(field.normalization));
        stored_.push_back(std::move(field.arrays));
        normalizations_.push_back(std::move(field.normalization));
    }
}

const Array& MemoryDataset::array(std::size_t field, Split split) const {
    GW_ASSERT(field < stored_.size());
    return stored_[field][static_cast<std::size_t>(split)];
}

std::size_t MemoryDataset::row(Split split, std::int64_t sample) const {
    const auto& rows = rows_[static_cast<std::size_t>(split)];
    GW_ASSERT(sample >= 0 && static_cast<std::size_t>(sample) < rows.size());
    return static_cast<std::size_t>(rows[static_cast<std::size_t>(sample)]);
}

void MemoryDataset::read(std::size_t field, Split split, std::span<const std::int64_t> samples,
                         Array& out, std::int64_t first_row) const {
    const Array& stored = array(field, split);
    const Field& meaning = info_.fields[field];
    const auto entries = static_cast<std::size_t>(meaning.sample.element_count());
    const Shape& shape = out.shape();
    GW_ASSERT(out.dtype() == meaning.dtype && shape.rank() == meaning.sample.rank() + 1 &&
              std::equal(meaning.sample.begin(), meaning.sample.end(), shape.begin() + 1));
    GW_ASSERT(first_row >= 0 && first_row <= shape[0] &&
              samples.size() <= static_cast<std::size_t>(shape[0] - first_row));

    const std::size_t from_bytes = entries * size_of(stored.dtype());
    const std::size_t to_bytes = entries * size_of(out.dtype());
    const Normalization& scale = normalizations_[field];
    std::byte* to = out.data() + static_cast<std::size_t>(first_row) * to_bytes;
    constexpr std::size_t ahead = 2;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::byte* from = stored.data() + row(split, samples[i]) * from_bytes;
        if (i + ahead < samples.size())
            fetch_ahead(stored.data() + row(split, samples[i + ahead]) * from_bytes, from_bytes);
        auto* const floats = reinterpret_cast<float*>(to);
        if (stored.dtype() == out.dtype() && scale.none()) {
            std::memcpy(to, from, to_bytes);
        } else if (stored.dtype() == DType::u8) {
            read_bytes(reinterpret_cast<const std::uint8_t*>(from), floats, entries,
                       from_byte_[field]);
        } else if (stored.dtype() == DType::f32) {
            read_scaled(reinterpret_cast<const float*>(from), floats, entries, scale);
        } else if (scale.none()) {
            const auto* const doubles = reinterpret_cast<const double*>(from);
            for (std::size_t i = 0; i < entries; ++i)
                floats[i] = static_cast<float>(doubles[i]);
        } else {
            read_scaled(reinterpret_cast<const double*>(from), floats, entries, scale);
        }
        to += to_bytes;
    }
}

Array MemoryDataset::raw(std::size_t field, Split split, std::int64_t sample) const {
    const Array& stored = array(field, split);
    Array result(stored.dtype(), info_.fields[field].sample);
    std::memcpy(result.data(), stored.data() + row(split, sample) * result.byte_size(),
                result.byte_size());
    return result;
}

}  // namespace gradweave::data
