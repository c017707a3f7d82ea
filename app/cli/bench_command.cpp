// SPDX-License-Identifier: Apache-2.0
// bench: how fast a project trains or predicts, on the very path that training takes.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "app/cli/allocations.h"
#include "app/cli/commands.h"
#include "app/cli/parity.h"
#include "app/cli/projects.h"
#include "engine/backends/cpu/jit/code_request.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/data/batches.h"
#include "engine/model/commands.h"

namespace gradweave::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// The training samples of a data set as far as they fill whole batches, and no other split: every
/// step has one size, and the end of an epoch measures nothing.
class WholeBatches final : public data::Dataset {
  public:
    WholeBatches(data::DatasetPtr all, std::int64_t batch)
        : Dataset(cut(all->info(), batch)), all_(std::move(all)) {}

    void read(std::size_t field, data::Split split, std::span<const std::int64_t> samples,
              Array& out, std::int64_t first_row) const override {
        all_->read(field, split, samples, out, first_row);
    }
    Array raw(std::size_t field, data::Split split, std::int64_t sample) const override {
        return all_->raw(field, split, sample);
    }

  private:
    static data::DatasetInfo cut(data::DatasetInfo info, std::int64_t batch) {
        const std::int64_t samples = info.count(data::Split::train);
        info.counts = {samples - samples % batch, 0, 0};
        return info;
    }
    data::DatasetPtr all_;
};

double seconds_between(Clock::time_point begin, Clock::time_point end) {
    return std::chrono::duration<double>(end - begin).count();
}

rusage usage() {
    rusage result{};
    ::getrusage(RUSAGE_SELF, &result);
    return result;
}

/// Adds up what happens between start() and stop(); asking for the figures takes no memory.
class Meter {
  public:
    void start() {
        faults_at_ = faults();
        blocks_at_ = allocations().value_or(0);
        begin_ = Clock::now();
    }
    void stop() {
        seconds_ += seconds_between(begin_, Clock::now());
        blocks_ += allocations().value_or(0) - blocks_at_;
        faults_ += faults() - faults_at_;
    }
    double seconds() const { return seconds_; }
    double blocks() const { return static_cast<double>(blocks_); }
    double page_faults() const { return static_cast<double>(faults_); }

  private:
    static std::int64_t faults() {
        const rusage now = usage();
        return now.ru_minflt + now.ru_majflt;
    }
    Clock::time_point begin_;
    double seconds_ = 0;
    std::uint64_t blocks_at_ = 0, blocks_ = 0;
    std::int64_t faults_at_ = 0, faults_ = 0;
};

/// One step after the other, as a run makes them.
class Steps {
  public:
    Steps(train::Run& run, bool trains, std::int64_t batch)
        : run_(run), trains_(trains), batch_(batch) {}

    /// To be called before each step; false if there is nothing to do. What ends an epoch is no
    /// part of a step.
    bool epoch_ended() const { return ended_; }
    void end_epoch() {
        if (trains_) run_.end_of_epoch();
        ended_ = false;
    }

    void step() {
        if (trains_) {
            std::optional<train::Diverged> diverged;
            ended_ = run_.step(diverged).batch == run_.started().batches_per_epoch;
            if (diverged) throw Error(ErrorKind::numeric, diverged->sentence);
            return;
        }
        if (!order_ || next_ == order_->count()) {
            order_.emplace(run_.dataset(), data::Split::train, batch_, true, 1, ++epoch_);
            next_ = 0;
        }
        run_.predict(data::Split::train, order_->samples(next_++), outputs_);
    }

  private:
    train::Run& run_;
    bool trains_;
    std::int64_t batch_;
    bool ended_ = false;
    std::optional<data::Batches> order_;
    std::int64_t next_ = 0, epoch_ = 0;
    std::vector<Array> outputs_;
};

struct Rates {
    double median = 0, best = 0;
    std::size_t windows = 0;
    double blocks = 0, page_faults = 0;  ///< per step
};

