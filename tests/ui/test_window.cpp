// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window: from the start page over training to a saved project, by mouse and keys.
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "app/gradweave/card.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "app/gradweave/training_tab.h"
#include "engine/backends/opencl/driver/api.h"
#include "engine/exchange/svg.h"
#include "engine/io/files.h"
#include "engine/io/locations.h"
#include "engine/model/project.h"
#include "engine/train/devices.h"
#include "tests/ui/menu_letters.h"
#include "ui/canvas/canvas_view.h"
#include "ui/charts/loss_plot.h"
#include "ui/charts/run_plots.h"
#include "ui/graphview/graph_view.h"
#include "ui/graphview/picture_scene.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_strip.h"
#include "ui/panels/param_editor.h"
#include "ui/panels/param_row.h"
#include "ui/panels/run_status.h"
#include "ui/panels/training_bar.h"
#include "ui/panels/training_form.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

QString example(const char* name) {
    return QString::fromStdString(io::example_path(name).string());
}

}  // namespace

class TestWindow : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup();

    void startPageOpensAnExample();
    void messagesLeaveTheFocusAlone();
    void trainButtonTrains();
    void figuresStandOnALine();
    void panelsOpenBesideTheCentre();
    void pauseStepResumeStop();
    void stepFromNothing();
    void trainingSaysWhyItCannot();
    void missingDataIsSaid();
    void brokenRunIsExplained();
    void editsDuringTrainingChangeNothing();
    void settingsAreOneStepOfUndo();
    void devicesAreMeasured();
    void lostDeviceAsksHowToGoOn();
    void wrongSettingIsRefused();
    void graphFollowsTheDocument();
    void saveAndOpenAgain();
    void closingAsksAboutChanges();
    void anotherProjectEndsTheRun();
    void lettersOfMenusAreTheirOwn();
    void everyFieldHasAName();
    void windowIsRemembered();

  private:
    void open(const char* name);
    QToolButton* tool(const char* action);
    void press(const char* action);
    train::State state() { return m_window->training().trainer().state(); }
    TrainerClient& trainer() { return m_window->training().trainer(); }
    void set(const char* key, model::ParamValue value);

    QTemporaryDir m_state;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestWindow::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    app::stateSettings()->clear();
    ThemeManager::instance().apply(Appearance::light);
}

void TestWindow::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<app::MainWindow>(std::make_shared<model::Catalogue>());
    m_window->resize(1300, 850);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestWindow::cleanup() {
    m_window.reset();
}

void TestWindow::open(const char* name) {
    QSignalSpy reset(&m_window->document(), &DocumentModel::documentReset);
    m_window->openExample(example(name));
    QVERIFY(reset.wait());
    QTRY_VERIFY(m_window->document().analysis().valid());
}

QToolButton* TestWindow::tool(const char* action) {
    return m_window->findChild<QToolButton*>(QStringLiteral("tool.%1").arg(action));
}

void TestWindow::press(const char* action) {
    QToolButton* button = tool(action);
    QVERIFY2(button && button->isVisible() && button->isEnabled(), action);
    QTest::mouseClick(button, Qt::LeftButton);
}

void TestWindow::set(const char* key, model::ParamValue value) {
    m_window->document().run(
        model::set_training(m_window->document().document(), key, std::move(value)));
    QCoreApplication::processEvents();
}

void TestWindow::startPageOpensAnExample() {
    const auto cards = m_window->findChildren<app::Card*>();
    QCOMPARE(cards.size(), static_cast<qsizetype>(io::example_names().size()));
    QVERIFY(!m_window->editorShown());
    const auto iris = std::find_if(cards.begin(), cards.end(), [](const app::Card* card) {
        return card->accessibleName().contains("Iris") || card->text().contains("Iris");
    });
    QVERIFY(iris != cards.end());
    QTest::mouseClick(*iris, Qt::LeftButton);
    QTRY_VERIFY(m_window->editorShown());
    QTRY_VERIFY(m_window->document().analysis().valid());
    QCOMPARE(m_window->windowTitle().left(4), QString("Iris"));
    QVERIFY(m_window->windowTitle().endsWith(u" \u2014 Gradweave"));  // as dialogs have it
    QVERIFY(!m_window->isWindowModified());
}

