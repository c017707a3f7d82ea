// SPDX-License-Identifier: Apache-2.0
// Passes: what each rewrites, and what it must leave alone.
#include <QTest>

#include "engine/compiler/passes/algebra.h"
#include "engine/compiler/passes/canonical.h"
#include "engine/compiler/passes/dead_code.h"
#include "engine/compiler/passes/fold.h"
#include "engine/compiler/passes/pipeline.h"
#include "engine/compiler/passes/view_algebra.h"
#include "engine/graph/build.h"
#include "engine/graph/print.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::compiler;
using namespace gradweave::graph;
using gradweave::testing::error_of;
using gradweave::testing::text;

namespace {

NodePtr leaf(const Shape& shape = Shape{8, 6}, DType dtype = DType::f32) {
    return make_leaf("x", dtype, shape);
}

NodePtr number(const NodePtr& like, double value) {
    return constant_like(like, value);
}

/// Nodes are interned: equal graphs are the same node.
void compare(Program (*pass)(const Program&), const NodePtr& before, const NodePtr& after) {
    const Program program{{before}, {}};
    const Program result = pass(program);
    verify(program, result);
    QCOMPARE(text(print(result.outputs)), text(print(std::vector{after})));
    QCOMPARE(result.outputs[0].get(), after.get());
}

PadAttributes zeros(Axes low, Axes high) {
    const Axes interior(low.size(), 0);
    return {std::move(low), std::move(high), interior, 0.0};
}

}  // namespace

Q_DECLARE_METATYPE(gradweave::graph::NodePtr)

class TestPasses : public QObject {
    Q_OBJECT

  private slots:
    void canonical_data();
    void canonical();
    void folding_data();
    void folding();
    void algebra_data();
    void algebra();
    void views_data();
    void views();
    void deadCode();
    void verifierRejects();
};

void TestPasses::canonical_data() {
    QTest::addColumn<NodePtr>("before");
    QTest::addColumn<NodePtr>("after");
    const NodePtr x = leaf(), y = leaf();
    const NodePtr sum = add(x, y);
    QTest::newRow("both orders are one") << mul(sum, add(y, x)) << mul(sum, sum);
    QTest::newRow("constants come last") << mul(number(x, 2), x) << mul(x, number(x, 2));
    QTest::newRow("subtraction of a constant") << sub(x, number(x, 2)) << add(x, number(x, -2));
    const NodePtr extremes = binary(Op::max, binary(Op::max, x, y), binary(Op::max, y, x));
    QTest::newRow("max tells zeros apart by their order") << extremes << extremes;
    QTest::newRow("subtraction has an order") << sub(y, x) << sub(y, x);
}

void TestPasses::canonical() {
    QFETCH(NodePtr, before);
    QFETCH(NodePtr, after);
    compare(canonicalise, before, after);
}

void TestPasses::folding_data() {
    QTest::addColumn<NodePtr>("before");
    QTest::addColumn<NodePtr>("after");
    const NodePtr x = leaf(), three = number(x, 3);
    const auto small = [](double value) { return constant(value, DType::f32, Shape{8}); };
    const auto with = [&](const NodePtr& y) { return add(reduce(Op::reduce_sum, x, {1}), y); };
    QTest::newRow("sum") << with(reduce(Op::reduce_sum, three, {1})) << with(small(18));
    QTest::newRow("max") << with(reduce(Op::reduce_max, three, {1})) << with(small(3));
    const NodePtr product = with(reduce(Op::reduce_prod, three, {1}));
    QTest::newRow("a product that rounds stays") << product << product;
    QTest::newRow("chains") << with(exp(reduce(Op::reduce_sum, number(x, 0), {1})))
                            << with(small(1));
    QTest::newRow("pad with the same")
        << add(x, pad(constant(1.0, DType::f32, Shape{6, 6}), {{1, 0}, {1, 0}, {0, 0}, 1.0}))
        << add(x, number(x, 1));
    const NodePtr other =
        pad(constant(1.0, DType::f32, Shape{6, 6}), {{1, 0}, {1, 0}, {0, 0}, 2.0});
    QTest::newRow("pad with another") << add(x, other) << add(x, other);
    const NodePtr half = constant(1.0, DType::f32, Shape{4, 6});
    QTest::newRow("concat of the same") << add(x, concat({half, half}, 0)) << add(x, number(x, 1));
    const NodePtr one = leaf(Shape{1}, DType::i64);
    QTest::newRow("the only index") << add(one, iota(DType::i64, Shape{1}, 0)) << one;
}

