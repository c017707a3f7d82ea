// SPDX-License-Identifier: Apache-2.0
// Row kernels: which loops become one, what its passes keep and compute again, what the verifier
// rejects.
#include <QTest>

#include "engine/compiler/schedule/schedule.h"
#include "tests/support/expect.h"
#include "tests/support/row_programs.h"

using namespace gradweave;
using namespace gradweave::compiler;
using namespace gradweave::graph;
using gradweave::testing::error_of;
using gradweave::testing::text;
namespace rows = gradweave::testing::rows;

namespace {

NodePtr leaf(const Shape& shape, DType dtype = DType::f32) {
    return make_leaf("x", dtype, shape);
}

Target with_rows() {
    Target target;
    target.row_kernels = true;
    return target;
}

Schedule schedule_of(const Program& program, const CompileOptions& options = {},
                     const Target& target = with_rows()) {
    const Schedule schedule = make_schedule(program, target, options);
    compiler::verify(schedule);
    return schedule;
}

/// "rows", "loop" or "matmul", for each step.
QString kinds(const Schedule& schedule) {
    QStringList list;
    for (const auto& step : schedule.steps)
        list << text(report(schedule, step).what).section(QRegularExpression("[: ]"), 0, 0);
    return list.join(" ");
}

const RowKernel& only_kernel(const Schedule& schedule) {
    return std::get<RowKernel>(schedule.steps.front().work);
}

}  // namespace

class TestRows : public QObject {
    Q_OBJECT

  private slots:
    void oneKernel_data();
    void oneKernel();
    void softmaxText();
    void cheapElementsAreComputedAgain();
    void switchedOff();
    void rowsThatDoNotFit_data();
    void rowsThatDoNotFit();
    void otherRowsAreNotNeeded();
    void resultsTakeThePlaceOfOperands();
    void axesOfRowsMerge();
    void replacing();
    void verifierRejects_data();
    void verifierRejects();
};

void TestRows::oneKernel_data() {
    QTest::addColumn<Program>("program");
    const NodePtr x = leaf(Shape{64, 40}), g = leaf(x->shape());
    const NodePtr weight = leaf(Shape{40}), bias = leaf(Shape{40});
    const NodePtr labels = leaf(Shape{64}, DType::i64);
    QTest::newRow("softmax") << Program{{rows::softmax(x)}, {}};
    QTest::newRow("softmax of rows with two axes")
        << Program{{rows::softmax(leaf(Shape{4, 16, 40}))}, {}};
    QTest::newRow("log-softmax") << Program{{rows::log_softmax(x)}, {}};
    QTest::newRow("RMS norm") << Program{{rows::rms_norm(x, weight)}, {}};
    QTest::newRow("layer norm") << Program{{rows::layer_norm(x, weight, bias)}, {}};
    QTest::newRow("cross-entropy") << Program{{rows::cross_entropy(x, labels)}, {}};
    QTest::newRow("softmax, forward and backward")
        << rows::with_gradients(rows::softmax(x), {x}, g);
    QTest::newRow("log-softmax, forward and backward")
        << rows::with_gradients(rows::log_softmax(x), {x}, g);
    QTest::newRow("cross-entropy, forward and backward")
        << rows::with_gradients(rows::cross_entropy(x, labels), {x}, leaf(Shape{64}));
    QTest::newRow("RMS norm, forward and backward")
        << rows::with_gradients(rows::rms_norm(x, weight), {x}, g);
    QTest::newRow("layer norm, forward and backward")
        << rows::with_gradients(rows::layer_norm(x, weight, bias), {x}, g);
    const NodePtr scores = leaf(Shape{2, 3, 16, 16});
    const NodePtr row = iota(DType::i64, scores->shape(), 2);
    const NodePtr column = iota(DType::i64, scores->shape(), 3);
    QTest::newRow("attention's softmax behind a mask") << Program{
        {rows::softmax(select(le(column, row), scores, constant_like(scores, -1e30)))}, {}};
    QTest::newRow("work on what was reduced")
        << Program{{neg(log(rows::reduced(Op::reduce_sum, x)))}, {}};
    QTest::newRow("a reduction and all of its elements")
        << Program{{rows::reduced(Op::reduce_sum, exp(x)), exp(x)}, {}};
    QTest::newRow("two reductions of the same elements")
        << Program{{rows::reduced(Op::reduce_sum, x), rows::reduced(Op::reduce_max, x)}, {}};
}

void TestRows::oneKernel() {
    QFETCH(Program, program);
    QCOMPARE(kinds(schedule_of(program)), QString("rows"));
}

