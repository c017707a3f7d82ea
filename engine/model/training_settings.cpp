// SPDX-License-Identifier: Apache-2.0
// The settings of the training panel, as parameters of the document.
#include <algorithm>

#include "engine/model/catalogue/kinds.h"
#include "engine/optim/schedule.h"

namespace gradweave::model {

namespace {

/// A text for which there are usual values.
ParamSpec suggestions(ParamSpec spec, std::vector<std::string> values) {
    spec.choices = std::move(values);
    return spec;
}

/// A row of the optimisers' or schedules' table as a setting.
ParamSpec setting_of(const optim::Hyperparameter& h, std::string key, std::string help) {
    using Kind = optim::Hyperparameter::Kind;
    if (h.kind == Kind::flag)
        return boolean_param(std::move(key), h.label, h.fallback[0] != 0, std::move(help));
    if (h.kind == Kind::list) {
        ParamSpec spec =
            integers_param(std::move(key), h.label, Axes(h.fallback.begin(), h.fallback.end()),
                           h.minimum, std::move(help));
        spec.maximum = h.maximum;
        return spec;
    }
    return real_param(std::move(key), h.label, h.fallback[0], h.minimum, h.maximum,
                      std::move(help));
}

/// "sgd: plain gradient descent; adam: ...".
template <class Kinds>
std::string explanations(const Kinds& kinds) {
    std::string text;
    for (const auto& kind : kinds)
        text += concat(text.empty() ? "" : "; ", kind.id, ": ", kind.help);
    return text + ".";
}

template <class Kinds>
std::vector<std::string> ids(const Kinds& kinds) {
    std::vector<std::string> all;
    for (const auto& kind : kinds)
        all.push_back(kind.id);
    return all;
}

/// Weight decay is one setting for all optimisers; some have a default of their own.
ParamSpec weight_decay_setting() {
    ParamSpec spec =
        real_param("weight_decay", "Weight decay", 0, 0, 1e3, "Pulls weights towards zero.");
    spec.fallback_key = "optimizer";
    for (const optim::OptimizerKind& kind : optim::optimizers()) {
        for (const optim::Hyperparameter& h : kind.hyperparameters) {
            if (h.key == spec.key && h.fallback[0] != 0)
                spec.fallbacks.emplace(kind.id, h.fallback[0]);
        }
    }
    return spec;
}

/// Each hyperparameter once, shown for the optimisers that have it.
void add_optimizer_settings(std::vector<ParamSpec>& settings) {
    for (const optim::OptimizerKind& kind : optim::optimizers()) {
        for (const optim::Hyperparameter& h : kind.hyperparameters) {
            if (h.key == "weight_decay") continue;
            const std::string key = optim::setting_key(kind, h);
            const auto known = std::find_if(settings.begin(), settings.end(),
                                            [&](const ParamSpec& spec) { return spec.key == key; });
            if (known == settings.end())
                settings.push_back(shown_if(setting_of(h, key, h.help), "optimizer", {kind.id}));
            else
                known->shown_if_values.push_back(kind.id);
        }
    }
}

void add_schedule_settings(std::vector<ParamSpec>& settings) {
    settings.push_back(choice_param(
        "schedule", "Schedule", "constant", ids(optim::schedules()),
        "How the learning rate changes while training. " + explanations(optim::schedules())));
    std::vector<std::string> changing;
    for (const optim::ScheduleKind& kind : optim::schedules()) {
        if (kind.id != "constant" && kind.rate) changing.push_back(kind.id);
        for (const optim::Hyperparameter& h : kind.hyperparameters)
            settings.push_back(shown_if(setting_of(h, h.key, h.help), "schedule", {kind.id}));
    }
    settings.push_back(shown_if(
        choice_param("schedule_unit", "Counted in", "automatic", {"automatic", "epoch", "update"},
                     "What the schedule's numbers count; automatic: updates for linear and "
                     "one_cycle, epochs for the others."),
        "schedule", changing));
    settings.push_back(integer_param("warmup_updates", "Warm-up", 0, 0, 1e12,
                                     "Updates in which the rate grows to what the schedule says; "
                                     "0: none."));
    settings.push_back(real_param("warmup_start", "Warm-up start", 0.01, 0, 1,
                                  "Share of the rate that a warm-up begins with."));
}

void add_gradient_settings(std::vector<ParamSpec>& settings) {
    settings.push_back(real_param("clip_norm", "Clip norm", 0, 0, 1e9,
                                  "Gradients are scaled down together where their norm is larger; "
                                  "0: never."));
    settings.push_back(real_param("clip_value", "Clip values", 0, 0, 1e9,
                                  "Each gradient is cut off at plus and minus this; 0: never."));
    settings.push_back(integer_param("accumulation", "Batches per update", 1, 1, 1e6,
                                     "Gradients of so many batches are averaged for one update, "
                                     "as if the batch were larger."));
    settings.push_back(real_param("ema_decay", "Mean of weights", 0, 0, 0.99999999,
                                  "Keeps a moving mean of the weights with this decay (such as "
                                  "0.999), which is what is measured and saved; 0: no mean."));
}

}  // namespace

const std::vector<ParamSpec>& training_settings() {
    static const std::vector<ParamSpec> settings = [] {
        std::vector<ParamSpec> all = {
            integer_param("epochs", "Epochs", 10, 1, 1e9,
                          "How often training goes through all samples."),
            integer_param("batch_size", "Batch size", 64, 1, 1e7,
                          "Samples per step: the gradient is their mean."),
            choice_param("optimizer", "Optimizer", "adam", ids(optim::optimizers()),
                         explanations(optim::optimizers())),
            real_param("learning_rate", "Learning rate", 0.001, 0, 1e9,
                       "How far a step goes along the gradient."),
            weight_decay_setting(),
        };
        add_optimizer_settings(all);
        add_schedule_settings(all);
        add_gradient_settings(all);
        for (ParamSpec& spec : std::vector<ParamSpec>{
                 boolean_param("shuffle", "Shuffle", true,
                               "Visits the samples in a new random order in each epoch."),
                 integer_param("seed", "Seed", 1, 0, 1e15,
                               "Equal seeds give equal initial weights, orders and dropout: the "
                               "same run again."),
                 suggestions(text_param("device", "Device", "auto",
                                        "auto takes the fastest for this network; cpu; opencl, or "
                                        "opencl:NUMBER or opencl:NAME-PART for one of several."),
                             {"auto", "cpu", "opencl"}),
                 file_param(weights_key, "Begins with", "",
                            "Weights to begin with instead of random ones, where names and shapes "
                            "fit: a .safetensors or .onnx file; empty: none."),
             }) {
            all.push_back(std::move(spec));
        }
        return all;
    }();
    return settings;
}

}  // namespace gradweave::model
