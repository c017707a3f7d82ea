// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/merge.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace gradweave::compiler {

namespace {

/// Bounds on a merged loop: its body should fit the registers, its accesses the address registers.
constexpr std::size_t most_code = 96, most_loads = 16;

bool same_access(const Access& a, const Access& b) {
    return a.value == b.value && a.offset == b.offset && a.strides == b.strides;
}

/// The loop over `sizes` instead of its own single axis, if it has one of as many elements: its
/// accesses then step through the new axes in order.
bool spread_over(LoopKernel& kernel, const Axes& sizes) {
    if (kernel.sizes == sizes) return true;
    const std::int64_t count =
        std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>());
    if (kernel.sizes.size() != 1 || kernel.sizes[0] != count) return false;
    const auto spread = [&](Axes& strides) {
        Axes result(sizes.size());
        std::int64_t stride = strides[0];
        for (std::size_t axis = sizes.size(); axis-- > 0;) {
            result[axis] = stride;
            stride *= sizes[axis];
        }
        strides = std::move(result);
    };
    for (auto& load : kernel.loads)
        spread(load.access.strides);
    for (auto& store : kernel.stores)
        spread(store.access.strides);
    kernel.sizes = sizes;
    kernel.reduced.assign(sizes.size(), false);
    return true;
}

class Merger {
  public:
    explicit Merger(LoweredSteps& lowered) : schedule_(lowered.schedule) {
        kept_.assign(schedule_.values.size(), false);
        for (const auto& output : schedule_.outputs)
            kept_[static_cast<std::size_t>(output.value)] = true;
        for (const ValueId id : lowered.assigned)
            kept_[static_cast<std::size_t>(id)] = true;
        count_accesses();
    }

    void run() {
        for (std::size_t later = 1; later < schedule_.steps.size();) {
            // A merged step may go on to merge with those before it.
            if (const auto place = merge_backwards(later))
                later = std::max<std::size_t>(1, *place);
            else
                ++later;
        }
        drop_unread_stores();
    }

  private:
    /// How far back partners are looked for: bounds the work on long programs.
    static constexpr std::size_t reach = 64;

    /// Merges the step with one before it, the nearest that goes: it is the likeliest to be still
    /// in a cache. Returns where the merged step is.
    std::optional<std::size_t> merge_backwards(std::size_t later) {
        const std::size_t first = later - std::min(later, reach);
        for (std::size_t earlier = later; earlier-- > first;) {
            if (const auto place = try_merge(earlier, later)) return place;
        }
        return std::nullopt;
    }

    void count_accesses() {
        readers_.assign(schedule_.values.size(), 0);
        writers_.assign(schedule_.values.size(), 0);
        for (const Step& step : schedule_.steps) {
            for (const ValueId id : step.reads)
                ++readers_[static_cast<std::size_t>(id)];
            for (const ValueId id : step.writes)
                ++writers_[static_cast<std::size_t>(id)];
        }
    }

    bool is_map(const Step& step) const {
        const auto* loop = std::get_if<LoopKernel>(&step.work);
        return loop != nullptr && !loop->reduce && !loop->code.empty() && loop->iterations() > 1 &&
               std::all_of(step.writes.begin(), step.writes.end(),
                           [&](ValueId id) { return writers_[static_cast<std::size_t>(id)] == 1; });
    }

    static bool reads(const Step& step, ValueId id) {
        return std::find(step.reads.begin(), step.reads.end(), id) != step.reads.end();
    }
    static bool reads_any(const Step& step, const std::vector<ValueId>& ids) {
        return std::any_of(ids.begin(), ids.end(), [&](ValueId id) { return reads(step, id); });
    }

