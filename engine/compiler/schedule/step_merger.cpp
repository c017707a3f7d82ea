// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/step_merger.h"

#include <algorithm>

namespace gradweave::compiler {

namespace {

bool contains(const std::vector<ValueId>& ids, ValueId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool meet(const std::vector<ValueId>& a, const std::vector<ValueId>& b) {
    return std::any_of(a.begin(), a.end(), [&](ValueId id) { return contains(b, id); });
}

}  // namespace

StepMerger::StepMerger(LoweredSteps& lowered) : schedule_(lowered.schedule) {
    kept_.assign(schedule_.values.size(), false);
    for (const auto& output : schedule_.outputs)
        kept_[static_cast<std::size_t>(output.value)] = true;
    for (const ValueId id : lowered.assigned)
        kept_[static_cast<std::size_t>(id)] = true;
    count_accesses();
}

void StepMerger::run() {
    for (std::size_t later = 1; later < schedule_.steps.size();) {
        // A merged step may go on to merge with those before it.
        if (const auto place = merge_backwards(later))
            later = std::max<std::size_t>(1, *place);
        else
            ++later;
    }
}

bool StepMerger::writes_alone(const Step& step) const {
    return std::all_of(step.writes.begin(), step.writes.end(),
                       [&](ValueId id) { return writers_[static_cast<std::size_t>(id)] == 1; });
}

bool StepMerger::is_needed(ValueId id) const {
    return is_kept(id) || readers(id) > 0;
}

void StepMerger::count_accesses() {
    readers_.assign(schedule_.values.size(), 0);
    writers_.assign(schedule_.values.size(), 0);
    for (const Step& step : schedule_.steps) {
        for (const ValueId id : step.reads)
            ++readers_[static_cast<std::size_t>(id)];
        for (const ValueId id : step.writes)
            ++writers_[static_cast<std::size_t>(id)];
    }
}

/// Merges the step with one before it, the nearest that goes: it is the likeliest to be still
/// in a cache. Returns where the merged step is.
std::optional<std::size_t> StepMerger::merge_backwards(std::size_t later) {
    if (!is_candidate(schedule_.steps[later])) return std::nullopt;
    const std::size_t first = later - std::min(later, reach);
    for (std::size_t earlier = later; earlier-- > first;) {
        if (const auto place = try_merge(earlier, later)) return place;
    }
    return std::nullopt;
}

/// Merges the two into one step, at the place of one of them, if that is possible and saves
/// something.
std::optional<std::size_t> StepMerger::try_merge(std::size_t earlier, std::size_t later) {
    auto& steps = schedule_.steps;
    const Step &a = steps[earlier], &b = steps[later];
    if (!is_candidate(a)) return std::nullopt;
    // Without a value in common there is nothing to save.
    if (!meet(a.writes, b.reads) && !meet(a.reads, b.reads)) return std::nullopt;
    // Nothing between may need the first, or nothing between may be needed by the second.
    bool can_delay = true, can_hoist = true;
    for (std::size_t k = earlier + 1; k < later; ++k) {
        can_delay = can_delay && !meet(steps[k].reads, a.writes);
        can_hoist = can_hoist && !meet(b.reads, steps[k].writes);
    }
    if (!can_delay && !can_hoist) return std::nullopt;
    auto merged = combined(a, b);
    if (!merged) return std::nullopt;
    const std::size_t place = can_delay ? later : earlier;
    steps[place] = std::move(*merged);
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(can_delay ? earlier : later));
    count_accesses();
    return can_delay ? later - 1 : earlier;
}

}  // namespace gradweave::compiler
