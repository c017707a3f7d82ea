// SPDX-License-Identifier: Apache-2.0
// The gradient rules that well-known systems once had wrong, one test each, and what grad()
// promises about its arguments.
#include <QTest>
#include <limits>

#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "tests/support/expect.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using namespace gradweave::graph;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();

NodePtr leaf(const std::vector<double>& values, std::optional<Shape> shape = {}) {
    return make_leaf(
        "x", Array::of(values, shape ? *shape : Shape{static_cast<std::int64_t>(values.size())}));
}

/// d(sum y)/dx as numbers.
std::vector<double> gradient(const NodePtr& y, const NodePtr& x) {
    const Array result = testing::evaluate(autodiff::grad(y, std::span(&x, 1))).front();
    std::vector<double> values;
    for (std::int64_t i = 0; i < result.element_count(); ++i)
        values.push_back(result.number(i));
    return values;
}

using Values = std::vector<double>;

}  // namespace

class TestRules : public QObject {
    Q_OBJECT

  private slots:
    // Select, never multiply by a mask.
    void selectBlocksInfinity();
    void absAtZero();
    void powAtZero();
    void powSecondDerivativeAtZero();
    // Ties.
    void tiesOfMaxAndMinSplit();
    void maxOfOneOperandTwice();
    void reduceMaxSharesAmongEquals();
    void nanDoesNotSpreadThroughMax();
    void maxPoolTakesTheFirst();
    void maxPoolOfMinusInfinity();
    // Signs, sums, repetition.
    void subtractHasASign();
    void broadcastSums();
    void gatherAddsRepeatedIndices();
    void gatherDropsForeignIndices();
    void sameSubexpressionTwice();
    void productsWithZeros();
    void runningProductsWithZeros();
    void runningMaximumTakesTheLatest();
    // Where there is no gradient.
    void integersHaveNone();
    void stepsAreFlat();
    void castsConvertGradients();
    void unrelatedIsZero();
    // grad() itself.
    void gradientOfItself();
    void anyNodeMayBeTheVariable();
    void seedWeighs();
    void wrongArguments();
    void gradientNodesKnowTheirBlock();
    void constantGradientsFold();
};

// An infinite slope above meets an operand that was not chosen: 0, where 0 * inf would be NaN.
void TestRules::selectBlocksInfinity() {
    const NodePtr x = leaf({-1, 4}), zero = constant_like(x, 0.0);
    QCOMPARE(gradient(sqrt(select(lt(zero, x), x, zero)), x), (Values{0, 0.25}));
    QCOMPARE(gradient(sqrt(binary(Op::max, x, zero)), x), (Values{0, 0.25}));
    QCOMPARE(gradient(sqrt(neg(binary(Op::min, neg(x), zero))), x), (Values{0, 0.25}));
    const NodePtr row = leaf({-1, 0, -2});
    QCOMPARE(gradient(sqrt(reduce(Op::reduce_max, row, {0})), row), (Values{0, inf, 0}));
    const NodePtr image = leaf({-1, 0, -2, -3}, Shape{1, 1, 2, 2});
    const Pooling whole{{2, 2}, {1, 1}, {0, 0}, {0, 0}};
    QCOMPARE(gradient(sqrt(max_pool2d(image, whole)), image), (Values{0, inf, 0, 0}));
}

void TestRules::absAtZero() {
    const NodePtr x = leaf({-2, 0, -0.0, 3, -inf, inf});
    QCOMPARE(gradient(abs(x), x), (Values{-1, 0, 0, 1, -1, 1}));
}

