// SPDX-License-Identifier: Apache-2.0
// Machine code that becomes ready behind the runs: the same bits before, while and after; progress
// is told, and the work can be called off.
#include <QTest>
#include <atomic>
#include <thread>

#include "engine/backends/cpu/jit/jit.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::Session;

namespace {

/// A program of `loops` loops that share no code with one another, nor with another `salt`.
compiler::Program program(int loops, int salt) {
    Generator generator(static_cast<std::uint64_t>(salt));
    const NodePtr x = drawn_leaf(DType::f32, Shape{48, 30}, Numbers::ordinary, generator);
    compiler::Program all;
    for (int i = 0; i < loops; ++i) {
        // A constant is part of the code. Sums of columns: those of rows would share a row kernel.
        const NodePtr scaled = binary(Op::mul, x, constant_like(x, 1000.0 * salt + i));
        const NodePtr value = unary(Op::tanh, unary(Op::erf, unary(Op::cos, scaled)));
        all.outputs.push_back(reduce(Op::reduce_sum, value, Axes{0}));
    }
    return all;
}

compiler::CompileOptions options(bool background, Progress progress = {}) {
    compiler::CompileOptions all;
    all.expected_runs = std::int64_t{1} << 40;
    // One piece of code each.
    all.merge = all.row_kernels = false;
    all.background = background;
    all.progress = std::move(progress);
    return all;
}

bool same(const std::vector<Array>& a, const std::vector<Array>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Array& x, const Array& y) { return identical(x, y); });
}

}  // namespace

class TestBackground : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void runsBeforeDuringAndAfter();
    void waitingTellsHowFarItIs();
    void cancelledBeforeAndBetween();
    void cancellingFromAnotherThread();
    void stoppingKeepsWhatRuns();
    void destroyedWhileCompiling();
    void manyProgramsShareTheirCode();
};

void TestBackground::initTestCase() {
    if (!backends::cpu::jit::available())
        QSKIP(concat("no machine code: ", backends::cpu::jit::unavailable_reason()).c_str());
}

void TestBackground::runsBeforeDuringAndAfter() {
    compiler::CompileOptions without = options(false);
    without.machine_code = false;
    const auto what = program(12, 1);
    const auto expected = Session(cpu(), what, without).run().outputs;
    Session session(cpu(), what, options(true));
    int runs = 0;
    do {
        QVERIFY2(same(session.run().outputs, expected), concat("run ", runs).c_str());
        ++runs;
    } while (!session.executable().compiling().finished() && runs < 1'000'000);
    session.executable().finish_compiling();
    QVERIFY(session.executable().compiling() == compiler::CompileProgress{});
    QVERIFY(same(session.run().outputs, expected));
    const auto report = session.executable().compile_report();
    QCOMPARE(report.loops_made + report.loops_from_disk + report.loops_known, 12);
    QVERIFY(report.loops_made > 0);
    QVERIFY(report.milliseconds >= report.machine_code_milliseconds);
}

void TestBackground::waitingTellsHowFarItIs() {
    std::vector<std::string> told;
    std::vector<double> fractions;
    const Progress progress{[&](double fraction, std::string_view what) {
                                fractions.push_back(fraction);
                                told.emplace_back(what);
                            },
                            {}};
    Session session(cpu(), program(9, 2), options(false, progress));
    QVERIFY(!told.empty());
    QCOMPARE(told.front(), std::string("compiling 1 of 9 kernels"));
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
    QVERIFY(fractions.front() == 0 && fractions.back() < 1);
    QVERIFY(session.executable().compiling().finished());
    // What is known needs no telling.
    told.clear();
    Session again(cpu(), program(9, 2), options(false, progress));
    QVERIFY2(told.empty(), told.empty() ? "" : told.front().c_str());
    QCOMPARE(again.executable().compile_report().loops_known, 9);
}

void TestBackground::cancelledBeforeAndBetween() {
    // Asked the n-th time it says stop: every place where it asks must clean up.
    for (int n = 0;; ++n) {
        int asked = 0;
        const Progress progress{{}, [&] { return asked++ >= n; }};
        try {
            const Session session(cpu(), program(6, 100 + n), options(false, progress));
            QVERIFY(n > 6);
            break;
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::cancelled);
            QVERIFY(n < 1000);
        }
    }
    // Nothing is left over that would disturb the next.
    Session session(cpu(), program(6, 100), options(false));
    QVERIFY(session.executable().compiling().finished());
}

void TestBackground::cancellingFromAnotherThread() {
    std::atomic<bool> stop{false};
    const auto forms = 400;
    int reached = 0;
    const Progress progress{[&](double fraction, std::string_view) {
                                reached = static_cast<int>(fraction * forms);
                                if (reached >= 2) stop = true;
                            },
                            [&] { return stop.load(); }};
    bool cancelled = false;
    std::thread worker([&] {
        try {
            const Session session(cpu(), program(forms, 3), options(false, progress));
        } catch (const Error& error) {
            cancelled = error.kind() == ErrorKind::cancelled;
        }
    });
    worker.join();
    QVERIFY(cancelled);
    QVERIFY2(reached < forms / 2, qPrintable(QString::number(reached)));
}

void TestBackground::stoppingKeepsWhatRuns() {
    compiler::CompileOptions without = options(false);
    without.machine_code = false;
    const auto what = program(60, 4);
    const auto expected = Session(cpu(), what, without).run().outputs;
    Session session(cpu(), what, options(true));
    while (session.executable().compiling().done < 3)
        std::this_thread::yield();
    QVERIFY(same(session.run().outputs, expected));
    session.executable().stop_compiling();
    QVERIFY(session.executable().compiling().finished());
    QVERIFY(same(session.run().outputs, expected));
    const auto report = session.executable().compile_report();
    QVERIFY(report.loops_made < 60);
}

void TestBackground::destroyedWhileCompiling() {
    for (int i = 0; i < 20; ++i) {
        Session session(cpu(), program(8, 200 + i), options(true));
        if (i % 2) session.run();
    }
}

void TestBackground::manyProgramsShareTheirCode() {
    const auto what = program(10, 5);
    std::vector<std::vector<Array>> results(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < results.size(); ++t) {
        threads.emplace_back([&, t] {
            Session session(cpu(), what, options(t % 2 == 0));
            session.executable().finish_compiling();
            results[t] = session.run().outputs;
        });
    }
    for (auto& thread : threads)
        thread.join();
    for (const auto& result : results)
        QVERIFY(same(result, results.front()));
    Session later(cpu(), what, options(false));
    QCOMPARE(later.executable().compile_report().loops_known, 10);
}

QTEST_GUILESS_MAIN(TestBackground)
#include "test_background.moc"
