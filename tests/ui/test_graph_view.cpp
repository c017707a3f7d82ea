// SPDX-License-Identifier: GPL-3.0-or-later
// The computation graph follows the document, with dot as it should be, hanging, lying or missing.
#include <QElapsedTimer>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QWheelEvent>

#include "tests/ui/sample_documents.h"
#include "ui/graphview/graph_layouter.h"
#include "ui/graphview/graph_view.h"
#include "ui/graphview/picture_items.h"
#include "ui/graphview/picture_scene.h"
#include "ui/graphview/picture_view.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

int boxNumber(const GraphView& view, const std::string& title) {
    const auto& boxes = view.scene()->picture().boxes;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].title == title) return static_cast<int>(i);
    }
    return -1;
}

QPoint placeOf(const GraphView& view, int box) {
    return view.view()->mapFromScene(view.scene()->boxRect(box).center());
}

}  // namespace

class TestGraphView : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void init();
    void cleanup();

    void showsTheNetwork();
    void gradientsAndOperations();
    void kernels();
    void followsEdits();
    void movesChangeNothing();
    void nothingWhileHidden();
    void problemsKeepTheLastPicture();
    void emptyDocument();
    void clickSelects();
    void doubleClickUnfolds();
    void selectionIsShown();
    void zoomPanAndFit();
    void titlesFromAfar();
    void namesOfFramesFromAfar();
    void largePicturesBeginReadable();
    void tips();
    void missingDot();
    void hangingDot();
    void cancelled();
    void cancelKillsTheChild();
    void cancelledWhileBuilding();
    void kernelsAreNotImprovedForEver();
    void nonsenseFromDot();
    void newestStateWins();
    void closedWhileDotRuns();
    void files();

  private:
    /// A program called dot that does as its text says, in sh.
    QString stub(const char* text);
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!m_view->busy(), 30000); }

    std::shared_ptr<const model::Catalogue> m_catalogue = std::make_shared<model::Catalogue>();
    std::unique_ptr<DocumentModel> m_document;
    std::unique_ptr<GraphView> m_view;
    QTemporaryDir m_folder;
};

void TestGraphView::init() {
    m_document = std::make_unique<DocumentModel>(m_catalogue);
    m_document->setDataLookup(samples::digitsData);
    m_document->reset(samples::digits(*m_catalogue));
    m_view = std::make_unique<GraphView>(*m_document);
    m_view->resize(900, 700);
}

void TestGraphView::cleanup() {
    m_view.reset();
    m_document.reset();
}

