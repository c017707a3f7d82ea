// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/training_control.h"

#include <QAction>
#include <QLocale>
#include <QtConcurrentRun>
#include <cmath>

#include "engine/core/text.h"
#include "engine/train/results.h"
#include "ui/panels/run_status.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::MessageStrip;
using ui::qtext;

namespace {

/// What training depends on: everything but where blocks lie on the canvas.
bool sameNetwork(const model::Document& a, const model::Document& b) {
    if (a.wires() != b.wires() || a.training() != b.training() ||
        a.blocks().size() != b.blocks().size())
        return false;
    for (const auto& [id, block] : a.blocks()) {
        const model::Block* other = b.find(id);
        if (other == nullptr || other->kind != block.kind || other->name != block.name ||
            other->params != block.params)
            return false;
    }
    return true;
}

}  // namespace

TrainingControl::TrainingControl(const TrainingParts& parts, QObject* parent)
    : QObject(parent), m_parts(parts) {
    const auto bind = [this](const char* id, auto act) {
        connect(m_parts.actions[id], &QAction::triggered, this, act);
    };
    bind("train.start", [this] { train(); });
    bind("train.pause", [this] { m_trainer.pause(); });
    bind("train.stop", [this] { m_trainer.stop(); });
    bind("train.step", [this] { step(); });
    using ui::TrainerClient;
    connect(&m_trainer, &TrainerClient::stateChanged, this, &TrainingControl::refresh);
    connect(&m_trainer, &TrainerClient::began, this, &TrainingControl::tellBegin);
    connect(&m_trainer, &TrainerClient::epochEnded, this, &TrainingControl::tellEpoch);
    connect(&m_trainer, &TrainerClient::ended, this, &TrainingControl::tellEnd);
    connect(&m_trainer, &TrainerClient::diverged, this, &TrainingControl::tellDiverged);
    connect(&m_trainer, &TrainerClient::failed, this, &TrainingControl::tellFailed);
    connect(&m_measurement, &QFutureWatcherBase::finished, this, &TrainingControl::tellMeasured);
    connect(&m_parts.document, &ui::DocumentModel::analysed, this,
            &TrainingControl::followDocument);
    connect(&m_parts.document, &ui::DocumentModel::documentReset, this, [this] {
        m_trainer.forget();
        m_trained.reset();
        followDocument();
    });
    refresh();
}

TrainingControl::~TrainingControl() {
    stopMeasuring();
    m_measurement.waitForFinished();
}

void TrainingControl::train() {
    if (m_trainer.state() == train::State::paused)
        m_trainer.resume();
    else
        start(false);
}

void TrainingControl::step() {
    if (!m_trainer.active()) start(true);
    m_trainer.stepOnce();
}

std::optional<train::Job> TrainingControl::makeJob() {
    train::Job job;
    job.document = m_parts.document.document();
    job.catalogue = m_parts.document.sharedCatalogue();
    job.base = m_parts.data.base();
    // A person at the window may read whatever they may read.
    job.allow_outside = true;
    try {
        job.settings = train::settings_of(job.document);
    } catch (const Error& error) {
        m_parts.messages.showMessage(MessageStrip::Kind::error, ui::sentenceText(error.what()));
        return std::nullopt;
    }
    for (const auto& [id, block] : job.document.blocks()) {
        const model::BlockKind* kind = job.catalogue->find(block.kind);
        if (m_datasets && kind && kind->category == model::Category::data)
            job.dataset = m_datasets(block);
    }
    return job;
}

void TrainingControl::start(bool paused) {
    if (m_trainer.active() || !firstProblem().isEmpty()) return;
    if (auto job = makeJob()) run(std::move(*job), paused);
}

void TrainingControl::run(train::Job job, bool paused) {
    stopMeasuring();
    m_parts.messages.dismiss();
    m_trained = job.document;
    m_trainedAnalysis = m_parts.document.analysis();
    m_broke = false;
    followDocument();
    emit runWanted();
    m_trainer.start(std::move(job), paused);
}

void TrainingControl::goOn(const std::string& device) {
    if (m_trainer.active() || !firstProblem().isEmpty()) return;
    auto job = makeJob();
    if (!job) return;
    job->settings.device = device;
    if (m_trainer.started() && !changedSinceRun()) job->checkpoint = m_trainer.checkpoint();
    run(std::move(*job), false);
}

void TrainingControl::measureDevices() {
    if (m_measurement.isRunning()) return;
    if (const QString problem = firstProblem(); !problem.isEmpty()) {
        m_parts.messages.showMessage(MessageStrip::Kind::error, problem);
        return;
    }
    auto job = makeJob();
    if (!job) return;
    m_stopMeasuring = std::make_shared<std::atomic<bool>>(false);
    const Progress progress{[this](double, std::string_view what) {
                                QMetaObject::invokeMethod(this,
                                                          [this, text = qtext(std::string(what))] {
                                                              if (m_measurement.isRunning())
                                                                  emit measuring(text);
                                                          });
                            },
                            [stop = m_stopMeasuring] { return stop->load(); }};
    emit measuring(tr("reading the data"));
    m_measurement.setFuture(QtConcurrent::run([job = std::move(*job), progress]() -> Measured {
        try {
            return {train::measure_devices(job, progress), {}};
        } catch (const Error& error) {
            return {{}, error.kind() == ErrorKind::cancelled ? std::string() : error.what()};
        } catch (const std::exception& error) {
            return {{}, error.what()};
        }
    }));
}

