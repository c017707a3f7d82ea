// SPDX-License-Identifier: GPL-3.0-or-later
// How the window and a training run bear each other: ui_heartbeat PROJECT prints JSON lines.
// "heartbeat": a timer of the window's thread wants to beat every 10 ms while the network trains
// and four charts are live; what it is late by, painting and events have taken. "cost": what the
// open window with its charts takes of the training's speed, from turns with the window shown and
// hidden within one run, so that what else the machine does falls on both alike.
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "app/gradweave/main_window.h"
#include "app/gradweave/training_control.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/theme/theme.h"

using namespace gradweave;

namespace {

/// Of each turn this much is not measured: showing and hiding take their own time.
constexpr double settlingSeconds = 0.3;

double at(const std::vector<double>& sorted, double share) {
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : at(values, 0.5);
}

/// Seconds that this thread has computed.
double computed() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Steps and the window thread's own time, over the part of a turn in which steps were told.
class Turn {
  public:
    void step(std::int64_t number, double seconds) {
        if (m_firstSeconds < 0) {
            m_first = number;
            m_firstSeconds = seconds;
            m_spent = computed();
        }
        m_last = number;
        m_seconds = seconds - m_firstSeconds;
        m_share = m_seconds > 0 ? (computed() - m_spent) / m_seconds : 0;
    }
    double speed() const {
        return m_seconds > 0 ? static_cast<double>(m_last - m_first) / m_seconds : 0;
    }
    double share() const { return m_share; }

  private:
    std::int64_t m_first = 0, m_last = 0;
    double m_firstSeconds = -1, m_seconds = 0, m_spent = 0, m_share = 0;
};

class Heartbeat : public QObject {
  public:
    Heartbeat(const QString& project, int turns, double turnSeconds)
        : m_window(std::make_shared<model::Catalogue>()),
          m_turns(turns),
          m_turnSeconds(turnSeconds) {
        m_window.resize(1440, 900);
        m_window.openExample(project);
        followRun();
        m_beat.setTimerType(Qt::PreciseTimer);
        connect(&m_beat, &QTimer::timeout, this, &Heartbeat::beat);
        connect(&m_starter, &QTimer::timeout, this, &Heartbeat::start);
        show(true);
        m_beat.start(10);
        m_starter.start(100);
    }

    ui::TrainerClient& trainer() { return m_window.training().trainer(); }

    bool print() {
        if (m_gaps.empty()) return false;
        std::sort(m_gaps.begin(), m_gaps.end());
        std::printf(
            "{\"measure\": \"heartbeat\", \"charts\": %d, \"beats\": %zu, \"median_ms\": %.1f, "
            "\"p99_ms\": %.1f, \"longest_ms\": %.1f, \"window_thread_percent\": %.1f}\n",
            m_charts, m_gaps.size(), at(m_gaps, 0.5), at(m_gaps, 0.99), m_gaps.back(),
            100 * median(m_shares));
        std::vector<double> costs;
        for (std::size_t i = 0; i + 1 < m_speeds.size(); i += 2)
            costs.push_back(100 * (1 - m_speeds[i] / m_speeds[i + 1]));
        std::vector<double> shown, hidden;
        for (std::size_t i = 0; i < m_speeds.size(); ++i)
            (i % 2 == 0 ? shown : hidden).push_back(m_speeds[i]);
        if (costs.empty()) return true;
        const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
        const double least_cost = *least, most_cost = *most;
        std::printf(
            "{\"measure\": \"cost\", \"pairs\": %zu, \"shown_steps_per_second\": %.1f, "
            "\"hidden_steps_per_second\": %.1f, \"cost_percent\": %.2f, \"least\": %.2f, "
            "\"most\": %.2f}\n",
            costs.size(), median(shown), median(hidden), median(costs), least_cost, most_cost);
        return true;
    }

  private:
    /// The window has a plot of the loss and one of the metric; another pair makes four.
    void followRun() {
        m_plots.resize(900, 400);
        using ui::TrainerClient;
        connect(&trainer(), &TrainerClient::began, &m_plots,
                [this](const train::Started& started) { m_plots.begin(started); });
        connect(&trainer(), &TrainerClient::epochEnded, &m_plots,
                [this](const train::EpochDone& epoch) { m_plots.add(epoch); });
        connect(&trainer(), &TrainerClient::stepped, &m_plots, [this](const train::StepDone& step) {
            m_plots.add(step);
            if (!m_clock.isValid()) m_clock.start();
            const double now = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
            if (now - m_turnBegan > settlingSeconds) m_turn.step(step.step, now);
        });
    }

    void show(bool shown) {
        m_window.setVisible(shown);
        m_plots.setVisible(shown);
        m_shown = shown;
    }

    void start() {
        if (!m_window.document().analysis().valid()) return;
        m_starter.stop();
        m_window.document().run(
            model::set_training(m_window.document().document(), "epochs", std::int64_t{1000}));
        m_window.actions()["train.start"]->trigger();
    }

    void beat() {
        const bool training = trainer().state() == train::State::running && m_clock.isValid();
        if (!training) {
            if (m_clock.isValid()) QCoreApplication::exit();  // it ended
            return m_since.invalidate();
        }
        if (m_shown && m_since.isValid())
            m_gaps.push_back(static_cast<double>(m_since.nsecsElapsed()) / 1e6);
        m_since.start();
        if (m_charts == 0) {
            for (const QWidget* plots :
                 {static_cast<QWidget*>(&m_window), static_cast<QWidget*>(&m_plots)}) {
                for (const auto* plot : plots->findChildren<ui::LossPlot*>())
                    m_charts += plot->isVisible();
            }
        }
        const double now = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
        if (now - m_turnBegan < m_turnSeconds) return;
        m_speeds.push_back(m_turn.speed());
        if (m_shown) m_shares.push_back(m_turn.share());
        m_turn = {};
        m_turnBegan = now;
        m_since.invalidate();  // showing and hiding are no beats of the run
        if (static_cast<int>(m_speeds.size()) >= m_turns)
            QCoreApplication::exit();  // quit() would ask about the changed project
        else
            show(!m_shown);
    }

    app::MainWindow m_window;
    ui::RunPlots m_plots;
    QTimer m_beat, m_starter;
    QElapsedTimer m_clock, m_since;
    Turn m_turn;
    double m_turnBegan = 0;
    int m_turns;
    double m_turnSeconds;
    int m_charts = 0;
    bool m_shown = false;
    std::vector<double> m_gaps, m_speeds, m_shares;
};

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir state;
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setQuitOnLastWindowClosed(false);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument("PROJECT", "What to train; W1 is fashion-mnist-mlp.gradweave.");
    parser.addOption({"turns", "How often the window is shown and hidden, together.", "N", "16"});
    parser.addOption({"seconds", "How long a turn is.", "N", "5"});
    parser.process(application);
    if (parser.positionalArguments().isEmpty()) parser.showHelp(2);
    ui::ThemeManager::instance().apply(ui::Appearance::light);
    Heartbeat heartbeat(parser.positionalArguments().constFirst(), parser.value("turns").toInt(),
                        parser.value("seconds").toDouble());
    QTimer::singleShot(600'000, &application, [] { QCoreApplication::exit(); });
    application.exec();
    heartbeat.trainer().stop();
    if (heartbeat.print()) return 0;
    std::fprintf(stderr, "ui_heartbeat: the training did not begin\n");
    return 1;
}
