// SPDX-License-Identifier: GPL-3.0-or-later
// What is not saved survives a kill, and only that.
#include <signal.h>

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QSessionManager>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>

#include "app/gradweave/autosave.h"
#include "app/gradweave/end_of_session.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/windows.h"
#include "engine/model/project.h"
#include "ui/panels/message_strip.h"

#include <QPushButton>

using namespace gradweave;

namespace {

/// A document with its autosave and no window.
struct Session {
    explicit Session(const QString& folder)
        : catalogue(std::make_shared<model::Catalogue>()),
          model(catalogue),
          data([](const model::Block&, const std::filesystem::path&) {
              return model::DataStatus{};
          }),
          project(model, data),
          autosave(model, project, folder) {
        autosave.setDelay(20);
    }

    void add(double x) {
        model.run(model::add_block(model.document(), *catalogue->find("relu"), {x, 0}));
    }

    std::shared_ptr<model::Catalogue> catalogue;
    ui::DocumentModel model;
    ui::DataCache data;
    app::Project project;
    app::Autosave autosave;
};

/// The program to kill: edits for ever, and says how many blocks there are, and how many of them a
/// copy on the disk holds.
int editForEver(const QString& folder) {
    Session session(folder);
    QTimer timer;
    std::vector<int> editsAt{0};  // after each block
    QObject::connect(&timer, &QTimer::timeout, [&] {
        const int count = static_cast<int>(editsAt.size());
        session.add(count);
        editsAt.push_back(session.autosave.edits());
        std::printf("made %d\n", count);
        std::fflush(stdout);
    });
    QObject::connect(&session.autosave, &app::Autosave::kept, [&] {
        const auto end =
            std::upper_bound(editsAt.begin(), editsAt.end(), session.autosave.keptEdits());
        std::printf("kept %d\n", static_cast<int>(end - editsAt.begin()) - 1);
        std::fflush(stdout);
    });
    timer.start(2);
    return QApplication::exec();
}

/// The program that is asked to end: two windows with edits that no copy is due for.
int waitForTheEnd() {
    auto windows = std::make_unique<app::Windows>(std::make_shared<model::Catalogue>());
    const app::EndOfSession end(*windows);
    int count = 0;
    for (app::MainWindow* window : {&windows->add(), &windows->add()}) {
        window->autosave().setDelay(600'000);
        window->actions()["file.new"]->trigger();
        auto& document = window->document();
        for (int i = 0; i <= count; ++i)
            document.run(model::add_block(document.document(), *document.catalogue().find("relu"),
                                          {100.0 * i, 0}));
        ++count;
    }
    std::printf("ready\n");
    std::fflush(stdout);
    const int code = QApplication::exec();
    windows.reset();
    return code;
}

/// The last number behind a word, of what a program has said in whole lines.
int lastOf(const QByteArray& said, const char* word) {
    auto lines = said.split('\n');
    lines.removeLast();
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        if (line->startsWith(word)) return line->mid(line->indexOf(' ') + 1).toInt();
    }
    return 0;
}

QStringList files(const QString& folder) {
    return QDir(folder).entryList({"*.gradweave"}, QDir::Files);
}

}  // namespace

class TestAutosave : public QObject {
    Q_OBJECT

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void copiesAreMadeAndRemoved();
    void undoneChangesNeedNoCopy();
    void livingProgramsAreLeftAlone();
    void noEditIsWithoutItsDate();
    void killedAndRecovered();
    void askedToEndNothingIsLost_data();
    void askedToEndNothingIsLost();
    void endOfTheSessionKeepsAtOnce();
    void unwritableFolderIsTold();
    void windowOffersRecovery();

