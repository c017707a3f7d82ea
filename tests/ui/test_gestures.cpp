// SPDX-License-Identifier: GPL-3.0-or-later
// Each gesture of the mouse on the canvas: what it does, its one step of undo, and that Esc leaves
// nothing behind.
#include <QGraphicsItem>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/canvas_fixture.h"
#include "ui/mime.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestGestures : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void init() { f = std::make_unique<CanvasFixture>(); }
    void cleanup() { f.reset(); }

    void panWithMiddleButton();
    void panWithSpace();
    void wheelZoomsAtCursor();
    void wheelStaysInLimits();
    void shiftWheelScrollsSideways();
    void clickSelects();
    void shiftAddsAndCtrlToggles();
    void clickOnEmptySelectsNothing();
    void boxSelectsWhatItTouches();
    void boxWithShiftAndCtrl();
    void moveSnapsToGrid();
    void moveWithCtrlDoesNotSnap();
    void moveMovesTheSelection();
    void dragsAreSeparateSteps();
    void thousandsMoveTogether();
    void escapeDuringMove();
    void drawWireFromOutput();
    void drawWireFromInput();
    void wireReplacesOccupiedInput();
    void wireRefusesLoop();
    void wireRefusesClassNumbers();
    void wireOnBodyTakesFirstFreeInput();
    void wireOnBodyAsks();
    void wireOnEmptyAsksForBlock();
    void addAfterWireConnects();
    void moveWireEnd();
    void wireTakenOffIsRemoved();
    void ctrlDragMovesAllWires();
    void altClickRemovesWires();
    void escapeDuringWire();
    void clickOnSocketDoesNothing();
    void cutStroke();
    void insertOnWire();
    void dropOnShortWire();
    void altPreventsInsertion();
    void wiredBlockIsNotInserted();
    void insertionMakesRoom();
    void secondButtonCancels();
    void viewScrollsAtEdge();
    void editCancelsGesture();
    void hoverMarksAndForgets();

  private:
    bool nothingLeft() { return f->nothingLeft(); }
    std::unique_ptr<CanvasFixture> f;
};

void TestGestures::panWithMiddleButton() {
    const QPointF before = f->view().mapToScene(QPoint(100, 100));
    f->drag({400, 300}, {460, 340}, {}, Qt::MiddleButton);
    const QPointF after = f->view().mapToScene(QPoint(160, 140));
    QVERIFY((before - after).manhattanLength() < 1.5);
    QCOMPARE(f->stack().count(), 0);
}

void TestGestures::panWithSpace() {
    const QPointF before = f->view().mapToScene(QPoint(100, 100));
    QTest::keyPress(&f->view(), Qt::Key_Space);
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(50, -30));
    QTest::keyRelease(&f->view(), Qt::Key_Space);
    const QPointF after = f->view().mapToScene(QPoint(150, 70));
    QVERIFY((before - after).manhattanLength() < 1.5);
    QCOMPARE(f->stack().count(), 0);
    QVERIFY(f->model().selection().empty());
}

void TestGestures::wheelZoomsAtCursor() {
    const QPoint at(333, 222);
    const QPointF under = f->view().mapToScene(at);
    f->wheel(at, 240);
    QVERIFY(f->view().zoom() > 1.3);
    QVERIFY((f->view().mapToScene(at) - under).manhattanLength() < 2);
    f->wheel(at, -240);
    QVERIFY(qAbs(f->view().zoom() - 1) < 1e-6);
}

void TestGestures::wheelStaysInLimits() {
    for (int i = 0; i < 60; ++i)
        f->wheel({300, 300}, 120);
    QCOMPARE(f->view().zoom(), 4.0);
    for (int i = 0; i < 90; ++i)
        f->wheel({300, 300}, -120);
    QCOMPARE(f->view().zoom(), 0.05);
}

void TestGestures::shiftWheelScrollsSideways() {
    const QRectF before = f->view().visibleRect();
    f->wheel({300, 300}, 120, Qt::ShiftModifier);
    QCOMPARE(f->view().zoom(), 1.0);
    QVERIFY(f->view().visibleRect().left() < before.left());
    QCOMPARE(f->view().visibleRect().top(), before.top());
}

void TestGestures::clickSelects() {
    f->click(f->header("fc1"));
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("fc1")});
    f->click(f->header("relu"));
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("relu")});
    QCOMPARE(f->stack().count(), 0);
}

