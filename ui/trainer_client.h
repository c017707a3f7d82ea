// SPDX-License-Identifier: GPL-3.0-or-later
// The training run for the widgets: its events as signals, and everything it has told so far.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "engine/train/history.h"
#include "engine/train/trainer.h"

class QTimer;

namespace gradweave::ui {

/// Lives in the UI thread and never waits for a batch: it asks for the events of the trainer's
/// thread fifteen times a second while a run is active. What it answers is the state that the
/// signals have told, not what the trainer's thread has reached meanwhile.
class TrainerClient : public QObject {
    Q_OBJECT

  public:
    explicit TrainerClient(QObject* parent = nullptr);
    ~TrainerClient() override;

    /// Begins a run; only while none is active. With `paused` it waits before the first batch.
    void start(train::Job job, bool paused = false);
    void pause();
    void resume();
    void stop();
    /// Ends a run without waiting for it and hears no more of it: idle at once.
    void forget();
    /// Does one batch, then pauses; only while a run is active.
    void stepOnce();

    train::State state() const { return m_state; }
    bool active() const;  ///< preparing, running or paused
    /// Pausing or stopping was asked for and has not happened yet.
    bool waiting() const { return m_waiting; }

    /// Of the current or last run.
    const std::optional<train::Started>& started() const { return m_started; }
    const std::optional<train::Finished>& finished() const { return m_finished; }
    const train::History& history() const { return m_history; }
    /// The weights after the last finished batch; nothing before there are any. Waits for the batch
    /// that is being computed: to be called on another thread. Works as long as it is kept.
    std::function<std::optional<io::TensorFile>()> weightsReader() const;
    /// What a run needs to go on where this one ended; nothing before there was one. It ended.
    std::optional<io::TensorFile> checkpoint() const;

  signals:
    void stateChanged(gradweave::train::State state);
    void preparing(double fraction, const QString& what);
    /// So many of the kernels are machine code; equal once no more will come.
    void compiling(int done, int total);
    /// Data and network are ready; curves begin anew.
    void began(const gradweave::train::Started& started);
    void stepped(const gradweave::train::StepDone& step);
    void epochEnded(const gradweave::train::EpochDone& epoch);
    void diverged(const gradweave::train::Diverged& diverged);
    void ended(const gradweave::train::Finished& finished);
    void failed(const gradweave::train::Failed& failed);

  private:
    void drain();
    void take(const train::Event& event);
    void setState(train::State state);

    std::shared_ptr<train::Trainer> m_trainer;
    QTimer* m_timer;
    train::State m_state = train::State::idle;
    bool m_waiting = false;
    std::optional<train::Started> m_started;
    std::optional<train::Finished> m_finished;
    train::History m_history;
};

}  // namespace gradweave::ui
