// SPDX-License-Identifier: GPL-3.0-or-later
// How long the computation graph takes from showing its view to the picture, and from Cancel to the
// fallback's: graph_bench --blocks N prints one JSON line per case, in milliseconds by the clock
// because dot computes in a process of its own.
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QPushButton>
#include <QTest>
#include <cstdio>

#include "tests/ui/sample_documents.h"
#include "ui/graphview/graph_layouter.h"
#include "ui/graphview/graph_view.h"
#include "ui/graphview/picture_scene.h"
#include "ui/graphview/picture_view.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

constexpr int patience = 120'000;

class Bench {
  public:
    explicit Bench(int blocks) : m_blocks(blocks) {
        m_model.setDataLookup(samples::digitsData);
        m_model.reset(samples::chain(*m_catalogue, blocks));
        if (!QTest::qWaitFor([&] { return !m_model.analysisPending(); }, patience)) std::exit(1);
    }

    /// From showing the view to the picture; where the time went.
    void layout(exchange::Grain grain, const char* name, bool training) {
        GraphView view(m_model);
        view.resize(1400, 900);
        view.setGrain(grain);
        view.setTraining(training);
        QElapsedTimer clock;
        double built = 0, longest = 0;
        QElapsedTimer since;
        clock.start();
        view.show();
        since.start();
        while (view.busy() && clock.elapsed() < patience) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
            longest = std::max(longest, static_cast<double>(since.nsecsElapsed()) / 1e6);
            since.restart();
            if (built == 0 && view.layouter()->running()) built = elapsed(clock);
        }
        const double all = elapsed(clock);
        QElapsedTimer painting;
        painting.start();
        view.view()->viewport()->repaint();
        std::printf(
            "{\"blocks\": %d, \"measure\": \"layout\", \"grain\": \"%s\", \"gradients\": %s, "
            "\"boxes\": %zu, \"edges\": %zu, \"built_ms\": %.1f, \"ms\": %.1f, "
            "\"repaint_ms\": %.1f, \"longest_gap_ms\": %.1f, \"note\": \"%s\"}\n",
            m_blocks, name, training ? "true" : "false", view.scene()->picture().boxes.size(),
            view.scene()->picture().edges.size(), built, all, elapsed(painting), longest,
            qPrintable(view.message()));
        std::fflush(stdout);
    }

    /// From the click on Cancel, in the middle of dot's work, to another layout on the screen.
    void cancel(exchange::Grain grain, const char* name) {
        GraphView view(m_model);
        view.resize(1400, 900);
        view.setGrain(grain);
        view.setTraining(true);
        view.show();
        auto* button = view.findChild<QPushButton*>();
        if (!QTest::qWaitFor([&] { return button->isVisible() && button->isEnabled(); }, patience))
            return;
        QElapsedTimer clock;
        clock.start();
        button->click();
        const double stopped = elapsed(clock);
        while (view.busy() && clock.elapsed() < patience)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        std::printf(
            "{\"blocks\": %d, \"measure\": \"cancel\", \"grain\": \"%s\", \"boxes\": %zu, "
            "\"returned_ms\": %.1f, \"ms\": %.1f, \"note\": \"%s\"}\n",
            m_blocks, name, view.scene()->picture().boxes.size(), stopped, elapsed(clock),
            qPrintable(view.message()));
        std::fflush(stdout);
    }

  private:
    static double elapsed(const QElapsedTimer& clock) {
        return static_cast<double>(clock.nsecsElapsed()) / 1e6;
    }

    int m_blocks;
    std::shared_ptr<const model::Catalogue> m_catalogue = std::make_shared<model::Catalogue>();
    DocumentModel m_model{m_catalogue};
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({"blocks", "How many blocks the network has; 190 are 1,022 operations.", "N", "190"});
    parser.process(app);
    ThemeManager::instance().apply(Appearance::light);
    Bench bench(parser.value("blocks").toInt());
    using exchange::Grain;
    bench.layout(Grain::operations, "operations", false);
    bench.layout(Grain::operations, "operations", true);
    bench.layout(Grain::blocks, "blocks", true);
    bench.layout(Grain::kernels, "kernels", true);
    bench.cancel(Grain::operations, "operations");
    return 0;
}
