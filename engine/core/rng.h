// SPDX-License-Identifier: Apache-2.0
// Random numbers as a pure function of key and counter, so that every device draws the same.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace gradweave {

/// Philox 4x32 with 10 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011. Four random words from a 128-bit counter and a 64-bit key.
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

/// Word `index` of the stream that (key, counter) names: what the graph's random_bits means.
constexpr std::uint32_t random_word(std::uint64_t key, std::uint64_t counter, std::uint64_t index) {
    const auto words =
        philox({static_cast<std::uint32_t>(index / 4), static_cast<std::uint32_t>(index / 4 >> 32),
                static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32)},
               {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
    return words[index % 4];
}

/// Mixes two numbers into a key for an independent stream (SplitMix64's finaliser).
std::uint64_t mix_key(std::uint64_t a, std::uint64_t b);

/// Draws one stream in order, for host code: shuffles, splits, initial weights.
class Generator {
  public:
    explicit Generator(std::uint64_t key, std::uint64_t counter = 0)
        : key_(key), counter_(counter) {}

    std::uint32_t next() { return random_word(key_, counter_, index_++); }
    /// In [0, 1), a multiple of 2^-53.
    double uniform();
    /// Standard normal, by Box and Muller.
    double normal();
    /// In [0, bound), without bias; bound > 0.
    std::uint64_t below(std::uint64_t bound);

  private:
    std::uint64_t key_;
    std::uint64_t counter_;
    std::uint64_t index_ = 0;
};

/// 0, 1, ..., count-1 in random order (Fisher and Yates).
std::vector<std::int64_t> permutation(std::int64_t count, Generator& generator);

}  // namespace gradweave
