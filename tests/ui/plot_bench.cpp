// SPDX-License-Identifier: GPL-3.0-or-later
// What one refresh of a plot costs in computing time, by the number of points that it holds: a JSON
// line each.
#include <QApplication>
#include <QPixmap>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>

#include "engine/io/json.h"
#include "ui/charts/loss_plot.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

/// Computing time, so that a busy machine does not count.
class Stopwatch {
  public:
    void restart() { m_begin = std::clock(); }
    double milliseconds() const {
        return static_cast<double>(std::clock() - m_begin) * 1000 / CLOCKS_PER_SEC;
    }

  private:
    std::clock_t m_begin = std::clock();
};

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

double lossAt(qint64 step) {
    const auto x = static_cast<double>(step);
    return 2.3 * std::exp(-x / 50000) + 0.1 + 0.05 * std::sin(x * 1.7) + 0.03 * std::sin(x * 0.37);
}

void measure(qint64 points) {
    std::vector<double> losses;
    for (qint64 step = 0; step <= points + 100; ++step)
        losses.push_back(lossAt(step));
    LossPlot plot(QStringLiteral("Loss"));
    plot.resize(900, 500);
    plot.show();
    plot.clear(1000);
    Stopwatch timer;
    for (qint64 step = 1; step <= points; ++step)
        plot.addStep(step, losses[static_cast<std::size_t>(step)]);
    const double appended = timer.milliseconds();
    for (qint64 step = 1000; step <= points; step += 1000)
        plot.addEpoch(step, losses[static_cast<std::size_t>(step)] + 0.1);

    constexpr int rounds = 41;
    std::vector<double> refreshed, painted;
    QPixmap target(plot.size());
    for (int round = 0; round < rounds; ++round) {
        plot.addStep(points + round + 1, losses[static_cast<std::size_t>(points + round)]);
        timer.restart();
        plot.refresh();
        refreshed.push_back(timer.milliseconds());
        timer.restart();
        plot.render(&target);
        painted.push_back(timer.milliseconds());
    }
    io::Json::Object line;
    line["points"] = static_cast<std::int64_t>(points);
    line["append_ns"] = std::round(appended * 1e6 / static_cast<double>(points));
    line["refresh_ms"] = std::round(median(refreshed) * 100) / 100;
    line["paint_ms"] = std::round(median(painted) * 100) / 100;
    std::cout << io::to_text(io::Json(line)) << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    ThemeManager::instance().apply(Appearance::light);
    for (const qint64 points : {1000, 10000, 100000, 1000000, 4000000})
        measure(points);
    return 0;
}