void TestGestures::shiftAddsAndCtrlToggles() {
    f->click(f->header("fc1"));
    f->click(f->header("relu"), Qt::ShiftModifier);
    QCOMPARE(f->model().selection().size(), std::size_t{2});
    f->click(f->header("fc1"), Qt::ControlModifier);
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("relu")});
    f->click(f->header("fc1"), Qt::ControlModifier);
    QCOMPARE(f->model().selection().size(), std::size_t{2});
    // A plain click on one of several leaves that one.
    f->click(f->header("fc1"));
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("fc1")});
}

void TestGestures::clickOnEmptySelectsNothing() {
    f->click(f->header("fc1"));
    f->click(f->empty());
    QVERIFY(f->model().selection().empty());
}

void TestGestures::boxSelectsWhatItTouches() {
    const QRectF fc1 = f->view().graph().blocksRect({f->id("fc1")});
    const QRectF relu = f->view().graph().blocksRect({f->id("relu")});
    // From the upper left through a corner of both, and back again: touching is enough.
    f->drag(f->at(fc1.left() - 30, fc1.top() - 40), f->at(relu.left() + 20, relu.top() + 12));
    const std::set<model::BlockId> both{f->id("fc1"), f->id("relu")};
    QCOMPARE(f->model().selection(), both);
    f->drag(f->at(relu.left() + 20, relu.top() - 40), f->at(fc1.right() - 20, fc1.top() + 12));
    QCOMPARE(f->model().selection(), both);
    QVERIFY(nothingLeft());
}

void TestGestures::boxWithShiftAndCtrl() {
    f->click(f->header("flatten"));
    const QRectF relu = f->view().graph().blocksRect({f->id("relu")});
    const QPoint from = f->at(relu.left() - 20, relu.top() - 30),
                 to = f->at(relu.left() + 20, relu.top() + 12);
    f->drag(from, to, Qt::ShiftModifier);
    const std::set<model::BlockId> both{f->id("flatten"), f->id("relu")};
    QCOMPARE(f->model().selection(), both);
    f->drag(from, to, Qt::ControlModifier);
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("flatten")});
    // Esc brings back what was selected before.
    f->press(from, Qt::ShiftModifier);
    f->move(to, Qt::ShiftModifier);
    f->key(Qt::Key_Escape);
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{f->id("flatten")});
    QVERIFY(nothingLeft());
}

void TestGestures::moveSnapsToGrid() {
    f->model().run(model::move_blocks(f->document(), {{f->id("fc1"), {513, 3}}}));
    const std::string before = f->text();
    const int steps = f->stack().count();
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(61, 303));
    const model::Point at = f->document().at(f->id("fc1")).position;
    QCOMPARE(at.x, 576.0);
    QCOMPARE(at.y, 304.0);
    QCOMPARE(f->stack().count(), steps + 1);
    QVERIFY(f->undoRestores(before));
}

void TestGestures::moveWithCtrlDoesNotSnap() {
    const std::string before = f->text();
    const QPoint from = f->header("fc1");
    f->press(from);
    f->move(from + QPoint(20, 20), Qt::ControlModifier);
    f->move(from + QPoint(61, 303), Qt::ControlModifier);
    f->release(from + QPoint(61, 303), Qt::ControlModifier);
    const model::Point at = f->document().at(f->id("fc1")).position;
    QCOMPARE(at.x, 512.0 + 61);
    QCOMPARE(at.y, 303.0);
    QVERIFY(f->undoRestores(before));
}

void TestGestures::moveMovesTheSelection() {
    f->click(f->header("fc1"));
    f->click(f->header("relu"), Qt::ShiftModifier);
    const std::string before = f->text();
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(0, 320));
    QCOMPARE(f->document().at(f->id("fc1")).position.y, 320.0);
    QCOMPARE(f->document().at(f->id("relu")).position.y, 320.0);
    QCOMPARE(f->stack().count(), 1);
    QCOMPARE(f->stack().undoText(), "Move blocks");
    QVERIFY(f->undoRestores(before));
    // Wires follow their blocks.
    const WireItem* wire = f->view().graph().wireItem({f->id("relu"), "x"});
    QCOMPARE(wire->curve().from(),
             f->view().graph().blockItem(f->id("fc1"))->socketPosition("y", true));
}

void TestGestures::dragsAreSeparateSteps() {
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(0, 320));
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(0, 80));
    QCOMPARE(f->stack().count(), 2);
}