void TrainingControl::stopMeasuring() {
    if (m_stopMeasuring) m_stopMeasuring->store(true);
}

void TrainingControl::tellMeasured() {
    emit measuring({});
    const Measured result = m_measurement.result();
    if (!result.problem.empty())
        m_parts.messages.showMessage(MessageStrip::Kind::error, ui::sentenceText(result.problem));
    if (result.speeds.empty()) return;
    emit measured(result.speeds);
    QStringList texts;
    for (const auto& speed : result.speeds)
        texts << QStringLiteral("%1: %2").arg(qtext(speed.device),
                                              ui::sentenceText(to_text(speed)));
    emit said(MessageStrip::Kind::info, tr("Devices for this network: %1.").arg(texts.join(", ")));
}

void TrainingControl::setDatasets(std::function<data::DatasetPtr(const model::Block&)> datasets) {
    m_datasets = std::move(datasets);
}

train::ExportSource TrainingControl::exportSource(const std::string& title) const {
    train::ExportSource source;
    source.catalogue = m_parts.document.sharedCatalogue();
    source.title = title;
    source.document = m_parts.document.document();
    source.analysis = m_parts.document.analysis();
    source.base = m_parts.data.base();
    source.allow_outside = true;
    if (!m_trained || !m_trainer.started()) return source;
    if (changedSinceRun()) {
        // Weights fit the network that was trained, not what it became since.
        source.document = *m_trained;
        source.analysis = m_trainedAnalysis;
    }
    source.weights = [read = m_trainer.weightsReader()] {
        auto weights = read();
        if (!weights)
            throw Error(ErrorKind::failed, "The run has no weights yet; export again in a moment.");
        return std::move(*weights);
    };
    const train::History& history = m_trainer.history();
    if (history.step_count() == 0) return source;
    source.loss = [plot = train::loss_plot(history, m_trainer.started()->batches_per_epoch)] {
        return plot;
    };
    source.metrics_csv = [history] { return history.steps_csv(); };
    return source;
}

QString TrainingControl::weightsNote() const {
    if (!m_trained || !m_trainer.started()) {
        const auto& training = m_parts.document.document().training();
        const auto set = training.find(model::weights_key);
        const auto* file = set == training.end() ? nullptr : std::get_if<std::string>(&set->second);
        if (file == nullptr || file->empty()) return {};
        return tr("of %1").arg(qtext(std::filesystem::path(*file).filename().string()));
    }
    const auto& steps = m_trainer.history().steps();
    const QString note = steps.empty() ? tr("initial values")
                                       : tr("after batch %1").arg(ui::groupedText(steps.back()));
    return changedSinceRun() ? note + tr(", of the network before the latest changes") : note;
}

bool TrainingControl::changedSinceRun() const {
    return m_trained && !sameNetwork(*m_trained, m_parts.document.document());
}

void TrainingControl::followDocument() {
    if (const bool changed = changedSinceRun(); changed != m_changed) {
        m_changed = changed;
        emit changedSinceRunChanged(changed);
    }
    refresh();
}

QString TrainingControl::firstProblem() const {
    const auto& analysis = m_parts.document.analysis();
    if (m_parts.document.document().blocks().empty())
        return tr("There is nothing to train yet: add blocks to the canvas.");
    for (const model::Problem& problem : analysis.problems) {
        if (problem.severity != model::Problem::Severity::error) continue;
        const model::Block* block = m_parts.document.document().find(problem.block);
        const QString sentence = ui::sentenceText(problem.sentence);
        return block ? QStringLiteral("%1: %2").arg(qtext(block->name), sentence) : sentence;
    }
    return {};
}

QString TrainingControl::whyNot(const QByteArray& id) const {
    const train::State state = m_trainer.state();
    const bool active = m_trainer.active();
    if (id == "train.start") {
        if (state == train::State::paused) return {};
        if (active) return tr("Training is running.");
        return firstProblem();
    }
    if (id == "train.pause") {
        if (state == train::State::paused) return tr("Training is paused; Train goes on.");
        if (!active) return tr("Nothing is being trained.");
        return m_trainer.waiting() ? tr("The batch is being finished.") : QString();
    }
    if (id == "train.stop") return active ? QString() : tr("Nothing is being trained.");
    return active ? QString() : firstProblem();
}

void TrainingControl::refresh() {
    for (const char* id : {"train.start", "train.pause", "train.stop", "train.step"})
        ui::Actions::setAvailable(m_parts.actions[id], whyNot(id));
    const bool paused = m_trainer.state() == train::State::paused;
    m_parts.actions["train.start"]->setText(paused ? tr("&Resume") : tr("&Train"));
}

// Sentences