QString TestGraphView::stub(const char* text) {
    const QString path = m_folder.filePath(QStringLiteral("dot"));
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(QByteArray("#!/bin/sh\n") + text);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

void TestGraphView::showsTheNetwork() {
    m_view->show();
    settle();
    QCOMPARE(m_view->message(), QString());
    QCOMPARE(m_view->scene()->picture().boxes.size(), m_document->document().blocks().size());
    QVERIFY(boxNumber(*m_view, "fc1") >= 0);
    m_view->grab();
}

void TestGraphView::gradientsAndOperations() {
    m_view->setTraining(true);
    m_view->show();
    settle();
    QVERIFY(boxNumber(*m_view, "∇ fc1") >= 0);
    m_view->setGrain(exchange::Grain::operations);
    QTRY_VERIFY(boxNumber(*m_view, "fc1.weight") >= 0);
    settle();
    QCOMPARE(m_view->message(), QString());
    m_view->setTraining(false);
    settle();
    for (const auto& box : m_view->scene()->picture().boxes)
        QCOMPARE(box.phase, graph::Phase::forward);
}

// The steps that training is compiled to, with the time each takes.
void TestGraphView::kernels() {
    m_view->setTraining(true);
    m_view->setGrain(exchange::Grain::kernels);
    m_view->show();
    settle();
    QCOMPARE(m_view->message(), QString());
    const auto& picture = m_view->scene()->picture();
    QCOMPARE(picture.grain, exchange::Grain::kernels);
    const auto timed = [](const exchange::PictureBox& box) {
        return box.operation.starts_with("matmul") && box.block == "fc1" && !box.lines.empty() &&
               box.lines.back().find('%') != std::string::npos;
    };
    QVERIFY(std::any_of(picture.boxes.begin(), picture.boxes.end(), timed));
    QVERIFY(picture.edges.size() + 1 >= picture.boxes.size() / 2);
    m_view->grab();
    m_view->setGrain(exchange::Grain::blocks);
    QTRY_VERIFY(boxNumber(*m_view, "∇ fc1") >= 0);
}

void TestGraphView::followsEdits() {
    m_view->show();
    settle();
    const model::Block* fc1 = m_document->document().find("fc1");
    m_document->run(
        model::rename_block(m_document->document(), m_document->catalogue(), fc1->id, "hidden"));
    QTRY_VERIFY(boxNumber(*m_view, "hidden") >= 0);
    m_document->undoStack()->undo();
    QTRY_VERIFY(boxNumber(*m_view, "fc1") >= 0);
}

void TestGraphView::movesChangeNothing() {
    m_view->show();
    settle();
    const auto* before = &m_view->scene()->picture();
    const model::Block* fc1 = m_document->document().find("fc1");
    m_document->run(model::move_blocks(m_document->document(), {{fc1->id, {5, 5}}}));
    QTest::qWait(400);
    settle();
    QCOMPARE(&m_view->scene()->picture(), before);
}

void TestGraphView::nothingWhileHidden() {
    QTest::qWait(300);
    QVERIFY(!m_view->busy());
    QVERIFY(m_view->scene()->empty());
}

void TestGraphView::problemsKeepTheLastPicture() {
    m_view->show();
    settle();
    const model::Block* fc1 = m_document->document().find("fc1");
    m_document->run(model::remove_wires({{fc1->id, "x"}}));
    QTRY_VERIFY(!m_view->message().isEmpty());
    QVERIFY(!m_view->scene()->empty());
    QVERIFY2(m_view->message().contains("connect"), qPrintable(m_view->message()));
    m_document->undoStack()->undo();
    QTRY_VERIFY(m_view->message().isEmpty());
}

void TestGraphView::emptyDocument() {
    m_document->reset({});
    m_view->show();
    settle();
    QVERIFY(m_view->scene()->empty());
    QVERIFY(!m_view->message().isEmpty());
    m_view->grab();
}

void TestGraphView::clickSelects() {
    m_view->show();
    settle();
    const int box = boxNumber(*m_view, "fc1");
    const model::BlockId id = m_document->document().find("fc1")->id;
    QTest::mouseClick(m_view->view()->viewport(), Qt::LeftButton, {}, placeOf(*m_view, box));
    QCOMPARE(m_document->selection(), std::set<model::BlockId>{id});
    QSignalSpy spy(m_view.get(), &GraphView::blockActivated);
    QTest::mouseClick(m_view->view()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                      placeOf(*m_view, box));
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy[0][0].value<model::BlockId>(), id);
    QTest::mouseClick(m_view->view()->viewport(), Qt::LeftButton, {}, QPoint(3, 3));
    QVERIFY(m_document->selection().empty());
}

void TestGraphView::doubleClickUnfolds() {
    m_view->show();
    settle();
    const std::size_t boxes = m_view->scene()->picture().boxes.size();
    QTest::mouseDClick(m_view->view()->viewport(), Qt::LeftButton, {},
                       placeOf(*m_view, boxNumber(*m_view, "fc1")));
    settle();
    QCOMPARE(m_view->expanded(), std::set<std::string>{"fc1"});
    QVERIFY(m_view->scene()->picture().boxes.size() > boxes);
    QCOMPARE(m_view->scene()->picture().groups.size(), std::size_t{1});
    // A box within it folds it again.
    int inside = -1;
    for (std::size_t i = 0; i < m_view->scene()->picture().boxes.size(); ++i) {
        if (m_view->scene()->picture().boxes[i].block == "fc1") inside = static_cast<int>(i);
    }
    QTest::mouseDClick(m_view->view()->viewport(), Qt::LeftButton, {}, placeOf(*m_view, inside));
    settle();
    QVERIFY(m_view->expanded().empty());
    QCOMPARE(m_view->scene()->picture().boxes.size(), boxes);
    // Another document knows nothing of it.
    m_view->toggleExpanded("fc1");
    m_document->reset({});
    QVERIFY(m_view->expanded().empty());
}

void TestGraphView::selectionIsShown() {
    m_view->setTraining(true);
    m_view->show();
    settle();
    m_document->select({m_document->document().find("fc1")->id});
    const std::set<int> expected{boxNumber(*m_view, "fc1"), boxNumber(*m_view, "∇ fc1"),
                                 boxNumber(*m_view, "Update fc1")};
    QCOMPARE(m_view->scene()->selectedBoxes(), expected);
}

