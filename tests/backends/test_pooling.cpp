// SPDX-License-Identifier: Apache-2.0
// Max-pooling in the CPU's own step against its body: padding, overlap, NaN, ties, infinities.
#include <QTest>

#include "engine/core/threads.h"
#include "engine/graph/pooling.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::run_on;

namespace {

Generator& generator() {
    static Generator shared(8);
    return shared;
}

struct Problem {
    Shape shape;
    Pooling pooling;
};

const std::vector<Problem>& problems() {
    static const std::vector<Problem> all = {
        {{2, 3, 8, 8}, {{2, 2}, {2, 2}, {0, 0}, {0, 0}}},
        {{1, 1, 7, 5}, {{3, 2}, {2, 1}, {0, 0}, {0, 0}}},   // overlap, a rest
        {{2, 5, 6, 7}, {{3, 3}, {1, 2}, {1, 1}, {1, 1}}},   // padding
        {{1, 17, 4, 9}, {{2, 3}, {2, 3}, {1, 0}, {0, 2}}},  // uneven padding, odd channels
        {{1, 2, 5, 5}, {{5, 5}, {1, 1}, {0, 0}, {0, 0}}},   // global
        {{1, 2, 9, 9}, {{2, 2}, {4, 3}, {0, 0}, {0, 0}}},   // gaps between windows
        {{1, 2, 3, 3}, {{2, 2}, {1, 1}, {3, 2}, {2, 3}}},   // windows of padding alone
        {{40, 1, 4, 4}, {{1, 1}, {1, 1}, {0, 0}, {0, 0}}},  // the identity
        {{0, 3, 4, 4}, {{2, 2}, {2, 2}, {0, 0}, {0, 0}}},   // no images
    };
    return all;
}

/// Small integers: many ties.
NodePtr few_values(DType dtype, const Shape& shape) {
    Array array(dtype, shape);
    visit_dtype(dtype, [&]<class T>(std::type_identity<T>) {
        for (T& element : array.as<T>())
            element = convert<T>(static_cast<double>(generator().below(3)));
    });
    return make_leaf("x", std::move(array));
}

void check(const NodePtr& node) {
    compiler::CompileOptions by_body;
    by_body.composites = false;
    const Array expected = run_on(testing::oracle(), node);
    COMPARE_ARRAYS(run_on(cpu(), node), expected, {});
    COMPARE_ARRAYS(run_on(cpu(), node, by_body), expected, {});
}

}  // namespace

class TestPooling : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void ordinaryNumbers();
    void ties();
    void specialNumbers();
    void minusInfinityBesidePadding();
    void itsGradientAfterOtherWork();
    void servedOnlyWhereItIsFaster();
    void threadsChangeNothing();
};

void TestPooling::ordinaryNumbers() {
    for (const DType dtype : {DType::f32, DType::f64}) {
        for (const Problem& p : problems()) {
            const NodePtr x = drawn_leaf(dtype, p.shape, Numbers::ordinary, generator());
            const NodePtr y = max_pool2d(x, p.pooling);
            check(y);
            // Whole numbers, since overlapping windows add up in another order.
            const NodePtr g = drawn_leaf(dtype, y->shape(), Numbers::whole, generator());
            check(max_pool2d_gradient(x, g, p.pooling));
        }
    }
}

void TestPooling::ties() {
    for (const Problem& p : problems()) {
        const NodePtr x = few_values(DType::f32, p.shape);
        const NodePtr y = max_pool2d(x, p.pooling);
        check(y);
        check(max_pool2d_gradient(
            x, drawn_leaf(DType::f32, y->shape(), Numbers::whole, generator()), p.pooling));
    }
}

void TestPooling::specialNumbers() {
    for (int round = 0; round < 5; ++round) {
        for (const Problem& p : problems()) {
            const NodePtr x = drawn_leaf(DType::f32, p.shape, Numbers::special, generator());
            const NodePtr y = max_pool2d(x, p.pooling);
            check(y);
            check(max_pool2d_gradient(
                x, drawn_leaf(DType::f32, y->shape(), Numbers::whole, generator()), p.pooling));
        }
    }
}

void TestPooling::minusInfinityBesidePadding() {
    for (const Problem& p : problems()) {
        const NodePtr x = make_leaf("x", [&] {
            Array array(DType::f32, p.shape);
            for (float& element : array.as<float>())
                element = -INFINITY;
            return array;
        }());
        const NodePtr y = max_pool2d(x, p.pooling);
        check(y);
        check(max_pool2d_gradient(x, constant_like(y, 1.0), p.pooling));
    }
}

void TestPooling::itsGradientAfterOtherWork() {
    const Problem p = problems()[2];
    const NodePtr x = drawn_leaf(DType::f32, p.shape, Numbers::whole, generator());
    const NodePtr doubled = add(x, x);
    const NodePtr y = max_pool2d(doubled, p.pooling);
    check(add(max_pool2d_gradient(doubled, mul(y, y), p.pooling), doubled));
    check(reduce(Op::reduce_sum, y, {0, 2}));
    check(max_pool2d(permute(x, {0, 1, 3, 2}), p.pooling));
}

void TestPooling::servedOnlyWhereItIsFaster() {
    const auto steps = [](DType dtype, bool composites) {
        compiler::CompileOptions options;
        options.composites = composites;
        const Problem& p = problems()[0];
        testing::Session session(
            cpu(), {{max_pool2d(make_leaf("x", Array(dtype, p.shape)), p.pooling)}, {}}, options);
        std::string text;
        for (const auto& step : session.executable().steps())
            text += step.what + "\n";
        return text;
    };
    QVERIFY(steps(DType::f32, true).find("max_pool2d") != std::string::npos);
    QVERIFY(steps(DType::f32, false).find("max_pool2d") == std::string::npos);
    QVERIFY(steps(DType::f64, true).find("max_pool2d") == std::string::npos);
}

void TestPooling::threadsChangeNothing() {
    const Pooling pooling{{3, 3}, {1, 1}, {1, 1}, {1, 1}};
    const NodePtr x = drawn_leaf(DType::f32, Shape{9, 8, 12, 12}, Numbers::ordinary, generator());
    const NodePtr g = drawn_leaf(DType::f32, x->shape(), Numbers::ordinary, generator());
    const NodePtr node = max_pool2d_gradient(x, g, pooling);
    set_thread_count(1);
    const Array alone = run_on(cpu(), node);
    for (const int threads : {2, 4}) {
        set_thread_count(threads);
        QVERIFY(identical(run_on(cpu(), node), alone));
    }
}

QTEST_GUILESS_MAIN(TestPooling)
#include "test_pooling.moc"
