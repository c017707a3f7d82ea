// SPDX-License-Identifier: Apache-2.0
#include "engine/train/run.h"

#include "engine/core/text.h"
#include "engine/train/placement.h"
#include "engine/train/run_state.h"

namespace gradweave::train {

namespace {

/// Samples that are measured at once; large enough for speed, small enough for memory.
constexpr std::int64_t measure_batch = 250;

}  // namespace

Network::Numbers Run::Impl::next_numbers() const {
    const std::int64_t together = job.settings.recipe.accumulation;
    const std::int64_t place = next_batch % together;
    const std::int64_t size = std::min(together, started.batches_per_epoch - (next_batch - place));
    const std::int64_t updates = (epoch - 1) * updates_per_epoch() + next_batch / together;
    const auto time = static_cast<double>(job.settings.schedule_by_updates ? updates : epoch - 1);
    Network::Numbers now{.learning_rate = scheduler.rate(time, static_cast<double>(updates)),
                         .step = steps + 1};
    now.momentum = scheduler.momentum(time).value_or(0);
    now.update = updates + 1;
    now.applies = place + 1 == size;
    now.share = 1.0 / static_cast<double>(size);
    return now;
}

[[noreturn]] void Run::Impl::leave_device(const Error& error) {
    runtime::forget_device(*device);
    device = runtime::default_device();
    network = make_network(device);
    network->set_values(epoch_weights);
    over = true;
    lost = true;
    throw Error(ErrorKind::device,
                concat(error.what(), ". The weights are back at ",
                       snapshot_epoch == 0 ? "their initial values"
                                           : concat("the end of epoch ", snapshot_epoch),
                       "; train again with the device cpu, or try this device once more"));
}

const Figures& Run::Impl::train_on(const Network::Batch& batch) {
    try {
        return network->train(batch, numbers);
    } catch (const backends::OutOfDeviceMemory& error) {
        leave_device(with_fitting_batch(error, batch.front().shape()[0]));
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::device || device == runtime::default_device()) throw;
        leave_device(error);
    }
}

std::optional<Event> Run::Impl::compile_news() {
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

std::optional<Event> Run::Impl::stop_compiling() {
    network->stop_compiling();
    if (told_compiled || !job.trains) return std::nullopt;
    told_compiled = true;
    return Compiled{seconds_since(compile_begin) * 1000, false, told.total - told.done};
}

bool Run::Impl::done() const {
    return over || epoch > job.settings.epochs ||
           (job.settings.max_steps > 0 && steps >= job.settings.max_steps);
}

const data::Batches& Run::Impl::batches() {
    if (!pass || pass_epoch != epoch) {
        pass.emplace(dataset, data::Split::train, started.batch_size, job.settings.shuffle,
                     job.settings.seed, epoch);
        pass_epoch = epoch;
    }
    return *pass;
}

Network::Batch& Run::Impl::staged(Network::Purpose purpose, std::int64_t samples) {
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

const Network::Batch& Run::Impl::read(Network::Purpose purpose, const data::Batches& from,
                                      std::int64_t i) {
    Network::Batch& arrays = staged(purpose, from.size(i));
    for (std::size_t field = 0; field < arrays.size(); ++field)
        from.read(i, field, arrays[field]);
    return arrays;
}

const StepDone& Run::Impl::step(std::optional<Diverged>& diverged) {
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

Diverged Run::Impl::explain(const StepDone& step, const Network::Batch& batch) {
    const Culprit culprit = network->find_culprit(batch, step.step);
    network->set_values(epoch_weights);
    Diverged diverged{step.step, step.epoch, step.batch, culprit.block, "", snapshot_epoch};
    diverged.sentence = concat("The loss became ", number_text(step.figures.loss), " in epoch ",
                               step.epoch, ", batch ", step.batch);
    if (!culprit.sentence.empty()) diverged.sentence += "; " + culprit.sentence;
    diverged.sentence += concat(
        ". The weights are back at ",
        snapshot_epoch == 0 ? "their initial values" : concat("the end of epoch ", snapshot_epoch),
        ". Try a smaller learning rate, such as ",
        number_text(static_cast<float>(job.settings.learning_rate / 10)), ".");
    return diverged;
}

std::optional<EpochDone> Run::Impl::end_of_epoch(const Progress& progress) {
    const bool ended = next_batch >= started.batches_per_epoch;
    const bool cut =
        job.settings.max_steps > 0 && steps >= job.settings.max_steps && next_batch > 0;
    if (over || !(ended || cut)) return std::nullopt;
    try {
        return close_epoch(progress);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::device || device == runtime::default_device()) throw;
        leave_device(error);
    }
}

EpochDone Run::Impl::close_epoch(const Progress& progress) {
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
    copy_to_host();
    return result;
}

std::optional<Figures> Run::Impl::measure(data::Split split, const Progress& progress) {
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

void Run::Impl::snapshot(std::int64_t at_epoch) {
    epoch_weights = network->values();
    snapshot_epoch = at_epoch;
}

void Run::Impl::copy_to_host() {
    if (job.trains && device != runtime::default_device()) host_copy = checkpoint();
}

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
    auto field = std::find_if(fields.begin(), fields.end(), is_quantity);
    if (field == fields.end() && fields.size() == 1) field = fields.begin();
    if (field == fields.end())
        throw Error(ErrorKind::bad_input, concat("the samples are ", to_string(samples.shape()),
                                                 "; the network takes one or more of nothing"));
    return predict(std::map<std::string, Array>{{field->name, samples}});
}

std::vector<Array> Run::predict(const std::map<std::string, Array>& samples) {
    const auto& fields = impl_->dataset->info().fields;
    if (samples.empty()) throw Error(ErrorKind::bad_input, "there are no samples");
    const Shape& first = samples.begin()->second.shape();
    const std::int64_t rows = first.rank() > 0 ? first[0] : 0;
    Network::Batch batch;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const data::Field& field = fields[i];
        Axes sizes{rows};
        sizes.insert(sizes.end(), field.sample.begin(), field.sample.end());
        const Shape expected(std::move(sizes));
        const auto given = samples.find(field.name);
        if (given == samples.end()) {
            batch.emplace_back(field.dtype, expected);  // labels: predicting reads none
            continue;
        }
        if (rows == 0 || given->second.shape() != expected) {
            throw Error(ErrorKind::bad_input,
                        concat(samples.size() > 1 ? concat("the samples of ", in_quotes(field.name))
                                                  : std::string("the samples"),
                               " are ", to_string(given->second.shape()),
                               "; the network takes one or more of ", to_string(field.sample),
                               samples.size() > 1 ? ", as many for each input" : ""));
        }
        batch.push_back(field.classes > 0
                            ? given->second.cast(field.dtype)
                            : data::normalized(given->second, impl_->dataset->normalization(i)));
    }
    for (const auto& [name, array] : samples) {
        const bool known = std::any_of(fields.begin(), fields.end(),
                                       [&](const data::Field& f) { return f.name == name; });
        if (!known)
            throw Error(ErrorKind::bad_input, concat("the network has no input ", in_quotes(name)));
    }
    return impl_->network->predict(batch);
}

std::vector<std::string> Run::input_names() const {
    std::vector<std::string> names;
    for (const data::Field& field : impl_->dataset->info().fields)
        names.push_back(field.name);
    return names;
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
    // A network that replaces a lost one has no state of an optimiser.
    return impl_->lost ? *impl_->host_copy : impl_->checkpoint();
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
