// SPDX-License-Identifier: GPL-3.0-or-later
// Plots show every spike, mark what is not finite, and follow mouse and keys.
#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QLabel>
#include <QLayout>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <cmath>
#include <limits>

#include "engine/exchange/svg.h"
#include "ui/charts/legend_chip.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

QWidget* viewport(QWidget& plot) {
    return plot.findChild<QAbstractScrollArea*>()->viewport();
}

void mouse(QWidget& plot, QEvent::Type type, QPointF at, Qt::MouseButton button,
           Qt::MouseButtons buttons) {
    QWidget* target = viewport(plot);
    QMouseEvent event(type, at, target->mapToGlobal(at), button, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &event);
}

void wheel(QWidget& plot, int turns) {
    QWidget* target = viewport(plot);
    const QPointF at = QRectF(target->rect()).center();
    QWheelEvent event(at, target->mapToGlobal(at), QPoint(), QPoint(0, 120 * turns), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(target, &event);
}

double highest(const QList<QPointF>& points) {
    double high = -infinity;
    for (const QPointF& point : points) {
        if (std::isfinite(point.y())) high = std::max(high, point.y());
    }
    return high;
}

}  // namespace

class TestLossPlot : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }

    void spikesSurvive();
    void fewPointsAreDrawn();
    void smoothingIsDebiased();
    void smoothingCanChangeLater();
    void badValuesAreMarkedAndLeftOut();
    void logarithmicAxis();
    void outliersCanBeIgnored();
    void hiddenCurvesAreNotDrawn();
    void legendHides();
    void namesAreReadable();
    void smallPlotsAreWhole();
    void hoverTellsAllValues();
    void zoomByWheelAndDrag();
    void keyboard();
    void axisBeginsAtZeroAndEndsAtTheLastStep();
    void oneRefreshForManyPoints();
    void atMostFifteenPicturesASecond();
    void aMillionPointsAreAsManyToDraw();
    void exported();
    void divergenceIsExplained();
    void runPlotsFollowEvents();
    void themesAreFollowed();

  private:
    /// A shown plot of a fixed size.
    static std::unique_ptr<LossPlot> shownPlot() {
        auto plot = std::make_unique<LossPlot>(QStringLiteral("Loss"));
        plot->resize(800, 400);
        plot->show();
        plot->setSmoothing(0);
        return plot;
    }
};

void TestLossPlot::spikesSurvive() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 200000; ++step)
        plot->addStep(step, step == 123456 ? 50 : 1 + 0.1 * std::sin(step));
    plot->refresh();
    QCOMPARE(highest(plot->drawnPoints(LossPlot::train)), 50.0);
    QVERIFY(plot->valueRange().second > 50);
}

void TestLossPlot::fewPointsAreDrawn() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 200000; ++step)
        plot->addStep(step, 1 + 0.1 * std::sin(step));
    plot->refresh();
    QVERIFY(plot->drawnPoints(LossPlot::train).size() <= 2 * 800);
}

void TestLossPlot::smoothingIsDebiased() {
    const auto plot = shownPlot();
    plot->setSmoothing(0.9);
    const double values[] = {4, 2, 7};
    for (int i = 0; i < 3; ++i)
        plot->addStep(i + 1, values[i]);
    plot->refresh();
    const auto points = plot->drawnPoints(LossPlot::train);
    QCOMPARE(points.size(), 3);
    QCOMPARE(points[0].y(), 4.0);  // not drawn towards zero
    QVERIFY(std::abs(points[1].y() - (2 + 0.9 * 4) / 1.9) < 1e-12);
    QVERIFY(std::abs(points[2].y() - (7 + 0.9 * 2 + 0.81 * 4) / 2.71) < 1e-12);
}

void TestLossPlot::smoothingCanChangeLater() {
    const auto plot = shownPlot();
    plot->addStep(1, 4);
    plot->addStep(2, 2);
    plot->setSmoothing(0.5);
    plot->refresh();
    QVERIFY(std::abs(plot->drawnPoints(LossPlot::train)[1].y() - 4.0 / 1.5) < 1e-12);
    plot->setSmoothing(0);
    plot->refresh();
    QCOMPARE(plot->drawnPoints(LossPlot::train)[1].y(), 2.0);
}

void TestLossPlot::badValuesAreMarkedAndLeftOut() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 100; ++step)
        plot->addStep(step, step == 40 ? notANumber : step == 70 ? infinity : 1);
    plot->refresh();
    QCOMPARE(plot->drawnMarks(), 2);
    for (const QPointF& point : plot->drawnPoints(LossPlot::train))
        QVERIFY(!std::isinf(point.y()));
    QVERIFY(plot->valueRange().second < 10);
    QVERIFY(plot->valuesAt(40).join(' ').contains("NaN"));
    plot->grab();  // painting such points must not hang or crash
}

