// SPDX-License-Identifier: Apache-2.0
// Memory that is asked for before it is taken. Linux grants more than it has and kills later, so
// the engine keeps to a budget of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace gradweave {

/// Bytes that a new allocation may still take: the smaller of the machine's available memory, what
/// the control group leaves, and the user's limit less what the engine holds.
std::uint64_t memory_available();

/// The user's limit on what the engine holds at once (`--max-memory`); 0 means none.
void set_memory_limit(std::uint64_t bytes);

/// Bytes that the engine holds now in arrays and arenas.
std::uint64_t memory_in_use();

/// Throws Error(failed) with the figures if `bytes` cannot be had. Call before sizes that input
/// determines; `what` is the subject of the sentence ("the images of train.gz").
void require_memory(std::uint64_t bytes, const char* what);

/// Zeroed memory aligned to 64 bytes, counted until it is freed.
std::shared_ptr<std::byte> allocate_zeroed(std::uint64_t bytes);

}  // namespace gradweave
