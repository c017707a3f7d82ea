// SPDX-License-Identifier: Apache-2.0
// One training step as a graph: forward, loss, gradients, optimiser, running statistics.
#pragma once

#include "engine/compiler/program.h"
#include "engine/model/lower.h"
#include "engine/optim/optimizer.h"

namespace gradweave::train {

/// How gradients become the next parameters.
struct Recipe {
    optim::Optimizer optimizer;
    /// A schedule moves the optimiser's momentum: it is an input of the program.
    bool moves_momentum = false;
    /// Gradients are scaled down together so that their norm is at most this; 0: as they are.
    double clip_norm = 0;
    /// Each gradient's elements are cut off at plus and minus this; 0: as they are.
    double clip_value = 0;
    /// Gradients of so many batches are added up before an update.
    std::int64_t accumulation = 1;
    /// Beside the weights their moving mean is kept: mean * decay + weight * (1 - decay) after each
    /// update (the first one copies), and measuring, predicting and saving use the mean; 0: no
    /// mean.
    double ema_decay = 0;
};

/// A leaf that belongs to the optimiser: "fc1.weight.exp_avg".
struct OptimizerState {
    std::string name;
    graph::NodePtr leaf;
    double initial = 0;      ///< of every element, unless it is a mean of weights
    graph::NodePtr mean_of;  ///< of a mean of weights: the parameter, whose value it begins with
};

/// The leaves of the optimiser that steps for different batch sizes share.
class OptimizerLeaves {
  public:
    OptimizerLeaves();

    // f64 scalars, inputs of the program; all but the learning rate only where the recipe asks.
    const graph::NodePtr& learning_rate() const { return learning_rate_; }
    const graph::NodePtr& momentum() const { return momentum_; }
    const graph::NodePtr& update() const { return update_; }    ///< which update this batch is for
    const graph::NodePtr& applies() const { return applies_; }  ///< 1: the batch ends an update
    const graph::NodePtr& share() const { return share_; }      ///< of the batch in its update

    /// The state of a parameter, made when it is asked for first.
    std::vector<graph::NodePtr> states_of(const model::ModelParameter& parameter,
                                          const optim::Optimizer& optimizer);
    const graph::NodePtr& mean_of(const model::ModelParameter& parameter);
    const graph::NodePtr& gradient_sum_of(const model::ModelParameter& parameter);
    const std::vector<OptimizerState>& states() const { return states_; }

  private:
    const graph::NodePtr& state(const std::string& name, DType dtype, const Shape& shape,
                                double initial = 0, graph::NodePtr mean_of = {});
    graph::NodePtr learning_rate_, momentum_, update_, applies_, share_;
    std::vector<OptimizerState> states_;
};

/// The program of a step. Its outputs are the loss and the metrics. Nothing is updated by a step
/// whose loss is not finite, so that such a step can be looked at with the weights that it began
/// with. Throws Error(bad_input) if there is no loss or nothing to train.
compiler::Program training_step(const model::Lowered& lowered, const model::ModelLeaves& leaves,
                                OptimizerLeaves& optimizer_leaves, const Recipe& recipe);

/// The program that measures: outputs are the loss (if there is one) and the metrics.
compiler::Program evaluation_step(const model::Lowered& lowered);

}  // namespace gradweave::train
