// SPDX-License-Identifier: Apache-2.0
#include "engine/train/events.h"

namespace gradweave::train {

const char* name_of(State state) {
    switch (state) {
        case State::idle:
            return "idle";
        case State::preparing:
            return "preparing";
        case State::running:
            return "running";
        case State::paused:
            return "paused";
        case State::finished:
            return "finished";
        case State::stopped:
            return "stopped";
        case State::failed:
            return "failed";
    }
    return "";
}

void EventQueue::push(Event event) {
    const std::lock_guard lock(mutex_);
    // Of several reports on what is being prepared only the last one matters.
    if (!events_.empty() && std::holds_alternative<Preparing>(event) &&
        std::holds_alternative<Preparing>(events_.back())) {
        events_.back() = std::move(event);
        return;
    }
    events_.push_back(std::move(event));
    if (events_.size() <= most_events) return;
    // The curve keeps its form with every second point; nothing else may be lost.
    std::deque<Event> kept;
    bool keep = true;
    for (Event& old : events_) {
        if (std::holds_alternative<StepDone>(old) && !std::exchange(keep, !keep)) continue;
        kept.push_back(std::move(old));
    }
    events_ = std::move(kept);
}

std::vector<Event> EventQueue::take() {
    const std::lock_guard lock(mutex_);
    std::vector<Event> result(std::make_move_iterator(events_.begin()),
                              std::make_move_iterator(events_.end()));
    events_.clear();
    return result;
}

}  // namespace gradweave::train
