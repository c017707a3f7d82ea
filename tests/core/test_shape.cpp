// SPDX-License-Identifier: Apache-2.0
// Shapes: limits, strides, broadcasting, axis numbers.
#include <QTest>
#include <limits>

#include "engine/core/shape.h"
#include "tests/support/expect.h"

using namespace gradweave;
using gradweave::testing::text;

class TestShape : public QObject {
    Q_OBJECT

  private slots:
    void scalarsAndEmptyShapes();
    void axesFromTheEnd();
    void tooManyAxes();
    void negativeSizes();
    void moreElementsThanCanBeCounted();
    void zeroDoesNotHideAnOverflow();
    void strides();
    void withAndWithout();
    void broadcasting_data();
    void broadcasting();
    void axisNumbers();
    void checkedProducts();
};

void TestShape::scalarsAndEmptyShapes() {
    QCOMPARE(Shape{}.rank(), 0);
    QCOMPARE(Shape{}.element_count(), std::int64_t{1});
    QVERIFY(!Shape{}.empty());
    QCOMPARE(text(to_string(Shape{})), QString("[]"));
    const Shape empty{3, 0, 2};
    QVERIFY(empty.empty());
    QCOMPARE(empty.element_count(), std::int64_t{0});
    QCOMPARE(text(to_string(empty)), QString("[3, 0, 2]"));
    QCOMPARE(byte_count(DType::f64, empty), std::uint64_t{0});
}

void TestShape::axesFromTheEnd() {
    const Shape shape{2, 3, 5};
    QCOMPARE(shape[-1], std::int64_t{5});
    QCOMPARE(shape[-3], std::int64_t{2});
    QVERIFY(testing::error_of([&] { static_cast<void>(shape[3]); }).has_value());
    QVERIFY(testing::error_of([&] { static_cast<void>(shape[-4]); }).has_value());
}

void TestShape::tooManyAxes() {
    QCOMPARE(Shape(Axes(16, 1)).rank(), 16);
    EXPECT_ERROR(Shape(Axes(17, 1)), unsupported,
                 "a tensor of 17 axes is not supported; the most is 16");
}

void TestShape::negativeSizes() {
    EXPECT_ERROR((Shape{2, -1}), bad_input, "a tensor axis cannot have the size -1");
}

void TestShape::moreElementsThanCanBeCounted() {
    const std::int64_t most = std::int64_t{1} << 59;  // 8 bytes each are 2^62
    QCOMPARE(Shape{most}.element_count(), most);
    QCOMPARE(byte_count(DType::f64, Shape{most}), std::uint64_t{1} << 62);
    EXPECT_ERROR((Shape{most, 2}), bad_input,
                 "a tensor of shape [576460752303423488, 2] has more elements than can be counted");
    EXPECT_ERROR_WITH((Shape{std::int64_t{1} << 32, std::int64_t{1} << 32}), bad_input,
                      "more elements than can be counted");
    EXPECT_ERROR_WITH((Shape{std::numeric_limits<std::int64_t>::max()}), bad_input,
                      "more elements than can be counted");
}

// Strides of such a shape would overflow although it has no elements.
void TestShape::zeroDoesNotHideAnOverflow() {
    EXPECT_ERROR_WITH((Shape{0, std::int64_t{1} << 40, std::int64_t{1} << 40}), bad_input,
                      "more elements than can be counted");
}

void TestShape::strides() {
    QCOMPARE((Shape{2, 3, 5}.strides()), (Axes{15, 5, 1}));
    QCOMPARE(Shape{}.strides(), Axes{});
    QCOMPARE((Shape{4, 1}.strides()), (Axes{1, 1}));
}

void TestShape::withAndWithout() {
    const Shape shape{2, 3, 5};
    QCOMPARE(shape.with(1, 7), (Shape{2, 7, 5}));
    QCOMPARE(shape.without(Axes{0, 2}), (Shape{3}));
    QCOMPARE(shape.without(Axes{}), shape);
}

void TestShape::broadcasting_data() {
    QTest::addColumn<Axes>("a");
    QTest::addColumn<Axes>("b");
    QTest::addColumn<bool>("fits");
    QTest::addColumn<Axes>("result");
    QTest::newRow("equal") << Axes{2, 3} << Axes{2, 3} << true << Axes{2, 3};
    QTest::newRow("scalar") << Axes{} << Axes{2, 3} << true << Axes{2, 3};
    QTest::newRow("ones") << Axes{2, 1, 3} << Axes{5, 1} << true << Axes{2, 5, 3};
    QTest::newRow("missing axes") << Axes{4, 2, 3} << Axes{3} << true << Axes{4, 2, 3};
    QTest::newRow("empty wins over one") << Axes{0} << Axes{1} << true << Axes{0};
    QTest::newRow("empty against more") << Axes{0} << Axes{2} << false << Axes{};
    QTest::newRow("different") << Axes{2, 3} << Axes{2, 4} << false << Axes{};
}

void TestShape::broadcasting() {
    QFETCH(Axes, a);
    QFETCH(Axes, b);
    QFETCH(bool, fits);
    QFETCH(Axes, result);
    for (const auto& shape :
         {broadcast_shapes(Shape(a), Shape(b)), broadcast_shapes(Shape(b), Shape(a))}) {
        QCOMPARE(shape.has_value(), fits);
        if (fits) QCOMPARE(shape->sizes(), result);
    }
}

void TestShape::axisNumbers() {
    QCOMPARE(normalize_axis(-1, 3, "sum"), 2);
    QCOMPARE(normalize_axis(0, 3, "sum"), 0);
    EXPECT_ERROR(normalize_axis(3, 3, "sum"), usage,
                 "sum: axis 3 does not exist in a tensor of 3 axes");
    EXPECT_ERROR(normalize_axis(-2, 1, "sum"), usage,
                 "sum: axis -2 does not exist in a tensor of 1 axis");
    EXPECT_ERROR(normalize_axis(0, 0, "sum"), usage,
                 "sum: axis 0 does not exist in a tensor of 0 axes");
    QCOMPARE(normalize_axes(Axes{-1, 0}, 3, "sum"), (Axes{0, 2}));
    QCOMPARE(normalize_axes(Axes{}, 3, "sum"), Axes{});
    QCOMPARE(normalize_axes(Axes{}, 3, "sum", true), (Axes{0, 1, 2}));
    EXPECT_ERROR(normalize_axes(Axes{1, -2}, 3, "sum"), usage, "sum: an axis is named twice");
}

void TestShape::checkedProducts() {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    QCOMPARE(checked_multiply(3, 4), std::optional<std::int64_t>(12));
    QCOMPARE(checked_multiply(most, 1), std::optional<std::int64_t>(most));
    QCOMPARE(checked_multiply(most, 2), std::nullopt);
    QCOMPARE(checked_multiply(-1, 2), std::nullopt);
    QCOMPARE(checked_multiply(most, 0), std::optional<std::int64_t>(0));
}

QTEST_GUILESS_MAIN(TestShape)
#include "test_shape.moc"
