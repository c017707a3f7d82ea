// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/memory.h"

#include <algorithm>
#include <numeric>

#include "engine/compiler/schedule/chains.h"

namespace gradweave::compiler {

namespace {

/// Values that share one place.
struct Slot {
    std::uint64_t bytes;
    int first, last;
    std::uint64_t offset = 0;
};

void find_lifetimes(Schedule& schedule) {
    for (int s = 0; s < static_cast<int>(schedule.steps.size()); ++s) {
        const Step& step = schedule.steps[static_cast<std::size_t>(s)];
        for (const ValueId id : step.reads)
            schedule.values[static_cast<std::size_t>(id)].last_step = s;
        for (const ValueId id : step.writes) {
            Value& value = schedule.values[static_cast<std::size_t>(id)];
            if (value.first_step < 0) value.first_step = s;
            value.last_step = std::max(value.last_step, s);
        }
    }
    for (const auto& output : schedule.outputs) {
        schedule.values[static_cast<std::size_t>(output.value)].last_step =
            static_cast<int>(schedule.steps.size());
    }
}

/// Whether a step before s in its chain reads the value: maybe of an image that s has not reached.
bool read_in_chain(const Schedule& schedule, ValueId id, int start, int s) {
    for (; start < s; ++start) {
        const auto& reads = schedule.steps[static_cast<std::size_t>(start)].reads;
        if (std::find(reads.begin(), reads.end(), id) != reads.end()) return true;
    }
    return false;
}

/// The operand whose place the result may take: it dies here, is as large, and every load of it in
/// this step is the element that the result overwrites. `start` is the first step of s's chain.
ValueId donor(const Schedule& schedule, ValueId result, int start, int s) {
    const Step& step = schedule.steps[static_cast<std::size_t>(s)];
    const Value& target = schedule.values[static_cast<std::size_t>(result)];
    for (const ValueId id : step.reads) {
        const Value& value = schedule.values[static_cast<std::size_t>(id)];
        if (value.leaf >= 0 || value.last_step != s || value.bytes() != target.bytes() ||
            size_of(value.dtype) != size_of(target.dtype)) {
            continue;
        }
        if (may_replace(step, id, result) && !read_in_chain(schedule, id, start, s)) return id;
    }
    return -1;
}

/// Gives each slot the lowest offset at which it fits beside those placed before it. Returns the
/// end of the arena.
std::uint64_t pack(std::vector<Slot>& slots, const std::vector<std::size_t>& order, bool reuse) {
    std::vector<const Slot*> placed;  // by offset
    std::uint64_t end = 0;
    for (const std::size_t i : order) {
        Slot& slot = slots[i];
        slot.offset = 0;
        for (const Slot* other : placed) {
            if (reuse && (other->last < slot.first || slot.last < other->first)) continue;
            if (slot.offset + slot.bytes <= other->offset) break;
            slot.offset = std::max(slot.offset, other->offset + other->bytes);
        }
        const auto behind = std::upper_bound(
            placed.begin(), placed.end(), slot.offset,
            [](std::uint64_t offset, const Slot* s) { return offset < s->offset; });
        placed.insert(behind, &slot);
        end = std::max(end, slot.offset + slot.bytes);
    }
    return end;
}

}  // namespace

void plan_memory(Schedule& schedule, const Target& target, const CompileOptions& options) {
    find_lifetimes(schedule);
    const std::vector<int> chain = chain_starts(schedule);
    const auto chain_of = [&](int step) { return chain[static_cast<std::size_t>(step)]; };
    std::vector<int> slot_of(schedule.values.size(), -1);
    std::vector<Slot> slots;
    for (int s = 0; s < static_cast<int>(schedule.steps.size()); ++s) {
        const Step& step = schedule.steps[static_cast<std::size_t>(s)];
        std::vector<ValueId> donors;
        for (const ValueId id : step.writes) {
            const Value& value = schedule.values[static_cast<std::size_t>(id)];
            if (value.leaf >= 0 || value.first_step != s) continue;
            ValueId from = -1;
            if (options.in_place) {
                from = donor(schedule, id, chain_of(s), s);
                if (std::find(donors.begin(), donors.end(), from) != donors.end()) from = -1;
            }
            auto& slot = slot_of[static_cast<std::size_t>(id)];
            if (from >= 0) {
                donors.push_back(from);
                slot = slot_of[static_cast<std::size_t>(from)];
                slots[static_cast<std::size_t>(slot)].last = chain_of(value.last_step);
            } else {
                const std::uint64_t unit = target.alignment;
                slot = static_cast<int>(slots.size());
                slots.push_back(
                    {(std::max<std::uint64_t>(value.bytes(), 1) + unit - 1) / unit * unit,
                     chain_of(s), chain_of(value.last_step)});
            }
        }
    }

    std::vector<std::size_t> by_time(slots.size());
    std::iota(by_time.begin(), by_time.end(), 0);
    auto by_size = by_time;
    std::stable_sort(by_size.begin(), by_size.end(),
                     [&](std::size_t a, std::size_t b) { return slots[a].bytes > slots[b].bytes; });
    auto other = slots;
    const std::uint64_t size_arena = pack(slots, by_size, options.reuse_memory);
    const std::uint64_t time_arena = pack(other, by_time, options.reuse_memory);
    if (time_arena < size_arena) slots = std::move(other);
    schedule.memory.arena_bytes = std::min(size_arena, time_arena);

    std::vector<std::int64_t> change(schedule.steps.size() + 2, 0);
    for (const Slot& slot : slots) {
        change[static_cast<std::size_t>(slot.first)] += static_cast<std::int64_t>(slot.bytes);
        change[static_cast<std::size_t>(slot.last) + 1] -= static_cast<std::int64_t>(slot.bytes);
    }
    std::int64_t live = 0, most = 0;
    for (const std::int64_t c : change)
        most = std::max(most, live += c);
    schedule.memory.lower_bound_bytes = static_cast<std::uint64_t>(most);

    for (std::size_t id = 0; id < schedule.values.size(); ++id) {
        if (slot_of[id] >= 0) {
            schedule.values[id].offset = slots[static_cast<std::size_t>(slot_of[id])].offset;
        }
    }
}

}  // namespace gradweave::compiler
