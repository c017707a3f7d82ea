// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/merge.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/compiler/schedule/step_merger.h"

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

class LoopMerger final : public StepMerger {
  public:
    explicit LoopMerger(LoweredSteps& lowered) : StepMerger(lowered) {}

    /// Values that only the loop itself used need no place in memory.
    void drop_unread_stores() {
        count_accesses();
        for (Step& step : schedule_.steps) {
            auto* loop = std::get_if<LoopKernel>(&step.work);
            if (loop == nullptr || loop->reduce || loop->stores.size() < 2) continue;
            const std::size_t before = loop->stores.size();
            const LoopStore last = loop->stores.back();
            std::erase_if(loop->stores,
                          [&](const LoopStore& store) { return !is_needed(store.access.value); });
            if (loop->stores.size() == before) continue;
            if (loop->stores.empty()) loop->stores.push_back(last);
            normalize(*loop);
            list_accesses(step);
        }
    }

  private:
    bool is_candidate(const Step& step) const override {
        const auto* loop = std::get_if<LoopKernel>(&step.work);
        return loop != nullptr && !loop->reduce && !loop->code.empty() && loop->iterations() > 1 &&
               writes_alone(step);
    }

    std::optional<Step> combined(const Step& a, const Step& b) override {
        auto merged = combined(std::get<LoopKernel>(a.work), std::get<LoopKernel>(b.work));
        if (!merged) return std::nullopt;
        Step step{std::move(*merged), b.origin, {}, {}};
        list_accesses(step);
        return step;
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
};

}  // namespace

void merge_loops(LoweredSteps& lowered) {
    LoopMerger merger(lowered);
    merger.run();
    merger.drop_unread_stores();
}

}  // namespace gradweave::compiler
