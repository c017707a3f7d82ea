// SPDX-License-Identifier: Apache-2.0
#include "engine/train/run.h"

#include <chrono>
#include <cmath>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/data/batches.h"
#include "engine/exchange/embedded_project.h"
#include "engine/model/project.h"
#include "engine/train/network.h"
#include "engine/train/placement.h"

namespace gradweave::train {

using Clock = std::chrono::steady_clock;

namespace {

/// Samples that are measured at once; large enough for speed, small enough for memory.
constexpr std::int64_t measure_batch = 250;

/// Means over batches of different sizes.
class Mean {
  public:
    void add(const Figures& figures, std::int64_t samples) {
        const auto weight = static_cast<double>(samples);
        sum_.metrics.resize(figures.metrics.size(), 0);
        sum_.loss += figures.loss * weight;
        for (std::size_t i = 0; i < figures.metrics.size(); ++i)
            sum_.metrics[i] += figures.metrics[i] * weight;
        samples_ += samples;
    }
    std::int64_t samples() const { return samples_; }
    Figures value() const {
        Figures mean = sum_;
        const auto count = static_cast<double>(std::max<std::int64_t>(samples_, 1));
        mean.loss /= count;
        for (double& metric : mean.metrics)
            metric /= count;
        return mean;
    }
    /// The sums as numbers, for checkpoints.
    std::vector<double> numbers() const {
        std::vector<double> all{sum_.loss, static_cast<double>(samples_)};
        all.insert(all.end(), sum_.metrics.begin(), sum_.metrics.end());
        return all;
    }
    void set_numbers(const std::vector<double>& all) {
        sum_.loss = all.at(0);
        samples_ = static_cast<std::int64_t>(all.at(1));
        sum_.metrics.assign(all.begin() + 2, all.end());
    }

  private:
    Figures sum_;
    std::int64_t samples_ = 0;
};

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The one data block that the document's losses read from, or null.
const model::Block* source_block(const model::Document& document,
                                 const model::Catalogue& catalogue) {
    for (const auto& [id, block] : document.blocks()) {
        const model::BlockKind* kind = catalogue.find(block.kind);
        if (kind != nullptr && kind->category == model::Category::data &&
            block.marks.mode != model::BlockMode::muted && !document.wires_from(id).empty())
            return &block;
    }
    return nullptr;
}

[[noreturn]] void refuse(const model::Document& document, const model::Problem& problem) {
    const model::Block* block = document.find(problem.block);
    if (block == nullptr) throw Error(ErrorKind::bad_input, problem.sentence);
    throw Error(ErrorKind::bad_input,
                concat("block ", in_quotes(block->name), ": ", problem.sentence))
        .in_block(block->name);
}

/// Numbers with spaces between them, and back.
std::string numbers_text(const std::vector<double>& numbers) {
    std::string text;
    for (const double number : numbers)
        text += concat(text.empty() ? "" : " ", number);
    return text;
}
std::vector<double> numbers_in(const std::string& text) {
    std::vector<double> numbers;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            numbers.push_back(parse_double(word).value_or(NAN));
            word.clear();
        }
    }
    return numbers;
}

constexpr const char* best_prefix = "best/";
constexpr const char* epoch_prefix = "epoch/";

}  // namespace

class Run::Impl {
  public:
    Impl(Job given, const Progress& progress) : job(std::move(given)) {
        load_data(progress);
        check_document();
        const std::int64_t samples = dataset->info().count(data::Split::train);
        const std::int64_t batch =
            std::max<std::int64_t>(std::min(job.settings.batch_size, samples), 1);
        choose_device(batch, progress);
        progress(0.9, "compiling");
        compile_begin = Clock::now();
        network = make_network(device);
        if (job.weights) network->set_values(check_weights(network->parameters(), *job.weights));
        // Drivers of other devices take seconds to compile a program.
        const Progress compiling{
            [&](double fraction, std::string_view what) { progress(0.9 + 0.1 * fraction, what); },
            progress.cancelled};
        if (job.trains) prepare_training(batch, compiling);
        compile_milliseconds = seconds_since(compile_begin) * 1000;
        describe(batch, samples);
        make_scheduler();
        snapshot(0);
        if (job.checkpoint) resume(*job.checkpoint);
        epoch_begin = Clock::now();
        run_begin = epoch_begin;
    }

