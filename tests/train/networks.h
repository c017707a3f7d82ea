// SPDX-License-Identifier: Apache-2.0
// Small documents to train in tests.
#pragma once

#include <memory>

#include "engine/model/commands.h"
#include "engine/train/run.h"

namespace gradweave::test {

inline std::shared_ptr<const model::Catalogue> catalogue() {
    static const auto shared = std::make_shared<const model::Catalogue>();
    return shared;
}

/// Adds a block of a kind behind another one's first output (or alone) and returns its id.
inline model::BlockId add(model::Document& document, const std::string& kind,
                          model::BlockId after = 0, model::Params params = {}) {
    const model::BlockKind& entry = *catalogue()->find(kind);
    const model::BlockId id = document.fresh_id();
    if (after == 0) {
        document.apply(model::add_block(document, entry, {}));
    } else {
        const auto& port = catalogue()->find(document.at(after).kind)->outputs.front().name;
        document.apply(model::add_block_from(document, entry, {}, {after, port}));
    }
    for (auto& [key, value] : params)
        document.apply(model::set_param(document, *catalogue(), id, key, value));
    return id;
}

inline void wire(model::Document& document, model::BlockId from, const std::string& output,
                 model::BlockId to, const std::string& input) {
    document.apply(model::connect(document, {{from, output}, {to, input}}));
}

/// Two moons, a hidden layer with dropout and batch norm, cross-entropy and accuracy.
inline model::Document moons() {
    model::Document d;
    const auto points =
        add(d, "generated", 0,
            {{"shape", std::string("moons")}, {"samples", std::int64_t{330}}, {"test", 0.1}});
    const auto hidden = add(d, "linear", points, {{"units", std::int64_t{24}}});
    const auto norm = add(d, "batch_norm", hidden);
    const auto active = add(d, "relu", norm);
    const auto drop = add(d, "dropout", active, {{"p", 0.1}});
    const auto scores = add(d, "linear", drop, {{"units", std::int64_t{2}}});
    const auto loss = add(d, "cross_entropy", scores);
    wire(d, points, "target", loss, "label");
    const auto accuracy = add(d, "accuracy", scores);
    wire(d, points, "target", accuracy, "label");
    for (const auto& [key, value] :
         std::initializer_list<std::pair<const char*, model::ParamValue>>{
             {"epochs", std::int64_t{6}},
             {"batch_size", std::int64_t{32}},
             {"learning_rate", 0.02}}) {
        d.apply(model::set_training(d, key, value));
    }
    return d;
}

inline train::Job job(model::Document document) {
    train::Job job;
    job.document = std::move(document);
    job.catalogue = catalogue();
    job.settings = train::settings_of(job.document);
    return job;
}

/// Runs to the end; returns the losses of all steps.
inline std::vector<double> train_all(train::Run& run) {
    std::vector<double> losses;
    std::optional<train::Diverged> diverged;
    while (!run.done() && !diverged) {
        losses.push_back(run.step(diverged).figures.loss);
        run.end_of_epoch();
    }
    return losses;
}

}  // namespace gradweave::test
