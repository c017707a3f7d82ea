// SPDX-License-Identifier: Apache-2.0
// The settings of the training panel, as parameters of the document.
#include "engine/model/catalogue/kinds.h"

namespace gradweave::model {

namespace {

/// A text for which there are usual values.
ParamSpec suggestions(ParamSpec spec, std::vector<std::string> values) {
    spec.choices = std::move(values);
    return spec;
}

}  // namespace

const std::vector<ParamSpec>& training_settings() {
    static const std::vector<ParamSpec> settings = {
        integer_param("epochs", "Epochs", 10, 1, 1e9,
                      "How often training goes through all samples."),
        integer_param("batch_size", "Batch size", 64, 1, 1e7,
                      "Samples per step: the gradient is their mean."),
        choice_param("optimizer", "Optimizer", "adam", {"sgd", "adam", "adamw"},
                     "sgd: plain gradient descent; adam: steps scaled by each parameter's own "
                     "history; adamw: the same with "
                     "weight decay kept apart from it."),
        real_param("learning_rate", "Learning rate", 0.001, 0, 1e9,
                   "How far a step goes along the gradient."),
        shown_if(real_param("momentum", "Momentum", 0, 0, 1,
                            "Share of the last step that is added to the next."),
                 "optimizer", {"sgd"}),
        shown_if(boolean_param("nesterov", "Nesterov", false, "Looks ahead along the momentum."),
                 "optimizer", {"sgd"}),
        real_param("weight_decay", "Weight decay", 0, 0, 1e3, "Pulls weights towards zero."),
        shown_if(
            real_param("beta1", "Beta 1", 0.9, 0, 0.999999, "Decay of Adam's mean of gradients."),
            "optimizer", {"adam", "adamw"}),
        shown_if(real_param("beta2", "Beta 2", 0.999, 0, 0.99999999,
                            "Decay of Adam's mean of squared gradients."),
                 "optimizer", {"adam", "adamw"}),
        boolean_param("shuffle", "Shuffle", true,
                      "Visits the samples in a new random order in each epoch."),
        integer_param(
            "seed", "Seed", 1, 0, 1e15,
            "Equal seeds give equal initial weights, orders and dropout: the same run again."),
        suggestions(text_param("device", "Device", "auto",
                               "auto takes the fastest for this network; cpu; opencl, or "
                               "opencl:NUMBER or opencl:NAME-PART for one of several."),
                    {"auto", "cpu", "opencl"}),
    };
    return settings;
}

}  // namespace gradweave::model
