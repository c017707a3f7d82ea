// SPDX-License-Identifier: Apache-2.0
#include "engine/train/trainer.h"

#include <system_error>

#include "engine/core/text.h"
#include "engine/core/threads.h"

namespace gradweave::train {

Trainer::Trainer() = default;

Trainer::~Trainer() {
    stop();
    if (thread_.joinable()) thread_.join();
}

bool Trainer::active() const {
    const State state = state_;
    return state == State::preparing || state == State::running || state == State::paused;
}

void Trainer::set_state(State state) {
    state_ = state;
    events_.push(StateChanged{state});
}

void Trainer::start(Job job, bool paused) {
    stop();
    if (thread_.joinable()) thread_.join();
    {
        const std::lock_guard lock(mutex_);
        wish_ = paused ? Wish::pause : Wish::run;
        steps_allowed_ = 0;
    }
    {
        const std::lock_guard lock(step_mutex_);
        run_.reset();
    }
    set_state(State::preparing);
    try {
        const WithoutSignals inherited;
        thread_ = std::thread([this, job = std::move(job)]() mutable { work(std::move(job)); });
    } catch (const std::system_error& error) {
        events_.push(Failed{
            ErrorKind::failed,
            concat("Training needs a thread, and the system gives no more (", error.what(), ")"),
            "", ""});
        set_state(State::failed);
    }
}

void Trainer::pause() {
    const std::lock_guard lock(mutex_);
    if (wish_ == Wish::run) wish_ = Wish::pause;
}

void Trainer::resume() {
    {
        const std::lock_guard lock(mutex_);
        if (wish_ == Wish::pause) wish_ = Wish::run;
    }
    changed_.notify_all();
}

void Trainer::stop() {
    {
        const std::lock_guard lock(mutex_);
        wish_ = Wish::stop;
    }
    changed_.notify_all();
}

void Trainer::step_once() {
    {
        const std::lock_guard lock(mutex_);
        if (wish_ == Wish::stop) return;
        wish_ = Wish::pause;
        ++steps_allowed_;
    }
    changed_.notify_all();
}

bool Trainer::may_continue() {
    std::unique_lock lock(mutex_);
    while (wish_ == Wish::pause && steps_allowed_ == 0) {
        if (state_ != State::paused) set_state(State::paused);
        changed_.wait(lock);
    }
    if (wish_ == Wish::stop) return false;
    if (steps_allowed_ > 0) --steps_allowed_;
    if (state_ != State::running) set_state(State::running);
    return true;
}

template <class Read>
std::optional<io::TensorFile> Trainer::between_steps(const Read& read) const {
    ++readers_;
    const std::lock_guard lock(step_mutex_);
    --readers_;
    if (run_ == nullptr) return std::nullopt;
    return read(*run_);
}

std::optional<io::TensorFile> Trainer::weights() const {
    return between_steps([](const Run& run) { return run.weights(); });
}

std::optional<io::TensorFile> Trainer::checkpoint() const {
    return between_steps([](const Run& run) { return run.checkpoint(); });
}

void Trainer::work(Job job) {
    const Progress progress{[this](double fraction, std::string_view what) {
                                events_.push(Preparing{fraction, std::string(what)});
                            },
                            [this] {
                                const std::lock_guard lock(mutex_);
                                return wish_ == Wish::stop;
                            }};
    // Measuring may be cut short as well, but reports no progress of its own.
    const Progress quiet{{}, progress.cancelled};
    try {
        const auto run = std::make_shared<Run>(std::move(job), progress);
        events_.push(run->started());
        if (auto news = run->compile_news()) events_.push(std::move(*news));
        {
            const std::lock_guard lock(step_mutex_);
            run_ = run;
        }
        std::optional<Diverged> diverged;
        bool stopped = false;
        while (!run->done()) {
            if (!may_continue()) {
                stopped = true;
                break;
            }
            // A mutex alone would go to whoever had it last, again and again.
            while (readers_ > 0)
                std::this_thread::yield();
            const std::lock_guard lock(step_mutex_);
            events_.push(run->step(diverged));
            if (auto news = run->compile_news()) events_.push(std::move(*news));
            if (diverged) break;
            try {
                if (auto epoch = run->end_of_epoch(quiet)) events_.push(*epoch);
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::cancelled) throw;
                stopped = true;
                break;
            }
        }
        const std::lock_guard lock(step_mutex_);
        if (auto news = run->stop_compiling()) events_.push(std::move(*news));
        if (diverged) events_.push(*diverged);
        if (!diverged && !stopped) run->restore_best();
        // Who stops a run wants an answer now, not after another pass over the test split.
        events_.push(run->finish(!stopped));
        set_state(diverged ? State::failed : stopped ? State::stopped : State::finished);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::cancelled)
            events_.push(Failed{error.kind(), error.what(), error.file(), error.block()});
        set_state(error.kind() == ErrorKind::cancelled ? State::stopped : State::failed);
    } catch (const std::exception& error) {
        events_.push(Failed{ErrorKind::failed, error.what(), "", ""});
        set_state(State::failed);
    }
}

}  // namespace gradweave::train
