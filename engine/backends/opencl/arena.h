// SPDX-License-Identifier: Apache-2.0
// A program's memory on a device: one buffer, or several where the device makes none as large.
#pragma once

#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/backends/opencl/device.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::backends::opencl {

/// Where a stretch of memory is: in a buffer of DeviceFacts::largest_buffer bytes at most.
struct Place {
    std::size_t piece = 0;
    std::uint64_t offset = 0, bytes = 0;
    bool operator<(const Place& other) const {
        return std::tie(piece, offset, bytes) < std::tie(other.piece, other.offset, other.bytes);
    }
};

/// Deals out stretches one behind the other, none across two pieces. Sizes are rounded up to
/// `alignment`.
class Pieces {
  public:
    Pieces(std::uint64_t largest, std::uint64_t alignment)
        : largest_(largest / alignment * alignment), alignment_(alignment) {}

    Place next(std::uint64_t bytes);
    /// Begins again at the front; sizes() keeps what was needed so far.
    void restart() { piece_ = 0, offset_ = 0; }
    /// Bytes of each piece.
    const std::vector<std::uint64_t>& sizes() const { return sizes_; }

  private:
    std::uint64_t largest_, alignment_;
    std::size_t piece_ = 0;
    std::uint64_t offset_ = 0;
    std::vector<std::uint64_t> sizes_;
};

/// The places of a schedule's values: as it planned them if one buffer takes the arena, else dealt
/// out anew over several, where values still share places that they do not need at the same time.
/// Sets MemoryReport::arena_bytes to what is needed.
std::vector<Place> place_values(compiler::Schedule& schedule, std::uint64_t largest,
                                std::uint64_t alignment, std::vector<std::uint64_t>& sizes);

}  // namespace gradweave::backends::opencl
