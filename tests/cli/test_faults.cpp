// SPDX-License-Identifier: Apache-2.0
// gradweave-cli with bad input of every kind, signals, a full disk, a closed pipe.
#include <signal.h>

#include "tests/cli/command_line_fixture.h"

using namespace gradweave;
using gradweave::testing::Result;

class TestFaults : public gradweave::testing::CommandLine {
    Q_OBJECT

  private slots:
    void init();
    void badProjects_data();
    void badProjects();
    void badData_data();
    void badData();
    void outsideDataNeedsLeave();
    void hugeLearningRate();
    void fullDisk();
    void interruptedAndResumed();
    void noStepAfterASignal();
    void closedPipe();
    void brokenPluginIsReported();
    void commaLocale();
};

void TestFaults::init() {
    makeFolder();
}

void TestFaults::badProjects_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("cycle") << 0 << "The wires form a loop: ";
    QTest::newRow("unknown block") << 1 << "There is no block of the kind \"teleport\" here";
    QTest::newRow("wrong wire") << 2
                                << "block \"fc1\": Linear needs a matrix [N, features]; this "
                                   "wire carries [N] (batch).";
    QTest::newRow("no loss") << 3 << "Add a loss";
    QTest::newRow("not JSON") << 4 << "bad.gradweave: not valid JSON at line 1, column 1";
    QTest::newRow("wrong setting") << 5 << "Learning rate must be at least 0";
}

void TestFaults::badProjects() {
    QFETCH(int, which);
    QFETCH(QString, sentence);
    writeSpirals("bad.gradweave", [&](model::Document& d) {
        if (which == 0) d.apply(model::connect(d, {{4, "y"}, {2, "x"}}));
        if (which == 2) d.apply(model::connect(d, {{1, "target"}, {2, "x"}}));
        if (which == 3) d.apply(model::remove_blocks(d, m_catalogue, {7}));
        if (which == 5) d.apply(model::SetTraining{"learning_rate", -1.0});
    });
    if (which == 1) {
        auto text = io::read_text(path("bad.gradweave").toStdString());
        text.replace(text.find("\"tanh\""), 6, "\"teleport\"");
        write("bad.gradweave", text);
    }
    if (which == 4) write("bad.gradweave", "hello");
    for (const char* command : {"train", "check"}) {
        const Result result = run({command, "bad.gradweave"});
        QCOMPARE(result.code, 4);
        QVERIFY2(result.err.contains(sentence) && result.err.contains("bad.gradweave"),
                 qPrintable(result.err));
        QCOMPARE(result.err.count('\n'), 1);
    }
    const auto error = run({"train", "bad.gradweave", "--json"}).events("error");
    QCOMPARE(error.size(), 1);
    QCOMPARE(error[0]["kind"].toString(), QString("bad_input"));
    QVERIFY(error[0]["file"].toString().contains("bad.gradweave"));
}

void TestFaults::badData_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("missing file") << QString() << 5
                                  << "t.csv: could not be read: there is no such file or folder";
    QTest::newRow("ragged") << "a,b,c\n1,2,x\n3,4\n5,6,y\n" << 4 << "t.csv: line 3";
    QTest::newRow("text") << "a,b,c\n1,2,x\n3,many,y\n5,6,y\n"
                          << 4 << "t.csv: line 3, column \"b\": \"many\" is not a number";
    QTest::newRow("empty") << "" << 4 << "t.csv";
}

void TestFaults::badData() {
    QFETCH(QString, table);
    QFETCH(int, code);
    QFETCH(QString, sentence);
    QCOMPARE(run({"new", "iris", "-o", "net.gradweave"}).code, 0);
    if (!table.isNull()) write("t.csv", table.toStdString());
    const Result result = run({"train", "net.gradweave", "--set", "flowers.path=t.csv"});
    QVERIFY2(result.err.contains(sentence), qPrintable(result.err));
    QCOMPARE(result.code, code);
    QCOMPARE(result.err.count('\n'), 1);
    // A truncated IDX file says what was promised and what is there.
    write("i.idx3-ubyte",
          std::string("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04", 16) + std::string(20, 'x'));
    const Result idx = run({"check", "i.idx3-ubyte"});
    QCOMPARE(idx.code, 4);
    QVERIFY2(idx.err.contains("i.idx3-ubyte: promises [2, 4, 4] elements, 48 bytes with its "
                              "header, but has 36; it was cut short"),
             qPrintable(idx.err));
}

void TestFaults::outsideDataNeedsLeave() {
    QDir(m_folder->path()).mkdir("inside");
    write("t.csv", "a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n9,8,x\n1,1,y\n2,1,x\n3,3,y\n4,1,x\n5,5,y\n");
    QCOMPARE(run({"new", "iris", "-o", "inside/net.gradweave"}).code, 0);
    const QStringList train{"train", "inside/net.gradweave", "--set",    "flowers.path=../t.csv",
                            "--set", "fc2.units=2",          "--epochs", "1"};
    const Result refused = run(train);
    QCOMPARE(refused.code, 4);
    QVERIFY2(refused.err.contains("--allow-outside"), qPrintable(refused.err));
    const Result allowed = run(QStringList(train) << "--allow-outside");
    QVERIFY2(allowed.code == 0, qPrintable(allowed.err));
}