// While so many move nothing is indexed; they are found where they are in the midst and after.
void TestGestures::thousandsMoveTogether() {
    f->model().reset(samples::chain(f->model().catalogue(), 1200));
    f->view().zoomTo(1, {});
    f->view().centerOn(600, 200);
    QCoreApplication::processEvents();
    GraphScene& scene = f->view().graph();
    QCOMPARE(scene.itemIndexMethod(), QGraphicsScene::BspTreeIndex);
    const std::string before = f->text();
    std::set<model::BlockId> all;
    for (const auto& [id, block] : f->document().blocks())
        all.insert(id);
    f->model().select(all);
    const QPoint from = f->header("b3");
    f->press(from);
    f->move(from + QPoint(40, 40));
    f->move(from + QPoint(400, 80));
    QCOMPARE(scene.itemIndexMethod(), QGraphicsScene::NoIndex);
    const auto found = [&](const char* name) {
        const BlockItem* item = scene.blockItem(f->id(name));
        const BlockItem* hit = scene.blockAt(item->pos() + QPointF(4, 4));
        return hit == item;
    };
    QVERIFY(found("b3") && found("b40") && found("b1100"));
    f->release(from + QPoint(400, 80));
    QCOMPARE(f->stack().count(), 1);
    QTRY_COMPARE(scene.itemIndexMethod(), QGraphicsScene::BspTreeIndex);
    QVERIFY(found("b3") && found("b40") && found("b1100"));
    QVERIFY(f->undoRestores(before));
    QVERIFY(found("b3") && found("b40") && found("b1100"));
    QVERIFY(nothingLeft());
}

void TestGestures::escapeDuringMove() {
    const std::string before = f->text();
    const QPointF place = f->view().graph().blockItem(f->id("fc1"))->pos();
    f->press(f->header("fc1"));
    f->move(f->header("fc1") + QPoint(100, 200));
    QVERIFY(f->view().graph().blockItem(f->id("fc1"))->pos() != place);
    f->key(Qt::Key_Escape);
    QVERIFY(!f->view().gestureActive());
    QCOMPARE(f->view().graph().blockItem(f->id("fc1"))->pos(), place);
    f->release({10, 10});
    QCOMPARE(f->text(), before);
    QCOMPARE(f->stack().count(), 0);
    QVERIFY(nothingLeft());
}