/// `count` steps, the ends of epochs left out.
void measure_window(Steps& steps, std::int64_t count, Meter& meter) {
    meter.start();
    for (std::int64_t i = 0; i < count; ++i) {
        steps.step();
        if (!steps.epoch_ended()) continue;
        meter.stop();
        steps.end_epoch();
        meter.start();
    }
    meter.stop();
}

/// A warm-up, then windows of about a tenth of a second; at least five of them.
Rates measure(Steps& steps, double seconds) {
    constexpr double window = 0.1, most_warm_up = 0.5;
    constexpr std::size_t fewest_windows = 5;
    Meter warm_up;
    std::int64_t warm_steps = 0;
    while (warm_steps < 5 || warm_up.seconds() < std::min(most_warm_up, seconds / 3)) {
        measure_window(steps, 1, warm_up);
        ++warm_steps;
    }
    const double per_step = warm_up.seconds() / static_cast<double>(warm_steps);
    const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(window / per_step));

    std::vector<double> rates;
    rates.reserve(static_cast<std::size_t>(10 * seconds / window) + fewest_windows);
    start_counting_allocations();
    Meter total;
    std::int64_t done = 0;
    while (total.seconds() < seconds || rates.size() < fewest_windows) {
        const double before = total.seconds();
        measure_window(steps, count, total);
        rates.push_back(static_cast<double>(count) / (total.seconds() - before));
        done += count;
    }
    std::sort(rates.begin(), rates.end());
    const std::size_t half = rates.size() / 2;
    Rates result;
    result.median = rates.size() % 2 ? rates[half] : (rates[half - 1] + rates[half]) / 2;
    result.best = rates.back();
    result.windows = rates.size();
    result.blocks = total.blocks() / static_cast<double>(done);
    result.page_faults = total.page_faults() / static_cast<double>(done);
    return result;
}

/// While it lives, machine code is kept in a folder that was empty before, so that the user's cache
/// makes no benchmark look better; unless GRADWEAVE_JIT_CACHE says where. Before anything compiles.
class EmptyCodeCache {
  public:
    EmptyCodeCache() {
        if (std::getenv(variable) != nullptr) return;
        std::error_code error;
        std::string path = (fs::temp_directory_path(error) / "gradweave-bench-XXXXXX").string();
        if (error || ::mkdtemp(path.data()) == nullptr) {
            throw Error(ErrorKind::io,
                        concat(path, ": the folder cannot be made; name an existing one in TMPDIR"))
                .in_file(path);
        }
        folder_ = path;
        ::setenv(variable, path.c_str(), 1);
    }
    ~EmptyCodeCache() {
        if (folder_.empty()) return;
        std::error_code error;
        fs::remove_all(folder_, error);
        ::unsetenv(variable);
    }
    EmptyCodeCache(const EmptyCodeCache&) = delete;
    EmptyCodeCache& operator=(const EmptyCodeCache&) = delete;

  private:
    static constexpr const char* variable = "GRADWEAVE_JIT_CACHE";
    fs::path folder_;
};

/// Milliseconds from the document.
struct CompileTimes {
    double first_step;    ///< until a step could run
    double machine_code;  ///< until all machine code was there
};

class Bench {
  public:
    Bench(const Context& context, const BenchOptions& options)
        : context_(context), options_(options), project_(project_path(options.project)) {
        trains_ = options.mode == "train";
    }

    int run() {
        try {
            if (options_.threads)
                set_thread_count(static_cast<int>(std::min<std::int64_t>(*options_.threads, 1024)));
            const EmptyCodeCache cache;
            const auto reader = prepare();
            cold_ = compile();
            if (options_.why) return explain();
            backends::cpu::jit::forget_machine_code();
            warm_ = compile();
            if (!options_.parity.empty()) parity_ = check_parity(*reader, options_.parity);
            Steps steps(*run_, trains_, batch_);
            rates_ = measure(steps, options_.seconds);
        } catch (const Error& error) {
            rethrow_for(project_, error);
        }
        if (context_.json)
            context_.print(result());
        else
            print();
        return ExitCode::done;
    }

