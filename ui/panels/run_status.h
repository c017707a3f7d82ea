// SPDX-License-Identifier: GPL-3.0-or-later
// How far a training run is, how fast it goes and how well.
#pragma once

#include <QElapsedTimer>
#include <QWidget>
#include <deque>
#include <optional>

#include "engine/train/events.h"

class QLabel;
class QProgressBar;
class QTimer;

namespace gradweave::ui {

class FactsView;

/// Follows a run by its events. Figures change at most five times a second, so that they can be
/// read.
class RunStatus : public QWidget {
    Q_OBJECT

  public:
    explicit RunStatus(QWidget* parent = nullptr);

    /// Forgets the run.
    void clear();
    void setState(train::State state, bool waiting);
    void setPreparing(double fraction, const QString& what);
    /// Kernels that are compiled while the run goes on; hidden once all are.
    void setCompiling(int done, int total);
    void begin(const train::Started& started);
    void add(const train::StepDone& step);
    void add(const train::EpochDone& epoch);
    void add(const train::Finished& finished);
    /// A run that broke down: what is to be said.
    void setProblem(const QString& sentence);
    /// That the network is not the one that is (or was) trained any more.
    void setChanged(bool changed);

    QString headline() const;
    /// The shown figures, line by line.
    QString plainText() const;

  private:
    void schedule();
    void refresh();
    void refreshHeadline();
    QString timeLeft(double stepsPerSecond) const;
    double stepsPerSecond() const;

    QLabel* m_headline;
    QProgressBar* m_progress;
    QLabel* m_message;
    QLabel* m_changed;
    FactsView* m_facts;
    QTimer* m_timer;
    train::State m_state = train::State::idle;
    bool m_waiting = false;
    std::optional<train::Started> m_started;
    std::optional<train::StepDone> m_last;
    std::optional<train::EpochDone> m_lastEpoch, m_bestEpoch;
    std::optional<train::Finished> m_finished;
    /// When which step was heard of, over the last seconds.
    struct Moment {
        qint64 milliseconds, step;
    };
    std::deque<Moment> m_moments;
    QElapsedTimer m_clock;
};

/// "accuracy" as people write it: "Accuracy 97.2 %"; other metrics as numbers.
QString metricText(const std::string& name, double value);
/// Four digits that matter, or what is not a number.
QString lossText(double loss);
/// "about 4 s", "about 3 min".
QString durationText(double seconds);

}  // namespace gradweave::ui
