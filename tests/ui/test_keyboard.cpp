// SPDX-License-Identifier: GPL-3.0-or-later
// A network built, wired, trained and exported without a mouse and without looking at the canvas.
#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QUndoView>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "engine/core/text.h"
#include "engine/model/project.h"
#include "ui/canvas/canvas_view.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_strip.h"
#include "ui/panels/outline.h"
#include "ui/panels/search_popup.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestKeyboard : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void enterOpensAnExample();
    void digitsFromNothingToFiles();
    void outlineReadsAsSentences();
    void outlineFollowsTheCanvas();
    void wrongEndsAreNotOffered();
    void wiresGoByKeyToo();
    void repairsAndMessagesByKey();
    void viewsByKey();
    void renameInTheOutline();
    void historyLeadsBack();
    void canvasSpeaksForTheChosenBlock();
    void everyPanelHasNames();

  private:
    const model::Document& document() const { return m_window->document().document(); }
    model::BlockId id(const char* name) const {
        const model::Block* block = document().find(std::string(name));
        return block ? block->id : 0;
    }
    QTreeView* tree() const { return m_window->outline().tree(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : tree(), key,
                        modifiers);
        QCoreApplication::processEvents();
    }
    /// The row of a block, or of one of its sockets, becomes current by arrow keys alone.
    void goTo(const char* block, const QString& socket = {});
    /// Insert, the name of a kind, Enter.
    void add(const QString& kind, Qt::KeyboardModifiers modifiers = {});
    void open(const char* name);

    QTemporaryDir m_state;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestKeyboard::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    app::stateSettings()->clear();
    ThemeManager::instance().apply(Appearance::light);
}

void TestKeyboard::init() {
    m_window = std::make_unique<app::MainWindow>(std::make_shared<model::Catalogue>());
    m_window->resize(1300, 850);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->actions()["file.new"]->trigger();
    m_window->actions()["view.outline"]->trigger();
    QTRY_VERIFY(tree()->hasFocus());
}

void TestKeyboard::enterOpensAnExample() {
    app::MainWindow window(std::make_shared<model::Catalogue>());
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    // The first key reaches the first example.
    QWidget* first = QApplication::focusWidget();
    QVERIFY(first != nullptr);
    QVERIFY2(first->objectName().startsWith("example."), qPrintable(first->objectName()));
    QTest::keyClick(first, Qt::Key_Return);
    QTRY_VERIFY(!window.document().document().blocks().empty());
}

void TestKeyboard::open(const char* name) {
    QSignalSpy reset(&m_window->document(), &DocumentModel::documentReset);
    m_window->openExample(
        QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/examples/%1.gradweave").arg(name));
    QVERIFY(reset.wait());
    QTRY_VERIFY(m_window->document().analysis().valid());
    m_window->actions()["view.outline"]->trigger();
    QTRY_VERIFY(tree()->hasFocus());
}

void TestKeyboard::goTo(const char* block, const QString& socket) {
    key(Qt::Key_Home);
    for (int steps = 0; steps < 200; ++steps) {
        const QModelIndex at = tree()->currentIndex();
        const bool here = at.data(OutlineModel::blockRole).toLongLong() == id(block);
        if (here && socket.isEmpty() && !at.parent().isValid()) return;
        if (here && !socket.isEmpty() && at.parent().isValid() &&
            at.data().toString().startsWith(socket))
            return;
        if (here && !socket.isEmpty() && !at.parent().isValid()) key(Qt::Key_Right);
        key(Qt::Key_Down);
        if (tree()->currentIndex() == at) break;
    }
    QFAIL(qPrintable(QString("no row for %1 %2").arg(block, socket)));
}

void TestKeyboard::add(const QString& kind, Qt::KeyboardModifiers modifiers) {
    key(Qt::Key_Insert, modifiers);
    auto* popup = m_window->findChild<SearchPopup*>();
    QVERIFY(popup && popup->isVisible());
    QTest::keyClicks(popup->field(), kind);
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QTRY_VERIFY(!popup->isVisible());
    QTRY_VERIFY(tree()->hasFocus());
    QTest::qWait(10);
}

void TestKeyboard::digitsFromNothingToFiles() {
    add("Generated points");
    QCOMPARE(document().blocks().size(), std::size_t{1});
    const char* data = document().blocks().begin()->second.name.c_str();
    goTo(data);
    add("Linear");
    QVERIFY(id("fc1") != 0);
    QVERIFY(document().source_of({id("fc1"), "x"}).has_value());
    goTo("fc1");
    add("ReLU");
    goTo("relu");
    add("Linear");
    goTo("fc2");
    add("Cross-entropy");
    // Another width, in the inspector: Enter leads to the first field.
    goTo("fc2");
    key(Qt::Key_Return);
    QTRY_VERIFY(!tree()->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), "2");
    key(Qt::Key_Home);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), "3");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    m_window->actions()["view.outline"]->trigger();
    // The labels: from the data's second output to the loss.
    goTo(document().at(1).name.c_str(), "target");
    key(Qt::Key_L);
    QVERIFY(m_window->outline().linking());
    goTo("loss");
    key(Qt::Key_Return);
    QVERIFY(!m_window->outline().linking());
    QVERIFY(document().source_of({id("loss"), "label"}).has_value());
    QTRY_VERIFY2(m_window->document().analysis().valid(),
                 m_window->document().analysis().problems.empty()
                     ? ""
                     : m_window->document().analysis().problems.front().sentence.c_str());
    m_window->document().run(model::set_training(document(), "epochs", std::int64_t{2}));
    QCoreApplication::processEvents();
    // Trained and exported by their keys.
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->training().trainer().state(), train::State::finished,
                              60000);
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = m_window->findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    QTemporaryDir folder;
    for (auto* field : dialog->findChildren<QLineEdit*>()) {
        if (field->accessibleName().contains("older")) field->setText(folder.path());
    }
    QSignalSpy exported(dialog, &ExportDialog::exported);
    QTest::qWait(300);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(exported.wait(20000));
    QVERIFY(!QDir(folder.path()).entryList({"*.safetensors"}).isEmpty());
    dialog->close();
}