  private:
    int explain() const {
        const std::string& block = *options_.why;
        if (!block.empty() && job_.document.find(block) == nullptr)
            throw Error(ErrorKind::usage,
                        concat("--why ", block, ": there is no block ", in_quotes(block)));
        const auto& step = trains_ ? run_->training_step() : run_->prediction_step(batch_);
        std::string text = step.why(block);
        if (text.empty()) text = "Nothing that it computes is read by another step.\n";
        if (context_.json)
            context_.print(io::Json::Object{{"why", text}});
        else
            std::cout << text;
        return ExitCode::done;
    }

    /// Reads the data and compiles nothing.
    std::unique_ptr<train::Run> prepare() {
        job_ = make_job(context_, project_, options_.device);
        for (const std::string& assignment : options_.set)
            apply_setting(job_.document, *context_.catalogue, assignment);
        job_.settings = train::settings_of(job_.document);
        job_.settings.epochs = INT64_MAX / 2;
        job_.trains = false;
        if (options_.batch) job_.settings.batch_size = *options_.batch;
        batch_ = job_.settings.batch_size;
        auto reader = std::make_unique<train::Run>(job_, Progress{});
        const std::int64_t samples = reader->dataset()->info().count(data::Split::train);
        if (batch_ > samples) {
            throw Error(ErrorKind::bad_input,
                        concat("there are ", samples, " training samples; choose a batch of ",
                               samples, " or less"));
        }
        job_.dataset = std::make_shared<WholeBatches>(reader->dataset(), batch_);
        job_.trains = trains_;
        return reader;
    }

    /// Leaves the run in run_.
    CompileTimes compile() {
        run_.reset();
        run_ = std::make_unique<train::Run>(job_, Progress{});
        const double run = run_->compile_milliseconds();
        const auto begin = Clock::now();
        if (!trains_) run_->prediction_step(batch_);
        const double ready = run + 1000 * seconds_between(begin, Clock::now());
        run_->finish_compiling();
        return {ready, run + 1000 * seconds_between(begin, Clock::now())};
    }

    io::Json result() const {
        const auto memory =
            (trains_ ? run_->training_step() : run_->prediction_step(batch_)).memory();
        io::Json::Object object{
            {"project", project_.stem().string()},
            {"mode", options_.mode},
            {"batch", batch_},
            {"threads", run_->started().threads},
            {"device", run_->started().device},
            {"steps_per_s", rates_.median},
            {"best_steps_per_s", rates_.best},
            {"windows", static_cast<std::int64_t>(rates_.windows)},
            {"samples_per_s", rates_.median * static_cast<double>(batch_)},
            {"compile_ms_cold", cold_.machine_code},
            {"compile_ms_warm", warm_.machine_code},
            {"first_step_ms_cold", cold_.first_step},
            {"first_step_ms_warm", warm_.first_step},
            {"arena_bytes", static_cast<std::int64_t>(memory.arena_bytes)},
            {"arena_lower_bound", static_cast<std::int64_t>(memory.lower_bound_bytes)},
            {"peak_rss_bytes", std::int64_t{usage().ru_maxrss} * 1024},
            {"allocations_per_step", allocations() ? io::Json(rates_.blocks) : io::Json()},
            {"page_faults_per_step", rates_.page_faults},
        };
        if (parity_) {
            object["parity"] =
                io::Json::Object{{"torch", parity_->torch},
                                 {"steps", parity_->steps},
                                 {"largest_difference", parity_->largest_difference}};
        }
        return object;
    }

    void print() const {
        const io::Json all = result();
        for (const auto& [key, value] : all.object()) {
            std::cout << key << std::string(24 - std::min<std::size_t>(key.size(), 23), ' ')
                      << (value.is_string() ? value.string() : io::to_text(value)) << "\n";
        }
    }

    const Context& context_;
    const BenchOptions& options_;
    fs::path project_;
    bool trains_ = true;
    train::Job job_;
    std::int64_t batch_ = 0;
    std::optional<Parity> parity_;
    std::unique_ptr<train::Run> run_;
    CompileTimes cold_{}, warm_{};
    Rates rates_;
};

}  // namespace

int bench(Context& context, const BenchOptions& options) {
    return Bench(context, options).run();
}

}  // namespace gradweave::cli
