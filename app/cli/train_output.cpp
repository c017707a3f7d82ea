// SPDX-License-Identifier: Apache-2.0
#include "app/cli/train_output.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>

#include "engine/core/text.h"

namespace gradweave::cli {

namespace {

/// A number with a fixed count of significant digits, for lines that people read.
std::string brief(double value, int digits = 4) {
    char buffer[40];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits);
    return end.ec == std::errc{} ? std::string(buffer, end.ptr) : number_text(value);
}

std::string percent(double share) {
    char buffer[40];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, share * 100, std::chars_format::fixed, 2);
    return std::string(buffer, end.ptr) + " %";
}

std::string duration(double seconds) {
    const auto total = static_cast<std::int64_t>(seconds + 0.5);
    if (total < 60) return concat(total, " s");
    if (total < 3600) return concat(total / 60, " min ", total % 60, " s");
    return concat(total / 3600, " h ", total / 60 % 60, " min");
}

constexpr auto shortest_interval = std::chrono::milliseconds(100);

}  // namespace

TrainOutput::TrainOutput(const Context& context, std::string project)
    : context_(context),
      project_(std::move(project)),
      terminal_(!context.json && ::isatty(STDOUT_FILENO) == 1),
      begin_(Clock::now()),
      last_(begin_ - shortest_interval) {}

TrainOutput::~TrainOutput() {
    finish_progress_line();
}

void TrainOutput::line(const std::string& text) {
    finish_progress_line();
    std::cout << text << std::endl;
}

void TrainOutput::finish_progress_line() {
    if (shown_ > 0) std::cout << "\r" << std::string(shown_, ' ') << "\r" << std::flush;
    shown_ = 0;
}

void TrainOutput::preparing(double, std::string_view what) {
    if (!terminal_ || Clock::now() - last_ < shortest_interval) return;
    last_ = Clock::now();
    finish_progress_line();
    std::cout << what << std::flush;
    shown_ = what.size();
}

std::string TrainOutput::metric_text(const train::Figures& figures) const {
    std::string text;
    for (std::size_t i = 0; i < figures.metrics.size() && i < started_.metrics.size(); ++i) {
        text += concat(", ", started_.metrics[i], " ", percent(figures.metrics[i]));
    }
    return text;
}

void TrainOutput::started(const train::Started& started) {
    started_ = started;
    begin_ = Clock::now();
    if (context_.json) {
        const io::Json::List notes(started.notes.begin(), started.notes.end());
        context_.print(io::Json::Object{{"event", "start"},
                                        {"project", project_},
                                        {"device", started.device},
                                        {"placement", started.placement},
                                        {"weights", started.weights},
                                        {"threads", started.threads},
                                        {"seed", static_cast<std::int64_t>(started.seed)},
                                        {"parameters", started.parameters},
                                        {"train_samples", started.train_samples},
                                        {"validation_samples", started.validation_samples},
                                        {"test_samples", started.test_samples},
                                        {"batch_size", started.batch_size},
                                        {"epochs", started.epochs},
                                        {"notes", notes}});
        return;
    }
    line(concat(project_, ": ", grouped(started.parameters), " parameters, ",
                grouped(started.train_samples), " training samples, ",
                grouped(started.validation_samples), " for validation, ",
                grouped(started.test_samples), " for test; ", started.device, ", ", started.threads,
                started.threads == 1 ? " thread" : " threads", ", seed ", started.seed));
    for (const std::string& note : started.notes)
        line("data: " + note);
    if (!started.weights.empty()) line(started.weights);
    if (!started.placement.empty()) line("chosen by measuring: " + started.placement);
}

void TrainOutput::compiling(const train::Compiling& compiling) {
    compiling_ = concat("compiling ", std::min(compiling.done + 1, compiling.total), " of ",
                        compiling.total, compiling.total == 1 ? " kernel" : " kernels");
}

void TrainOutput::compiled(const train::Compiled& compiled) {
    compiling_.clear();
    if (context_.json)
        context_.print(io::Json::Object{{"event", "compile"},
                                        {"ms", compiled.milliseconds},
                                        {"cached", compiled.cached},
                                        {"left_over", compiled.left_over}});
}