void TrainingControl::tellBegin(const train::Started& started) {
    m_metrics = started.metrics;
    if (!started.speeds.empty()) emit measured(started.speeds);
    emit said(
        MessageStrip::Kind::info,
        tr("Training began on %1: %2 parameters, %3 training samples, %4 batches an epoch, "
           "seed %5; %6 of memory.")
            .arg(qtext(started.device), ui::groupedText(started.parameters),
                 ui::groupedText(started.train_samples), ui::groupedText(started.batches_per_epoch))
            .arg(started.seed)
            .arg(ui::bytesText(static_cast<std::uint64_t>(started.memory.arena_bytes))));
    if (!started.weights.empty()) emit said(MessageStrip::Kind::info, qtext(started.weights));
}

void TrainingControl::tellEpoch(const train::EpochDone& epoch) {
    const auto figures = [this](const train::Figures& f) {
        QString text = ui::lossText(f.loss);
        for (std::size_t i = 0; i < m_metrics.size() && i < f.metrics.size(); ++i)
            text += QStringLiteral(", ") + ui::metricText(m_metrics[i], f.metrics[i]);
        return text;
    };
    QString sentence = tr("Epoch %1: loss %2").arg(epoch.epoch).arg(figures(epoch.train));
    if (epoch.validation) sentence += tr("; validation %1").arg(figures(*epoch.validation));
    sentence += tr("; %1 samples/s").arg(ui::groupedText(std::llround(epoch.samples_per_second)));
    emit said(MessageStrip::Kind::info, sentence + (epoch.best ? tr(" (best)") : QString()));
}

void TrainingControl::tellEnd(const train::Finished& finished) {
    if (m_broke) return;  // told already
    const QString epochs =
        finished.epochs == 1 ? tr("1 epoch") : tr("%1 epochs").arg(finished.epochs);
    QString sentence =
        tr("%1, %2 batches in %3.")
            .arg(epochs, ui::groupedText(finished.steps), ui::secondsText(finished.seconds));
    if (finished.test) {
        sentence += tr(" Test loss %1").arg(ui::lossText(finished.test->loss));
        for (std::size_t i = 0; i < m_metrics.size() && i < finished.test->metrics.size(); ++i)
            sentence +=
                QStringLiteral(", ") + ui::metricText(m_metrics[i], finished.test->metrics[i]);
        sentence += '.';
    }
    if (finished.test && finished.best_epoch > 0 && finished.best_epoch < finished.epochs)
        sentence += tr(" The weights are those of the best epoch, %1.").arg(finished.best_epoch);
    emit said(MessageStrip::Kind::success, sentence);
}

void TrainingControl::tellDiverged(const train::Diverged& diverged) {
    m_broke = true;
    const QString sentence = ui::sentenceText(diverged.sentence);
    m_parts.messages.showMessage(MessageStrip::Kind::error, sentence);
    if (m_trained) {
        const double rate = train::settings_of(*m_trained).learning_rate / 10;
        m_parts.messages.addAction(
            tr("Train with learning rate %1").arg(qtext(number_text(static_cast<float>(rate)))),
            [this, rate] {
                trainWith("learning_rate", static_cast<double>(static_cast<float>(rate)));
            });
        const auto& settings = m_trained->training();
        if (!settings.contains("clip_norm") && !settings.contains("clip_value"))
            m_parts.messages.addAction(tr("Clip gradients at 1"),
                                       [this] { trainWith("clip_norm", 1); });
    }
    offerBlock(diverged.block);
    const model::Block* block = m_parts.document.document().find(diverged.block);
    emit divergedIn(block ? block->id : 0);
    emit said(MessageStrip::Kind::error, sentence);
}

void TrainingControl::trainWith(const std::string& setting, double value) {
    model::Command command = model::set_training(m_parts.document.document(), setting, value);
    command.merge_key.clear();  // a step of its own, however soon after typing
    m_parts.document.run(command);
    start(false);
}

void TrainingControl::tellFailed(const train::Failed& failed) {
    m_broke = true;
    QString sentence = ui::sentenceText(failed.message);
    if (!sentence.endsWith('.')) sentence += '.';
    m_parts.messages.showMessage(MessageStrip::Kind::error, sentence);
    const std::string device = m_trainer.started() ? m_trainer.started()->device : std::string();
    if (failed.kind == ErrorKind::device && device != "cpu") {
        // How to go on is for the person to say.
        m_parts.messages.addAction(tr("Go on with the CPU"), [this] { goOn("cpu"); });
        if (!device.empty())
            m_parts.messages.addAction(tr("Try %1 again").arg(qtext(device)),
                                       [this, device] { goOn(device); });
    }
    offerBlock(failed.block);
    emit said(MessageStrip::Kind::error, sentence);
}

void TrainingControl::offerBlock(const std::string& name) {
    const model::Block* block = m_parts.document.document().find(name);
    if (name.empty() || block == nullptr) return;
    m_parts.messages.addAction(tr("Show %1").arg(qtext(name)),
                               [this, id = block->id] { emit blockWanted(id); });
}

}  // namespace gradweave::app
