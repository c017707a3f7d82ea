// SPDX-License-Identifier: Apache-2.0
// Tensors put into another order or shape, reductions beside sums, and what is made from numbers:
// results as NumPy 1.24 and torch 1.13 print them.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/reductions.h"
#include "engine/tensor/shaping.h"
#include "tests/support/expect.h"

using namespace gradweave;

namespace {

using Floats = std::vector<float>;

Tensor counted(const Shape& shape) {
    return arange(0, static_cast<double>(shape.element_count())).reshape(shape);
}

}  // namespace

class TestShaping : public QObject {
    Q_OBJECT

  private slots:
    void bits();
    void axesOfOne();
    void flattening();
    void turning();
    void repeating();
    void cutting();
    void triangles();
    void diagonals();
    void variances();
    void norms();
    void truths();
    void created();
    void drawn();
    void errors();
};

void TestShaping::bits() {
    QCOMPARE(bitcast(tensor({1, -2}), DType::i32).values<std::int32_t>(),
             (std::vector<std::int32_t>{0x3F800000, static_cast<std::int32_t>(0xC0000000)}));
    QCOMPARE(bitcast(tensor({-1, 127}, DType::i8), DType::u8).values<std::uint8_t>(),
             (std::vector<std::uint8_t>{255, 127}));
    QCOMPARE(bitcast(tensor({0x3C00}, DType::i16), DType::f16).item(), 1.0);
    QCOMPARE(bitcast(bitcast(tensor({2.5}, DType::f64), DType::i64), DType::f64).item(), 2.5);
}

void TestShaping::axesOfOne() {
    const Tensor x = zeros({1, 3, 1, 2});
    QCOMPARE(squeeze(x).shape(), (Shape{3, 2}));
    QCOMPARE(squeeze(x, {-2}).shape(), (Shape{1, 3, 2}));
    QCOMPARE(unsqueeze(zeros({3}), 0).shape(), (Shape{1, 3}));
    QCOMPARE(unsqueeze(zeros({3}), -1).shape(), (Shape{3, 1}));
}

void TestShaping::flattening() {
    const Tensor x = zeros({2, 3, 4});
    QCOMPARE(flatten(x, 1).shape(), (Shape{2, 12}));
    QCOMPARE(flatten(x, 0, 1).shape(), (Shape{6, 4}));
    QCOMPARE(flatten(zeros({}), 0).shape(), (Shape{1}));
    QCOMPARE(movedim(x, 0, -1).shape(), (Shape{3, 4, 2}));
    QCOMPARE(movedim(x, 2, 0).shape(), (Shape{4, 2, 3}));
}

void TestShaping::turning() {
    const Tensor x = counted({2, 3});
    QCOMPARE(flip(x, {1}).values<float>(), (Floats{2, 1, 0, 5, 4, 3}));
    QCOMPARE(flip(x, {0, -1}).values<float>(), (Floats{5, 4, 3, 2, 1, 0}));
    QCOMPARE(flip(zeros({0, 2}), {0}).shape(), (Shape{0, 2}));
    QCOMPARE(roll(x, 1, 1).values<float>(), (Floats{2, 0, 1, 5, 3, 4}));
    QCOMPARE(roll(x, -1, 1).values<float>(), (Floats{1, 2, 0, 4, 5, 3}));
    QCOMPARE(roll(x, 7, 0).values<float>(), (Floats{3, 4, 5, 0, 1, 2}));
    QCOMPARE(roll(x, 4, 0).values<float>(), (Floats{0, 1, 2, 3, 4, 5}));
}

void TestShaping::repeating() {
    const Tensor x = counted({2, 2});
    QCOMPARE(tile(x, {2}).values<float>(), (Floats{0, 1, 0, 1, 2, 3, 2, 3}));
    QCOMPARE(tile(x, {2, 1}).values<float>(), (Floats{0, 1, 2, 3, 0, 1, 2, 3}));
    QCOMPARE(tile(x, {2, 1, 1}).shape(), (Shape{2, 2, 2}));
    QCOMPARE(tile(x, {0, 1}).shape(), (Shape{0, 2}));
    QCOMPARE(repeat(x, 2, 0).values<float>(), (Floats{0, 1, 0, 1, 2, 3, 2, 3}));
    QCOMPARE(repeat(x, 2, 1).values<float>(), (Floats{0, 0, 1, 1, 2, 2, 3, 3}));
}