    /// Ready to measure with, not to train.
    struct Measuring {};
    Impl(Job given, const Progress& progress, Measuring) : job(std::move(given)) {
        load_data(progress);
        check_document();
        const std::int64_t batch = std::max<std::int64_t>(
            std::min(job.settings.batch_size, dataset->info().count(data::Split::train)), 1);
        std::vector<std::string> names;
        for (const auto& candidate : runtime::list_devices()) {
            if (candidate.available) names.push_back(candidate.name);
        }
        measure(names, batch, progress);
    }

    /// The fastest of the devices for this network; all their speeds are in `started`.
    std::string measure(const std::vector<std::string>& devices, std::int64_t batch,
                        const Progress& progress) {
        const data::Batches order(dataset, data::Split::train, batch, job.settings.shuffle,
                                  job.settings.seed, 1);
        started.speeds = measure_devices(
            devices, [&](auto on) { return make_network(on); },
            read(Network::Purpose::train, order, 0), job.settings.learning_rate, progress);
        return started.speeds.front().device;
    }

    std::int64_t updates_per_epoch() const {
        const std::int64_t together = job.settings.recipe.accumulation;
        return (started.batches_per_epoch + together - 1) / together;
    }

    /// The schedule over the epochs (or updates) that there will be.
    void make_scheduler() {
        const auto& s = job.settings;
        const auto per_epoch = static_cast<double>(started.batches_per_epoch);
        double epochs = static_cast<double>(s.epochs);
        if (s.max_steps > 0)
            epochs = std::min(epochs, static_cast<double>(s.max_steps) / per_epoch);
        const double total =
            s.schedule_by_updates ? epochs * static_cast<double>(updates_per_epoch()) : epochs;
        scheduler = optim::Scheduler(s.schedule, s.learning_rate, std::ceil(total), s.warm_up);
    }

    /// The numbers of the batch that comes next; batches of an epoch are grouped into updates, the
    /// last of which may be smaller.
    Network::Numbers next_numbers() const {
        const std::int64_t together = job.settings.recipe.accumulation;
        const std::int64_t place = next_batch % together;
        const std::int64_t size =
            std::min(together, started.batches_per_epoch - (next_batch - place));
        const std::int64_t updates = (epoch - 1) * updates_per_epoch() + next_batch / together;
        const auto time =
            static_cast<double>(job.settings.schedule_by_updates ? updates : epoch - 1);
        Network::Numbers now{.learning_rate = scheduler.rate(time, static_cast<double>(updates)),
                             .step = steps + 1};
        now.momentum = scheduler.momentum(time).value_or(0);
        now.update = updates + 1;
        now.applies = place + 1 == size;
        now.share = 1.0 / static_cast<double>(size);
        return now;
    }

    std::unique_ptr<Network> make_network(const std::shared_ptr<runtime::Backend>& on) const {
        return std::make_unique<Network>(job.document, *job.catalogue, analysis,
                                         job.settings.recipe, job.settings.seed, on);
    }

    /// The device that was asked for; for "auto" the fastest, where there is a choice.
    void choose_device(std::int64_t batch, const Progress& progress) {
        std::string name = job.settings.device;
        if (name == "auto" && job.trains) {
            const auto candidates = automatic_candidates();
            if (candidates.size() > 1) {
                name = measure(candidates, batch, progress);
                started.placement = to_text(started.speeds);
            }
        }
        device = runtime::open_device(name);
    }

    void prepare_training(std::int64_t batch, const Progress& progress) {
        try {
            network->prepare_training(batch, progress);
        } catch (const backends::OutOfDeviceMemory& error) {
            throw with_fitting_batch(error, batch);
        }
    }

