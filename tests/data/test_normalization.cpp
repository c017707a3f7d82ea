// SPDX-License-Identifier: Apache-2.0
// Scaling figures by hand calculation, from the training rows alone.
#include <limits>

#include "engine/data/memory_dataset.h"
#include "engine/data/normalization.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;

class TestNormalization : public QObject {
    Q_OBJECT

  private slots:
    void bytes();
    void columns();
    void constants();
    void trainingRowsOnly();
    void readsWhatIsNormalized_data();
    void readsWhatIsNormalized();
};

void TestNormalization::bytes() {
    const Array images = Array::of<std::uint8_t>({0, 255, 10, 20, 30, 40}, Shape{3, 2});
    const std::vector<std::int64_t> rows{1, 2};
    QVERIFY(measure(Scaling::none, images, rows, Extent::whole).none());
    const auto unit = measure(Scaling::unit, images, rows, Extent::whole);
    QVERIFY((unit == Normalization{{0}, {255}}));
    const auto standard = measure(Scaling::standardize, images, rows, Extent::whole);
    QCOMPARE(standard.offset, std::vector<double>{25});
    QCOMPARE(standard.divisor, std::vector<double>{std::sqrt(125)});
    // Division as everyone else does it, correctly rounded.
    const Array scaled = normalized(Array::of<std::uint8_t>({1, 7, 255}, Shape{3}), unit);
    QCOMPARE(scaled.as<float>()[0], 1.0f / 255.0f);
    QCOMPARE(scaled.as<float>()[1], 7.0f / 255.0f);
    QCOMPARE(scaled.as<float>()[2], 1.0f);
}

void TestNormalization::columns() {
    const Array table = Array::of<double>({1, 100, 2, 300, 3, 200}, Shape{3, 2});
    const std::vector<std::int64_t> rows{0, 1, 2};
    const auto unit = measure(Scaling::unit, table, rows, Extent::per_entry);
    QVERIFY((unit == Normalization{{1, 100}, {2, 200}}));
    const auto standard = measure(Scaling::standardize, table, rows, Extent::per_entry);
    QVERIFY((standard.offset == std::vector<double>{2, 200}));
    QCOMPARE(standard.divisor[0], std::sqrt(2.0 / 3));
    QCOMPARE(standard.divisor[1], std::sqrt(20000.0 / 3));
    const auto whole = measure(Scaling::unit, table, rows, Extent::whole);
    QVERIFY((whole == Normalization{{1}, {299}}));
    // Dates in seconds: large numbers that differ little keep their difference.
    const Array dates = Array::of<double>({1.7e9, 1.7e9 + 1, 1.7e9 + 2}, Shape{3, 1});
    const auto seconds = measure(Scaling::standardize, dates, rows, Extent::per_entry);
    QCOMPARE(seconds.divisor[0], std::sqrt(2.0 / 3));
    QCOMPARE(normalized(dates, seconds).as<float>()[2], static_cast<float>(std::sqrt(1.5)));
}

void TestNormalization::constants() {
    // 0.1 has no exact mean; the deviation must not become a tiny divisor.
    const Array table = Array::of<double>({0.1, 0.1, 0.1}, Shape{3, 1});
    const std::vector<std::int64_t> rows{0, 1, 2};
    for (const Scaling scaling : {Scaling::unit, Scaling::standardize}) {
        const auto scale = measure(scaling, table, rows, Extent::per_entry);
        QVERIFY((scale == Normalization{{0.1}, {1}}));
    }
    const double tiny = std::numeric_limits<double>::denorm_min();
    const Array close = Array::of<double>({0, tiny}, Shape{2, 1});
    const auto scale = measure(Scaling::standardize, close, {rows.data(), 2}, Extent::per_entry);
    QVERIFY(all_finite(normalized(close, scale)));
}

void TestNormalization::trainingRowsOnly() {
    Array table(DType::f64, Shape{100, 2});
    for (std::size_t i = 0; i < 200; ++i)
        table.as<double>()[i] = static_cast<double>(i * i % 71);
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < 100; i += 3)
        rows.push_back(i);
    const auto before = measure(Scaling::standardize, table, rows, Extent::per_entry);
    for (std::size_t i = 0; i < 100; ++i) {
        if (i % 3 != 0) table.as<double>()[2 * i] = 1e9;
    }
    QVERIFY(measure(Scaling::standardize, table, rows, Extent::per_entry) == before);
}

void TestNormalization::readsWhatIsNormalized_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("scaling");
    for (const DType type : {DType::u8, DType::f32, DType::f64}) {
        for (const Scaling scaling : {Scaling::none, Scaling::unit, Scaling::standardize}) {
            QTest::addRow("%s %d", std::string(name_of(type)).c_str(), static_cast<int>(scaling))
                << static_cast<int>(type) << static_cast<int>(scaling);
        }
    }
}

// What read() puts into a batch is what normalized() makes of raw(), bit for bit.
void TestNormalization::readsWhatIsNormalized() {
    QFETCH(int, type);
    QFETCH(int, scaling);
    Array stored(static_cast<DType>(type), Shape{20, 3, 5});
    visit_dtype(stored.dtype(), [&]<class T>(std::type_identity<T>) {
        for (std::size_t i = 0; i < 300; ++i)
            stored.as<T>()[i] = static_cast<T>(i * 37 % 256);
    });
    const SplitRows rows{std::vector<std::int64_t>{0, 2, 4}, {1}, {19, 3}};
    DatasetInfo info;
    info.fields = {{"image", DType::f32, Shape{3, 5}, 0, {}, {}}};
    info.counts = {3, 1, 2};
    for (const Extent extent : {Extent::whole, Extent::per_entry}) {
        if (stored.dtype() == DType::u8 && extent == Extent::per_entry) continue;
        const auto scale = measure(static_cast<Scaling>(scaling), stored, rows[0], extent);
        const MemoryDataset dataset(info, {Stored{{stored, stored, stored}, scale}}, rows);
        QVERIFY(dataset.normalization(0) == scale);
        QVERIFY(dataset.normalization(7).none());
        Array out(DType::f32, Shape{4, 3, 5});
        const std::vector<std::int64_t> samples{1, 0};
        dataset.read(0, Split::test, samples, out, 1);
        const Array expected = normalized(dataset.raw(0, Split::test, 1), dataset.normalization(0));
        QCOMPARE(dataset.raw(0, Split::test, 1).dtype(), stored.dtype());
        QCOMPARE(dataset.raw(0, Split::test, 1).number(0), stored.number(3 * 15));
        QVERIFY(std::memcmp(out.data() + 60, expected.data(), 60) == 0);
        // Rows around the ones asked for stay as they were.
        for (std::int64_t i = 0; i < 15; ++i) {
            QCOMPARE(out.number(i), 0.0);
            QCOMPARE(out.number(45 + i), 0.0);
        }
        // Mistakes of a caller are noticed instead of written past the end.
        QVERIFY_EXCEPTION_THROWN(dataset.read(0, Split::test, samples, out, 3), Error);
        QVERIFY_EXCEPTION_THROWN(dataset.read(1, Split::test, samples, out, 0), Error);
        const std::vector<std::int64_t> beyond{2};
        QVERIFY_EXCEPTION_THROWN(dataset.read(0, Split::test, beyond, out, 0), Error);
        Array wrong(DType::f32, Shape{4, 15});
        QVERIFY_EXCEPTION_THROWN(dataset.read(0, Split::test, samples, wrong, 0), Error);
    }
}

QTEST_GUILESS_MAIN(TestNormalization)
#include "test_normalization.moc"