void TestShaping::cutting() {
    const Tensor x = counted({5});
    const auto shapes = [](const std::vector<Tensor>& pieces) {
        std::string text;
        for (const Tensor& piece : pieces)
            text += to_string(piece.shape());
        return QString::fromStdString(text);
    };
    QCOMPARE(shapes(split(x, 2)), QString("[2][2][1]"));
    QCOMPARE(shapes(split(x, Axes{1, 0, 4})), QString("[1][0][4]"));
    QCOMPARE(split(x, Axes{1, 4})[1].values<float>(), (Floats{1, 2, 3, 4}));
    QCOMPARE(shapes(chunk(x, 2)), QString("[3][2]"));
    QCOMPARE(shapes(chunk(counted({6}), 4)), QString("[2][2][2]"));  // as torch.chunk
    QCOMPARE(shapes(chunk(counted({2, 6}), 3, -1)), QString("[2, 2][2, 2][2, 2]"));
}

void TestShaping::triangles() {
    const Tensor x = ones({3, 4});
    QCOMPARE(tril(x).values<float>(), (Floats{1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0}));
    QCOMPARE(triu(x, 1).values<float>(), (Floats{0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1}));
    QCOMPARE(tril(x, -1).values<float>(), (Floats{0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}));
    // Infinities outside are gone, not multiplied by zero.
    QCOMPARE(tril(full({2, 2}, INFINITY)).values<float>(),
             (Floats{INFINITY, 0, INFINITY, INFINITY}));
}

void TestShaping::diagonals() {
    QCOMPARE(diagonal(counted({3, 3})).values<float>(), (Floats{0, 4, 8}));
    QCOMPARE(diagonal(counted({2, 4})).values<float>(), (Floats{0, 5}));
    QCOMPARE(diagonal(counted({4, 2})).values<float>(), (Floats{0, 3}));
    QCOMPARE(diagonal(counted({2, 3, 2}), 0, 2).values<float>(), (Floats{0, 7, 2, 9, 4, 11}));
    QCOMPARE(diag(tensor({1, 2})).values<float>(), (Floats{1, 0, 0, 2}));
}

void TestShaping::variances() {
    const Tensor x = tensor({{1, 2, 4}, {0, 0, 6}}, DType::f64);
    using Doubles = std::vector<double>;
    const auto close = [](const Tensor& y, const Doubles& expected) {
        const auto values = y.values<double>();
        bool same = values.size() == expected.size();
        for (std::size_t i = 0; same && i < values.size(); ++i)
            same = std::abs(values[i] - expected[i]) <= 1e-14 * std::abs(expected[i]);
        return same;
    };
    QVERIFY(close(var(x, {1}), {7.0 / 3, 12}));
    QVERIFY(close(var(x, {1}, 0), {14.0 / 9, 8}));
    QVERIFY(close(std_deviation(x, {-1}, 0, true), {std::sqrt(14.0 / 9), std::sqrt(8.0)}));
    QCOMPARE(std_deviation(x, {-1}, 0, true).shape(), (Shape{2, 1}));
    QVERIFY(std::isnan(var(tensor({3})).item()));  // of one element, as in PyTorch
    QCOMPARE(var(full({4}, 1e8)).item(), 0.0);
}

void TestShaping::norms() {
    const Tensor x = tensor({{3, -4}, {0, 0}});
    QCOMPARE(norm(x, 2, {1}).values<float>(), (Floats{5, 0}));
    QCOMPARE(norm(x, 1, {1}).values<float>(), (Floats{7, 0}));
    QCOMPARE(norm(x, INFINITY).item(), 4.0);
    QCOMPARE(norm(x, -INFINITY, {1}).values<float>(), (Floats{3, 0}));
    QCOMPARE(norm(x, 0, {1}, true).values<float>(), (Floats{2, 0}));
    QVERIFY(std::abs(norm(x, 3).item() - std::cbrt(91.0)) < 1e-6);
}

