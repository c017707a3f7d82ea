// SPDX-License-Identifier: Apache-2.0
// What the builders leave out and work out, and what the type and shape rules give.
#include <QTest>
#include <limits>

#include "engine/graph/build.h"
#include "engine/graph/infer.h"
#include "engine/graph/reference.h"

using namespace gradweave;
using namespace gradweave::graph;

namespace {

NodePtr leaf(DType dtype, const Shape& shape) {
    return make_leaf("x", dtype, shape);
}
NodePtr number(double value) {
    return constant(value, DType::f32, Shape{3});
}
double value_of(const NodePtr& node) {
    return constant_value(node).value().as_double();
}

}  // namespace

class TestBuild : public QObject {
    Q_OBJECT

  private slots:
    void neutralElementsVanish();
    void zeroTimesUnknownStays();
    void doubleNegationVanishes();
    void constantsFold();
    void integersFoldExactly();
    void movementOfConstants();
    void movementComposes();
    void movementWithoutEffectVanishes();
    void selectOfKnownCondition();
    void reductionsOfNothing();
    void shapes_data();
    void shapes();
    void windowPositions();
    void verifierRejectsWrongClaims();
    void integerArithmeticIsDefinedEverywhere();
};

void TestBuild::neutralElementsVanish() {
    const NodePtr x = leaf(DType::f32, Shape{3});
    QVERIFY(add(x, number(0)) == x);
    QVERIFY(add(number(0), x) == x);
    QVERIFY(sub(x, number(0)) == x);
    QVERIFY(mul(x, number(1)) == x);
    QVERIFY(mul(number(1), x) == x);
    QVERIFY(div(x, number(1)) == x);
    QVERIFY(pow(x, number(1)) == x);
    QVERIFY(binary(Op::max, x, x) == x);
    QVERIFY(sub(number(0), x) != x);
    QVERIFY(div(number(1), x) != x);
    QVERIFY(pow(number(1), x) != x);
    const NodePtr b = leaf(DType::boolean, Shape{3});
    QVERIFY(binary(Op::bit_and, b, b) == b);
    QVERIFY(binary(Op::bit_xor, b, b) != b);
}

// x may be infinite or NaN: 0 * x, x - x and x / x are not constants.
void TestBuild::zeroTimesUnknownStays() {
    const NodePtr x = leaf(DType::f32, Shape{3});
    QVERIFY(mul(x, number(0))->op() == Op::mul);
    QVERIFY(sub(x, x)->op() == Op::sub);
    QVERIFY(div(x, x)->op() == Op::div);
    QVERIFY(pow(x, number(0))->op() == Op::pow);
    QVERIFY(eq(x, x)->op() == Op::eq);
    QVERIFY(reduce(Op::reduce_prod, constant(0.0, DType::f32, Shape{2, 0}), {1})->op() ==
            Op::reduce_prod);
}

void TestBuild::doubleNegationVanishes() {
    const NodePtr x = leaf(DType::f32, Shape{3}), b = leaf(DType::boolean, Shape{3});
    QVERIFY(neg(neg(x)) == x);
    QVERIFY(bit_not(bit_not(b)) == b);
    QVERIFY(recip(recip(x)) != x);
}

void TestBuild::constantsFold() {
    QCOMPARE(value_of(add(number(2), number(3))), 5.0);
    QCOMPARE(value_of(exp(number(0))), 1.0);
    QCOMPARE(value_of(div(number(1), number(0))), double(INFINITY));
    QCOMPARE(value_of(sqrt(number(2))), double(std::sqrt(2.0f)));  // in the operands' type
    QCOMPARE(value_of(lt(number(1), number(2))), 1.0);
    QCOMPARE(lt(number(1), number(2))->dtype(), DType::boolean);
    QCOMPARE(value_of(cast(number(-1.5), DType::u8)), 0.0);
    QCOMPARE(value_of(constant(0.1, DType::f32, Shape{})), double(0.1f));
    QCOMPARE(value_of(constant(300.0, DType::u8, Shape{})), 255.0);
    QCOMPARE(value_of(reduce(Op::reduce_sum, number(0), {0})), 0.0);
}

void TestBuild::integersFoldExactly() {
    const auto integer = [](std::int64_t value) { return constant(value, DType::i64, Shape{}); };
    const std::int64_t large = (std::int64_t{1} << 53) + 1;
    QCOMPARE(constant_value(add(integer(large), integer(2)))->as_integer(), large + 2);
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    QCOMPARE(constant_value(add(integer(most), integer(1)))->as_integer(), -most - 1);
    QCOMPARE(constant_value(div(integer(7), integer(0)))->as_integer(), std::int64_t{0});
}

