// SPDX-License-Identifier: Apache-2.0
// What becomes of a graph: which operations share a loop, what is a view, what has to be copied.
#include <QTest>

#include "engine/compiler/passes/expand.h"
#include "engine/compiler/schedule/schedule.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::graph;
using compiler::CompileOptions;
using compiler::make_schedule;
using compiler::Program;
using gradweave::testing::text;

namespace {

NodePtr leaf(const Shape& shape = Shape{8, 6}, DType dtype = DType::f32) {
    return make_leaf("x", dtype, shape);
}

/// "loop: exp | matmul [...]": the steps of a program.
QString steps(const Program& program, const CompileOptions& options = {},
              const compiler::Target& target = {}) {
    const auto schedule = make_schedule(program, target, options);
    QStringList list;
    for (const auto& step : schedule.steps)
        list << text(compiler::report(schedule, step).what);
    return list.join(" | ");
}

QString steps_of(const NodePtr& node) {
    return steps({{node}, {}});
}

}  // namespace

class TestSchedule : public QObject {
    Q_OBJECT

  private slots:
    void fusion_data();
    void fusion();
    void fusionCanBeSwitchedOff();
    void loopsOverTheSameElementsMerge();
    void viewsCopyNothing_data();
    void viewsCopyNothing();
    void copiesWhereElementsMove_data();
    void copiesWhereElementsMove();
    void copiesAreShared();
    void compositesExpand();
    void channelsLast();
    void dumpIsStable();
    void longLoopsAreCut();
    void blocksAndPhases();
    void fusedStepsAreTheProducts();
};

void TestSchedule::fusion_data() {
    QTest::addColumn<NodePtr>("node");
    QTest::addColumn<QString>("expected");
    const NodePtr x = leaf(), y = leaf();
    const NodePtr one = constant_like(x, 1.0);
    QTest::newRow("a chain") << exp(neg(add(x, y))) << "loop: add, neg, exp";
    QTest::newRow("a diamond") << mul(exp(x), log(x)) << "loop: exp, log, mul";
    QTest::newRow("constants need no memory") << mul(add(x, one), one) << "loop: add";
    QTest::newRow("into a reduction")
        << reduce(Op::reduce_sum, mul(x, y), {1}) << "loop: mul, reduce_sum";
    QTest::newRow("behind a reduction")
        << exp(reduce(Op::reduce_sum, x, {1})) << "loop: reduce_sum | loop: exp";
    const NodePtr e = exp(x);
    QTest::newRow("two readers in two loops")
        << add(reduce(Op::reduce_sum, e, {0, 1}), reduce(Op::reduce_max, e, {0, 1}))
        << "loop: exp | loop: reduce_sum | loop: reduce_max | loop: add";
    QTest::newRow("a row is computed once")
        << add(x, broadcast(exp(leaf(Shape{6})), x->shape(), {1})) << "loop: exp | loop: add";
    QTest::newRow("positions are part of the loop")
        << add(x, cast(iota(DType::i64, x->shape(), 0), DType::f32)) << "loop: cast, add";
    QTest::newRow("softmax") << [&] {
        const NodePtr largest = broadcast(reduce(Op::reduce_max, x, {1}), x->shape(), {0});
        const NodePtr raised = exp(sub(x, largest));
        return div(raised, broadcast(reduce(Op::reduce_sum, raised, {1}), x->shape(), {0}));
    }() << "loop: reduce_max | loop: sub, exp | loop: reduce_sum | loop: div";
}

void TestSchedule::fusion() {
    QFETCH(NodePtr, node);
    QFETCH(QString, expected);
    QCOMPARE(steps_of(node), expected);
}

void TestSchedule::fusionCanBeSwitchedOff() {
    CompileOptions options;
    options.fuse = false;
    QCOMPARE(steps({{exp(neg(leaf()))}, {}}, options), QString("loop: neg | loop: exp"));
}

void TestSchedule::loopsOverTheSameElementsMerge() {
    const NodePtr x = leaf(), y = leaf(), g = leaf();
    // An activation, and the mask that its gradient needs: both are stored, their sum is not.
    const NodePtr sum = add(x, y), mask = lt(sum, constant_like(sum, 0.0));
    const NodePtr active = select(mask, constant_like(sum, 0.0), sum);
    const Program activation{{active, mul(cast(mask, DType::f32), g)}, {}};
    QCOMPARE(steps(activation), QString("loop: add, lt, select, cast, mul"));
    CompileOptions apart;
    apart.merge = false;
    QVERIFY(steps(activation, apart).count("loop") > 1);
    // A moment and the update that uses it.
    const NodePtr moment = leaf(), weight = leaf();
    const NodePtr next = add(mul(moment, constant_like(x, 0.9)), g);
    const Program update{{}, {{moment, next}, {weight, sub(weight, mul(sqrt(abs(next)), g))}}};
    QCOMPARE(steps(update), QString("loop: mul, add, abs, sqrt, sub"));
    const auto schedule = make_schedule(update, {}, {});
    QCOMPARE(schedule.steps[0].writes.size(), std::size_t{2});
    QCOMPARE(schedule.memory.arena_bytes, std::uint64_t{0});
    // Not what waits for a result of the first that is no element-by-element one.
    const NodePtr e = exp(x), total = reduce(Op::reduce_sum, e, {1});
    QCOMPARE(steps_of(div(e, broadcast(total, x->shape(), {0}))),
             QString("loop: exp | loop: reduce_sum | loop: div"));
    // Nor what is read transposed.
    const NodePtr square = leaf(Shape{6, 6}), f = exp(square);
    QCOMPARE(steps({{f, add(permute(f, {1, 0}), square)}, {}}), QString("loop: exp | loop: add"));
    // Nor what has nothing in common.
    QCOMPARE(steps({{exp(x), exp(y)}, {}}), QString("loop: exp | loop: exp"));
}

