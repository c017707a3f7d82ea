// SPDX-License-Identifier: Apache-2.0
// The overview of a data set says what counting by hand says.
#include <cmath>

#include "engine/data/overview.h"
#include "engine/data/source.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;

class TestOverview : public QObject {
    Q_OBJECT

  private slots:
    void countsClassesAndRangesOfATable();
    void quantitiesHaveRangesOnly();
    void canBeStopped();
};

void TestOverview::countsClassesAndRangesOfATable() {
    CsvTable source;
    source.path = std::string(GRADWEAVE_SOURCE_DIR) + "/resources/data/iris.csv";
    source.validation = 0.2;
    source.test = 0;
    const auto dataset = load(source);
    const Overview all = overview(*dataset);
    const auto& train = all.of(Split::train);
    QCOMPARE(train.size(), 2u);
    QCOMPARE(train[1].class_counts, (std::vector<std::int64_t>{40, 40, 40}));
    QCOMPARE(all.of(Split::validation)[1].class_counts, (std::vector<std::int64_t>{10, 10, 10}));
    QCOMPARE(train[1].labels.size(), 120u);
    QVERIFY(train[1].ranges.empty());
    // Column by column, as the file has the numbers.
    QCOMPARE(train[0].ranges.size(), 4u);
    for (std::int64_t column = 0; column < 4; ++column) {
        double least = 1e300, most = -1e300, sum = 0;
        for (std::int64_t row = 0; row < 120; ++row) {
            const double value = dataset->raw(0, Split::train, row).number(column);
            least = std::min(least, value);
            most = std::max(most, value);
            sum += value;
        }
        const EntryRange& range = train[0].ranges[static_cast<std::size_t>(column)];
        QCOMPARE(range.least, least);
        QCOMPARE(range.most, most);
        QVERIFY(std::abs(range.mean - sum / 120) < 1e-12);
    }
    // An empty split has no ranges rather than wrong ones.
    QVERIFY(all.of(Split::test)[0].ranges.empty());
    QCOMPARE(all.of(Split::test)[1].class_counts, (std::vector<std::int64_t>{0, 0, 0}));
}

void TestOverview::quantitiesHaveRangesOnly() {
    Generated source;
    source.shape = Generated::Shape::sine;
    const Overview all = overview(*load(source));
    for (const FieldOverview& field : all.of(Split::train)) {
        QVERIFY(field.labels.empty());
        QCOMPARE(field.ranges.size(), 1u);
        QVERIFY(field.ranges[0].least < field.ranges[0].mean);
        QVERIFY(field.ranges[0].mean < field.ranges[0].most);
    }
}

void TestOverview::canBeStopped() {
    const auto dataset = load(Generated{});
    Progress progress;
    progress.cancelled = [] { return true; };
    try {
        overview(*dataset, progress);
        QFAIL("it went on");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::cancelled);
    }
}

QTEST_GUILESS_MAIN(TestOverview)
#include "test_overview.moc"
