// SPDX-License-Identifier: Apache-2.0
// Products and convolutions with every attribute at work, differentiated once and twice.
#include <QTest>

#include "engine/graph/build.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::gradcheck;
using gradweave::testing::gradgradcheck;
using gradweave::testing::GraphFunction;

namespace {

Array values(const Shape& shape) {
    static Generator generator(7);
    return testing::random_array(DType::f64, shape, generator);
}

struct DotCase {
    const char* name;
    Shape lhs, rhs;
    DotAttributes attributes;
};

const std::vector<DotCase>& dots() {
    static const std::vector<DotCase> all = {
        {"matrix", {2, 3}, {3, 4}, {{}, {}, {1}, {0}}},
        {"both transposed", {3, 2}, {4, 3}, {{}, {}, {0}, {1}}},
        {"two contracted, crossed", {2, 3, 4}, {4, 5, 2}, {{}, {}, {0, 2}, {2, 0}}},
        {"two contracted, descending", {3, 2, 2}, {2, 2, 3}, {{}, {}, {2, 0}, {1, 2}}},
        {"batch in the middle", {3, 2, 4}, {4, 3, 2}, {{1}, {2}, {2}, {0}}},
        {"two batches, swapped", {2, 3, 2, 2}, {3, 2, 2, 2}, {{0, 1}, {1, 0}, {3}, {2}}},
        {"two batches and two contracted",
         {2, 3, 2, 2, 2},
         {2, 2, 3, 2, 2},
         {{1, 0}, {2, 3}, {4, 2}, {0, 1}}},
        {"several free", {2, 2, 3}, {3, 2, 2}, {{}, {}, {2}, {0}}},
        {"outer product", {2, 3}, {2}, {}},
        {"only batch", {2, 3}, {2, 3}, {{0, 1}, {0, 1}, {}, {}}},
        {"only contracted", {2, 3}, {3, 2}, {{}, {}, {0, 1}, {1, 0}}},
    };
    return all;
}

struct ConvCase {
    const char* name;
    Shape input, weight;
    ConvAttributes attributes;
};

const std::vector<ConvCase>& convs() {
    static const std::vector<ConvCase> all = {
        {"1d", {2, 2, 5}, {3, 2, 3}, {{1}, {0}, {0}, {1}, 1}},
        {"1d strided, uneven padding", {1, 1, 6}, {2, 1, 3}, {{2}, {2}, {1}, {1}, 1}},
        {"1d stride leaves a rest", {1, 1, 6}, {1, 1, 2}, {{3}, {0}, {0}, {1}, 1}},
        {"1d dilated", {1, 2, 7}, {1, 2, 3}, {{1}, {1}, {0}, {2}, 1}},
        {"2d all", {1, 2, 5, 4}, {2, 1, 2, 3}, {{2, 1}, {1, 2}, {0, 1}, {2, 1}, 2}},
        {"2d depthwise", {1, 3, 3, 3}, {3, 1, 2, 2}, {{1, 1}, {0, 1}, {1, 0}, {1, 1}, 3}},
        {"2d two per group", {1, 2, 3, 3}, {4, 1, 2, 2}, {{1, 1}, {0, 0}, {0, 0}, {1, 1}, 2}},
        {"2d padding beyond the kernel",
         {1, 1, 2, 2},
         {1, 1, 2, 2},
         {{1, 2}, {3, 0}, {0, 2}, {1, 1}, 1}},
        {"3d", {1, 1, 3, 3, 2}, {2, 1, 2, 2, 2}, {{1, 2, 1}, {0, 1, 0}, {1, 0, 1}, {1, 1, 1}, 1}},
    };
    return all;
}

template <class Cases>
void add_rows(const Cases& cases) {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(cases[i].name) << static_cast<int>(i);
}

}  // namespace

class TestContractions : public QObject {
    Q_OBJECT

  private slots:
    void dot_data() { add_rows(dots()); }
    void dot();
    void convolution_data() { add_rows(convs()); }
    void convolution();
    void gradientConvolutions_data() { add_rows(convs()); }
    void gradientConvolutions();
    void thirdDerivativeOfAConvolution();
};

void TestContractions::dot() {
    QFETCH(int, index);
    const DotCase& c = dots()[static_cast<std::size_t>(index)];
    const GraphFunction f = [&](const std::vector<NodePtr>& x) {
        return graph::dot(x[0], x[1], c.attributes);
    };
    const std::vector<Array> operands = {values(c.lhs), values(c.rhs)};
    const auto wrong = gradcheck(f, operands);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    const auto wrong_twice = gradgradcheck(f, operands);
    QVERIFY2(!wrong_twice, wrong_twice ? wrong_twice->c_str() : "");
}

void TestContractions::convolution() {
    QFETCH(int, index);
    const ConvCase& c = convs()[static_cast<std::size_t>(index)];
    const GraphFunction f = [&](const std::vector<NodePtr>& x) {
        return conv(x[0], x[1], c.attributes);
    };
    const std::vector<Array> operands = {values(c.input), values(c.weight)};
    const auto wrong = gradcheck(f, operands);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    const auto wrong_twice = gradgradcheck(f, operands);
    QVERIFY2(!wrong_twice, wrong_twice ? wrong_twice->c_str() : "");
}

// The two gradients as functions of their own, in case nobody differentiates conv first.
void TestContractions::gradientConvolutions() {
    QFETCH(int, index);
    const ConvCase& c = convs()[static_cast<std::size_t>(index)];
    const Shape output = conv(make_leaf("x", DType::f64, c.input),
                              make_leaf("w", DType::f64, c.weight), c.attributes)
                             ->shape();
    const auto by_input = gradgradcheck(
        [&](const std::vector<NodePtr>& x) {
            return conv_grad_input(x[0], x[1], c.input, c.attributes);
        },
        {values(output), values(c.weight)});
    QVERIFY2(!by_input, by_input ? by_input->c_str() : "");
    const auto by_weight = gradgradcheck(
        [&](const std::vector<NodePtr>& x) {
            return conv_grad_weight(x[0], x[1], c.weight, c.attributes);
        },
        {values(c.input), values(output)});
    QVERIFY2(!by_weight, by_weight ? by_weight->c_str() : "");
}

// A penalty on the gradient of a network with a nonlinearity is differentiated three times.
void TestContractions::thirdDerivativeOfAConvolution() {
    const ConvAttributes attributes{{1}, {1}, {1}, {1}, 1};
    const GraphFunction penalty = [&](const std::vector<NodePtr>& x) {
        const NodePtr y = unary(Op::tanh, conv(x[0], x[1], attributes));
        const NodePtr slope = autodiff::grad(y, std::span(&x[0], 1)).front();
        return reduce(Op::reduce_sum, mul(slope, slope), {0, 1, 2});
    };
    const std::vector<Array> operands = {values(Shape{1, 2, 4}), values(Shape{2, 2, 3})};
    const auto wrong = gradgradcheck(penalty, operands);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

QTEST_GUILESS_MAIN(TestContractions)
#include "test_contractions.moc"
