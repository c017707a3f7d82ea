// SPDX-License-Identifier: Apache-2.0
// Functions of tensors: common types, broadcasting, reductions, products.
#include <QTest>
#include <cmath>

#include "engine/core/rng.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/arrays.h"

using namespace gradweave;

namespace {

using Floats = std::vector<float>;

Tensor of(DType dtype) {
    return tensor({1, 2, 3}, dtype);
}

/// NumPy's matmul, element by element.
std::vector<double> matmul_by_hand(const Tensor& a, const Tensor& b, const Shape& result) {
    const Array x = a.eval().cast(DType::f64), y = b.eval().cast(DType::f64);
    const Shape left = a.rank() == 1 ? Shape{1, a.shape()[0]} : a.shape();
    const Shape right = b.rank() == 1 ? Shape{b.shape()[0], 1} : b.shape();
    const std::int64_t m = left[-2], k = left[-1], n = right[-1];
    const Shape lead = broadcast_shapes(Shape(Axes(left.begin(), left.end() - 2)),
                                        Shape(Axes(right.begin(), right.end() - 2)))
                           .value();
    std::vector<double> values;
    const Axes lead_strides = lead.strides();
    for (std::int64_t batch = 0; batch < lead.element_count(); ++batch) {
        const auto matrix_of = [&](const Shape& shape) {
            std::int64_t matrix = 0;
            const int rank = shape.rank() - 2;
            for (int axis = 0; axis < rank; ++axis) {
                const int in_lead = lead.rank() - rank + axis;
                const std::int64_t index =
                    batch / lead_strides[static_cast<std::size_t>(in_lead)] % lead[in_lead];
                matrix = matrix * shape[axis] + (shape[axis] == 1 ? 0 : index);
            }
            return matrix;
        };
        const std::int64_t from_x = matrix_of(left) * m * k, from_y = matrix_of(right) * k * n;
        for (std::int64_t i = 0; i < m; ++i) {
            for (std::int64_t j = 0; j < n; ++j) {
                double sum = 0;
                for (std::int64_t l = 0; l < k; ++l)
                    sum += x.number(from_x + i * k + l) * y.number(from_y + l * n + j);
                values.push_back(sum);
            }
        }
    }
    return static_cast<std::int64_t>(values.size()) == result.element_count()
               ? values
               : std::vector<double>{};
}

Tensor whole(const Shape& shape, DType dtype = DType::f32) {
    static Generator generator(4);
    Array array(DType::f64, shape);
    for (double& value : array.as<double>())
        value = static_cast<double>(generator.below(9)) - 4;
    return Tensor(array.cast(dtype));
}

}  // namespace

class TestOperations : public QObject {
    Q_OBJECT

  private slots:
    void commonTypes();
    void numbersTakeTheTensorsType();
    void numbersThatDoNotFit();
    void divisionAndRemainder();
    void powers();
    void broadcasting();
    void comparisonsAndLogic();
    void where_();
    void sumsOfBoolAndBytes();
    void means();
    void reductionAxes();
    void argumentsOfExtrema();
    void matmulShapes_data();
    void matmulShapes();
    void integerMatmul();
    void movement();
    void sharedWork();
    void detachStopsGradients();
};

void TestOperations::commonTypes() {
    using enum DType;
    QCOMPARE((of(u8) + of(i32)).dtype(), i32);
    QCOMPARE((of(i64) + of(f32)).dtype(), f32);
    QCOMPARE((of(f32) + of(f64)).dtype(), f64);
    QCOMPARE((of(boolean) * of(u8)).dtype(), u8);
    QCOMPARE(maximum(of(i32), of(i64)).dtype(), i64);
    QCOMPARE(exp(of(i32)).dtype(), f32);
    QCOMPARE(exp(of(f64)).dtype(), f64);
    QCOMPARE(relu(of(i64)).dtype(), f32);
    QCOMPARE(abs(of(i32)).dtype(), i32);
    QCOMPARE(less(of(i32), of(f32)).dtype(), boolean);
    QCOMPARE(argmax(of(f32)).dtype(), i64);
    QCOMPARE(where(of(boolean), of(i32), of(f32)).dtype(), f32);
}

void TestOperations::numbersTakeTheTensorsType() {
    using enum DType;
    QCOMPARE((of(i32) + 1).dtype(), i32);
    QCOMPARE((1 - of(u8)).dtype(), u8);
    QCOMPARE((of(i32) + 0.5).dtype(), f32);
    QCOMPARE((of(i32) + 0.5).values<float>(), (Floats{1.5, 2.5, 3.5}));
    QCOMPARE((of(f64) * 2).dtype(), f64);
    QCOMPARE((of(boolean) + 1).dtype(), f32);
    QCOMPARE((of(f64) * 0.1).values<double>()[0], 0.1);  // not the f32 next to it
    QCOMPARE((2 / of(f32)).values<float>(), (Floats{2, 1, 2.0f / 3}));
}

