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
        s.learning_rate = params.real("learning_rate");
        s.recipe.optimizer = optim::Optimizer(params.text("optimizer"));
        const auto number = [&](const std::string& key, const optim::Hyperparameter& h) {
            return h.kind == optim::Hyperparameter::Kind::flag ? (params.boolean(key) ? 1.0 : 0.0)
                                                               : params.real(key);
        };
        const optim::OptimizerKind& kind = s.recipe.optimizer.kind();
        for (const auto& h : kind.hyperparameters)
            s.recipe.optimizer.set(h.key, number(optim::setting_key(kind, h), h));
        s.schedule = optim::Schedule(params.text("schedule"));
        for (const auto& h : s.schedule.kind().hyperparameters) {
            if (h.kind == optim::Hyperparameter::Kind::list) {
                const Axes& list = params.integers(h.key);
                s.schedule.set(h.key, {list.begin(), list.end()});
            } else {
                s.schedule.set(h.key, {number(h.key, h)});
            }
        }
        const std::string& unit = params.text("schedule_unit");
        s.schedule_by_updates =
            unit == "update" || (unit == "automatic" && s.schedule.kind().every_update);
        s.warm_up = {static_cast<double>(params.integer("warmup_updates")),
                     params.real("warmup_start")};
        // The first value of a long training, so that a momentum of 0 does not leave the optimiser
        // without its state; each step brings its own.
        const optim::Scheduler probe(s.schedule, s.learning_rate, 1000);
        s.recipe.moves_momentum = probe.moves_momentum() && !kind.moved_key.empty();
        if (s.recipe.moves_momentum) s.recipe.optimizer.set(kind.moved_key, *probe.momentum(0));
        s.recipe.clip_norm = params.real("clip_norm");
        s.recipe.clip_value = params.real("clip_value");
        s.recipe.accumulation = params.integer("accumulation");
        s.recipe.ema_decay = params.real("ema_decay");
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
