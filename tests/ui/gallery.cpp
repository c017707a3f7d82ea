// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of plots, graph view and panels in their states, for people to look at:
// gallery FOLDER.
#include <QAbstractScrollArea>
#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QThread>
#include <cmath>
#include <functional>
#include <limits>

#include "tests/ui/sample_documents.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/graphview/graph_layouter.h"
#include "ui/graphview/graph_view.h"
#include "ui/graphview/picture_scene.h"
#include "ui/graphview/picture_view.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

/// A run as it usually goes, and one that breaks down.
void fill(RunPlots& plots, bool diverges) {
    train::Started started{};
    started.batches_per_epoch = 141;
    started.epochs = 12;
    started.metrics = {"accuracy"};
    plots.begin(started);
    unsigned noise = 12345;
    const auto random = [&] {
        noise = noise * 1664525u + 1013904223u;
        return static_cast<double>(noise >> 8) / (1 << 24);
    };
    const int steps = diverges ? 520 : 12 * 141;
    for (int step = 1; step <= steps; ++step) {
        const double x = step / 141.0;
        double loss = 2.2 * std::exp(-x) + 0.12 + 0.25 * (random() - 0.5) * std::exp(-x / 4);
        if (diverges && step > 380) loss = 0.5 * std::exp((step - 380) / 9.0);
        if (diverges && step == 519) loss = std::numeric_limits<double>::infinity();
        if (diverges && step == 520) loss = std::numeric_limits<double>::quiet_NaN();
        const double accuracy = 1 - 0.9 * std::exp(-x) - 0.04 * random();
        plots.add(train::StepDone{step, step / 141 + 1, step % 141, 0.001, {loss, {accuracy}}});
        if (step % 141 == 0) {
            const double epoch = x;
            plots.add(train::EpochDone{step / 141,
                                       step,
                                       {loss, {accuracy}},
                                       train::Figures{2.0 * std::exp(-epoch) + 0.17 + 0.006 * epoch,
                                                      {0.97 - 0.8 * std::exp(-epoch)}},
                                       18900,
                                       true});
        }
    }
    if (diverges)
        plots.add(train::Diverged{520, 4, 97, "fc2",
                                  "The loss became NaN in epoch 4, batch 97: block \"fc2\" gave "
                                  "inf. The weights are back at epoch 3.",
                                  3});
}

/// Moves the mouse to a place of a view, in shares of its size.
void hover(QWidget& widget, qreal x, qreal y) {
    auto* view = widget.findChild<QAbstractScrollArea*>();
    QWidget* target = view ? view->viewport() : &widget;
    const QPointF at(target->width() * x, target->height() * y);
    QMouseEvent move(QEvent::MouseMove, at, target->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(target, &move);
}

void settle() {
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

using Shot = std::function<void(QWidget&, const QString&)>;

void takePlots(const Shot& shot) {
    RunPlots plots;
    plots.resize(1300, 360);
    plots.show();
    shot(plots, "plots-empty");
    fill(plots, false);
    plots.lossPlot()->refresh();
    plots.metricPlot(0)->refresh();
    hover(*plots.lossPlot(), 0.45, 0.5);
    shot(plots, "plots");
    plots.lossPlot()->setLogarithmic(true);
    plots.lossPlot()->zoomTo(200, 500);
    plots.lossPlot()->refresh();
    shot(plots, "plots-zoomed");
    RunPlots broken;
    broken.resize(1300, 360);
    broken.show();
    fill(broken, true);
    broken.lossPlot()->setLogarithmic(true);
    broken.lossPlot()->refresh();
    broken.metricPlot(0)->refresh();
    hover(*broken.lossPlot(), 0.92, 0.4);
    shot(broken, "plots-diverged");
}

void takeGraphs(const Shot& shot) {
    const auto catalogue = std::make_shared<model::Catalogue>();
    DocumentModel document(catalogue);
    document.setDataLookup(samples::digitsData);
    GraphView view(document);
    view.resize(1100, 800);
    view.show();
    const auto finished = [&] {
        do
            settle();
        while (view.busy());
    };
    finished();
    shot(view, "graph-empty");
    document.reset(samples::digits(*catalogue));
    QCoreApplication::processEvents();
    finished();
    shot(view, "graph-forward");
    document.select({document.document().find("fc1")->id});
    view.setTraining(true);
    finished();
    shot(view, "graph-training");
    view.setGrain(exchange::Grain::operations);
    finished();
    shot(view, "graph-operations");
    view.view()->zoomTo(1, QPointF(500, 300));
    shot(view, "graph-operations-100");
    document.run(model::remove_wires({{document.document().find("fc1")->id, "x"}}));
    QCoreApplication::processEvents();
    finished();
    shot(view, "graph-problem");
    document.reset(samples::chain(*catalogue, 1000));
    view.setGrain(exchange::Grain::blocks);
    QCoreApplication::processEvents();
    QThread::msleep(500);
    settle();
    shot(view, "graph-busy");
    finished();
    shot(view, "graph-1000");
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? argv[1] : ".");
    for (const Appearance appearance : {Appearance::light, Appearance::dark}) {
        ThemeManager::instance().apply(appearance);
        const QString suffix = appearance == Appearance::light ? "light" : "dark";
        const auto shot = [&](QWidget& widget, const QString& name) {
            settle();
            widget.grab().save(folder.filePath(name + "-" + suffix + ".png"));
        };
        takePlots(shot);
        takeGraphs(shot);
    }
    return 0;
}
