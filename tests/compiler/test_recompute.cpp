// SPDX-License-Identifier: Apache-2.0
// What gradients compute again, and what is kept for them.
#include <QTest>

#include "engine/autodiff/grad.h"
#include "engine/compiler/schedule/schedule.h"
#include "engine/graph/build.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::compiler;
using namespace gradweave::graph;

namespace {

constexpr std::int64_t size = 32;

NodePtr leaf() {
    return make_leaf("x", DType::f32, Shape{size, size});
}

NodePtr product(const NodePtr& a, const NodePtr& b) {
    return dot(a, b, {{}, {}, {1}, {0}});
}

/// An activation between two layers, with the gradients of both weights.
Program training(NodePtr (*activation)(const NodePtr&)) {
    const NodePtr w1 = leaf(), w2 = leaf(), target = leaf();
    const NodePtr y = product(activation(product(leaf(), w1)), w2);
    const auto gradients = autodiff::grad(y, std::vector{w1, w2}, target);
    return {{y}, {{w1, sub(w1, gradients[0])}, {w2, sub(w2, gradients[1])}}};
}

NodePtr gelu(const NodePtr& x) {
    const NodePtr inside = mul(x, constant_like(x, 0.7071067811865476));
    return mul(mul(x, constant_like(x, 0.5)), add(unary(Op::erf, inside), constant_like(x, 1.0)));
}

/// Matrices that live while the step runs at its widest.
std::uint64_t matrices(const Program& program, bool recompute) {
    CompileOptions options;
    options.recompute = recompute;
    const auto schedule = make_schedule(program, {}, options);
    compiler::verify(schedule);
    return schedule.memory.lower_bound_bytes / (size * size * 4);
}

/// How often the operation appears in the loops of the program.
std::ptrdiff_t count(const Program& program, Op op, bool recompute) {
    CompileOptions options;
    options.recompute = recompute;
    std::ptrdiff_t count = 0;
    for (const auto& step : make_schedule(program, {}, options).steps) {
        const auto* loop = std::get_if<LoopKernel>(&step.work);
        if (loop == nullptr) continue;
        count += std::count_if(loop->code.begin(), loop->code.end(),
                               [&](const LoopInstruction& code) { return code.op == op; });
    }
    return count;
}

}  // namespace

class TestRecompute : public QObject {
    Q_OBJECT

  private slots:
    void insideOfGelu();
    void notFarFromWhatLives();
    void notRandomNumbers();
    void notResults();
    void notWithoutGradients();
};

void TestRecompute::insideOfGelu() {
    const Program program = training(gelu);
    QCOMPARE(count(program, Op::erf, true), std::ptrdiff_t{2});
    QCOMPARE(count(program, Op::erf, false), std::ptrdiff_t{1});
    QVERIFY(matrices(program, true) < matrices(program, false));
}

void TestRecompute::notFarFromWhatLives() {
    // Each needs its own result for its gradient. The first is kept, as the product before it is
    // not; the second and third are computed again from there; so far away the fourth is kept.
    const Program chain = training([](const NodePtr& x) {
        NodePtr y = x;
        for (int i = 0; i < 4; ++i)
            y = unary(Op::tanh, y);
        return y;
    });
    QCOMPARE(count(chain, Op::tanh, false), std::ptrdiff_t{4});
    QCOMPARE(count(chain, Op::tanh, true), std::ptrdiff_t{6});
    // A sine takes longer than reading it.
    const Program waves = training([](const NodePtr& x) { return sin(sin(mul(x, x))); });
    QCOMPARE(count(waves, Op::sin, true), count(waves, Op::sin, false));
}

void TestRecompute::notRandomNumbers() {
    const Program program = training([](const NodePtr& x) {
        const NodePtr key = constant(std::int64_t{3}, DType::i64, Shape{});
        const NodePtr bits = random_bits(key, key, x->shape());
        return select(lt(constant_like(bits, std::int64_t{0}), bits), x, constant_like(x, 0.0));
    });
    QCOMPARE(count(program, Op::random_bits, true), std::ptrdiff_t{1});
}

void TestRecompute::notResults() {
    // What is an output is stored anyway.
    Program program = training(gelu);
    for (const Node* node : topological_order(program.roots())) {
        if (node->op() == Op::erf) program.outputs.push_back(share(*node));
    }
    QCOMPARE(count(program, Op::erf, true), std::ptrdiff_t{1});
}

void TestRecompute::notWithoutGradients() {
    const NodePtr x = leaf(), y = gelu(product(x, leaf()));
    const Program program{{product(y, y), reduce(Op::reduce_sum, y, {0})}, {}};
    QCOMPARE(count(program, Op::erf, true), std::ptrdiff_t{1});
}

QTEST_GUILESS_MAIN(TestRecompute)
#include "test_recompute.moc"
