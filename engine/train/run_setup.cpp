// SPDX-License-Identifier: Apache-2.0
// Before the first step: data, document, device, network.
#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/model/project.h"
#include "engine/train/attached_weights.h"
#include "engine/train/placement.h"
#include "engine/train/run_state.h"

namespace gradweave::train {

namespace {

[[noreturn]] void refuse(const model::Document& document, const model::Problem& problem) {
    const model::Block* block = document.find(problem.block);
    if (block == nullptr) throw Error(ErrorKind::bad_input, problem.sentence);
    throw Error(ErrorKind::bad_input,
                concat("block ", in_quotes(block->name), ": ", problem.sentence))
        .in_block(block->name);
}

}  // namespace

Run::Impl::Impl(Job given, const Progress& progress) : job(std::move(given)) {
    load_data(progress);
    check_document();
    const std::int64_t samples = dataset->info().count(data::Split::train);
    const std::int64_t batch =
        std::max<std::int64_t>(std::min(job.settings.batch_size, samples), 1);
    choose_device(batch, progress);
    progress(0.9, "compiling");
    compile_begin = Clock::now();
    network = make_network(device);
    if (job.weights)
        network->set_values(check_weights(network->parameters(), *job.weights));
    else if (!job.checkpoint)
        begin_with_attached();
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
    copy_to_host();
    epoch_begin = Clock::now();
    run_begin = epoch_begin;
}

Run::Impl::Impl(Job given, const Progress& progress, Measuring) : job(std::move(given)) {
    load_data(progress);
    check_document();
    const std::int64_t batch = std::max<std::int64_t>(
        std::min(job.settings.batch_size, dataset->info().count(data::Split::train)), 1);
    std::vector<std::string> names;
    for (const auto& candidate : runtime::list_devices()) {
        if (candidate.available) names.push_back(candidate.name);
    }
    fastest(names, batch, progress);
}

std::string Run::Impl::fastest(const std::vector<std::string>& devices, std::int64_t batch,
                               const Progress& progress) {
    const data::Batches order(dataset, data::Split::train, batch, job.settings.shuffle,
                              job.settings.seed, 1);
    started.speeds = measure_devices(
        devices, [&](auto on) { return make_network(on); }, read(Network::Purpose::train, order, 0),
        job.settings.learning_rate, progress);
    return started.speeds.front().device;
}

void Run::Impl::load_data(const Progress& progress) {
    dataset = job.dataset;
    const auto sources = model::sources_that_matter(job.document, *job.catalogue);
    if (sources.empty()) return;
    const model::Block* block = nullptr;
    try {
        std::vector<std::pair<std::string, data::Declared>> inputs;
        for (const model::BlockId id : sources) {
            block = &job.document.at(id);
            if (sources.size() == 1 && dataset) return;
            const data::Source source =
                model::data_source(*block, *job.catalogue, job.base, job.allow_outside);
            if (sources.size() == 1) {
                dataset = data::load(source, progress);
                return;
            }
            // Several that hold samples are refused by the analysis.
            const auto* declared = std::get_if<data::Declared>(&source);
            if (declared == nullptr) return;
            infos.emplace(id, data::describe(source));
            inputs.emplace_back(block->name, *declared);
        }
        dataset = data::declared(inputs);
    } catch (const model::BlockProblem& problem) {
        throw Error(ErrorKind::bad_input,
                    concat("block ", in_quotes(block->name), ": ", problem.sentence))
            .in_block(block->name);
    }
}

model::DataStatus Run::Impl::status_of(const model::Block& block) const {
    if (const auto own = infos.find(block.id); own != infos.end()) return {own->second, "", ""};
    return dataset ? model::DataStatus{dataset->info(), "", ""} : model::DataStatus{};
}

void Run::Impl::check_document() {
    model::Analyser analyser(*job.catalogue);
    analysis =
        analyser.analyse(job.document, [&](const model::Block& block) { return status_of(block); });
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
    for (const model::BlockId id : model::sources_that_matter(job.document, *job.catalogue)) {
        const model::Block& source = job.document.at(id);
        if (source.kind != "input") continue;
        throw Error(ErrorKind::bad_input,
                    concat("block ", in_quotes(source.name),
                           " only says what samples look like: put a data block in its place to "
                           "train"))
            .in_block(source.name);
    }
    if (dataset->info().count(data::Split::train) == 0) {
        throw Error(ErrorKind::bad_input,
                    "there are no training samples: make the validation and test shares smaller");
    }
}

bool Run::Impl::has_block(model::Category category) const {
    for (const auto& [id, block] : job.document.blocks()) {
        const model::BlockKind* kind = job.catalogue->find(block.kind);
        if (kind != nullptr && kind->category == category &&
            block.marks.mode == model::BlockMode::active)
            return true;
    }
    return false;
}

std::unique_ptr<Network> Run::Impl::make_network(
    const std::shared_ptr<runtime::Backend>& on) const {
    return std::make_unique<Network>(job.document, *job.catalogue, analysis, job.settings.recipe,
                                     job.settings.seed, on);
}

void Run::Impl::choose_device(std::int64_t batch, const Progress& progress) {
    std::string name = job.settings.device;
    if (name == "auto" && job.trains) {
        const auto candidates = automatic_candidates();
        if (candidates.size() > 1) {
            name = fastest(candidates, batch, progress);
            started.placement = to_text(started.speeds);
        }
    }
    device = runtime::open_device(name);
}

void Run::Impl::prepare_training(std::int64_t batch, const Progress& progress) {
    try {
        network->prepare_training(batch, progress);
    } catch (const backends::OutOfDeviceMemory& error) {
        throw with_fitting_batch(error, batch);
    }
}

Error Run::Impl::with_fitting_batch(const backends::OutOfDeviceMemory& error, std::int64_t batch) {
    const double share =
        static_cast<double>(error.available()) / static_cast<double>(error.needed());
    std::int64_t fitting = 1;
    while (static_cast<double>(fitting) * 2 <= static_cast<double>(batch) * share)
        fitting *= 2;
    if (fitting >= batch || static_cast<double>(batch) * share < 1) return error;
    return Error(ErrorKind::device,
                 concat(error.what(), "; a batch of ", fitting, " would fit (now ", batch, ")"));
}

void Run::Impl::begin_with_attached() {
    const auto attached = attached_weights(job.document, *job.catalogue, network->parameters(),
                                           job.base, job.allow_outside);
    if (!attached) return;
    network->set_values(attached->values);
    started.weights = attached->sentence;
}

void Run::Impl::describe(std::int64_t batch, std::int64_t samples) {
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
    started.notes = dataset->info().notes;
    started.metrics = network->metric_names();
    if (job.trains) started.memory = network->training_step(batch).memory();
}

void Run::Impl::make_scheduler() {
    const auto& s = job.settings;
    const auto per_epoch = static_cast<double>(started.batches_per_epoch);
    double epochs = static_cast<double>(s.epochs);
    if (s.max_steps > 0) epochs = std::min(epochs, static_cast<double>(s.max_steps) / per_epoch);
    const double total =
        s.schedule_by_updates ? epochs * static_cast<double>(updates_per_epoch()) : epochs;
    scheduler = optim::Scheduler(s.schedule, s.learning_rate, std::ceil(total), s.warm_up);
}

std::int64_t Run::Impl::updates_per_epoch() const {
    const std::int64_t together = job.settings.recipe.accumulation;
    return (started.batches_per_epoch + together - 1) / together;
}

}  // namespace gradweave::train
