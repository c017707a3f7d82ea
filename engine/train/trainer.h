// SPDX-License-Identifier: Apache-2.0
// A training run in a thread of its own, controlled and watched from another.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/train/events.h"
#include "engine/train/run.h"

namespace gradweave::train {

/// Runs one job at a time. All functions return at once; what happens arrives as events, and
/// state() follows them. Pause, resume, stop and step_once take effect after the batch that is
/// being computed. Destroying it stops the run.
class Trainer {
  public:
    Trainer();
    ~Trainer();

    /// Begins a run on a copy of the document. With `paused` it waits before the first step. A run
    /// that goes on is stopped first.
    void start(Job job, bool paused = false);
    void pause();
    void resume();
    void stop();
    /// Does one step and pauses. Starts nothing: the run must be paused or running.
    void step_once();

    State state() const { return state_; }
    bool active() const;  ///< preparing, running or paused
    std::vector<Event> take_events() { return events_.take(); }

    /// The weights as they are after the last finished step; nothing before the first run was
    /// ready. Waits for the batch that is being computed, no longer.
    std::optional<io::TensorFile> weights() const;
    /// The same for all that a run needs to go on, see Run::checkpoint. After a device was lost
    /// that is the end of the last epoch.
    std::optional<io::TensorFile> checkpoint() const;

  private:
    enum class Wish { run, pause, stop };
    void work(Job job);
    template <class Read>
    std::optional<io::TensorFile> between_steps(const Read& read) const;
    /// Waits while paused; false once the run should stop.
    bool may_continue();
    void set_state(State state);

    EventQueue events_;
    std::atomic<State> state_{State::idle};
    std::mutex mutex_;               ///< guards wish_ and steps_allowed_
    mutable std::mutex step_mutex_;  ///< held during a step; guards run_
    std::condition_variable changed_;
    Wish wish_ = Wish::run;
    std::int64_t steps_allowed_ = 0;
    /// Who waits for step_mutex_: the run lets them in between two steps.
    mutable std::atomic<int> readers_{0};
    std::shared_ptr<Run> run_;
    std::thread thread_;
};

}  // namespace gradweave::train
