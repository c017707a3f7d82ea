// SPDX-License-Identifier: Apache-2.0
// Initial values: their spread, and what each scheme promises.
#include <QTest>
#include <cmath>

#include "engine/nn/init.h"

using namespace gradweave;
using nn::Init;

namespace {

const Shape large{200, 300};

Array drawn(const Init& init, const Shape& shape = large) {
    return nn::initial_value(init, DType::f64, shape, 5, "weight");
}

double deviation(const Array& array) {
    double sum = 0;
    for (const double value : array.as<double>())
        sum += value * value;
    return std::sqrt(sum / static_cast<double>(array.element_count()));
}

double largest(const Array& array) {
    double most = 0;
    for (const double value : array.as<double>())
        most = std::max(most, std::abs(value));
    return most;
}

/// Within six deviations of an estimate from so many numbers; generous for bounded ones.
bool near(double actual, double expected) {
    return std::abs(actual - expected) < 6 * expected / std::sqrt(2.0 * 60'000);
}

}  // namespace

class TestInit : public QObject {
    Q_OBJECT

  private slots:
    void fans();
    void spreads();
    void truncated();
    void orthogonal_data();
    void orthogonal();
    void repeats();
};

void TestInit::fans() {
    QCOMPARE(nn::fans_of(Shape{8, 5}).in, 5);
    QCOMPARE(nn::fans_of(Shape{8, 5}).out, 8);
    QCOMPARE(nn::fans_of(Shape{8, 5, 3, 3}).in, 45);
    QCOMPARE(nn::fans_of(Shape{8, 5, 3, 3}).out, 72);
}

void TestInit::spreads() {
    QVERIFY(near(deviation(drawn(Init::kaiming_normal(300))), std::sqrt(2.0 / 300)));
    QVERIFY(near(deviation(drawn(Init::kaiming_uniform(300))), std::sqrt(2.0 / 300)));
    QVERIFY(largest(drawn(Init::kaiming_uniform(300))) <= std::sqrt(6.0 / 300));
    QVERIFY(near(deviation(drawn(Init::xavier_normal(300, 200))), std::sqrt(2.0 / 500)));
    QVERIFY(near(deviation(drawn(Init::xavier_uniform(300, 200))), std::sqrt(2.0 / 500)));
}

void TestInit::truncated() {
    const Array values = drawn(Init::truncated_normal(0.02));
    QVERIFY(largest(values) <= 0.04);
    // A standard normal number that is no further than 2 has the variance 0.7737.
    QVERIFY(near(deviation(values), 0.02 * 0.87962566));
}

void TestInit::orthogonal_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("square") << 20 << 20;
    QTest::newRow("wide") << 7 << 30;
    QTest::newRow("tall") << 30 << 7;
}

void TestInit::orthogonal() {
    QFETCH(int, rows);
    QFETCH(int, columns);
    const Array w = drawn(Init::orthogonal(3), Shape{rows, columns});
    const bool wide = rows <= columns;
    const int count = wide ? rows : columns, length = wide ? columns : rows;
    for (int a = 0; a < count; ++a) {
        for (int b = 0; b < count; ++b) {
            double product = 0;
            for (int i = 0; i < length; ++i)
                product += wide ? w.number(a * columns + i) * w.number(b * columns + i)
                                : w.number(i * columns + a) * w.number(i * columns + b);
            QVERIFY(std::abs(product - (a == b ? 9 : 0)) < 1e-12);
        }
    }
    QCOMPARE(drawn(Init::orthogonal(), Shape{4, 2, 3, 3}).shape(), (Shape{4, 2, 3, 3}));
}

void TestInit::repeats() {
    for (const Init& init : {Init::orthogonal(), Init::truncated_normal(1)})
        QVERIFY(identical(drawn(init, {3, 4}), drawn(init, {3, 4})));
}

QTEST_GUILESS_MAIN(TestInit)
#include "test_init.moc"