    /// What a step needs grows with its batch: which one would fit, if there is one.
    static Error with_fitting_batch(const backends::OutOfDeviceMemory& error, std::int64_t batch) {
        const double share =
            static_cast<double>(error.available()) / static_cast<double>(error.needed());
        std::int64_t fitting = 1;
        while (static_cast<double>(fitting) * 2 <= static_cast<double>(batch) * share)
            fitting *= 2;
        if (fitting >= batch || static_cast<double>(batch) * share < 1) return error;
        return Error(ErrorKind::device, concat(error.what(), "; a batch of ", fitting,
                                               " would fit (now ", batch, ")"));
    }

    /// The device failed in the middle of a step: what it holds is lost. The weights go back to the
    /// last copy in host memory, on the CPU, and the run is over.
    [[noreturn]] void leave_device(const Error& error) {
        runtime::forget_device(*device);
        device = runtime::default_device();
        network = make_network(device);
        network->set_values(epoch_weights);
        over = true;
        throw Error(ErrorKind::device,
                    concat(error.what(), ". The weights are back at ",
                           snapshot_epoch == 0 ? "their initial values"
                                               : concat("the end of epoch ", snapshot_epoch),
                           "; train again with the device cpu, or try this device once more"));
    }

    const Figures& train_on(const Network::Batch& batch) {
        try {
            return network->train(batch, numbers);
        } catch (const backends::OutOfDeviceMemory& error) {
            leave_device(with_fitting_batch(error, batch.front().shape()[0]));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::device || device == runtime::default_device()) throw;
            leave_device(error);
        }
    }

    void load_data(const Progress& progress) {
        const model::Block* block = source_block(job.document, *job.catalogue);
        dataset = job.dataset;
        if (dataset || block == nullptr) return;
        try {
            dataset = data::load(
                model::data_source(*block, *job.catalogue, job.base, job.allow_outside), progress);
        } catch (const model::BlockProblem& problem) {
            throw Error(ErrorKind::bad_input,
                        concat("block ", in_quotes(block->name), ": ", problem.sentence))
                .in_block(block->name);
        }
    }

    void check_document() {
        model::Analyser analyser(*job.catalogue);
        analysis = analyser.analyse(job.document, [&](const model::Block&) {
            return dataset ? model::DataStatus{dataset->info(), ""} : model::DataStatus{};
        });
        // A network with outputs and no loss can predict: one from elsewhere has none.
        const bool predicts =
            !job.trains && has_block(model::Category::output) && !has_block(model::Category::loss);
        for (const auto& problem : analysis.problems) {
            if (predicts && problem.block == 0) continue;
            if (problem.severity == model::Problem::Severity::error) refuse(job.document, problem);
        }
        if (dataset == nullptr)
            throw Error(ErrorKind::bad_input, "the network reads from no data block; add one");
        if (!job.trains) return;
        if (const model::Block* source = source_block(job.document, *job.catalogue);
            source != nullptr && source->kind == "input") {
            throw Error(ErrorKind::bad_input,
                        concat("block ", in_quotes(source->name),
                               " only says what samples look like: put a data block in its place "
                               "to train"))
                .in_block(source->name);
        }
        if (dataset->info().count(data::Split::train) == 0) {
            throw Error(
                ErrorKind::bad_input,
                "there are no training samples: make the validation and test shares smaller");
        }
    }

    /// Whether an active block of this category is there.
    bool has_block(model::Category category) const {
        for (const auto& [id, block] : job.document.blocks()) {
            const model::BlockKind* kind = job.catalogue->find(block.kind);
            if (kind != nullptr && kind->category == category &&
                block.marks.mode == model::BlockMode::active)
                return true;
        }
        return false;
    }

    void describe(std::int64_t batch, std::int64_t samples) {
        started.device = device->name();
        started.threads = thread_count();
        started.seed = job.settings.seed;
        started.parameters = analysis.parameter_count;
        started.train_samples = samples;
        started.validation_samples = dataset->info().count(data::Split::validation);
        started.test_samples = dataset->info().count(data::Split::test);
        started.batch_size = batch;
        started.batches_per_epoch = (samples + batch - 1) / batch;
        started.epochs = job.settings.epochs;
        started.metrics = network->metric_names();
        if (job.trains) started.memory = network->training_step(batch).memory();
    }

    std::optional<Event> compile_news() {
        if (told_compiled || !job.trains) return std::nullopt;
        const auto& step = network->training_step(started.batch_size);
        const auto now = step.compiling();
        if (now.total == 0) {
            told_compiled = true;
            const double waited = told.total > 0 ? seconds_since(compile_begin) * 1000 : 0;
            return Compiled{std::max(waited, compile_milliseconds),
                            step.compile_report().loops_made == 0, 0};
        }
        if (now == told) return std::nullopt;
        told = now;
        return Compiling{now.done, now.total};
    }

    /// What is not made yet stays tiles.
    std::optional<Event> stop_compiling() {
        network->stop_compiling();
        if (told_compiled || !job.trains) return std::nullopt;
        told_compiled = true;
        return Compiled{seconds_since(compile_begin) * 1000, false, told.total - told.done};
    }

    bool done() const {
        return over || epoch > job.settings.epochs ||
               (job.settings.max_steps > 0 && steps >= job.settings.max_steps);
    }

    /// The batches of the epoch that is going on.
    const data::Batches& batches() {
        if (!pass || pass_epoch != epoch) {
            pass.emplace(dataset, data::Split::train, started.batch_size, job.settings.shuffle,
                         job.settings.seed, epoch);
            pass_epoch = epoch;
        }
        return *pass;
    }

    /// Arrays for so many samples, the network's own inputs once there is one. Batches of one size
    /// share them: a step allocates nothing here.
    Network::Batch& staged(Network::Purpose purpose, std::int64_t samples) {
        auto& [arrays, belong_to] = staging[{purpose, samples}];
        if (!arrays.empty() && belong_to == network.get()) return arrays;
        arrays.clear();
        for (const auto& field : dataset->info().fields) {
            Axes sizes{samples};
            sizes.insert(sizes.end(), field.sample.begin(), field.sample.end());
            arrays.emplace_back(field.dtype, Shape(std::move(sizes)));
        }
        belong_to = network.get();
        if (network != nullptr) network->share_inputs(purpose, arrays);
        return arrays;
    }

    const Network::Batch& read(Network::Purpose purpose, const data::Batches& from,
                               std::int64_t i) {
        Network::Batch& arrays = staged(purpose, from.size(i));
        for (std::size_t field = 0; field < arrays.size(); ++field)
            from.read(i, field, arrays[field]);
        return arrays;
    }

    const StepDone& step(std::optional<Diverged>& diverged) {
        GW_ASSERT(!done() && job.trains);
        const auto& order = batches();
        const auto& batch = read(Network::Purpose::train, order, next_batch);
        const std::int64_t size = order.size(next_batch);
        numbers = next_numbers();
        ++steps;
        StepDone& result = last_step;
        result.step = steps;
        result.epoch = epoch;
        result.batch = ++next_batch;
        result.learning_rate = numbers.learning_rate;
        result.figures = train_on(batch);
        if (!std::isfinite(result.figures.loss)) {
            diverged = explain(result, batch);
            over = true;
            return result;
        }
        mean.add(result.figures, size);
        return result;
    }

    Diverged explain(const StepDone& step, const Network::Batch& batch) {
        const Culprit culprit = network->find_culprit(batch, step.step);
        network->set_values(epoch_weights);
        Diverged diverged{step.step, step.epoch, step.batch, culprit.block, "", snapshot_epoch};
        diverged.sentence = concat("The loss became ", number_text(step.figures.loss), " in epoch ",
                                   step.epoch, ", batch ", step.batch);
        if (!culprit.sentence.empty()) diverged.sentence += "; " + culprit.sentence;
        diverged.sentence +=
            concat(". The weights are back at ",
                   snapshot_epoch == 0 ? "their initial values"
                                       : concat("the end of epoch ", snapshot_epoch),
                   ". Try a smaller learning rate, such as ",
                   number_text(static_cast<float>(job.settings.learning_rate / 10)), ".");
        return diverged;
    }

    std::optional<EpochDone> end_of_epoch(const Progress& progress) {
        const bool ended = next_batch >= started.batches_per_epoch;
        const bool cut =
            job.settings.max_steps > 0 && steps >= job.settings.max_steps && next_batch > 0;
        if (over || !(ended || cut)) return std::nullopt;
        EpochDone result;
        result.epoch = epoch;
        result.step = steps;
        result.train = mean.value();
        result.samples_per_second =
            static_cast<double>(mean.samples()) / std::max(seconds_since(epoch_begin), 1e-9);
        result.validation = measure(data::Split::validation, progress);
        const double figure = result.validation ? result.validation->loss : result.train.loss;
        scheduler.measured(figure);
        // Written so that a NaN is never the best.
        result.best = std::isfinite(figure) && !(figure >= best_figure);
        snapshot(epoch);
        if (result.best) {
            best_figure = figure;
            best_epoch = epoch;
            best_weights = epoch_weights;
            best_validation = result.validation;
        }
        last_train = result.train;
        last_validation = result.validation;
        ++epoch;
        next_batch = 0;
        mean = Mean();
        epoch_begin = Clock::now();
        return result;
    }

    std::optional<Figures> measure(data::Split split, const Progress& progress) {
        if (!has_block(model::Category::loss))
            throw Error(ErrorKind::bad_input, "there is no loss to measure; add one");
        const std::int64_t samples = dataset->info().count(split);
        if (samples == 0) return std::nullopt;
        const data::Batches order(dataset, split, std::min(measure_batch, samples), false, 0, 0);
        Mean total;
        for (std::int64_t i = 0; i < order.count(); ++i) {
            progress.check();
            total.add(network->measure(read(Network::Purpose::measure, order, i)), order.size(i));
        }
        return total.value();
    }

    void snapshot(std::int64_t at_epoch) {
        epoch_weights = network->values();
        snapshot_epoch = at_epoch;
    }

    io::TensorFile file_of(const std::map<std::string, Array>& tensors) const {
        io::TensorFile file;
        file.tensors = tensors;
        file.metadata["format"] = "pt";
        file.metadata[exchange::project_key] = model::to_text(job.document);
        // Who uses the weights elsewhere has to scale samples in the same way.
        io::Json::Object scaling;
        for (std::size_t field = 0; field < dataset->info().fields.size(); ++field) {
            const auto& figures = dataset->normalization(field);
            if (figures.none()) continue;
            const auto list = [](const std::vector<double>& values) {
                return io::Json::List(values.begin(), values.end());
            };
            scaling[dataset->info().fields[field].name] = io::Json::Object{
                {"divisor", list(figures.divisor)}, {"offset", list(figures.offset)}};
        }
        if (!scaling.empty()) file.metadata["gradweave.normalization"] = io::to_text(scaling);
        return file;
    }

    io::TensorFile checkpoint() const {
        io::TensorFile file = file_of(network->values(true));
        for (const auto& [name, value] : best_weights)
            file.tensors.emplace(best_prefix + name, value);
        for (const auto& [name, value] : epoch_weights)
            file.tensors.emplace(epoch_prefix + name, value);
        const auto put = [&](const char* key, const auto& value) {
            file.metadata[std::string("gradweave.") + key] = concat(value);
        };
        put("step", steps);
        put("epoch", epoch);
        put("batch", next_batch);
        put("seed", static_cast<std::int64_t>(job.settings.seed));
        put("batch_size", started.batch_size);
        put("best_epoch", best_epoch);
        put("best_figure", best_figure);
        put("snapshot_epoch", snapshot_epoch);
        put("sums", numbers_text(mean.numbers()));
        put("schedule", numbers_text(scheduler.memory()));
        return file;
    }

    void resume(const io::TensorFile& file) {
        const auto text = [&](const std::string& key) -> const std::string& {
            const auto found = file.metadata.find("gradweave." + key);
            if (found == file.metadata.end())
                throw Error(ErrorKind::bad_input,
                            concat("this is no checkpoint: ", in_quotes(key), " is missing"));
            return found->second;
        };
        const auto integer = [&](const std::string& key) {
            const auto value = parse_int(text(key));
            if (!value || *value < 0)
                throw Error(ErrorKind::bad_input,
                            concat("the checkpoint is damaged: ", in_quotes(key), " is ",
                                   in_quotes(text(key))));
            return *value;
        };
        if (integer("seed") != static_cast<std::int64_t>(job.settings.seed) ||
            integer("batch_size") != started.batch_size) {
            throw Error(ErrorKind::bad_input,
                        concat("the checkpoint was made with seed ", text("seed"),
                               " and batch size ", text("batch_size"), "; go on with the same"));
        }
        std::map<std::string, Array> current, best, at_epoch;
        for (const auto& [name, value] : file.tensors) {
            if (name.starts_with(best_prefix))
                best.emplace(name.substr(std::string_view(best_prefix).size()), value);
            else if (name.starts_with(epoch_prefix))
                at_epoch.emplace(name.substr(std::string_view(epoch_prefix).size()), value);
            else
                current.emplace(name, value);
        }
        const auto now = network->values(true);
        for (const auto& [name, value] : now) {
            const auto found = current.find(name);
            if (found == current.end() || found->second.shape() != value.shape() ||
                found->second.dtype() != value.dtype()) {
                throw Error(ErrorKind::bad_input,
                            concat("the checkpoint does not belong to this network and optimiser: ",
                                   in_quotes(name),
                                   found == current.end() ? " is missing" : " has another shape"));
            }
        }
        if (current.size() != now.size())
            throw Error(ErrorKind::bad_input,
                        "the checkpoint holds values that this network does not have");
        network->set_values(current);
        steps = integer("step");
        epoch = integer("epoch");
        next_batch = integer("batch");
        best_epoch = integer("best_epoch");
        best_figure = parse_double(text("best_figure")).value_or(INFINITY);
        snapshot_epoch = integer("snapshot_epoch");
        best_weights = std::move(best);
        epoch_weights = std::move(at_epoch);
        const auto sums = numbers_in(text("sums"));
        if (sums.size() < 2)
            throw Error(ErrorKind::bad_input, "the checkpoint is damaged: \"sums\" is incomplete");
        mean.set_numbers(sums);
        // Checkpoints of earlier versions know no schedules.
        if (file.metadata.contains("gradweave.schedule"))
            scheduler.set_memory(numbers_in(text("schedule")));
    }

    Job job;
    data::DatasetPtr dataset;
    model::Analysis analysis;
    std::shared_ptr<runtime::Backend> device;
    std::unique_ptr<Network> network;
    Started started;
    Clock::time_point compile_begin;
    double compile_milliseconds = 0;
    bool told_compiled = false;
    compiler::CompileProgress told;

    std::int64_t steps = 0, epoch = 1, next_batch = 0;
    optim::Scheduler scheduler;
    Network::Numbers numbers{};  ///< of the step that is being done
    StepDone last_step{};
    bool over = false;
    std::optional<data::Batches> pass;
    std::int64_t pass_epoch = 0;
    struct Staged {
        Network::Batch arrays;
        const Network* belong_to = nullptr;
    };
    std::map<std::pair<Network::Purpose, std::int64_t>, Staged> staging;
    Mean mean;
    Clock::time_point epoch_begin, run_begin;

    std::map<std::string, Array> epoch_weights, best_weights;
    std::int64_t snapshot_epoch = 0, best_epoch = 0;
    double best_figure = INFINITY;
    std::optional<Figures> last_train, last_validation, best_validation;
};

