// SPDX-License-Identifier: Apache-2.0
// How often the process asks for memory, for benchmarks.
#pragma once

#include <cstdint>
#include <optional>

namespace gradweave::cli {

/// Counts blocks of memory asked for, by anyone in the process.
struct AllocationCounter {
    void (*start)();
    std::uint64_t (*count)();  ///< since start()
};

/// Told by a program that can count. Only gradweave-cli does: it stands between the whole process
/// and the C library's allocator, see count_allocations.cpp.
void set_allocation_counter(AllocationCounter counter);

/// Begins to count; false if this program cannot.
bool start_counting_allocations();
/// Blocks since then, or nothing if this program cannot count.
std::optional<std::uint64_t> allocations();

}  // namespace gradweave::cli