void TestPasses::folding() {
    QFETCH(NodePtr, before);
    QFETCH(NodePtr, after);
    compare(fold_constants, before, after);
}

void TestPasses::algebra_data() {
    QTest::addColumn<NodePtr>("before");
    QTest::addColumn<NodePtr>("after");
    const NodePtr x = leaf(), y = leaf(), mask = leaf(x->shape(), DType::boolean);
    const NodePtr two = number(x, 2), three = number(x, 3);
    QTest::newRow("x + -y") << add(x, neg(y)) << sub(x, y);
    QTest::newRow("-x + y") << add(neg(x), y) << sub(y, x);
    QTest::newRow("x - -y") << sub(x, neg(y)) << add(x, y);
    QTest::newRow("-(x - y)") << neg(sub(x, y)) << sub(y, x);
    QTest::newRow("-x * -y") << mul(neg(x), neg(y)) << mul(x, y);
    QTest::newRow("-(x * 2)") << neg(mul(x, two)) << mul(x, number(x, -2));
    QTest::newRow("-x * 2") << mul(neg(x), two) << mul(x, number(x, -2));
    QTest::newRow("x * -1") << mul(x, number(x, -1)) << neg(x);
    QTest::newRow("x * 2 * 3") << mul(mul(x, two), three) << mul(x, number(x, 6));
    QTest::newRow("x / 4") << div(x, number(x, 4)) << mul(x, number(x, 0.25));
    QTest::newRow("x / 3") << div(x, three) << div(x, three);
    QTest::newRow("||x||") << abs(abs(x)) << abs(x);
    QTest::newRow("|-x|") << abs(neg(x)) << abs(x);
    QTest::newRow("x^2") << pow(x, two) << mul(x, x);
    QTest::newRow("x^3") << pow(x, three) << mul(mul(x, x), x);
    QTest::newRow("x^-1") << pow(x, number(x, -1)) << recip(x);
    QTest::newRow("x^0.5") << pow(x, number(x, 0.5)) << pow(x, number(x, 0.5));
    QTest::newRow("not in a choice") << select(bit_not(mask), x, y) << select(mask, y, x);
    QTest::newRow("the same choice twice")
        << select(mask, select(mask, x, two), select(mask, three, y)) << select(mask, x, y);
    QTest::newRow("sum of -x") << reduce(Op::reduce_sum, neg(x), {1})
                               << neg(reduce(Op::reduce_sum, x, {1}));
    QTest::newRow("there and back") << cast(cast(x, DType::f64), DType::f32) << x;
    QTest::newRow("bool by way of f32")
        << cast(cast(mask, DType::f32), DType::i32) << cast(mask, DType::i32);
    // -2 is 0 by way of a floating type, 254 at once.
    const NodePtr whole = cast(x, DType::i32), limited = cast(cast(whole, DType::f64), DType::u8);
    QTest::newRow("to u8 by way of a floating type") << limited << limited;
    QTest::newRow("to i64 by way of f64")
        << cast(cast(whole, DType::f64), DType::i64) << cast(whole, DType::i64);
    const NodePtr lossy = cast(cast(x, DType::i32), DType::f32);
    QTest::newRow("not there and back by way of i32") << lossy << lossy;
    // Right only as written: they keep digits, or NaN and infinity.
    const NodePtr kahan = sub(add(x, number(x, 1)), number(x, 1));
    QTest::newRow("(x + 1) - 1 stays") << kahan << kahan;
    QTest::newRow("x * 0 stays") << mul(x, number(x, 0)) << mul(x, number(x, 0));
    QTest::newRow("x - x stays") << sub(x, x) << sub(x, x);
    QTest::newRow("x / x stays") << div(x, x) << div(x, x);
    const NodePtr far = mul(mul(x, number(x, 1e30)), number(x, 1e30));
    QTest::newRow("factors whose product is infinite") << far << far;
}

void TestPasses::algebra() {
    QFETCH(NodePtr, before);
    QFETCH(NodePtr, after);
    compare(simplify_algebra, before, after);
}