Run::Run(Job job, const Progress& progress)
    : impl_(std::make_unique<Impl>(std::move(job), progress)) {}
Run::~Run() = default;

const Started& Run::started() const {
    return impl_->started;
}
std::vector<DeviceSpeed> measure_devices(Job job, const Progress& progress) {
    return Run::speeds(std::move(job), progress);
}
std::vector<DeviceSpeed> Run::speeds(Job job, const Progress& progress) {
    return Impl(std::move(job), progress, Impl::Measuring{}).started.speeds;
}
double Run::compile_milliseconds() const {
    return impl_->compile_milliseconds;
}
std::optional<Event> Run::compile_news() {
    return impl_->compile_news();
}
void Run::finish_compiling(const Progress& progress) {
    impl_->network->finish_compiling(progress);
}
std::optional<Event> Run::stop_compiling() {
    return impl_->stop_compiling();
}
bool Run::done() const {
    return impl_->done();
}
const StepDone& Run::step(std::optional<Diverged>& diverged) {
    return impl_->step(diverged);
}
std::optional<EpochDone> Run::end_of_epoch(const Progress& progress) {
    return impl_->end_of_epoch(progress);
}
std::optional<Figures> Run::measure(data::Split split, const Progress& progress) {
    return impl_->measure(split, progress);
}

