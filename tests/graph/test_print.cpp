// SPDX-License-Identifier: Apache-2.0
// Graphs as text.
#include <QTest>

#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "engine/graph/print.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::text;

namespace {

/// exp(x w + 0.5) summed, made by the blocks "fc1" and "loss".
NodePtr small_network() {
    const NodePtr x = make_leaf("x", DType::f32, Shape{2, 3});
    const NodePtr w = make_leaf("w", DType::f32, Shape{3, 4});
    NodePtr y;
    {
        const OriginScope scope("fc1", Phase::forward);
        y = exp(add(matmul(x, w), constant(0.5, DType::f32, Shape{2, 4})));
        y->set_label("activations");
    }
    const OriginScope scope("loss", Phase::gradient);
    return reduce(Op::reduce_sum, y, {0, 1});
}

}  // namespace

class TestPrint : public QObject {
    Q_OBJECT

  private slots:
    void oneLineANode();
    void graphviz();
    void attributes_data();
    void attributes();
};

void TestPrint::oneLineANode() {
    const NodePtr y = small_network();
    const char* expected =
        "%0 = parameter x : f32[2, 3]\n"
        "%1 = parameter w : f32[3, 4]\n"
        "%2 = dot batch=[]x[] contract=[1]x[0] %0 %1 : f32[2, 4]  # fc1\n"
        "%3 = constant 0.5 : f32[2, 4]  # fc1\n"
        "%4 = add %2 %3 : f32[2, 4]  # fc1\n"
        "%5 = exp 'activations' %4 : f32[2, 4]  # fc1\n"
        "%6 = reduce_sum axes=[0, 1] %5 : f32[]  # loss (gradient)\n";
    QCOMPARE(text(print(std::span(&y, 1))), QString(expected));
}

void TestPrint::graphviz() {
    const NodePtr y = small_network();
    const QString dot = text(print_dot(std::span(&y, 1)));
    QVERIFY(dot.startsWith("digraph {\n"));
    QVERIFY(dot.contains("n5 [label=\"exp 'activations' f32[2, 4]\"];"));
    QVERIFY(dot.contains("n6 [label=\"reduce_sum axes=[0, 1] f32[]\", style=\"rounded,dashed\"];"));
    QVERIFY(dot.contains("n5 -> n6;"));
    QVERIFY(dot.endsWith("}\n"));
    const NodePtr quoted = make_leaf("a \"b\"", DType::f32, Shape{});
    QVERIFY(
        text(print_dot(std::span(&quoted, 1))).contains("[label=\"parameter a \\\"b\\\" f32[]\"]"));
}

void TestPrint::attributes_data() {
    QTest::addColumn<NodePtr>("node");
    QTest::addColumn<QString>("expected");
    const NodePtr x = make_leaf("x", DType::f32, Shape{1, 1, 6, 6});
    QTest::newRow("iota") << iota(DType::i64, Shape{3}, 0) << "axis=0";
    QTest::newRow("pad") << pad(x, {{0, 0, 1, 0}, {0, 0, 0, 2}, {0, 0, 0, 0}, -INFINITY})
                         << "low=[0, 0, 1, 0] high=[0, 0, 0, 2] interior=[0, 0, 0, 0] value=-inf";
    QTest::newRow("slice") << slice(x, {0, 0, 5, 0}, {1, 1, -2, 1}, {1, 1, 3, 6})
                           << "start=[0, 0, 5, 0] step=[1, 1, -2, 1]";
    QTest::newRow("window") << window(x, {{2, 3}, {2, 2}, {1, 1}, {1, 1}})
                            << "axes=[2, 3] size=[2, 2] stride=[1, 1] dilation=[1, 1]";
    QTest::newRow("conv") << conv(x, make_leaf("w", DType::f32, Shape{1, 1, 3, 3}),
                                  {{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1})
                          << "stride=[1, 1] low=[1, 1] high=[1, 1] dilation=[1, 1] groups=1";
    QTest::newRow("composite") << max_pool2d(x, {{2, 2}, {2, 2}, {0, 0}, {0, 0}})
                               << "max_pool2d [2, 2, 2, 2, 0, 0, 0, 0]";
    QTest::newRow("none") << exp(x) << "";
}

void TestPrint::attributes() {
    QFETCH(NodePtr, node);
    QFETCH(QString, expected);
    QCOMPARE(text(to_string(node->attributes())), expected);
}

QTEST_GUILESS_MAIN(TestPrint)
#include "test_print.moc"