void TestGraphView::zoomPanAndFit() {
    m_view->show();
    settle();
    PictureView* view = m_view->view();
    const qreal fitted = view->zoom();
    const QPointF at(300, 200);
    const QPointF under = view->mapToScene(at.toPoint());
    QWheelEvent wheel(at, view->viewport()->mapToGlobal(at), QPoint(), QPoint(0, 240), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view->viewport(), &wheel);
    QVERIFY(view->zoom() > fitted * 1.3);
    const QPointF still = view->mapToScene(at.toPoint());
    QVERIFY((still - under).manhattanLength() < 3 / view->zoom());

    const QPointF before = view->mapToScene(QPoint(0, 0));
    QTest::mousePress(view->viewport(), Qt::MiddleButton, {}, QPoint(100, 100));
    QMouseEvent move(QEvent::MouseMove, QPointF(160, 130),
                     view->viewport()->mapToGlobal(QPoint(160, 130)), Qt::NoButton,
                     Qt::MiddleButton, Qt::NoModifier);
    QCoreApplication::sendEvent(view->viewport(), &move);
    QTest::mouseRelease(view->viewport(), Qt::MiddleButton, {}, QPoint(160, 130));
    QVERIFY(view->mapToScene(QPoint(0, 0)).x() < before.x());
    QTest::keyClick(view, Qt::Key_Home);
    QVERIFY(std::abs(view->zoom() - fitted) < 0.01);
}

// A whole graph in a small window is too small for the texts of its boxes, but their titles stay.
void TestGraphView::titlesFromAfar() {
    m_view->show();
    settle();
    PictureView* view = m_view->view();
    const auto inkIn = [&](int box) {
        const QRect rect =
            view->mapFromScene(m_view->scene()->boxRect(box).adjusted(6, 6, -6, -6)).boundingRect();
        const QImage image = view->viewport()->grab(rect).toImage();
        const QRgb ground = image.pixel(0, 0);
        int ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                ink += std::abs(qGray(image.pixel(x, y)) - qGray(ground)) > 60;
        }
        return ink;
    };
    const int box = boxNumber(*m_view, "fc1");
    for (const qreal zoom : {0.9, 0.34}) {
        view->setTransform(QTransform::fromScale(zoom, zoom));
        view->centerOn(m_view->scene()->boxRect(box).center());
        QVERIFY2(inkIn(box) > 10, qPrintable(QString::number(zoom)));
    }
    view->setTransform(QTransform::fromScale(0.1, 0.1));
    view->centerOn(m_view->scene()->boxRect(box).center());
    QCOMPARE(inkIn(box), 0);
}

// At the same size at every zoom, as long as they are no wider than their frames.
void TestGraphView::namesOfFramesFromAfar() {
    m_view->setGrain(exchange::Grain::operations);
    m_view->show();
    settle();
    int single = 0;
    for (const exchange::PictureGroup& group : m_view->scene()->picture().groups)
        single += group.boxes.size() == 1;
    const auto groups = static_cast<int>(m_view->scene()->picture().groups.size());
    std::vector<const PictureFrameLabel*> found;
    for (QGraphicsItem* item : m_view->scene()->items()) {
        if (const auto* label = dynamic_cast<PictureFrameLabel*>(item)) found.push_back(label);
    }
    QVERIFY(single > 0);
    QCOMPARE(static_cast<int>(found.size()), groups - single);
    for (const PictureFrameLabel* label : found) {
        QVERIFY(!label->shownAt(1));  // the frame's own can be read
        QVERIFY(label->shownAt(0.4));
        QVERIFY(!label->shownAt(0.02));
        // What is painted is as large from farther away.
        for (const qreal zoom : {0.4, 0.3}) {
            m_view->view()->setTransform(QTransform::fromScale(zoom, zoom));
            const QTransform device = label->deviceTransform(m_view->view()->viewportTransform());
            QCOMPARE(device.mapRect(label->boundingRect()).size(), label->boundingRect().size());
        }
    }
}