/// The first key on the start page is for the first example, with a message above it as well; in
/// the message, Tab goes to what can be done before it goes to the way out.
void TestWindow::messagesLeaveTheFocusAlone() {
    m_window = std::make_unique<app::MainWindow>(std::make_shared<model::Catalogue>());
    m_window->messages().showMessage(MessageStrip::Kind::warning, "Something was kept.");
    m_window->messages().addAction("Recover", [] {});
    m_window->messages().addAction("Discard", [] {});
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY2(qobject_cast<app::Card*>(QApplication::focusWidget()),
             QApplication::focusWidget() ? QApplication::focusWidget()->metaObject()->className()
                                         : "none");
    QStringList order;
    const auto tabbable = [](const QWidget* widget) {
        return qobject_cast<const QAbstractButton*>(widget) != nullptr;
    };
    QWidget* widget = &m_window->messages();
    for (int i = 0; i < 8; ++i) {
        widget = widget->nextInFocusChain();
        if (!m_window->messages().isAncestorOf(widget)) break;
        if (tabbable(widget)) order << static_cast<QAbstractButton*>(widget)->text();
    }
    QCOMPARE(order, QStringList({"Recover", "Discard", ""}));
}

void TestWindow::trainButtonTrains() {
    open("iris");
    press("train.start");
    QVERIFY(m_window->trainingTab().isVisible());
    QTRY_COMPARE(state(), train::State::finished);
    const auto& finished = *trainer().finished();
    QVERIFY(finished.last_train->metrics[0] > 0.9);
    const RunPlots* plots = m_window->trainingTab().plots();
    plots->lossPlot()->refresh();
    QVERIFY(plots->lossPlot()->drawnPoints(LossPlot::train).size() > 5);
    QVERIFY(plots->lossPlot()->drawnPoints(LossPlot::validation).size() > 5);
    QCOMPARE(plots->metricCount(), std::size_t{1});
    QCOMPARE(plots->lossPlot()->plot().curves[0].data.size(), trainer().history().step_count());
    const RunStatus* status = m_window->trainingTab().status();
    QCOMPARE(status->headline(), QString("Finished"));
    QVERIFY(status->plainText().contains(u"accuracy\u00a09"));
    QVERIFY(m_window->statusBar()->currentMessage().contains("epochs"));
    const auto weights = trainer().weightsReader()();
    QVERIFY(weights && weights->tensors.contains("fc1.weight"));
    // Once more: the same run again, bit for bit.
    press("train.start");
    QTRY_COMPARE(state(), train::State::finished);
    QCOMPARE(trainer().finished()->last_train->loss, finished.last_train->loss);
}

// Loss and metric of a run stand beside each other, not one below the other.
void TestWindow::figuresStandOnALine() {
    m_window->resize(1440, 900);
    open("iris");
    press("train.start");
    QTRY_COMPARE(state(), train::State::finished);
    const RunStatus* status = m_window->trainingTab().status();
    QTRY_VERIFY(status->plainText().contains("Took"));
    QCoreApplication::processEvents();
    int figures = 0;
    for (const QLabel* label : status->findChildren<QLabel*>()) {
        if (!label->isVisible() || !label->text().contains(u"accuracy")) continue;
        ++figures;
        QVERIFY2(label->height() < 2 * label->fontMetrics().lineSpacing(),
                 qPrintable(label->text()));
    }
    QVERIFY(figures >= 2);
}

