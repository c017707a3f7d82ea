// SPDX-License-Identifier: Apache-2.0
// Nodes are shared while somebody holds them, and gone when nobody does.
#include <QTest>
#include <atomic>
#include <thread>
#include <unordered_set>
#include <vector>

#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/graph/pooling.h"

using namespace gradweave;
using namespace gradweave::graph;

namespace {

const Shape shape{4};

/// x + 1, twice x, and so on: a chain of `length` additions.
NodePtr chain(const NodePtr& x, int length) {
    NodePtr y = x;
    for (int i = 0; i < length; ++i)
        y = add(y, x);
    return y;
}

}  // namespace

class TestInterning : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void cleanup();
    void sameExpressionSameNode();
    void anyDifferenceMakesAnotherNode();
    void numbersCompareByBits();
    void leavesAreNeverShared();
    void compositesAreShared();
    void theFirstMakerNamesTheNode();
    void firstLabelWins();
    void valuesStay();
    void longChainsNeedNoStack();
    void wideSharingIsReleasedOnce();
    void threadsShareAndRelease();
    void releaseOnAnotherThread();
    void topologicalOrder();

  private:
    std::size_t before_ = 0;
};

void TestInterning::init() {
    before_ = live_node_count();
}

// Every test gives back all nodes that it made.
void TestInterning::cleanup() {
    QCOMPARE(live_node_count(), before_);
}

void TestInterning::sameExpressionSameNode() {
    const NodePtr x = make_leaf("x", DType::f32, shape);
    const NodePtr first = exp(add(x, constant(2.0, DType::f32, shape)));
    const NodePtr second = exp(add(x, constant(std::int64_t{2}, DType::f32, shape)));
    QVERIFY(first == second);
    QCOMPARE(std::hash<NodePtr>{}(first), std::hash<NodePtr>{}(second));
    QCOMPARE(live_node_count(), before_ + 4);  // x, 2, x + 2, exp
}