void TestSchedule::viewsCopyNothing_data() {
    QTest::addColumn<NodePtr>("view");
    const NodePtr x = leaf();
    QTest::newRow("transpose") << permute(x, {1, 0});
    QTest::newRow("reshape") << reshape(x, Shape{2, 4, 3, 2});
    QTest::newRow("broadcast") << broadcast(x, Shape{8, 3, 6}, {0, 2});
    QTest::newRow("backwards") << slice(x, {7, 5}, {-2, -1}, {4, 6});
    QTest::newRow("windows") << window(x, {{0, 1}, {3, 2}, {2, 1}, {1, 2}});
    QTest::newRow("a view of a view of a view") << window(
        slice(permute(reshape(x, Shape{4, 2, 6}), {2, 0, 1}), {5, 0, 1}, {-1, 2, 1}, {6, 2, 1}),
        {{0}, {2}, {1}, {1}});
    QTest::newRow("reshape of a transpose within a row")
        << reshape(permute(x, {1, 0}), Shape{6, 4, 2});
    QTest::newRow("reshape with ones")
        << reshape(permute(leaf(Shape{1, 8, 1, 6}), {2, 3, 0, 1}), Shape{6, 1, 8, 1});
    QTest::newRow("reshape of a broadcast of a scalar")
        << reshape(broadcast(leaf(Shape{}), Shape{4, 6}, {}), Shape{3, 8});
}

void TestSchedule::viewsCopyNothing() {
    QFETCH(NodePtr, view);
    // As written: work is not moved before a broadcast.
    CompileOptions options;
    options.view_algebra = false;
    QCOMPARE(steps({{exp(view)}, {}}, options), QString("loop: exp"));
}

void TestSchedule::copiesWhereElementsMove_data() {
    QTest::addColumn<NodePtr>("node");
    QTest::addColumn<QString>("expected");
    const NodePtr x = leaf();
    QTest::newRow("reshape across a transpose")
        << exp(reshape(permute(x, {1, 0}), Shape{48})) << "loop: copy | loop: exp";
    QTest::newRow("an output that is a view") << permute(x, {1, 0}) << "loop: copy";
    QTest::newRow("an output that is a leaf") << x << "loop: copy";
    QTest::newRow("an output that is a constant") << constant_like(x, 2.0) << "loop: fill";
    QTest::newRow("pad fills and copies")
        << pad(x, {{1, 0}, {0, 1}, {0, 0}, 0.0}) << "loop: fill | loop: copy";
    QTest::newRow("concat copies its parts")
        << concat({x, x, constant_like(x, 1.0)}, 0) << "loop: copy | loop: copy | loop: fill";
    QTest::newRow("products take transposes as they are")
        << matmul(permute(x, {1, 0}), x) << "matmul [6, 8] x [8, 6]";
    QTest::newRow("products copy overlapping rows")
        << matmul(window(leaf(Shape{13}), {{0}, {6}, {1}, {1}}), permute(x, {1, 0}))
        << "loop: copy | matmul [8, 6] x [6, 8]";
    QTest::newRow("gather reads whole values")
        << gather(permute(x, {1, 0}), leaf(Shape{3}, DType::i64), 0)
        << "loop: copy | gather [3, 8]";
}

void TestSchedule::copiesWhereElementsMove() {
    QFETCH(NodePtr, node);
    QFETCH(QString, expected);
    QCOMPARE(steps_of(node), expected);
}

void TestSchedule::copiesAreShared() {
    const NodePtr turned = permute(leaf(), {1, 0});
    const NodePtr first = gather(turned, leaf(Shape{3}, DType::i64), 0);
    const NodePtr second = gather(turned, leaf(Shape{3}, DType::i64), 0);
    QCOMPARE(steps({{first, second}, {}}), QString("loop: copy | gather [3, 8] | gather [3, 8]"));
}

void TestSchedule::compositesExpand() {
    const NodePtr x = leaf(Shape{1, 2, 4, 4});
    const NodePtr pooled = max_pool2d(x, {{2, 2}, {2, 2}, {0, 0}, {0, 0}});
    const Program program{{exp(pooled)}, {}};
    QCOMPARE(steps(program), QString("loop: reduce_max | loop: exp"));
    compiler::Target serving;
    serving.serves = [](const Node& node) { return is_max_pool2d(node); };
    QCOMPARE(steps(program, {}, serving), QString("max_pool2d [1, 2, 2, 2] | loop: exp"));
    CompileOptions without;
    without.composites = false;
    QCOMPARE(steps(program, without, serving), QString("loop: reduce_max | loop: exp"));
    const auto expanded = compiler::expand_composites(program, [](const Node&) { return false; });
    for (const Node* node : topological_order(expanded.outputs))
        QVERIFY(node->op() != Op::composite);
    const auto kept = compiler::expand_composites(program, [](const Node&) { return true; });
    QVERIFY(kept.outputs == program.outputs);
}