void TestLossPlot::logarithmicAxis() {
    const auto plot = shownPlot();
    plot->setLogarithmic(true);
    const double values[] = {100, 1, 0, -5, 0.01};
    for (int i = 0; i < 5; ++i)
        plot->addStep(i + 1, values[i]);
    plot->refresh();
    const auto [low, high] = plot->valueRange();
    QVERIFY(low < -2 && low > -2.5);
    QVERIFY(high > 2 && high < 2.5);
    for (const QPointF& point : plot->drawnPoints(LossPlot::train))
        QVERIFY(std::isnan(point.y()) || (point.y() >= -2 && point.y() <= 2));
}

void TestLossPlot::outliersCanBeIgnored() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 500; ++step)
        plot->addStep(step, step == 250 ? 1e6 : 1 + step % 3);
    plot->refresh();
    QVERIFY(plot->valueRange().second > 1e6);
    plot->setIgnoreOutliers(true);
    plot->refresh();
    QVERIFY(plot->valueRange().second < 10);
    QCOMPARE(highest(plot->drawnPoints(LossPlot::train)), 1e6);
}

void TestLossPlot::hiddenCurvesAreNotDrawn() {
    const auto plot = shownPlot();
    plot->addStep(1, 1);
    plot->addEpoch(1, 9);
    plot->setCurveVisible(LossPlot::validation, false);
    plot->refresh();
    QVERIFY(plot->drawnPoints(LossPlot::validation).isEmpty());
    QVERIFY(plot->valueRange().second < 9);
    QVERIFY(!plot->valuesAt(1).join(' ').contains("validation"));
}

void TestLossPlot::legendHides() {
    const auto plot = shownPlot();
    LegendChip* chip = plot->findChildren<LegendChip*>()[LossPlot::train];
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(!plot->curveVisible(LossPlot::train));
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(plot->curveVisible(LossPlot::train));
    plot->addStep(1, 0.25);
    plot->refresh();
    QCOMPARE(chip->value(), QStringLiteral("0.2500"));
}

/// However narrow a chart is, the names of its curves are whole: below the title if need be, and
/// the values go before them.
void TestLossPlot::namesAreReadable() {
    const auto plot = shownPlot();
    plot->setQuantity(QStringLiteral("Accuracy"));
    plot->addStep(1, 0.25);
    plot->addEpoch(1, 0.5);
    plot->refresh();
    const auto chips = plot->findChildren<LegendChip*>();
    QCOMPARE(chips.size(), qsizetype{2});
    QLabel* title = plot->findChild<QLabel*>();
    bool besides = true;
    for (const int width : {800, 400, 330, 300, 260, 220, 180, 165, 145}) {
        plot->resize(width, 300);
        plot->layout()->activate();
        for (const LegendChip* chip : chips) {
            QVERIFY2(chip->shownName() == chip->text(), qPrintable(QString::number(width)));
            QVERIFY(plot->rect().contains(chip->geometry()));
            const bool isBeside = chip->y() < title->geometry().bottom();
            QVERIFY(besides || !isBeside);
            besides = isBeside;
            QVERIFY(!isBeside || !chip->geometry().intersects(title->geometry()));
        }
        QVERIFY(!chips[0]->geometry().intersects(chips[1]->geometry()));
        QCOMPARE(chips[0]->showsValue(), chips[1]->showsValue());
        QVERIFY(width < 400 || chips[0]->showsValue());
    }
    QVERIFY(!besides);
    // Too narrow for them all the same: the longer name gives way, the shorter one does not.
    plot->resize(110, 300);
    plot->layout()->activate();
    QCOMPARE(chips[0]->shownName(), chips[0]->text());
    QVERIFY(chips[1]->shownName().startsWith("va"));
}

/// In the bottom panel of a small screen nothing is cut off, and no control is less than itself.
void TestLossPlot::smallPlotsAreWhole() {
    LossPlot plot(QStringLiteral("Loss"));
    plot.resize(165, qRound(metrics().unit * 9.2));
    plot.show();
    plot.addStep(1, 2);
    plot.addStep(2, 1);
    plot.refresh();
    auto* view = plot.findChild<QAbstractScrollArea*>()->parentWidget();
    QVERIFY2(plot.rect().contains(view->geometry()), qPrintable(QString::number(plot.height())));

    RunPlots plots;
    auto* slider = plots.findChild<QSlider*>();
    plots.show();
    for (int width = 220; width < 700; width += 20) {
        plots.resize(width, 300);
        plots.layout()->activate();
        QCoreApplication::processEvents();
        QVERIFY2(!slider->isVisible() || slider->width() >= qRound(metrics().unit * 4),
                 qPrintable(QString::number(width)));
    }
    QVERIFY(slider->isVisible());
}

