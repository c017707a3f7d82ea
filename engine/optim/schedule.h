// SPDX-License-Identifier: Apache-2.0
// Learning rates over the course of a training, in one table. Definitions and defaults are
// PyTorch's closed forms (torch.optim.lr_scheduler); numbers on the host, since a program takes the
// rate as an input.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/optim/optimizer.h"

namespace gradweave::optim {

class Schedule;

/// Where in a training a rate is wanted.
struct SchedulePoint {
    double base;   ///< the learning rate that was set
    double time;   ///< epochs or updates that are over, 0 at first
    double total;  ///< how many there will be
};

struct ScheduleKind {
    std::string id;  ///< in files and settings; never changes
    std::string help;
    std::vector<Hyperparameter> hyperparameters;  ///< keys are unique among all schedules
    /// The rate; null for the plateau, whose rate depends on what was measured.
    std::function<double(const Schedule&, const SchedulePoint&)> rate;
    /// The momentum that goes with it, where the schedule moves it; else null.
    std::function<double(const Schedule&, const SchedulePoint&)> momentum;
    bool every_update = false;  ///< usually counted in updates, not in epochs
};

const std::vector<ScheduleKind>& schedules();

/// A kind with its values.
class Schedule {
  public:
    /// Throws Error(bad_input) for an unknown kind or value.
    explicit Schedule(const std::string& id = "constant",
                      const std::map<std::string, std::vector<double>>& values = {});

    const ScheduleKind& kind() const { return *kind_; }
    double value(const std::string& key) const { return list(key).front(); }
    const std::vector<double>& list(const std::string& key) const;
    void set(const std::string& key, std::vector<double> value);

  private:
    const ScheduleKind* kind_;
    std::map<std::string, std::vector<double>> values_;
};

/// A warm-up multiplies the rate during the first `updates` by a factor that grows linearly from
/// `start` to 1, as PyTorch's LinearLR in a ChainedScheduler does.
struct WarmUp {
    double updates = 0, start = 0;
};

/// A schedule at work: with a warm-up before it, and with the plateau's memory.
class Scheduler {
  public:
    Scheduler() = default;
    Scheduler(Schedule schedule, double base, double total, WarmUp warm_up = {})
        : schedule_(std::move(schedule)), base_(base), total_(total), warm_up_(warm_up) {}

    /// The rate when `time` units and `updates` updates are over.
    double rate(double time, double updates) const;
    /// The momentum that goes with it, if the schedule moves it.
    std::optional<double> momentum(double time) const;
    bool moves_momentum() const;
    /// A loss was measured at the end of an epoch; a plateau lowers the rate if it does not fall.
    void measured(double loss);

    /// What a checkpoint keeps.
    std::vector<double> memory() const;
    void set_memory(const std::vector<double>& numbers);

  private:
    SchedulePoint at(double time) const { return {base_, time, total_}; }

    Schedule schedule_;
    double base_ = 0, total_ = 1;
    WarmUp warm_up_;
    // Of the plateau: the best loss, epochs without a better one, epochs to wait, the rate.
    std::optional<double> best_;
    double bad_ = 0, cooldown_ = 0;
    std::optional<double> reduced_;
};

}  // namespace gradweave::optim
