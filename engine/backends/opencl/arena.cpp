// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/arena.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace gradweave::backends::opencl {

namespace {

std::uint64_t aligned(std::uint64_t bytes, std::uint64_t unit) {
    return (std::max<std::uint64_t>(bytes, 1) + unit - 1) / unit * unit;
}

/// What the schedule put into one place, by which a place in a piece is found.
struct Slot {
    std::uint64_t bytes = 0;
    int first = 0, last = 0;  ///< steps
    Place place;
};

}  // namespace

Place Pieces::next(std::uint64_t bytes) {
    const std::uint64_t size = aligned(bytes, alignment_);
    if (offset_ != 0 && offset_ + size > largest_) {
        ++piece_;
        offset_ = 0;
    }
    if (sizes_.size() <= piece_) sizes_.resize(piece_ + 1, 0);
    const Place place{piece_, offset_, size};
    offset_ += size;
    sizes_[piece_] = std::max(sizes_[piece_], offset_);
    return place;
}

std::vector<Place> place_values(compiler::Schedule& schedule, std::uint64_t largest,
                                std::uint64_t alignment, std::vector<std::uint64_t>& sizes) {
    const auto& values = schedule.values;
    std::vector<Place> places(values.size());
    const auto in_arena = [&](const compiler::Value& value) {
        return value.leaf < 0 && value.first_step >= 0;
    };
    if (schedule.memory.arena_bytes <= largest) {
        for (std::size_t id = 0; id < values.size(); ++id)
            places[id] = {0, values[id].offset, aligned(values[id].bytes(), 64)};
        sizes = {schedule.memory.arena_bytes};
        return places;
    }
    // Values of one size at one offset stay together: a result may have taken its operand's place.
    std::map<std::pair<std::uint64_t, std::uint64_t>, Slot> slots;
    for (const auto& value : values) {
        if (!in_arena(value)) continue;
        const std::uint64_t bytes = aligned(value.bytes(), alignment);
        const auto [entry, fresh] = slots.try_emplace({value.offset, bytes});
        Slot& slot = entry->second;
        slot.bytes = bytes;
        slot.first = fresh ? value.first_step : std::min(slot.first, value.first_step);
        slot.last = fresh ? value.last_step : std::max(slot.last, value.last_step);
    }
    std::vector<Slot*> order;
    for (auto& [key, slot] : slots)
        order.push_back(&slot);
    std::stable_sort(order.begin(), order.end(),
                     [](const Slot* a, const Slot* b) { return a->bytes > b->bytes; });
    const std::uint64_t limit = largest / alignment * alignment;
    std::vector<std::vector<const Slot*>> pieces;  // by offset
    sizes.clear();
    for (Slot* slot : order) {
        for (std::size_t piece = 0;; ++piece) {
            if (piece == pieces.size()) {
                pieces.emplace_back();
                sizes.push_back(0);
            }
            auto& placed = pieces[piece];
            std::uint64_t offset = 0;
            for (const Slot* other : placed) {
                if (other->last < slot->first || slot->last < other->first) continue;
                if (offset + slot->bytes <= other->place.offset) break;
                offset = std::max(offset, other->place.offset + other->bytes);
            }
            // What is larger than any buffer gets one of its own, which the device then refuses.
            if (offset != 0 && offset + slot->bytes > limit) continue;
            slot->place = {piece, offset, slot->bytes};
            const auto behind = std::upper_bound(
                placed.begin(), placed.end(), offset,
                [](std::uint64_t at, const Slot* s) { return at < s->place.offset; });
            placed.insert(behind, slot);
            sizes[piece] = std::max(sizes[piece], offset + slot->bytes);
            break;
        }
    }
    schedule.memory.arena_bytes = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
    for (std::size_t id = 0; id < values.size(); ++id) {
        if (in_arena(values[id]))
            places[id] =
                slots.at({values[id].offset, aligned(values[id].bytes(), alignment)}).place;
    }
    return places;
}

}  // namespace gradweave::backends::opencl
