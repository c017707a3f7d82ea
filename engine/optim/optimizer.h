// SPDX-License-Identifier: Apache-2.0
// Optimisers as pure functions from (parameter, gradient, state) to their next values, in one
// table. Definitions and defaults are PyTorch's (Lion's are its paper's).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace gradweave::optim {

/// A number that people can set. A flag is 0 or 1; a list is whole numbers.
struct Hyperparameter {
    enum class Kind { number, flag, list };
    std::string key, label;
    std::vector<double> fallback;  ///< one entry, unless it is a list
    double minimum, maximum;
    std::string help;
    Kind kind = Kind::number;
};

/// Names and values of hyperparameters; what is not named is the default.
using Values = std::map<std::string, double>;

/// A value that is kept for each parameter from step to step.
struct StateSlot {
    std::string name;     ///< as PyTorch calls it: "exp_avg"
    double initial = 0;   ///< of every element
    bool scalar = false;  ///< one f64 number instead of the parameter's type and shape
};

/// Numbers of the step that a program can change without being compiled again: f64 scalars, since
/// 1 - beta^step cancels.
struct StepScalars {
    Tensor learning_rate;
    Tensor step;                     ///< 1 for the first update
    std::optional<Tensor> momentum;  ///< in place of the optimiser's moved_key, where a schedule
                                     ///< moves it
};

struct Update {
    Tensor parameter;
    std::vector<Tensor> states;
};

class Optimizer;
class Formula;

/// An entry of the table. To add an optimiser, add one, and its trajectory to tests/train.
struct OptimizerKind {
    std::string id;     ///< in files and settings; never changes
    std::string title;  ///< as papers call it
    std::string help;
    double learning_rate;  ///< PyTorch's default
    std::vector<Hyperparameter> hyperparameters;
    /// The hyperparameter that a one-cycle schedule moves against the learning rate, or empty.
    std::string moved_key;
    std::function<std::vector<StateSlot>(const Optimizer&)> states;
    std::function<Update(const Formula&)> update;
};

const std::vector<OptimizerKind>& optimizers();
/// Throws Error(bad_input) that names the choices.
const OptimizerKind& optimizer_kind(const std::string& id);

/// The name under which a hyperparameter is set beside those of all other optimisers: its key, or
/// with the optimiser's id in front where another one's default differs ("adadelta_epsilon").
std::string setting_key(const OptimizerKind& kind, const Hyperparameter& hyperparameter);

/// A kind with its hyperparameters: Optimizer("sgd", {{"momentum", 0.9}}).
class Optimizer {
  public:
    /// Throws Error(bad_input) for an unknown kind or hyperparameter.
    explicit Optimizer(const std::string& id, const Values& values = {});
    Optimizer() : Optimizer("sgd") {}

    const OptimizerKind& kind() const { return *kind_; }
    double value(const std::string& key) const;
    void set(const std::string& key, double value);
    /// The state that each parameter needs with these hyperparameters.
    std::vector<StateSlot> states() const { return kind_->states(*this); }

  private:
    const OptimizerKind* kind_;
    Values values_;
};

/// One step. `states` are in the order of Optimizer::states.
Update update(const Optimizer& optimizer, const Tensor& parameter, const Tensor& gradient,
              const std::vector<Tensor>& states, const StepScalars& now);

/// The initial value of a state.
Tensor initial_state(const StateSlot& slot, const Tensor& parameter);

/// An optimiser for programs that train in a loop of their own:
///
///     optim::Trainable sgd(optim::Optimizer("sgd", {{"momentum", 0.9}}), 0.1);
///     params = sgd.update(params, grad(loss, params));
class Trainable {
  public:
    Trainable(Optimizer optimizer, double learning_rate)
        : optimizer_(std::move(optimizer)), learning_rate_(learning_rate) {}

    void set_learning_rate(double rate) { learning_rate_ = rate; }
    /// In place of the hyperparameter that the kind names as moved_key.
    void set_momentum(double momentum) { momentum_ = momentum; }
    /// Computes the next parameters. Call with the same parameters, in the same order, each time.
    std::vector<Tensor> update(const std::vector<Tensor>& parameters,
                               const std::vector<Tensor>& gradients);

  private:
    Optimizer optimizer_;
    double learning_rate_;
    std::optional<double> momentum_;
    double step_ = 0;
    std::vector<std::vector<Tensor>> states_;
};

}  // namespace gradweave::optim