void TestRules::powAtZero() {
    const NodePtr a = leaf({0, 0, 0, 2, 0, -2}), b = leaf({0, 1, 2, 0, 0.5, 3});
    const NodePtr y = pow(a, b);
    QCOMPARE(gradient(y, a), (Values{0, 1, 0, 0, inf, 12}));
    const auto by_exponent = gradient(y, b);
    for (const std::size_t i : {0, 1, 2, 4})
        QCOMPARE(by_exponent[i], 0.0);
    QCOMPARE(by_exponent[3], std::log(2.0));
    QVERIFY(std::isnan(by_exponent[5]));  // (-2)^b is not real beside b = 3
    // A constant exponent, as x^2 and x^0 are written.
    const NodePtr x = leaf({0, -1, 3});
    QCOMPARE(gradient(pow(x, constant_like(x, 2.0)), x), (Values{0, -2, 6}));
    QCOMPARE(gradient(pow(x, constant_like(x, 0.0)), x), (Values{0, 0, 0}));
}

void TestRules::powSecondDerivativeAtZero() {
    const NodePtr x = leaf({0, -1, 3});
    for (const double exponent : {1.0, 2.0, 3.0, 4.0}) {
        const NodePtr y = pow(x, leaf({exponent, exponent, exponent}));
        const NodePtr first = autodiff::grad(y, std::span(&x, 1)).front();
        const auto second = gradient(first, x);
        for (std::size_t i = 0; i < 3; ++i) {
            const double at = Values{0, -1, 3}[i];
            QCOMPARE(second[i],
                     exponent < 2 ? 0 : exponent * (exponent - 1) * std::pow(at, exponent - 2));
        }
    }
}

void TestRules::tiesOfMaxAndMinSplit() {
    const NodePtr a = leaf({1, 2, 3}), b = leaf({3, 2, 1});
    QCOMPARE(gradient(binary(Op::max, a, b), a), (Values{0, 0.5, 1}));
    QCOMPARE(gradient(binary(Op::max, a, b), b), (Values{1, 0.5, 0}));
    QCOMPARE(gradient(binary(Op::min, a, b), a), (Values{1, 0.5, 0}));
    QCOMPARE(gradient(binary(Op::min, a, b), b), (Values{0, 0.5, 1}));
    const NodePtr zeros = leaf({0.0}), negative = leaf({-0.0});
    QCOMPARE(gradient(binary(Op::max, zeros, negative), zeros), (Values{0.5}));
    const NodePtr large = leaf({inf});
    QCOMPARE(gradient(binary(Op::max, large, leaf({inf})), large), (Values{0.5}));
}

void TestRules::maxOfOneOperandTwice() {
    const NodePtr x = leaf({1, 2});
    QCOMPARE(gradient(binary(Op::max, x, x), x), (Values{1, 1}));
    // The same through two nodes that only evaluation can tell to be equal.
    QCOMPARE(gradient(binary(Op::max, x, add(x, mul(constant_like(x, 0.0), x))), x),
             (Values{1, 1}));
}

