// SPDX-License-Identifier: Apache-2.0
// What a run holds; for its .cpp files: run_setup before the first step, run for the steps,
// checkpoint for what goes on later.
#pragma once

#include <chrono>
#include <cmath>

#include "engine/data/batches.h"
#include "engine/train/network.h"
#include "engine/train/run.h"

namespace gradweave::train {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Means over batches of different sizes.
class Mean {
  public:
    void add(const Figures& figures, std::int64_t samples) {
        const auto weight = static_cast<double>(samples);
        sum_.metrics.resize(figures.metrics.size(), 0);
        sum_.loss += figures.loss * weight;
        for (std::size_t i = 0; i < figures.metrics.size(); ++i)
            sum_.metrics[i] += figures.metrics[i] * weight;
        samples_ += samples;
    }
    std::int64_t samples() const { return samples_; }
    Figures value() const {
        Figures mean = sum_;
        const auto count = static_cast<double>(std::max<std::int64_t>(samples_, 1));
        mean.loss /= count;
        for (double& metric : mean.metrics)
            metric /= count;
        return mean;
    }
    /// The sums as numbers, for checkpoints.
    std::vector<double> numbers() const {
        std::vector<double> all{sum_.loss, static_cast<double>(samples_)};
        all.insert(all.end(), sum_.metrics.begin(), sum_.metrics.end());
        return all;
    }
    void set_numbers(const std::vector<double>& all) {
        sum_.loss = all.at(0);
        samples_ = static_cast<std::int64_t>(all.at(1));
        sum_.metrics.assign(all.begin() + 2, all.end());
    }

  private:
    Figures sum_;
    std::int64_t samples_ = 0;
};

class Run::Impl {
  public:
    Impl(Job given, const Progress& progress);
    /// Ready to measure with, not to train.
    struct Measuring {};
    Impl(Job given, const Progress& progress, Measuring);
    /// The fastest of the devices for this network; all their speeds are in `started`.
    std::string fastest(const std::vector<std::string>& devices, std::int64_t batch,
                        const Progress& progress);

    std::int64_t updates_per_epoch() const;

    /// The schedule over the epochs (or updates) that there will be.
    void make_scheduler();

    /// The numbers of the batch that comes next; batches of an epoch are grouped into updates, the
    /// last of which may be smaller.
    Network::Numbers next_numbers() const;

    std::unique_ptr<Network> make_network(const std::shared_ptr<runtime::Backend>& on) const;

    /// The device that was asked for; for "auto" the fastest, where there is a choice.
    void choose_device(std::int64_t batch, const Progress& progress);

    void prepare_training(std::int64_t batch, const Progress& progress);

    /// What a step needs grows with its batch: which one would fit, if there is one.
    static Error with_fitting_batch(const backends::OutOfDeviceMemory& error, std::int64_t batch);
    /// The device failed in the middle of a step: what it holds is lost. The weights go back to the
    /// last copy in host memory, on the CPU, and the run is over; checkpoint() is that of the copy.
    [[noreturn]] void leave_device(const Error& error);

    const Figures& train_on(const Network::Batch& batch);
    void load_data(const Progress& progress);
    void check_document();
    /// Weights of the file that the project names, where they fit.
    void begin_with_attached();
    /// What a data block holds.
    model::DataStatus status_of(const model::Block& block) const;

    /// Whether an active block of this category is there.
    bool has_block(model::Category category) const;

    void describe(std::int64_t batch, std::int64_t samples);
    std::optional<Event> compile_news();

    /// What is not made yet stays tiles.
    std::optional<Event> stop_compiling();

    bool done() const;

    /// The batches of the epoch that is going on.
    const data::Batches& batches();

    /// Arrays for so many samples, the network's own inputs once there is one. Batches of one size
    /// share them: a step allocates nothing here.
    Network::Batch& staged(Network::Purpose purpose, std::int64_t samples);

    const Network::Batch& read(Network::Purpose purpose, const data::Batches& from, std::int64_t i);
    const StepDone& step(std::optional<Diverged>& diverged);
    Diverged explain(const StepDone& step, const Network::Batch& batch);
    std::optional<EpochDone> end_of_epoch(const Progress& progress);
    EpochDone close_epoch(const Progress& progress);
    std::optional<Figures> measure(data::Split split, const Progress& progress);
    void snapshot(std::int64_t at_epoch);

    io::TensorFile file_of(const std::map<std::string, Array>& tensors) const;
    io::TensorFile checkpoint() const;
    void resume(const io::TensorFile& file);

    Job job;
    data::DatasetPtr dataset;
    std::map<model::BlockId, data::DatasetInfo>
        infos;  ///< of each data block, where there are several
    model::Analysis analysis;
    std::shared_ptr<runtime::Backend> device;
    std::unique_ptr<Network> network;
    Started started;
    Clock::time_point compile_begin;
    double compile_milliseconds = 0;
    bool told_compiled = false;
    compiler::CompileProgress told;

    std::int64_t steps = 0, epoch = 1, next_batch = 0;
    optim::Scheduler scheduler;
    Network::Numbers numbers{};  ///< of the step that is being done
    StepDone last_step{};
    bool over = false;
    std::optional<data::Batches> pass;
    std::int64_t pass_epoch = 0;
    struct Staged {
        Network::Batch arrays;
        const Network* belong_to = nullptr;
    };
    std::map<std::pair<Network::Purpose, std::int64_t>, Staged> staging;
    Mean mean;
    Clock::time_point epoch_begin, run_begin;

    std::map<std::string, Array> epoch_weights, best_weights;
    std::int64_t snapshot_epoch = 0, best_epoch = 0;
    double best_figure = INFINITY;
    /// A checkpoint of the end of the last epoch, for devices that can be lost.
    std::optional<io::TensorFile> host_copy;
    void copy_to_host();
    bool lost = false;  ///< the device, in this run
    std::optional<Figures> last_train, last_validation, best_validation;
};

}  // namespace gradweave::train
