// SPDX-License-Identifier: GPL-3.0-or-later
// Every line of the table "What happens when" in ui/canvas/GESTURES.md, in the whole window. A line
// without a test fails, and so does a test without a line.
#include <QAbstractScrollArea>
#include <QMimeData>
#include <QStatusBar>

#include "app/gradweave/training_tab.h"
#include "tests/ui/window_hands.h"
#include "ui/canvas/group_item.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/mime.h"
#include "ui/panels/inspector.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestEventTable : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_tests.prepare({wireEvents(), otherEvents()}); }
    void init() {
        LineTests::forget();
        f = std::make_unique<WindowHands>();
    }
    void cleanup() { f.reset(); }
    void line_data() { LineTests::rows("What happens when"); }
    void line() { m_tests.line(); }
    void noTestWithoutItsLine() { m_tests.allHaveTheirLine("What happens when"); }

  private:
    LineTests::Lines wireEvents();
    LineTests::Lines otherEvents();

    LineTests m_tests;
    std::unique_ptr<WindowHands> f;
};

LineTests::Lines TestEventTable::wireEvents() {
    return {
        {"a wire is dropped on an empty place",
         [this] {
             const std::string before = f->text();
             f->drag(f->socket("fc1", "y", true), f->empty());
             QVERIFY(f->search());
             // Only what takes it; the classes of the data fit no ReLU, fc1's fractions do.
             const auto* list = f->search()->findChild<QListView*>("searchList");
             QStringList titles;
             for (int i = 0; i < list->model()->rowCount(); ++i)
                 titles << list->model()->index(i, 0).data().toString();
             QVERIFY(titles.contains("ReLU") && !titles.contains("Images (IDX)"));
             QVERIFY(list->currentIndex().row() == 0);
             f->leaveSearch();
             QCOMPARE(f->text(), before);
             QCOMPARE(f->stack().count(), 0);
             QVERIFY(f->nothingLeft());
             f->drag(f->socket("fc1", "y", true), f->empty());
             const QPointF drop = f->view().mapToScene(f->empty());
             f->choose("dropout");
             QCOMPARE(f->document().source_of({f->id("dropout"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             const QPointF end =
                 f->view().graph().blockItem(f->id("dropout"))->socketPosition("x", false);
             QVERIFY((end - drop).manhattanLength() <= 16);
             QCOMPARE(f->stack().count(), 1);
             QVERIFY(f->undoRestores(before));
         }},
        {"order of that search",
         [this] {
             const auto titles = [this] {
                 f->drag(f->socket("flatten", "y", true), f->empty());
                 const auto* list = f->search()->findChild<QListView*>("searchList");
                 QStringList all;
                 for (int i = 0; i < list->model()->rowCount(); ++i)
                     all << list->model()->index(i, 0).data().toString();
                 return all;
             };
             QStringList first = titles();
             // A matrix fits a Linear as it is, a convolution never.
             QVERIFY(first.indexOf("Linear") < first.indexOf("Conv2d"));
             QVERIFY(first.indexOf("ELU") < first.indexOf("GELU"));
             QVERIFY(first.indexOf("Tanh") > 0);
             f->choose("tanh");
             f->stack().undo();
             QCoreApplication::processEvents();
             f->view().setFocus();
             QCOMPARE(titles().front(), QString("Tanh"));
             f->leaveSearch();
         }},
        {"a kind from the library or an unwired block is dropped on a wire",
         [this] {
             const model::BlockId free = f->add("dropout", 560, 320);
             const std::string before = f->text();
             const double relu = f->placeOf("relu").x;
             const int items = static_cast<int>(f->view().graph().items().size());
             f->press(f->header("dropout"));
             f->move(f->header("dropout") + QPoint(0, -20));
             f->move(f->wire("relu", "x"));
             // Seen before it is let go.
             QVERIFY(f->view().graph().items().size() > items);
             f->release(f->wire("relu", "x"));
             QCOMPARE(f->document().source_of({free, "x"}), (model::Socket{f->id("fc1"), "y"}));
             QCOMPARE(f->document().source_of({f->id("relu"), "x"}), (model::Socket{free, "y"}));
             QVERIFY(f->placeOf("relu").x > relu);
             QVERIFY(f->undoRestores(before));
             f->stack().undo();
             QCoreApplication::processEvents();
             f->drag(f->header("dropout"), f->wire("relu", "x"), Qt::AltModifier);
             QVERIFY(f->document().wires_to(free).empty());
             f->stack().undo();
             f->stack().undo();
             QCoreApplication::processEvents();
             const std::string untouched = f->text();
             QMimeData data;
             data.setData(mime::kind, "dropout");
             const QPoint at = f->wire("relu", "x");
             QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
             QApplication::sendEvent(f->view().viewport(), &enter);
             QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
             QApplication::sendEvent(f->view().viewport(), &drop);
             QCOMPARE(f->document().source_of({f->id("dropout"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             QVERIFY(f->undoRestores(untouched));
         }},
        {"a block that has wires is dropped on a wire",
         [this] {
             const auto wires = f->document().wires();
             f->drag(f->header("fc1"), f->wire("fc3", "x") + QPoint(-30, -16));
             QVERIFY(f->document().wires() == wires);
             QCOMPARE(f->stack().count(), 1);
         }},
        {"a wire is dropped on an occupied input",
         [this] {
             const std::string before = f->text();
             f->drag(f->socket("fc1", "y", true), f->socket("fc2", "x", false));
             QCOMPARE(f->document().source_of({f->id("fc2"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             QCOMPARE(f->stack().count(), 1);
             QVERIFY(f->window().statusBar()->currentMessage().contains("relu"));
             QVERIFY(f->undoRestores(before));
         }},
        {"a wire is dropped on a block's body",
         [this] {
             // Class numbers fit one input of the loss only.
             const model::BlockId loss = f->add("cross_entropy", 300, 320);
             f->drag(f->socket("images", "label", true), f->body("loss2"));
             QVERIFY(f->document().source_of({loss, "label"}));
             // Two inputs of Add fit alike.
             const model::BlockId add = f->add("add", 560, 320);
             const std::string before = f->text();
             f->drag(f->socket("fc1", "y", true), f->body("add"));
             QMenu* menu = f->menu("socketMenu");
             QVERIFY(menu && menu->actions().size() == 2);
             QTest::keyClick(menu, Qt::Key_Down);
             QTest::keyClick(menu, Qt::Key_Return);
             QCOMPARE(f->document().source_of({add, "b"}), (model::Socket{f->id("fc1"), "y"}));
             QVERIFY(f->undoRestores(before));
         }},
        {"a wire would close a loop",
         [this] {
             const std::string before = f->text();
             const QPoint to = f->socket("fc1", "x", false);
             f->press(f->socket("fc2", "y", true));
             f->move(f->socket("fc2", "y", true) + QPoint(30, 0));
             f->move(to);
             QVERIFY2(f->saidHint().contains("loop"), qPrintable(f->saidHint()));
             f->release(to);
             QCOMPARE(f->text(), before);
             QCOMPARE(f->stack().count(), 0);
         }},
        {"a wire would mismatch",
         [this] {
             // Images into a Linear: a Flatten between them would do, so it is taken and blamed.
             f->drag(f->socket("images", "image", true), f->socket("fc1", "x", false));
             QVERIFY(f->document().source_of({f->id("fc1"), "x"})->port == "image");
             QTRY_VERIFY(f->model().analysis().problem_of(f->id("fc1")));
             QCOMPARE(f->model().analysis().problem_of(f->id("fc1"))->place, std::string("x"));
             // Class numbers into a Linear: nothing would do.
             const std::string before = f->text();
             f->press(f->socket("images", "label", true));
             f->move(f->socket("images", "label", true) + QPoint(30, 0));
             f->move(f->socket("fc2", "x", false));
             QVERIFY(!f->saidHint().isEmpty());
             f->release(f->socket("fc2", "x", false));
             QCOMPARE(f->text(), before);
         }},
        {"a wire is dragged near the view's edge",
         [this] {
             const QRectF before = f->view().visibleRect();
             f->press(f->socket("fc1", "y", true));
             f->move(f->socket("fc1", "y", true) + QPoint(40, 0));
             const QPoint edge(f->view().viewport()->width() - 4, 300);
             f->move(edge);
             QTRY_VERIFY(f->view().visibleRect().left() > before.left() + 30);
             f->wheel(edge, -240);
             QVERIFY(f->view().zoom() < 0.8);
             QVERIFY(f->view().gestureActive());
             f->key(Qt::Key_Escape);
             QVERIFY(!f->view().gestureActive());
             QCOMPARE(f->stack().count(), 0);
             QVERIFY(f->nothingLeft());
         }},
    };
}

LineTests::Lines TestEventTable::otherEvents() {
    return {
        {"double-click",
         [this] {
             f->doubleClick(f->empty());
             QVERIFY(f->search());
             f->leaveSearch();
             f->doubleClick(f->header("fc1"));
             QVERIFY(f->titleField()->isVisible());
             QTest::keyClick(f->titleField(), Qt::Key_Escape);
             f->doubleClick(f->body("fc1"));
             QWidget* focused = QApplication::focusWidget();
             QVERIFY(focused && f->window().inspector().isAncestorOf(focused));
             f->view().setFocus();
             f->doubleClick(f->wire("relu", "x"));
             QCOMPARE(f->document().bends({f->id("relu"), "x"}).size(), std::size_t{1});
             f->select({"fc2", "relu2"});
             f->key(Qt::Key_G, Qt::ControlModifier);
             QTest::keyClick(f->titleField(), Qt::Key_Escape);
             const model::FrameId id = f->document().frames().begin()->first;
             f->doubleClick(
                 f->view().mapFromScene(f->view().graph().groupItem(id)->sceneBody().center()));
             QVERIFY(!f->view().graph().groupItem(id));
             // The chart of a run: in by dragging, out by a double-click.
             Spirals s;
             s.key(Qt::Key_Return, Qt::ControlModifier);
             QTRY_VERIFY(s.trainer().history().step_count() > 20);
             s.window.actions()["train.stop"]->trigger();
             QTRY_COMPARE(s.state(), train::State::stopped);
             auto* plot = s.window.trainingTab().plots()->lossPlot();
             QTest::qWait(150);
             plot->zoomTo(5, 10);
             QVERIFY(plot->zoomed());
             auto* chart = plot->findChild<QAbstractScrollArea*>();
             QTest::mouseDClick(chart->viewport(), Qt::LeftButton, {},
                                chart->viewport()->rect().center());
             QVERIFY(!plot->zoomed());
         }},
        {"Tab, again and again",
         [this] {
             const std::set<model::BlockId> old = f->ids({"fc1", "fc2", "fc3", "relu", "loss"});
             f->model().select({});
             std::vector<model::BlockId> added;
             for (const char* kind : {"generated points", "linear", "relu", "generated points"}) {
                 f->key(Qt::Key_Tab);
                 QVERIFY(f->search());
                 f->choose(kind);
                 QCOMPARE(f->model().selection().size(), std::size_t{1});
                 added.push_back(*f->model().selection().begin());
             }
             const model::Document& d = f->model().document();
             const auto feeds = [&](std::size_t from, std::size_t to) {
                 const auto source = d.source_of({added[to], "x"});
                 return source && source->block == added[from];
             };
             QVERIFY(feeds(0, 1) && feeds(1, 2));
             // What takes nothing is found as well, and stands there.
             QCOMPARE(d.at(added[3]).kind, d.at(added[0]).kind);
             QVERIFY(d.at(added[1]).position.x > d.at(added[0]).position.x);
             const auto area = [&](model::BlockId id) {
                 return f->view().graph().blockItem(id)->sceneBody();
             };
             for (std::size_t i = 0; i < added.size(); ++i) {
                 for (std::size_t j = 0; j < i; ++j)
                     QVERIFY(!area(added[i]).intersects(area(added[j])));
                 for (const model::BlockId id : old)
                     QVERIFY(!area(added[i]).intersects(area(id)));
             }
         }},
        {"Tab",
         [this] {
             f->key(Qt::Key_Tab);
             QVERIFY(f->search());
             f->leaveSearch();
             // In a field Tab goes to the next field.
             f->doubleClick(f->body("fc1"));
             QWidget* field = QApplication::focusWidget();
             QTest::keyClick(field, Qt::Key_Tab);
             QVERIFY(!f->search());
             QVERIFY(QApplication::focusWidget() != field);
             for (const auto& [key, held] : {std::pair(Qt::Key_F6, Qt::NoModifier),
                                             std::pair(Qt::Key_Tab, Qt::ControlModifier)}) {
                 f->view().setFocus();
                 QTest::keyClick(&f->view(), key, held);
                 QVERIFY(!f->search());
                 QVERIFY(QApplication::focusWidget() != &f->view());
             }
         }},
        {"Delete on several blocks",
         [this] {
             const std::string before = f->text();
             f->select({"relu", "fc2"});
             f->key(Qt::Key_Delete);
             QCOMPARE(f->stack().count(), 1);
             QCOMPARE(f->model().selection(), f->ids({"fc1"}));
             QVERIFY(f->undoRestores(before));
         }},
        {"Ctrl+Delete",
         [this] {
             f->select({"relu", "fc2"});
             f->key(Qt::Key_Delete, Qt::ControlModifier);
             QCOMPARE(f->document().source_of({f->id("relu2"), "x"}),
                      (model::Socket{f->id("fc1"), "y"}));
             f->stack().undo();
             QCoreApplication::processEvents();
             // Class numbers cannot go where fractions are wanted.
             const model::BlockId tanh = f->add("tanh", 300, 320);
             f->model().run(
                 model::connect(f->document(), {{f->id("images"), "label"}, {tanh, "x"}}));
             f->model().run(model::connect(f->document(), {{tanh, "y"}, {f->id("fc1"), "x"}}));
             QCoreApplication::processEvents();
             f->select({"tanh"});
             f->key(Qt::Key_Delete, Qt::ControlModifier);
             QVERIFY(!f->document().source_of({f->id("fc1"), "x"}));
             QVERIFY(f->window().statusBar()->currentMessage().contains("fc1"));
         }},
        {"box selection",
         [this] {
             const QRectF fc1 = f->view().graph().blocksRect({f->id("fc1")});
             const QRectF relu = f->view().graph().blocksRect({f->id("relu")});
             // From right to left as from left to right.
             f->drag(f->at(relu.left() + 20, relu.top() - 40),
                     f->at(fc1.right() - 20, fc1.top() + 12));
             QCOMPARE(f->model().selection(), f->ids({"fc1", "relu"}));
             const QRectF flat = f->view().graph().blocksRect({f->id("flatten")});
             const QPoint from = f->at(flat.left() - 10, flat.top() - 30),
                          to = f->at(flat.left() + 20, flat.top() + 12);
             f->drag(from, to, Qt::ShiftModifier);
             QCOMPARE(f->model().selection(), f->ids({"flatten", "fc1", "relu"}));
             f->drag(from, to, Qt::ControlModifier);
             QCOMPARE(f->model().selection(), f->ids({"fc1", "relu"}));
             f->key(Qt::Key_C, Qt::ControlModifier);
             // The wire between both goes along, those with one end outside do not.
             f->key(Qt::Key_V, Qt::ControlModifier);
             std::size_t inner = 0;
             for (const model::BlockId id : f->model().selection())
                 inner += f->document().wires_to(id).size();
             QCOMPARE(inner, std::size_t{1});
         }},
        {"drag of a selection",
         [this] {
             f->select({"fc1", "relu"});
             const model::Point fc1 = f->placeOf("fc1"), relu = f->placeOf("relu");
             const auto items = f->view().graph().items().size();
             const QPoint grip = f->header("fc1");
             f->press(grip);
             f->move(grip + QPoint(0, 100));
             // To the height of the loss: a guide shows that they are in line.
             const QPoint level(0, static_cast<int>(f->placeOf("loss").y - fc1.y) + 2);
             f->move(grip + level);
             QVERIFY(f->view().graph().items().size() > items);
             f->release(grip + level);
             QCOMPARE(f->placeOf("fc1").y - fc1.y, f->placeOf("relu").y - relu.y);
             QCOMPARE(f->placeOf("fc1").y, std::round(f->placeOf("fc1").y / 8) * 8);
             QCOMPARE(f->stack().count(), 1);
             QVERIFY(f->nothingLeft());
         }},
        {"paste",
         [this] {
             f->select({"fc1", "relu"});
             f->key(Qt::Key_C, Qt::ControlModifier);
             const auto before = f->document().blocks();
             f->key(Qt::Key_V, Qt::ControlModifier);
             std::set<std::string> names;
             for (const auto& [id, block] : f->document().blocks())
                 names.insert(block.name);
             QCOMPARE(names.size(), before.size() + 2);
             for (const model::BlockId id : f->model().selection()) {
                 QVERIFY(!before.contains(id));
                 for (const auto& wire : f->document().wires_to(id))
                     QVERIFY(f->model().selection().contains(wire.from.block));
             }
             // The mouse is elsewhere: in the middle of what is seen.
             const QRectF pasted = f->view().graph().blocksRect(f->model().selection());
             QVERIFY(f->view().visibleRect().contains(pasted.topLeft()));
             f->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
             bool outside = false;
             for (const model::BlockId id : f->model().selection()) {
                 for (const auto& wire : f->document().wires_to(id))
                     outside |= !f->model().selection().contains(wire.from.block);
             }
             QVERIFY(outside);
         }},
        {"clipboard",
         [this] {
             f->select({"fc1"});
             f->key(Qt::Key_C, Qt::ControlModifier);
             const QMimeData* data = QApplication::clipboard()->mimeData();
             QVERIFY(data->hasFormat(mime::blocks) && data->hasText());
             QCOMPARE(QString::fromUtf8(data->data(mime::blocks)), data->text());
             QVERIFY(data->text().startsWith('{'));
             const QString text = data->text();
             QApplication::clipboard()->setText(text);
             const std::size_t count = f->document().blocks().size();
             f->key(Qt::Key_V, Qt::ControlModifier);
             QCOMPARE(f->document().blocks().size(), count + 1);
         }},
        {"paste of junk",
         [this] {
             const std::string before = f->text();
             f->select({"fc1"});
             for (const char* junk : {"hello", "{}", "{\"gradweave-fragment\": nonsense"}) {
                 QApplication::clipboard()->setText(junk);
                 f->window().statusBar()->clearMessage();
                 f->key(Qt::Key_V, Qt::ControlModifier);
                 QCOMPARE(f->text(), before);
                 QVERIFY(!f->window().statusBar()->currentMessage().isEmpty());
             }
             QCOMPARE(f->stack().count(), 0);
             QCOMPARE(f->model().selection(), f->ids({"fc1"}));
         }},
        {"blocks are dragged to another window",
         [this] {
             // The one that was opened last lies on top of the first.
             WindowHands other;
             other.window().setGeometry(60, 60, 900, 700);
             QCoreApplication::processEvents();
             const std::size_t count = other.document().blocks().size();
             f->window().activateWindow();
             f->select({"fc1", "relu"});
             const std::string before = f->text();
             const QPoint there = f->view().viewport()->mapFromGlobal(
                 other.view().viewport()->mapToGlobal(QPoint(40, 220)));
             f->drag(f->header("fc1"), there);
             QVERIFY2(f->text() == before,
                      qPrintable(QString("at %1, %2").arg(there.x()).arg(there.y())));
             QCOMPARE(other.document().blocks().size(), count + 2);
             QCOMPARE(other.stack().count(), 1);
             QCOMPARE(other.model().selection().size(), std::size_t{2});
         }},
        {"zoom limits",
         [this] {
             for (int i = 0; i < 60; ++i)
                 f->wheel({300, 300}, 120);
             QCOMPARE(f->view().zoom(), 4.0);
             for (int i = 0; i < 90; ++i)
                 f->wheel({300, 300}, -120);
             QCOMPARE(f->view().zoom(), 0.05);
             f->add("tanh", 900000, 0);
             f->key(Qt::Key_Home);
             QVERIFY(f->view().visibleRect().contains(f->view().graph().blocksRect()));
         }},
        {"adding a block",
         [this] {
             f->view().zoomTo(0.7, {});
             const QRectF seen = f->view().visibleRect();
             f->doubleClick(f->empty());
             f->choose("tanh");
             QCOMPARE(f->view().zoom(), 0.7);
             QCOMPARE(f->view().visibleRect(), seen);
         }},
        {"undo",
         [this] {
             f->select({"relu"});
             f->key(Qt::Key_Delete);
             f->view().zoomTo(0.7, QPointF(700, 400));
             const QRectF seen = f->view().visibleRect();
             f->key(Qt::Key_Z, Qt::ControlModifier);
             QCOMPARE(f->view().visibleRect(), seen);
             f->key(Qt::Key_Y, Qt::ControlModifier);
             f->view().centerOn(20000, 20000);
             f->key(Qt::Key_Z, Qt::ControlModifier);
             QCOMPARE(f->view().zoom(), 0.7);
             QVERIFY(f->view().visibleRect().intersects(
                 f->view().graph().blockItem(f->id("relu"))->sceneBody()));
         }},
    };
}

QTEST_MAIN(TestEventTable)
#include "test_event_table.moc"
