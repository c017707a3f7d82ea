// SPDX-License-Identifier: Apache-2.0
// Layers for sequences: gradients against differences in f64, the recurrent layers' own gradient
// rules against their bodies', and what causal attention may see. Figures are compared with
// PyTorch's in tests/train.
#include <QTest>

#include "engine/compiler/passes/expand.h"
#include "engine/nn/attention.h"
#include "engine/nn/distances.h"
#include "engine/nn/gated.h"
#include "engine/nn/losses.h"
#include "engine/nn/recurrent.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using gradweave::graph::NodePtr;
using gradweave::testing::gradcheck;
using gradweave::testing::GraphFunction;

namespace {

Array values(const Shape& shape, std::uint64_t seed) {
    Generator generator(seed);
    return testing::random_array(DType::f64, shape, generator, -1, 1);
}

NodePtr lstm(const std::vector<NodePtr>& x) {
    return nn::lstm(Tensor(x[0]), {Tensor(x[1]), Tensor(x[2]), Tensor(x[3]), Tensor(x[4])}).node();
}

GraphFunction rnn(bool relu) {
    return [relu](const std::vector<NodePtr>& x) {
        return nn::rnn(Tensor(x[0]), {Tensor(x[1]), Tensor(x[2]), Tensor(x[3]), Tensor(x[4])}, relu)
            .node();
    };
}

NodePtr gru(const std::vector<NodePtr>& x) {
    return nn::gru(Tensor(x[0]), {Tensor(x[1]), Tensor(x[2]), Tensor(x[3]), Tensor(x[4])}).node();
}

/// Sequences of 3 features for 2 units with so many gates each.
std::vector<Array> recurrent_inputs(std::int64_t gates, std::int64_t length) {
    const std::int64_t rows = 2 * gates;
    return {values(Shape{2, length, 3}, 1), values(Shape{rows, 3}, 2), values(Shape{rows, 2}, 3),
            values(Shape{rows}, 4), values(Shape{rows}, 5)};
}

std::vector<Array> lstm_inputs(std::int64_t length) {
    return recurrent_inputs(4, length);
}

GraphFunction attention(bool causal) {
    return [causal](const std::vector<NodePtr>& x) {
        return nn::self_attention(Tensor(x[0]),
                                  {Tensor(x[1]), Tensor(x[2]), Tensor(x[3]), Tensor(x[4])}, 2,
                                  causal)
            .node();
    };
}

std::vector<Array> attention_inputs() {
    return {values(Shape{2, 3, 4}, 1), values(Shape{12, 4}, 2), values(Shape{12}, 3),
            values(Shape{4, 4}, 4), values(Shape{4}, 5)};
}

}  // namespace

class TestSequences : public QObject {
    Q_OBJECT

  private slots:
    void gradients_data();
    void gradients();
    void rulesAreTheirBodys_data();
    void rulesAreTheirBodys();
    void rulesCanBeDifferentiated();
    void causalSeesNothingLater();
    void lossOfSequences();
    void ctcGradients();
    void ctcCostsGrowWithTheSteps();
};

void TestSequences::gradients_data() {
    QTest::addColumn<int>("which");
    QTest::newRow("lstm, 1 step") << 0;
    QTest::newRow("lstm, 4 steps") << 1;
    QTest::newRow("attention") << 2;
    QTest::newRow("causal attention") << 3;
    QTest::newRow("rms_norm") << 4;
    QTest::newRow("rnn") << 5;
    QTest::newRow("rnn with ReLU") << 6;
    QTest::newRow("gru, 1 step") << 7;
    QTest::newRow("gru, 4 steps") << 8;
}