void TestLossPlot::hoverTellsAllValues() {
    const auto plot = shownPlot();
    plot->clear(10);
    plot->setSmoothing(0.5);
    for (int step = 1; step <= 30; ++step)
        plot->addStep(step, step);
    plot->addEpoch(10, 5.5);
    plot->refresh();
    const QStringList lines = plot->valuesAt(10.3);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0], QStringLiteral("step 10, epoch 1"));
    QVERIFY(lines[1].startsWith("train, smoothed: "));
    QCOMPARE(lines[2], QStringLiteral("train: 10.000"));
    QCOMPARE(lines[3], QStringLiteral("validation: 5.5000"));
    mouse(*plot, QEvent::MouseMove, {400, 150}, Qt::NoButton, Qt::NoButton);
    plot->grab();
}

void TestLossPlot::zoomByWheelAndDrag() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 1000; ++step)
        plot->addStep(step, 1);
    plot->refresh();
    wheel(*plot, 3);
    plot->refresh();
    QVERIFY(plot->zoomed());
    QVERIFY(plot->from() > 0 && plot->to() < 1000);
    QSignalSpy spy(plot.get(), &LossPlot::zoomChanged);
    mouse(*plot, QEvent::MouseButtonDblClick, {400, 150}, Qt::LeftButton, Qt::LeftButton);
    QVERIFY(!plot->zoomed());
    QCOMPARE(spy.count(), 1);
    plot->refresh();

    mouse(*plot, QEvent::MouseButtonPress, {200, 100}, Qt::LeftButton, Qt::LeftButton);
    mouse(*plot, QEvent::MouseMove, {500, 140}, Qt::NoButton, Qt::LeftButton);
    plot->grab();
    mouse(*plot, QEvent::MouseButtonRelease, {500, 140}, Qt::LeftButton, Qt::NoButton);
    plot->refresh();
    QVERIFY(plot->zoomed());
    const double from = plot->from(), to = plot->to();
    QVERIFY(from > 100 && to < 800 && to - from > 200);
    // New steps do not move a picture that somebody looks at.
    plot->addStep(1001, 1);
    plot->refresh();
    QCOMPARE(plot->from(), from);
    QCOMPARE(plot->to(), to);
    // A click zooms nowhere.
    mouse(*plot, QEvent::MouseButtonPress, {300, 100}, Qt::LeftButton, Qt::LeftButton);
    mouse(*plot, QEvent::MouseButtonRelease, {300, 100}, Qt::LeftButton, Qt::NoButton);
    QCOMPARE(plot->from(), from);
}

void TestLossPlot::keyboard() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 1000; ++step)
        plot->addStep(step, 1);
    plot->refresh();
    auto* view = plot->findChild<QAbstractScrollArea*>();
    QTest::keyClick(view, Qt::Key_Plus);
    QVERIFY(plot->zoomed());
    plot->refresh();
    const double from = plot->from();
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(plot->from() > from);
    QTest::keyClick(view, Qt::Key_0);
    QVERIFY(!plot->zoomed());
    QVERIFY(!view->accessibleName().isEmpty());
}

void TestLossPlot::axisBeginsAtZeroAndEndsAtTheLastStep() {
    const auto plot = shownPlot();
    plot->addStep(1, 1);
    plot->addStep(50, 2);
    plot->refresh();
    QCOMPARE(plot->from(), 0.0);
    QVERIFY(plot->to() >= 50 && plot->to() < 51);
    QCOMPARE(plot->drawnPoints(LossPlot::train).last(), QPointF(50, 2));
}

void TestLossPlot::oneRefreshForManyPoints() {
    const auto plot = shownPlot();
    plot->refresh();
    for (int step = 1; step <= 1000; ++step)
        plot->addStep(step, 1);
    QVERIFY(plot->drawnPoints(LossPlot::train).isEmpty());  // waits for the timer
    QTRY_COMPARE(plot->drawnPoints(LossPlot::train).size(), 1000);
}

