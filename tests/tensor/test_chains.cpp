// SPDX-License-Identifier: Apache-2.0
// Expressions a hundred thousand operations deep: nothing on their way may recurse.
#include <QTest>

#include "engine/graph/print.h"
#include "engine/runtime/evaluate.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

constexpr int depth = 100'000;

}  // namespace

class TestChains : public QObject {
    Q_OBJECT

  private slots:
    void additions();
    void productsAndTheirGradients();
    void composites();
};

// x + x + ... + x: built, computed, differentiated, let go.
void TestChains::additions() {
    const std::size_t before = graph::live_node_count();
    {
        const Tensor x = tensor({1, 2});
        Tensor y = x;
        for (int i = 1; i < depth; ++i)
            y = y + x;
        QVERIFY(graph::live_node_count() >= before + depth);
        QCOMPARE(y.values<float>(), (std::vector<float>{depth, 2 * depth}));
        QCOMPARE(grad(y, x).values<float>(), (std::vector<float>{depth, depth}));
        QVERIFY(!graph::print(std::span(&y.node(), 1)).empty());
    }
    // The cache of compiled programs may keep nodes of its own, but not these.
    QVERIFY(graph::live_node_count() < before + depth);
}

// w * w * ... * x: the gradient by w is itself a chain, which does not fold.
void TestChains::productsAndTheirGradients() {
    const auto product = [](const Tensor& w, const Tensor& x, int factors) {
        Tensor y = x;
        for (int i = 0; i < factors; ++i)
            y = y * w;
        return y;
    };
    const Tensor w = tensor({1, -1}), x = tensor({2, 3});
    const std::size_t before = graph::live_node_count();
    {
        const Tensor y = product(w, x, depth);
        QCOMPARE(y.values<float>(), (std::vector<float>{2, 3}));
        QCOMPARE(grad(y, x).values<float>(), (std::vector<float>{1, 1}));
        const Tensor by_w = grad(y, w);
        QVERIFY(graph::live_node_count() > before + 2 * depth);
    }
    // Every value on the way is read again, so nothing fuses and each needs a step of its own.
    constexpr int fewer = depth / 50;
    // d(x w^n)/dw = n x w^(n - 1)
    QCOMPARE(grad(product(w, x, fewer), w).values<float>(),
             (std::vector<float>{2.0f * fewer, -3.0f * fewer}));
}

void TestChains::composites() {
    Tensor y = tensor({1, -1});
    const Tensor x = y;
    for (int i = 0; i < depth / 20; ++i)
        y = relu(y);
    QCOMPARE(y.values<float>(), (std::vector<float>{1, 0}));
    QCOMPARE(grad(y, x).values<float>(), (std::vector<float>{1, 0}));
}

QTEST_GUILESS_MAIN(TestChains)
#include "test_chains.moc"
