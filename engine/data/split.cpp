// SPDX-License-Identifier: Apache-2.0
// Stratified division with totals that are exact: each class rounds what the classes before it
// left over.
#include "engine/data/split.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::data {

namespace {

/// Sets the stream of divisions apart from others that start from the same seed.
constexpr std::uint64_t purpose = 0x73706C6974;

/// Hands out whole samples so that after each class the sum is the share of all samples so far,
/// rounded.
class Quota {
  public:
    explicit Quota(double share) : share_(share) {}
    std::int64_t next(std::int64_t class_size) {
        seen_ += class_size;
        const auto due =
            static_cast<std::int64_t>(std::floor(static_cast<double>(seen_) * share_ + 0.5));
        return due - std::exchange(given_, due);
    }

  private:
    double share_;
    std::int64_t seen_ = 0, given_ = 0;
};

}  // namespace

void check_shares(const Shares& shares) {
    const auto check = [](double share, const char* name) {
        if (!(share >= 0 && share < 1)) {
            throw Error(ErrorKind::bad_input, concat("the ", name, " share ", share,
                                                     " is not in the range from 0 to below 1"));
        }
    };
    check(shares.validation, "validation");
    check(shares.test, "test");
    if (shares.validation + shares.test >= 1) {
        throw Error(ErrorKind::bad_input,
                    concat("the validation share ", shares.validation, " and the test share ",
                           shares.test, " leave nothing to train on; choose smaller ones"));
    }
}

SplitRows divide(std::span<const std::int64_t> labels, const Shares& shares, std::uint64_t seed) {
    check_shares(shares);
    std::map<std::int64_t, std::vector<std::int64_t>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i)
        classes[labels[i]].push_back(static_cast<std::int64_t>(i));

    SplitRows rows;
    Quota validation(shares.validation), test(shares.test);
    for (const auto& [label, members] : classes) {
        const auto size = static_cast<std::int64_t>(members.size());
        // One of each class stays for training, however small the class.
        const std::int64_t for_test = std::min(test.next(size), size - 1);
        const std::int64_t for_validation = std::min(validation.next(size), size - 1 - for_test);
        Generator generator(mix_key(mix_key(seed, purpose), static_cast<std::uint64_t>(label)));
        const auto order = permutation(size, generator);
        for (std::int64_t i = 0; i < size; ++i) {
            const Split split = i < for_test                    ? Split::test
                                : i < for_test + for_validation ? Split::validation
                                                                : Split::train;
            rows[static_cast<std::size_t>(split)].push_back(
                members[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])]);
        }
    }
    for (auto& split : rows)
        std::sort(split.begin(), split.end());
    return rows;
}

void take_counts(DatasetInfo& info, const SplitRows& rows, const Shares& shares) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        info.counts[i] = static_cast<std::int64_t>(rows[i].size());
        total += info.counts[i];
    }
    for (const Split split : {Split::validation, Split::test}) {
        if (shares.of(split) > 0 && info.count(split) == 0) {
            info.notes.push_back(concat("the ", name_of(split), " split is empty: a share of ",
                                        shares.of(split), " of ", grouped(total),
                                        " samples is less than one sample that can be spared"));
        }
    }
}

}  // namespace gradweave::data