void TestKeyboard::outlineReadsAsSentences() {
    open("iris");
    const QModelIndex row = tree()->model()->index(0, 0);
    QString all;
    for (int i = 0; i < tree()->model()->rowCount(); ++i)
        all += tree()->model()->index(i, 0).data(Qt::AccessibleTextRole).toString() + "\n";
    QVERIFY2(all.contains("fc1  Linear"), qPrintable(all));
    QVERIFY2(all.contains("no problems"), qPrintable(all));
    QVERIFY2(all.contains("input x from "), qPrintable(all));
    QVERIFY(row.isValid());
    // In the order of the computation: who feeds comes before who is fed.
    std::map<model::BlockId, int> place;
    for (int i = 0; i < tree()->model()->rowCount(); ++i)
        place[tree()->model()->index(i, 0).data(OutlineModel::blockRole).toLongLong()] = i;
    for (const auto& [to, from] : document().wires())
        QVERIFY(place.at(from.block) < place.at(to.block));
}

void TestKeyboard::outlineFollowsTheCanvas() {
    open("iris");
    m_window->document().select({id("fc1")});
    QTRY_COMPARE(tree()->currentIndex().data(OutlineModel::blockRole).toLongLong(), id("fc1"));
    key(Qt::Key_Down);
    QCOMPARE(m_window->document().selection().size(), std::size_t{1});
    QVERIFY(!m_window->document().selection().contains(id("fc1")));
    const std::size_t before = document().blocks().size();
    key(Qt::Key_Delete);
    QCOMPARE(document().blocks().size(), before - 1);
    m_window->actions()["edit.undo"]->trigger();
    QTRY_COMPARE(tree()->model()->rowCount(), static_cast<int>(before));
}

void TestKeyboard::wrongEndsAreNotOffered() {
    open("iris");
    goTo("fc2");
    key(Qt::Key_L);
    QVERIFY(m_window->outline().linking());
    const auto* rows = tree()->model();
    for (int i = 0; i < rows->rowCount(); ++i) {
        const QModelIndex row = rows->index(i, 0);
        // A wire back would close a loop.
        if (row.data(OutlineModel::blockRole).toLongLong() == id("fc1"))
            QVERIFY(!(rows->flags(row) & Qt::ItemIsEnabled));
    }
    const std::string before = model::to_text(document());
    key(Qt::Key_Escape);
    QVERIFY(!m_window->outline().linking());
    QCOMPARE(model::to_text(document()), before);
    QVERIFY(rows->flags(rows->index(0, 0)) & Qt::ItemIsEnabled);
}

void TestKeyboard::wiresGoByKeyToo() {
    open("iris");
    goTo("fc2", "x");
    key(Qt::Key_Delete);
    QVERIFY(!document().source_of({id("fc2"), "x"}).has_value());
    QVERIFY(id("fc2") != 0);
}