void TestGestures::drawWireFromOutput() {
    f->add("dropout", 300, 320);
    const std::string before = f->text();
    f->drag(f->socket("fc1", "y", true), f->socket("dropout", "x", false));
    QCOMPARE(f->document().source_of({f->id("dropout"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->stack().undoText(), "Connect");
    QVERIFY(f->undoRestores(before));
    QVERIFY(nothingLeft());
}

void TestGestures::drawWireFromInput() {
    f->add("dropout", 300, 320);
    const std::string before = f->text();
    f->drag(f->socket("dropout", "x", false), f->socket("fc1", "y", true));
    QCOMPARE(f->document().source_of({f->id("dropout"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QVERIFY(f->undoRestores(before));
}

void TestGestures::wireReplacesOccupiedInput() {
    const std::string before = f->text();
    QSignalSpy said(&f->view(), &CanvasView::said);
    f->drag(f->socket("fc1", "y", true), f->socket("fc2", "x", false));
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->stack().count(), 1);
    QCOMPARE(said.size(), 1);
    QVERIFY(said[0][0].toString().contains("relu"));
    QVERIFY(f->undoRestores(before));
}

void TestGestures::wireRefusesLoop() {
    const std::string before = f->text();
    QSignalSpy said(&f->view(), &CanvasView::said);
    const QPoint to = f->socket("fc1", "x", false);
    f->press(f->socket("fc2", "y", true));
    f->move(f->socket("fc2", "y", true) + QPoint(30, 0));
    f->move(to);
    bool shown = false;
    for (const auto* label : f->view().findChildren<QLabel*>())
        shown |= label->isVisible() && label->text().contains("loop");
    QVERIFY(shown);
    f->release(to);
    QCOMPARE(f->text(), before);
    QCOMPARE(f->stack().count(), 0);
    QCOMPARE(said.size(), 1);
    for (const auto* label : f->view().findChildren<QLabel*>())
        QVERIFY(!label->isVisible());
}

void TestGestures::wireRefusesClassNumbers() {
    const std::string before = f->text();
    f->drag(f->socket("images", "label", true), f->socket("fc2", "x", false));
    QCOMPARE(f->text(), before);
}

void TestGestures::wireOnBodyTakesFirstFreeInput() {
    // Which of two free ones is meant is asked; see wireOnBodyAsks.
    const model::BlockId add = f->add("add", 300, 320);
    f->drag(f->socket("fc1", "y", true), f->socket("add", "a", false));
    QVERIFY(f->document().source_of({add, "a"}).has_value());
    f->drag(f->socket("relu", "y", true), f->header("add"));
    QCOMPARE(f->document().source_of({add, "b"}), (model::Socket{f->id("relu"), "y"}));
    // Both are taken now, and which one is meant cannot be said.
    const std::string before = f->text();
    f->drag(f->socket("flatten", "y", true), f->header("add"));
    QCOMPARE(f->text(), before);
    // Classes go to the input that wants them, past the first one.
    const model::BlockId loss = f->add("cross_entropy", 600, 320);
    f->drag(f->socket("images", "label", true), f->header("loss2"));
    QVERIFY(f->document().source_of({loss, "label"}).has_value());
    QVERIFY(!f->document().source_of({loss, "scores"}).has_value());
}

void TestGestures::wireOnBodyAsks() {
    const model::BlockId add = f->add("add", 300, 320);
    const std::string before = f->text();
    const int steps = f->stack().count();
    f->drag(f->socket("fc1", "y", true), f->header("add"));
    auto* menu = f->view().findChild<QMenu*>("socketMenu");
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(menu->actions().size(), 2);
    QCOMPARE(f->stack().count(), steps);
    QTest::keyClick(menu, Qt::Key_Escape);
    QCOMPARE(f->text(), before);
    QVERIFY(nothingLeft());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    f->drag(f->socket("fc1", "y", true), f->header("add"));
    menu = f->view().findChild<QMenu*>("socketMenu");
    QVERIFY(menu && menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(f->document().source_of({add, "b"}), (model::Socket{f->id("fc1"), "y"}));
    QVERIFY(!f->document().source_of({add, "a"}).has_value());
    QCOMPARE(f->stack().count(), steps + 1);
    QVERIFY(f->undoRestores(before));
    QVERIFY(nothingLeft());
}

void TestGestures::wireOnEmptyAsksForBlock() {
    const std::string before = f->text();
    QSignalSpy asked(&f->view(), &CanvasView::addRequested);
    f->drag(f->socket("fc1", "y", true), f->empty());
    QCOMPARE(asked.size(), 1);
    const auto request = asked[0][0].value<AddRequest>();
    QCOMPARE(request.from, (model::Socket{f->id("fc1"), "y"}));
    QVERIFY(!request.to && !request.into);
    // The wire stays to be seen until the answer; without one nothing remains.
    QVERIFY(!nothingLeft());
    f->view().addingEnded();
    QVERIFY(nothingLeft());
    QCOMPARE(f->text(), before);
    QCOMPARE(f->stack().count(), 0);
    f->add("dropout", 300, 320);
    f->drag(f->socket("dropout", "x", false), f->empty());
    QCOMPARE(asked.size(), 2);
    QVERIFY(asked[1][0].value<AddRequest>().to.has_value());
    f->view().addingEnded();
}

void TestGestures::addAfterWireConnects() {
    const std::string before = f->text();
    QSignalSpy asked(&f->view(), &CanvasView::addRequested);
    f->drag(f->socket("fc1", "y", true), f->empty());
    const QPointF drop = f->view().mapToScene(f->empty());
    f->editor().add(asked[0][0].value<AddRequest>(), f->kind("dropout"));
    f->view().addingEnded();
    const model::BlockId added = f->id("dropout");
    QCOMPARE(f->document().source_of({added, "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->model().selection(), std::set<model::BlockId>{added});
    // The wire ends about where it was let go.
    const QPointF end = f->view().graph().blockItem(added)->socketPosition("x", false);
    QVERIFY((end - drop).manhattanLength() <= 2 * gridStep);
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
}

void TestGestures::moveWireEnd() {
    f->add("dropout", 300, 320);
    const std::string before = f->text();
    const int steps = f->stack().count();
    f->drag(f->socket("relu", "x", false), f->socket("dropout", "x", false));
    QVERIFY(!f->document().source_of({f->id("relu"), "x"}).has_value());
    QCOMPARE(f->document().source_of({f->id("dropout"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->stack().count(), steps + 1);
    QCOMPARE(f->stack().undoText(), "Move wire");
    QVERIFY(f->undoRestores(before));
    // Back onto the input it came from: nothing happens.
    const std::string moved = f->text();
    const QPoint end = f->socket("dropout", "x", false);
    f->press(end);
    f->move(end + QPoint(-80, 40));
    f->move(end + QPoint(1, 1));
    f->release(end + QPoint(1, 1));
    QCOMPARE(f->text(), moved);
    QCOMPARE(f->stack().count(), steps + 1);
}

void TestGestures::wireTakenOffIsRemoved() {
    const std::string before = f->text();
    QSignalSpy asked(&f->view(), &CanvasView::addRequested);
    f->drag(f->socket("relu", "x", false), f->empty());
    QVERIFY(!f->document().source_of({f->id("relu"), "x"}).has_value());
    QCOMPARE(asked.size(), 0);
    QCOMPARE(f->stack().undoText(), "Remove wire");
    QVERIFY(f->undoRestores(before));
}

void TestGestures::ctrlDragMovesAllWires() {
    const std::string before = f->text();
    f->drag(f->socket("fc3", "y", true), f->socket("relu2", "y", true), Qt::ControlModifier);
    const model::Socket source{f->id("relu2"), "y"};
    QCOMPARE(f->document().source_of({f->id("loss"), "scores"}), source);
    QCOMPARE(f->document().source_of({f->id("accuracy"), "scores"}), source);
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
}

void TestGestures::altClickRemovesWires() {
    const std::string before = f->text();
    f->click(f->socket("fc3", "y", true), Qt::AltModifier);
    QVERIFY(f->document().wires_from(f->id("fc3")).empty());
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
    f->stack().undo();
    f->click(f->socket("fc1", "x", false), Qt::AltModifier);
    QVERIFY(f->document().wires_to(f->id("fc1")).empty());
}

void TestGestures::escapeDuringWire() {
    const std::string before = f->text();
    // Of a new wire, and of the end of one that is there.
    for (const QPoint from : {f->socket("fc1", "y", true), f->socket("fc2", "x", false)}) {
        f->press(from);
        f->move(from + QPoint(30, 30));
        f->move(f->empty());
        f->key(Qt::Key_Escape);
        QVERIFY(!f->view().gestureActive());
        f->release(f->empty());
        QCOMPARE(f->text(), before);
        QVERIFY(nothingLeft());
        QVERIFY(f->view().graph().wireItem({f->id("fc2"), "x"})->isVisible());
    }
    QCOMPARE(f->stack().count(), 0);
}

void TestGestures::clickOnSocketDoesNothing() {
    QSignalSpy asked(&f->view(), &CanvasView::addRequested);
    f->click(f->socket("fc1", "y", true));
    f->click(f->socket("fc1", "x", false));
    QCOMPARE(asked.size(), 0);
    QCOMPARE(f->stack().count(), 0);
    QVERIFY(nothingLeft());
}

void TestGestures::cutStroke() {
    const std::string before = f->text();
    // Down between fc3 and its two users.
    f->drag(f->at(980, 60), f->at(980, 380), Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(f->document().wires_from(f->id("fc3")).empty());
    QVERIFY(f->document().wires_to(f->id("fc3")).size() == 1);
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
    f->stack().undo();
    QTest::keyPress(&f->view(), Qt::Key_Y);
    f->drag(f->at(700, -40), f->at(700, 80));
    QTest::keyRelease(&f->view(), Qt::Key_Y);
    QVERIFY(f->document().wires_to(f->id("relu")).empty());
}

void TestGestures::insertOnWire() {
    f->add("dropout", 560, 320);
    const std::string before = f->text();
    const int steps = f->stack().count();
    const QPointF middle = f->view().graph().wireItem({f->id("relu"), "x"})->curve().at(0.5);
    const BlockItem* item = f->view().graph().blockItem(f->id("dropout"));
    const QPoint off = f->header("dropout") - f->view().mapFromScene(item->sceneBody().center());
    f->drag(f->header("dropout"), f->view().mapFromScene(middle) + off);
    const model::BlockId dropout = f->id("dropout");
    QCOMPARE(f->document().source_of({dropout, "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->document().source_of({f->id("relu"), "x"}), (model::Socket{dropout, "y"}));
    QCOMPARE(f->stack().count(), steps + 1);
    QCOMPARE(f->stack().undoText(), "Insert Dropout");
    QVERIFY(f->undoRestores(before));
    QVERIFY(nothingLeft());
}

/// From the library, onto a wire shorter than the block: it fits in, in line with its neighbours.
void TestGestures::dropOnShortWire() {
    QMimeData data;
    data.setData(mime::kind, "dropout");
    const BlockItem* from = f->view().graph().blockItem(f->id("fc1"));
    f->model().run(model::move_blocks(
        f->document(), {{f->id("relu"), {from->sceneBody().right() + 24, from->pos().y()}}}));
    QCoreApplication::processEvents();
    const int steps = f->stack().count();
    const QPoint at =
        f->view().mapFromScene(f->view().graph().wireItem({f->id("relu"), "x"})->curve().at(0.5));
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(f->view().viewport(), &enter);
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(f->view().viewport(), &move);
    QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(f->view().viewport(), &drop);
    const model::BlockId dropout = f->id("dropout");
    QCOMPARE(f->document().source_of({dropout, "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->document().source_of({f->id("relu"), "x"}), (model::Socket{dropout, "y"}));
    QCOMPARE(f->stack().count(), steps + 1);
    const auto& graph = f->view().graph();
    QVERIFY(std::abs(graph.blockItem(dropout)->socketPosition("x", false).y() -
                     graph.blockItem(f->id("fc1"))->socketPosition("y", true).y()) <= 1);
    QVERIFY(nothingLeft());
}

void TestGestures::altPreventsInsertion() {
    f->add("dropout", 560, 320);
    const QPointF middle = f->view().graph().wireItem({f->id("relu"), "x"})->curve().at(0.5);
    f->drag(f->header("dropout"), f->view().mapFromScene(middle) + QPoint(-20, -16),
            Qt::AltModifier);
    QVERIFY(f->document().wires_to(f->id("dropout")).empty());
    QVERIFY(nothingLeft());
}

void TestGestures::wiredBlockIsNotInserted() {
    const auto wires = f->document().wires();
    const QPointF middle = f->view().graph().wireItem({f->id("fc3"), "x"})->curve().at(0.5);
    f->drag(f->header("fc1"), f->view().mapFromScene(middle) + QPoint(-30, -16));
    QCOMPARE(f->document().wires(), wires);
}

void TestGestures::insertionMakesRoom() {
    f->add("dropout", 560, 320);
    const double before = f->document().at(f->id("relu")).position.x;
    const QPointF middle = f->view().graph().wireItem({f->id("relu"), "x"})->curve().at(0.5);
    f->drag(f->header("dropout"), f->view().mapFromScene(middle) + QPoint(-40, -16));
    const QRectF left = f->view().graph().blockItem(f->id("fc1"))->sceneBody();
    const QRectF own = f->view().graph().blockItem(f->id("dropout"))->sceneBody();
    const QRectF right = f->view().graph().blockItem(f->id("relu"))->sceneBody();
    QVERIFY(own.left() > left.right());
    QVERIFY(right.left() > own.right());
    QVERIFY(f->document().at(f->id("relu")).position.x > before);
    // What is not behind the wire stays.
    QCOMPARE(f->document().at(f->id("flatten")).position.x, 272.0);
}

void TestGestures::secondButtonCancels() {
    const std::string before = f->text();
    f->press(f->header("fc1"));
    f->move(f->header("fc1") + QPoint(60, 200));
    f->press(f->header("fc1"), {}, Qt::RightButton);
    QVERIFY(!f->view().gestureActive());
    QCOMPARE(f->text(), before);
    QVERIFY(nothingLeft());
}

void TestGestures::viewScrollsAtEdge() {
    const QRectF before = f->view().visibleRect();
    f->press(f->header("fc1"));
    f->move(f->header("fc1") + QPoint(20, 20));
    f->move({f->view().viewport()->width() - 4, 300});
    QTRY_VERIFY(f->view().visibleRect().left() > before.left() + 30);
    f->key(Qt::Key_Escape);
    QCOMPARE(f->stack().count(), 0);
}

void TestGestures::editCancelsGesture() {
    f->press(f->header("fc1"));
    f->move(f->header("fc1") + QPoint(60, 200));
    f->model().run(model::remove_blocks(f->document(), f->model().catalogue(), {f->id("relu")}));
    QVERIFY(!f->view().gestureActive());
    f->release({20, 20});
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(nothingLeft());
}

void TestGestures::hoverMarksAndForgets() {
    const QImage before = f->view().grab().toImage();
    f->move(
        f->view().mapFromScene(f->view().graph().wireItem({f->id("relu"), "x"})->curve().at(0.2)));
    QVERIFY(f->view().grab().toImage() != before);
    f->move(f->header("fc1"));
    f->move(f->socket("fc1", "y", true));
    f->move(f->empty());
    QCOMPARE(f->view().grab().toImage(), before);
}

QTEST_MAIN(TestGestures)
#include "test_gestures.moc"
