// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's thread is away while a network trains: ui_heartbeat EXAMPLE prints one JSON
// line. A timer wants to beat every 10 ms; what it is late by, painting and events have taken. With
// --no-window the same run without one, to compare the training's own speed.
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
#include "ui/theme/theme.h"

using namespace gradweave;

namespace {

double at(const std::vector<double>& sorted, double share) {
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

/// Seconds that this thread has computed.
double computed() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir state;
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument("PROJECT", "What to train.");
    parser.addOption({"seconds", "How long to measure.", "N", "15"});
    parser.addOption({"no-window", "Do not show the window."});
    parser.process(application);
    if (parser.positionalArguments().isEmpty()) parser.showHelp(2);
    ui::ThemeManager::instance().apply(ui::Appearance::light);
    app::MainWindow window(std::make_shared<model::Catalogue>());
    window.resize(1400, 900);
    const bool shown = !parser.isSet("no-window");
    if (shown) window.show();
    window.openExample(parser.positionalArguments().constFirst());

    std::vector<double> gaps;
    std::int64_t first = 0, last = 0;
    QElapsedTimer stepping;
    double seconds = 0, spent = 0, share = 0;
    QObject::connect(&window.training().trainer(), &ui::TrainerClient::stepped,
                     [&](const train::StepDone& step) {
                         if (!stepping.isValid()) {
                             first = step.step;
                             spent = computed();
                             stepping.start();
                         }
                         last = step.step;
                         seconds = static_cast<double>(stepping.nsecsElapsed()) / 1e9;
                         if (seconds > 0) share = (computed() - spent) / seconds;
                     });
    QElapsedTimer clock, running;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] {
        const bool training = window.training().trainer().state() == train::State::running;
        if (training && clock.isValid()) {
            gaps.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
            if (!running.isValid()) running.start();
        }
        clock.start();
        if (running.isValid() &&
            (!training || running.elapsed() > parser.value("seconds").toInt() * 1000))
            QCoreApplication::exit();  // quit() would ask about the changed project
    });
    beat.start(10);
    QTimer starter;
    QObject::connect(&starter, &QTimer::timeout, [&] {
        if (!window.document().analysis().valid()) return;
        starter.stop();
        window.document().run(
            model::set_training(window.document().document(), "epochs", std::int64_t{1000}));
        window.actions()["train.start"]->trigger();
    });
    starter.start(100);
    QTimer::singleShot(120'000, &application, [] { QCoreApplication::exit(); });
    application.exec();
    window.training().trainer().stop();
    if (gaps.empty()) {
        std::fprintf(stderr, "ui_heartbeat: the training did not begin\n");
        return 1;
    }
    std::sort(gaps.begin(), gaps.end());
    std::printf(
        "{\"window\": %s, \"beats\": %zu, \"median_ms\": %.1f, \"p99_ms\": %.1f, "
        "\"longest_ms\": %.1f, \"steps_per_second\": %.1f, \"window_thread_percent\": %.1f}\n",
        shown ? "true" : "false", gaps.size(), at(gaps, 0.5), at(gaps, 0.99), gaps.back(),
        seconds > 0 ? static_cast<double>(last - first) / seconds : 0, 100 * share);
    return 0;
}