// What is in the middle of the canvas stays there when a panel takes a part of it, or gives it
// back.
void TestWindow::panelsOpenBesideTheCentre() {
    open("iris");
    ui::CanvasView* canvas = m_window->findChild<ui::CanvasView*>();
    canvas->zoomTo(1.3, {200, 200});
    QCoreApplication::processEvents();
    const auto centre = [&] { return canvas->visibleRect().center(); };
    const QPointF before = centre();
    const int height = canvas->height(), width = canvas->width();
    const auto still = [&] { return (centre() - before).manhattanLength() < 4; };
    m_window->showTab(&m_window->trainingTab());
    QTRY_VERIFY(canvas->height() < height - 50);
    QTRY_VERIFY(still());
    auto* inspector = m_window->findChild<QDockWidget*>("inspectorDock");
    inspector->hide();
    QTRY_VERIFY(canvas->width() > width + 50);
    QTRY_VERIFY(still());
    inspector->show();
    m_window->findChild<QDockWidget*>("bottomDock")->hide();
    QTRY_COMPARE(canvas->height(), height);
    QTRY_VERIFY(still());
}

void TestWindow::pauseStepResumeStop() {
    open("spirals");
    set("epochs", std::int64_t{100000});
    press("train.start");
    QTRY_COMPARE(state(), train::State::running);
    QVERIFY(!tool("train.start")->isEnabled());
    QTRY_VERIFY(trainer().history().step_count() > 10);
    press("train.pause");
    QTRY_COMPARE(state(), train::State::paused);
    QCOMPARE(m_window->actions()["train.start"]->text(), QString("&Resume"));
    const auto before = trainer().history().steps().back();
    QTest::qWait(150);
    QCOMPARE(trainer().history().steps().back(), before);
    QTest::keyClick(m_window.get(), Qt::Key_F10);
    QTRY_COMPARE(trainer().history().steps().back(), before + 1);
    QTRY_COMPARE(state(), train::State::paused);
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(trainer().history().steps().back() > before + 10);
    press("train.stop");
    QTRY_COMPARE(state(), train::State::stopped);
    QCOMPARE(m_window->trainingTab().status()->headline(), QString("Stopped"));
    QVERIFY(tool("train.start")->isEnabled());
    QVERIFY(!tool("train.stop")->isEnabled());
}

void TestWindow::stepFromNothing() {
    open("spirals");
    press("train.step");
    QTRY_COMPARE(trainer().history().step_count(), std::size_t{1});
    QTRY_COMPARE(state(), train::State::paused);
    press("train.step");
    QTRY_COMPARE(trainer().history().step_count(), std::size_t{2});
}

void TestWindow::trainingSaysWhyItCannot() {
    m_window->actions()["file.new"]->trigger();
    QVERIFY(!tool("train.start")->isEnabled());
    QVERIFY(tool("train.start")->toolTip().contains("nothing to train yet"));
    open("iris");
    auto& document = m_window->document();
    const auto loss = document.document().find("loss")->id;
    document.run(model::remove_blocks(document.document(), document.catalogue(), {loss}));
    QTRY_VERIFY(!tool("train.start")->isEnabled());
    QVERIFY(tool("train.start")->toolTip().contains("Add a loss"));
    document.undoStack()->undo();
    QTRY_VERIFY(tool("train.start")->isEnabled());
}

void TestWindow::missingDataIsSaid() {
    open("iris");
    auto& document = m_window->document();
    document.run(model::set_param(document.document(), document.catalogue(),
                                  document.document().find("flowers")->id, "path",
                                  std::string("/nowhere/petals.csv")));
    QTRY_VERIFY(!tool("train.start")->isEnabled());
    QVERIFY2(tool("train.start")->toolTip().contains("petals.csv"),
             qPrintable(tool("train.start")->toolTip()));
    // The shapes that were known stay, so that nothing else becomes wrong.
    QCOMPARE(document.analysis().problems.size(), std::size_t{1});
}

