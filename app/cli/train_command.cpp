// SPDX-License-Identifier: Apache-2.0
// train and eval.
#include <cmath>
#include <csignal>
#include <ctime>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "app/cli/signals.h"
#include "app/cli/train_output.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/io/files.h"
#include "engine/io/locations.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"
#include "engine/train/results.h"

namespace gradweave::cli {

namespace fs = std::filesystem;

namespace {

std::string two_digits(int value) {
    return concat(value < 10 ? "0" : "", value);
}

/// A new folder for the results of a run: state folder, project, date and time.
fs::path new_run_folder(const std::string& project) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    const std::string stamp =
        concat(local.tm_year + 1900, two_digits(local.tm_mon + 1), two_digits(local.tm_mday), "-",
               two_digits(local.tm_hour), two_digits(local.tm_min), two_digits(local.tm_sec));
    const fs::path runs = io::state_directory() / "runs";
    for (int number = 1;; ++number) {
        const fs::path folder =
            runs / concat(project, "-", stamp, number > 1 ? concat("-", number) : "");
        if (!fs::exists(folder)) return folder;
    }
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder)) {
        throw Error(ErrorKind::io, concat(folder.string(), ": the folder cannot be made (",
                                          error ? error.message() : "a file has its name",
                                          "); choose another with --out"))
            .in_file(folder.string());
    }
}

/// The checkpoint that --resume means: a file, or the newest in a results folder.
fs::path checkpoint_path(const fs::path& given) {
    std::error_code error;
    if (!fs::is_directory(given, error)) return given;
    fs::path newest;
    for (fs::directory_iterator entry(given / "checkpoints", error), end; !error && entry != end;
         entry.increment(error)) {
        // Names are numbered with leading zeros: the last in order is the newest.
        if (entry->path().extension() == ".safetensors" &&
            (newest.empty() || newest.filename() < entry->path().filename()))
            newest = entry->path();
    }
    if (newest.empty())
        throw Error(ErrorKind::io,
                    concat(given.string(), ": there is no checkpoint in this folder"))
            .in_file(given.string());
    return newest;
}

class Training {
  public:
    Training(Context& context, const TrainOptions& options)
        : context_(context),
          options_(options),
          project_(project_path(options.project)),
          output_(context, project_.stem().string()) {}

    int run() {
        if (options_.threads)
            set_thread_count(static_cast<int>(std::min<std::int64_t>(*options_.threads, 1024)));
        const SignalScope signals;
        Progress progress{
            [this](double fraction, std::string_view what) { output_.preparing(fraction, what); },
            [] { return SignalScope::received() != 0; }};
        prepare(progress);
        output_.started(run_->started());
        tell(run_->compile_news());
        history_.begin(run_->started());
        make_folder(folder_);
        std::optional<train::Diverged> diverged;
        // A checkpoint may have been made before the measurement that ends an epoch.
        end_epoch_if_over();
        while (!run_->done() && SignalScope::received() == 0 && !diverged) {
            const auto& step = run_->step(diverged);
            history_.add(step);
            output_.step(step);
            tell(run_->compile_news());
            if (!diverged) end_epoch_if_over();
        }
        return end(diverged);
    }

  private:
    void prepare(const Progress& progress) {
        train::Job job = make_job(context_, project_, options_.device);
        if (options_.epochs) set(job, "epochs", *options_.epochs);
        if (options_.batch) set(job, "batch_size", *options_.batch);
        if (options_.learning_rate) set(job, "learning_rate", *options_.learning_rate);
        if (options_.seed) set(job, "seed", *options_.seed);
        for (const auto& assignment : options_.set)
            apply_setting(job.document, *context_.catalogue, assignment);
        if (!options_.weights.empty()) job.weights = io::read_safetensors(options_.weights);
        if (!options_.resume.empty())
            job.checkpoint = io::read_safetensors(checkpoint_path(options_.resume));
        const bool resumes_folder = !options_.resume.empty() && fs::is_directory(options_.resume);
        folder_ = !options_.out.empty() ? fs::path(options_.out)
                  : resumes_folder      ? fs::path(options_.resume)
                                        : new_run_folder(project_.stem().string());
        try {
            job.settings = train::settings_of(job.document);
            if (options_.steps) {
                job.settings.max_steps = *options_.steps;
                job.settings.epochs = INT64_MAX;
            }
            run_ = std::make_unique<train::Run>(std::move(job), progress);
        } catch (const Error& error) {
            rethrow_for(project_, error);
        }
    }