// A deep network fitted into the window would be a thin line: its beginning is shown at a size that
// can be read, or the block that is selected; everything is a key away.
void TestGraphView::largePicturesBeginReadable() {
    m_document->reset(samples::chain(*m_catalogue, 40));
    m_view->show();
    settle();
    PictureView* view = m_view->view();
    const auto seen = [&](int box) {
        return QRectF(view->viewport()->rect())
            .contains(view->mapFromScene(m_view->scene()->boxRect(box)).boundingRect());
    };
    int last = 0;
    for (int i = 0; i < static_cast<int>(m_view->scene()->picture().boxes.size()); ++i) {
        if (m_view->scene()->boxRect(i).top() > m_view->scene()->boxRect(last).top()) last = i;
    }
    const std::string lowest =
        m_view->scene()->picture().boxes[static_cast<std::size_t>(last)].block;
    QVERIFY(view->zoom() >= 0.6);
    QVERIFY(seen(m_view->scene()->firstBox()));
    QVERIFY(!seen(last));
    m_document->select({m_document->document().find(lowest)->id});
    m_view->setTraining(true);
    settle();
    QVERIFY(view->zoom() >= 0.6);
    last = boxNumber(*m_view, lowest);
    QVERIFY(last >= 0 && seen(last));
    QVERIFY(!seen(m_view->scene()->firstBox()));
    QTest::keyClick(view, Qt::Key_Home);
    QVERIFY(seen(m_view->scene()->firstBox()) && seen(last));
    // What was chosen on the canvas meanwhile is in sight when somebody comes back.
    view->showFirst();
    QVERIFY(!seen(last));
    m_view->hide();
    m_view->show();
    QVERIFY(seen(last));
}

void TestGraphView::tips() {
    m_view->setGrain(exchange::Grain::operations);
    m_view->show();
    settle();
    const QString tip = m_view->view()->tipFor(boxNumber(*m_view, "fc1.weight"));
    QVERIFY(tip.contains("f32[") && tip.contains("fc1"));
    QVERIFY(m_view->view()->tipFor(-1).isEmpty());
}

void TestGraphView::missingDot() {
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    m_view->show();
    settle();
    qputenv("PATH", path);
    QVERIFY2(m_view->message().contains("not found"), qPrintable(m_view->message()));
    QVERIFY(boxNumber(*m_view, "fc1") >= 0);
}

void TestGraphView::hangingDot() {
    m_view->layouter()->setProgram(stub("exec sleep 1000\n"));
    m_view->layouter()->setTimeLimit(600);
    int ticks = 0;
    QTimer ticker;
    connect(&ticker, &QTimer::timeout, this, [&] { ++ticks; });
    ticker.start(10);
    m_view->show();
    auto* cancel = m_view->findChild<QPushButton*>();
    QTRY_VERIFY(cancel->isVisible());
    settle();
    QVERIFY2(ticks > 5, "the window stays alive meanwhile");
    QVERIFY2(m_view->message().contains("0.6 s"), qPrintable(m_view->message()));
    QVERIFY(boxNumber(*m_view, "fc1") >= 0);
    QVERIFY(!cancel->isVisible());
}

void TestGraphView::cancelled() {
    m_view->layouter()->setProgram(stub("exec sleep 1000\n"));
    m_view->show();
    auto* cancel = m_view->findChild<QPushButton*>();
    // The button is there while the graph is still being built, too, on a slow machine; that is
    // another test's.
    QTRY_VERIFY(cancel->isVisible() && cancel->isEnabled() && m_view->layouter()->running());
    QTest::mouseClick(cancel, Qt::LeftButton);
    settle();
    QVERIFY(m_view->message().contains("stopped"));
    QVERIFY(boxNumber(*m_view, "fc1") >= 0);
    // Esc does the same, in the picture and at the buttons.
    bool training = false;
    for (QWidget* where : {static_cast<QWidget*>(m_view->view()),
                           static_cast<QWidget*>(m_view->findChild<QToolButton*>())}) {
        m_view->setTraining(training = !training);
        QTRY_VERIFY(m_view->layouter()->running());
        QTest::keyClick(where, Qt::Key_Escape);
        settle();
        QVERIFY(m_view->message().contains("stopped"));
    }
}

