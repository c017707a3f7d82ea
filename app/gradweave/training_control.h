// SPDX-License-Identifier: GPL-3.0-or-later
// Train, Pause, Stop, One step: from the actions to the trainer, and from its events to sentences.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <atomic>
#include <functional>

#include "engine/train/export.h"
#include "ui/actions.h"
#include "ui/data_cache.h"
#include "ui/document_model.h"
#include "ui/panels/message_strip.h"
#include "ui/trainer_client.h"

namespace gradweave::app {

/// What the control talks to; all outlive it.
struct TrainingParts {
    ui::DocumentModel& document;
    ui::DataCache& data;
    ui::Actions& actions;
    ui::MessageStrip& messages;
};

class TrainingControl : public QObject {
    Q_OBJECT

  public:
    explicit TrainingControl(const TrainingParts& parts, QObject* parent = nullptr);
    ~TrainingControl() override;

    ui::TrainerClient& trainer() { return m_trainer; }
    /// The document that the current or last run works on; null before the first.
    const model::Document* trained() const { return m_trained ? &*m_trained : nullptr; }
    /// What can be exported: the network as it was trained with its weights and figures, or the
    /// open one if nothing was trained.
    train::ExportSource exportSource(const std::string& title) const;
    /// Where its weights come from, in words; empty if nothing was trained.
    QString weightsNote() const;
    /// Who has read the data of a block already; asked when a run starts.
    void setDatasets(std::function<data::DatasetPtr(const model::Block&)> datasets);
    /// True if the network or its settings differ from what the last run began with.
    bool changedSinceRun() const;

    /// Starts a run, or goes on with a paused one.
    void train();
    void step();
    /// How fast the network trains on each device: in the background, with word of how far it is.
    void measureDevices();
    void stopMeasuring();

  signals:
    /// What the measurement is at; empty when it is over.
    void measuring(const QString& what);
    /// Speeds of devices for this network, by a measurement or by a run that chose among them.
    void measured(const std::vector<gradweave::train::DeviceSpeed>& speeds);
    /// A run was asked for: its place should be shown.
    void runWanted();
    void blockWanted(gradweave::model::BlockId block);
    /// The block that the first value that is no number came from; 0 when a new run begins.
    void divergedIn(gradweave::model::BlockId block);
    /// A sentence for the log.
    void said(gradweave::ui::MessageStrip::Kind kind, const QString& sentence);
    void changedSinceRunChanged(bool changed);

  private:
    /// The open network as a job; nothing, and a message, if its settings are wrong.
    std::optional<train::Job> makeJob();
    void start(bool paused);
    void run(train::Job job, bool paused);
    /// Goes on with the last run on this device, where it was when its own was lost.
    void goOn(const std::string& device);
    void tellMeasured();
    void refresh();
    QString whyNot(const QByteArray& id) const;
    QString firstProblem() const;
    void followDocument();
    void tellBegin(const train::Started& started);
    void tellEpoch(const train::EpochDone& epoch);
    void tellEnd(const train::Finished& finished);
    void tellDiverged(const train::Diverged& diverged);
    void tellFailed(const train::Failed& failed);
    void offerBlock(const std::string& name);
    /// Again from the beginning, with one setting changed.
    void trainWith(const std::string& setting, double value);

    TrainingParts m_parts;
    ui::TrainerClient m_trainer;
    struct Measured {
        std::vector<train::DeviceSpeed> speeds;
        std::string problem;
    };
    QFutureWatcher<Measured> m_measurement;
    std::shared_ptr<std::atomic<bool>> m_stopMeasuring;
    std::optional<model::Document> m_trained;
    model::Analysis m_trainedAnalysis;
    std::function<data::DatasetPtr(const model::Block&)> m_datasets;
    std::vector<std::string> m_metrics;
    bool m_changed = false, m_broke = false;
};

}  // namespace gradweave::app