void TrainOutput::step(const train::StepDone& step) {
    const auto now = Clock::now();
    if (now - last_ < shortest_interval) return;
    last_ = now;
    if (context_.json) {
        io::Json::Object object{{"event", "step"}, {"step", step.step}, {"epoch", step.epoch}};
        add_figures(object, "", step.figures);
        context_.print(object);
        return;
    }
    if (!terminal_) return;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double rate = static_cast<double>(step.step) / std::max(seconds, 1e-6);
    const double left =
        static_cast<double>(started_.epochs * started_.batches_per_epoch - step.step) /
        std::max(rate, 1e-6);
    const std::string text = concat(
        "epoch ", step.epoch, "/", started_.epochs, "  batch ", step.batch, "/",
        started_.batches_per_epoch, "  loss ", brief(step.figures.loss), metric_text(step.figures),
        "  ", grouped(static_cast<std::int64_t>(rate * static_cast<double>(started_.batch_size))),
        " samples/s, ", duration(left), " left", compiling_.empty() ? "" : "  ", compiling_);
    finish_progress_line();
    std::cout << text << std::flush;
    shown_ = text.size();
}

void TrainOutput::add_figures(io::Json::Object& object, const std::string& prefix,
                              const train::Figures& figures) const {
    object[prefix + "loss"] = figures.loss;
    for (std::size_t i = 0; i < figures.metrics.size() && i < started_.metrics.size(); ++i)
        object[prefix + started_.metrics[i]] = figures.metrics[i];
}

void TrainOutput::epoch(const train::EpochDone& epoch) {
    if (context_.json) {
        io::Json::Object object{{"event", "epoch"},
                                {"epoch", epoch.epoch},
                                {"step", epoch.step},
                                {"samples_per_s", epoch.samples_per_second}};
        add_figures(object, "train_", epoch.train);
        if (epoch.validation) add_figures(object, "validation_", *epoch.validation);
        context_.print(object);
        return;
    }
    std::string text = concat("epoch ", epoch.epoch, "/", started_.epochs, "  train loss ",
                              brief(epoch.train.loss), metric_text(epoch.train));
    if (epoch.validation)
        text += concat("  validation loss ", brief(epoch.validation->loss),
                       metric_text(*epoch.validation));
    line(concat(text, "  ", grouped(static_cast<std::int64_t>(epoch.samples_per_second)),
                " samples/s"));
}

void TrainOutput::end(const train::Finished& finished,
                      const std::vector<std::pair<std::string, std::string>>& files,
                      const std::string& folder) {
    if (context_.json) {
        io::Json::Object object{{"event", "end"},
                                {"steps", finished.steps},
                                {"epochs", finished.epochs},
                                {"seconds", finished.seconds},
                                {"best_epoch", finished.best_epoch},
                                {"out", folder}};
        if (finished.last_train) add_figures(object, "train_", *finished.last_train);
        if (finished.last_validation) add_figures(object, "validation_", *finished.last_validation);
        if (finished.best_validation)
            add_figures(object, "best_validation_", *finished.best_validation);
        if (finished.test) add_figures(object, "test_", *finished.test);
        io::Json::Object paths;
        for (const auto& [kind, path] : files)
            paths[kind] = path;
        object["files"] = std::move(paths);
        context_.print(object);
        return;
    }
    // A short run took more than "0 s".
    const double seconds = finished.seconds;
    line(concat(grouped(finished.steps), finished.steps == 1 ? " step in " : " steps in ",
                seconds < 9.95 ? concat(std::max(1.0, std::round(seconds * 10)) / 10, " s")
                               : duration(seconds)));
    if (finished.best_validation)
        line(concat("best epoch ", finished.best_epoch, ": validation loss ",
                    brief(finished.best_validation->loss), metric_text(*finished.best_validation)));
    if (finished.test)
        line(concat("test loss ", brief(finished.test->loss), metric_text(*finished.test)));
    line("wrote to " + folder + ":");
    for (const auto& [kind, path] : files)
        line("  " + path.substr(path.find_last_of('/') + 1));
}

}  // namespace gradweave::cli
