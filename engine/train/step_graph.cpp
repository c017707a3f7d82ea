// SPDX-License-Identifier: Apache-2.0
#include "engine/train/step_graph.h"

#include <algorithm>
#include <limits>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::train {

namespace {

graph::NodePtr scalar_leaf(const char* name) {
    return graph::make_leaf(name, DType::f64, Shape{});
}

}  // namespace

OptimizerLeaves::OptimizerLeaves()
    : learning_rate_(scalar_leaf("learning rate")),
      momentum_(scalar_leaf("momentum")),
      update_(scalar_leaf("update")),
      applies_(scalar_leaf("applies")),
      share_(scalar_leaf("share")) {}

const graph::NodePtr& OptimizerLeaves::state(const std::string& name, DType dtype,
                                             const Shape& shape, double initial,
                                             graph::NodePtr mean_of) {
    const auto known = std::find_if(states_.begin(), states_.end(),
                                    [&](const OptimizerState& s) { return s.name == name; });
    if (known != states_.end()) return known->leaf;
    states_.push_back({name, graph::make_leaf(name, dtype, shape), initial, std::move(mean_of)});
    return states_.back().leaf;
}

std::vector<graph::NodePtr> OptimizerLeaves::states_of(const model::ModelParameter& parameter,
                                                       const optim::Optimizer& optimizer) {
    std::vector<graph::NodePtr> result;
    for (const optim::StateSlot& slot : optimizer.states()) {
        result.push_back(state(parameter.name + "." + slot.name,
                               slot.scalar ? DType::f64 : parameter.leaf->dtype(),
                               slot.scalar ? Shape{} : parameter.leaf->shape(), slot.initial));
    }
    return result;
}

const graph::NodePtr& OptimizerLeaves::mean_of(const model::ModelParameter& parameter) {
    return state(parameter.name + ".ema", parameter.leaf->dtype(), parameter.leaf->shape(), 0,
                 parameter.leaf);
}

const graph::NodePtr& OptimizerLeaves::gradient_sum_of(const model::ModelParameter& parameter) {
    return state(parameter.name + ".gradient_sum", parameter.leaf->dtype(),
                 parameter.leaf->shape());
}

compiler::Program evaluation_step(const model::Lowered& lowered) {
    compiler::Program program;
    if (lowered.loss) program.outputs.push_back(lowered.loss->node());
    for (const auto& metric : lowered.metrics)
        program.outputs.push_back(metric.value.node());
    return program;
}

namespace {

/// As torch.nn.utils.clip_grad_value_ and clip_grad_norm_ (2-norm over all gradients) do, values
/// first.
void clip(std::vector<Tensor>& gradients, const Recipe& recipe) {
    if (recipe.clip_value > 0) {
        for (Tensor& g : gradients) {
            const Tensor bound(graph::constant(recipe.clip_value, g.dtype(), Shape{}));
            g = minimum(maximum(g, -bound), bound);
        }
    }
    if (recipe.clip_norm <= 0) return;
    std::optional<Tensor> squares;
    for (const Tensor& g : gradients)
        squares = squares ? *squares + sum(g * g) : sum(g * g);
    constexpr double epsilon = 1e-6;  // PyTorch's
    const Tensor scale = recipe.clip_norm / (sqrt(*squares) + epsilon);
    const Tensor factor = minimum(scale, Tensor(graph::constant(1.0, scale.dtype(), Shape{})));
    for (Tensor& g : gradients)
        g = g * factor;
}

/// The recipe's optimiser with what the parameter has of its own.
optim::Optimizer optimizer_for(const Recipe& recipe, const model::ModelParameter& parameter) {
    optim::Optimizer own = recipe.optimizer;
    if (parameter.weight_decay) own.set("weight_decay", *parameter.weight_decay);
    return own;
}

}  // namespace

compiler::Program training_step(const model::Lowered& lowered, const model::ModelLeaves& leaves,
                                OptimizerLeaves& optimizer_leaves, const Recipe& recipe) {
    if (!lowered.loss) throw Error(ErrorKind::bad_input, "there is no loss to train with");
    const auto block_name = [&](const model::ModelParameter& p) {
        return p.name.substr(0, p.name.find('.'));
    };

    std::vector<const model::ModelParameter*> trained;
    std::vector<Tensor> values;
    for (const auto& parameter : leaves.parameters()) {
        if (!parameter.trainable) continue;
        trained.push_back(&parameter);
        values.emplace_back(parameter.leaf);
    }
    if (trained.empty())
        throw Error(ErrorKind::bad_input,
                    "there is nothing to train: the network has no parameters");
    auto gradients = grad(*lowered.loss, values);
    const bool adds_up = recipe.accumulation > 1;
    std::optional<Tensor> applies;
    if (adds_up) {
        applies = greater(Tensor(optimizer_leaves.applies()), Tensor(0.5));
        for (std::size_t i = 0; i < trained.size(); ++i) {
            const Tensor share = Tensor(optimizer_leaves.share()).to(values[i].dtype());
            gradients[i] =
                Tensor(optimizer_leaves.gradient_sum_of(*trained[i])) + gradients[i] * share;
        }
    }
    const auto sums = gradients;
    clip(gradients, recipe);
    const optim::StepScalars now{
        Tensor(optimizer_leaves.learning_rate()),
        Tensor(adds_up ? optimizer_leaves.update() : leaves.step()),
        recipe.moves_momentum ? std::optional(Tensor(optimizer_leaves.momentum())) : std::nullopt};
    const Tensor finite = less(abs(*lowered.loss), std::numeric_limits<double>::infinity());

    compiler::Program program = evaluation_step(lowered);
    const auto assign = [&](const graph::NodePtr& leaf, const Tensor& value) {
        program.assignments.push_back({leaf, where(finite, value, Tensor(leaf)).node()});
    };
    // What an update changes stays as it is while gradients are added up.
    const auto assign_update = [&](const graph::NodePtr& leaf, const Tensor& value) {
        assign(leaf, applies ? where(*applies, value, Tensor(leaf)) : value);
    };
    // The last layer first: its gradient is known first and is then no longer needed.
    for (std::size_t i = trained.size(); i-- > 0;) {
        const graph::OriginScope scope(block_name(*trained[i]), graph::Phase::update);
        const optim::Optimizer optimizer = optimizer_for(recipe, *trained[i]);
        std::vector<Tensor> states;
        const auto state_leaves = optimizer_leaves.states_of(*trained[i], optimizer);
        for (const auto& leaf : state_leaves)
            states.emplace_back(leaf);
        optim::StepScalars own = now;
        if (trained[i]->rate_factor != 1)
            own.learning_rate = now.learning_rate * trained[i]->rate_factor;
        const auto next = optim::update(optimizer, values[i], gradients[i], states, own);
        assign_update(trained[i]->leaf, next.parameter);
        for (std::size_t k = 0; k < state_leaves.size(); ++k)
            assign_update(state_leaves[k], next.states[k]);
        if (recipe.ema_decay > 0) {
            const auto& mean = optimizer_leaves.mean_of(*trained[i]);
            const Tensor blended =
                Tensor(mean) * recipe.ema_decay + next.parameter * (1 - recipe.ema_decay);
            assign_update(mean, where(less_equal(now.step, Tensor(1.0)), next.parameter, blended));
        }
        if (adds_up) {
            assign(optimizer_leaves.gradient_sum_of(*trained[i]),
                   where(*applies, zeros_like(sums[i]), sums[i]));
        }
    }
    for (const auto& update : lowered.updates)
        assign(update.leaf, update.value);
    return program;
}

}  // namespace gradweave::train