// Neither dot nor what it started lives on, and the picture is the fallback's; a second cancel has
// nothing to stop.
void TestGraphView::cancelKillsTheChild() {
    const QString pids = m_folder.filePath(QStringLiteral("pids"));
    const QString script =
        QStringLiteral(
            "sleep 1000 & echo $! > '%1.new'; echo $$ >> '%1.new'; mv '%1.new' '%1'; wait\n")
            .arg(pids);
    m_view->layouter()->setProgram(stub(script.toUtf8().constData()));
    m_view->show();
    auto* cancel = m_view->findChild<QPushButton*>();
    QTRY_VERIFY(cancel->isVisible() && QFile::exists(pids));
    QFile file(pids);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> started = file.readAll().trimmed().split('\n');
    QCOMPARE(started.size(), qsizetype{2});
    const auto alive = [](const QByteArray& pid) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(QString::fromLatin1(pid)));
        // Behind the name in brackets: Z is dead, and waits for its parent.
        return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z");
    };
    QVERIFY(alive(started[0]) && alive(started[1]));
    QTest::mouseClick(cancel, Qt::LeftButton);
    settle();
    QTRY_VERIFY(!alive(started[0]) && !alive(started[1]));
    QVERIFY(m_view->message().contains("stopped"));
    QCOMPARE(m_view->scene()->picture().boxes.size(), m_document->document().blocks().size());
    m_view->layouter()->cancel();
    QVERIFY(!m_view->busy());
}

// What was there before stays; the next change builds the graph again.
void TestGraphView::cancelledWhileBuilding() {
    m_view->show();
    settle();
    const auto* before = &m_view->scene()->picture();
    auto* cancel = m_view->findChild<QPushButton*>();
    m_view->setTraining(true);
    cancel->click();  // at once: the other thread has just begun
    QVERIFY(!m_view->busy());
    QTest::qWait(300);
    QCOMPARE(&m_view->scene()->picture(), before);
    QVERIFY2(m_view->message().contains("from before"), qPrintable(m_view->message()));
    // Asked for again by the button that is pressed already.
    m_view->setTraining(true);
    settle();
    QVERIFY(boxNumber(*m_view, "∇ fc1") >= 0);
    QCOMPARE(m_view->message(), QString());
}

// What dot is called with: all that it can do for ladders, a limit for the kernels' long edges.
void TestGraphView::kernelsAreNotImprovedForEver() {
    const QString said = m_folder.filePath(QStringLiteral("arguments"));
    m_view->layouter()->setProgram(
        stub(QStringLiteral("echo \"$@\" > '%1'; exec /usr/bin/env dot \"$@\"\n")
                 .arg(said)
                 .toUtf8()
                 .constData()));
    const auto arguments = [&] {
        QFile file(said);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    };
    m_view->setTraining(true);
    m_view->show();
    settle();
    QCOMPARE(arguments(), QByteArray("-Tplain"));
    m_view->setGrain(exchange::Grain::kernels);
    settle();
    QVERIFY2(arguments().contains("-Gnslimit="), arguments().constData());
    QCOMPARE(m_view->message(), QString());
    QVERIFY(m_view->scene()->picture().boxes.size() > 3);
}

void TestGraphView::nonsenseFromDot() {
    for (const char* text : {"echo 'graph 1 1 1'; echo 'node n0 x'\n", "exit 3\n", "kill -9 $$\n",
                             "head -c 5000000 /dev/urandom\n"}) {
        init();
        m_view->layouter()->setProgram(stub(text));
        m_view->show();
        settle();
        QVERIFY2(m_view->message().contains("simpler layout"), text);
        QVERIFY(boxNumber(*m_view, "fc1") >= 0);
    }
}

void TestGraphView::newestStateWins() {
    m_view->layouter()->setProgram(stub("sleep 0.3; exec /usr/bin/env dot -Tplain\n"));
    m_view->show();
    for (int i = 0; i < 6; ++i) {
        m_view->setTraining(i % 2 == 0);
        QTest::qWait(40);
    }
    m_view->layouter()->setProgram(QStringLiteral("dot"));
    m_view->setTraining(true);
    settle();
    QVERIFY(boxNumber(*m_view, "∇ fc1") >= 0);
}

void TestGraphView::closedWhileDotRuns() {
    m_view->layouter()->setProgram(stub("exec sleep 1000\n"));
    m_view->show();
    QTRY_VERIFY(m_view->layouter()->running());
    QElapsedTimer timer;
    timer.start();
    m_view.reset();
    QVERIFY2(timer.elapsed() < 20000, "it does not wait for dot");
}

void TestGraphView::files() {
    const GraphRequest request = graphRequest(m_document->document(), m_document->analysis(),
                                              m_catalogue, exchange::Grain::blocks, true);
    const std::string svg = graphFile(request, QStringLiteral("digits"), GraphFormat::svg);
    QVERIFY(svg.find("∇ fc1") != std::string::npos);
    QVERIFY(graphFile(request, {}, GraphFormat::dot).find("digraph") == 0);
}

QTEST_MAIN(TestGraphView)
#include "test_graph_view.moc"
