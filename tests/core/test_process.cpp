// SPDX-License-Identifier: Apache-2.0
// Programs that answer, fail, hang, flood or do not exist.
#include <QElapsedTimer>
#include <QTest>
#include <csignal>

#include "engine/core/process.h"

using namespace gradweave;
using std::chrono::milliseconds;

class TestProcess : public QObject {
    Q_OBJECT

  private slots:
    void inputComesBack();
    void noShellIsInvolved();
    void failureIsSeen();
    void missingProgram();
    void hangingProgramIsKilled();
    void childrenOfTheProgramAreKilledToo();
    void cancelledAtOnce();
    void floodIsBounded();
    void programThatReadsNothing();
};

void TestProcess::inputComesBack() {
    const std::string input(3000000, 'x');
    const auto result = run_program({"cat"}, input);
    QCOMPARE(result.end, ProgramEnd::finished);
    QVERIFY(result.output == input);
}

void TestProcess::noShellIsInvolved() {
    const auto result = run_program({"printf", "%s", "$(date); `id` && x"}, "");
    QCOMPARE(result.output, std::string("$(date); `id` && x"));
}

void TestProcess::failureIsSeen() {
    QCOMPARE(run_program({"false"}, "").end, ProgramEnd::failed);
    QCOMPARE(run_program({"sh", "-c", "kill -SEGV $$"}, "").end, ProgramEnd::failed);
}

void TestProcess::missingProgram() {
    QCOMPARE(run_program({"no-such-program-anywhere"}, "x").end, ProgramEnd::missing);
    QCOMPARE(run_program({"/etc/passwd"}, "x").end, ProgramEnd::missing);
}

void TestProcess::hangingProgramIsKilled() {
    ProgramLimits limits;
    limits.time = milliseconds(200);
    const auto result = run_program({"sleep", "1000"}, "", limits);
    QCOMPARE(result.end, ProgramEnd::timed_out);
    // Closed output does not mean that it has ended.
    const auto quiet = run_program({"sh", "-c", "exec >&-; exec sleep 1000"}, "", limits);
    QCOMPARE(quiet.end, ProgramEnd::timed_out);
}

void TestProcess::childrenOfTheProgramAreKilledToo() {
    ProgramLimits limits;
    limits.time = milliseconds(300);
    limits.output_bytes = 1000;
    // The child keeps the output open; without killing it too, reading would not end.
    const auto result = run_program({"sh", "-c", "sleep 1000 & wait"}, "", limits);
    QCOMPARE(result.end, ProgramEnd::timed_out);
}

void TestProcess::cancelledAtOnce() {
    ProgramLimits limits;
    limits.time = milliseconds(60000);
    int asked = 0;
    limits.cancelled = [&] { return ++asked > 3; };
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(run_program({"sleep", "1000"}, "", limits).end, ProgramEnd::cancelled);
    QVERIFY(timer.elapsed() < 30000);
}

void TestProcess::floodIsBounded() {
    ProgramLimits limits;
    limits.output_bytes = 1 << 20;
    const auto result = run_program({"yes"}, "", limits);
    QCOMPARE(result.end, ProgramEnd::failed);
    QVERIFY(result.output.empty());
}

void TestProcess::programThatReadsNothing() {
    // Writing to it must neither block for ever nor raise SIGPIPE.
    std::signal(SIGPIPE, SIG_DFL);
    const auto result = run_program({"true"}, std::string(8000000, 'x'));
    QCOMPARE(result.end, ProgramEnd::finished);
}

QTEST_GUILESS_MAIN(TestProcess)
#include "test_process.moc"