void TestFaults::hugeLearningRate() {
    QCOMPARE(run({"new", "curve-raw-ops", "-o", "net.gradweave"}).code, 0);
    const Result result = run({"train", "net.gradweave", "--lr", "1e6", "--set",
                               "training.optimizer=sgd", "--out", "results", "--json"});
    QCOMPARE(result.code, 7);
    QVERIFY2(result.err.contains("The loss became"), qPrintable(result.err));
    QVERIFY2(result.err.contains("block \""), qPrintable(result.err));
    QCOMPARE(result.events("error")[0]["kind"].toString(), QString("numeric"));
    // The weights are those from before, and finite.
    for (const auto& [name, value] :
         io::read_safetensors(path("results/weights.safetensors").toStdString()).tensors)
        QVERIFY(all_finite(value));
    QVERIFY(QFileInfo(path("results/metrics.csv")).size() > 0);
}

void TestFaults::fullDisk() {
    writeSpirals("net.gradweave");
    QCOMPARE(run({"export", "net.gradweave", "-o", "net.svg"}).code, 0);
    const auto before = io::read_text(path("net.svg").toStdString());
    // A limit of 4 KiB on file sizes fails a write in its middle, as a full disk does.
    QProcess shell;
    shell.setWorkingDirectory(m_folder->path());
    shell.start("sh",
                {"-c", "ulimit -f 8; exec \"$0\" export net.gradweave -o net.svg", GRADWEAVE_CLI});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitCode(), 5);
    const QString error = shell.readAllStandardError();
    QVERIFY2(error.contains("net.svg") && error.count('\n') == 1, qPrintable(error));
    QCOMPARE(io::read_text(path("net.svg").toStdString()), before);
    QCOMPARE(
        QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).filter("gradweave-").size(),
        0);
}

void TestFaults::interruptedAndResumed() {
    // A run that says far more than fits into a pipe (64 KiB): it cannot come to its end while
    // nobody reads, so the signal reaches it in time however the machine is loaded.
    writeSpirals("net.gradweave", [](model::Document& d) {
        d.apply(model::set_training(d, "epochs", std::int64_t{1500}));
    });
    const Result whole = run({"train", "net.gradweave", "--out", "whole"});
    QCOMPARE(whole.code, 0);
    for (const int signal : {SIGINT, SIGTERM}) {
        const QString out = QString("part%1").arg(signal);
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(GRADWEAVE_CLI, {"train", "net.gradweave", "--out", out, "--json"});
        QByteArray output;
        while (!output.contains(R"("event": "epoch")")) {
            QVERIFY2(process.waitForReadyRead(), output.constData());
            output += process.readAllStandardOutput();
        }
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), signal == SIGINT ? 130 : 143);
        const Result resumed = run({"train", "net.gradweave", "--resume", out});
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        QCOMPARE(io::read_file(path(out + "/weights.safetensors").toStdString(), 1 << 20),
                 io::read_file(path("whole/weights.safetensors").toStdString(), 1 << 20));
    }
}

// Leaving within two seconds rests on this: after a signal no step begins, whatever is left to do.
// Every step is an epoch here, which is told; a process that stands still says how far it is.
void TestFaults::noStepAfterASignal() {
    writeSpirals("net.gradweave", [](model::Document& d) {
        d.apply(model::set_training(d, "epochs", std::int64_t{1'000'000'000}));
        d.apply(model::set_training(d, "batch_size", std::int64_t{1000}));
    });
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(GRADWEAVE_CLI, {"train", "net.gradweave", "--out", "out", "--json"});
    QByteArray output;
    const auto last_step = [&] {
        double step = 0;
        for (const QByteArray& line : output.left(output.lastIndexOf('\n')).split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event["event"] == "epoch") step = event["step"].toDouble();
        }
        return step;
    };
    while (last_step() < 3) {
        QVERIFY2(process.waitForReadyRead(), output.constData());
        output += process.readAllStandardOutput();
    }
    const auto pid = static_cast<pid_t>(process.processId());
    ::kill(pid, SIGSTOP);
    while (process.waitForReadyRead(200))
        output += process.readAllStandardOutput();
    const double before = last_step();
    ::kill(pid, SIGINT);
    ::kill(pid, SIGCONT);
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 130);
    output += process.readAllStandardOutput();
    const QJsonObject end =
        QJsonDocument::fromJson(output.trimmed().split('\n').constLast()).object();
    QCOMPARE(end["event"].toString(), QString("end"));
    // The one that was being computed or told.
    QVERIFY2(end["steps"].toDouble() <= before + 1,
             qPrintable(QString("%1 after %2").arg(end["steps"].toDouble()).arg(before)));
    QVERIFY(!QDir(path("out/checkpoints")).entryList(QDir::Files).isEmpty());
}

void TestFaults::closedPipe() {
    QProcess shell;
    shell.start("sh", {"-c", "\"$0\" blocks | head -1", GRADWEAVE_CLI});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardError(), QByteArray());
}

void TestFaults::brokenPluginIsReported() {
    QDir(m_folder->path()).mkdir("plugins");
    write("plugins/bad.so", "this is no module");
    const Result result = run({"devices"}, {"GRADWEAVE_PLUGINS=" + path("plugins")});
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.contains("The plug-in bad.so was not loaded: it cannot be loaded"),
             qPrintable(result.err));
}

// Numbers have a point whatever the user's language.
void TestFaults::commaLocale() {
    writeSpirals("net.gradweave");
    const Result result =
        run({"train", "net.gradweave", "--lr", "0.01", "--out", "results", "--json"},
            {"LC_ALL=de_DE.UTF-8"});
    QVERIFY2(result.code == 0, qPrintable(result.err));
    QVERIFY(io::read_text(path("results/metrics.csv").toStdString()).find(",0.01,") !=
            std::string::npos);
}

QTEST_GUILESS_MAIN(TestFaults)
#include "test_faults.moc"