void TestRows::softmaxText() {
    const Schedule schedule = schedule_of({{rows::softmax(leaf(Shape{64, 40}))}, {}});
    QCOMPARE(text(report(schedule, schedule.steps[0]).what),
             QString("rows: reduce_max, sub, exp, reduce_sum, div"));
    // exp is kept, as it takes long; nothing else lives longer than a pass.
    QCOMPARE(text(to_string(only_kernel(schedule))),
             QString("for each row i0<64\n"
                     " for i1<40\n"
                     "  local2[0] <- reduce_max v0[0 + 40*i0 + 1*i1]\n"
                     " for i1<40\n"
                     "  t0:f32 = sub v0[0 + 40*i0 + 1*i1] local2[0]\n"
                     "  t1:f32 = exp t0\n"
                     "  local0[0 + 1*i1] = t1\n"
                     "  local1[0] <- reduce_sum t1\n"
                     " for i1<40\n"
                     "  t0:f32 = div local0[0 + 1*i1] local1[0]\n"
                     "  v4[0 + 40*i0 + 1*i1] = t0\n"));
}

void TestRows::cheapElementsAreComputedAgain() {
    const NodePtr x = leaf(Shape{64, 40});
    const Schedule schedule =
        schedule_of({{rows::layer_norm(x, leaf(Shape{40}), leaf(Shape{40}))}, {}});
    const RowKernel& kernel = only_kernel(schedule);
    // x - mean is one subtraction: no row is kept for it.
    QCOMPARE(kernel.local_bytes(), std::uint64_t{0});
    // Whole rows that are stored anyway are read from there.
    const Schedule stored = schedule_of({{exp(x), rows::softmax(exp(x))}, {}});
    QCOMPARE(kinds(stored), QString("rows"));
    QVERIFY(!text(to_string(only_kernel(stored))).contains("= exp t1\n  t1"));
}

void TestRows::switchedOff() {
    const Program program{{rows::softmax(leaf(Shape{64, 40}))}, {}};
    CompileOptions off;
    off.row_kernels = false;
    QCOMPARE(kinds(schedule_of(program, off)), QString("loop loop loop loop"));
    CompileOptions unfused;
    unfused.fuse = false;
    QVERIFY(!kinds(schedule_of(program, unfused)).contains("rows"));
    // A device without row kernels.
    QCOMPARE(kinds(schedule_of(program, {}, {})), QString("loop loop loop loop"));
}

void TestRows::rowsThatDoNotFit_data() {
    QTest::addColumn<Program>("program");
    QTest::newRow("too short") << Program{{rows::softmax(leaf(Shape{64, 7}))}, {}};
    QTest::newRow("too long") << Program{{rows::softmax(leaf(Shape{64, 16 * 1024 + 1}))}, {}};
    QTest::newRow("few and long") << Program{{rows::softmax(leaf(Shape{8, 16 * 1024}))}, {}};
    QTest::newRow("columns") << [] {
        const NodePtr x = leaf(Shape{40, 64});
        const NodePtr sum = reduce(Op::reduce_sum, exp(x), {0});
        return Program{{div(exp(x), broadcast(sum, x->shape(), {1}))}, {}};
    }();
    QTest::newRow("nothing") << Program{{rows::reduced(Op::reduce_sum, exp(leaf(Shape{64, 0})))},
                                        {}};
}

void TestRows::rowsThatDoNotFit() {
    QFETCH(Program, program);
    QVERIFY(!kinds(schedule_of(program)).contains("rows"));
}

void TestRows::otherRowsAreNotNeeded() {
    // The result is read transposed: each row then needs all rows.
    const NodePtr x = leaf(Shape{40, 40}), y = rows::softmax(x);
    QCOMPARE(kinds(schedule_of({{y, add(permute(y, {1, 0}), x)}, {}})), QString("rows loop"));
    // The reductions of the rows are reduced themselves.
    const NodePtr sums = rows::reduced(Op::reduce_sum, exp(x));
    const NodePtr total = broadcast(reduce(Op::reduce_sum, sums, {0}), x->shape(), {});
    QVERIFY(kinds(schedule_of({{div(exp(x), total)}, {}})).count(' ') > 0);
    // A product stands between.
    const NodePtr product = dot(y, leaf(Shape{40, 40}), {{}, {}, {1}, {0}});
    QCOMPARE(kinds(schedule_of({{add(product, y)}, {}})), QString("rows matmul loop"));
}

void TestRows::resultsTakeThePlaceOfOperands() {
    const NodePtr x = leaf(Shape{64, 40}), weight = leaf(Shape{40, 40});
    const NodePtr scores = dot(x, weight, {{}, {}, {1}, {0}});
    const Schedule schedule = schedule_of({{rows::softmax(scores)}, {}});
    QCOMPARE(kinds(schedule), QString("matmul rows"));
    QCOMPARE(schedule.memory.arena_bytes, std::uint64_t{64 * 40 * 4});
    CompileOptions apart;
    apart.in_place = false;
    QCOMPARE(schedule_of({{rows::softmax(scores)}, {}}, apart).memory.arena_bytes,
             std::uint64_t{2 * 64 * 40 * 4});
}