void TestWindow::brokenRunIsExplained() {
    open("curve-raw-ops");
    set("optimizer", std::string("sgd"));
    set("learning_rate", 1e6);
    press("train.start");
    QTRY_COMPARE(state(), train::State::failed);
    const MessageStrip& strip = m_window->messages();
    QVERIFY2(strip.text().contains("The loss became"), qPrintable(strip.text()));
    const auto buttons = strip.findChildren<QPushButton*>();
    QVERIFY(!buttons.isEmpty());
    QCOMPARE(buttons[0]->text(), QString("Train with learning rate 1e+05"));
    QCOMPARE(buttons[1]->text(), QString("Clip gradients at 1"));
    QPushButton* show = buttons.last();
    QVERIFY(show->text().startsWith("Show "));
    QTest::mouseClick(show, Qt::LeftButton);
    QCOMPARE(m_window->document().selection().size(), std::size_t{1});
    const auto weights = trainer().weightsReader()();
    for (const auto& [name, value] : weights->tensors)
        QVERIFY(all_finite(value));
    QVERIFY(m_window->trainingTab().plots()->lossPlot()->plot().curves[0].data.size() > 0);
    // The offered rate is an edit like any other.
    const int steps = m_window->document().undoStack()->count();
    QTest::mouseClick(buttons[0], Qt::LeftButton);
    QCOMPARE(m_window->document().undoStack()->count(), steps + 1);
    QTRY_VERIFY(!trainer().active());
    // A tenth of it breaks as well.
    QCOMPARE(state(), train::State::failed);
    const auto again = strip.findChildren<QPushButton*>();
    QVERIFY(again.size() > 1);
    QCOMPARE(again[1]->text(), QString("Clip gradients at 1"));
    QTest::mouseClick(again[1], Qt::LeftButton);
    QVERIFY(m_window->document().document().training().at("clip_norm") == model::ParamValue(1.0));
    QTRY_VERIFY(!trainer().active());
}

void TestWindow::editsDuringTrainingChangeNothing() {
    open("spirals");
    set("epochs", std::int64_t{100000});
    press("train.start");
    QTRY_VERIFY(trainer().history().step_count() > 3);
    QVERIFY(!m_window->training().changedSinceRun());
    auto& document = m_window->document();
    // Moving a block is no change of the network; another width is.
    document.run(model::move_blocks(document.document(), {{2, {40, 40}}}));
    QCoreApplication::processEvents();
    QVERIFY(!m_window->training().changedSinceRun());
    document.run(model::set_param(document.document(), document.catalogue(),
                                  document.document().find("fc1")->id, "units", std::int64_t{3}));
    QTRY_VERIFY(m_window->training().changedSinceRun());
    QCOMPARE(state(), train::State::running);
    const auto weights = trainer().weightsReader()();
    QVERIFY(weights->tensors.at("fc1.weight").shape()[0] != 3);
    document.undoStack()->undo();
    QTRY_VERIFY(!m_window->training().changedSinceRun());
}

void TestWindow::settingsAreOneStepOfUndo() {
    open("iris");
    auto* bar = m_window->findChild<TrainingBar*>();
    auto* form = m_window->findChild<TrainingForm*>();
    auto& document = m_window->document();
    const std::string before = model::to_text(document.document());
    QWidget* field = bar->editor("epochs")->focusProxy();
    auto* line = field->findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, "123");
    QCOMPARE(trainingValue(document.document(), form->row("epochs")->spec()),
             model::ParamValue(std::int64_t{123}));
    QCOMPARE(form->row("epochs")->findChild<QLineEdit*>()->text(), QString("123"));
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QCOMPARE(model::to_text(document.document()), before);
    // Left and come back to at once: another step.
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, "12");
    QCOMPARE(document.undoStack()->count(), 1);
    bar->editor("batch_size")->focusProxy()->setFocus();
    line->setFocus();
    line->end(false);
    QTest::keyClicks(line, "3");
    QCOMPARE(document.undoStack()->count(), 2);
    document.undoStack()->undo();
    QCOMPARE(trainingValue(document.document(), form->row("epochs")->spec()),
             model::ParamValue(std::int64_t{12}));
    document.undoStack()->undo();
    QCOMPARE(model::to_text(document.document()), before);
}