void TestShaping::truths() {
    const Tensor x = tensor({{0, 2}, {0, 0}, {1, NAN}});
    QCOMPARE(any(x, {1}).to(DType::f32).values<float>(), (Floats{1, 0, 1}));
    QCOMPARE(all_of(x, {1}).to(DType::f32).values<float>(), (Floats{0, 0, 1}));
    QCOMPARE(any(zeros({0})).item(), 0.0);
    QCOMPARE(all_of(zeros({0})).item(), 1.0);
}

void TestShaping::created() {
    QCOMPARE(eye(2, 3, DType::i32).values<std::int32_t>(),
             (std::vector<std::int32_t>{1, 0, 0, 0, 1, 0}));
    QCOMPARE(full_like(zeros({2}, DType::f64), 3).dtype(), DType::f64);
    for (int i = 0; i < dtype_count; ++i) {
        const auto dtype = static_cast<DType>(i);
        QCOMPARE(ones({3}, dtype).dtype(), dtype);
        QCOMPARE(sum(ones({3}, dtype).to(DType::f32)).item(), 3.0);
        QCOMPARE(tensor({0, 1}, dtype).to(DType::f32).values<float>(), (Floats{0, 1}));
        QCOMPARE(arange(0, 2, 1, dtype).to(DType::f32).values<float>(), (Floats{0, 1}));
        QCOMPARE(eye(2, dtype).to(DType::f32).values<float>(), (Floats{1, 0, 0, 1}));
    }
}

void TestShaping::drawn() {
    set_seed(7);
    auto order = randperm(50).values<std::int64_t>();
    QVERIFY(!std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    for (std::int64_t i = 0; i < 50; ++i)
        QCOMPARE(order[static_cast<std::size_t>(i)], i);
    const Tensor coins = bernoulli({20'000}, 0.3);
    // Six deviations of the mean of so many coins.
    QVERIFY(std::abs(mean(coins).item() - 0.3) < 6 * std::sqrt(0.21 / 20'000));
    QCOMPARE(bernoulli({5}, 1).values<float>(), Floats(5, 1));
    QCOMPARE(bernoulli({5}, 0).values<float>(), Floats(5, 0));
    const Tensor x = normal({20'000}, 3, 0.5, DType::f64);
    QVERIFY(std::abs(mean(x).item() - 3) < 6 * 0.5 / std::sqrt(20'000));
    QVERIFY(std::abs(std_deviation(x).item() - 0.5) < 6 * 0.5 / std::sqrt(40'000));
    QCOMPARE(randn_like(x).shape(), x.shape());
    for (const DType dtype : {DType::f16, DType::bf16}) {
        const Array halves = uniform({20'000}, 0, 1, dtype).eval();
        for (std::int64_t i = 0; i < halves.element_count(); ++i)
            QVERIFY(halves.number(i) < 1);
    }
}

void TestShaping::errors() {
    const Tensor x = zeros({2, 3});
    EXPECT_ERROR(squeeze(x, {0}), bad_input,
                 "squeeze: axis 0 of [2, 3] has more or fewer than one element");
    EXPECT_ERROR(split(x, Axes{1, 3}), bad_input,
                 "split: the pieces' sizes must add up to the 2 elements of axis 0 of [2, 3]");
    EXPECT_ERROR(flip(x, {0, 0}), usage, "flip: axis 0 is named twice");
    EXPECT_ERROR(tril(zeros({3})), bad_input, "tril: [3] has no two last axes");
    EXPECT_ERROR(bernoulli({2}, 1.5), usage,
                 "bernoulli: the probability must be between 0 and 1, it is 1.5");
}

QTEST_GUILESS_MAIN(TestShaping)
#include "test_shaping.moc"
