// SPDX-License-Identifier: Apache-2.0
// The order of samples as a function of seed and epoch.
#include "engine/data/batches.h"

#include <algorithm>
#include <numeric>

#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::data {

namespace {

/// Sets the stream of orders apart from others that start from the same seed.
constexpr std::uint64_t purpose = 0x6F72646572;

std::vector<std::int64_t> make_order(std::int64_t count, bool shuffle, std::uint64_t seed,
                                     std::int64_t epoch) {
    if (shuffle) {
        Generator generator(mix_key(mix_key(seed, purpose), static_cast<std::uint64_t>(epoch)));
        return permutation(count, generator);
    }
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    return order;
}

}  // namespace

Batches::Batches(DatasetPtr dataset, Split split, std::int64_t batch, bool shuffle,
                 std::uint64_t seed, std::int64_t epoch)
    : dataset_(std::move(dataset)),
      split_(split),
      batch_(batch),
      order_(make_order(dataset_->info().count(split), shuffle, seed, epoch)) {
    if (batch_ < 1)
        throw Error(ErrorKind::usage,
                    concat("a batch of ", batch_, " samples makes no sense; choose at least 1"));
}

std::int64_t Batches::count() const {
    const auto samples = static_cast<std::int64_t>(order_.size());
    return samples / batch_ + (samples % batch_ != 0 ? 1 : 0);
}

std::span<const std::int64_t> Batches::samples(std::int64_t i) const {
    GW_ASSERT(i >= 0 && i < count());
    const auto first = static_cast<std::size_t>(i * batch_);
    return std::span(order_).subspan(
        first, std::min(static_cast<std::size_t>(batch_), order_.size() - first));
}

std::int64_t Batches::size(std::int64_t i) const {
    return static_cast<std::int64_t>(samples(i).size());
}

void Batches::read(std::int64_t i, std::size_t field, Array& out) const {
    const auto& fields = dataset_->info().fields;
    GW_ASSERT(field < fields.size());
    const Field& wanted = fields[field];
    const Shape& shape = out.shape();
    // Looked at in place: this runs in every step, which must not ask for memory.
    const bool fits = out.dtype() == wanted.dtype && shape.rank() == wanted.sample.rank() + 1 &&
                      shape[0] == size(i) &&
                      std::equal(wanted.sample.begin(), wanted.sample.end(), shape.begin() + 1);
    if (!fits) {
        Axes sizes{size(i)};
        sizes.insert(sizes.end(), wanted.sample.begin(), wanted.sample.end());
        out = Array(wanted.dtype, Shape(std::move(sizes)));
    }
    dataset_->read(field, split_, samples(i), out, 0);
}

}  // namespace gradweave::data
