// SPDX-License-Identifier: Apache-2.0
// The memory budget: counted, limited, and given back.
#include <QTest>
#include <thread>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/memory.h"
#include "tests/support/expect.h"

using namespace gradweave;

class TestMemory : public QObject {
    Q_OBJECT

  private slots:
    void cleanup();
    void countsWhatIsHeld();
    void countsFromSeveralThreads();
    void refusesWhatTheLimitForbids();
    void refusesWhatTheMachineLacks();
    void availableIsBoundedByTheLimit();
};

void TestMemory::cleanup() {
    set_memory_limit(0);
}

void TestMemory::countsWhatIsHeld() {
    const std::uint64_t before = memory_in_use();
    {
        const Array a(DType::f32, Shape{1000});
        QCOMPARE(memory_in_use() - before, std::uint64_t{4032});  // whole lines of 64 bytes
        const Array same = a;
        QCOMPARE(memory_in_use() - before, std::uint64_t{4032});
        const Array copy = a.clone();
        QCOMPARE(memory_in_use() - before, std::uint64_t{8064});
    }
    QCOMPARE(memory_in_use(), before);
}

void TestMemory::countsFromSeveralThreads() {
    const std::uint64_t before = memory_in_use();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([] {
            for (int i = 0; i < 500; ++i)
                const Array array(DType::f64, Shape{100});
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(memory_in_use(), before);
}

void TestMemory::refusesWhatTheLimitForbids() {
    set_memory_limit(memory_in_use() + 10'000);
    const std::uint64_t before = memory_in_use();
    EXPECT_ERROR(Array(DType::f32, Shape{100'000}), failed,
                 "an array would need 400 kB of memory, 10 kB can be had; use a smaller batch or "
                 "less data");
    QCOMPARE(memory_in_use(), before);
    const Array fits(DType::f32, Shape{1000});
    EXPECT_ERROR_WITH(Array(DType::f32, Shape{2000}), failed, "would need 8.0 kB");
    EXPECT_ERROR_WITH(require_memory(1 << 20, "the images of train.gz"), failed,
                      "the images of train.gz would need 1.0 MB of memory");
}

void TestMemory::refusesWhatTheMachineLacks() {
    // Linux would grant this and kill the process once it is touched.
    EXPECT_ERROR_WITH(Array(DType::f64, Shape{std::int64_t{1} << 50}), failed,
                      "an array would need 9.0 PB of memory");
}

void TestMemory::availableIsBoundedByTheLimit() {
    QVERIFY(memory_available() > 0);
    const std::uint64_t held = memory_in_use();
    set_memory_limit(held + 5000);
    QCOMPARE(memory_available(), std::uint64_t{5000});
    set_memory_limit(1);  // less than is held already
    const Array held_now = [] {
        set_memory_limit(0);
        Array array(DType::f32, Shape{100});
        set_memory_limit(1);
        return array;
    }();
    QCOMPARE(memory_available(), std::uint64_t{0});
}

QTEST_GUILESS_MAIN(TestMemory)
#include "test_memory.moc"
