// SPDX-License-Identifier: Apache-2.0
// What is said about a schedule: why neighbours are two steps, bytes, and pictures in DOT.
#include <QTest>

#include "engine/compiler/explain.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"

using namespace gradweave;
using namespace gradweave::graph;
using namespace gradweave::compiler;

namespace {

NodePtr leaf(const Shape& shape, const char* name = "x") {
    return make_leaf(name, DType::f32, shape);
}

Schedule schedule_of(const std::vector<NodePtr>& outputs, const CompileOptions& options = {}) {
    return make_schedule({outputs, {}}, Target{}, options);
}

std::string why(const std::vector<NodePtr>& outputs, const CompileOptions& options = {}) {
    return why_text(schedule_of(outputs, options), options);
}

void expect(const std::string& text, const char* part) {
    QVERIFY2(text.find(part) != std::string::npos, text.c_str());
}

}  // namespace

class TestExplain : public QObject {
    Q_OBJECT

  private slots:
    void oneStepHasNoNeighbours();
    void operandsOfProducts();
    void productsThatStay();
    void wholeNodes();
    void reductions();
    void differentElements();
    void switchedOff();
    void everyPairOnce();
    void onlyOneBlock();
    void bytes();
    void dot();
};

void TestExplain::oneStepHasNoNeighbours() {
    const NodePtr x = leaf(Shape{4, 5});
    QCOMPARE(why({unary(Op::exp, add(x, x))}), std::string());
}

void TestExplain::operandsOfProducts() {
    const NodePtr a = leaf(Shape{4, 5}), b = leaf(Shape{5, 6});
    expect(why({matmul(unary(Op::exp, a), b)}), "reads its operands many times over");
}

void TestExplain::productsThatStay() {
    const NodePtr product = matmul(leaf(Shape{4, 5}), leaf(Shape{5, 6}));
    expect(why({product, unary(Op::exp, product)}), "is kept when the program ends");
}

void TestExplain::wholeNodes() {
    const NodePtr x = leaf(Shape{4, 5}), picks = make_leaf("i", DType::i64, Shape{3});
    expect(why({gather(unary(Op::exp, x), picks, 0)}), "gather is a step of its own, which needs");
    expect(why({unary(Op::exp, gather(x, picks, 0))}), "gather is a step of its own, which makes");
}

void TestExplain::reductions() {
    const NodePtr x = leaf(Shape{40, 50});
    const NodePtr sum = reduce(Op::reduce_sum, x, Axes{0});
    expect(why({sub(x, broadcast(sum, x->shape(), Axes{1}))}),
           "the reduce_sum has its results only at the end of its loop");
}

void TestExplain::differentElements() {
    const NodePtr row = leaf(Shape{50});
    const NodePtr scaled = unary(Op::exp, row);
    const std::string text =
        why({add(leaf(Shape{40, 50}), broadcast(scaled, Shape{40, 50}, Axes{1}))});
    expect(text, "they go over different elements: [50] and [40, 50]");
}

void TestExplain::switchedOff() {
    const NodePtr x = leaf(Shape{4, 5});
    CompileOptions options;
    options.fuse = false;
    expect(why({unary(Op::exp, unary(Op::tanh, x))}, options), "fusion is switched off");
}

void TestExplain::everyPairOnce() {
    const NodePtr x = leaf(Shape{40, 50}), w = leaf(Shape{50, 60}), v = leaf(Shape{60, 7});
    CompileOptions plain;
    plain.fuse = false;
    const NodePtr y = matmul(unary(Op::tanh, matmul(x, w)), v);
    const Schedule schedule = schedule_of({y, reduce(Op::reduce_sum, y, Axes{0, 1})}, plain);
    std::size_t reads = 0;
    for (const Step& step : schedule.steps) {
        for (const ValueId id : step.reads)
            reads += schedule.values[static_cast<std::size_t>(id)].first_step >= 0 ? 1 : 0;
    }
    const auto all = separations(schedule, plain);
    QCOMPARE(all.size(), reads);
    QVERIFY(reads >= 3);
    for (const Separation& pair : all) {
        QVERIFY(pair.producer < pair.consumer);
        QVERIFY(!pair.reason.empty());
    }
}

void TestExplain::onlyOneBlock() {
    NodePtr first, second;
    const NodePtr x = leaf(Shape{4, 5}), w = leaf(Shape{5, 6}), v = leaf(Shape{6, 3});
    {
        const OriginScope scope({std::make_shared<const std::string>("fc1"), Phase::forward});
        first = matmul(x, w);
    }
    {
        const OriginScope scope({std::make_shared<const std::string>("fc2"), Phase::forward});
        second = matmul(first, v);
    }
    const Schedule schedule = schedule_of({second});
    expect(why_text(schedule, {}, "fc1"), "# fc1");
    expect(why_text(schedule, {}, "fc2"), "# fc2");
    QCOMPARE(why_text(schedule, {}, "elsewhere"), std::string());
    expect(groups_dot(schedule), "fc2");
    expect(graph_dot(std::span(&second, 1)), "fc1");
}

void TestExplain::bytes() {
    const Schedule schedule = schedule_of({matmul(leaf(Shape{4, 5}), leaf(Shape{5, 6}))});
    QCOMPARE(schedule.steps.size(), std::size_t{1});
    QCOMPARE(bytes_moved(schedule, schedule.steps[0]), std::uint64_t{4 * (20 + 30 + 24)});
}

void TestExplain::dot() {
    const NodePtr x = leaf(Shape{4, 5}, "odd \"name\"");
    const NodePtr y = matmul(unary(Op::exp, x), leaf(Shape{5, 6}));
    const std::string groups = groups_dot(schedule_of({y}));
    QVERIFY2(groups.starts_with("digraph") && groups.ends_with("}\n"), groups.c_str());
    expect(groups, "s0 -> s1 [label=\"f32[4, 5]\"]");
    const std::string graph = graph_dot(std::span(&y, 1));
    expect(graph, "odd \\\"name\\\"");
    expect(graph, "exp\\nf32[4, 5]");
}

QTEST_GUILESS_MAIN(TestExplain)
#include "test_explain.moc"
