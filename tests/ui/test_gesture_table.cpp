// SPDX-License-Identifier: GPL-3.0-or-later
// Every line of the table of gestures and keys in ui/canvas/GESTURES.md, done with mouse and keys
// in the whole window. A line without a test fails, and so does a test without a line.
#include <QDialog>
#include <QMenuBar>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QWheelEvent>

#include "tests/ui/window_hands.h"
#include "ui/canvas/group_item.h"
#include "ui/panels/inspector.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestGestureTable : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        m_tests.prepare({looking(), choosing(), wiring(), editing(), running()});
    }
    void init() {
        LineTests::forget();
        f = std::make_unique<WindowHands>();
    }
    void cleanup() { f.reset(); }
    void line_data() { LineTests::rows("Gestures and keys"); }
    void line() { m_tests.line(); }
    void noTestWithoutItsLine() { m_tests.allHaveTheirLine("Gestures and keys"); }
    void everyShortcutIsInAMenu();

  private:
    LineTests::Lines looking();
    LineTests::Lines choosing();
    LineTests::Lines wiring();
    LineTests::Lines editing();
    LineTests::Lines running();

    LineTests m_tests;
    std::unique_ptr<WindowHands> f;
};

/// Keys are found by looking through the menus.
void TestGestureTable::everyShortcutIsInAMenu() {
    QSet<QAction*> shown;
    QList<QMenu*> menus;
    for (QAction* action : f->window().menuBar()->actions())
        menus << action->menu();
    while (!menus.isEmpty()) {
        for (QAction* action : menus.takeFirst()->actions()) {
            shown.insert(action);
            if (action->menu()) menus << action->menu();
        }
    }
    for (QAction* action : f->window().actions().all()) {
        if (!action->shortcuts().isEmpty())
            QVERIFY2(shown.contains(action), qPrintable(action->objectName()));
    }
}

LineTests::Lines TestGestureTable::looking() {
    return {
        {"pan",
         [this] {
             const auto panned = [this](const std::function<void()>& how) {
                 const QPointF before = f->view().mapToScene(QPoint(100, 100));
                 how();
                 return (before - f->view().mapToScene(QPoint(160, 140))).manhattanLength() < 1.5;
             };
             QVERIFY(panned([this] { f->drag({400, 500}, {460, 540}, {}, Qt::MiddleButton); }));
             QVERIFY(panned([this] {
                 QTest::keyPress(&f->view(), Qt::Key_Space);
                 f->drag({400, 500}, {460, 540});
                 QTest::keyRelease(&f->view(), Qt::Key_Space);
             }));
             // Two fingers on a pad come as a scroll with pixels and a phase.
             QVERIFY(panned([this] {
                 QWheelEvent event({400, 300}, f->view().viewport()->mapToGlobal(QPoint(400, 300)),
                                   {60, 40}, {480, 320}, Qt::NoButton, {}, Qt::ScrollUpdate, false);
                 QApplication::sendEvent(f->view().viewport(), &event);
             }));
             QCOMPARE(f->view().zoom(), 1.0);
             QCOMPARE(f->stack().count(), 0);
         }},
        {"zoom",
         [this] {
             const QPoint at(333, 222);
             for (const Qt::KeyboardModifiers held : {Qt::NoModifier, Qt::ControlModifier}) {
                 const QPointF under = f->view().mapToScene(at);
                 f->wheel(at, 240, held);
                 QVERIFY(f->view().zoom() > 1.3);
                 QVERIFY((f->view().mapToScene(at) - under).manhattanLength() < 2);
                 f->wheel(at, -240, held);
                 QVERIFY(qAbs(f->view().zoom() - 1) < 1e-6);
             }
             QNativeGestureEvent pinch(Qt::ZoomNativeGesture,
                                       QPointingDevice::primaryPointingDevice(), 2, at, at,
                                       f->view().viewport()->mapToGlobal(at), 0.25, {});
             QApplication::sendEvent(f->view().viewport(), &pinch);
             QVERIFY(qAbs(f->view().zoom() - 1.25) < 1e-6);
             f->key(Qt::Key_Minus, Qt::ControlModifier);
             QVERIFY(qAbs(f->view().zoom() - 1) < 1e-6);
             f->key(Qt::Key_Plus, Qt::ControlModifier);
             QVERIFY(f->view().zoom() > 1.2);
         }},
        {"scroll sideways",
         [this] {
             const QRectF before = f->view().visibleRect();
             f->wheel({300, 300}, 120, Qt::ShiftModifier);
             QCOMPARE(f->view().zoom(), 1.0);
             QVERIFY(f->view().visibleRect().left() < before.left());
             QCOMPARE(f->view().visibleRect().top(), before.top());
         }},
        {"fit all",
         [this] {
             for (const auto& [key, held] : {std::pair(Qt::Key_Home, Qt::NoModifier),
                                             std::pair(Qt::Key_1, Qt::ShiftModifier)}) {
                 f->view().zoomTo(3, {});
                 f->key(key, held);
                 QVERIFY(f->view().visibleRect().contains(f->view().graph().blocksRect()));
             }
         }},
        {"fit the selection",
         [this] {
             f->select({"fc3"});
             for (const auto& [key, held] : {std::pair(Qt::Key_Period, Qt::NoModifier),
                                             std::pair(Qt::Key_2, Qt::ShiftModifier)}) {
                 f->view().zoomTo(0.3, {});
                 f->key(key, held);
                 const QRectF fc3 = f->view().graph().blocksRect({f->id("fc3")});
                 QVERIFY(f->view().zoom() > 0.9 && f->view().visibleRect().contains(fc3));
             }
         }},
        {"own size",
         [this] {
             f->wheel({300, 300}, 480);
             f->key(Qt::Key_0, Qt::ControlModifier);
             QCOMPARE(f->view().zoom(), 1.0);
         }},
    };
}