void TestBuild::movementOfConstants() {
    const NodePtr x = number(2);
    for (const NodePtr& moved :
         {reshape(x, Shape{1, 3}), broadcast(x, Shape{2, 3}, {1}), slice(x, {0}, {2}, {2}),
          permute(constant(2.0, DType::f32, Shape{2, 3}), {1, 0})}) {
        QCOMPARE(moved->op(), Op::constant);
        QCOMPARE(value_of(moved), 2.0);
    }
}

void TestBuild::movementComposes() {
    const NodePtr x = leaf(DType::f32, Shape{2, 3, 4});
    QVERIFY(reshape(reshape(x, Shape{24}), Shape{6, 4}) == reshape(x, Shape{6, 4}));
    QVERIFY(reshape(reshape(x, Shape{24}), x->shape()) == x);
    QVERIFY(permute(permute(x, {1, 2, 0}), {1, 2, 0}) == permute(x, {2, 0, 1}));
    QVERIFY(permute(permute(x, {1, 2, 0}), {2, 0, 1}) == x);
    const NodePtr row = leaf(DType::f32, Shape{4});
    QVERIFY(broadcast(broadcast(row, Shape{3, 4}, {1}), Shape{3, 2, 4}, {0, 2}) ==
            broadcast(row, Shape{3, 2, 4}, {2}));
}

void TestBuild::movementWithoutEffectVanishes() {
    const NodePtr x = leaf(DType::f32, Shape{2, 3});
    QVERIFY(reshape(x, Shape{2, 3}) == x);
    QVERIFY(permute(x, {0, 1}) == x);
    QVERIFY(broadcast(x, Shape{2, 3}, {0, 1}) == x);
    QVERIFY(pad(x, {{0, 0}, {0, 0}, {0, 0}, 0.0}) == x);
    QVERIFY(slice(x, {0, 0}, {1, 1}, {2, 3}) == x);
    QVERIFY(concat({x}, 0) == x);
    QVERIFY(cast(x, DType::f32) == x);
    QVERIFY(reduce(Op::reduce_sum, x, {}) == x);
    QVERIFY(slice(x, {1, 0}, {-1, 1}, {2, 3}) != x);
}

void TestBuild::selectOfKnownCondition() {
    const NodePtr a = leaf(DType::f32, Shape{3}), b = leaf(DType::f32, Shape{3});
    const NodePtr condition = leaf(DType::boolean, Shape{3});
    const auto known = [](bool value) {
        return constant(std::int64_t{value}, DType::boolean, Shape{3});
    };
    QVERIFY(select(known(true), a, b) == a);
    QVERIFY(select(known(false), a, b) == b);
    QVERIFY(select(condition, a, a) == a);
    QVERIFY(select(condition, a, b)->op() == Op::select);
}

void TestBuild::reductionsOfNothing() {
    const NodePtr x = leaf(DType::f32, Shape{2, 0});
    QCOMPARE(reduce(Op::reduce_sum, x, {1})->shape(), (Shape{2}));
    QCOMPARE(reduce(Op::reduce_prod, x, {0, 1})->shape(), Shape{});
    QCOMPARE(reduce(Op::reduce_max, x, {0})->shape(), (Shape{0}));
}

void TestBuild::shapes_data() {
    QTest::addColumn<NodePtr>("node");
    QTest::addColumn<Axes>("sizes");
    const NodePtr x = leaf(DType::f32, Shape{2, 3, 5});
    const NodePtr i = leaf(DType::i64, Shape{7, 1});
    QTest::newRow("reduce") << reduce(Op::reduce_sum, x, {0, 2}) << Axes{3};
    QTest::newRow("argmax") << arg_reduce(Op::argmax, x, 1) << Axes{2, 5};
    QTest::newRow("pad") << pad(x, {{1, 0, 0}, {2, 0, 1}, {0, 2, 0}, 0.0}) << Axes{5, 7, 6};
    QTest::newRow("slice") << slice(x, {1, 2, 4}, {1, -1, -2}, {1, 3, 3}) << Axes{1, 3, 3};
    QTest::newRow("concat") << concat({x, x, x}, 1) << Axes{2, 9, 5};
    QTest::newRow("window") << window(x, {{1, 2}, {2, 3}, {1, 1}, {1, 2}}) << Axes{2, 2, 1, 2, 3};
    QTest::newRow("gather") << gather(x, i, 1) << Axes{2, 7, 1, 5};
    QTest::newRow("dot") << dot(x, leaf(DType::f32, Shape{5, 2, 4}), {{0}, {1}, {2}, {0}})
                         << Axes{2, 3, 4};
    QTest::newRow("outer product") << dot(x, leaf(DType::f32, Shape{4}), {}) << Axes{2, 3, 5, 4};
    QTest::newRow("conv") << conv(leaf(DType::f32, Shape{8, 4, 10, 9}),
                                  leaf(DType::f32, Shape{6, 2, 3, 2}),
                                  {{2, 1}, {1, 0}, {0, 1}, {2, 3}, 2})
                          << Axes{8, 6, 4, 7};
}