    void tell(const std::optional<train::Event>& news) {
        if (!news) return;
        if (const auto* compiling = std::get_if<train::Compiling>(&*news))
            output_.compiling(*compiling);
        if (const auto* compiled = std::get_if<train::Compiled>(&*news))
            output_.compiled(*compiled);
    }

    static void set(train::Job& job, const std::string& key, model::ParamValue value) {
        job.document.apply(model::set_training(job.document, key, value));
    }

    /// A signal ends the measurement; whoever goes on from the checkpoint begins it again.
    void end_epoch_if_over() {
        try {
            const auto epoch =
                run_->end_of_epoch({{}, [] { return SignalScope::received() != 0; }});
            if (!epoch) return;
            history_.add(*epoch);
            output_.epoch(*epoch);
            if (options_.checkpoint_every > 0 && epoch->epoch % options_.checkpoint_every == 0)
                write_checkpoint();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::cancelled) throw;
        }
    }

    void write_checkpoint() {
        const fs::path folder = folder_ / "checkpoints";
        make_folder(folder);
        train::write_checkpoint(*run_, folder);
    }

    int end(const std::optional<train::Diverged>& diverged) {
        const int signal = SignalScope::received();
        tell(run_->stop_compiling());
        if (signal != 0) {
            write_checkpoint();
        } else if (!diverged) {
            run_->restore_best();
        }
        const auto finished = run_->finish(signal == 0 && !diverged);
        // Who interrupts does not wait for the layout of a large graph.
        const std::chrono::milliseconds layout_limit(signal == 0 ? 10'000 : 300);
        const auto files =
            train::write_results(*run_, history_, folder_, project_.stem().string(), layout_limit);
        output_.end(finished, files, folder_.string());
        if (signal == SIGTERM) return ExitCode::terminated;
        if (signal != 0) return ExitCode::interrupted;
        if (diverged)
            throw Error(ErrorKind::numeric, concat(project_.string(), ": ", diverged->sentence))
                .in_file(project_.string())
                .in_block(diverged->block);
        return ExitCode::done;
    }

    Context& context_;
    const TrainOptions& options_;
    fs::path project_, folder_;
    TrainOutput output_;
    train::History history_;
    std::unique_ptr<train::Run> run_;
};

}  // namespace

int train(Context& context, const TrainOptions& options) {
    return Training(context, options).run();
}

void apply_setting(model::Document& document, const model::Catalogue& catalogue,
                   const std::string& assignment) {
    const auto equals = assignment.find('=');
    const auto dot = assignment.rfind('.', equals);
    if (equals == std::string::npos || dot == std::string::npos || dot > equals) {
        throw Error(ErrorKind::usage,
                    concat("--set ", assignment, ": write block.parameter=value"));
    }
    const std::string name = assignment.substr(0, dot),
                      key = assignment.substr(dot + 1, equals - dot - 1),
                      value = assignment.substr(equals + 1);
    try {
        const model::Block* block = document.find(name);
        if (block == nullptr && name == "training") {
            const model::ParamSpec* spec = model::find_spec(model::training_settings(), key);
            if (spec == nullptr)
                throw Error(ErrorKind::usage,
                            concat("there is no training setting ", in_quotes(key)));
            document.apply(model::set_training(document, key, model::parse_value(*spec, value)));
            return;
        }
        if (block == nullptr)
            throw Error(ErrorKind::usage, concat("there is no block ", in_quotes(name)));
        const model::BlockKind* kind = catalogue.find(block->kind);
        const model::ParamSpec* spec = kind ? model::find_spec(kind->params, key) : nullptr;
        if (spec == nullptr)
            throw Error(ErrorKind::usage,
                        concat("block ", in_quotes(name), " has no parameter ", in_quotes(key)));
        document.apply(model::set_param(document, catalogue, block->id, key,
                                        model::parse_value(*spec, value)));
    } catch (const Error& error) {
        throw Error(ErrorKind::usage, concat("--set ", assignment, ": ", error.what()));
    }
}

}  // namespace gradweave::cli
