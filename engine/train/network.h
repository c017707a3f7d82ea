// SPDX-License-Identifier: Apache-2.0
// A document's network on a device: its parameters in buffers, its steps compiled per batch size.
#pragma once

#include <map>
#include <memory>

#include "engine/core/progress.h"
#include "engine/io/safetensors.h"
#include "engine/runtime/devices.h"
#include "engine/train/events.h"
#include "engine/train/step_graph.h"

namespace gradweave::train {

/// Where the first value that is not finite was found.
struct Culprit {
    std::string block;     ///< empty if nothing was found
    std::string sentence;  ///< "block \"fc2\" (matmul) gave inf"
};

class Network {
  public:
    /// What a program computes: a training step, loss and metrics, or the outputs.
    enum class Purpose { train, measure, predict };

    /// `analysis` must know the types of the data. Parameters begin as their Init says.
    Network(const model::Document& document, const model::Catalogue& catalogue,
            const model::Analysis& analysis, const Recipe& recipe, std::uint64_t seed,
            std::shared_ptr<runtime::Backend> device);

    /// One batch of the data source's fields, in their order.
    using Batch = std::vector<Array>;

    /// The numbers of a step; the last three matter only where the recipe adds gradients up.
    struct Numbers {
        double learning_rate;
        std::int64_t step;        ///< counts batches from 1
        double momentum = 0;      ///< where the recipe moves it
        std::int64_t update = 1;  ///< which update the batch is for, from 1
        bool applies = true;      ///< the batch is the last of its update
        double share = 1;         ///< of the batch in its update
    };
    /// Lets the arrays of a batch be the program's own inputs where the device computes in host
    /// memory: what is then read into them is fed without a copy. Compiles the program if need be.
    void share_inputs(Purpose purpose, Batch& batch);

    /// Updates the parameters. Figures as the parameters were before; they stay until the next
    /// call. Asks for no memory after the first step on so many samples.
    const Figures& train(const Batch& batch, const Numbers& now);
    const Figures& train(const Batch& batch, double learning_rate, std::int64_t step) {
        return train(batch, {.learning_rate = learning_rate, .step = step, .update = step});
    }
    /// Loss and metrics without dropout, with running statistics, and with the weights' moving mean
    /// if there is one.
    const Figures& measure(const Batch& batch);
    /// The outputs (model::Lowered::outputs) for a batch.
    std::vector<Array> predict(const Batch& batch);
    /// The same into arrays of an earlier call, which asks for no memory.
    void predict(const Batch& batch, std::vector<Array>& outputs);
    std::vector<std::string> output_names();

    /// Compiles the training step for this batch size now instead of at the first batch. Throws
    /// Error(cancelled) if progress says so.
    void prepare_training(std::int64_t batch_size, const Progress& progress = {});
    /// Waits until the machine code of all programs is ready (they run already, see
    /// CompileOptions::background), and helps. Throws Error(cancelled) if progress says so.
    void finish_compiling(const Progress& progress = {});
    void stop_compiling();
    const runtime::Executable& training_step(std::int64_t batch_size);
    /// What predict() runs for so many samples, compiled now if it was not yet.
    const runtime::Executable& prediction_step(std::int64_t batch_size);

    /// The steps of a program, with the time each takes on made-up data (zeros) where the device
    /// can tell. Parameters may change: for a network that is thrown away.
    std::vector<compiler::StepReport> timed_steps(Purpose purpose, std::int64_t batch_size,
                                                  const Progress& progress = {});

    /// Why a step on this batch gives a loss that is not finite.
    Culprit find_culprit(const Batch& batch, std::int64_t step);

    const std::vector<std::string>& metric_names() const { return metric_names_; }
    const std::vector<model::ModelParameter>& parameters() const { return leaves_.parameters(); }

    /// Elements by name: parameters, their moving means ("fc.weight.ema") and running statistics;
    /// with `optimizer` its state too.
    std::map<std::string, Array> values(bool optimizer = false);
    /// What measuring and predicting use: moving means under the parameters' names.
    std::map<std::string, Array> weights();
    /// Puts elements back. Names must exist; for a file's content use check_weights first. Where a
    /// parameter comes without its moving mean, the mean becomes the parameter.
    void set_values(const std::map<std::string, Array>& values);

  private:
    struct Compiled {
        std::unique_ptr<runtime::Executable> executable;
        std::vector<model::DataInput> inputs;
        std::vector<runtime::BufferPtr> input_buffers;
        std::vector<Array> outputs;  ///< of the last run
    };

    Compiled& compiled(Purpose purpose, std::int64_t batch_size, const Progress& progress = {});
    model::Lowered lower(Purpose purpose, std::int64_t batch_size);
    runtime::BufferPtr buffer_of(const graph::NodePtr& leaf);
    void bind(Compiled& compiled, Purpose purpose);
    void feed(Compiled& compiled, const Batch& batch) const;
    const Figures& run(Compiled& compiled, const Batch& batch);
    template <class T>
    void set_scalar(const graph::NodePtr& leaf, T value);

    model::Document document_;
    const model::Catalogue* catalogue_;
    model::Analysis analysis_;
    Recipe recipe_;
    std::uint64_t seed_;
    std::shared_ptr<runtime::Backend> device_;
    model::ModelLeaves leaves_;
    OptimizerLeaves optimizer_leaves_;
    std::vector<std::string> metric_names_;
    Figures figures_;  ///< of the last step
    std::map<const graph::Node*, runtime::BufferPtr> buffers_;
    std::map<const graph::Node*, Array> scalars_;  ///< what was put into buffers last
    std::map<std::pair<Purpose, std::int64_t>, Compiled> compiled_;
};

/// Throws Error(bad_input) listing every parameter that the file lacks, has too many, or has in
/// another shape. Types are converted.
std::map<std::string, Array> check_weights(const std::vector<model::ModelParameter>& parameters,
                                           const io::TensorFile& file);

}  // namespace gradweave::train
