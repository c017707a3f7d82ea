// SPDX-License-Identifier: GPL-3.0-or-later
// What is not saved survives a kill, and only that.
#include <signal.h>

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <memory>
#include <random>

#include "app/gradweave/autosave.h"
#include "app/gradweave/main_window.h"
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

/// The program to kill: edits for ever, and says how many blocks there are.
int editForEver(const QString& folder) {
    Session session(folder);
    QTimer timer;
    int count = 0;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        session.add(++count);
        std::printf("%d\n", count);
        std::fflush(stdout);
    });
    timer.start(2);
    return QApplication::exec();
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
    void killedAndRecovered();
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

void TestAutosave::killedAndRecovered() {
    static_assert(app::Autosave::delaySeconds <= 30, "no more work may be lost");
    const auto catalogue = std::make_shared<model::Catalogue>();
    std::mt19937 random(11);
    for (int round = 0; round < 100; ++round) {
        const int moment = 20 + static_cast<int>(random() % 150);
        QProcess process;
        process.start(QApplication::applicationFilePath(), {"--edit", folder()});
        QVERIFY(process.waitForStarted());
        QByteArray said;
        const auto last = [&] {
            said += process.readAll();
            const auto lines = said.split('\n');
            return lines.size() < 2 ? 0 : lines[lines.size() - 2].toInt();
        };
        QTRY_VERIFY(last() > moment && !files(folder()).isEmpty());
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished());
        const int made = last();
        auto left = app::Autosave::leftovers(folder());
        QCOMPARE(left.size(), std::size_t{1});
        const auto document = model::load_project(left[0].file.toStdString(), *catalogue);
        const int kept = static_cast<int>(document.blocks().size());
        QVERIFY2(kept > 0 && kept <= made, qPrintable(QString("%1 of %2").arg(kept).arg(made)));
        app::Autosave::discard(left[0]);
        QVERIFY(files(folder()).isEmpty());
    }
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
    TestAutosave test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_autosave.moc"
