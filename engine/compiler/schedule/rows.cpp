// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/rows.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "engine/compiler/schedule/row_builder.h"
#include "engine/compiler/schedule/step_merger.h"

namespace gradweave::compiler {

namespace {

/// Shorter rows would leave vectors half empty in each of their passes; they go better as loops
/// over all rows at once.
constexpr std::int64_t shortest_row = 8;
/// Longer rows do not stay in the second cache between their passes.
constexpr std::int64_t longest_row = 16 * 1024;
/// Few rows keep few threads busy, unless they are soon done.
constexpr std::int64_t fewest_rows = 16, little_work = 64 * 1024;
/// Bounds on one kernel: its machine code should fit the first cache, and be made in milliseconds.
constexpr std::size_t most_code = 128, most_accesses = 64;

std::int64_t product(const Axes& sizes) {
    return std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>());
}

/// The coarsest sizes that both can be cut into, or nothing.
std::optional<Axes> common_sizes(const Axes& a, const Axes& b) {
    Axes result;
    std::size_t i = a.size(), j = b.size();
    std::int64_t from_a = 1, from_b = 1;  // what is left of the axes at hand
    for (;;) {
        while (from_a == 1 && i > 0)
            from_a = a[--i];
        while (from_b == 1 && j > 0)
            from_b = b[--j];
        if (from_a == 1 || from_b == 1) break;
        const std::int64_t smaller = std::min(from_a, from_b);
        if (from_a % smaller != 0 || from_b % smaller != 0) return std::nullopt;
        result.insert(result.begin(), smaller);
        from_a /= smaller;
        from_b /= smaller;
    }
    if (from_a != from_b) return std::nullopt;
    return result;
}

/// Cuts the axes of the kernel into those of `sizes`.
void cut(LoopKernel& kernel, const Axes& sizes) {
    const auto cut_strides = [&](Axes& strides) {
        Axes result(sizes.size(), 0);
        std::size_t axis = sizes.size();
        for (std::size_t own = kernel.sizes.size(); own-- > 0;) {
            std::int64_t stride = strides[own];
            for (std::int64_t left = kernel.sizes[own]; left > 1;) {
                --axis;
                result[axis] = stride;
                stride *= sizes[axis];
                left /= sizes[axis];
            }
        }
        strides = std::move(result);
    };
    for (auto& load : kernel.loads)
        cut_strides(load.access.strides);
    for (auto& store : kernel.stores)
        cut_strides(store.access.strides);
    kernel.sizes = sizes;
    kernel.reduced.assign(sizes.size(), false);
    if (kernel.reduce) kernel.reduced.back() = true;
}

bool same_access(const Access& a, const Access& b) {
    return a.value == b.value && a.offset == b.offset && a.strides == b.strides;
}

/// Loops over the same rows, in an order in which they may run.
struct Group {
    Axes sizes;                      ///< of the rows, then of a row
    std::vector<RowMember> members;  ///< over `sizes`
    std::vector<Step> steps;         ///< the members as they were

    std::int64_t row_size() const { return sizes.back(); }
    std::int64_t rows() const { return product(sizes) / row_size(); }
};

class RowMerger final : public StepMerger {
  public:
    explicit RowMerger(LoweredSteps& lowered) : StepMerger(lowered) {}

    /// The groups as kernels.
    void build() {
        count_accesses();
        std::vector<Step> steps;
        for (Step& step : schedule_.steps) {
            const auto found = step.writes.empty() ? groups_.end() : groups_.find(key(step));
            if (found == groups_.end()) {
                steps.push_back(std::move(step));
                continue;
            }
            Group& group = found->second;
            auto kernel =
                build_rows(group.sizes, group.members, [&](ValueId id) { return is_needed(id); });
            if (!kernel) {
                std::move(group.steps.begin(), group.steps.end(), std::back_inserter(steps));
                continue;
            }
            Step built{std::move(*kernel), step.origin, {}, {}};
            list_accesses(built);
            steps.push_back(std::move(built));
        }
        schedule_.steps = std::move(steps);
    }

  private:
    static ValueId key(const Step& step) { return step.writes.front(); }

    /// The loop of a step that is in no group.
    static const LoopKernel* loop_of(const Step& step) {
        return std::get_if<LoopKernel>(&step.work);
    }

    bool is_group(const Step& step) const { return groups_.contains(key(step)); }

    static bool reduces_rows(const LoopKernel& loop) {
        if (!loop.reduce || loop.sizes.empty() || !loop.reduced.back()) return false;
        if (std::count(loop.reduced.begin(), loop.reduced.end(), true) != 1) return false;
        const std::int64_t size = loop.sizes.back(), rows = loop.iterations() / size;
        return size >= shortest_row && size <= longest_row &&
               (rows >= fewest_rows || loop.iterations() <= little_work);
    }

