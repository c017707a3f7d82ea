// SPDX-License-Identifier: Apache-2.0
// Whole training steps as one program each: forward, loss, gradients, updates. The CPU follows the
// oracle over several steps, whatever is optimised, and learns.
#include <QTest>

#include "engine/autodiff/grad.h"
#include "engine/core/threads.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/arrays.h"
#include "tests/support/run.h"

using namespace gradweave;
using compiler::Program;
using gradweave::testing::cpu;
using gradweave::testing::oracle;
using gradweave::testing::Session;

namespace {

/// -log softmax(logits) at the label, averaged.
Tensor cross_entropy(const Tensor& logits, const Tensor& labels) {
    const Tensor picked = one_hot(labels, logits.shape()[-1], logits.dtype()) * log_softmax(logits);
    return -sum(picked) / static_cast<double>(logits.shape()[0]);
}

/// Adds gradient descent with momentum for all parameters, and a step number.
Program with_momentum(const Tensor& loss, const std::vector<Tensor>& parameters, double rate) {
    Program program{{loss.node()}, {}};
    const auto gradients = grad(loss, parameters);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Tensor velocity(Array(parameters[i].dtype(), parameters[i].shape()));
        const Tensor next = velocity * 0.9 + gradients[i];
        program.assignments.push_back({velocity.node(), next.node()});
        program.assignments.push_back({parameters[i].node(), (parameters[i] - next * rate).node()});
    }
    return program;
}

/// Adam (Kingma and Ba, arXiv:1412.6980) with the step number as a leaf.
Program with_adam(const Tensor& loss, const std::vector<Tensor>& parameters, double rate) {
    Program program{{loss.node()}, {}};
    const auto gradients = grad(loss, parameters);
    const Tensor step(Array(DType::f32, Shape{}));
    const Tensor now = step + 1;
    program.assignments.push_back({step.node(), now.node()});
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Tensor mean(Array(DType::f32, parameters[i].shape())),
            square(Array(DType::f32, parameters[i].shape()));
        const Tensor m = mean * 0.9 + gradients[i] * 0.1;
        const Tensor v = square * 0.999 + gradients[i] * gradients[i] * 0.001;
        const Tensor m_hat = m / (1 - pow(Tensor(0.9), now));
        const Tensor v_hat = v / (1 - pow(Tensor(0.999), now));
        program.assignments.push_back({mean.node(), m.node()});
        program.assignments.push_back({square.node(), v.node()});
        program.assignments.push_back(
            {parameters[i].node(), (parameters[i] - m_hat * rate / (sqrt(v_hat) + 1e-8)).node()});
    }
    return program;
}

Program perceptron() {
    const Tensor x = randn({16, 10}), labels = randint({16}, 0, 4);
    const Tensor w1 = randn({10, 20}) * 0.3, b1 = zeros({20}), w2 = randn({20, 4}) * 0.3,
                 b2 = zeros({4});
    const std::vector<Tensor> p = {w1.detach(), b1.detach(), w2.detach(), b2.detach()};
    const Tensor logits = matmul(gelu(matmul(x, p[0]) + p[1]), p[2]) + p[3];
    return with_momentum(cross_entropy(logits, labels), p, 0.1);
}

/// Two convolutions, pooling, dropout, a linear layer.
Program image_network() {
    const Tensor x = randn({6, 1, 10, 10}), labels = randint({6}, 0, 3);
    const std::vector<Tensor> p = {(randn({4, 1, 3, 3}) * 0.3).detach(), zeros({4, 1, 1}).detach(),
                                   (randn({5, 4, 3, 3}) * 0.2).detach(),
                                   (randn({45, 3}) * 0.2).detach()};
    const graph::ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const graph::ConvAttributes strided{{2, 2}, {1, 1}, {1, 1}, {1, 1}, 1};
    const Tensor first = relu(Tensor(graph::conv(x.node(), p[0].node(), same)) + p[1]);
    const Tensor pooled(graph::max_pool2d(first.node(), {{2, 2}, {2, 2}, {0, 0}, {0, 0}}));
    const Tensor step(Array(DType::i64, Shape{}));
    const Tensor key = tensor(std::vector<std::int64_t>{3}, Shape{});
    const Tensor kept = less(random_uniform(key, step, pooled.shape()), Tensor(0.8));
    const Tensor dropped = where(kept, pooled * 1.25, Tensor(0));
    const Tensor second = relu(Tensor(graph::conv(dropped.node(), p[2].node(), strided)));
    const Tensor logits = matmul(second.reshape({6, 45}), p[3]);
    Program program = with_momentum(cross_entropy(logits, labels), p, 0.05);
    program.assignments.push_back({step.node(), (step + 1).node()});
    return program;
}

