// SPDX-License-Identifier: GPL-3.0-or-later
// Every line of ui/canvas/GESTURES.md, done with mouse and keys in the whole window. A line without
// a test fails, and so does a test without a line.
#include <QAbstractScrollArea>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QScrollBar>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>
#include <functional>
#include <map>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "app/gradweave/training_tab.h"
#include "tests/ui/canvas_hands.h"
#include "tests/ui/sample_documents.h"
#include "ui/canvas/group_item.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/mime.h"
#include "ui/panels/inspector.h"
#include "ui/panels/search_popup.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

/// A table of the document: what stands in its first column.
QStringList linesOf(const QString& heading) {
    QFile file(QStringLiteral(GRADWEAVE_SOURCE_DIR "/ui/canvas/GESTURES.md"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QStringList lines;
    bool inside = false;
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n')) {
        if (line.startsWith("## ")) inside = line.mid(3) == heading;
        if (!inside || !line.startsWith("| ") || line.startsWith("| ---")) continue;
        lines << line.section('|', 1, 1).trimmed();
    }
    if (!lines.isEmpty()) lines.removeFirst();  // the head
    return lines;
}

/// The window with the digits network at 100 %, the keyboard on the canvas.
class WindowHands : public CanvasHands {
  public:
    WindowHands()
        : m_window(std::make_shared<model::Catalogue>(),
                   [](const model::Block& block, const std::filesystem::path&) {
                       return samples::digitsData(block);
                   }) {
        QApplication::clipboard()->clear();
        m_window.resize(1600, 950);
        m_window.show();
        m_window.activateWindow();
        if (!QTest::qWaitForWindowActive(&m_window)) qWarning("the window did not become active");
        m_window.actions()["file.new"]->trigger();
        model().reset(samples::digits(model().catalogue()));
        QTest::qWaitFor([this] { return model().analysis().valid(); }, 20000);
        view().setFocus();
        view().zoomTo(1, {});
        view().centerOn(560, 120);
        QCoreApplication::processEvents();
    }

    CanvasView& view() override { return m_window.canvas(); }
    app::MainWindow& window() { return m_window; }
    QAction* action(const char* id) { return m_window.actions()[id]; }
    void select(std::initializer_list<const char*> names) {
        bool first = true;
        for (const char* name : names) {
            click(header(name), first ? Qt::NoModifier : Qt::ShiftModifier);
            first = false;
        }
    }
    model::Point placeOf(const char* name) { return document().at(id(name)).position; }
    std::set<model::BlockId> ids(std::initializer_list<const char*> names) {
        std::set<model::BlockId> all;
        for (const char* name : names)
            all.insert(id(name));
        return all;
    }
    SearchPopup* search() {
        auto* popup = m_window.findChild<SearchPopup*>();
        return popup && popup->isVisible() ? popup : nullptr;
    }
    void choose(const QString& text) {
        QTest::keyClicks(search()->field(), text);
        QTest::keyClick(search()->field(), Qt::Key_Return);
        QCoreApplication::processEvents();
    }
    void leaveSearch() {
        QTest::keyClick(search()->field(), Qt::Key_Escape);
        QCoreApplication::processEvents();
        view().setFocus();
    }
    QLineEdit* titleField() { return view().findChild<QLineEdit*>("titleEditor"); }
    QMenu* menu(const char* name) {
        for (QMenu* menu : view().findChildren<QMenu*>(name)) {
            if (menu->isVisible()) return menu;
        }
        return nullptr;
    }
    QString saidHint() {
        for (const QLabel* label : view().findChildren<QLabel*>()) {
            if (label->isVisible() && !label->text().isEmpty()) return label->text();
        }
        return {};
    }
    void type(QLineEdit* field, const QString& text) {
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QCoreApplication::processEvents();
    }
    QTemporaryDir folder;

  private:
    app::MainWindow m_window;
};

/// Another window with an example that trains for as long as it takes.
struct Spirals {
    Spirals() : window(std::make_shared<model::Catalogue>()) {
        window.show();
        window.activateWindow();
        window.openExample(
            QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/examples/spirals.gradweave"));
        QTest::qWaitFor(
            [this] {
                return !window.document().document().blocks().empty() &&
                       window.document().analysis().valid();
            },
            20000);
        window.document().run(model::set_training(window.document().document(), "epochs",
                                                  std::int64_t{100000}));
        window.canvas().setFocus();
        QCoreApplication::processEvents();
    }
    ~Spirals() { trainer().stop(); }
    TrainerClient& trainer() { return window.training().trainer(); }
    train::State state() { return trainer().state(); }
    void key(Qt::Key key, Qt::KeyboardModifiers held = {}) {
        QTest::keyClick(&window.canvas(), key, held);
        QCoreApplication::processEvents();
    }
    app::MainWindow window;
};

}  // namespace

class TestGestureTable : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup() { f.reset(); }
    void gestures_data() { rows("Gestures and keys"); }
    void gestures() { line(); }
    void events_data() { rows("What happens when"); }
    void events() { line(); }
    void noTestWithoutItsLine();
    void everyShortcutIsInAMenu();

  private:
    using Lines = std::map<QString, std::function<void()>>;
    static void rows(const QString& heading) {
        QTest::addColumn<QString>("what");
        for (const QString& line : linesOf(heading))
            QTest::addRow("%s", qPrintable(line)) << line;
    }
    void line() {
        QFETCH(QString, what);
        const auto test = m_lines.find(what);
        QVERIFY2(test != m_lines.end(), qPrintable("no test for the line: " + what));
        test->second();
    }
    Lines looking();
    Lines choosing();
    Lines wiring();
    Lines editing();
    Lines running();
    Lines wireEvents();
    Lines otherEvents();

    Lines m_lines;
    QTemporaryDir m_state;
    std::unique_ptr<WindowHands> f;
};