void TestBuild::shapes() {
    QFETCH(NodePtr, node);
    QFETCH(Axes, sizes);
    QCOMPARE(node->shape().sizes(), sizes);
    verify(*node);
}

void TestBuild::windowPositions() {
    QCOMPARE(window_positions(10, 3, 1, 1), std::int64_t{8});
    QCOMPARE(window_positions(10, 3, 2, 2), std::int64_t{3});
    QCOMPARE(window_positions(5, 5, 3, 1), std::int64_t{1});
    QCOMPARE(window_positions(4, 5, 1, 1), std::int64_t{0});
    QCOMPARE(window_positions(4, 0, 1, 1), std::int64_t{0});
    QCOMPARE(window_positions(4, 2, 1, std::numeric_limits<std::int64_t>::max()), std::int64_t{0});
}

void TestBuild::verifierRejectsWrongClaims() {
    const NodePtr x = leaf(DType::f32, Shape{2, 3});
    const auto rejected = [](const NodePtr& node) {
        try {
            verify(*node);
            return false;
        } catch (const Error&) {
            return true;
        }
    };
    QVERIFY(rejected(make_node(Op::exp, {x}, {}, DType::f32, Shape{3, 2})));
    QVERIFY(rejected(make_node(Op::exp, {x}, {}, DType::f64, Shape{2, 3})));
    QVERIFY(rejected(make_node(Op::reshape, {x}, {}, DType::f32, Shape{5})));
    QVERIFY(rejected(make_node(Op::permute, {x}, AxesAttributes{{1, 0}}, DType::f32, Shape{2, 3})));
    QVERIFY(rejected(make_node(Op::reduce_sum, {x}, AxesAttributes{{0}}, DType::f32, Shape{2})));
    QVERIFY(rejected(make_node(Op::gather, {x, leaf(DType::i64, Shape{4})}, AxisAttributes{0},
                               DType::f32, Shape{4, 2})));
    QVERIFY(rejected(make_node(Op::scatter_add, {x, leaf(DType::i64, Shape{2})}, AxisAttributes{0},
                               DType::f32, Shape{4, 2})));
    QVERIFY(rejected(make_node(Op::iota, {}, AxisAttributes{2}, DType::f32, Shape{4, 2})));
}

// What C++ leaves undefined has a value here, the same on every backend.
void TestBuild::integerArithmeticIsDefinedEverywhere() {
    namespace r = reference;
    using i32 = std::int32_t;
    constexpr i32 least = std::numeric_limits<i32>::min(), most = std::numeric_limits<i32>::max();
    QCOMPARE(r::unary<Op::neg>(least), least);
    QCOMPARE(r::unary<Op::abs>(least), least);
    QCOMPARE((r::binary<Op::add>(most, 1)), least);
    QCOMPARE((r::binary<Op::mul>(most, most)), 1);
    QCOMPARE((r::binary<Op::div>(least, -1)), least);
    QCOMPARE((r::binary<Op::div>(5, 0)), 0);
    QCOMPARE((r::binary<Op::div>(-7, 2)), -3);
    QCOMPARE((r::binary<Op::mod>(-7, 2)), 1);
    QCOMPARE((r::binary<Op::mod>(7, -2)), -1);
    QCOMPARE((r::binary<Op::mod>(least, -1)), 0);
    QCOMPARE((r::binary<Op::mod>(5, 0)), 0);
    QCOMPARE((r::binary<Op::mod>(-5.5, 2.0)), 0.5);
    QCOMPARE((r::binary<Op::pow>(3, 4)), 81);
    QCOMPARE((r::binary<Op::pow>(2, -1)), 0);
    QCOMPARE((r::binary<Op::pow>(-1, -3)), -1);
    QCOMPARE((r::binary<Op::pow>(0, 0)), 1);
    QCOMPARE((r::binary<Op::shift>(1, 31)), least);
    QCOMPARE((r::binary<Op::shift>(1, 32)), 0);
    QCOMPARE((r::binary<Op::shift>(-8, -2)), -2);
    QCOMPARE((r::binary<Op::shift>(-8, -100)), -1);
    QCOMPARE((r::binary<Op::shift>(8, least)), 0);
    using u8 = std::uint8_t;
    QCOMPARE((r::binary<Op::sub>(u8{1}, u8{2})), u8{255});
    QCOMPARE((r::binary<Op::mul>(u8{16}, u8{17})), u8{16});
    QCOMPARE((r::binary<Op::pow>(u8{2}, u8{9})), u8{0});
}

QTEST_GUILESS_MAIN(TestBuild)
#include "test_build.moc"