// Between two convolutions nothing is turned round; what leaves is.
void TestSchedule::channelsLast() {
    compiler::Target target;
    target.channels_last = true;
    const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const NodePtr x = leaf(Shape{2, 3, 8, 8});
    const NodePtr y = exp(conv(x, leaf(Shape{4, 3, 3, 3}), same));
    const NodePtr z = conv(y, leaf(Shape{5, 4, 3, 3}), same);
    QCOMPARE(
        steps({{z}, {}}, {}, target),
        QString("loop: copy | conv [2, 4, 8, 8] | loop: exp | conv [2, 5, 8, 8] | loop: copy"));
    QCOMPARE(steps({{z}, {}}), QString("conv [2, 4, 8, 8] | loop: exp | conv [2, 5, 8, 8]"));
}

void TestSchedule::dumpIsStable() {
    const auto dump = [] {
        const NodePtr x = leaf(), w = leaf(Shape{6, 4});
        NodePtr y;
        {
            const OriginScope scope("fc1", Phase::forward);
            y = binary(Op::max, matmul(x, w), constant(0.0, DType::f32, Shape{8, 4}));
        }
        const NodePtr loss = reduce(Op::reduce_sum, mul(y, y), {0, 1});
        return text(to_string(
            make_schedule({{loss}, {{w, sub(w, matmul(permute(x, {1, 0}), y))}}}, {}, {})));
    };
    const QString first = dump();
    QCOMPARE(dump(), first);
    const char* expected =
        "0: matmul [8, 6] x [6, 4]  # fc1\n"
        "    reads  v0 f32[8, 6] @leaf 0\n"
        "    reads  v1 f32[6, 4] @leaf 1\n"
        "    writes v2 f32[8, 4] @0\n"
        "1: loop: max  # fc1\n"
        "    reads  v2 f32[8, 4] @0\n"
        "    writes v3 f32[8, 4] @0\n"
        "2: loop: mul, reduce_sum\n"
        "    reads  v3 f32[8, 4] @0\n"
        "    writes v4 f32[] @256\n"
        "3: matmul [6, 8] x [8, 4]\n"
        "    reads  v0 f32[8, 6] @leaf 0\n"
        "    reads  v3 f32[8, 4] @0\n"
        "    writes v5 f32[6, 4] @128\n"
        "4: loop: sub\n"
        "    reads  v1 f32[6, 4] @leaf 1\n"
        "    reads  v5 f32[6, 4] @128\n"
        "    writes v6 f32[6, 4] @leaf 1\n"
        "arena 320 bytes, lower bound 320\n";
    QCOMPARE(first.split('\n'), QString(expected).split('\n'));
}

// A loop of a thousand operations would no longer fit in the first cache.
void TestSchedule::longLoopsAreCut() {
    NodePtr y = leaf();
    for (int i = 0; i < 1000; ++i)
        y = i % 2 == 0 ? exp(y) : log(y);
    const auto schedule = make_schedule({{y}, {}}, {}, {});
    QVERIFY(schedule.steps.size() >= 15 && schedule.steps.size() <= 20);
}

void TestSchedule::blocksAndPhases() {
    const NodePtr x = leaf();
    NodePtr y;
    {
        const OriginScope scope("head", Phase::gradient);
        y = matmul(x, permute(x, {1, 0}));
    }
    const auto schedule = make_schedule({{y}, {{leaf(Shape{8, 8}), y}}}, {}, {});
    const auto first = compiler::report(schedule, schedule.steps.front());
    QCOMPARE(first.block, std::string("head"));
    QCOMPARE(first.phase, Phase::gradient);
    QCOMPARE(compiler::report(schedule, schedule.steps.back()).phase, Phase::update);
}

// A product with the loop behind it in one step is called by the product's block.
void TestSchedule::fusedStepsAreTheProducts() {
    const NodePtr x = leaf();
    NodePtr y;
    {
        const OriginScope scope("fc1", Phase::forward);
        y = matmul(x, permute(x, {1, 0}));
    }
    {
        const OriginScope scope("relu1", Phase::forward);
        y = exp(y);
    }
    compiler::Target target;
    target.epilogues = true;
    const auto schedule = make_schedule({{y}, {}}, target, {});
    QCOMPARE(schedule.steps.size(), std::size_t{1});
    const auto step = compiler::report(schedule, schedule.steps.front());
    QVERIFY2(step.what.find(" then exp") != std::string::npos, step.what.c_str());
    QCOMPARE(step.block, std::string("fc1"));
}

QTEST_GUILESS_MAIN(TestSchedule)
#include "test_schedule.moc"
