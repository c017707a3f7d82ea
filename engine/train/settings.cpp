// SPDX-License-Identifier: Apache-2.0
// What a document says about training and data, as typed values.
#include "engine/core/text.h"
#include "engine/model/project.h"
#include "engine/train/run.h"

namespace gradweave::train {

Settings settings_of(const model::Document& document) {
    for (const auto& [key, value] : document.training()) {
        if (model::find_spec(model::training_settings(), key) == nullptr) {
            throw Error(ErrorKind::bad_input,
                        concat("training: ", in_quotes(key), " is no setting of this version"));
        }
    }
    const model::ParamReader params(model::training_settings(), document.training());
    try {
        Settings s;
        s.epochs = params.integer("epochs");
        s.batch_size = params.integer("batch_size");
        s.optimizer.kind = optim::kind_from_name(params.text("optimizer"));
        s.optimizer.momentum = params.real("momentum");
        s.optimizer.nesterov = params.boolean("nesterov");
        s.optimizer.weight_decay = params.real("weight_decay");
        s.optimizer.beta1 = params.real("beta1");
        s.optimizer.beta2 = params.real("beta2");
        s.learning_rate = params.real("learning_rate");
        s.shuffle = params.boolean("shuffle");
        s.seed = static_cast<std::uint64_t>(params.integer("seed"));
        s.device = params.text("device");
        return s;
    } catch (const model::BlockProblem& problem) {
        throw Error(ErrorKind::bad_input, concat("training: ", problem.sentence));
    }
}

model::DataStatus DataDescriber::operator()(const model::Block& block) {
    const auto known = known_.find(block.id);
    if (known != known_.end()) return known->second;
    model::DataStatus status;
    try {
        status.info = data::describe(model::data_source(block, *catalogue_, base_, allow_outside_));
    } catch (const model::BlockProblem& problem) {
        status.problem = problem.sentence;
        status.place = problem.place;
    } catch (const Error& error) {
        status.problem = error.what();
    }
    known_.emplace(block.id, status);
    return status;
}

}  // namespace gradweave::train
