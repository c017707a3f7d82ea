// SPDX-License-Identifier: GPL-3.0-or-later
// Data that somebody brings: from a file to a network, and what stands in the way.
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "ui/canvas/canvas_view.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/message_strip.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestOwnData : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void ownDataGetsANetwork();
    void tablesWithBadRows();
    void columnsOfTooManyTexts();
    void tablesAsSpreadsheetsWriteThem();
    void foldersAreLookedInto();

  private:
    QTemporaryDir m_state;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestOwnData::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    app::stateSettings()->clear();
    ThemeManager::instance().apply(Appearance::light);
}

void TestOwnData::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<app::MainWindow>(std::make_shared<model::Catalogue>());
    m_window->resize(1300, 850);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

/// From a table on the start page to a trained network: a file, two buttons.
void TestOwnData::ownDataGetsANetwork() {
    const QString table = m_folder->filePath("mine.csv");
    QVERIFY(QFile::copy(QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv"), table));
    auto* start = m_window->findChild<QPushButton*>("startData");
    QVERIFY(start);
    QTest::mouseClick(start, Qt::LeftButton);
    auto* dialog = m_window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    emit dialog->fileSelected(table);
    dialog->close();
    QTRY_VERIFY(m_window->messages().isVisible());
    QVERIFY2(m_window->messages().text().startsWith("mine.csv: 120 samples to learn from"),
             qPrintable(m_window->messages().text()));
    const auto buttons = m_window->messages().findChildren<QPushButton*>();
    const auto offer = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == "Make a starter network";
    });
    QVERIFY(offer != buttons.end());
    QTest::mouseClick(*offer, Qt::LeftButton);
    QTRY_VERIFY(m_window->document().analysis().valid());
    QCOMPARE(m_window->document().document().blocks().size(), 6u);
    QVERIFY(!m_window->messages().isVisible());
    m_window->actions()["train.start"]->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->training().trainer().state(), train::State::finished,
                              60000);
    // One step back takes the network away and leaves the data.
    m_window->document().undoStack()->undo();
    QCOMPARE(m_window->document().document().blocks().size(), 1u);
}

