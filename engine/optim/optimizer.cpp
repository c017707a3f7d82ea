// SPDX-License-Identifier: Apache-2.0
#include "engine/optim/optimizer.h"

#include "engine/core/text.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::optim {

Optimizer::Kind kind_from_name(const std::string& name) {
    if (name == "sgd") return Optimizer::Kind::sgd;
    if (name == "adam") return Optimizer::Kind::adam;
    if (name == "adamw") return Optimizer::Kind::adamw;
    throw Error(ErrorKind::bad_input,
                concat(in_quotes(name), " is no optimiser; choose sgd, adam or adamw"));
}

std::vector<std::string> state_names(const Optimizer& optimizer) {
    if (optimizer.kind != Optimizer::Kind::sgd) return {"exp_avg", "exp_avg_sq"};
    if (optimizer.momentum != 0) return {"momentum_buffer"};
    return {};
}

namespace {

Update sgd(const Optimizer& o, const Tensor& p, Tensor g, const std::vector<Tensor>& states,
           const Tensor& rate) {
    if (o.weight_decay != 0) g = g + p * o.weight_decay;
    if (o.momentum == 0) return {p - rate * g, {}};
    const Tensor buffer = states[0] * o.momentum + g;
    const Tensor direction = o.nesterov ? g + buffer * o.momentum : buffer;
    return {p - rate * direction, {buffer}};
}

Update adam(const Optimizer& o, const Tensor& parameter, Tensor g,
            const std::vector<Tensor>& states, const Tensor& learning_rate, const Tensor& step) {
    const auto as_parameter = [&](const Tensor& x) { return x.to(parameter.dtype()); };
    Tensor p = parameter;
    if (o.weight_decay != 0) {
        if (o.kind == Optimizer::Kind::adamw)
            p = p * as_parameter(1.0 - learning_rate * o.weight_decay);
        else
            g = g + p * o.weight_decay;
    }
    const Tensor m = states[0] * o.beta1 + g * (1 - o.beta1);
    const Tensor v = states[1] * o.beta2 + g * g * (1 - o.beta2);
    const auto correction = [&](double beta) {
        return 1.0 - pow(Tensor(full({}, beta, DType::f64)), step);
    };
    const Tensor rate = as_parameter(learning_rate / correction(o.beta1));
    const Tensor root = as_parameter(sqrt(correction(o.beta2)));
    return {p - rate * (m / (sqrt(v) / root + o.epsilon)), {m, v}};
}

}  // namespace

Update update(const Optimizer& optimizer, const Tensor& parameter, const Tensor& gradient,
              const std::vector<Tensor>& states, const Tensor& learning_rate, const Tensor& step) {
    if (optimizer.kind == Optimizer::Kind::sgd) {
        return sgd(optimizer, parameter, gradient, states, learning_rate.to(parameter.dtype()));
    }
    return adam(optimizer, parameter, gradient, states, learning_rate, step);
}

std::vector<Tensor> Trainable::update(const std::vector<Tensor>& parameters,
                                      const std::vector<Tensor>& gradients) {
    if (parameters.size() != gradients.size()) {
        throw Error(ErrorKind::usage, concat("update: ", parameters.size(), " parameters but ",
                                             gradients.size(), " gradients"));
    }
    const std::size_t state_count = state_names(optimizer_).size();
    if (states_.empty()) {
        for (const Tensor& p : parameters)
            states_.emplace_back(state_count, zeros_like(p));
    }
    const Tensor rate(Array::of(std::vector{learning_rate_}, Shape{}));
    const Tensor step(Array::of(std::vector{++step_}, Shape{}));
    std::vector<Tensor> all;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Update next =
            optim::update(optimizer_, parameters[i], gradients[i], states_[i], rate, step);
        all.push_back(next.parameter);
        all.insert(all.end(), next.states.begin(), next.states.end());
    }
    eval(all);
    std::vector<Tensor> result;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::size_t first = i * (state_count + 1);
        result.push_back(all[first].detach());
        for (std::size_t k = 0; k < state_count; ++k)
            states_[i][k] = all[first + 1 + k].detach();
    }
    return result;
}

}  // namespace gradweave::optim