// A whole number that the tensor's type cannot hold makes the result wide enough.
void TestOperations::numbersThatDoNotFit() {
    const Tensor bytes = of(DType::u8) + 300;
    QCOMPARE(bytes.dtype(), DType::i64);
    QCOMPARE(bytes.values<std::int64_t>(), (std::vector<std::int64_t>{301, 302, 303}));
    QCOMPARE((of(DType::u8) - 1).values<std::uint8_t>(), (std::vector<std::uint8_t>{0, 1, 2}));
    QCOMPARE((of(DType::u8) * -1).dtype(), DType::i64);
    QCOMPARE((of(DType::i32) + 3e9).values<std::int64_t>()[0], std::int64_t{3'000'000'001});
    QCOMPARE((of(DType::i64) + 1e30).dtype(), DType::f32);
    QCOMPARE((of(DType::i32) * INFINITY).values<float>(), (Floats{INFINITY, INFINITY, INFINITY}));
}

void TestOperations::divisionAndRemainder() {
    const Tensor a = tensor({7, -7, 7, -7}, DType::i32), b = tensor({2, 2, -2, -2}, DType::i32);
    QCOMPARE((a / b).values<float>(), (Floats{3.5, -3.5, -3.5, 3.5}));
    QCOMPARE(remainder(a, b).values<std::int32_t>(), (std::vector<std::int32_t>{1, 1, -1, -1}));
    QCOMPARE(remainder(tensor({5.5, -5.5}), tensor({2, 2})).values<float>(), (Floats{1.5, 0.5}));
}

void TestOperations::powers() {
    const Tensor x = tensor({-2, 0, 3});
    QCOMPARE(pow(x, 2).values<float>(), (Floats{4, 0, 9}));
    QCOMPARE(pow(x, 3).values<float>(), (Floats{-8, 0, 27}));
    QCOMPARE(pow(x, 0).values<float>(), (Floats{1, 1, 1}));
    QCOMPARE(pow(x, 1).values<float>(), (Floats{-2, 0, 3}));
    QCOMPARE(pow(tensor({4, 9}), 0.5).values<float>(), (Floats{2, 3}));
    QCOMPARE(pow(tensor({4, 5}), -1).values<float>(), (Floats{0.25, 0.2f}));
    QCOMPARE(pow(tensor({2, 3}, DType::i32), 4.0).values<std::int32_t>(),
             (std::vector<std::int32_t>{16, 81}));
    QCOMPARE(pow(tensor({2, 4}, DType::i32), -1).values<float>(), (Floats{0.5, 0.25}));
    QCOMPARE(pow(x, tensor({2, 2, 2}, DType::i32)).values<float>(), (Floats{4, 0, 9}));
}

void TestOperations::broadcasting() {
    const Tensor column = tensor({{1}, {2}}), row = tensor({10, 20, 30});
    QCOMPARE((column + row).values<float>(), (Floats{11, 21, 31, 12, 22, 32}));
    QCOMPARE((column * Tensor(2)).values<float>(), (Floats{2, 4}));
    QCOMPARE((zeros({0, 3}) + row).shape(), (Shape{0, 3}));
    QCOMPARE((zeros({2, 1, 3}) + zeros({5, 1})).shape(), (Shape{2, 5, 3}));
    QCOMPARE(broadcast_to(row, {2, 3}).values<float>(), (Floats{10, 20, 30, 10, 20, 30}));
    QCOMPARE(broadcast_to(column, {3, 2, 2}).shape(), (Shape{3, 2, 2}));
}

void TestOperations::comparisonsAndLogic() {
    const Tensor a = tensor({1, 2, NAN}), b = tensor({2, 2, 2});
    const auto flags = [](const Tensor& x) {
        std::vector<int> values;
        for (const bool value : x.values<bool>())
            values.push_back(value);
        return values;
    };
    using Flags = std::vector<int>;
    QCOMPARE(flags(less(a, b)), (Flags{1, 0, 0}));
    QCOMPARE(flags(less_equal(a, b)), (Flags{1, 1, 0}));
    QCOMPARE(flags(greater(a, b)), (Flags{0, 0, 0}));
    QCOMPARE(flags(greater_equal(a, b)), (Flags{0, 1, 0}));
    QCOMPARE(flags(equal(a, b)), (Flags{0, 1, 0}));
    QCOMPARE(flags(not_equal(a, b)), (Flags{1, 0, 1}));
    QCOMPARE(flags(logical_and(a, tensor({0, 1, 1}))), (Flags{0, 1, 1}));
    QCOMPARE(flags(logical_or(tensor({0, 0, 3}), tensor({0, 1, 0}))), (Flags{0, 1, 1}));
    QCOMPARE(flags(logical_not(tensor({0, 2, -1}))), (Flags{1, 0, 0}));
}

void TestOperations::where_() {
    const Tensor x = tensor({{1, -2}, {-3, 4}});
    QCOMPARE(where(greater(x, Tensor(0)), x, Tensor(0)).values<float>(), (Floats{1, 0, 0, 4}));
    QCOMPARE(where(tensor({1, 0}, DType::boolean), x, tensor({{7}, {8}})).values<float>(),
             (Floats{1, 7, -3, 8}));
    QCOMPARE(where(tensor({{1}, {0}}), Tensor(1), Tensor(2)).values<float>(), (Floats{1, 2}));
    const Tensor chosen = where(greater(x, Tensor(0)), x * x, Tensor(5));
    QCOMPARE(grad(chosen, x).values<float>(), (Floats{2, 0, 0, 8}));
}

void TestOperations::sumsOfBoolAndBytes() {
    const Tensor truth = tensor({1, 0, 1, 1}, DType::boolean);
    QCOMPARE(sum(truth).dtype(), DType::i64);
    QCOMPARE(sum(truth).item(), 3.0);
    QCOMPARE(mean(truth).dtype(), DType::f32);
    QCOMPARE(mean(truth).item(), 0.75);
    QCOMPARE(max(truth).dtype(), DType::boolean);
    const Tensor bytes = full({1000}, 200, DType::u8);
    QCOMPARE(sum(bytes).item(), 200'000.0);
    QCOMPARE(mean(bytes).item(), 200.0);
    QCOMPARE(prod(tensor({200, 200}, DType::u8)).item(), 40'000.0);
}

void TestOperations::means() {
    const Tensor x = tensor({{1, 2, 3}, {4, 5, 9}});
    QCOMPARE(mean(x).item(), 4.0);
    QCOMPARE(mean(x, {0}).values<float>(), (Floats{2.5, 3.5, 6}));
    QCOMPARE(mean(x, {-1}, true).shape(), (Shape{2, 1}));
    QCOMPARE(mean(x, {-1}).values<float>(), (Floats{2, 6}));
    QCOMPARE(mean(tensor({1, 2}, DType::i64)).item(), 1.5);
    QVERIFY(std::isnan(mean(zeros({0})).item()));
    QVERIFY(std::isnan(mean(zeros({2, 0}), {1}).values<float>()[1]));
    QCOMPARE(mean(zeros({0, 2}), {1}).shape(), (Shape{0}));
    QCOMPARE(mean(Tensor(3)).item(), 3.0);
    QCOMPARE(grad(mean(x), x).values<float>(), Floats(6, 1.0f / 6));
}

void TestOperations::reductionAxes() {
    const Tensor x = arange(0, 24).reshape({2, 3, 4});
    QCOMPARE(sum(x).item(), 276.0);
    QCOMPARE(sum(x, {0, 2}).values<float>(), (Floats{60, 92, 124}));
    QCOMPARE(sum(x, {-1, 0}).values<float>(), (Floats{60, 92, 124}));
    QCOMPARE(sum(x, {1}, true).shape(), (Shape{2, 1, 4}));
    QCOMPARE(sum(x, {}, true).shape(), (Shape{1, 1, 1}));
    QCOMPARE(max(x, {1}).values<float>(), (Floats{8, 9, 10, 11, 20, 21, 22, 23}));
    QCOMPARE(min(x).item(), 0.0);
    QCOMPARE(prod(tensor({{1, 2}, {3, 4}}), {0}).values<float>(), (Floats{3, 8}));
    QCOMPARE(sum(Tensor(3)).item(), 3.0);
    QCOMPARE(sum(zeros({0})).item(), 0.0);
    QCOMPARE(prod(zeros({0})).item(), 1.0);
}

void TestOperations::argumentsOfExtrema() {
    const Tensor x = tensor({{1, 7, 7}, {NAN, 9, 0}});
    QCOMPARE(argmax(x).values<std::int64_t>(), (std::vector<std::int64_t>{1, 0}));
    QCOMPARE(argmin(x, 0).values<std::int64_t>(), (std::vector<std::int64_t>{1, 0, 1}));
}

void TestOperations::matmulShapes_data() {
    QTest::addColumn<Axes>("a");
    QTest::addColumn<Axes>("b");
    QTest::addColumn<Axes>("result");
    QTest::newRow("matrices") << Axes{2, 3} << Axes{3, 4} << Axes{2, 4};
    QTest::newRow("vectors") << Axes{3} << Axes{3} << Axes{};
    QTest::newRow("matrix and vector") << Axes{2, 3} << Axes{3} << Axes{2};
    QTest::newRow("vector and matrix") << Axes{3} << Axes{3, 4} << Axes{4};
    QTest::newRow("batch and vector") << Axes{5, 2, 3} << Axes{3} << Axes{5, 2};
    QTest::newRow("vector and batch") << Axes{3} << Axes{5, 3, 4} << Axes{5, 4};
    QTest::newRow("batch and matrix") << Axes{5, 2, 3} << Axes{3, 4} << Axes{5, 2, 4};
    QTest::newRow("matrix and batch") << Axes{2, 3} << Axes{5, 3, 4} << Axes{5, 2, 4};
    QTest::newRow("batches") << Axes{5, 2, 3} << Axes{5, 3, 4} << Axes{5, 2, 4};
    QTest::newRow("batch of one") << Axes{1, 2, 3} << Axes{5, 3, 4} << Axes{5, 2, 4};
    QTest::newRow("outer batches") << Axes{6, 1, 2, 3} << Axes{5, 3, 4} << Axes{6, 5, 2, 4};
    QTest::newRow("both ways") << Axes{6, 1, 2, 3} << Axes{1, 5, 3, 4} << Axes{6, 5, 2, 4};
    QTest::newRow("empty batch") << Axes{0, 2, 3} << Axes{0, 3, 4} << Axes{0, 2, 4};
    QTest::newRow("nothing to add up") << Axes{2, 0} << Axes{0, 4} << Axes{2, 4};
}

void TestOperations::matmulShapes() {
    QFETCH(Axes, a);
    QFETCH(Axes, b);
    QFETCH(Axes, result);
    const Tensor x = whole(Shape(a)), y = whole(Shape(b));
    const Tensor z = matmul(x, y);
    QCOMPARE(z.shape().sizes(), result);
    const auto expected = matmul_by_hand(x, y, z.shape());
    const Array values = z.eval();
    QCOMPARE(expected.size(), static_cast<std::size_t>(values.element_count()));
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(values.number(static_cast<std::int64_t>(i)), expected[i]);
}

void TestOperations::integerMatmul() {
    QCOMPARE(matmul(whole({2, 3}, DType::i32), whole({3, 2}, DType::i64)).dtype(), DType::i64);
    QCOMPARE(matmul(tensor({1, 2}, DType::i32), tensor({3, 4}, DType::i32)).item(), 11.0);
    QCOMPARE(matmul(tensor({1, 2}, DType::u8), tensor({0.5, 0.25})).item(), 1.0);
}

void TestOperations::movement() {
    const Tensor x = arange(0, 6).reshape({2, 3});
    QCOMPARE(x.transpose().values<float>(), (Floats{0, 3, 1, 4, 2, 5}));
    QCOMPARE(x.permute({-1, 0}).shape(), (Shape{3, 2}));
    QCOMPARE(pad(x, {0, 1}, {1, 0}, 9).values<float>(),
             (Floats{9, 0, 1, 2, 9, 3, 4, 5, 9, 9, 9, 9}));
    QCOMPARE(x.to(DType::boolean).dtype(), DType::boolean);
}

// What several results have in common is computed once, together.
void TestOperations::sharedWork() {
    const Tensor x = tensor({1, 2, 3});
    const Tensor y = exp(x), a = y + 1, b = y * 2;
    const Tensor both[] = {a, b};
    eval(both);
    QVERIFY(a.node()->value() != nullptr && b.node()->value() != nullptr);
    QCOMPARE(a.eval().data(), a.eval().data());  // kept, not computed again
    QCOMPARE(b({1}).item(), 2.0 * y({1}).item());
}

void TestOperations::detachStopsGradients() {
    const Tensor x = tensor({2});
    const Tensor y = x * x;
    QCOMPARE(grad(y.detach() * x, x).item(), 4.0);
    QCOMPARE(grad(y * x, x).item(), 12.0);
}

QTEST_GUILESS_MAIN(TestOperations)
#include "test_operations.moc"
