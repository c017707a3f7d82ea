// SPDX-License-Identifier: Apache-2.0
// Tensors as text.
#include <QTest>
#include <cmath>
#include <sstream>

#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/expect.h"

using namespace gradweave;

namespace {

QString printed(const Tensor& x) {
    std::ostringstream stream;
    stream << x;
    return QString::fromStdString(stream.str());
}

}  // namespace

class TestPrint : public QObject {
    Q_OBJECT

  private slots:
    void small_data();
    void small();
    void longAxesAreAbbreviated();
    void manyAxes();
};

void TestPrint::small_data() {
    QTest::addColumn<QString>("actual");
    QTest::addColumn<QString>("expected");
    QTest::newRow("scalar") << printed(Tensor(2.5)) << "2.5 f32[]";
    QTest::newRow("vector") << printed(tensor({1, 10, 100})) << "[  1,  10, 100] f32[3]";
    QTest::newRow("matrix") << printed(tensor({{1, -2}, {3, 4}}, DType::i32))
                            << "[[ 1, -2],\n [ 3,  4]] i32[2, 2]";
    QTest::newRow("bool") << printed(tensor({1, 0}, DType::boolean)) << "[ true, false] bool[2]";
    QTest::newRow("u8") << printed(tensor({200, 3}, DType::u8)) << "[200,   3] u8[2]";
    QTest::newRow("large i64")
        << printed(tensor(std::vector<std::int64_t>{(std::int64_t{1} << 62) + 1}, Shape{1}))
        << "[4611686018427387905] i64[1]";
    QTest::newRow("special") << printed(tensor({NAN, INFINITY, -INFINITY, -0.0}))
                             << "[ nan,  inf, -inf,   -0] f32[4]";
    QTest::newRow("digits") << printed(tensor({1.0 / 3, 123456, 1e-10}, DType::f64))
                            << "[   0.33333, 1.2346e+05,      1e-10] f64[3]";
    QTest::newRow("empty") << printed(zeros({0})) << "[] f32[0]";
    QTest::newRow("empty rows") << printed(zeros({2, 0})) << "[[],\n []] f32[2, 0]";
}

void TestPrint::small() {
    QFETCH(QString, actual);
    QFETCH(QString, expected);
    QCOMPARE(actual, expected);
}

void TestPrint::longAxesAreAbbreviated() {
    QCOMPARE(printed(arange(0, 12)),
             QString("[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11] f32[12]"));
    QCOMPARE(printed(arange(0, 1000)),
             QString("[  0,   1,   2,   3, …, 996, 997, 998, 999] f32[1000]"));
    const QString tall = printed(arange(0, 40).reshape({20, 2}));
    QCOMPARE(tall.count('\n'), 8);
    QVERIFY(tall.contains(" …,\n [32, 33],"));
}

void TestPrint::manyAxes() {
    QCOMPARE(printed(arange(0, 8).reshape({2, 2, 2})),
             QString("[[[0, 1],\n  [2, 3]],\n [[4, 5],\n  [6, 7]]] f32[2, 2, 2]"));
}

QTEST_GUILESS_MAIN(TestPrint)
#include "test_print.moc"
