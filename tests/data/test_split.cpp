// SPDX-License-Identifier: Apache-2.0
// Divisions are complete, disjoint, stratified, repeatable, and leave something to train on.
#include <numeric>

#include "engine/core/rng.h"
#include "engine/data/split.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;

namespace {

std::vector<std::int64_t> labels_of(const std::vector<int>& sizes) {
    std::vector<std::int64_t> labels;
    for (std::size_t label = 0; label < sizes.size(); ++label)
        labels.insert(labels.end(), static_cast<std::size_t>(sizes[label]),
                      static_cast<std::int64_t>(label));
    Generator generator(99);
    const auto order = permutation(static_cast<std::int64_t>(labels.size()), generator);
    std::vector<std::int64_t> mixed;
    for (const std::int64_t i : order)
        mixed.push_back(labels[static_cast<std::size_t>(i)]);
    return mixed;
}

void check_partition(const SplitRows& rows, std::size_t count) {
    std::vector<int> seen(count);
    for (const auto& split : rows) {
        QVERIFY(std::is_sorted(split.begin(), split.end()));
        for (const std::int64_t row : split)
            ++seen.at(static_cast<std::size_t>(row));
    }
    for (const int times : seen)
        QCOMPARE(times, 1);
}

std::size_t of_class(const std::vector<std::int64_t>& rows, const std::vector<std::int64_t>& labels,
                     std::int64_t label) {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](std::int64_t row) {
        return labels[static_cast<std::size_t>(row)] == label;
    }));
}

}  // namespace

class TestSplit : public QObject {
    Q_OBJECT

  private slots:
    void partitionOfManyKinds();
    void totalsAndClassesAreExact();
    void everyClassIsTrainedOn();
    void smallSets_data();
    void smallSets();
    void dependsOnTheSeedAlone();
    void badShares_data();
    void badShares();
    void emptySplitsAreNoted();
};

void TestSplit::partitionOfManyKinds() {
    Generator random(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<int> sizes(1 + random.below(8));
        for (int& size : sizes)
            size = static_cast<int>(random.below(30));
        const auto labels = labels_of(sizes);
        const Shares shares{random.uniform() * 0.5, random.uniform() * 0.49};
        const auto rows = divide(labels, shares, random.next());
        check_partition(rows, labels.size());
        if (!labels.empty()) QVERIFY(!rows[0].empty());
        for (std::size_t label = 0; label < sizes.size(); ++label) {
            if (sizes[label] > 0)
                QVERIFY(of_class(rows[0], labels, static_cast<std::int64_t>(label)) > 0);
        }
    }
}

void TestSplit::totalsAndClassesAreExact() {
    const std::vector<int> sizes{500, 300, 151, 49};
    const auto labels = labels_of(sizes);
    const auto rows = divide(labels, {0.1, 0.25}, 1);
    QCOMPARE(rows[1].size(), 100u);
    QCOMPARE(rows[2].size(), 250u);
    for (std::size_t label = 0; label < sizes.size(); ++label) {
        const auto number = static_cast<std::int64_t>(label);
        QVERIFY(std::abs(static_cast<double>(of_class(rows[1], labels, number)) -
                         sizes[label] * 0.1) <= 1);
        QVERIFY(std::abs(static_cast<double>(of_class(rows[2], labels, number)) -
                         sizes[label] * 0.25) <= 1);
    }
    // Iris: 15 and 15, five of each species.
    const auto iris = labels_of({50, 50, 50});
    for (const std::size_t split : {1u, 2u}) {
        for (std::int64_t label = 0; label < 3; ++label)
            QCOMPARE(of_class(divide(iris, {0.1, 0.1}, 1)[split], iris, label), 5u);
    }
}

void TestSplit::everyClassIsTrainedOn() {
    // One sample of a class: it is trained on, however large the other shares.
    const auto labels = labels_of({1, 1, 1, 100});
    const auto rows = divide(labels, {0.45, 0.45}, 3);
    for (std::int64_t label = 0; label < 4; ++label)
        QVERIFY(of_class(rows[0], labels, label) >= 1);
}

void TestSplit::smallSets_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("validation");
    QTest::addColumn<int>("test");
    QTest::newRow("none") << 0 << 0 << 0;
    QTest::newRow("one") << 1 << 0 << 0;
    QTest::newRow("two") << 2 << 0 << 1;
    QTest::newRow("four") << 4 << 1 << 2;
    QTest::newRow("ten") << 10 << 3 << 4;
}

void TestSplit::smallSets() {
    QFETCH(int, count);
    QFETCH(int, validation);
    QFETCH(int, test);
    const std::vector<std::int64_t> labels(static_cast<std::size_t>(count));
    const auto rows = divide(labels, {0.3, 0.4}, 1);
    check_partition(rows, labels.size());
    QCOMPARE(rows[1].size(), static_cast<std::size_t>(validation));
    QCOMPARE(rows[2].size(), static_cast<std::size_t>(test));
}

void TestSplit::dependsOnTheSeedAlone() {
    const auto labels = labels_of({40, 40, 40});
    QVERIFY(divide(labels, {0.2, 0.1}, 7) == divide(labels, {0.2, 0.1}, 7));
    QVERIFY(divide(labels, {0.2, 0.1}, 7) != divide(labels, {0.2, 0.1}, 8));
    // Written down, so that the division of a saved project stays what it was.
    QVERIFY((divide(std::vector<std::int64_t>(10), {0.2, 0.2}, 1) ==
             SplitRows{std::vector<std::int64_t>{3, 4, 5, 6, 7, 8}, {2, 9}, {0, 1}}));
}

void TestSplit::badShares_data() {
    QTest::addColumn<double>("validation");
    QTest::addColumn<double>("test");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("negative") << -0.1 << 0.0
                              << "the validation share -0.1 is not in the range from 0 to below 1";
    QTest::newRow("all") << 0.0 << 1.0 << "the test share 1 is not in the range from 0 to below 1";
    QTest::newRow("NaN") << std::nan("") << 0.0
                         << "the validation share nan is not in the range from 0 to below 1";
    QTest::newRow("together") << 0.5 << 0.5
                              << "the validation share 0.5 and the test share 0.5 leave nothing to "
                                 "train on; choose smaller ones";
}

void TestSplit::badShares() {
    QFETCH(double, validation);
    QFETCH(double, test);
    QFETCH(QString, sentence);
    COMPARE_TEXT(failure(Folder(),
                         [&] {
                             check_shares({validation, test});
                         }),
                 "bad_input: " + sentence.toStdString());
}

void TestSplit::emptySplitsAreNoted() {
    DatasetInfo info;
    const Shares shares{0.1, 0};
    take_counts(info, divide(std::vector<std::int64_t>(4), shares, 1), shares);
    QCOMPARE(info.count(Split::train), 4);
    QCOMPARE(info.notes.size(), 1u);
    COMPARE_TEXT(info.notes[0],
                 "the validation split is empty: a share of 0.1 of 4 samples is less than one "
                 "sample that can be spared");
}

QTEST_GUILESS_MAIN(TestSplit)
#include "test_split.moc"