std::vector<Array> Run::predict(data::Split split, const std::vector<std::int64_t>& samples) {
    std::vector<Array> outputs;
    predict(split, samples, outputs);
    return outputs;
}

void Run::predict(data::Split split, std::span<const std::int64_t> samples,
                  std::vector<Array>& outputs) {
    Network::Batch& batch =
        impl_->staged(Network::Purpose::predict, static_cast<std::int64_t>(samples.size()));
    for (std::size_t field = 0; field < batch.size(); ++field)
        impl_->dataset->read(field, split, samples, batch[field], 0);
    impl_->network->predict(batch, outputs);
}

std::vector<Array> Run::predict(const Array& samples) {
    const auto& fields = impl_->dataset->info().fields;
    const auto is_quantity = [](const data::Field& field) { return field.classes == 0; };
    const auto quantity = std::find_if(fields.begin(), fields.end(), is_quantity);
    const auto rows = samples.shape().rank() > 0 ? samples.shape()[0] : 0;
    Axes expected{rows};
    if (quantity != fields.end())
        expected.insert(expected.end(), quantity->sample.begin(), quantity->sample.end());
    if (quantity == fields.end() || rows == 0 || samples.shape() != Shape(Axes(expected))) {
        throw Error(ErrorKind::bad_input,
                    concat("the samples are ", to_string(samples.shape()),
                           "; the network takes one or more of ",
                           quantity == fields.end() ? std::string("nothing")
                                                    : to_string(quantity->sample)));
    }
    Network::Batch batch;
    for (const auto& field : fields) {
        Axes sizes{rows};
        sizes.insert(sizes.end(), field.sample.begin(), field.sample.end());
        const auto index = static_cast<std::size_t>(&field - fields.data());
        batch.push_back(&field == &*quantity
                            ? data::normalized(samples, impl_->dataset->normalization(index))
                            : Array(field.dtype, Shape(std::move(sizes))));
    }
    return impl_->network->predict(batch);
}

