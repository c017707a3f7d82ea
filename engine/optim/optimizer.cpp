// SPDX-License-Identifier: Apache-2.0
#include "engine/optim/optimizer.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/optim/formula.h"

namespace gradweave::optim {

namespace {

const Hyperparameter* find(const OptimizerKind& kind, const std::string& key) {
    const auto& all = kind.hyperparameters;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& h) { return h.key == key; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

const OptimizerKind& optimizer_kind(const std::string& id) {
    std::string names;
    for (const OptimizerKind& kind : optimizers()) {
        if (kind.id == id) return kind;
        names += (names.empty() ? "" : ", ") + kind.id;
    }
    throw Error(ErrorKind::bad_input,
                concat(in_quotes(id), " is no optimiser; choose one of ", names));
}

std::string setting_key(const OptimizerKind& kind, const Hyperparameter& hyperparameter) {
    // Weight decay is one setting for all: who changes the optimiser means the same network.
    if (hyperparameter.key == "weight_decay") return hyperparameter.key;
    const OptimizerKind* owner = nullptr;  // the first with this default
    for (const OptimizerKind& other : optimizers()) {
        const Hyperparameter* same = find(other, hyperparameter.key);
        if (same == nullptr) continue;
        const bool equal = same->fallback == hyperparameter.fallback;
        // The first that has the key at all owns its plain name.
        if (owner == nullptr && equal) return hyperparameter.key;
        if (equal) return other.id + "_" + hyperparameter.key;
        owner = &other;
    }
    return kind.id + "_" + hyperparameter.key;
}

Optimizer::Optimizer(const std::string& id, const Values& values) : kind_(&optimizer_kind(id)) {
    for (const auto& [key, value] : values)
        set(key, value);
}

double Optimizer::value(const std::string& key) const {
    if (const auto found = values_.find(key); found != values_.end()) return found->second;
    const Hyperparameter* hyperparameter = find(*kind_, key);
    GW_ASSERT(hyperparameter != nullptr);
    return hyperparameter->fallback.front();
}

void Optimizer::set(const std::string& key, double value) {
    const Hyperparameter* hyperparameter = find(*kind_, key);
    if (hyperparameter == nullptr)
        throw Error(ErrorKind::bad_input, concat(kind_->title, " has no ", in_quotes(key)));
    if (!(value >= hyperparameter->minimum && value <= hyperparameter->maximum)) {
        throw Error(ErrorKind::bad_input,
                    concat(kind_->title, ": ", key, " must be ", hyperparameter->minimum, " to ",
                           hyperparameter->maximum, "; it is ", value));
    }
    values_[key] = value;
}

Update update(const Optimizer& optimizer, const Tensor& parameter, const Tensor& gradient,
              const std::vector<Tensor>& states, const StepScalars& now) {
    return optimizer.kind().update(Formula(optimizer, parameter, gradient, states, now));
}

Tensor initial_state(const StateSlot& slot, const Tensor& parameter) {
    return full(slot.scalar ? Shape{} : parameter.shape(), slot.initial,
                slot.scalar ? DType::f64 : parameter.dtype());
}

std::vector<Tensor> Trainable::update(const std::vector<Tensor>& parameters,
                                      const std::vector<Tensor>& gradients) {
    if (parameters.size() != gradients.size()) {
        throw Error(ErrorKind::usage, concat("update: ", parameters.size(), " parameters but ",
                                             gradients.size(), " gradients"));
    }
    const auto slots = optimizer_.states();
    if (states_.empty()) {
        for (const Tensor& p : parameters) {
            auto& states = states_.emplace_back();
            for (const StateSlot& slot : slots)
                states.push_back(initial_state(slot, p));
        }
    }
    const auto scalar = [](double value) { return Tensor(Array::of(std::vector{value}, Shape{})); };
    StepScalars now{scalar(learning_rate_), scalar(++step_), {}};
    if (momentum_) now.momentum = scalar(*momentum_);
    std::vector<Tensor> all;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Update next = optim::update(optimizer_, parameters[i], gradients[i], states_[i], now);
        all.push_back(next.parameter);
        all.insert(all.end(), next.states.begin(), next.states.end());
    }
    eval(all);
    std::vector<Tensor> result;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::size_t first = i * (slots.size() + 1);
        result.push_back(all[first].detach());
        for (std::size_t k = 0; k < slots.size(); ++k)
            states_[i][k] = all[first + 1 + k].detach();
    }
    return result;
}

}  // namespace gradweave::optim
