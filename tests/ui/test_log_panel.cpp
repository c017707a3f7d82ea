// SPDX-License-Identifier: GPL-3.0-or-later
// The log keeps what came last, follows only readers at its end, and counts what nobody saw.
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

#include "ui/panels/log_panel.h"
#include "ui/theme/theme.h"

using namespace gradweave::ui;
using Level = LogPanel::Level;

namespace {

void fill(LogPanel& log, int lines) {
    for (int i = 0; i < lines; ++i)
        log.add(Level::info, QStringLiteral("Sentence %1.").arg(i));
}

void show(LogPanel& log) {
    log.resize(500, 160);
    log.show();
    QVERIFY(QTest::qWaitForWindowExposed(&log));
}

QAction* menuAction(LogPanel& log, const char* name) {
    emit log.view()->customContextMenuRequested(QPoint(5, 5));
    return log.findChild<QMenu*>(QStringLiteral("logMenu"))->findChild<QAction*>(QString(name));
}

}  // namespace

class TestLogPanel : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }

    void saysThatItIsEmpty();
    void writesTimeLevelAndSentence();
    void dropsTheOldest();
    void followsOnlyAtTheEnd();
    void copiesWhatIsSelected();
    void menuCopiesAllAndClears();
    void countsWhatNobodySaw();
    void followsTheTheme();
};

void TestLogPanel::saysThatItIsEmpty() {
    LogPanel log;
    show(log);
    QVERIFY(!log.view()->isVisible());
    log.add(Level::info, "Opened digits.gradweave.");
    QVERIFY(log.view()->isVisible());
}

void TestLogPanel::writesTimeLevelAndSentence() {
    LogPanel log;
    log.add(Level::info, "Opened.");
    log.add(Level::warning, "One row was skipped.");
    log.add(Level::error, "It failed.\nTry again.\n");
    QCOMPARE(log.view()->document()->blockCount(), 3);
    const QRegularExpression shape(
        "^\\d\\d:\\d\\d:\\d\\d  Opened\\.\n"
        "\\d\\d:\\d\\d:\\d\\d  Warning  One row was skipped\\.\n"
        "\\d\\d:\\d\\d:\\d\\d  Error  It failed\\.\nTry again\\.$");
    QVERIFY2(shape.match(log.text()).hasMatch(), qPrintable(log.text()));
}

void TestLogPanel::dropsTheOldest() {
    LogPanel log;
    fill(log, LogPanel::mostLines + 5);
    QCOMPARE(log.view()->document()->blockCount(), LogPanel::mostLines);
    QVERIFY(log.view()->document()->begin().text().endsWith("Sentence 5."));
}

void TestLogPanel::followsOnlyAtTheEnd() {
    LogPanel log;
    fill(log, 100);
    show(log);
    QScrollBar* bar = log.view()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    fill(log, 10);
    QTRY_COMPARE(bar->value(), bar->maximum());
    bar->setValue(20);
    fill(log, 10);
    QCoreApplication::processEvents();
    QCOMPARE(bar->value(), 20);
    QTest::keyClick(log.view(), Qt::Key_End, Qt::ControlModifier);
    bar->setValue(bar->maximum());
    fill(log, 10);
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void TestLogPanel::copiesWhatIsSelected() {
    LogPanel log;
    fill(log, 3);
    show(log);
    log.view()->setFocus();
    QTest::keyClick(log.view(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(log.view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), log.text());
    // Nothing that is typed gets in.
    QTest::keyClicks(log.view(), "x");
    QVERIFY(!log.text().contains('x'));
}

void TestLogPanel::menuCopiesAllAndClears() {
    LogPanel log;
    fill(log, 3);
    show(log);
    QApplication::clipboard()->clear();
    QVERIFY(!menuAction(log, "logCopy")->isEnabled());
    menuAction(log, "logCopyAll")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), log.text());
    menuAction(log, "logClear")->trigger();
    QCOMPARE(log.text(), QString());
    QVERIFY(!log.view()->isVisible());
}

void TestLogPanel::countsWhatNobodySaw() {
    LogPanel log;
    QSignalSpy unread(&log, &LogPanel::unreadChanged);
    log.add(Level::info, "Nothing to see.");
    QCOMPARE(unread.size(), 0);
    log.add(Level::error, "It failed.");
    log.add(Level::warning, "It is odd.");
    QCOMPARE(unread.last().at(0).toInt(), 2);
    QCOMPARE(unread.last().at(1).value<Level>(), Level::error);
    show(log);
    QCOMPARE(unread.last().at(0).toInt(), 0);
    const auto before = unread.size();
    log.add(Level::error, "Seen at once.");
    QCOMPARE(unread.size(), before);
}

void TestLogPanel::followsTheTheme() {
    LogPanel log;
    log.add(Level::error, "It failed.");
    ThemeManager::instance().apply(Appearance::dark);
    const QTextBlock block = log.view()->document()->begin();
    QList<QColor> colours;
    for (auto it = block.begin(); !it.atEnd(); ++it)
        colours << it.fragment().charFormat().foreground().color();
    QCOMPARE(colours, (QList<QColor>{theme().mutedText, theme().error, theme().text}));
    ThemeManager::instance().apply(Appearance::light);
}

QTEST_MAIN(TestLogPanel)
#include "test_log_panel.moc"