  private:
    QString folder() const { return m_folder->path(); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAutosave::copiesAreMadeAndRemoved() {
    Session session(folder());
    QVERIFY(files(folder()).isEmpty());
    session.add(0);
    QTRY_COMPARE(files(folder()).size(), 1);
    QTRY_VERIFY(session.autosave.settled());
    // Saved: the copy has done its duty.
    const QString path = m_folder->filePath("own.txt");
    session.project.save(path);
    QTRY_VERIFY(files(folder()).isEmpty());
    session.add(1);
    QTRY_COMPARE(files(folder()).size(), 1);
    // Given up: another document takes its place.
    session.project.makeEmpty();
    QTRY_VERIFY(files(folder()).isEmpty());
    QVERIFY(QDir(folder()).entryList({"*.lock"}, QDir::Files).isEmpty());
}

void TestAutosave::undoneChangesNeedNoCopy() {
    Session session(folder());
    session.add(0);
    QTRY_COMPARE(files(folder()).size(), 1);
    session.model.undoStack()->undo();
    QTRY_VERIFY(files(folder()).isEmpty());
}

void TestAutosave::livingProgramsAreLeftAlone() {
    Session session(folder());
    session.add(0);
    QTRY_COMPARE(files(folder()).size(), 1);
    QVERIFY(app::Autosave::leftovers(folder()).empty());
}

/// Whatever is done, what no copy holds is due within the delay or being written, and further edits
/// do not put it off: no work is lost that is older than the delay and the writing.
void TestAutosave::noEditIsWithoutItsDate() {
    static_assert(app::Autosave::delaySeconds <= 30, "no more work may be lost");
    Session session(folder());
    const app::Autosave& autosave = session.autosave;
    std::mt19937 random(5);
    int copies = 0, waited = 0;
    QObject::connect(&session.autosave, &app::Autosave::kept, [&] { ++copies; });
    for (int i = 0; i < 2000 || copies < 20; ++i) {
        const int due = autosave.dueIn();
        switch (random() % 8) {
            case 0:
                session.model.undoStack()->undo();
                break;
            case 1:
                session.model.undoStack()->redo();
                break;
            case 2:
                QTest::qWait(2);
                break;
            default:
                session.add(i);
        }
        if (autosave.settled() || autosave.writing()) continue;
        ++waited;
        const int now = autosave.dueIn();
        QVERIFY2(now >= 0 && now <= 20, qPrintable(QString::number(now)));
        if (due >= 0 && copies == 0) QVERIFY(now <= due);
    }
    QVERIFY(waited > 100);
    // What is kept is what is there, down to the last edit.
    QTRY_VERIFY(autosave.settled());
    QCOMPARE(autosave.keptEdits(), autosave.edits());
    const auto document = model::load_project(autosave.file().toStdString(), *session.catalogue);
    QCOMPARE(document.blocks().size(), session.model.document().blocks().size());
}

/// 100 of 100 open, and hold every edit that was said to be kept.
void TestAutosave::killedAndRecovered() {
    const auto catalogue = std::make_shared<model::Catalogue>();
    std::mt19937 random(11);
    for (int round = 0; round < 100; ++round) {
        const int moment = 20 + static_cast<int>(random() % 150);
        QProcess process;
        process.start(QApplication::applicationFilePath(), {"--edit", folder()});
        QVERIFY(process.waitForStarted());
        QByteArray said;
        QTRY_VERIFY((said += process.readAll(), lastOf(said, "made") > moment) &&
                    !files(folder()).isEmpty());
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished());
        said += process.readAll();
        const int made = lastOf(said, "made"), promised = lastOf(said, "kept");
        auto left = app::Autosave::leftovers(folder());
        QCOMPARE(left.size(), std::size_t{1});
        const auto document = model::load_project(left[0].file.toStdString(), *catalogue);
        const int kept = static_cast<int>(document.blocks().size());
        // The last edit may have been made and kept before it could be said.
        QVERIFY2(kept > 0 && kept >= promised && kept <= made + 1,
                 qPrintable(QString("%1 of %2, %3 promised").arg(kept).arg(made).arg(promised)));
        app::Autosave::discard(left[0]);
        QVERIFY(files(folder()).isEmpty());
    }
}

void TestAutosave::askedToEndNothingIsLost_data() {
    QTest::addColumn<int>("signal");
    QTest::addRow("SIGTERM") << SIGTERM;
    QTest::addRow("SIGINT") << SIGINT;
    QTest::addRow("SIGHUP") << SIGHUP;
}

void TestAutosave::askedToEndNothingIsLost() {
    QFETCH(int, signal);
    qputenv("XDG_STATE_HOME", folder().toUtf8());
    const QString kept = app::Autosave::defaultFolder();
    QProcess process;
    process.start(QApplication::applicationFilePath(), {"--wait"});
    QVERIFY(process.waitForStarted());
    QByteArray said;
    QTRY_VERIFY((said += process.readAll()).contains("ready"));
    QVERIFY(files(kept).isEmpty());
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 128 + signal);
    const auto catalogue = std::make_shared<model::Catalogue>();
    std::vector<std::size_t> blocks;
    for (const app::Leftover& left : app::Autosave::leftovers(kept))
        blocks.push_back(model::load_project(left.file.toStdString(), *catalogue).blocks().size());
    std::sort(blocks.begin(), blocks.end());
    QCOMPARE(blocks, (std::vector<std::size_t>{1, 2}));
}

