// SPDX-License-Identifier: Apache-2.0
#include "engine/train/history.h"

#include <algorithm>

#include "engine/core/text.h"

namespace gradweave::train {

namespace {

/// A name as a CSV cell.
std::string cell(const std::string& name) {
    if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
    std::string quoted = "\"";
    for (const char c : name)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string number(double value) {
    return number_text(static_cast<float>(value));
}

}  // namespace

void History::begin(const Started& started) {
    *this = History();
    metric_names_ = started.metrics;
}

void History::add(const StepDone& step) {
    losses_.push_back(step.figures.loss);
    rates_.push_back(step.learning_rate);
    steps_.push_back(step.step);
    epochs_of_steps_.push_back(step.epoch);
    for (std::size_t i = 0; i < metric_names_.size(); ++i) {
        metrics_.push_back(i < step.figures.metrics.size() ? step.figures.metrics[i] : 0);
    }
}

std::string History::steps_csv() const {
    std::string text = "step,epoch,loss,learning_rate";
    for (const auto& name : metric_names_)
        text += "," + cell(name);
    text += "\n";
    for (std::size_t i = 0; i < losses_.size(); ++i) {
        text += concat(steps_[i], ",", epochs_of_steps_[i], ",", number(losses_[i]), ",",
                       number_text(rates_[i]));
        for (std::size_t k = 0; k < metric_names_.size(); ++k)
            text += "," + number(metrics_[i * metric_names_.size() + k]);
        text += "\n";
    }
    return text;
}

std::string History::epochs_csv() const {
    std::string text = "epoch,step,train_loss,validation_loss,samples_per_second";
    for (const auto& name : metric_names_)
        text += concat(",train_", cell(name), ",validation_", cell(name));
    text += "\n";
    for (const auto& epoch : epochs_) {
        text += concat(epoch.epoch, ",", epoch.step, ",", number(epoch.train.loss), ",",
                       epoch.validation ? number(epoch.validation->loss) : "", ",",
                       number(epoch.samples_per_second));
        for (std::size_t k = 0; k < metric_names_.size(); ++k) {
            text += concat(",", number(epoch.train.metrics.at(k)), ",",
                           epoch.validation ? number(epoch.validation->metrics.at(k)) : "");
        }
        text += "\n";
    }
    return text;
}

}  // namespace gradweave::train
