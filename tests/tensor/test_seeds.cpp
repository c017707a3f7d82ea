// SPDX-License-Identifier: Apache-2.0
// The README examples of the projects that inspired Gradweave, in its own words, with their
// numbers.
#include <QTest>
#include <sstream>

#include "engine/core/rng.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

/// QCOMPARE for vectors of numbers that prints both sides.
void compare(const Tensor& actual, const std::vector<float>& expected) {
    const auto values = actual.to(DType::f32).values<float>();
    QCOMPARE(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        QVERIFY2(
            std::abs(values[i] - expected[i]) <= 1e-5f * (1 + std::abs(expected[i])),
            qPrintable(
                QString("element %1: %2, expected %3").arg(i).arg(values[i]).arg(expected[i])));
    }
}

}  // namespace

class TestSeeds : public QObject {
    Q_OBJECT

  private slots:
    void lazyExpression();
    void gradientsOfAnyTensor();
    void higherOrder();
    void slicing();
    void smallGraphWithKnownGradients();
    void subtractHasTheRightSign();
    void constructors();
    void printing();
};

// z = (&x + &y).exp() - &x
void TestSeeds::lazyExpression() {
    set_seed(1);
    const Tensor x = randn({1024, 16});
    const Tensor y = uniform({16}, -1, 1);
    const Tensor z = exp(x + y) - x;
    QCOMPARE(z.shape(), (Shape{1024, 16}));
    const auto xs = x.values<float>(), ys = y.values<float>(), zs = z.values<float>();
    for (std::size_t i = 0; i < zs.size(); ++i) {
        const float expected = std::exp(xs[i] + ys[i % 16]) - xs[i];
        QVERIFY(std::abs(zs[i] - expected) <= 2e-6f * (1 + std::abs(expected)));
    }
}

// z.backward([&x, &y]): any tensor by any tensor, nothing declared beforehand.
void TestSeeds::gradientsOfAnyTensor() {
    const Tensor x = tensor({1, 2, 3});
    const Tensor y = tensor({0.5});
    const Tensor h = x * y;
    const Tensor z = sum(h * h);
    const auto gradients = grad(z, {x, y, h});
    compare(gradients[0], {0.5f, 1.0f, 1.5f});
    compare(gradients[1], {14.0f});
    compare(gradients[2], {1.0f, 2.0f, 3.0f});
}

void TestSeeds::higherOrder() {
    const Tensor x = tensor({2.0}, DType::f64);
    Tensor y = pow(x, 4.0);
    QCOMPARE(y.item(), 16.0);
    for (const double expected : {32.0, 48.0, 48.0, 24.0, 0.0}) {
        y = grad(y, x);
        QVERIFY(std::abs(y.item() - expected) < 1e-9);
    }
}

// x.get([.., 2.., 1..-2, ..-1])
void TestSeeds::slicing() {
    const Tensor x = arange(0, 2 * 3 * 6 * 4).reshape({2, 3, 6, 4});
    const Tensor y = x({all, range(2), range(1, -2), until(-1)});
    QCOMPARE(y.shape(), (Shape{2, 1, 3, 3}));
    compare(y({0, 0, 0}), {52, 53, 54});
    compare(x({1, -1, every(-2), 0}), {140, 132, 124});
    QCOMPARE(x({1, 2, 3, 0}).item(), 132.0);
}

// f = (x + y) z with x [2, 5]... the small tensors whose gradients are printed in the README.
void TestSeeds::smallGraphWithKnownGradients() {
    const Tensor x = tensor({1, 2});
    const Tensor y = tensor({5, 8});
    const Tensor z = sum(x * y);
    compare(grad(z, x), {5, 8});
    compare(grad(z, y), {1, 2});
}

// d(a - b)/db is -1.
void TestSeeds::subtractHasTheRightSign() {
    const Tensor a = tensor({1, 2}), b = tensor({3, 5});
    compare(grad(a - b, a), {1, 1});
    compare(grad(a - b, b), {-1, -1});
}

void TestSeeds::constructors() {
    compare(eye(2), {1, 0, 0, 1});
    compare(full({3}, 2.5), {2.5, 2.5, 2.5});
    compare(zeros({2}, DType::i32), {0, 0});
    compare(linspace(0, 1, 3), {0, 0.5, 1});
    QCOMPARE(tensor({{1, 2}, {3, 4}}, DType::i32).dtype(), DType::i32);
    set_seed(7);
    const auto first = randn({8}).values<float>();
    set_seed(7);
    QCOMPARE(randn({8}).values<float>(), first);
    for (const float value : uniform({100}, 2, 3).values<float>())
        QVERIFY(value >= 2 && value < 3);
}

void TestSeeds::printing() {
    std::ostringstream text;
    text << tensor({{1, -2.5}, {30, 4}});
    QCOMPARE(QString::fromStdString(text.str()),
             QString("[[   1, -2.5],\n [  30,    4]] f32[2, 2]"));
}

QTEST_GUILESS_MAIN(TestSeeds)
#include "test_seeds.moc"
