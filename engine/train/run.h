// SPDX-License-Identifier: Apache-2.0
// A training run, step by step, on the calling thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/core/progress.h"
#include "engine/io/safetensors.h"
#include "engine/model/lower.h"
#include "engine/optim/schedule.h"
#include "engine/runtime/devices.h"
#include "engine/train/events.h"
#include "engine/train/step_graph.h"

namespace gradweave::train {

/// The training settings of a document as typed values.
struct Settings {
    std::int64_t epochs = 10, batch_size = 64;
    std::int64_t max_steps = 0;  ///< ends the run after so many steps; 0: epochs decide
    Recipe recipe;
    double learning_rate = 0.001;
    optim::Schedule schedule;
    bool schedule_by_updates = false;  ///< the schedule counts updates, not epochs
    optim::WarmUp warm_up;
    bool shuffle = true;
    std::uint64_t seed = 1;
    std::string device = "auto";
};
/// Throws Error(bad_input) naming the setting that is wrong.
Settings settings_of(const model::Document& document);

/// Everything a run needs. A value; the run works on its own copy.
struct Job {
    model::Document document;
    std::shared_ptr<const model::Catalogue> catalogue;
    Settings settings;
    std::filesystem::path base;  ///< folder that relative data paths start from
    bool allow_outside = false;
    data::DatasetPtr dataset;  ///< loaded already, or null
    /// To begin with; without, those of the file that the document names, or initial ones.
    std::optional<io::TensorFile> weights;
    std::optional<io::TensorFile> checkpoint;  ///< to go on from, see Run::checkpoint
    /// False: to measure and predict only. No training step is compiled; step() must not be called.
    bool trains = true;
};

/// A network with its data, compiled. Used by one thread at a time.
class Run {
  public:
    /// Reads the data, checks the document, makes the parameters and compiles the training step.
    /// Throws Error with a full sentence for anything that is wrong.
    Run(Job job, const Progress& progress);
    ~Run();

    /// See measure_devices.
    static std::vector<DeviceSpeed> speeds(Job job, const Progress& progress);

    const Started& started() const;
    /// Until the training step could run. Its machine code may come later.
    double compile_milliseconds() const;
    /// What became of the training step's machine code since the last call, to be told: Compiling
    /// when more of it is ready, Compiled once all of it is. Results are the same with and without.
    std::optional<Event> compile_news();
    /// Waits until it is ready, and helps. Throws Error(cancelled) if progress says so.
    void finish_compiling(const Progress& progress = {});
    /// What is not ready is not wanted any more; takes some tens of milliseconds at most. Compiled
    /// if that was not told before.
    std::optional<Event> stop_compiling();

    /// True when all epochs (or steps) are done.
    bool done() const;
    /// Computes one batch. Weights change only if the loss is finite; if it is not, `diverged` is
    /// filled, the weights go back to the end of the last epoch, and the run is over. What it says
    /// stays until the next step. Asks for no memory once a batch of each size was computed.
    const StepDone& step(std::optional<Diverged>& diverged);
    /// After the last batch of an epoch: measures on the validation split. Nothing in between.
    std::optional<EpochDone> end_of_epoch(const Progress& progress = {});

    /// Means over a split, weighted by the batches' sizes; nothing if the split is empty.
    std::optional<Figures> measure(data::Split split, const Progress& progress = {});
    /// The network's outputs for some samples, one array per output.
    std::vector<Array> predict(data::Split split, const std::vector<std::int64_t>& samples);
    /// The same into arrays of an earlier call, which asks for no memory.
    void predict(data::Split split, std::span<const std::int64_t> samples,
                 std::vector<Array>& outputs);
    /// The same for samples that are not in the data set: [rows, sample...] of the one quantity
    /// that the data has, in its stored units; they are scaled as the data set's own. Throws
    /// Error(bad_input) if they do not fit.
    std::vector<Array> predict(const Array& samples);
    /// The same for several inputs, by name; all have equally many rows. Inputs that are not named
    /// count as zeros.
    std::vector<Array> predict(const std::map<std::string, Array>& samples);
    /// The data's fields; of a network with several Input blocks their names.
    std::vector<std::string> input_names() const;
    std::vector<std::string> output_names() const;

    /// Puts the best epoch's weights in place if a later epoch was worse; false if nothing changed.
    bool restore_best();
    /// What is to be said at the end; with `measure_test` the test split is measured with the
    /// weights as they are.
    Finished finish(bool measure_test, const Progress& progress = {});

    /// Parameters by name, as PyTorch would have them; in the metadata the project, and how the
    /// data was scaled: {"image": {"divisor": [..], "offset": [..]}}, value = (stored - offset) /
    /// divisor.
    io::TensorFile weights() const;
    /// Replaces parameters; throws Error(bad_input) listing what is missing, left over or of
    /// another shape, changing nothing.
    void set_weights(const io::TensorFile& weights);
    /// Everything that a run needs to go on as if it had never stopped: bit for bit on the CPU.
    io::TensorFile checkpoint() const;

    data::DatasetPtr dataset() const;
    const model::Analysis& analysis() const;
    const model::Document& document() const;
    const model::Catalogue& catalogue() const;
    const Settings& settings() const;

    /// The compiled training step, for dumps and reports.
    const runtime::Executable& training_step() const;
    /// What predict() runs for so many samples; compiled now if it was not yet.
    const runtime::Executable& prediction_step(std::int64_t batch_size) const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// An answer for model::DataLookup that describes each source once, now, on this thread.
class DataDescriber {
  public:
    DataDescriber(const model::Catalogue& catalogue, std::filesystem::path base, bool allow_outside)
        : catalogue_(&catalogue), base_(std::move(base)), allow_outside_(allow_outside) {}
    model::DataStatus operator()(const model::Block& block);

  private:
    const model::Catalogue* catalogue_;
    std::filesystem::path base_;
    bool allow_outside_;
    std::map<model::BlockId, model::DataStatus> known_;
};

}  // namespace gradweave::train