void TestInterning::anyDifferenceMakesAnotherNode() {
    const NodePtr x = make_leaf("x", DType::f32, Shape{2, 3, 4});
    const std::vector<NodePtr> nodes = {
        exp(x),
        log(x),
        add(x, exp(x)),
        add(exp(x), x),
        cast(x, DType::f64),
        cast(x, DType::i32),
        reduce(Op::reduce_sum, x, {0}),
        reduce(Op::reduce_sum, x, {1}),
        reduce(Op::reduce_max, x, {0}),
        reshape(x, Shape{24}),
        reshape(x, Shape{6, 4}),
        permute(x, {0, 2, 1}),
        permute(x, {1, 0, 2}),
        slice(x, {0, 0, 0}, {1, 1, 1}, {1, 3, 4}),
        slice(x, {1, 0, 0}, {1, 1, 1}, {1, 3, 4}),
        slice(x, {1, 0, 0}, {-1, 1, 1}, {1, 3, 4}),
        pad(x, {{1, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0.0}),
        pad(x, {{0, 0, 0}, {1, 0, 0}, {0, 0, 0}, 0.0}),
        pad(x, {{0, 0, 0}, {1, 0, 0}, {0, 0, 0}, 1.0}),
        window(x, {{1}, {2}, {1}, {1}}),
        window(x, {{1}, {2}, {1}, {2}}),
        iota(DType::f32, Shape{2, 3, 4}, 0),
        iota(DType::f32, Shape{2, 3, 4}, 1),
        constant(1.0, DType::f32, Shape{2, 3, 4}),
        constant(1.0, DType::f64, Shape{2, 3, 4}),
        constant(1.0, DType::f32, Shape{24}),
    };
    const std::unordered_set<NodePtr> different(nodes.begin(), nodes.end());
    QCOMPARE(different.size(), nodes.size());
}

void TestInterning::numbersCompareByBits() {
    const auto number = [](Scalar value) { return constant(value, DType::f64, shape); };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(number(nan) == number(nan));
    const NodePtr zero = number(0.0), negative = number(-0.0);
    QVERIFY(zero != negative);
    QVERIFY(constant(0.1, DType::f32, shape) == constant(double{0.1f}, DType::f32, shape));
    // An integer that no double holds.
    const std::int64_t large = (std::int64_t{1} << 53) + 1;
    const NodePtr a = constant(large, DType::i64, shape),
                  b = constant(large - 1, DType::i64, shape);
    QVERIFY(a != b);
    QCOMPARE(constant_value(a)->as_integer(), large);
}

void TestInterning::leavesAreNeverShared() {
    const NodePtr a = make_leaf("w", DType::f32, shape), b = make_leaf("w", DType::f32, shape);
    QVERIFY(a != b);
    QVERIFY(exp(a) != exp(b));
}

void TestInterning::compositesAreShared() {
    const NodePtr x = make_leaf("x", DType::f32, Shape{1, 1, 4, 4});
    const Pooling two{{2, 2}, {2, 2}, {0, 0}, {0, 0}}, one{{2, 2}, {1, 1}, {0, 0}, {0, 0}};
    const NodePtr pooled = max_pool2d(x, two);
    QVERIFY(pooled == max_pool2d(x, two));
    QVERIFY(pooled != max_pool2d(x, one));
    QVERIFY(pooled->body()->op() == Op::reduce_max);
    QVERIFY(is_max_pool2d(*pooled) && !is_max_pool2d(*x));
}

void TestInterning::theFirstMakerNamesTheNode() {
    const NodePtr x = make_leaf("x", DType::f32, shape);
    NodePtr first;
    {
        const OriginScope scope("fc1", Phase::forward);
        first = exp(x);
        const OriginScope inner("fc2", Phase::gradient);
        QVERIFY(exp(x) == first);
    }
    QVERIFY(first->origin().block != nullptr);
    QCOMPARE(*first->origin().block, std::string("fc1"));
    QCOMPARE(first->origin().phase, Phase::forward);
    QVERIFY(log(x)->origin().block == nullptr);  // the scopes are closed
    QVERIFY(x->serial() < first->serial());
}

void TestInterning::firstLabelWins() {
    const NodePtr x = make_leaf("x", DType::f32, shape);
    QVERIFY(x->label().empty());
    x->set_label("logits");
    x->set_label("other");
    QCOMPARE(x->label(), std::string("logits"));
}

void TestInterning::valuesStay() {
    const Array ones = Array::of(std::vector<float>{1, 1, 1, 1}, shape);
    const NodePtr x = make_leaf("x", ones);
    QCOMPARE(x->value()->data(), ones.data());
    const NodePtr y = exp(x);
    QVERIFY(y->value() == nullptr);
    y->set_value(ones);
    QCOMPARE(exp(x)->value()->data(), ones.data());
    QVERIFY(make_leaf("w", DType::f32, shape)->value() == nullptr);
}

void TestInterning::longChainsNeedNoStack() {
    const NodePtr x = make_leaf("x", DType::f32, shape);
    {
        const NodePtr end = chain(x, 100'000);
        QCOMPARE(live_node_count(), before_ + 100'001);
        QCOMPARE(topological_order(std::span(&end, 1)).size(), std::size_t{100'001});
    }
    QCOMPARE(live_node_count(), before_ + 1);
}

// 2^40 paths, 41 nodes.
void TestInterning::wideSharingIsReleasedOnce() {
    NodePtr y = make_leaf("x", DType::f32, shape);
    for (int i = 0; i < 40; ++i)
        y = add(y, y);
    QCOMPARE(live_node_count(), before_ + 41);
    QCOMPARE(topological_order(std::span(&y, 1)).size(), std::size_t{41});
}

// All threads make and drop the same expressions, so the last reference of one thread races with
// the lookup of another.
void TestInterning::threadsShareAndRelease() {
    const NodePtr x = make_leaf("x", DType::f32, shape);
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int round = 0; round < 300; ++round) {
                const NodePtr a = chain(x, 10), b = chain(x, 10);
                wrong += a == b && a->shape() == shape ? 0 : 1;
                const NodePtr copy = a;
                wrong += copy->input(1) == x ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(live_node_count(), before_ + 1);
}

void TestInterning::releaseOnAnotherThread() {
    NodePtr end = chain(make_leaf("x", DType::f32, shape), 50'000);
    std::thread([moved = std::move(end)]() mutable { moved = NodePtr(); }).join();
    QCOMPARE(live_node_count(), before_);
}

void TestInterning::topologicalOrder() {
    const NodePtr x = make_leaf("x", DType::f32, shape), y = make_leaf("y", DType::f32, shape);
    const NodePtr a = exp(x), b = add(a, y), c = mul(b, a);
    const NodePtr roots[] = {c, b};
    const auto order = topological_order(roots);
    QCOMPARE(order, (std::vector<const Node*>{x.get(), a.get(), y.get(), b.get(), c.get()}));
    const auto cut = topological_order(roots, [&](const Node& node) { return &node == b.get(); });
    QCOMPARE(cut, (std::vector<const Node*>{b.get(), x.get(), a.get(), c.get()}));
}

QTEST_GUILESS_MAIN(TestInterning)
#include "test_interning.moc"