    bool is_candidate(const Step& step) const override {
        const LoopKernel* loop = loop_of(step);
        if (loop == nullptr || step.writes.empty() || loop->iterations() < 1) return false;
        if (is_group(step)) return true;
        return writes_alone(step) && (loop->reduce ? reduces_rows(*loop) : !loop->code.empty());
    }

    /// The group of a step, or a new one of its reduction.
    std::optional<Group> group_of(const Step& step) const {
        if (const auto found = groups_.find(key(step)); found != groups_.end())
            return found->second;
        const LoopKernel& loop = *loop_of(step);
        if (!loop.reduce) return std::nullopt;
        return Group{loop.sizes, {{loop, false}}, {step}};
    }

    /// Makes a group of a loop that reduces nothing, over the rows of another group.
    static std::optional<Group> fit(const Step& step, const Group& other) {
        LoopKernel loop = *loop_of(step);
        const std::int64_t count = loop.iterations();
        if (count == other.rows() * other.row_size()) {
            const Axes sizes = loop.sizes;
            return Group{sizes, {{std::move(loop), false}}, {step}};
        }
        if (count != other.rows()) return std::nullopt;
        loop.sizes.push_back(other.row_size());
        loop.reduced.push_back(false);
        for (auto& load : loop.loads)
            load.access.strides.push_back(0);
        for (auto& store : loop.stores)
            store.access.strides.push_back(0);
        const Axes sizes = loop.sizes;
        return Group{sizes, {{std::move(loop), true}}, {step}};
    }

    std::optional<Step> combined(const Step& a, const Step& b) override {
        auto first = group_of(a), second = group_of(b);
        if (!first && !second) return std::nullopt;
        if (!first) first = fit(a, *second);
        if (!second) second = fit(b, *first);
        if (!first || !second) return std::nullopt;
        const std::int64_t row_size = loop_row_size(*first, *second);
        auto sizes = common_sizes(first->sizes, second->sizes);
        if (!sizes || sizes->empty() || sizes->back() != row_size) return std::nullopt;
        for (Group* group : {&*first, &*second}) {
            for (RowMember& member : group->members)
                cut(member.loop, *sizes);
        }
        if (!flows(*first, *second)) return std::nullopt;
        Group group{std::move(*sizes), std::move(first->members), std::move(first->steps)};
        std::move(second->members.begin(), second->members.end(),
                  std::back_inserter(group.members));
        std::move(second->steps.begin(), second->steps.end(), std::back_inserter(group.steps));
        if (!fits(group)) return std::nullopt;

        Step step{b.work, b.origin, {}, a.writes};
        for (const auto* reads : {&a.reads, &b.reads}) {
            for (const ValueId id : *reads) {
                const auto among = [&](const std::vector<ValueId>& ids) {
                    return std::find(ids.begin(), ids.end(), id) != ids.end();
                };
                if (!among(a.writes) && !among(step.reads)) step.reads.push_back(id);
            }
        }
        step.writes.insert(step.writes.end(), b.writes.begin(), b.writes.end());
        groups_.erase(key(a));
        groups_.erase(key(b));
        groups_.emplace(key(step), std::move(group));
        return step;
    }

    /// The length of the rows that are reduced; 0 if the two differ.
    static std::int64_t loop_row_size(const Group& a, const Group& b) {
        std::int64_t size = 0;
        for (const Group* group : {&a, &b}) {
            for (const RowMember& member : group->members) {
                if (!member.loop.reduce) continue;
                const std::int64_t own = member.loop.sizes.back();
                if (size != 0 && size != own) return 0;
                size = own;
            }
        }
        return size;
    }

    /// Whether each row of b needs of a's results its own only, and something is saved: a result
    /// that is still in a cache or needs no memory at all, or elements that both read.
    static bool flows(const Group& a, const Group& b) {
        bool saves = false;
        for (const RowMember& user : b.members) {
            for (const LoopLoad& load : user.loop.loads) {
                if (load.is_index()) continue;
                for (const RowMember& maker : a.members) {
                    for (const LoopStore& store : maker.loop.stores) {
                        if (store.access.value != load.access.value) continue;
                        if (!same_access(store.access, load.access)) return false;
                        saves = true;
                    }
                    saves = saves || std::any_of(maker.loop.loads.begin(), maker.loop.loads.end(),
                                                 [&](const LoopLoad& other) {
                                                     return load.access.strides.back() != 0 &&
                                                            same_access(other.access, load.access);
                                                 });
                }
            }
        }
        return saves;
    }

    static bool fits(const Group& group) {
        std::size_t code = 0, accesses = 0;
        for (const RowMember& member : group.members) {
            code += member.loop.code.size();
            accesses += member.loop.loads.size() + member.loop.stores.size();
        }
        return code <= most_code && accesses <= most_accesses;
    }

    std::unordered_map<ValueId, Group> groups_;  ///< by their step's first write
};

}  // namespace

void merge_rows(LoweredSteps& lowered) {
    RowMerger merger(lowered);
    merger.run();
    merger.build();
}

}  // namespace gradweave::compiler
