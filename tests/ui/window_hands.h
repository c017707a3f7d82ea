// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of somebody at the whole window, and tests named after the lines of a document.
#pragma once

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <functional>
#include <map>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "tests/ui/canvas_hands.h"
#include "tests/ui/sample_documents.h"
#include "ui/panels/search_popup.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

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
        if (!QTest::qWaitFor([this] { return model().analysis().valid(); }, 20000))
            qWarning("the network did not become valid");
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
        const bool ready = QTest::qWaitFor(
            [this] {
                return !window.document().document().blocks().empty() &&
                       window.document().analysis().valid();
            },
            20000);
        if (!ready) qWarning("the example did not open");
        window.document().run(
            model::set_training(window.document().document(), "epochs", std::int64_t{100000}));
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

/// A test for each line of one of the tables in ui/canvas/GESTURES.md.
class LineTests {
  public:
    using Lines = std::map<QString, std::function<void()>>;

    /// Before the first test.
    void prepare(std::initializer_list<Lines> parts) {
        qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
        qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
        QStandardPaths::setTestModeEnabled(true);
        ThemeManager::instance().apply(Appearance::light);
        for (Lines part : parts)
            m_lines.merge(part);
    }
    static void forget() {
        app::preferences()->clear();
        app::stateSettings()->clear();
    }
    static void rows(const QString& heading) {
        QTest::addColumn<QString>("what");
        for (const QString& line : linesOf(heading))
            QTest::addRow("%s", qPrintable(line)) << line;
    }
    void line() const {
        QFETCH(QString, what);
        const auto test = m_lines.find(what);
        QVERIFY2(test != m_lines.end(), qPrintable("no test for the line: " + what));
        test->second();
    }
    void allHaveTheirLine(const QString& heading) const {
        const QStringList lines = linesOf(heading);
        QVERIFY(lines.size() > 20);
        for (const auto& [what, test] : m_lines)
            QVERIFY2(lines.contains(what), qPrintable(what));
    }

  private:
    /// What stands in the first column of a table.
    static QStringList linesOf(const QString& heading) {
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

    Lines m_lines;
    QTemporaryDir m_state;
};

}  // namespace gradweave::ui
