// SPDX-License-Identifier: Apache-2.0
// One training step as a graph: forward, loss, gradients, optimiser, running statistics.
#pragma once

#include "engine/compiler/program.h"
#include "engine/model/lower.h"
#include "engine/optim/optimizer.h"

namespace gradweave::train {

/// A leaf that belongs to the optimiser: "fc1.weight.exp_avg". Zeros at first.
struct OptimizerState {
    std::string name;
    graph::NodePtr leaf;
};

/// The leaves of the optimiser that steps for different batch sizes share.
class OptimizerLeaves {
  public:
    OptimizerLeaves();

    const graph::NodePtr& learning_rate() const { return learning_rate_; }  ///< f64 scalar
    /// The state of a parameter, made when it is asked for first.
    std::vector<graph::NodePtr> states_of(const model::ModelParameter& parameter,
                                          const optim::Optimizer& optimizer);
    const std::vector<OptimizerState>& states() const { return states_; }

  private:
    graph::NodePtr learning_rate_;
    std::vector<OptimizerState> states_;
};

/// The program of a step. Its outputs are the loss and the metrics. Nothing is updated by a step
/// whose loss is not finite, so that such a step can be looked at with the weights that it began
/// with. Throws Error(bad_input) if there is no loss or nothing to train.
compiler::Program training_step(const model::Lowered& lowered, const model::ModelLeaves& leaves,
                                OptimizerLeaves& optimizer_leaves,
                                const optim::Optimizer& optimizer);

/// The program that measures: outputs are the loss (if there is one) and the metrics.
compiler::Program evaluation_step(const model::Lowered& lowered);

}  // namespace gradweave::train