void TestSequences::gradients() {
    QFETCH(int, which);
    const GraphFunction rms = [](const std::vector<NodePtr>& x) {
        return nn::rms_norm(Tensor(x[0]), Tensor(x[1]), 1e-3).node();
    };
    const auto wrong = which == 5 || which == 6 ? gradcheck(rnn(which == 6), recurrent_inputs(1, 4))
                       : which == 7             ? gradcheck(gru, recurrent_inputs(3, 1))
                       : which == 8             ? gradcheck(gru, recurrent_inputs(3, 4))
                       : which < 2              ? gradcheck(lstm, lstm_inputs(which == 0 ? 1 : 4))
                       : which == 4
                           ? gradcheck(rms, {values(Shape{2, 3, 4}, 1), values(Shape{4}, 2)})
                           : gradcheck(attention(which == 3), attention_inputs());
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

void TestSequences::rulesAreTheirBodys_data() {
    QTest::addColumn<int>("gates");
    QTest::newRow("rnn") << 1;
    QTest::newRow("gru") << 3;
    QTest::newRow("lstm") << 4;
}

void TestSequences::rulesAreTheirBodys() {
    QFETCH(int, gates);
    const auto leaves = testing::leaves_of(recurrent_inputs(gates, 3));
    const NodePtr whole = (gates == 1   ? rnn(false)
                           : gates == 3 ? GraphFunction(gru)
                                        : GraphFunction(lstm))(leaves);
    // Behind the composite lies nothing but a change of the axes' order.
    NodePtr y = whole;
    while (y->op() != graph::Op::composite)
        y = y->input(0);
    Generator generator(9);
    const NodePtr seed =
        graph::make_leaf("seed", testing::random_array(DType::f64, y->shape(), generator));
    const auto by_rule = autodiff::grad(y, leaves, seed);
    const auto by_body = autodiff::grad(y->body(), leaves, seed);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto results = testing::evaluate({by_rule[i], by_body[i]});
        // Sums of a few products of numbers near 1.
        COMPARE_ARRAYS(results[0], results[1], (testing::Tolerance{1e-12, 1e-12}));
    }
}

// The gradients' gradients, as penalties on slopes need them.
void TestSequences::rulesCanBeDifferentiated() {
    for (const auto& wrong : {testing::gradgradcheck(rnn(false), recurrent_inputs(1, 3)),
                              testing::gradgradcheck(gru, recurrent_inputs(3, 3))})
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

// Another last position changes the last result alone.
void TestSequences::causalSeesNothingLater() {
    auto inputs = attention_inputs();
    const auto first = testing::evaluate({attention(true)(testing::leaves_of(inputs))}).front();
    inputs[0] = inputs[0].clone();
    for (std::int64_t n = 0; n < 2; ++n) {
        for (std::int64_t i = 0; i < 4; ++i)
            inputs[0].as<double>()[static_cast<std::size_t>((n * 3 + 2) * 4 + i)] += 1;
    }
    const auto second = testing::evaluate({attention(true)(testing::leaves_of(inputs))}).front();
    for (std::int64_t i = 0; i < first.element_count(); ++i)
        QCOMPARE(first.number(i) == second.number(i), i / 4 % 3 != 2);
}

// The mean over all positions, as of one long batch.
void TestSequences::lossOfSequences() {
    const Tensor scores(values(Shape{2, 3, 5}, 7));
    const Tensor labels(Array::of(std::vector<std::int64_t>{0, 4, 2, 3, 1, 1}, Shape{2, 3}));
    const Tensor flat_scores = scores.reshape(Shape{6, 5}), flat_labels = labels.reshape(Shape{6});
    QCOMPARE(nn::cross_entropy(scores, labels).item(),
             nn::cross_entropy(flat_scores, flat_labels).item());
    QCOMPARE(nn::accuracy(scores, labels).item(), nn::accuracy(flat_scores, flat_labels).item());
}

// Of samples with steps and labels of their own, a label twice in a row among them, by its own rule
// and twice differentiated.
void TestSequences::ctcGradients() {
    const GraphFunction loss = [](const std::vector<NodePtr>& x) {
        nn::CtcOptions options;
        options.input_lengths = tensor({7, 5}, DType::i64);
        options.label_lengths = tensor({3, 2}, DType::i64);
        return nn::ctc(log_softmax(Tensor(x[0]), -1), tensor({{1, 1, 3}, {2, 4, 1}}, DType::i64),
                       options)
            .node();
    };
    const std::vector<Array> scores{values(Shape{2, 7, 5}, 3)};
    for (const auto& wrong : {gradcheck(loss, scores), testing::gradgradcheck(loss, scores)})
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

// Twice the steps are twice the elements that are computed, not four times as many.
void TestSequences::ctcCostsGrowWithTheSteps() {
    const auto elements = [](std::int64_t steps) {
        const Tensor x(values(Shape{2, steps, 5}, 3));
        const Tensor labels = tensor({{1, 1, 3}, {2, 4, 1}}, DType::i64);
        const compiler::Program program =
            compiler::expand_composites({{grad(nn::ctc(log_softmax(x, -1), labels), x).node()}, {}},
                                        [](const graph::Node&) { return false; });
        std::int64_t count = 0;
        for (const graph::Node* node : graph::topological_order(program.outputs))
            count += node->shape().element_count();
        return static_cast<double>(count);
    };
    const double some = elements(20), more = elements(40), most = elements(80);
    QVERIFY2((most - more) / (more - some) < 2.1, qPrintable(QString::number(most - more)));
}

QTEST_GUILESS_MAIN(TestSequences)
#include "test_sequences.moc"
