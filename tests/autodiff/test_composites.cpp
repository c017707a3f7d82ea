// SPDX-License-Identifier: Apache-2.0
// Composites: a composite's own rule against its body's, and its body against itself.
#include <QTest>

#include "engine/compiler/passes/expand.h"
#include "engine/graph/composite.h"
#include "engine/graph/pooling.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/autodiff/function_cases.h"

using namespace gradweave;
using gradweave::graph::NodePtr;
using gradweave::testing::Case;
using gradweave::testing::cases;

namespace {

/// Functions whose gradient should not compute the named operation again.
struct Costly {
    const char* name;
    Tensor (*function)(const Tensor&);
    graph::Op op;
};

const std::vector<Costly>& costly() {
    static const std::vector<Costly> all = {
        {"exp", [](const Tensor& x) { return exp(x); }, graph::Op::exp},
        {"tanh", [](const Tensor& x) { return tanh(x); }, graph::Op::tanh},
        {"sqrt", [](const Tensor& x) { return sqrt(x); }, graph::Op::sqrt},
        {"rsqrt", [](const Tensor& x) { return rsqrt(x); }, graph::Op::rsqrt},
        {"reciprocal", [](const Tensor& x) { return reciprocal(x); }, graph::Op::recip},
        {"sigmoid", [](const Tensor& x) { return sigmoid(x); }, graph::Op::exp},
        {"softmax", [](const Tensor& x) { return softmax(x); }, graph::Op::exp},
        {"max", [](const Tensor& x) { return max(x, {1}); }, graph::Op::reduce_max},
    };
    return all;
}

}  // namespace

class TestComposites : public QObject {
    Q_OBJECT

  private slots:
    void ownRuleIsTheBodys_data();
    void ownRuleIsTheBodys();
    void bodyIsTheDefinition_data() { ownRuleIsTheBodys_data(); }
    void bodyIsTheDefinition();
    void farFromZero();
    void gradientsUseOutputs_data();
    void gradientsUseOutputs();
};

void TestComposites::ownRuleIsTheBodys_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

// A composite's own rule is that of its body, where it has one.
void TestComposites::ownRuleIsTheBodys() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    std::vector<NodePtr> leaves;
    for (const Array& value : c.values)
        leaves.push_back(graph::make_leaf("x", value));
    const NodePtr y = c.function(leaves);
    if (y->op() != graph::Op::composite) return;
    if (y->as<graph::CompositeAttributes>().spec->gradient == nullptr) return;
    Generator generator(9);
    const NodePtr seed =
        graph::make_leaf("seed", testing::random_array(DType::f64, y->shape(), generator));
    const auto by_rule = autodiff::grad(y, leaves, seed);
    const auto by_body = autodiff::grad(y->body(), leaves, seed);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto both = testing::evaluate({by_rule[i], by_body[i]});
        // The body's derivative goes through more roundings, and cancels some.
        COMPARE_ARRAYS(both[0], both[1], (testing::Tolerance{1e-9, 1e-9}));
    }
}

void TestComposites::bodyIsTheDefinition() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    const NodePtr y = c.function(testing::leaves_of(c.values));
    if (y->op() != graph::Op::composite) return;
    const auto both = testing::evaluate({y, y->body()});
    QVERIFY(identical(both[0], both[1]));
}

// Where exponentials overflow in f32 the values and gradients stay finite and right.
void TestComposites::farFromZero() {
    const Tensor x = tensor({-1000, -80, 0, 80, 1000});
    const float tiny = std::exp(-80.0f);
    // The CPU's exp, log and erf are within 3 units in the last place (2^-23), and each of these
    // functions chains a few of them.
    const auto expect = [](const Tensor& y, const std::vector<float>& expected) {
        COMPARE_ARRAYS(y.eval(), Array::of(expected, Shape{5}), (testing::Tolerance{1e-6, 0}));
    };
    expect(sigmoid(x), {0, tiny, 0.5f, 1, 1});
    expect(grad(sigmoid(x), x), {0, tiny, 0.25f, 0, 0});
    expect(softplus(x), {0, tiny, std::log(2.0f), 80, 1000});
    expect(grad(softplus(x), x), {0, tiny, 0.5f, 1, 1});
    expect(relu(x), {0, 0, 0, 80, 1000});
    expect(grad(relu(x), x), {0, 0, 0, 1, 1});
    expect(gelu(x), {0, 0, 0, 80, 1000});
    expect(softmax(x), {0, 0, 0, 0, 1});
    expect(log_softmax(x), {-2000, -1080, -1000, -920, 0});
    const Tensor lost = tensor({1, NAN});
    QVERIFY(std::isnan(relu(lost).values<float>()[1]));
}

void TestComposites::gradientsUseOutputs_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < costly().size(); ++i)
        QTest::newRow(costly()[i].name) << static_cast<int>(i);
}

// The expensive operation happens once, forward: the gradient takes its result.
void TestComposites::gradientsUseOutputs() {
    QFETCH(int, index);
    const Costly& c = costly()[static_cast<std::size_t>(index)];
    const Tensor x = tensor({{0.5, 1.5}, {2.5, 0.25}});
    const Tensor y = c.function(x);
    const compiler::Program program = compiler::expand_composites(
        {{y.node(), grad(y * y, x).node()}, {}}, [](const graph::Node&) { return false; });
    int count = 0;
    for (const graph::Node* node : graph::topological_order(program.outputs))
        count += node->op() == c.op ? 1 : 0;
    QCOMPARE(count, 1);
}

QTEST_GUILESS_MAIN(TestComposites)
#include "test_composites.moc"
