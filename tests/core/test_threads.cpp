// SPDX-License-Identifier: Apache-2.0
// The thread pool: each task once, whatever else happens at the same time.
#include <sys/resource.h>
#include <unistd.h>

#include <QTest>
#include <atomic>
#include <chrono>
#include <fstream>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/core/threads.h"

using namespace gradweave;

namespace {

/// Calls per task of one parallel_for.
std::vector<int> calls_of(std::int64_t tasks) {
    std::vector<std::atomic<int>> calls(static_cast<std::size_t>(tasks));
    parallel_for(tasks, [&](std::int64_t i) { ++calls[static_cast<std::size_t>(i)]; });
    return {calls.begin(), calls.end()};
}

std::vector<int> once(std::int64_t tasks) {
    return std::vector<int>(static_cast<std::size_t>(tasks), 1);
}

}  // namespace

class TestThreads : public QObject {
    Q_OBJECT

  private slots:
    void cleanup();
    void everyTaskOnce();
    void manyShortCalls();
    void sleepingWorkersWake();
    void severalThreadsTakePart();
    void theFirstExceptionComesBack();
    void worksAfterAnException();
    void nestedCalls();
    void concurrentCallers();
    void changingThreadCounts();
    void threadCountsAreBounded();
    void threadsThatCannotStart();
    void oneThreadAlone();
    void onlyTheCallerReceivesSignals();
};

/// Within a OneThread every task runs here; after it, they are shared again.
void TestThreads::oneThreadAlone() {
    set_thread_count(4);
    const auto elsewhere = [] {
        std::atomic<int> count{0};
        const auto here = std::this_thread::get_id();
        for (int call = 0; call < 200; ++call) {
            parallel_for(8, [&](std::int64_t) {
                if (std::this_thread::get_id() != here) ++count;
                std::this_thread::yield();
            });
        }
        return count.load();
    };
    {
        const OneThread alone;
        QCOMPARE(elsewhere(), 0);
    }
    QTRY_VERIFY(elsewhere() > 0);
}

void TestThreads::cleanup() {
    set_thread_count(0);
}

void TestThreads::everyTaskOnce() {
    for (const int threads : {1, 2, 4, 7}) {
        set_thread_count(threads);
        for (const std::int64_t tasks : {0, 1, 2, 3, 64, 1000})
            QCOMPARE(calls_of(tasks), once(tasks));
    }
}

void TestThreads::manyShortCalls() {
    set_thread_count(4);
    std::atomic<std::int64_t> sum{0};
    for (int call = 0; call < 3000; ++call)
        parallel_for(3, [&](std::int64_t i) { sum += i; });
    QCOMPARE(sum.load(), std::int64_t{9000});
}

void TestThreads::sleepingWorkersWake() {
    set_thread_count(4);
    for (int call = 0; call < 20; ++call) {
        QCOMPARE(calls_of(50), once(50));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));  // far beyond the spinning
    }
}

// Tasks that wait for one another would hang if one thread did them all.
void TestThreads::severalThreadsTakePart() {
    set_thread_count(3);
    std::atomic<int> arrived{0};
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    parallel_for(3, [&](std::int64_t) {
        ++arrived;
        while (arrived < 3 && std::chrono::steady_clock::now() < limit)
            std::this_thread::yield();
    });
    QCOMPARE(arrived.load(), 3);
    QVERIFY(std::chrono::steady_clock::now() < limit);
}

void TestThreads::theFirstExceptionComesBack() {
    for (const int threads : {1, 4}) {
        set_thread_count(threads);
        try {
            parallel_for(100, [](std::int64_t i) {
                if (i == 17) throw std::runtime_error("task 17");
            });
            QFAIL("no exception");
        } catch (const std::runtime_error& error) {
            QCOMPARE(error.what(), "task 17");
        }
    }
}

void TestThreads::worksAfterAnException() {
    set_thread_count(4);
    for (int round = 0; round < 50; ++round) {
        QVERIFY_EXCEPTION_THROWN(
            parallel_for(20, [](std::int64_t) { throw std::runtime_error("all fail"); }),
            std::runtime_error);
        QCOMPARE(calls_of(20), once(20));
    }
}

void TestThreads::nestedCalls() {
    set_thread_count(4);
    std::atomic<int> calls{0};
    std::atomic<bool> same_thread{true};
    parallel_for(8, [&](std::int64_t) {
        const auto caller = std::this_thread::get_id();
        parallel_for(10, [&](std::int64_t) {
            ++calls;
            if (std::this_thread::get_id() != caller) same_thread = false;
        });
    });
    QCOMPARE(calls.load(), 80);
    QVERIFY(same_thread);
}

void TestThreads::concurrentCallers() {
    set_thread_count(3);
    std::vector<std::thread> callers;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t) {
        callers.emplace_back([&] {
            for (int round = 0; round < 200; ++round)
                wrong += calls_of(40) == once(40) ? 0 : 1;
        });
    }
    for (auto& caller : callers)
        caller.join();
    QCOMPARE(wrong.load(), 0);
}

void TestThreads::changingThreadCounts() {
    std::atomic<bool> stop{false};
    std::thread changer([&] {
        for (int count = 1; !stop; count = count % 5 + 1) {
            set_thread_count(count);
            std::this_thread::yield();
        }
    });
    bool right = true;
    for (int round = 0; round < 200; ++round)
        right = right && calls_of(30) == once(30);
    stop = true;
    changer.join();
    QVERIFY(right);
}

void TestThreads::threadCountsAreBounded() {
    QVERIFY(hardware_threads() >= 1);
    set_thread_count(-5);
    QCOMPARE(thread_count(), hardware_threads());
    set_thread_count(3);
    QCOMPARE(thread_count(), 3);
    set_thread_count(1 << 30);
    QCOMPARE(thread_count(), 1024);
}

// With room for the stacks of a few threads only, the rest does the work.
void TestThreads::threadsThatCannotStart() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers need address space themselves");
#endif
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_AS, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + (100u << 20);
    QCOMPARE(::setrlimit(RLIMIT_AS, &tight), 0);
    set_thread_count(500);
    const auto first = calls_of(1000), second = calls_of(1000);
    QCOMPARE(::setrlimit(RLIMIT_AS, &before), 0);
    QCOMPARE(first, once(1000));
    QCOMPARE(second, once(1000));
}

// What a library does with the stack pointer must not meet a handler: threads that compute have
// none.
void TestThreads::onlyTheCallerReceivesSignals() {
    const auto blocked = [](int signal) {
        sigset_t now;
        ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
        return ::sigismember(&now, signal) == 1;
    };
    set_thread_count(3);
    const auto caller = std::this_thread::get_id();
    std::atomic<int> wrong{0}, others{0};
    for (int attempt = 0; attempt < 2000 && others == 0; ++attempt) {
        parallel_for(64, [&](std::int64_t) {
            const bool other = std::this_thread::get_id() != caller;
            if (other) ++others;
            for (const int signal : {SIGINT, SIGTERM, SIGCHLD, SIGALRM, SIGUSR1}) {
                if (blocked(signal) != other) ++wrong;
            }
            if (blocked(SIGSEGV)) ++wrong;
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        });
    }
    QVERIFY(others > 0);
    QCOMPARE(wrong.load(), 0);
    QVERIFY(!blocked(SIGINT));
}

QTEST_GUILESS_MAIN(TestThreads)
#include "test_threads.moc"