/// A repair is a Shift+Tab above the first field, Enter does it; F6 comes by a message's buttons.
void TestKeyboard::repairsAndMessagesByKey() {
    add("Generated points");
    goTo("points");
    add("Linear");
    goTo("fc1");
    add("Cross-entropy");
    QTRY_VERIFY(m_window->inspector().findChild<QPushButton*>("repair0"));
    m_window->inspector().nameField()->setFocus(Qt::TabFocusReason);
    const auto focused = [] { return qobject_cast<QPushButton*>(QApplication::focusWidget()); };
    key(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY2(focused() && focused()->objectName().startsWith("repair"),
             qPrintable(QApplication::focusWidget()->objectName()));
    QVERIFY(!document().source_of({id("loss"), "label"}));
    key(Qt::Key_Return);
    QVERIFY(document().source_of({id("loss"), "label"}));

    int done = 0;
    m_window->messages().showMessage(MessageStrip::Kind::info, "Something happened.");
    m_window->messages().addAction("Do it", [&] { ++done; });
    for (int i = 0; i < 6 && !(focused() && focused()->text() == "Do it"); ++i)
        key(Qt::Key_F6);
    QVERIFY(focused() && focused()->text() == "Do it");
    key(Qt::Key_Return);
    QCOMPARE(done, 1);
}

/// Each view and panel has a key, and the keyboard goes there with it.
void TestKeyboard::viewsByKey() {
    open("iris");
    const std::pair<Qt::Key, QString> views[] = {
        {Qt::Key_2, "gradweave::ui::GraphView"},    {Qt::Key_3, "gradweave::ui::DataPreview"},
        {Qt::Key_4, "gradweave::app::TrainingTab"}, {Qt::Key_5, "gradweave::ui::ProblemsPanel"},
        {Qt::Key_6, "gradweave::ui::LogPanel"},     {Qt::Key_1, "gradweave::ui::CanvasView"}};
    for (const auto& [number, name] : views) {
        QTest::keyClick(m_window.get(), number, Qt::ControlModifier);
        QCoreApplication::processEvents();
        QStringList above;
        for (const QWidget* at = QApplication::focusWidget(); at; at = at->parentWidget())
            above << at->metaObject()->className();
        QVERIFY2(above.contains(name), qPrintable(name + ": " + above.join(' ')));
    }
    // With a problem there it is the list, and the first one is chosen for Enter.
    m_window->document().run(model::remove_wires({{id("fc1"), "x"}}));
    QTRY_VERIFY(!m_window->document().analysis().valid());
    QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
    auto* list = qobject_cast<QListView*>(QApplication::focusWidget());
    QVERIFY2(list != nullptr, QApplication::focusWidget()->metaObject()->className());
    QCOMPARE(list->objectName(), QString("problemsList"));
    QVERIFY(list->selectionModel()->isRowSelected(0));
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(m_window->document().selection(), std::set<model::BlockId>{id("fc1")});
}

void TestKeyboard::renameInTheOutline() {
    open("iris");
    goTo("fc1");
    key(Qt::Key_F2);
    auto* field = tree()->findChild<QLineEdit*>();
    QTRY_VERIFY((field = tree()->findChild<QLineEdit*>()) && field->isVisible());
    field->setText("hidden");
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(id("hidden") != 0);
    QCOMPARE(m_window->document().undoStack()->undoText(), "Rename block");
}

void TestKeyboard::historyLeadsBack() {
    open("iris");
    const std::string before = model::to_text(document());
    m_window->document().run(model::set_training(document(), "epochs", std::int64_t{77}));
    m_window->document().run(
        model::remove_blocks(document(), m_window->document().catalogue(), {id("fc1")}));
    m_window->actions()["view.history"]->trigger();
    auto* list = m_window->findChild<QUndoView*>("historyList");
    QTRY_VERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 3);
    QVERIFY(list->model()->index(2, 0).data().toString().contains("Delete"));
    list->setCurrentIndex(list->model()->index(0, 0));
    QCOMPARE(model::to_text(document()), before);
}

void TestKeyboard::canvasSpeaksForTheChosenBlock() {
    open("iris");
    m_window->document().select({id("fc1")});
    QVERIFY2(m_window->canvas().accessibleDescription().contains("fc1  Linear"),
             qPrintable(m_window->canvas().accessibleDescription()));
    QVERIFY(m_window->canvas().accessibleDescription().contains("[N, "));
}

/// With every panel open and every dialog: nothing that takes the keyboard is without a name.
void TestKeyboard::everyPanelHasNames() {
    open("iris");
    for (auto* dock : m_window->findChildren<QDockWidget*>()) {
        dock->show();
        dock->raise();
        QCoreApplication::processEvents();
    }
    m_window->actions()["edit.preferences"]->trigger();
    m_window->document().select({id("fc1")});
    QTest::qWait(50);
    QStringList nameless;
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isEnabled()) continue;
        if (widget->focusProxy() || widget->inherits("QLabel")) continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        // Parts of one field: the field has the name.
        if (widget->objectName().startsWith("qt_spinbox")) continue;
        if (widget->inherits("QComboBoxListView")) continue;
        if (widget->accessibleName().isEmpty() && !(button && !button->text().isEmpty()))
            nameless << QString("%1 %2 in %3")
                            .arg(widget->metaObject()->className(), widget->objectName(),
                                 widget->parentWidget()
                                     ? widget->parentWidget()->metaObject()->className()
                                     : "");
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("; ")));
}

QTEST_MAIN(TestKeyboard)
#include "test_keyboard.moc"
