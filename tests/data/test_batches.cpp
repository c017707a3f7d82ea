// SPDX-License-Identifier: Apache-2.0
// A pass over a split visits every sample once, in an order that seed and epoch determine.
#include <numeric>
#include <set>

#include "engine/data/batches.h"
#include "engine/data/memory_dataset.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;

namespace {

/// A field whose value is the sample's number.
DatasetPtr numbered(std::int64_t count) {
    Array values(DType::f64, Shape{count, 1});
    std::iota(values.as<double>().begin(), values.as<double>().end(), 0.0);
    Array labels(DType::i64, Shape{count});
    std::iota(labels.as<std::int64_t>().begin(), labels.as<std::int64_t>().end(), 0);
    SplitRows rows;
    rows[0].resize(static_cast<std::size_t>(count));
    std::iota(rows[0].begin(), rows[0].end(), 0);
    DatasetInfo info;
    info.fields = {{"x", DType::f32, Shape{1}, 0, {}, {}},
                   {"label", DType::i64, Shape{}, count, {}, {}}};
    info.counts = {count, 0, 0};
    return std::make_shared<MemoryDataset>(
        info, std::vector<Stored>{{{values, values, values}, {}}, {{labels, labels, labels}, {}}},
        rows);
}

std::vector<double> order(const Batches& batches) {
    std::vector<double> all;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
        Array x, label;
        batches.read(i, 0, x);
        batches.read(i, 1, label);
        if (x.shape() != Shape{batches.size(i), 1} || label.shape() != Shape{batches.size(i)})
            return {-1};
        for (std::int64_t row = 0; row < batches.size(i); ++row) {
            // Fields of one sample stay together.
            if (x.number(row) != label.number(row)) return {-2};
            all.push_back(x.number(row));
        }
    }
    return all;
}

}  // namespace

class TestBatches : public QObject {
    Q_OBJECT

  private slots:
    void eachSampleOnce();
    void lastBatchIsSmaller();
    void orderIsAFunctionOfSeedAndEpoch();
    void orderOfBatchSizes();
    void arraysAreUsedAgain();
    void emptySplits();
    void badBatchSizes();
};

void TestBatches::eachSampleOnce() {
    for (const std::int64_t count : {1, 2, 63, 64, 65, 1000}) {
        for (const std::int64_t batch : {1, 7, 64, 5000}) {
            const auto all = order(Batches(numbered(count), Split::train, batch, true, 1, 0));
            QCOMPARE(all.size(), static_cast<std::size_t>(count));
            QCOMPARE(std::set<double>(all.begin(), all.end()).size(), all.size());
        }
    }
    const auto plain = order(Batches(numbered(100), Split::train, 7, false, 1, 0));
    QVERIFY(std::is_sorted(plain.begin(), plain.end()));
}

void TestBatches::lastBatchIsSmaller() {
    const Batches batches(numbered(150), Split::train, 64, true, 1, 0);
    QCOMPARE(batches.count(), 3);
    QCOMPARE(batches.size(0), 64);
    QCOMPARE(batches.size(2), 22);
    QCOMPARE(Batches(numbered(128), Split::train, 64, true, 1, 0).size(1), 64);
    QVERIFY_EXCEPTION_THROWN(batches.size(3), Error);
}

void TestBatches::orderIsAFunctionOfSeedAndEpoch() {
    const auto data = numbered(1000);
    const auto of = [&](std::uint64_t seed, std::int64_t epoch) {
        return order(Batches(data, Split::train, 32, true, seed, epoch));
    };
    QCOMPARE(of(1, 0), of(1, 0));
    QVERIFY(of(1, 0) != of(1, 1));
    QVERIFY(of(1, 0) != of(2, 0));
    // A resumed run sees the epochs that an uninterrupted one would have seen.
    QCOMPARE(of(5, 17), of(5, 17));
    // Seed and epoch are not added up.
    QVERIFY(of(1, 2) != of(2, 1));
    // Written down, so that an order once trained with can be had again.
    QCOMPARE(order(Batches(numbered(10), Split::train, 10, true, 1, 0)),
             (std::vector<double>{1, 5, 3, 8, 4, 7, 0, 9, 2, 6}));
}

void TestBatches::orderOfBatchSizes() {
    const auto data = numbered(100);
    QCOMPARE(order(Batches(data, Split::train, 7, true, 3, 4)),
             order(Batches(data, Split::train, 100, true, 3, 4)));
}

void TestBatches::arraysAreUsedAgain() {
    const Batches batches(numbered(10), Split::train, 4, false, 1, 0);
    Array x(DType::f32, Shape{4, 1});
    const std::byte* const place = x.data();
    batches.read(0, 0, x);
    batches.read(1, 0, x);
    QVERIFY(x.data() == place);
    QCOMPARE(x.number(0), 4.0);
    batches.read(2, 0, x);
    QVERIFY(x.data() != place);
    QCOMPARE(x.shape(), (Shape{2, 1}));
    batches.read(0, 1, x);
    QCOMPARE(x.dtype(), DType::i64);
}

void TestBatches::emptySplits() {
    QCOMPARE(Batches(numbered(10), Split::test, 4, true, 1, 0).count(), 0);
}

void TestBatches::badBatchSizes() {
    for (const std::int64_t batch : {0, -1}) {
        const std::string text =
            failure(Folder(), [&] { Batches(numbered(10), Split::train, batch, true, 1, 0); });
        COMPARE_TEXT(text, "usage: a batch of " + std::to_string(batch) +
                               " samples makes no sense; choose at least 1");
    }
}

QTEST_GUILESS_MAIN(TestBatches)
#include "test_batches.moc"
