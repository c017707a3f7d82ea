// SPDX-License-Identifier: Apache-2.0
// A network's losses beside PyTorch's, from the same weights and batches.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/train/run.h"

namespace gradweave::cli {

struct Parity {
    std::string torch;  ///< PyTorch's version
    std::int64_t steps = 0;
    double largest_difference = 0;
};

/// Trains a fresh copy of the run's network as the file says and compares each loss. Nothing needs
/// to be stored but the losses: weights and batches follow from made_up_values() on both sides.
/// The learning rate is the file's too: small enough that rounding does not grow from step to step.
/// Throws Error(numeric) at the first loss that differs by more than the file allows.
Parity check_parity(const train::Run& run, const std::filesystem::path& file);

/// The numbers that both sides know, as f32: [shape] of shift + scale * u(i, stream), where u is in
/// [-1, 1) and made by hashing 32-bit integers (see tests/bench/record_parity.py).
Array made_up_values(const Shape& shape, std::uint32_t stream, double scale, double shift = 0);
/// Class numbers in [0, classes) in the same way.
Array made_up_classes(const Shape& shape, std::uint32_t stream, std::int64_t classes);

}  // namespace gradweave::cli