void TestGestureTable::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    ThemeManager::instance().apply(Appearance::light);
    for (Lines part : {looking(), choosing(), wiring(), editing(), running(), wireEvents(),
                       otherEvents()})
        m_lines.merge(part);
}

void TestGestureTable::init() {
    app::preferences()->clear();
    app::stateSettings()->clear();
    f = std::make_unique<WindowHands>();
}

void TestGestureTable::noTestWithoutItsLine() {
    const QStringList lines = linesOf("Gestures and keys") + linesOf("What happens when");
    QVERIFY(lines.size() > 60);
    for (const auto& [what, test] : m_lines)
        QVERIFY2(lines.contains(what), qPrintable(what));
}

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

TestGestureTable::Lines TestGestureTable::looking() {
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
                                   {60, 40}, {480, 320}, Qt::NoButton, {}, Qt::ScrollUpdate,
                                   false);
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
             for (const auto& [key, held] :
                  {std::pair(Qt::Key_Home, Qt::NoModifier), std::pair(Qt::Key_1, Qt::ShiftModifier)}) {
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

TestGestureTable::Lines TestGestureTable::choosing() {
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
             QVERIFY(body.adjusted(-16, -16, 16, 16)
                         .contains(f->view().mapToScene(f->empty())));
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
    };
}

TestGestureTable::Lines TestGestureTable::wiring() {
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
             QVERIFY(f->document().source_of(input) || f->document().wires_from(input.block).size());
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
             f->drag(f->socket("relu", "y", true), f->socket("tanh", "y", true),
                     Qt::ShiftModifier);
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

TestGestureTable::Lines TestGestureTable::editing() {
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
             QCOMPARE(graph.wireItem({fc2, "x"})->curve().from(), group->placeOf({relu, "y"}, true));
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

TestGestureTable::Lines TestGestureTable::running() {
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

TestGestureTable::Lines TestGestureTable::wireEvents() {
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

TestGestureTable::Lines TestGestureTable::otherEvents() {
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
             f->doubleClick(f->view().mapFromScene(
                 f->view().graph().groupItem(id)->sceneBody().center()));
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
             f->model().run(model::connect(f->document(),
                                           {{f->id("images"), "label"}, {tanh, "x"}}));
             f->model().run(model::connect(f->document(), {{tanh, "y"}, {f->id("fc1"), "x"}}));
             QCoreApplication::processEvents();
             f->select({"tanh"});
             f->key(Qt::Key_Delete, Qt::ControlModifier);
             QVERIFY(!f->document().source_of({f->id("fc1"), "x"}));
             QVERIFY(f->window().statusBar()->currentMessage().contains("fc1"));
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

QTEST_MAIN(TestGestureTable)
#include "test_gesture_table.moc"
