// SPDX-License-Identifier: Apache-2.0
// Verify mode: what steps compute passes, and one wrong element does not.
#include <QTest>
#include <cmath>
#include <cstring>

#include "engine/backends/cpu/step_check.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "tests/support/operands.h"

using namespace gradweave;
using namespace gradweave::graph;
using backends::cpu::make_gemm_step;
using backends::cpu::make_loop_step;
using backends::cpu::make_reference_step;
using backends::cpu::make_row_step;
using backends::cpu::Places;
using backends::cpu::StepCheck;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;

namespace {

backends::cpu::StepPtr make(const compiler::Step& step) {
    if (const auto* loop = std::get_if<compiler::LoopKernel>(&step.work))
        return make_loop_step(*loop);
    if (const auto* rows = std::get_if<compiler::RowKernel>(&step.work))
        return make_row_step(*rows);
    if (const auto* gemm = std::get_if<compiler::GemmStep>(&step.work))
        return make_gemm_step(*gemm);
    return make_reference_step(std::get<compiler::NodeStep>(step.work));
}

/// Runs the program step by step and checks each. Then damages one element of what the last step
/// wrote and returns what is said of that.
std::string damage(const std::vector<NodePtr>& outputs, const char* kind) {
    compiler::Target target;
    target.epilogues = true;
    target.row_kernels = true;
    const auto schedule = compiler::make_schedule({outputs, {}}, target, {});
    Array arena(DType::u8, Shape{static_cast<std::int64_t>(schedule.memory.arena_bytes)});
    std::vector<Array> leaves;
    std::vector<std::byte*> places_of_leaves;
    for (const auto& leaf : schedule.leaves) {
        leaves.push_back(leaf->value()->clone());
        places_of_leaves.push_back(leaves.back().data());
    }
    const Places places(schedule, arena.data(), places_of_leaves);
    for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
        const auto& step = schedule.steps[i];
        const auto work = make(step);
        work->bind(places);
        StepCheck check(schedule, step);
        check.remember(places);
        work->run();
        if (const auto wrong = check.compare(places))
            return concat("step ", i, " is right, but: ", *wrong);
        if (i + 1 < schedule.steps.size()) continue;
        if (compiler::report(schedule, step).what.find(kind) == std::string::npos)
            return "another kind: " + compiler::report(schedule, step).what;
        const auto& value = schedule.values[static_cast<std::size_t>(step.writes.front())];
        const std::int64_t last = value.shape.element_count() - 1;
        std::byte* element =
            places.of(step.writes.front()) + static_cast<std::size_t>(last) * size_of(value.dtype);
        float number;
        std::memcpy(&number, element, sizeof number);
        number += 0.01f * (1 + std::abs(number));
        std::memcpy(element, &number, sizeof number);
        return check.compare(places).value_or("nothing was noticed");
    }
    return "no steps";
}

NodePtr leaf(const Shape& shape) {
    static Generator generator(3);
    return drawn_leaf(DType::f32, shape, Numbers::ordinary, generator);
}

}  // namespace

class TestVerify : public QObject {
    Q_OBJECT

  private slots:
    void oneWrongElement_data();
    void oneWrongElement();
};

void TestVerify::oneWrongElement_data() {
    QTest::addColumn<std::vector<NodePtr>>("outputs");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const NodePtr& node, const char* kind, const char* said) {
        QTest::newRow(name) << std::vector<NodePtr>{node} << QString(kind) << QString(said);
    };
    const NodePtr x = leaf(Shape{33, 41});
    row("loop", unary(Op::exp, mul(x, x)), "loop: ", "element 1352 of ");
    row("loop over other strides", add(permute(x, Axes{1, 0}), leaf(Shape{41, 33})),
        "loop: ", "element 1352 of ");
    row("reduction of rows", reduce(Op::reduce_sum, x, Axes{1}), "reduce_sum", "element 32 of ");
    row("reduction of columns", reduce(Op::reduce_max, x, Axes{0}), "reduce_max", "element 40 of ");
    row("product", matmul(x, leaf(Shape{41, 7})), "matmul", "element 230 of ");
    row("product and what follows", unary(Op::tanh, matmul(x, leaf(Shape{41, 7}))),
        "matmul [33, 41] x [41, 7] then", "element 230 of ");
    const NodePtr e =
        unary(Op::exp, sub(x, broadcast(reduce(Op::reduce_max, x, Axes{1}), x->shape(), Axes{0})));
    row("rows", div(e, broadcast(reduce(Op::reduce_sum, e, Axes{1}), x->shape(), Axes{0})),
        "rows: ", "element 1352 of ");
    const NodePtr picks = make_leaf("picks", Array::of<std::int64_t>({3, 30}, Shape{2}));
    row("whole node", gather(x, picks, 0), "gather", "element 81 of ");
}

void TestVerify::oneWrongElement() {
    QFETCH(std::vector<NodePtr>, outputs);
    QFETCH(QString, kind);
    QFETCH(QString, said);
    const QString text = QString::fromStdString(damage(outputs, kind.toLatin1().constData()));
    QVERIFY2(text.startsWith(said) && text.contains(" instead of "), qPrintable(text));
    if (kind != "gather") QVERIFY2(text.contains("(1 of "), qPrintable(text));
}

QTEST_GUILESS_MAIN(TestVerify)
#include "test_verify.moc"