// However fast points come: the shortest time between two pictures is a fifteenth of a second. A
// slow machine makes fewer, never more.
void TestLossPlot::atMostFifteenPicturesASecond() {
    const auto plot = shownPlot();
    QTRY_VERIFY(plot->findChild<QTimer*>() && !plot->findChild<QTimer*>()->isActive());
    struct Counter : QObject {
        int pictures = 0;
        bool eventFilter(QObject*, QEvent* event) override {
            pictures += event->type() == QEvent::Paint;
            return false;
        }
    } counter;
    viewport(*plot)->installEventFilter(&counter);
    QElapsedTimer clock;
    clock.start();
    qint64 step = 0;
    while (clock.elapsed() < 1000) {
        ++step;
        plot->addStep(step, 1 + 0.1 * std::sin(static_cast<double>(step)));
        QCoreApplication::processEvents();
    }
    const auto seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    QVERIFY2(counter.pictures <= 15 * seconds + 1, qPrintable(QString::number(counter.pictures)));
    QVERIFY(counter.pictures > 0);
    QVERIFY(step > 100);
}

// What a picture costs grows with what is drawn: with the width, not with the points that are held.
void TestLossPlot::aMillionPointsAreAsManyToDraw() {
    const auto drawn = [](qint64 points) {
        const auto plot = shownPlot();
        for (qint64 step = 1; step <= points; ++step)
            plot->addStep(step, 1 + 0.1 * std::sin(static_cast<double>(step)));
        plot->refresh();
        return plot->drawnPoints(LossPlot::train).size();
    };
    const qsizetype few = drawn(1000), many = drawn(1'000'000);
    QVERIFY(few > 500);
    QVERIFY2(many <= 2 * few, qPrintable(QStringLiteral("%1 of %2").arg(many).arg(few)));
    QVERIFY(many <= 2 * 800 + 2);
}

void TestLossPlot::exported() {
    const auto plot = shownPlot();
    plot->addStep(1, 0.5);
    plot->addStep(2, notANumber);
    plot->addEpoch(2, 0.75);
    const exchange::Plot data = plot->plot();
    QCOMPARE(exchange::plot_csv(data), std::string("step,train,validation\n1,0.5,\n2,nan,0.75\n"));
    QVERIFY(exchange::plot_svg(data).find("<svg") != std::string::npos);
}

void TestLossPlot::divergenceIsExplained() {
    const auto plot = shownPlot();
    for (int step = 1; step <= 100; ++step)
        plot->addStep(step, step == 100 ? notANumber : 1);
    plot->markBad(100, QStringLiteral("It broke."));
    plot->refresh();
    QVERIFY(plot->valuesAt(100).contains("It broke."));
    QVERIFY(!plot->valuesAt(20).contains("It broke."));
    plot->clear();
    QVERIFY(!plot->valuesAt(100).contains("It broke."));
}

void TestLossPlot::runPlotsFollowEvents() {
    RunPlots plots;
    plots.resize(1000, 300);
    plots.show();
    train::Started started{};
    started.batches_per_epoch = 10;
    started.metrics = {"accuracy", "top 5"};
    plots.begin(started);
    QCOMPARE(plots.metricCount(), 2u);
    for (int step = 1; step <= 10; ++step)
        plots.add(train::StepDone{step, 1, step, 0.1, {1.0 / step, {0.1 * step, 1}}});
    plots.add(train::EpochDone{1, 10, {0.1, {1, 1}}, train::Figures{0.2, {0.9, 1}}, 100, true});
    plots.add(train::EpochDone{2, 20, {0.1, {1, 1}}, std::nullopt, 100, true});
    plots.metricPlot(0)->refresh();
    QCOMPARE(plots.metricPlot(0)->quantity(), QStringLiteral("Accuracy"));
    QCOMPARE(plots.metricPlot(0)->drawnPoints(LossPlot::validation).size(), 1);
    started.metrics.clear();
    plots.begin(started);
    QCOMPARE(plots.metricCount(), 0u);
    plots.lossPlot()->refresh();
    QVERIFY(plots.lossPlot()->drawnPoints(LossPlot::train).isEmpty());
}

void TestLossPlot::themesAreFollowed() {
    const auto plot = shownPlot();
    plot->addStep(1, 1);
    plot->refresh();
    const QImage light = plot->grab().toImage();
    ThemeManager::instance().apply(Appearance::dark);
    plot->refresh();
    const QImage dark = plot->grab().toImage();
    QVERIFY(light.pixelColor(5, 200).lightness() > 200);
    QVERIFY(dark.pixelColor(5, 200).lightness() < 80);
    ThemeManager::instance().apply(Appearance::light);
}

QTEST_MAIN(TestLossPlot)
#include "test_loss_plot.moc"
