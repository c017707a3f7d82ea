// SPDX-License-Identifier: GPL-3.0-or-later
// What only a real display shows: keyboard focus as a window manager gives it, and drag and drop,
// by the mouse and keys of an X server. Run by on_display.sh, which starts one.
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_view.h"
#include "ui/panels/inspector.h"
#include "ui/panels/palette.h"
#include "ui/panels/palette_model.h"
#include "ui/panels/search_popup.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestDisplay : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void keysGoToTheCanvas();
    void tabLeavesFieldsInTurn();
    void dragFromTheLibraryOntoAWire();
    void escapeEndsADrag();
    void dragToAnotherWindow();
    void menusByTheirLetters();

  private:
    static std::unique_ptr<app::MainWindow> opened(QRect place);
    CanvasView& canvas() { return m_window->canvas(); }
    const model::Document& document() { return m_window->document().document(); }
    model::BlockId id(const char* name) {
        const model::Block* block = document().find(std::string(name));
        return block ? block->id : 0;
    }
    /// Commands for xdotool, done while the window goes on.
    static void hands(const QStringList& commands) {
        QProcess tool;
        tool.start("xdotool", commands);
        QVERIFY(tool.waitForStarted());
        QVERIFY(QTest::qWaitFor([&] { return tool.state() == QProcess::NotRunning; }, 30000));
        QCOMPARE(tool.exitCode(), 0);
        QTest::qWait(50);
    }
    static QStringList moveTo(QPoint at) {
        return {"mousemove", QString::number(at.x()), QString::number(at.y()), "sleep", "0.05"};
    }
    /// A drag as a hand does it, in several moves.
    static QStringList drag(QPoint from, QPoint to) {
        QStringList commands = moveTo(from) + QStringList{"mousedown", "1", "sleep", "0.1"};
        for (int i = 1; i <= 8; ++i)
            commands += moveTo(from + (to - from) * i / 8);
        return commands + QStringList{"sleep", "0.1", "mouseup", "1", "sleep", "0.1"};
    }
    QPoint global(QPointF scene) {
        return canvas().viewport()->mapToGlobal(canvas().mapFromScene(scene));
    }
    QPoint header(const char* name) {
        const BlockItem* item = canvas().graph().blockItem(id(name));
        return global(item->pos() + QPointF(24, item->layout().header.center().y()));
    }
    QPoint rowOf(const QString& kind) {
        auto* tree = m_window->findChild<QTreeView*>("paletteTree");
        const auto found = tree->model()->match(tree->model()->index(0, 0), PaletteModel::kindRole,
                                                kind, 1, Qt::MatchExactly | Qt::MatchRecursive);
        if (found.isEmpty()) return {};
        tree->scrollTo(found.front());
        return tree->viewport()->mapToGlobal(tree->visualRect(found.front()).center());
    }

    QTemporaryDir m_state;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestDisplay::initTestCase() {
    QCOMPARE(QGuiApplication::platformName(), QString("xcb"));
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    app::stateSettings()->clear();
    ThemeManager::instance().apply(Appearance::light);
}

std::unique_ptr<app::MainWindow> TestDisplay::opened(QRect place) {
    auto window = std::make_unique<app::MainWindow>(
        std::make_shared<model::Catalogue>(),
        [](const model::Block& block, const std::filesystem::path&) {
            return samples::digitsData(block);
        });
    window->setGeometry(place);
    window->show();
    if (!QTest::qWaitForWindowActive(window.get())) qWarning("the window did not become active");
    window->actions()["file.new"]->trigger();
    window->document().reset(samples::digits(window->document().catalogue()));
    if (!QTest::qWaitFor([&] { return window->document().analysis().valid(); }, 20000))
        qWarning("the example's analysis did not end");
    window->canvas().zoomTo(1, {});
    window->canvas().centerOn(560, 120);
    QTest::qWait(100);
    return window;
}

void TestDisplay::init() {
    m_window = opened({20, 40, 1500, 900});
}