LineTests::Lines TestGestureTable::choosing() {
    return {
        {"box select",
         [this] {
             const QRectF fc1 = f->view().graph().blocksRect({f->id("fc1")});
             const QRectF relu = f->view().graph().blocksRect({f->id("relu")});
             f->drag(f->at(fc1.left() - 12, fc1.top() - 40),
                     f->at(relu.left() + 20, relu.top() + 12));
             QCOMPARE(f->model().selection(), f->ids({"fc1", "relu"}));
             QCOMPARE(f->stack().count(), 0);
         }},
        {"add to or toggle the selection",
         [this] {
             f->click(f->header("fc1"));
             f->click(f->header("relu"), Qt::ShiftModifier);
             QCOMPARE(f->model().selection(), f->ids({"fc1", "relu"}));
             f->click(f->header("fc1"), Qt::ControlModifier);
             QCOMPARE(f->model().selection(), f->ids({"relu"}));
             f->click(f->header("fc1"), Qt::ControlModifier);
             QCOMPARE(f->model().selection(), f->ids({"fc1", "relu"}));
         }},
        {"add a block",
         [this] {
             for (const std::function<void()>& how : std::vector<std::function<void()>>{
                      [this] { f->key(Qt::Key_Tab); },
                      [this] { f->key(Qt::Key_A, Qt::ShiftModifier); },
                      [this] { f->doubleClick(f->empty()); }}) {
                 const std::string before = f->text();
                 const int steps = f->stack().index();
                 how();
                 QVERIFY(f->search());
                 f->leaveSearch();
                 QCOMPARE(f->text(), before);
                 how();
                 QVERIFY(f->search());
                 f->choose("tanh");
                 QVERIFY(!f->search());
                 QCOMPARE(f->stack().index(), steps + 1);
                 QVERIFY(f->id("tanh") != 0);
                 QVERIFY(f->undoRestores(before));
                 f->stack().undo();
                 f->view().setFocus();
             }
             // At the cursor: where the double-click was.
             f->doubleClick(f->empty());
             f->choose("tanh");
             const QRectF body = f->view().graph().blockItem(f->id("tanh"))->sceneBody();
             QVERIFY(body.adjusted(-16, -16, 16, 16).contains(f->view().mapToScene(f->empty())));
         }},
        {"context menu",
         [this] {
             const QPoint at = f->header("fc1");
             QContextMenuEvent mouse(QContextMenuEvent::Mouse, at,
                                     f->view().viewport()->mapToGlobal(at));
             QApplication::sendEvent(f->view().viewport(), &mouse);
             QMenu* menu = f->menu("canvasMenu");
             QVERIFY(menu && menu->actions().contains(f->action("graph.bypass")));
             QCOMPARE(f->model().selection(), f->ids({"fc1"}));
             QTest::keyClick(menu, Qt::Key_Escape);
             QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(), QPoint());
             QApplication::sendEvent(f->view().viewport(), &key);
             menu = f->menu("canvasMenu");
             QVERIFY(menu && menu->actions().contains(f->action("graph.mute")));
             menu->close();
         }},
        {"find a block",
         [this] {
             f->key(Qt::Key_F, Qt::ControlModifier);
             QVERIFY(f->search());
             f->choose("fc2");
             QCOMPARE(f->model().selection(), f->ids({"fc2"}));
         }},
        {"navigate wires by keyboard",
         [this] {
             f->select({"flatten"});
             f->key(Qt::Key_Right, Qt::AltModifier);
             QCOMPARE(f->model().selection(), f->ids({"fc1"}));
             f->key(Qt::Key_Left, Qt::AltModifier);
             QCOMPARE(f->model().selection(), f->ids({"flatten"}));
             f->select({"loss"});
             f->key(Qt::Key_Down, Qt::AltModifier);
             QCOMPARE(f->model().selection(), f->ids({"accuracy"}));
             f->key(Qt::Key_Up, Qt::AltModifier);
             QCOMPARE(f->model().selection(), f->ids({"loss"}));
         }},
    };
}