/// A cell that is missing is one click away from being left out, and the columns of the file can be
/// chosen from a list instead of being remembered.
void TestOwnData::tablesWithBadRows() {
    QFile file(m_folder->filePath("flats.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("city,rooms,metres,class\n");
    for (int i = 0; i < 60; ++i)
        file.write(QStringLiteral("%1,%2,%3,%4\n")
                       .arg(i % 3 ? "Kiel" : "Hamburg")
                       .arg(1 + i % 4)
                       .arg(i == 7 ? QString() : QString::number(30 + i))
                       .arg(i < 30 ? "cheap" : "dear")
                       .toUtf8());
    file.close();
    m_window->openPath(file.fileName());
    auto* inspector = m_window->findChild<QWidget*>("inspector");
    const auto repair = [&] { return inspector->findChild<QPushButton*>("repair0"); };
    QTRY_VERIFY(repair() && repair()->isVisible());
    QCOMPARE(repair()->text(), QString("Skip bad rows"));
    QTest::mouseClick(repair(), Qt::LeftButton);
    QTRY_VERIFY(m_window->messages().isVisible());
    const QString told = m_window->messages().text();
    QVERIFY2(told.contains("fill it in. The column \"city\" holds texts"), qPrintable(told));

    auto* target = inspector->findChild<QComboBox*>("param.target");
    QVERIFY(target);
    QCOMPARE(target->lineEdit()->placeholderText(), QString("the last column"));
    target->showPopup();
    QStringList columns;
    for (int i = 0; i < target->count(); ++i)
        columns << target->itemText(i);
    QCOMPARE(columns, QStringList({"the last column", "city", "rooms", "metres", "class"}));
    target->hidePopup();
    target->setCurrentIndex(2);
    emit target->activated(2);
    const model::Block& table = m_window->document().document().blocks().begin()->second;
    QCOMPARE(std::get<std::string>(table.params.at("target")), std::string("rooms"));

    // Numbers that are no classes: the offer waits until that is mended, and is made again.
    m_window->document().run(model::set_param(m_window->document().document(),
                                              m_window->document().catalogue(), table.id, "target",
                                              std::string("metres")));
    QTRY_VERIFY(repair() && repair()->text() == "Predict a quantity");
    QTest::mouseClick(m_window->messages().findChildren<QPushButton*>().front(), Qt::LeftButton);
    QVERIFY(!m_window->messages().isVisible());
    QTest::mouseClick(repair(), Qt::LeftButton);
    QTRY_VERIFY(m_window->messages().isVisible());
    QCOMPARE(m_window->document().document().blocks().size(), std::size_t{1});

    // The offer leads to the canvas, wherever it is taken up.
    m_window->showTab(m_window->findChild<ui::DataPreview*>());
    const auto buttons = m_window->messages().findChildren<QPushButton*>();
    QVERIFY(!buttons.isEmpty());
    QTest::mouseClick(buttons.front(), Qt::LeftButton);
    QVERIFY(m_window->findChild<ui::CanvasView*>()->isVisible());
}

/// What was done with commas and letters is said beside the counts, and stays beside the samples.
void TestOwnData::tablesAsSpreadsheetsWriteThem() {
    QFile file(m_folder->filePath("tiere.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "Gr\xF6\xDF"
        "e;Art\r\n");
    for (int i = 0; i < 40; ++i)
        file.write(
            QStringLiteral("%1,5;%2\r\n").arg(i % 7).arg(i % 2 ? "Mäuse" : "Hühner").toLatin1());
    file.close();
    m_window->openPath(file.fileName());
    QTRY_VERIFY(m_window->messages().isVisible());
    const QString text = m_window->messages().text();
    QVERIFY2(text.startsWith("tiere.csv: 32 samples"), qPrintable(text));
    QVERIFY2(text.contains("the file was read as Windows-1252"), qPrintable(text));
    QVERIFY2(text.contains("\"0,5\" in line 2, column \"Größe\", was read as 0.5"),
             qPrintable(text));
}

/// A column of names or numbers of a register is ignored with one click.
void TestOwnData::columnsOfTooManyTexts() {
    QFile file(m_folder->filePath("people.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("person,age,home town,bought\n");
    for (int i = 0; i < 200; ++i)
        file.write(QStringLiteral("P%1,%2,T%3,%4\n")
                       .arg(i)
                       .arg(20 + i % 50)
                       .arg(i * 7)
                       .arg(i % 2)
                       .toUtf8());
    file.close();
    m_window->openPath(file.fileName());
    auto* inspector = m_window->findChild<QWidget*>("inspector");
    for (const char* column : {"person", "home town"}) {
        const auto repair = [&]() -> QPushButton* {
            auto* button = inspector->findChild<QPushButton*>("repair0");
            return button && button->text() == QString("Ignore %1").arg(column) ? button : nullptr;
        };
        QTRY_VERIFY2(repair() && repair()->isVisible(), column);
        QTest::mouseClick(repair(), Qt::LeftButton);
    }
    QTRY_VERIFY(m_window->messages().isVisible());
    QVERIFY(m_window->messages().text().startsWith("people.csv: 160 samples"));
    const model::Block& table = m_window->document().document().blocks().begin()->second;
    QCOMPARE(std::get<std::string>(table.params.at("ignored")), std::string("person, home town"));
}

/// A folder stands for the one thing in it that can be opened; of several it is not guessed which.
void TestOwnData::foldersAreLookedInto() {
    const QDir folder(m_folder->filePath("flowers"));
    QVERIFY(QDir().mkpath(folder.path()));
    m_window->openPath(folder.path());
    QVERIFY2(m_window->messages().text().startsWith("flowers is neither"),
             qPrintable(m_window->messages().text()));
    const QString iris = QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv");
    QVERIFY(QFile::copy(iris, folder.filePath("a.csv")));
    QVERIFY(QFile::copy(iris, folder.filePath("b.csv")));
    m_window->openPath(folder.path());
    QVERIFY(m_window->document().document().blocks().empty());
    QVERIFY(QFile::remove(folder.filePath("b.csv")));
    m_window->openPath(folder.path());
    QTRY_VERIFY(m_window->messages().text().startsWith("a.csv: 120 samples"));
}

QTEST_MAIN(TestOwnData)
#include "test_own_data.moc"
