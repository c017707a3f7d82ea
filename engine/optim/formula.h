// SPDX-License-Identifier: Apache-2.0
// What an optimiser's formula is written with.
#pragma once

#include "engine/graph/build.h"
#include "engine/optim/optimizer.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::optim {

/// One parameter's step: its values, and the hyperparameters as tensors of its type.
class Formula {
  public:
    Formula(const Optimizer& optimizer, const Tensor& parameter, const Tensor& gradient,
            const std::vector<Tensor>& states, const StepScalars& now)
        : optimizer_(&optimizer), p(parameter), g(gradient), states(states), now_(&now) {}

    double value(const char* key) const { return optimizer_->value(key); }
    bool flag(const char* key) const { return value(key) != 0; }
    const Tensor& rate() const { return now_->learning_rate; }  ///< f64
    const Tensor& step() const { return now_->step; }           ///< f64
    /// An f64 scalar in the parameter's type.
    Tensor as_parameter(const Tensor& scalar) const { return scalar.to(p.dtype()); }

    /// A hyperparameter as an f64 scalar: a constant, or what the schedule makes of it.
    Tensor scalar(const char* key) const {
        if (moved(key)) return *now_->momentum;
        return full({}, value(key), DType::f64);
    }
    /// The hyperparameter, and 1 less it, in the parameter's type.
    Tensor share(const char* key) const {
        return moved(key) ? as_parameter(*now_->momentum) : number(value(key));
    }
    Tensor rest(const char* key) const {
        return moved(key) ? as_parameter(1.0 - *now_->momentum) : number(1 - value(key));
    }
    /// A moving mean: old * key + fresh * (1 - key).
    Tensor blend(const Tensor& old, const char* key, const Tensor& fresh) const {
        return old * share(key) + fresh * rest(key);
    }
    /// 1 - key^step, f64: what a moving mean that began at zero is divided by.
    Tensor correction(const char* key) const { return 1.0 - pow(scalar(key), step()); }
    /// The gradient with the weight decay's share of the parameter added.
    Tensor decayed_gradient() const {
        return value("weight_decay") == 0 ? g : g + p * value("weight_decay");
    }
    /// The parameter, shrunk by learning rate times weight decay.
    Tensor decayed_parameter() const {
        if (value("weight_decay") == 0) return p;
        return p * as_parameter(1.0 - rate() * value("weight_decay"));
    }

  private:
    Tensor number(double value) const { return Tensor(graph::constant(value, p.dtype(), Shape{})); }
    bool moved(const char* key) const {
        return now_->momentum && optimizer_->kind().moved_key == key;
    }
    const Optimizer* optimizer_;

  public:
    const Tensor &p, &g;
    const std::vector<Tensor>& states;

  private:
    const StepScalars* now_;
};

}  // namespace gradweave::optim