std::vector<std::string> Run::output_names() const {
    return impl_->network->output_names();
}

bool Run::restore_best() {
    if (impl_->best_epoch == 0 || impl_->best_epoch == impl_->snapshot_epoch) return false;
    impl_->network->set_values(impl_->best_weights);
    return true;
}

Finished Run::finish(bool measure_test, const Progress& progress) {
    Finished finished;
    finished.steps = impl_->steps;
    finished.epochs = impl_->epoch - 1;
    finished.seconds = seconds_since(impl_->run_begin);
    finished.best_epoch = impl_->best_epoch;
    finished.last_train = impl_->last_train;
    finished.last_validation = impl_->last_validation;
    finished.best_validation = impl_->best_validation;
    if (measure_test) finished.test = measure(data::Split::test, progress);
    return finished;
}

io::TensorFile Run::weights() const {
    return impl_->file_of(impl_->network->weights());
}
void Run::set_weights(const io::TensorFile& weights) {
    impl_->network->set_values(check_weights(impl_->network->parameters(), weights));
}
io::TensorFile Run::checkpoint() const {
    return impl_->checkpoint();
}

data::DatasetPtr Run::dataset() const {
    return impl_->dataset;
}
const model::Analysis& Run::analysis() const {
    return impl_->analysis;
}
const model::Document& Run::document() const {
    return impl_->job.document;
}
const model::Catalogue& Run::catalogue() const {
    return *impl_->job.catalogue;
}
const Settings& Run::settings() const {
    return impl_->job.settings;
}
const runtime::Executable& Run::training_step() const {
    return impl_->network->training_step(impl_->started.batch_size);
}
const runtime::Executable& Run::prediction_step(std::int64_t batch_size) const {
    return impl_->network->prediction_step(batch_size);
}

}  // namespace gradweave::train