void TestRules::reduceMaxSharesAmongEquals() {
    const NodePtr x = leaf({5, 1, 5, 5, 2, 2, 7, 0}, Shape{2, 4});
    const auto third = 1.0 / 3;
    QCOMPARE(gradient(reduce(Op::reduce_max, x, {1}), x),
             (Values{third, 0, third, third, 0, 0, 1, 0}));
    QCOMPARE(gradient(reduce(Op::reduce_min, x, {0}), x), (Values{0, 1, 1, 0, 1, 0, 0, 1}));
    // f32 counts equals exactly, also beyond what a byte or a half could.
    const NodePtr same = make_leaf("x", Array(DType::f32, Shape{70'000}));
    const auto shares = gradient(reduce(Op::reduce_max, same, {0}), same);
    QCOMPARE(shares[0], double(1.0f / 70'000));
    QCOMPARE(shares[69'999], double(1.0f / 70'000));
}

void TestRules::nanDoesNotSpreadThroughMax() {
    const NodePtr x = leaf({none, 1, 2, 3}, Shape{2, 2});
    QCOMPARE(gradient(reduce(Op::reduce_max, x, {1}), x), (Values{0, 0, 0, 1}));
}

void TestRules::maxPoolTakesTheFirst() {
    const Pooling two{{2, 2}, {2, 2}, {0, 0}, {0, 0}};
    const NodePtr x = leaf({1, 1, 0, 3,  //
                            1, 1, 3, 3},
                           Shape{1, 1, 2, 4});
    QCOMPARE(gradient(max_pool2d(x, two), x), (Values{1, 0, 0, 1, 0, 0, 0, 0}));
    // Overlapping windows that agree on a winner add up there.
    const Pooling sliding{{1, 2}, {1, 1}, {0, 0}, {0, 0}};
    const NodePtr row = leaf({0, 5, 0, 0}, Shape{1, 1, 1, 4});
    QCOMPARE(gradient(max_pool2d(row, sliding), row), (Values{0, 2, 1, 0}));
    const NodePtr lost = leaf({1, none, none, 2}, Shape{1, 1, 2, 2});
    QCOMPARE(gradient(max_pool2d(lost, two), lost), (Values{0, 1, 0, 0}));
}

// Padding never wins, not even against equals.
void TestRules::maxPoolOfMinusInfinity() {
    const Pooling padded{{2, 2}, {2, 2}, {1, 1}, {1, 1}};
    const NodePtr x = leaf({-inf, -inf, -inf, -inf}, Shape{1, 1, 2, 2});
    QCOMPARE(gradient(max_pool2d(x, padded), x), (Values{1, 1, 1, 1}));
}

void TestRules::subtractHasASign() {
    const NodePtr a = leaf({1, 2}), b = leaf({3, 4});
    QCOMPARE(gradient(sub(a, b), a), (Values{1, 1}));
    QCOMPARE(gradient(sub(a, b), b), (Values{-1, -1}));
    QCOMPARE(gradient(sub(a, a), a), (Values{0, 0}));
}

void TestRules::broadcastSums() {
    const NodePtr row = leaf({1, 2, 3}), weights = leaf({1, 2, 3, 10, 20, 30}, Shape{2, 3});
    QCOMPARE(gradient(mul(broadcast(row, Shape{2, 3}, {1}), weights), row), (Values{11, 22, 33}));
    const NodePtr scalar = leaf({2}, Shape{});
    QCOMPARE(gradient(mul(broadcast(scalar, Shape{2, 3}, {}), weights), scalar), (Values{66}));
    const NodePtr column = leaf({1, 2}, Shape{2});
    QCOMPARE(gradient(mul(broadcast(column, Shape{2, 3}, {0}), weights), column), (Values{6, 60}));
}

void TestRules::gatherAddsRepeatedIndices() {
    const NodePtr x = leaf({1, 2, 3});
    const NodePtr indices =
        make_leaf("i", Array::of(std::vector<std::int64_t>{2, 0, 2, 2}, Shape{4}));
    QCOMPARE(gradient(gather(x, indices, 0), x), (Values{1, 0, 3}));
}

void TestRules::gatherDropsForeignIndices() {
    const NodePtr x = leaf({1, 2, 3});
    const NodePtr indices =
        make_leaf("i", Array::of(std::vector<std::int32_t>{-1, 3, 1, 1 << 30}, Shape{4}));
    const NodePtr y = gather(x, indices, 0);
    const Array picked = testing::evaluate({y}).front();
    QCOMPARE(picked.number(0), 0.0);
    QCOMPARE(picked.number(2), 2.0);
    QCOMPARE(gradient(y, x), (Values{0, 1, 0}));
}

void TestRules::sameSubexpressionTwice() {
    const NodePtr x = leaf({3});
    QCOMPARE(gradient(add(x, x), x), (Values{2}));
    QCOMPARE(gradient(mul(x, x), x), (Values{6}));
    const NodePtr e = mul(x, x);
    QCOMPARE(gradient(mul(e, e), x), (Values{108}));
    QCOMPARE(gradient(add(e, mul(x, x)), x), (Values{12}));  // written twice, one node
    QCOMPARE(gradient(concat({x, x, x}, 0), x), (Values{3}));
    const NodePtr matrix = leaf({1, 2, 3, 4}, Shape{2, 2});
    QCOMPARE(gradient(matmul(matrix, matrix), matrix), (Values{7, 11, 9, 13}));
}

void TestRules::productsWithZeros() {
    const NodePtr x = leaf({0, 2, 3, 0, 0, 5}, Shape{2, 3});
    QCOMPARE(gradient(reduce(Op::reduce_prod, x, {1}), x), (Values{6, 0, 0, 0, 0, 0}));
}

void TestRules::runningProductsWithZeros() {
    const NodePtr x = leaf({2, 0, 3, 0});
    // d(x0 + x0 x1 + x0 x1 x2 + x0 x1 x2 x3)
    QCOMPARE(gradient(scan(Op::scan_prod, x, 0), x), (Values{1, 8, 0, 0}));
    // d(x3 + x3 x2 + x3 x2 x1 + x3 x2 x1 x0)
    QCOMPARE(gradient(scan(Op::scan_prod, x, 0, true), x), (Values{0, 0, 0, 4}));
}

// As PyTorch's cummax: of equal elements the latest, and from a NaN on the latest NaN.
void TestRules::runningMaximumTakesTheLatest() {
    const NodePtr x = leaf({1, 3, 3, 2, 3});
    QCOMPARE(gradient(scan(Op::scan_max, x, 0), x), (Values{1, 1, 2, 0, 1}));
    QCOMPARE(gradient(scan(Op::scan_max, x, 0, true), x), (Values{0, 2, 1, 0, 2}));
    const NodePtr lost = leaf({1, none, 5, none, 7});
    QCOMPARE(gradient(scan(Op::scan_max, lost, 0), lost), (Values{1, 2, 0, 2, 0}));
}

void TestRules::integersHaveNone() {
    const NodePtr x = leaf({1.5, 2.5});
    const NodePtr whole = cast(cast(x, DType::i32), DType::f64);
    QCOMPARE(gradient(add(whole, x), x), (Values{1, 1}));
    QCOMPARE(gradient(whole, x), (Values{0, 0}));
    const NodePtr winner = cast(arg_reduce(Op::argmax, x, 0), DType::f64);
    QCOMPARE(gradient(winner, x), (Values{0, 0}));
    const NodePtr truth = cast(lt(x, constant_like(x, 2.0)), DType::f64);
    QCOMPARE(gradient(mul(truth, x), x), (Values{1, 0}));
    const NodePtr order = cast(argsort(x, 0), DType::f64);
    QCOMPARE(gradient(order, x), (Values{0, 0}));
    const NodePtr bits = cast(bitcast(x, DType::i64), DType::f64);
    QCOMPARE(gradient(bits, x), (Values{0, 0}));
}

void TestRules::stepsAreFlat() {
    const NodePtr x = leaf({0, 0.5, 1, -1.5});
    QCOMPARE(gradient(unary(Op::floor, x), x), (Values{0, 0, 0, 0}));
    QCOMPARE(gradient(unary(Op::round, x), x), (Values{0, 0, 0, 0}));
}

void TestRules::castsConvertGradients() {
    const NodePtr x = leaf({1, 2});
    const NodePtr narrow = cast(x, DType::f32);
    const NodePtr factor = make_leaf("w", Array::of(std::vector<float>{0.1f, 3}, Shape{2}));
    const NodePtr y = mul(narrow, factor);
    QCOMPARE(y->dtype(), DType::f32);
    QCOMPARE(gradient(y, x), (Values{double{0.1f}, 3}));
    QCOMPARE(autodiff::grad(y, std::span(&x, 1)).front()->dtype(), DType::f64);
    QCOMPARE(gradient(cast(factor, DType::f64), factor), (Values{1, 1}));
}

void TestRules::unrelatedIsZero() {
    const NodePtr x = leaf({1, 2}), other = leaf({1, 2, 3});
    const NodePtr zeros = autodiff::grad(exp(x), std::span(&other, 1)).front();
    QCOMPARE(zeros->op(), Op::constant);
    QCOMPARE(zeros->shape(), (Shape{3}));
    QCOMPARE(gradient(exp(x), other), (Values{0, 0, 0}));
}

void TestRules::gradientOfItself() {
    const NodePtr x = leaf({1, 2});
    QCOMPARE(gradient(x, x), (Values{1, 1}));
    const NodePtr y = exp(x);
    QCOMPARE(gradient(y, y), (Values{1, 1}));
}

void TestRules::anyNodeMayBeTheVariable() {
    const NodePtr x = leaf({2});
    const NodePtr h = mul(x, x), z = mul(h, x);  // z = h x, with h held fixed or not
    const NodePtr variables[] = {h, x, z};
    const auto gradients = testing::evaluate(autodiff::grad(z, variables));
    QCOMPARE(gradients[0].number(0), 2.0);
    QCOMPARE(gradients[1].number(0), 12.0);
    QCOMPARE(gradients[2].number(0), 1.0);
    // The same variable asked for twice.
    const NodePtr twice[] = {x, x};
    const auto same = autodiff::grad(z, twice);
    QVERIFY(same[0] == same[1]);
}

void TestRules::seedWeighs() {
    const NodePtr x = leaf({1, 2});
    const NodePtr result = autodiff::grad(mul(x, x), std::span(&x, 1), leaf({10, 100})).front();
    const Array values = testing::evaluate({result}).front();
    QCOMPARE(values.number(0), 20.0);
    QCOMPARE(values.number(1), 400.0);
}

void TestRules::wrongArguments() {
    const NodePtr x = leaf({1, 2});
    const NodePtr whole = cast(x, DType::i32);
    EXPECT_ERROR(
        autodiff::grad(whole, std::span(&x, 1)), bad_input,
        "grad: the differentiated value must be floating (f16, bf16, f32 or f64) to have a "
        "derivative, it is "
        "i32[2]");
    EXPECT_ERROR(autodiff::grad(x, std::span(&whole, 1)), bad_input,
                 "grad: the variable must be floating (f16, bf16, f32 or f64) to have a "
                 "derivative, it is i32[2]");
    EXPECT_ERROR(autodiff::grad(x, std::span(&x, 1), leaf({1, 2, 3})), bad_input,
                 "grad: the seed f64[3] must have the type and shape of the differentiated value "
                 "f64[2]");
    EXPECT_ERROR(autodiff::grad(x, std::span(&x, 1), cast(x, DType::f32)), bad_input,
                 "grad: the seed f32[2] must have the type and shape of the differentiated value "
                 "f64[2]");
}

void TestRules::gradientNodesKnowTheirBlock() {
    const NodePtr x = leaf({1, 2});
    NodePtr y;
    {
        const OriginScope scope("fc1", Phase::forward);
        y = exp(mul(x, constant_like(x, 3.0)));
    }
    NodePtr z;
    {
        const OriginScope scope("loss", Phase::forward);
        z = mul(y, y);
    }
    const NodePtr g = autodiff::grad(z, std::span(&x, 1)).front();
    QCOMPARE(*g->origin().block, std::string("fc1"));
    QCOMPARE(g->origin().phase, Phase::gradient);
    QVERIFY(OriginScope::current().block == nullptr);
}

// d(3 x)/dx is the constant 3: nothing is left to compute.
void TestRules::constantGradientsFold() {
    const NodePtr x = leaf({1, 2});
    const NodePtr y = add(mul(x, constant_like(x, 3.0)), x);
    const NodePtr g = autodiff::grad(y, std::span(&x, 1)).front();
    QCOMPARE(g->op(), Op::constant);
    QCOMPARE(constant_value(g)->as_double(), 4.0);
}

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