/// The session may yet go on: the copy is there, and goes once the project is saved.
void TestAutosave::endOfTheSessionKeepsAtOnce() {
    qputenv("XDG_STATE_HOME", folder().toUtf8());
    const QString kept = app::Autosave::defaultFolder();
    app::Windows windows(std::make_shared<model::Catalogue>());
    const app::EndOfSession end(windows);
    app::MainWindow& window = windows.add();
    window.autosave().setDelay(600'000);
    window.actions()["file.new"]->trigger();
    auto& document = window.document();
    document.run(model::add_block(document.document(), *document.catalogue().find("relu"), {0, 0}));
    QVERIFY(files(kept).isEmpty());
    // Nobody looks at the manager, which only a session can make.
    alignas(std::max_align_t) char nobody[sizeof(QSessionManager)] = {};
    emit qGuiApp->commitDataRequest(*reinterpret_cast<QSessionManager*>(nobody));
    QCOMPARE(files(kept).size(), 1);
    QVERIFY(window.autosave().settled());
    window.project().save(m_folder->filePath("saved.gradweave"));
    QTRY_VERIFY(files(kept).isEmpty());
}

void TestAutosave::unwritableFolderIsTold() {
    QFile blocker(m_folder->filePath("file"));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    Session session(m_folder->filePath("file/below"));
    QStringList told;
    QObject::connect(&session.autosave, &app::Autosave::failed,
                     [&](const QString& sentence) { told << sentence; });
    session.add(0);
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told[0].contains("Save the project"));
    session.add(1);
    QTest::qWait(100);
    QCOMPARE(told.size(), 1);
}

void TestAutosave::windowOffersRecovery() {
    qputenv("XDG_STATE_HOME", folder().toUtf8());
    const QString kept = app::Autosave::defaultFolder();
    QVERIFY(QDir().mkpath(kept));
    {
        Session session(kept);
        session.add(17);
        QTRY_COMPARE(files(kept).size(), 1);
        QTRY_VERIFY(session.autosave.settled());
        // As if it had been killed.
        QVERIFY(QFile::copy(session.autosave.file(), kept + "/killed.gradweave"));
    }
    QCOMPARE(files(kept), QStringList{"killed.gradweave"});
    app::MainWindow window(std::make_shared<model::Catalogue>());
    window.resize(1000, 700);
    window.show();
    window.offerRecovery();
    QTRY_VERIFY(window.messages().text().contains("Untitled"));
    auto* recover = window.messages().findChild<QPushButton*>();
    QCOMPARE(recover->text(), QString("Recover"));
    QTest::mouseClick(recover, Qt::LeftButton);
    QTRY_COMPARE(window.document().document().blocks().size(), std::size_t{1});
    QVERIFY(window.isWindowModified());
    QVERIFY(window.project().path().isEmpty());
    QVERIFY(!window.document().document().extra().contains("autosave"));
    // Still safe, and gone once it is saved.
    QCOMPARE(files(kept), QStringList{"killed.gradweave"});
    window.project().save(m_folder->filePath("saved.gradweave"));
    QTRY_VERIFY(files(kept).isEmpty());
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    if (argc == 3 && QString(argv[1]) == "--edit") return editForEver(argv[2]);
    if (argc == 2 && QString(argv[1]) == "--wait") return waitForTheEnd();
    TestAutosave test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_autosave.moc"
