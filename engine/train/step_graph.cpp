// SPDX-License-Identifier: Apache-2.0
#include "engine/train/step_graph.h"

#include <algorithm>
#include <limits>

#include "engine/core/text.h"
#include "engine/tensor/ops.h"

namespace gradweave::train {

OptimizerLeaves::OptimizerLeaves()
    : learning_rate_(graph::make_leaf("learning rate", DType::f64, Shape{})) {}

std::vector<graph::NodePtr> OptimizerLeaves::states_of(const model::ModelParameter& parameter,
                                                       const optim::Optimizer& optimizer) {
    std::vector<graph::NodePtr> result;
    for (const std::string& state : optim::state_names(optimizer)) {
        const std::string name = parameter.name + "." + state;
        auto known = std::find_if(states_.begin(), states_.end(),
                                  [&](const OptimizerState& s) { return s.name == name; });
        if (known == states_.end()) {
            states_.push_back(
                {name, graph::make_leaf(name, parameter.leaf->dtype(), parameter.leaf->shape())});
            known = states_.end() - 1;
        }
        result.push_back(known->leaf);
    }
    return result;
}

compiler::Program evaluation_step(const model::Lowered& lowered) {
    compiler::Program program;
    if (lowered.loss) program.outputs.push_back(lowered.loss->node());
    for (const auto& metric : lowered.metrics)
        program.outputs.push_back(metric.value.node());
    return program;
}

compiler::Program training_step(const model::Lowered& lowered, const model::ModelLeaves& leaves,
                                OptimizerLeaves& optimizer_leaves,
                                const optim::Optimizer& optimizer) {
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
    const auto gradients = grad(*lowered.loss, values);
    const Tensor finite = less(abs(*lowered.loss), std::numeric_limits<double>::infinity());

    compiler::Program program = evaluation_step(lowered);
    const auto assign = [&](const graph::NodePtr& leaf, const Tensor& value) {
        program.assignments.push_back({leaf, where(finite, value, Tensor(leaf)).node()});
    };
    // The last layer first: its gradient is known first and is then no longer needed.
    for (std::size_t i = trained.size(); i-- > 0;) {
        const graph::OriginScope scope(block_name(*trained[i]), graph::Phase::update);
        std::vector<Tensor> states;
        const auto state_leaves = optimizer_leaves.states_of(*trained[i], optimizer);
        for (const auto& leaf : state_leaves)
            states.emplace_back(leaf);
        const auto next =
            optim::update(optimizer, values[i], gradients[i], states,
                          Tensor(optimizer_leaves.learning_rate()), Tensor(leaves.step()));
        assign(trained[i]->leaf, next.parameter);
        for (std::size_t k = 0; k < state_leaves.size(); ++k)
            assign(state_leaves[k], next.states[k]);
    }
    for (const auto& update : lowered.updates)
        assign(update.leaf, update.value);
    return program;
}

}  // namespace gradweave::train
