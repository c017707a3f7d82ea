// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/order.h"

#include <algorithm>
#include <queue>
#include <set>

#include "engine/compiler/schedule/views.h"

namespace gradweave::compiler {

namespace {

class Ordering {
  public:
    Ordering(LoweredSteps lowered, const Program& program)
        : schedule_(std::move(lowered.schedule)), assigned_(std::move(lowered.assigned)) {
        for (const auto& assignment : program.assignments) {
            const auto leaf =
                std::find(schedule_.leaves.begin(), schedule_.leaves.end(), assignment.leaf);
            leaf_of_.push_back(static_cast<int>(leaf - schedule_.leaves.begin()));
        }
        for (std::size_t id = 0; id < schedule_.values.size(); ++id) {
            const int leaf = schedule_.values[id].leaf;
            if (leaf >= 0) leaf_value_[leaf] = static_cast<ValueId>(id);
        }
        updates_.assign(schedule_.steps.size(), false);
        connect();
    }

    Schedule run() {
        for (std::size_t i = 0; i < assigned_.size(); ++i) {
            if (!write_directly(i)) copy_at_end(i);
        }
        sort();
        return std::move(schedule_);
    }

  private:
    /// Edges from writers to readers, and between writers of one value in their given order.
    void connect() {
        writers_.resize(schedule_.values.size());
        readers_.resize(schedule_.values.size());
        after_.resize(schedule_.steps.size());
        for (int s = 0; s < static_cast<int>(schedule_.steps.size()); ++s) {
            const Step& step = schedule_.steps[static_cast<std::size_t>(s)];
            for (const ValueId id : step.reads) {
                for (const int writer : writers_[static_cast<std::size_t>(id)])
                    add_edge(writer, s);
                readers_[static_cast<std::size_t>(id)].push_back(s);
            }
            for (const ValueId id : step.writes) {
                for (const int writer : writers_[static_cast<std::size_t>(id)])
                    add_edge(writer, s);
                writers_[static_cast<std::size_t>(id)].push_back(s);
            }
        }
    }

    void add_edge(int from, int to) {
        if (from != to) after_[static_cast<std::size_t>(from)].insert(to);
    }

    bool reaches(int from, int to) const {
        std::vector<int> stack{from};
        std::set<int> seen{from};
        while (!stack.empty()) {
            const int step = stack.back();
            stack.pop_back();
            if (step == to) return true;
            for (const int next : after_[static_cast<std::size_t>(step)]) {
                if (seen.insert(next).second) stack.push_back(next);
            }
        }
        return false;
    }

    /// Reading and writing the same place is safe inside a step only element by element.
    bool reads_in_step(const Step& step, ValueId old, ValueId target) const {
        if (std::find(step.reads.begin(), step.reads.end(), old) == step.reads.end()) return true;
        return may_replace(step, old, target);
    }

    bool write_directly(std::size_t assignment) {
        const ValueId id = assigned_[assignment];
        Value& value = schedule_.values[static_cast<std::size_t>(id)];
        const auto& writers = writers_[static_cast<std::size_t>(id)];
        const bool is_output =
            std::any_of(schedule_.outputs.begin(), schedule_.outputs.end(),
                        [&](const Output& output) { return output.value == id; });
        if (value.leaf >= 0 || is_output || writers.size() != 1) return false;
        const ValueId old = leaf_value_.at(leaf_of_[assignment]);
        const int writer = writers.front();
        if (!reads_in_step(schedule_.steps[static_cast<std::size_t>(writer)], old, id))
            return false;
        const auto& readers = readers_[static_cast<std::size_t>(old)];
        for (const int reader : readers) {
            if (reader != writer && reaches(writer, reader)) return false;
        }
        for (const int reader : readers)
            add_edge(reader, writer);
        value.leaf = leaf_of_[assignment];
        updates_[static_cast<std::size_t>(writer)] = true;
        return true;
    }

    void copy_at_end(std::size_t assignment) {
        const ValueId from = assigned_[assignment];
        const ValueId old = leaf_value_.at(leaf_of_[assignment]);
        const int step = static_cast<int>(schedule_.steps.size());
        Value place = schedule_.values[static_cast<std::size_t>(old)];
        // What the leaf holds afterwards is a value of its own.
        schedule_.values.push_back(place);
        const auto target = static_cast<ValueId>(schedule_.values.size() - 1);
        const Access source{from, 0, place.shape.strides()};
        graph::Origin origin;
        origin.phase = graph::Phase::update;
        schedule_.steps.push_back(copy_step(schedule_, source, target, origin));
        after_.emplace_back();
        updates_.push_back(true);
        for (const int writer : writers_[static_cast<std::size_t>(from)])
            add_edge(writer, step);
        for (const int reader : readers_[static_cast<std::size_t>(old)])
            add_edge(reader, step);
    }

    void sort() {
        const std::size_t count = schedule_.steps.size();
        std::vector<int> waiting(count, 0);
        for (const auto& next : after_) {
            for (const int step : next)
                ++waiting[static_cast<std::size_t>(step)];
        }
        // Smallest first: updates before others, then the order in which steps were made.
        using Key = std::pair<bool, int>;
        std::priority_queue<Key, std::vector<Key>, std::greater<>> ready;
        const auto push = [&](int step) {
            ready.emplace(!updates_[static_cast<std::size_t>(step)], step);
        };
        for (std::size_t s = 0; s < count; ++s) {
            if (waiting[s] == 0) push(static_cast<int>(s));
        }
        std::vector<Step> sorted;
        while (!ready.empty()) {
            const int step = ready.top().second;
            ready.pop();
            sorted.push_back(std::move(schedule_.steps[static_cast<std::size_t>(step)]));
            for (const int next : after_[static_cast<std::size_t>(step)]) {
                if (--waiting[static_cast<std::size_t>(next)] == 0) push(next);
            }
        }
        GW_ASSERT(sorted.size() == count);
        schedule_.steps = std::move(sorted);
    }

    Schedule schedule_;
    std::vector<ValueId> assigned_;
    std::vector<int> leaf_of_;  ///< per assignment
    std::unordered_map<int, ValueId> leaf_value_;
    std::vector<std::vector<int>> writers_, readers_;  ///< steps, per value
    std::vector<std::set<int>> after_;                 ///< steps that must come later, per step
    std::vector<bool> updates_;
};

}  // namespace

Schedule order_steps(LoweredSteps lowered, const Program& program) {
    return Ordering(std::move(lowered), program).run();
}

}  // namespace gradweave::compiler