void TestRows::axesOfRowsMerge() {
    const auto kernel = [](const NodePtr& x) {
        return only_kernel(schedule_of({{rows::softmax(x)}, {}}));
    };
    QCOMPARE(kernel(leaf(Shape{4, 5, 6, 40})).sizes, (Axes{120, 40}));
    QCOMPARE(kernel(leaf(Shape{1, 40})).sizes, (Axes{40}));
    const NodePtr every_other = slice(leaf(Shape{4, 10, 40}), {0, 0, 0}, {1, 2, 1}, {4, 5, 40});
    QCOMPARE(kernel(every_other).sizes, (Axes{20, 40}));
    const NodePtr apart = slice(leaf(Shape{4, 10, 40}), {0, 0, 0}, {1, 1, 1}, {4, 5, 40});
    QCOMPARE(kernel(apart).sizes, (Axes{4, 5, 40}));
}

namespace {

using Kind = LoopOperand::Kind;

/// v1 = v0 / sum of its row, in two passes.
RowKernel quotient() {
    RowKernel kernel;
    kernel.sizes = {4, 8};
    kernel.locals = {{DType::f32, false}};
    RowPass sum;
    sum.loads = {{{0, 0, {8, 1}}, DType::f32}};
    sum.stores = {{{Kind::load, 0}, {local_value(0), 0, {0, 0}}, Op::reduce_sum}};
    RowPass divide;
    divide.loads = {{{0, 0, {8, 1}}, DType::f32}, {{local_value(0), 0, {0, 0}}, DType::f32}};
    divide.code = {{Op::div, DType::f32, DType::f32, 2, {{{Kind::load, 0}, {Kind::load, 1}}}}};
    divide.stores = {{{Kind::instruction, 0}, {1, 0, {8, 1}}, std::nullopt}};
    kernel.passes = {sum, divide};
    return kernel;
}

}  // namespace

void TestRows::replacing() {
    RowKernel kernel = quotient();
    QVERIFY(may_replace(kernel, 0, 1));
    // A later pass would read what is overwritten.
    kernel.passes.push_back(kernel.passes[0]);
    QVERIFY(!may_replace(kernel, 0, 1));
    // Another element of the row.
    kernel = quotient();
    kernel.passes[0].loads[0].access.offset = 1;
    QVERIFY(!may_replace(kernel, 0, 1));
    // Nothing is stored there.
    QVERIFY(!may_replace(quotient(), 0, 7));
}

void TestRows::verifierRejects_data() {
    QTest::addColumn<RowKernel>("kernel");
    const auto broken = [](auto change) {
        RowKernel kernel = quotient();
        verify(kernel);
        change(kernel);
        return kernel;
    };
    QTest::newRow("no rows") << broken([](RowKernel& k) { k.sizes = {0, 8}; });
    QTest::newRow("number of strides") << broken([](RowKernel& k) { k.sizes = {2, 2, 8}; });
    QTest::newRow("local that nobody wrote")
        << broken([](RowKernel& k) { std::swap(k.passes[0], k.passes[1]); });
    QTest::newRow("local out of range")
        << broken([](RowKernel& k) { k.passes[1].loads[1].access.value = local_value(1); });
    QTest::newRow("local walked otherwise") << broken([](RowKernel& k) {
        k.passes[1].loads[1].access.strides = {0, 1};
    });
    QTest::newRow("local of another type")
        << broken([](RowKernel& k) { k.locals[0].dtype = DType::f64; });
    QTest::newRow("reduction of a single element")
        << broken([](RowKernel& k) { k.passes[0].per_row = true; });
    QTest::newRow("a reduction for each element")
        << broken([](RowKernel& k) { k.passes[1].stores[0].reduce = Op::reduce_sum; });
    QTest::newRow("all elements to one place") << broken([](RowKernel& k) {
        k.passes[1].stores[0].access.strides = {8, 0};
    });
    QTest::newRow("stored twice") << broken(
        [](RowKernel& k) { k.passes[1].stores.push_back(k.passes[1].stores[0]); });
    QTest::newRow("a result read before it is there")
        << broken([](RowKernel& k) { k.passes[0].loads[0].access.value = 1; });
    QTest::newRow("another element of a result") << broken([](RowKernel& k) {
        RowPass again = k.passes[1];
        again.loads[0].access = {1, 1, {8, 1}};
        again.stores[0].access.value = 2;
        k.passes.push_back(again);
    });
    QTest::newRow("no store") << broken([](RowKernel& k) { k.passes[1].stores.clear(); });
    QTest::newRow("too many stores") << broken([](RowKernel& k) {
        k.passes[1].stores.resize(RowPass::most_stores + 1, k.passes[1].stores[0]);
    });
    QTest::newRow("operand out of range")
        << broken([](RowKernel& k) { k.passes[1].code[0].operands[1].index = 5; });
}

void TestRows::verifierRejects() {
    QFETCH(RowKernel, kernel);
    QVERIFY(error_of([&] { verify(kernel); }).has_value());
}

QTEST_GUILESS_MAIN(TestRows)
#include "test_rows.moc"
