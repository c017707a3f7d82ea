// SPDX-License-Identifier: Apache-2.0
// The figures of a run, kept whole: every step, every epoch.
#pragma once

#include <string>
#include <vector>

#include "engine/train/events.h"

namespace gradweave::train {

class History {
  public:
    void begin(const Started& started);
    void add(const StepDone& step);
    void add(const EpochDone& epoch) { epochs_.push_back(epoch); }

    const std::vector<std::string>& metric_names() const { return metric_names_; }
    std::size_t step_count() const { return losses_.size(); }
    /// The loss of each step, in order.
    const std::vector<double>& losses() const { return losses_; }
    /// Number of each of these steps in the run; a resumed run does not begin at 1.
    const std::vector<std::int64_t>& steps() const { return steps_; }
    const std::vector<EpochDone>& epochs() const { return epochs_; }

    /// A row a step: step, epoch, loss, learning_rate, metrics. Numbers that are not finite are
    /// "nan", "inf" and "-inf".
    std::string steps_csv() const;
    /// A row an epoch: epoch, step, train_loss, validation_loss, samples_per_second, then the
    /// metrics.
    std::string epochs_csv() const;

  private:
    std::vector<std::string> metric_names_;
    std::vector<double> losses_, rates_,
        metrics_;  ///< metrics_ holds all metrics of a step in a row
    std::vector<std::int64_t> steps_, epochs_of_steps_;
    std::vector<EpochDone> epochs_;
};

}  // namespace gradweave::train