// What each device reaches with this network stands in the list to choose from.
void TestWindow::devicesAreMeasured() {
    open("iris");
    auto* form = m_window->findChild<TrainingForm*>();
    auto* button = form->findChild<QToolButton*>("measureDevices");
    QCOMPARE(button->text(), QString("Measure the devices"));
    button->click();
    QVERIFY(button->text().startsWith("Stop: "));
    QTRY_COMPARE_WITH_TIMEOUT(button->text(), QString("Measure the devices"), 120'000);
    auto* list = form->row("device")->findChild<QComboBox*>();
    QVERIFY(list != nullptr);
    const auto entry = [&](const QString& name) { return list->itemText(list->findData(name)); };
    QTRY_VERIFY_WITH_TIMEOUT(list->findData("cpu") >= 0, 60'000);
    QTRY_VERIFY2(entry("cpu").contains(" samples/s"), qPrintable(entry("cpu")));
    QVERIFY2(entry("cpu").contains(" of memory"), qPrintable(entry("cpu")));
    QVERIFY2(entry("auto").contains("fastest for this network: "), qPrintable(entry("auto")));
}

// The device is lost in the middle: the person is asked, and goes on from the weights there are.
void TestWindow::lostDeviceAsksHowToGoOn() {
    std::string device;
    for (const auto& choice : train::device_choices()) {
        if (choice.available && choice.name.starts_with("opencl")) device = choice.name;
    }
    if (device.empty()) QSKIP("no OpenCL device");
    open("iris");
    auto& document = m_window->document();
    document.run(model::set_training(document.document(), "device", device));
    document.run(model::set_training(document.document(), "epochs", std::int64_t{100'000}));
    m_window->actions()["train.start"]->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(trainer().history().step_count() > 20, 120'000);
    backends::opencl::fail_call(3, -36);
    QTRY_COMPARE_WITH_TIMEOUT(state(), train::State::failed, 60'000);
    backends::opencl::fail_call(0, 0);
    const auto button = [&](const QString& text) -> QAbstractButton* {
        for (auto* b : m_window->findChildren<QAbstractButton*>()) {
            if (b->text() == text && b->isVisible()) return b;
        }
        return nullptr;
    };
    QTRY_VERIFY(button("Try " + QString::fromStdString(device) + " again") != nullptr);
    auto* cpu = button("Go on with the CPU");
    QVERIFY(cpu != nullptr);
    cpu->click();
    QTRY_VERIFY2_WITH_TIMEOUT(
        state() == train::State::running,
        qPrintable(m_window->trainingTab().status()->headline() + m_window->messages().text()),
        60'000);
    QCOMPARE(trainer().started()->device, std::string("cpu"));
    // The project itself still says what its owner chose.
    QCOMPARE(document.document().training().at("device"), model::ParamValue(device));
    m_window->actions()["train.stop"]->trigger();
    QTRY_VERIFY(!trainer().active());
}

void TestWindow::wrongSettingIsRefused() {
    open("iris");
    auto* bar = m_window->findChild<TrainingBar*>();
    auto* line = bar->editor("batch_size")->focusProxy()->findChild<QLineEdit*>();
    const std::string before = model::to_text(m_window->document().document());
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, "0");
    QVERIFY2(m_window->statusBar()->currentMessage().contains("at least 1"),
             qPrintable(m_window->statusBar()->currentMessage()));
    QCOMPARE(model::to_text(m_window->document().document()), before);
}

void TestWindow::graphFollowsTheDocument() {
    open("iris");
    GraphView& view = m_window->graphView();
    m_window->showTab(&view);
    QTRY_VERIFY(!view.busy() && !view.scene()->empty());
    view.setTraining(true);
    QTRY_VERIFY(!view.busy());
    QVERIFY(view.message().isEmpty());
}

void TestWindow::saveAndOpenAgain() {
    open("iris");
    auto& document = m_window->document();
    document.run(model::rename_block(document.document(), document.catalogue(),
                                     document.document().find("fc1")->id, "hidden"));
    QTRY_VERIFY(m_window->isWindowModified());
    m_window->actions()["file.save"]->trigger();  // asks where to: an example has no file
    auto* dialog = m_window->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    const QString path = m_folder->filePath("mine.gradweave");
    emit dialog->fileSelected(path);
    dialog->close();
    QTRY_VERIFY(QFileInfo::exists(path));
    QTRY_VERIFY(!m_window->isWindowModified());
    QCOMPARE(m_window->windowTitle().left(14), QString("mine.gradweave"));
    const std::string saved = model::to_text(document.document());
    m_window->actions()["file.new"]->trigger();
    QVERIFY(document.document().blocks().empty());
    m_window->openPath(path);
    QTRY_VERIFY(document.document().find("hidden") != nullptr);
    // What was open, and what the data holds, for when it is missing one day.
    QCOMPARE(document.document().wires(),
             model::document_from_text(saved, document.catalogue()).wires());
    QCOMPARE(model::to_text(document.document()), io::read_text(path.toStdString()));
    QCOMPARE(m_window->recent().paths().front(), path);
    // An exported picture carries the project, too.
    const QString picture = m_folder->filePath("picture.svg");
    io::write_file(picture.toStdString(),
                   exchange::network_svg(document.document(), document.catalogue(),
                                         document.analysis(), "iris"));
    m_window->actions()["file.new"]->trigger();
    m_window->openPath(picture);
    QTRY_VERIFY(document.document().find("hidden") != nullptr);
    QVERIFY(m_window->project().path().isEmpty());
    // A file that is none: one sentence, and the open project stays.
    const QString bad = m_folder->filePath("bad.gradweave");
    QFile file(bad);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"blocks\": 3");
    file.close();
    m_window->openPath(bad);
    QTRY_VERIFY(m_window->messages().text().contains("bad.gradweave"));
    QVERIFY(document.document().find("hidden") != nullptr);
}

void TestWindow::closingAsksAboutChanges() {
    open("iris");
    set("epochs", std::int64_t{3});
    m_window->close();
    QVERIFY(m_window->isVisible());
    auto* box = m_window->findChild<QMessageBox*>("unsavedQuestion");
    QVERIFY(box != nullptr);
    for (QAbstractButton* button : box->buttons()) {
        if (box->buttonRole(button) == QMessageBox::DestructiveRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_VERIFY(!m_window->isVisible());
}

void TestWindow::anotherProjectEndsTheRun() {
    open("spirals");
    m_window->document().undoStack()->setClean();
    press("train.start");
    QTRY_VERIFY(trainer().history().step_count() > 3);
    open("iris");
    QTRY_VERIFY(!trainer().active());
    QCOMPARE(m_window->trainingTab().status()->headline(), QString("Not trained yet"));
    press("train.start");
    QTRY_COMPARE(state(), train::State::finished);
}

void TestWindow::lettersOfMenusAreTheirOwn() {
    const QStringList shared = sharedLetters(m_window->menuBar()->actions());
    QVERIFY2(shared.isEmpty(), qPrintable(shared.join('\n')));
}

void TestWindow::everyFieldHasAName() {
    open("iris");
    m_window->document().select({m_window->document().document().find("fc1")->id});
    QTest::qWait(20);
    QStringList nameless;
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible()) continue;
        if (widget->focusProxy() || qobject_cast<const QLabel*>(widget)) continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (widget->accessibleName().isEmpty() && !(button && !button->text().isEmpty()))
            nameless << QString("%1 %2").arg(widget->metaObject()->className(),
                                             widget->objectName());
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("; ")));
}

/// Size and panels are as they were left, also where the start page hides them.
void TestWindow::windowIsRemembered() {
    open("iris");
    const auto dock = [](const app::MainWindow& window) {
        return window.findChild<QDockWidget*>("libraryDock");
    };
    QVERIFY(dock(*m_window) && dock(*m_window)->isVisible());
    dock(*m_window)->hide();
    m_window->setGeometry(10, 20, 760, 700);
    QCoreApplication::processEvents();
    const QSize size = m_window->size();
    m_window->close();
    app::MainWindow again(std::make_shared<model::Catalogue>());
    again.show();
    QCOMPARE(again.height(), size.height());  // the start page may want more width
    again.actions()["file.new"]->trigger();
    QVERIFY(!dock(again)->isVisible());
    again.actions()["view.resetLayout"]->trigger();
    QVERIFY(dock(again)->isVisible());
    app::stateSettings()->clear();
}

QTEST_MAIN(TestWindow)
#include "test_window.moc"