/// A recurrent cell over time, each step on the last one's state.
Program recurrent() {
    const Tensor x = randn({5, 7, 3}), target = randn({5, 4});
    const std::vector<Tensor> p = {(randn({3, 4}) * 0.5).detach(), (randn({4, 4}) * 0.5).detach(),
                                   (randn({4}) * 0.1).detach()};
    Tensor state = zeros({5, 4});
    for (int time = 0; time < 7; ++time)
        state = tanh(matmul(x({all, time}), p[0]) + matmul(state, p[1]) + p[2]);
    return with_adam(mean(pow(state - target, 2)), p, 0.01);
}

/// Attention with a mask, layer norm and an embedding.
Program transformer() {
    const Tensor tokens = randint({3, 6}, 0, 11), labels = randint({18}, 0, 11);
    const std::vector<Tensor> p = {(randn({11, 8}) * 0.3).detach(), (randn({8, 8}) * 0.3).detach(),
                                   (randn({8, 8}) * 0.3).detach(), (randn({8, 8}) * 0.3).detach(),
                                   ones({8}).detach()};
    const Tensor x = take(p[0], tokens);
    const auto heads = [](const Tensor& t) {  // [3, 6, 8] -> [3, 2, 6, 4]
        return t.reshape({3, 6, 2, 4}).permute({0, 2, 1, 3});
    };
    const Tensor q = heads(matmul(x, p[1])), k = heads(matmul(x, p[2])), v = heads(matmul(x, p[3]));
    const Tensor position = arange(0, 6);
    const Tensor future = greater(position.reshape({1, 6}), position.reshape({6, 1}));
    const Tensor scores = where(future, Tensor(-1e9), matmul(q, k.transpose()) * 0.5);
    const Tensor mixed = matmul(softmax(scores), v).permute({0, 2, 1, 3}).reshape({3, 6, 8});
    const Tensor sum = x + mixed;
    const Tensor centred = sum - mean(sum, {-1}, true);
    const Tensor normal = centred * rsqrt(mean(centred * centred, {-1}, true) + 1e-5) * p[4];
    return with_adam(cross_entropy(matmul(normal, p[0].transpose()).reshape({18, 11}), labels), p,
                     0.02);
}

struct Case {
    const char* name;
    Program (*make)();
};
constexpr Case cases[] = {{"perceptron", perceptron},
                          {"image network", image_network},
                          {"recurrent", recurrent},
                          {"transformer", transformer}};

constexpr int steps = 8;

std::vector<testing::Outcome> train(backends::Backend& device, const Program& program,
                                    const compiler::CompileOptions& options = {}) {
    Session session(device, program, options);
    std::vector<testing::Outcome> outcomes;
    for (int step = 0; step < steps; ++step)
        outcomes.push_back(session.run());
    return outcomes;
}

}  // namespace

class TestTraining : public QObject {
    Q_OBJECT

  private slots:
    void init() { set_seed(20); }
    void cleanup() { set_thread_count(0); }
    void followsTheOracle_data();
    void followsTheOracle();
    void threadsChangeNothing_data() { followsTheOracle_data(); }
    void threadsChangeNothing();
};

void TestTraining::followsTheOracle_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < std::size(cases); ++i)
        QTest::newRow(cases[i].name) << static_cast<int>(i);
}

// Both compute in f32, so they drift apart by roundings: a few hundred units (2^-24) a step for
// sums of some hundred terms, and gradients pass on what they are given about once.
void TestTraining::followsTheOracle() {
    QFETCH(int, index);
    const Program program = cases[index].make();
    const auto expected = train(oracle(), program);
    QVERIFY(expected.back().outputs[0].number(0) < expected.front().outputs[0].number(0));
    for (const bool optimised : {true, false}) {
        compiler::CompileOptions options;
        options.fuse = options.in_place = options.reuse_memory = optimised;
        options.channels_last = options.composites = optimised;
        options.poison_memory = true;
        const auto actual = train(cpu(), program, options);
        for (std::size_t step = 0; step < steps; ++step) {
            const testing::Tolerance tolerance{2e-5 * static_cast<double>(step + 1),
                                               2e-5 * static_cast<double>(step + 1)};
            COMPARE_ARRAYS(actual[step].outputs[0], expected[step].outputs[0], tolerance);
            for (std::size_t i = 0; i < program.assignments.size(); ++i)
                COMPARE_ARRAYS(actual[step].assigned[i], expected[step].assigned[i], tolerance);
        }
    }
}

void TestTraining::threadsChangeNothing() {
    QFETCH(int, index);
    const Program program = cases[index].make();
    set_thread_count(1);
    const auto alone = train(cpu(), program);
    for (const int threads : {2, 4}) {
        set_thread_count(threads);
        const auto together = train(cpu(), program);
        for (std::size_t i = 0; i < program.assignments.size(); ++i)
            QVERIFY(identical(together.back().assigned[i], alone.back().assigned[i]));
        QVERIFY(identical(together.back().outputs[0], alone.back().outputs[0]));
    }
}

QTEST_GUILESS_MAIN(TestTraining)
#include "test_training.moc"
