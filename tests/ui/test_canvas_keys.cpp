// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of the canvas, and what double clicks, deleting, pasting and undo do.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>

#include "tests/ui/canvas_fixture.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestCanvasKeys : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void init() { f = std::make_unique<CanvasFixture>(); }
    void cleanup() { f.reset(); }

    void arrowsNudge();
    void nudgesMergeWhileTheyKeepComing();
    void altArrowsFollowTheWires();
    void altShiftArrowsAlign();
    void arrangeIsOneStep();
    void connectKey();
    void doubleClicks();
    void deleteChoosesUpstream();
    void deleteReconnects();
    void deleteReconnectSaysWhatStaysOpen();
    void copyLeavesRedoAlone();
    void pasteAtTheMouseNeverOnTop();
    void pasteWithWires();
    void junkIsNotPasted();
    void duplicateIsOneStep();
    void duplicateKeepsIncomingWires();
    void undoNeverZooms();
    void undoneDeleteBringsTheIdBack();
    void addingNeverZooms();
    void zoomKeys();
    void fitKeys();
    void ctrlInvertsSnapping();
    void menuKeyOpensTheMenu();
    void lettersStayInTextFields();
    void wheelPreference();
    void sequencesOfRealEventsUndo();

  private:
    void select(std::initializer_list<const char*> names) {
        std::set<model::BlockId> ids;
        for (const char* name : names)
            ids.insert(f->id(name));
        f->model().select(ids);
    }
    model::Point at(const char* name) const { return f->document().at(f->id(name)).position; }

    std::unique_ptr<CanvasFixture> f;
};