LineTests::Lines TestGestureTable::wiring() {
    return {
        {"wire",
         [this] {
             f->add("dropout", 300, 320);
             const std::string before = f->text();
             const model::Socket input{f->id("dropout"), "x"}, output{f->id("fc1"), "y"};
             f->drag(f->socket("fc1", "y", true), f->socket("dropout", "x", false));
             QCOMPARE(f->document().source_of(input), output);
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             f->drag(f->socket("dropout", "x", false), f->socket("fc1", "y", true));
             QCOMPARE(f->document().source_of(input), output);
             f->stack().undo();
             f->select({"dropout", "fc1"});
             f->key(Qt::Key_F);
             // From left to right.
             QVERIFY(f->document().source_of(input) ||
                     f->document().wires_from(input.block).size());
             QVERIFY(f->undoRestores(before));
         }},
        {"move an existing wire end",
         [this] {
             f->add("dropout", 300, 320);
             const std::string before = f->text();
             f->drag(f->socket("relu", "x", false), f->socket("dropout", "x", false));
             QVERIFY(!f->document().source_of({f->id("relu"), "x"}));
             QCOMPARE(f->document().source_of({f->id("dropout"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             f->drag(f->socket("fc3", "y", true), f->socket("relu2", "y", true),
                     Qt::ControlModifier);
             const model::Socket source{f->id("relu2"), "y"};
             QCOMPARE(f->document().source_of({f->id("loss"), "scores"}), source);
             QCOMPARE(f->document().source_of({f->id("accuracy"), "scores"}), source);
             QVERIFY(f->undoRestores(before));
         }},
        {"copy the wires of an output",
         [this] {
             f->add("add", 752, 360);
             f->drag(f->socket("relu", "y", true), f->socket("add", "a", false));
             f->add("tanh", 512, 360);
             const std::string before = f->text();
             f->drag(f->socket("relu", "y", true), f->socket("tanh", "y", true), Qt::ShiftModifier);
             QCOMPARE(f->document().source_of({f->id("add"), "b"}),
                      (model::Socket{f->id("tanh"), "y"}));
             QVERIFY(f->undoRestores(before));
         }},
        {"remove all wires at a socket",
         [this] {
             const std::string before = f->text();
             f->click(f->socket("fc3", "y", true), Qt::AltModifier);
             QVERIFY(f->document().wires_from(f->id("fc3")).empty());
             QVERIFY(f->undoRestores(before));
         }},
        {"cut wires with a stroke",
         [this] {
             const std::string before = f->text();
             f->drag(f->at(980, -20), f->at(980, 380), Qt::ControlModifier | Qt::AltModifier);
             QVERIFY(f->document().wires_from(f->id("fc3")).empty());
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             QTest::keyPress(&f->view(), Qt::Key_Y);
             f->drag(f->at(700, -40), f->at(700, 80));
             QTest::keyRelease(&f->view(), Qt::Key_Y);
             QVERIFY(f->document().wires_to(f->id("relu")).empty());
         }},
        {"pull a block out of its chain",
         [this] {
             const std::string before = f->text();
             f->drag(f->header("relu"), f->header("relu") + QPoint(0, 240), Qt::AltModifier);
             QCOMPARE(f->document().source_of({f->id("fc2"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             QVERIFY(f->undoRestores(before));
         }},
        {"reroute point",
         [this] {
             const std::string before = f->text();
             f->doubleClick(f->wire("relu", "x"));
             QCOMPARE(f->document().bends({f->id("relu"), "x"}).size(), std::size_t{1});
             QVERIFY(f->undoRestores(before));
         }},
    };
}

LineTests::Lines TestGestureTable::editing() {
    using Marks = model::BlockMarks;
    const auto marks = [this](const char* name) -> Marks {
        return f->document().at(f->id(name)).marks;
    };
    return {
        {"delete",
         [this] {
             for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Backspace}) {
                 const std::string before = f->text();
                 f->select({"relu"});
                 f->key(key);
                 QCOMPARE(f->id("relu"), model::BlockId{0});
                 QVERIFY(f->undoRestores(before));
                 f->stack().undo();
             }
         }},
        {"delete and reconnect",
         [this] {
             const std::string before = f->text();
             f->select({"relu"});
             f->key(Qt::Key_Delete, Qt::ControlModifier);
             QCOMPARE(f->document().source_of({f->id("fc2"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             QVERIFY(f->undoRestores(before));
         }},
        {"duplicate",
         [this] {
             const std::string before = f->text();
             const std::size_t count = f->document().blocks().size();
             f->select({"fc1", "relu"});
             f->key(Qt::Key_D, Qt::ControlModifier);
             QCOMPARE(f->document().blocks().size(), count + 2);
             QVERIFY(f->undoRestores(before));
         }},
        {"duplicate keeping incoming wires",
         [this] {
             const std::string before = f->text();
             const model::Socket source{f->id("relu"), "y"};
             f->select({"fc2"});
             f->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
             QCOMPARE(f->document().source_of({*f->model().selection().begin(), "x"}), source);
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             f->select({"fc2"});
             f->key(Qt::Key_C, Qt::ControlModifier);
             f->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
             QCOMPARE(f->document().source_of({*f->model().selection().begin(), "x"}), source);
             QVERIFY(f->undoRestores(before));
         }},
        {"bypass",
         [this, marks] {
             const std::string before = f->text();
             f->select({"relu"});
             f->key(Qt::Key_B);
             QCOMPARE(marks("relu").mode, model::BlockMode::bypassed);
             QVERIFY(f->undoRestores(before));
             f->key(Qt::Key_B, Qt::ControlModifier);
             QCOMPARE(marks("relu").mode, model::BlockMode::active);
         }},
        {"mute",
         [this, marks] {
             const std::string before = f->text();
             f->select({"accuracy"});
             f->key(Qt::Key_M, Qt::ControlModifier);
             QCOMPARE(marks("accuracy").mode, model::BlockMode::muted);
             QVERIFY(f->undoRestores(before));
         }},
        {"collapse a block",
         [this, marks] {
             const std::string before = f->text();
             f->select({"fc1"});
             f->key(Qt::Key_H);
             QVERIFY(marks("fc1").collapsed);
             QVERIFY(f->undoRestores(before));
         }},
        {"rename",
         [this] {
             const std::string before = f->text();
             f->select({"fc1"});
             f->key(Qt::Key_F2);
             QVERIFY(f->titleField()->isVisible());
             f->type(f->titleField(), "hidden");
             QVERIFY(f->id("hidden") != 0);
             QVERIFY(f->undoRestores(before));
             f->doubleClick(f->header("hidden"));
             QVERIFY(f->titleField()->isVisible());
             f->type(f->titleField(), "deep");
             QVERIFY(f->id("deep") != 0);
         }},
        {"edit a block's values",
         [this] {
             f->select({"fc1"});
             f->key(Qt::Key_Return);
             QWidget* field = QApplication::focusWidget();
             QVERIFY(field && f->window().inspector().isAncestorOf(field));
             QTest::keyClicks(field, "12");
             const model::Block& block = f->document().at(f->id("fc1"));
             QCOMPARE(std::get<std::int64_t>(block.params.at("units")), std::int64_t{12});
             QTest::keyClick(field, Qt::Key_Escape);
             QCOMPARE(QApplication::focusWidget(), &f->view());
             QCOMPARE(f->model().selection(), f->ids({"fc1"}));
         }},
        {"frame the selection, or leave a note",
         [this] {
             const std::string before = f->text();
             f->select({"fc1", "relu"});
             f->key(Qt::Key_C);
             QVERIFY(f->titleField()->isVisible());
             QTest::keyClick(f->titleField(), Qt::Key_Escape);
             QCOMPARE(f->document().frames().size(), std::size_t{1});
             QVERIFY(f->document().at(f->id("fc1")).frame != 0);
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             f->view().setFocus();
             f->key(Qt::Key_Escape);
             f->key(Qt::Key_J, Qt::ControlModifier);
             QCOMPARE(f->document().frames().size(), std::size_t{1});
         }},
        {"group into a block, enter, leave",
         [this] {
             const std::string before = f->text();
             const model::BlockId fc1 = f->id("fc1"), relu = f->id("relu"), fc2 = f->id("fc2");
             f->select({"fc1", "relu"});
             f->key(Qt::Key_G, Qt::ControlModifier);
             QTest::keyClick(f->titleField(), Qt::Key_Escape);
             QCoreApplication::processEvents();
             QCOMPARE(f->stack().count(), 1);
             QVERIFY(f->undoRestores(before));
             const GraphScene& graph = f->view().graph();
             const model::FrameId id = f->document().frames().begin()->first;
             const GroupItem* group = graph.groupItem(id);
             QVERIFY(group);
             QVERIFY(!graph.blockItem(fc1)->isVisible());
             QVERIFY(!graph.wireItem({relu, "x"})->isVisible());
             // Its sockets are the open ends: what came into fc1 and what left relu.
             QCOMPARE(group->sockets(false), (std::vector<model::Socket>{{fc1, "x"}}));
             QCOMPARE(group->sockets(true), (std::vector<model::Socket>{{relu, "y"}}));
             QCOMPARE(graph.wireItem({fc2, "x"})->curve().from(),
                      group->placeOf({relu, "y"}, true));
             QVERIFY(f->model().analysis().valid());
             // It is chosen, moved and wired as one block.
             const auto middle = [&] {
                 return f->view().mapFromScene(group->sceneBody().center());
             };
             f->click(f->empty());
             f->click(middle());
             QCOMPARE(f->model().selection(), (std::set<model::BlockId>{fc1, relu}));
             const model::Point at = f->placeOf("relu");
             const std::string still = f->text();
             f->drag(middle(), middle() + QPoint(0, 160));
             QCOMPARE(f->placeOf("relu").y, at.y + 160);
             QVERIFY(f->undoRestores(still));
             f->stack().undo();
             QCoreApplication::processEvents();
             f->add("tanh", 760, 400);
             f->drag(f->view().mapFromScene(group->placeOf({relu, "y"}, true)),
                     f->socket("tanh", "x", false));
             QCOMPARE(f->document().source_of({f->id("tanh"), "x"}), (model::Socket{relu, "y"}));
             f->stack().undo();
             f->stack().undo();
             QCoreApplication::processEvents();
             // In by a double-click or by key, out by key.
             f->doubleClick(middle());
             QVERIFY(graph.blockItem(fc1)->isVisible() && !graph.groupItem(id));
             QVERIFY(graph.wireItem({relu, "x"})->isVisible());
             QCOMPARE(graph.wireItem({fc2, "x"})->curve().from(),
                      graph.blockItem(relu)->socketPosition("y", true));
             f->select({"fc1"});
             f->key(Qt::Key_Up, Qt::ControlModifier);
             QVERIFY(graph.groupItem(id));
             f->key(Qt::Key_Down, Qt::ControlModifier);
             QVERIFY(!graph.groupItem(id));
             // Ungrouping is the inverse, to the byte.
             f->select({"fc1", "relu"});
             f->key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
             QCOMPARE(f->text(), before);
         }},
        {"snap while dragging",
         [this] {
             f->drag(f->header("accuracy"), f->header("accuracy") + QPoint(61, 303));
             const model::Point on = f->placeOf("accuracy");
             QCOMPARE(on.x, std::round(on.x / 8) * 8);
             f->stack().undo();
             const model::Point at = f->placeOf("accuracy");
             // Pressed with Ctrl it would be taken out of the selection.
             const QPoint grip = f->header("accuracy");
             f->press(grip);
             f->move(grip + QPoint(20, 20), Qt::ControlModifier);
             f->move(grip + QPoint(61, 303), Qt::ControlModifier);
             f->release(grip + QPoint(61, 303), Qt::ControlModifier);
             QVERIFY(f->placeOf("accuracy") == (model::Point{at.x + 61, at.y + 303}));
             f->stack().undo();
             f->action("view.snap")->trigger();
             f->drag(f->header("accuracy"), f->header("accuracy") + QPoint(61, 303));
             QVERIFY(f->placeOf("accuracy") == (model::Point{at.x + 61, at.y + 303}));
         }},
        {"nudge",
         [this] {
             const std::string before = f->text();
             const model::Point at = f->placeOf("fc1");
             f->select({"fc1"});
             f->key(Qt::Key_Right);
             QVERIFY(f->placeOf("fc1") == (model::Point{at.x + 8, at.y}));
             f->key(Qt::Key_Down, Qt::ShiftModifier);
             QVERIFY(f->placeOf("fc1") == (model::Point{at.x + 8, at.y + 40}));
             // They came quickly after each other.
             QCOMPARE(f->stack().count(), 1);
             QVERIFY(f->undoRestores(before));
         }},
        {"arrange automatically",
         [this] {
             f->drag(f->header("fc1"), f->header("fc1") + QPoint(-200, 300));
             const std::string before = f->text();
             f->click(f->empty());
             f->key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
             for (const auto& [to, from] : f->document().wires())
                 QVERIFY(f->document().at(from.block).position.x <
                         f->document().at(to.block).position.x);
             QVERIFY(f->undoRestores(before));
         }},
        {"align left, top, right, bottom",
         [this] {
             const std::string before = f->text();
             const auto rect = [this](const char* name) {
                 return f->view().graph().blockItem(f->id(name))->sceneBody();
             };
             for (const auto& [key, side] :
                  std::vector<std::pair<Qt::Key, std::function<qreal(QRectF)>>>{
                      {Qt::Key_Left, [](QRectF r) { return r.left(); }},
                      {Qt::Key_Right, [](QRectF r) { return r.right(); }},
                      {Qt::Key_Up, [](QRectF r) { return r.top(); }},
                      {Qt::Key_Down, [](QRectF r) { return r.bottom(); }}}) {
                 f->select({"relu", "loss"});
                 f->key(key, Qt::AltModifier | Qt::ShiftModifier);
                 QCOMPARE(side(rect("relu")), side(rect("loss")));
                 QVERIFY(f->stack().count() == 1 && f->undoRestores(before));
                 f->stack().undo();
             }
         }},
        {"copy, cut, paste",
         [this] {
             const std::string before = f->text();
             const std::size_t count = f->document().blocks().size();
             f->select({"relu"});
             f->key(Qt::Key_C, Qt::ControlModifier);
             QCOMPARE(f->text(), before);
             f->key(Qt::Key_X, Qt::ControlModifier);
             QCOMPARE(f->document().blocks().size(), count - 1);
             QVERIFY(f->undoRestores(before));
             f->key(Qt::Key_V, Qt::ControlModifier);
             QCOMPARE(f->document().blocks().size(), count);
             QCOMPARE(f->stack().count(), 2);
         }},
        {"undo, redo",
         [this] {
             const std::string before = f->text();
             f->select({"relu"});
             f->key(Qt::Key_Delete);
             const std::string after = f->text();
             f->key(Qt::Key_Z, Qt::ControlModifier);
             QCOMPARE(f->text(), before);
             f->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
             QCOMPARE(f->text(), after);
             f->key(Qt::Key_Z, Qt::ControlModifier);
             f->key(Qt::Key_Y, Qt::ControlModifier);
             QCOMPARE(f->text(), after);
         }},
    };
}

LineTests::Lines TestGestureTable::running() {
    return {
        {"command palette",
         [this] {
             f->key(Qt::Key_K, Qt::ControlModifier);
             QVERIFY(f->search());
             f->choose("select all");
             QTRY_COMPARE(f->model().selection().size(), f->document().blocks().size());
         }},
        {"train or resume",
         [this] {
             Spirals s;
             s.key(Qt::Key_Return, Qt::ControlModifier);
             QTRY_COMPARE(s.state(), train::State::running);
             s.window.actions()["train.pause"]->trigger();
             QTRY_COMPARE(s.state(), train::State::paused);
             s.key(Qt::Key_Enter, Qt::ControlModifier);
             QTRY_COMPARE(s.state(), train::State::running);
         }},
        {"stop training",
         [this] {
             Spirals s;
             s.key(Qt::Key_Return, Qt::ControlModifier);
             QTRY_COMPARE(s.state(), train::State::running);
             s.key(Qt::Key_Return, Qt::ControlModifier | Qt::AltModifier);
             QTRY_COMPARE(s.state(), train::State::stopped);
         }},
        {"step one batch",
         [this] {
             Spirals s;
             for (std::size_t steps = 1; steps < 3; ++steps) {
                 s.key(Qt::Key_F10);
                 QTRY_COMPARE(s.trainer().history().step_count(), steps);
                 QTRY_COMPARE(s.state(), train::State::paused);
             }
         }},
        {"help on a block",
         [this] {
             f->select({"fc1"});
             f->key(Qt::Key_F1);
             const auto* help = f->window().inspector().findChild<QLabel*>("inspectorHelpText");
             QVERIFY(help && help->isVisible());
             QVERIFY(help->text().contains("weighted sum"));
         }},
        {"preferences",
         [this] {
             f->key(Qt::Key_Comma, Qt::ControlModifier);
             auto* dialog = f->window().findChild<QDialog*>("preferences");
             QVERIFY(dialog && dialog->isVisible());
             QTest::keyClick(dialog, Qt::Key_Escape);
             QVERIFY(!dialog->isVisible());
         }},
    };
}

QTEST_MAIN(TestGestureTable)
#include "test_gesture_table.moc"