void TestPasses::views_data() {
    QTest::addColumn<NodePtr>("before");
    QTest::addColumn<NodePtr>("after");
    const Shape wide{8, 6};
    const NodePtr x = leaf(wide), row = leaf(Shape{6}), other = leaf(Shape{6}),
                  column = leaf(Shape{8});
    const auto spread = [&](const NodePtr& node) { return broadcast(node, wide, {1}); };
    QTest::newRow("work before a broadcast") << exp(spread(row)) << spread(exp(row));
    QTest::newRow("work of two and a constant")
        << mul(add(spread(row), spread(other)), number(x, 2))
        << spread(mul(add(row, other), number(row, 2)));
    const NodePtr crossed = add(spread(row), broadcast(column, wide, {0}));
    QTest::newRow("along different axes") << crossed << crossed;
    QTest::newRow("max along a broadcast axis") << reduce(Op::reduce_max, spread(row), {0}) << row;
    QTest::newRow("sum along a broadcast axis")
        << reduce(Op::reduce_sum, spread(row), {0}) << mul(row, number(row, 8));
    const NodePtr own = reduce(Op::reduce_sum, spread(row), {1});
    QTest::newRow("sum along its own axis") << own << own;
    QTest::newRow("slice of a slice")
        << slice(slice(x, {7, 0}, {-2, 1}, {4, 6}), {1, 2}, {2, 1}, {2, 3})
        << slice(x, {5, 2}, {-4, 1}, {2, 3});
    const NodePtr y = leaf(Shape{3, 6});
    QTest::newRow("slice of one part")
        << slice(concat({x, y}, 0), {9, 1}, {1, 1}, {2, 4}) << slice(y, {1, 1}, {1, 1}, {2, 4});
    const NodePtr both = slice(concat({x, y}, 0), {7, 0}, {1, 1}, {2, 6});
    QTest::newRow("slice of two parts") << both << both;
    QTest::newRow("slice inside of a pad")
        << slice(pad(x, zeros({2, 0}, {1, 0})), {3, 0}, {1, 1}, {4, 6})
        << slice(x, {1, 0}, {1, 1}, {4, 6});
    const NodePtr edge = slice(pad(x, zeros({2, 0}, {1, 0})), {1, 0}, {1, 1}, {4, 6});
    QTest::newRow("slice over the edge of a pad") << edge << edge;
    QTest::newRow("pad of a pad") << pad(pad(x, zeros({1, 0}, {0, 2})), zeros({1, 1}, {0, 0}))
                                  << pad(x, zeros({2, 1}, {0, 2}));
    QTest::newRow("concat of a concat")
        << concat({concat({x, y}, 0), x}, 0) << concat({x, y, x}, 0);
    // The gradient of three slices.
    const NodePtr a = leaf(Shape{8, 2}), b = leaf(Shape{8, 3}), c = leaf(Shape{8, 1});
    QTest::newRow("sum of pads side by side")
        << add(add(pad(a, zeros({0, 0}, {0, 4})), pad(b, zeros({0, 2}, {0, 1}))),
               pad(c, zeros({0, 5}, {0, 0})))
        << concat({a, b, c}, 1);
    QTest::newRow("with a gap") << add(pad(a, zeros({0, 0}, {0, 4})), pad(c, zeros({0, 5}, {0, 0})))
                                << concat({a, constant(0.0, DType::f32, Shape{8, 3}), c}, 1);
    const NodePtr overlap = add(pad(a, zeros({0, 0}, {0, 4})), pad(b, zeros({0, 1}, {0, 2})));
    QTest::newRow("pads that overlap") << overlap << overlap;
}

void TestPasses::views() {
    QFETCH(NodePtr, before);
    QFETCH(NodePtr, after);
    compare(simplify_views, before, after);
}

void TestPasses::deadCode() {
    const NodePtr x = leaf(), y = leaf();
    const Program program{{exp(x)}, {{x, x}, {y, add(y, x)}}};
    const Program result = remove_dead_code(program);
    QCOMPARE(result.assignments.size(), std::size_t{1});
    QCOMPARE(result.assignments[0].leaf.get(), y.get());
    QCOMPARE(result.outputs.size(), std::size_t{1});
}

void TestPasses::verifierRejects() {
    const NodePtr x = leaf(), y = leaf(Shape{6, 8});
    const Program program{{exp(x)}, {{x, neg(x)}}};
    verify(program, program);
    QVERIFY(error_of([&] { verify(program, {{exp(y)}, {}}); }).has_value());
    QVERIFY(error_of([&] { verify(program, {{}, {}}); }).has_value());
    QVERIFY(error_of([&] { verify(program, {{exp(x)}, {{x, neg(y)}}}); }).has_value());
    QVERIFY(error_of([&] { verify(program, {{exp(x)}, {{exp(x), neg(x)}}}); }).has_value());
    // A node that claims what its inputs do not give.
    const NodePtr wrong = make_node(Op::exp, {x}, {}, DType::f64, x->shape());
    QVERIFY(error_of([&] { verify({{wrong}, {}}, {{wrong}, {}}); }).has_value());
}

QTEST_GUILESS_MAIN(TestPasses)
#include "test_passes.moc"
