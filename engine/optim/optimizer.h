// SPDX-License-Identifier: Apache-2.0
// Optimisers as pure functions from (parameter, gradient, state) to their next values.
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace gradweave::optim {

/// Definitions and defaults are PyTorch's.
struct Optimizer {
    enum class Kind {
        sgd,   ///< with momentum (optionally Nesterov's) and L2 weight decay
        adam,  ///< Kingma and Ba, arXiv:1412.6980; weight decay is added to the gradient
        adamw  ///< Loshchilov and Hutter, arXiv:1711.05101; weight decay shrinks the parameter
               ///< itself
    };
    Kind kind = Kind::sgd;
    double momentum = 0;
    bool nesterov = false;
    double weight_decay = 0;
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// "sgd", "adam", "adamw".
Optimizer::Kind kind_from_name(const std::string& name);

/// The state that each parameter needs, all zeros at first: "momentum_buffer", "exp_avg", ...
std::vector<std::string> state_names(const Optimizer& optimizer);

struct Update {
    Tensor parameter;
    std::vector<Tensor> states;
};

/// One step. `states` are in the order of state_names. `learning_rate` and `step` (1 for the first
/// step) are f64 scalars that a program can change without being compiled again; they are f64 since
/// 1 - beta^step cancels.
Update update(const Optimizer& optimizer, const Tensor& parameter, const Tensor& gradient,
              const std::vector<Tensor>& states, const Tensor& learning_rate, const Tensor& step);

/// An optimiser for programs that train in a loop of their own:
///
///     optim::Trainable sgd({.momentum = 0.9}, 0.1);
///     params = sgd.update(params, grad(loss, params));
class Trainable {
  public:
    Trainable(Optimizer optimizer, double learning_rate)
        : optimizer_(optimizer), learning_rate_(learning_rate) {}

    void set_learning_rate(double rate) { learning_rate_ = rate; }
    /// Computes the next parameters. Call with the same parameters, in the same order, each time.
    std::vector<Tensor> update(const std::vector<Tensor>& parameters,
                               const std::vector<Tensor>& gradients);

  private:
    Optimizer optimizer_;
    double learning_rate_;
    double step_ = 0;
    std::vector<std::vector<Tensor>> states_;
};

}  // namespace gradweave::optim