    /// Merges the two into one step, at the place of one of them, if that is possible and saves
    /// something.
    std::optional<std::size_t> try_merge(std::size_t earlier, std::size_t later) {
        auto& steps = schedule_.steps;
        const Step &a = steps[earlier], &b = steps[later];
        if (!is_map(a) || !is_map(b)) return std::nullopt;
        // Nothing between may need the first, or nothing between may be needed by the second.
        bool can_delay = true, can_hoist = true;
        for (std::size_t k = earlier + 1; k < later; ++k) {
            can_delay = can_delay && !reads_any(steps[k], a.writes);
            can_hoist = can_hoist && !reads_any(b, steps[k].writes);
        }
        if (!can_delay && !can_hoist) return std::nullopt;
        auto merged = combined(std::get<LoopKernel>(a.work), std::get<LoopKernel>(b.work));
        if (!merged) return std::nullopt;
        const std::size_t place = can_delay ? later : earlier;
        Step step{std::move(*merged), b.origin, {}, {}};
        list_accesses(step);
        steps[place] = std::move(step);
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(can_delay ? earlier : later));
        count_accesses();
        return can_delay ? later - 1 : earlier;
    }

    std::optional<LoopKernel> combined(LoopKernel a, LoopKernel b) const {
        if (!spread_over(a, b.sizes) && !spread_over(b, a.sizes)) return std::nullopt;
        if (a.stores.size() + b.stores.size() > LoopKernel::most_stores ||
            a.code.size() + b.code.size() > most_code)
            return std::nullopt;
        bool saves = false;
        LoopKernel result = a;
        // Where each load of b comes from: a store or load of a, or memory.
        std::vector<LoopOperand> loads;
        for (const LoopLoad& load : b.loads) {
            const auto stored = std::find_if(
                a.stores.begin(), a.stores.end(),
                [&](const LoopStore& store) { return store.access.value == load.access.value; });
            if (stored != a.stores.end() && !load.is_index()) {
                // Another element than the one just computed may not exist yet.
                if (!same_access(stored->access, load.access)) return std::nullopt;
                loads.push_back(stored->operand);
                saves = true;
                continue;
            }
            const auto known =
                std::find_if(result.loads.begin(), result.loads.end(), [&](const LoopLoad& other) {
                    return same_access(other.access, load.access) && other.dtype == load.dtype;
                });
            if (known != result.loads.end()) {
                saves = saves || (!load.is_index() && walks(load.access));
                loads.push_back(
                    {LoopOperand::Kind::load, static_cast<int>(known - result.loads.begin())});
                continue;
            }
            result.loads.push_back(load);
            loads.push_back({LoopOperand::Kind::load, static_cast<int>(result.loads.size() - 1)});
        }
        if (!saves || result.loads.size() > most_loads) return std::nullopt;
        const auto constants = static_cast<int>(result.constants.size());
        const auto code = static_cast<int>(result.code.size());
        const auto moved = [&](LoopOperand operand) {
            switch (operand.kind) {
                case LoopOperand::Kind::load:
                    return loads[static_cast<std::size_t>(operand.index)];
                case LoopOperand::Kind::constant:
                    operand.index += constants;
                    break;
                case LoopOperand::Kind::instruction:
                    operand.index += code;
                    break;
            }
            return operand;
        };
        result.constants.insert(result.constants.end(), b.constants.begin(), b.constants.end());
        for (LoopInstruction instruction : b.code) {
            for (int k = 0; k < instruction.operand_count; ++k) {
                auto& operand = instruction.operands[static_cast<std::size_t>(k)];
                operand = moved(operand);
            }
            result.code.push_back(instruction);
        }
        for (LoopStore store : b.stores) {
            store.operand = moved(store.operand);
            result.stores.push_back(std::move(store));
        }
        return result;
    }

    /// Whether the access touches more than one element.
    static bool walks(const Access& access) {
        return std::any_of(access.strides.begin(), access.strides.end(),
                           [](std::int64_t stride) { return stride != 0; });
    }

    /// Values that only the loop itself used need no place in memory.
    void drop_unread_stores() {
        count_accesses();
        for (Step& step : schedule_.steps) {
            auto* loop = std::get_if<LoopKernel>(&step.work);
            if (loop == nullptr || loop->reduce || loop->stores.size() < 2) continue;
            const std::size_t before = loop->stores.size();
            const LoopStore last = loop->stores.back();
            std::erase_if(loop->stores, [&](const LoopStore& store) {
                const auto id = static_cast<std::size_t>(store.access.value);
                return readers_[id] == 0 && !kept_[id];
            });
            if (loop->stores.size() == before) continue;
            if (loop->stores.empty()) loop->stores.push_back(last);
            normalize(*loop);
            list_accesses(step);
        }
    }

    Schedule& schedule_;
    std::vector<bool> kept_;              ///< outputs and assigned values
    std::vector<int> readers_, writers_;  ///< steps per value
};

}  // namespace

void merge_loops(LoweredSteps& lowered) {
    Merger(lowered).run();
}

}  // namespace gradweave::compiler