void TestCanvasKeys::arrowsNudge() {
    select({"fc1"});
    f->key(Qt::Key_Right);
    QVERIFY(at("fc1") == (model::Point{520, 0}));
    f->key(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(at("fc1") == (model::Point{520, 40}));
}

void TestCanvasKeys::nudgesMergeWhileTheyKeepComing() {
    const std::string before = f->text();
    select({"fc1", "relu"});
    for (int i = 0; i < 5; ++i)
        f->key(Qt::Key_Right);
    QCOMPARE(f->stack().count(), 1);
    // So is what is pressed after a rest.
    QTest::qWait(750);
    f->key(Qt::Key_Right);
    QCOMPARE(f->stack().count(), 2);
    f->stack().undo();
    // Another selection is another intent.
    select({"fc2"});
    f->key(Qt::Key_Right);
    QCOMPARE(f->stack().count(), 2);
    f->stack().undo();
    f->stack().undo();
    QCOMPARE(f->text(), before);
}

void TestCanvasKeys::altArrowsFollowTheWires() {
    const auto chosen = [&] { return f->document().at(*f->model().selection().begin()).name; };
    select({"flatten"});
    f->key(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(chosen(), std::string("fc1"));
    f->key(Qt::Key_Right, Qt::AltModifier);
    f->key(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(chosen(), std::string("fc1"));
    select({"loss"});
    f->key(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(chosen(), std::string("accuracy"));
    f->key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(chosen(), std::string("loss"));
    QCOMPARE(f->stack().count(), 0);
}

void TestCanvasKeys::altShiftArrowsAlign() {
    const std::string before = f->text();
    select({"fc1", "fc2", "fc3"});
    f->key(Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(at("fc1").x, at("fc2").x);
    QCOMPARE(at("fc1").x, at("fc3").x);
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasKeys::arrangeIsOneStep() {
    f->model().run(model::move_blocks(f->document(), {{f->id("fc1"), {-900, 700}}}));
    const std::string before = f->text();
    f->model().select({});
    f->key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f->stack().count(), 2);
    for (const auto& [to, from] : f->document().wires())
        QVERIFY(f->document().at(from.block).position.x < f->document().at(to.block).position.x);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasKeys::connectKey() {
    f->add("tanh", 900, 400);
    select({"fc1", "tanh"});
    f->key(Qt::Key_F);
    QCOMPARE(f->document().source_of({f->id("tanh"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    // All connected: said, not done.
    select({"flatten", "fc1"});
    QVERIFY(!f->actions()["graph.connect"]->isEnabled());
}

void TestCanvasKeys::doubleClicks() {
    QSignalSpy asked(&f->view(), &CanvasView::addRequested);
    f->doubleClick(f->empty());
    QCOMPARE(asked.count(), 1);
    QSignalSpy activated(&f->view(), &CanvasView::blockActivated);
    const QRectF body = f->view().graph().blockItem(f->id("fc1"))->sceneBody();
    f->doubleClick(f->view().mapFromScene(QPointF(body.center().x(), body.bottom() - 4)));
    QCOMPARE(activated.count(), 1);
    f->doubleClick(f->header("fc1"));
    auto* field = f->view().findChild<QLineEdit*>("titleEditor");
    QVERIFY(field->isVisible());
    field->setText("hidden");
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(f->id("hidden") != 0);
    QCOMPARE(f->stack().count(), 1);
}

void TestCanvasKeys::deleteChoosesUpstream() {
    const std::string before = f->text();
    select({"relu", "fc2"});
    f->key(Qt::Key_Delete);
    QCOMPARE(f->id("relu"), model::BlockId{0});
    QCOMPARE(f->stack().count(), 1);
    QCOMPARE(f->model().selection(), (std::set<model::BlockId>{f->id("fc1")}));
    QVERIFY(f->undoRestores(before));
}

void TestCanvasKeys::deleteReconnects() {
    const std::string before = f->text();
    select({"relu"});
    f->key(Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasKeys::deleteReconnectSaysWhatStaysOpen() {
    // A block that turns fractions into class numbers before one that computes with fractions:
    // without the one between them the joint cannot be.
    QSignalSpy said(&f->view(), &CanvasView::said);
    const model::BlockId tanh = f->add("tanh", 900, 500);
    f->model().run(model::remove_wires({{f->id("fc1"), "x"}}));
    f->model().run(
        model::connect(f->document(), {{f->document().find("images")->id, "label"}, {tanh, "x"}}));
    f->model().run(model::connect(f->document(), {{tanh, "y"}, {f->id("fc1"), "x"}}));
    QCoreApplication::processEvents();
    f->model().select({tanh});
    f->key(Qt::Key_Delete, Qt::ControlModifier);
    QVERIFY(!f->document().source_of({f->id("fc1"), "x"}).has_value());
    QVERIFY(!said.isEmpty());
    QVERIFY(said.last().front().toString().contains("fc1"));
}

/// Pushing anything, also nothing, would forget what was undone.
void TestCanvasKeys::copyLeavesRedoAlone() {
    select({"relu"});
    f->key(Qt::Key_Delete);
    f->key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f->stack().canRedo());
    select({"fc1"});
    f->key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(f->stack().canRedo());
    f->key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(f->id("relu"), model::BlockId{0});
}

void TestCanvasKeys::pasteAtTheMouseNeverOnTop() {
    const std::string before = f->text();
    select({"fc1", "relu"});
    f->key(Qt::Key_C, Qt::ControlModifier);
    f->key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(f->document().blocks().size(), std::size_t{11});
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
    f->key(Qt::Key_V, Qt::ControlModifier);
    std::set<std::pair<double, double>> places;
    for (const auto& [id, block] : f->document().blocks())
        places.insert({block.position.x, block.position.y});
    QCOMPARE(places.size(), f->document().blocks().size());
    // The pasted ones are chosen, named anew, and wired among themselves only.
    QCOMPARE(f->model().selection().size(), std::size_t{2});
    for (const model::BlockId id : f->model().selection()) {
        for (const auto& wire : f->document().wires_to(id))
            QVERIFY(f->model().selection().contains(wire.from.block));
    }
}

void TestCanvasKeys::pasteWithWires() {
    select({"fc2"});
    f->key(Qt::Key_C, Qt::ControlModifier);
    f->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    const model::BlockId copy = *f->model().selection().begin();
    QCOMPARE(f->document().source_of({copy, "x"}), (model::Socket{f->id("relu"), "y"}));
}

void TestCanvasKeys::junkIsNotPasted() {
    const std::string before = f->text();
    QSignalSpy said(&f->view(), &CanvasView::said);
    for (const QString& text :
         {QString("hello"), QString("{}"), QString("{\"gradweave-fragment\": true}"),
          QString("{\"format\":\"gradweave-project\",\"version\":1,\"blocks\":[{\"id\":1}]}")}) {
        QApplication::clipboard()->setText(text);
        f->key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(f->text(), before);
    }
    QCOMPARE(said.count(), 4);
}

void TestCanvasKeys::duplicateIsOneStep() {
    const std::string before = f->text();
    select({"fc1", "relu"});
    f->key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(f->document().blocks().size(), std::size_t{11});
    QCOMPARE(f->stack().count(), 1);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasKeys::duplicateKeepsIncomingWires() {
    select({"fc2"});
    f->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    const model::BlockId copy = *f->model().selection().begin();
    QCOMPARE(f->document().source_of({copy, "x"}), (model::Socket{f->id("relu"), "y"}));
}

void TestCanvasKeys::undoNeverZooms() {
    select({"relu"});
    f->key(Qt::Key_Delete);
    f->view().zoomTo(0.7, QPointF(700, 400));
    const QRectF seen = f->view().visibleRect();
    f->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f->view().visibleRect(), seen);
    // Out of sight it is scrolled to, at the same zoom.
    f->key(Qt::Key_Y, Qt::ControlModifier);
    f->view().centerOn(20000, 20000);
    f->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f->view().zoom(), 0.7);
    QVERIFY(f->view().visibleRect().intersects(
        f->view().graph().blockItem(f->id("relu"))->sceneBody()));
}

void TestCanvasKeys::undoneDeleteBringsTheIdBack() {
    const model::BlockId relu = f->id("relu");
    select({"relu"});
    f->key(Qt::Key_Delete);
    f->add("tanh", 0, 600);
    f->key(Qt::Key_Z, Qt::ControlModifier);
    f->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f->id("relu"), relu);
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{relu, "y"}));
}

void TestCanvasKeys::addingNeverZooms() {
    const QRectF seen = f->view().visibleRect();
    AddRequest request;
    request.position = {600, 400};
    f->editor().add(request, f->kind("tanh"));
    QCOMPARE(f->view().visibleRect(), seen);
}

void TestCanvasKeys::zoomKeys() {
    f->key(Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(f->view().zoom() > 1);
    f->key(Qt::Key_Minus, Qt::ControlModifier);
    f->key(Qt::Key_Minus, Qt::ControlModifier);
    QVERIFY(f->view().zoom() < 1);
    f->key(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(f->view().zoom(), 1.0);
}

void TestCanvasKeys::fitKeys() {
    f->view().zoomTo(3, QPointF(0, 0));
    f->key(Qt::Key_Home);
    for (const auto& [id, block] : f->document().blocks())
        QVERIFY(f->view().visibleRect().contains(f->view().graph().blocksRect({id})));
    select({"fc3"});
    f->key(Qt::Key_Period);
    QVERIFY(f->view().zoom() > 0.9);
    QVERIFY(f->view().visibleRect().contains(f->view().graph().blocksRect({f->id("fc3")})));
}

void TestCanvasKeys::ctrlInvertsSnapping() {
    f->actions()["view.snap"]->setChecked(false);
    const QPoint grip = f->header("accuracy");
    f->drag(grip, grip + QPoint(13, 11));
    QVERIFY(at("accuracy") == (model::Point{1021, 251}));
}

void TestCanvasKeys::menuKeyOpensTheMenu() {
    select({"fc1"});
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(f->view().viewport(), &event);
    auto* menu = f->view().findChild<QMenu*>("canvasMenu");
    QVERIFY(menu != nullptr);
    QStringList ids;
    for (const QAction* action : menu->actions())
        ids << action->objectName();
    for (const char* id : {"graph.bypass", "graph.mute", "graph.collapse", "graph.frame"})
        QVERIFY2(ids.contains(QLatin1String(id)), id);
    menu->close();
}

void TestCanvasKeys::lettersStayInTextFields() {
    const std::string before = f->text();
    select({"relu"});
    f->key(Qt::Key_F2);
    auto* field = f->view().findChild<QLineEdit*>("titleEditor");
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, "bhcp");
    QTest::keyClick(field, Qt::Key_Backspace);
    QCOMPARE(field->text(), QString("bhc"));
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(f->text(), before);
}

void TestCanvasKeys::wheelPreference() {
    f->view().setWheel(CanvasView::Wheel::scroll);
    const qreal top = f->view().visibleRect().top();
    f->wheel(QPoint(400, 300), -120);
    QCOMPARE(f->view().zoom(), 1.0);
    QVERIFY(f->view().visibleRect().top() > top);
    f->wheel(QPoint(400, 300), 120, Qt::ControlModifier);
    QVERIFY(f->view().zoom() > 1);
}

/// Many gestures one after the other, then everything back and forth again, to the byte.
void TestCanvasKeys::sequencesOfRealEventsUndo() {
    const std::string before = f->text();
    const char* names[] = {"flatten", "fc1", "relu", "fc2", "fc3", "loss", "accuracy"};
    for (int round = 0; round < 40; ++round) {
        const char* name = names[(round * 5) % 7];
        if (f->id(name) == 0) {
            f->key(Qt::Key_Z, Qt::ControlModifier);
            continue;
        }
        select({name});
        switch (round % 8) {
            case 0:
                f->drag(f->header(name), f->header(name) + QPoint(40 + round, 24));
                break;
            case 1:
                f->key(Qt::Key_H);
                break;
            case 2:
                f->key(Qt::Key_M, Qt::ControlModifier);
                break;
            case 3:
                f->key(Qt::Key_D, Qt::ControlModifier);
                break;
            case 4:
                f->key(Qt::Key_C);
                f->view().setFocus();
                break;
            case 5:
                f->drag(f->at(-100, -90 + round), f->at(1200, 300),
                        Qt::ControlModifier | Qt::AltModifier);
                break;
            case 6:
                f->key(Qt::Key_Delete, Qt::ControlModifier);
                break;
            default:
                f->key(Qt::Key_B);
        }
        f->key(Qt::Key_Escape);
    }
    const std::string after = f->text();
    QVERIFY(f->stack().index() > 10);
    const int steps = f->stack().index();
    while (f->stack().canUndo())
        f->stack().undo();
    QCOMPARE(f->text(), before);
    while (f->stack().index() < steps)
        f->stack().redo();
    QCOMPARE(f->text(), after);
    QVERIFY(model::document_from_text(after, f->model().catalogue()) == f->document());
}

QTEST_MAIN(TestCanvasKeys)
#include "test_canvas_keys.moc"
