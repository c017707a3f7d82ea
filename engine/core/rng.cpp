// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rng.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace gradweave {

std::uint64_t mix_key(std::uint64_t a, std::uint64_t b) {
    std::uint64_t z = a + 0x9E3779B97F4A7C15 * (b + 1);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

double Generator::uniform() {
    const std::uint64_t high = next() >> 5;  // 27 bits
    const std::uint64_t low = next() >> 6;   // 26 bits
    return static_cast<double>((high << 26) | low) * 0x1p-53;
}

double Generator::normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::uint64_t Generator::below(std::uint64_t bound) {
    // Words below the threshold would make small results likelier: draw again.
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
        const std::uint64_t high = next();
        const std::uint64_t value = (high << 32) | next();
        if (value >= threshold) return value % bound;
    }
}

std::vector<std::int64_t> permutation(std::int64_t count, Generator& generator) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[generator.below(i)]);
    }
    return order;
}

}  // namespace gradweave