void TestDisplay::keysGoToTheCanvas() {
    m_window->findChild<Palette*>()->field()->setFocus();
    hands(moveTo(global({600, -100})) + QStringList{"click", "1", "sleep", "0.1", "key", "Tab"});
    auto* popup = m_window->findChild<SearchPopup*>();
    QTRY_VERIFY(popup->isVisible() && popup->field()->hasFocus());
    hands({"type", "--delay", "30", "tanh"});
    QCOMPARE(popup->field()->text(), QString("tanh"));
    hands({"key", "Return"});
    QTRY_VERIFY(id("tanh") != 0);
    QTRY_VERIFY(canvas().hasFocus());
    hands({"key", "ctrl+z"});
    QTRY_VERIFY(id("tanh") == 0);
    // Letters in a field are letters.
    hands(moveTo(header("fc1")) +
          QStringList{"click", "1", "key", "F2", "type", "--delay", "30", "bhc"});
    auto* field = canvas().findChild<QLineEdit*>("titleEditor");
    QTRY_COMPARE(field->text(), QString("bhc"));
    hands({"key", "Escape"});
    QTRY_VERIFY(canvas().hasFocus());
    QVERIFY(document().at(id("fc1")).marks == model::BlockMarks{});
    QVERIFY(document().frames().empty());
}

void TestDisplay::tabLeavesFieldsInTurn() {
    hands(moveTo(header("fc1")) + QStringList{"click", "1", "key", "F6"});
    QTRY_VERIFY(!canvas().hasFocus() && QApplication::focusWidget());
    std::set<const QWidget*> visited;
    for (int i = 0; i < 12; ++i) {
        visited.insert(QApplication::focusWidget());
        hands({"key", "F6"});
    }
    // Round the panes and back to the canvas.
    QVERIFY(visited.contains(&canvas()));
    QVERIFY(visited.size() > 2);
    const auto* popup = m_window->findChild<SearchPopup*>();
    QVERIFY(!popup->isVisible());
}

void TestDisplay::dragFromTheLibraryOntoAWire() {
    m_window->findChild<Palette*>()->field()->setText("dropout");
    QTest::qWait(50);
    const QPointF wire = canvas().graph().wireItem({id("relu"), "x"})->curve().at(0.5);
    hands(drag(rowOf("dropout"), global(wire)));
    QTRY_VERIFY(id("dropout") != 0);
    QCOMPARE(document().source_of({id("dropout"), "x"}), (model::Socket{id("fc1"), "y"}));
    QCOMPARE(document().source_of({id("relu"), "x"}), (model::Socket{id("dropout"), "y"}));
    QCOMPARE(m_window->document().undoStack()->count(), 1);
    QTRY_VERIFY(canvas().hasFocus());
}

void TestDisplay::escapeEndsADrag() {
    const QPoint from = header("fc1");
    QStringList commands = moveTo(from) + QStringList{"mousedown", "1"};
    for (int i = 1; i <= 4; ++i)
        commands += moveTo(from + QPoint(15, 40) * i);
    hands(commands + QStringList{"key", "Escape", "mouseup", "1"});
    QVERIFY(!canvas().gestureActive());
    QCOMPARE(m_window->document().undoStack()->count(), 0);
}

void TestDisplay::dragToAnotherWindow() {
    m_window->setGeometry(10, 40, 760, 800);
    auto other = opened({810, 40, 760, 800});
    const std::size_t count = other->document().document().blocks().size();
    m_window->activateWindow();
    m_window->raise();
    canvas().centerOn(canvas().graph().blockItem(id("fc1"))->sceneBody().center());
    QTest::qWait(300);
    const QPoint there =
        other->canvas().viewport()->mapToGlobal(other->canvas().viewport()->rect().center());
    hands(drag(header("fc1"), there));
    QTRY_COMPARE(other->document().document().blocks().size(), count + 1);
    QCOMPARE(m_window->document().undoStack()->count(), 0);
}

void TestDisplay::menusByTheirLetters() {
    canvas().setFocus();
    hands({"key", "alt+g"});
    QTRY_VERIFY(qobject_cast<QMenu*>(QApplication::activePopupWidget()));
    hands({"key", "Escape"});
    QTRY_VERIFY(!QApplication::activePopupWidget());
    // The way to the block's menu without a mouse.
    hands(moveTo(header("fc1")) + QStringList{"click", "1", "key", "Menu"});
    QTRY_VERIFY(QApplication::activePopupWidget() &&
                QApplication::activePopupWidget()->objectName() == "canvasMenu");
    hands({"key", "Escape"});
}

int main(int argc, char** argv) {
    // Whatever the other tests run on.
    qputenv("QT_QPA_PLATFORM", "xcb");
    QApplication app(argc, argv);
    TestDisplay test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_display.moc"
