// SPDX-License-Identifier: Apache-2.0
// Two steps become one where nothing between them stands in the way.
#pragma once

#include <optional>
#include <vector>

#include "engine/compiler/schedule/lower.h"

namespace gradweave::compiler {

/// The search for pairs of steps to merge; which pairs go, and what they become, is up to the
/// derived class.
class StepMerger {
  public:
    /// Merges until no pair is left.
    void run();

  protected:
    explicit StepMerger(LoweredSteps& lowered);
    virtual ~StepMerger() = default;

    /// Whether the step can merge with any other.
    virtual bool is_candidate(const Step& step) const = 0;
    /// The two as one step (a before b), with its reads and writes, if that is possible and saves
    /// something.
    virtual std::optional<Step> combined(const Step& a, const Step& b) = 0;

    /// No other step writes what this one does.
    bool writes_alone(const Step& step) const;
    /// The value is an output or assigned, or a step reads it.
    bool is_needed(ValueId id) const;
    bool is_kept(ValueId id) const { return kept_[static_cast<std::size_t>(id)]; }
    int readers(ValueId id) const { return readers_[static_cast<std::size_t>(id)]; }
    /// Counts each value's readers and writers anew.
    void count_accesses();

    Schedule& schedule_;

  private:
    /// How far back partners are looked for: bounds the work on long programs.
    static constexpr std::size_t reach = 64;

    std::optional<std::size_t> merge_backwards(std::size_t later);
    std::optional<std::size_t> try_merge(std::size_t earlier, std::size_t later);

    std::vector<bool> kept_;              ///< outputs and assigned values
    std::vector<int> readers_, writers_;  ///< steps per value
};

}  // namespace gradweave::compiler
