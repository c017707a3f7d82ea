// SPDX-License-Identifier: Apache-2.0
// What a training run tells those who watch it.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/compiler/program.h"
#include "engine/core/error.h"
#include "engine/train/devices.h"

namespace gradweave::train {

/// The figures of one pass or step. `metrics` are in the order of Started::metrics.
struct Figures {
    double loss = 0;
    std::vector<double> metrics;
};

/// Data and network are ready; the first step follows.
struct Started {
    std::string device;
    std::string placement;  ///< why this device, if it was chosen by measuring; else empty
    std::vector<DeviceSpeed> speeds;  ///< what was measured for that
    int threads;
    std::uint64_t seed;
    std::int64_t parameters;  ///< trainable elements
    std::int64_t train_samples, validation_samples, test_samples;
    std::int64_t batch_size, batches_per_epoch, epochs;
    std::vector<std::string> metrics;  ///< names of the metric blocks
    compiler::MemoryReport memory;     ///< of the training step
    /// A sentence about the file whose weights the run begins with; empty: initial ones.
    std::string weights = {};
    std::vector<std::string> notes = {};  ///< what is to be said of the data, in sentences
};
/// What is being prepared, and how far it is (0 to 1).
struct Preparing {
    double fraction;
    std::string what;
};
/// How far machine code is, while steps run already in another way, to the same bits.
struct Compiling {
    int done, total;  ///< kernels
};
/// All machine code of the training step is there, or no more of it will come.
struct Compiled {
    double milliseconds;
    bool cached;    ///< no kernel had to be made
    int left_over;  ///< kernels that were not made before the run ended
};
/// One batch. step counts from 1 over the whole run, epoch and batch from 1.
struct StepDone {
    std::int64_t step, epoch, batch;
    double learning_rate;
    Figures figures;
};
/// One pass over the training data, and the measurement on the validation split after it (nothing
/// if there is none).
struct EpochDone {
    std::int64_t epoch, step;
    Figures train;
    std::optional<Figures> validation;
    double samples_per_second;
    bool best;  ///< the lowest validation loss (training loss without validation) so far
};
/// A value stopped being finite.
struct Diverged {
    std::int64_t step, epoch, batch;
    std::string block;     ///< where the first such value is; empty if it could not be found
    std::string sentence;  ///< what happened, where, and to which epoch the weights went back
    std::int64_t restored_epoch;  ///< 0: the initial weights
};
enum class State {
    idle,       ///< nothing to do
    preparing,  ///< reading data, compiling
    running,
    paused,
    finished,  ///< all epochs done
    stopped,   ///< as asked, before that
    failed     ///< see Failed or Diverged
};
const char* name_of(State state);
struct StateChanged {
    State state;
};
/// The run is over and the weights are there: finished, stopped or diverged.
struct Finished {
    std::int64_t steps, epochs;  ///< done
    double seconds;
    std::int64_t best_epoch;  ///< 0: none finished
    std::optional<Figures> last_train, last_validation, best_validation, test;
};
/// The run could not begin or go on.
struct Failed {
    ErrorKind kind;
    std::string message, file, block;
};

using Event = std::variant<Preparing, Started, Compiling, Compiled, StepDone, EpochDone, Diverged,
                           StateChanged, Finished, Failed>;

/// Events from one thread to another. Never blocks the writer and never grows without bound: when
/// nobody reads, every second StepDone is forgotten, again and again; other events are kept.
class EventQueue {
  public:
    void push(Event event);
    /// All events since the last call.
    std::vector<Event> take();

  private:
    static constexpr std::size_t most_events = 1 << 14;
    std::mutex mutex_;
    std::deque<Event> events_;
};

}  // namespace gradweave::train
