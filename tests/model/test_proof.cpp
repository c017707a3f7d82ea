// SPDX-License-Identifier: Apache-2.0
// No block without proof: every entry of the catalogue has help, an example of use that its shape
// rule and its build function agree with, a wrong use with its sentence, and a gradient that
// differences confirm, as well as that gradient's own. A new entry fails here until it has them.
#include <QTest>
#include <cmath>
#include <map>
#include <set>

#include "engine/core/text.h"
#include "engine/tensor/ops.h"
#include "tests/model/block_context.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

/// A use that must be refused: settings and inputs as in an example, and the sentence's beginning.
struct Wrong {
    const char* kind;
    const char* settings;
    std::vector<const char*> inputs;
    const char* sentence;
};

const std::vector<Wrong>& wrong_uses() {
    static const std::vector<Wrong> all = {
#include "tests/model/wrong_uses.inc"
    };
    return all;
}

/// Kinds that no gradient flows through, and why.
const std::map<std::string, const char*> without_gradient = {
    {"constant", "has no input and no parameter"},
    {"accuracy", "counts"},
    {"binary_accuracy", "counts"},
    {"absolute_error", "is a metric, rounded to f32"},
    {"output", "computes nothing"},
    {"sign", "is flat"},
    {"floor", "is flat"},
    {"ceil", "is flat"},
    {"round", "is flat"},
    {"trunc", "is flat"},
    {"equal", "is flat"},
    {"not_equal", "is flat"},
    {"less", "is flat"},
    {"less_equal", "is flat"},
    {"greater", "is flat"},
    {"greater_equal", "is flat"},
    {"any", "is flat"},
    {"all", "is flat"},
    {"argmax", "is flat"},
    {"argmin", "is flat"},
    {"one_hot", "has no input with a fraction"},
    {"cast", "has no input with a fraction"},
    {"gradient", "its inputs depend on each other: see test_derivatives.cpp"},
};

QString text(const std::string& s) {
    return QString::fromStdString(s);
}

}  // namespace

class TestProof : public QObject {
    Q_OBJECT

  private slots:
    void nothingIsMissing();
    void examples_data() { kinds(false); }
    void examples();
    void wrongUses_data();
    void wrongUses();
    void sizes_data();
    void sizes();
    void gradients_data() { kinds(true); }
    void gradients();

  private:
    void kinds(bool differentiable);
    Catalogue catalogue_;
};

void TestProof::kinds(bool differentiable) {
    QTest::addColumn<QString>("id");
    for (const auto& kind : catalogue_.kinds()) {
        if (kind->category == Category::data) continue;
        if (differentiable && without_gradient.contains(kind->id)) continue;
        QTest::newRow(kind->id.c_str()) << text(kind->id);
    }
}

void TestProof::nothingIsMissing() {
    // Those of sizes_data with weights.
    const std::set<std::string> sized = {"linear",
                                         "bilinear",
                                         "conv1d",
                                         "conv2d",
                                         "conv3d",
                                         "conv_transpose1d",
                                         "conv_transpose2d",
                                         "conv_transpose3d",
                                         "batch_norm",
                                         "layer_norm",
                                         "group_norm",
                                         "instance_norm",
                                         "rms_norm",
                                         "embedding",
                                         "positional_embedding",
                                         "prelu",
                                         "lstm",
                                         "gru",
                                         "rnn",
                                         "multi_head_attention",
                                         "transformer_encoder_layer",
                                         "transformer_decoder_layer",
                                         "parameter"};
    QStringList missing;
    for (const auto& kind : catalogue_.kinds()) {
        const bool source = kind->category == Category::data;
        if (!kind->help.ends_with('.')) missing << text(kind->id + ": help");
        if (!kind->example.use.ends_with('.') ||
            (kind->example.output.empty() && !kind->outputs.empty()))
            missing << text(kind->id + ": example");
        const auto is_here = [&](const Wrong& wrong) { return wrong.kind == kind->id; };
        if (kind->learns && sized.count(kind->id) == 0)
            missing << text(kind->id + ": a row of sizes");
        // An output and a cast take anything; data has tests of its own.
        if (!source && kind->id != "output" && kind->id != "cast" &&
            std::none_of(wrong_uses().begin(), wrong_uses().end(), is_here))
            missing << text(kind->id + ": a wrong use");
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join("; ")));
    for (const auto& [id, why] : without_gradient)
        QVERIFY2(catalogue_.find(id) != nullptr, id.c_str());
}

// What an example says is what the shape rule and the build function say, for any batch.
void TestProof::examples() {
    QFETCH(QString, id);
    const BlockKind& kind = *catalogue_.find(id.toStdString());
    QVERIFY(!example_text(kind).empty());
    const Params params = example_params(kind);
    const auto inputs = example_inputs(kind);
    const ShapeAnswer answer = test::ask(kind, params, inputs);
    const auto outputs = kind.output_ports(params);
    QCOMPARE(answer.outputs.size(), outputs.size());
    if (!answer.outputs.empty())
        QCOMPARE(text(to_string(answer.outputs[0].dims)), text(kind.example.output));
    const auto [low, high] = test::inputs_of(kind.id);
    for (const bool training : {true, false}) {
        for (const std::int64_t batch : {1, 3}) {
            test::BlockContext context(
                kind, params, inputs, answer,
                {.training = training, .batch = batch, .low = low, .high = high});
            const auto results = kind.build(context);
            QCOMPARE(results.size(), outputs.size());
            // Evaluation draws nothing and changes no statistics.
            QVERIFY(training || (context.draws == 0 && context.updates.empty()));
            for (std::size_t i = 0; i < results.size(); ++i) {
                QCOMPARE(text(to_string(results[i].shape())),
                         text(to_string(answer.outputs[i].shape(batch))));
                QVERIFY(results[i].dtype() == answer.outputs[i].dtype);
                QVERIFY(all_finite(results[i].eval()));
            }
        }
    }
}

void TestProof::wrongUses_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < wrong_uses().size(); ++i)
        QTest::addRow("%s %d", wrong_uses()[i].kind, static_cast<int>(i)) << static_cast<int>(i);
}

void TestProof::wrongUses() {
    QFETCH(int, index);
    const Wrong& wrong = wrong_uses()[static_cast<std::size_t>(index)];
    QVERIFY2(catalogue_.find(wrong.kind) != nullptr, wrong.kind);
    BlockKind use = *catalogue_.find(wrong.kind);
    use.example = {"", wrong.settings, {wrong.inputs.begin(), wrong.inputs.end()}, ""};
    try {
        test::ask(use, example_params(use), example_inputs(use));
        QFAIL("accepted");
    } catch (const BlockProblem& problem) {
        QVERIFY2(text(problem.sentence).startsWith(wrong.sentence), problem.sentence.c_str());
        QVERIFY2(problem.sentence.ends_with('.'), problem.sentence.c_str());
    } catch (const Error& error) {
        // The analysis puts the kind's title before these.
        QVERIFY2(text(use.title + ": " + error.what()).startsWith(wrong.sentence), error.what());
    }
}

// Weights and multiply-adds for one sample, counted by hand for the kinds' examples.
void TestProof::sizes_data() {
    QTest::addColumn<int>("parameters");
    QTest::addColumn<int>("multiply_adds");
    const auto row = [](const char* id, int parameters, int multiply_adds) {
        QTest::newRow(id) << parameters << multiply_adds;
    };
    row("linear", 5 * 7 + 7, 5 * 7);
    row("bilinear", 2 * 3 * 4 + 2, 2 * 3 * 4);
    row("conv1d", 4 * 3 * 5 + 4, 4 * 3 * 5 * 8);
    row("conv2d", 4 * 3 * 9 + 4, 4 * 3 * 9 * 30);
    row("conv3d", 2 * 27 + 2, 2 * 27 * (2 * 3 * 3));
    row("conv_transpose1d", 3 * 2 * 2 + 2, 3 * 2 * 2 * 4);
    row("conv_transpose2d", 3 * 2 * 4 + 2, 3 * 2 * 4 * 16);
    row("conv_transpose3d", 2 * 2 * 8 + 2, 2 * 2 * 8 * 18);
    row("batch_norm", 2 * 3, 0);
    row("layer_norm", 2 * 6, 0);
    row("group_norm", 2 * 4, 0);
    row("instance_norm", 2 * 3, 0);
    row("rms_norm", 6, 0);
    row("embedding", 7 * 5, 0);
    row("positional_embedding", 4 * 6, 0);
    row("prelu", 3, 0);
    row("lstm", 4 * 3 * (2 + 3 + 2), 4 * 4 * 3 * (2 + 3));
    row("gru", 3 * 3 * (2 + 3 + 2), 4 * 3 * 3 * (2 + 3));
    row("rnn", 3 * (2 + 3 + 2), 4 * 3 * (2 + 3));
    row("multi_head_attention", 4 * 16 + 16, 4 * 3 * 16 + 2 * 9 * 4);
    row("transformer_encoder_layer", (4 * 16 + 16) + (2 * 24 + 6 + 4) + 4 * 4,
        (4 * 3 * 16 + 2 * 9 * 4) + 2 * 3 * 24);
    row("transformer_decoder_layer", 2 * (4 * 16 + 16) + (2 * 24 + 6 + 4) + 6 * 4,
        (4 * 3 * 16 + 2 * 9 * 4) + (2 * 3 * 16 + 2 * 2 * 16 + 2 * 6 * 4) + 2 * 3 * 24);
    row("matmul", 0, 5 * 3);
    row("einsum", 0, 3 * 4 * 5);
    row("parameter", 15, 0);
}

void TestProof::sizes() {
    QFETCH(int, parameters);
    QFETCH(int, multiply_adds);
    const BlockKind& kind = *catalogue_.find(QTest::currentDataTag());
    const ShapeAnswer answer = test::ask(kind, example_params(kind), example_inputs(kind));
    std::int64_t trainable = 0;
    for (const auto& parameter : answer.parameters)
        trainable += parameter.trainable ? parameter.shape.element_count() : 0;
    QCOMPARE(trainable, std::int64_t(parameters));
    QCOMPARE(answer.multiply_adds, std::int64_t(multiply_adds));
}

namespace {

// At most this many elements of each variable are moved, spread over it.
constexpr std::int64_t most_elements = 40;

/// The gradients of a number by leaves beside central differences in f64: what differs, or nothing.
/// `largest` becomes the largest of them.
std::optional<std::string> differences(const Tensor& total, const std::vector<Tensor>& variables,
                                       double& largest) {
    std::vector<graph::NodePtr> gradients;
    for (const Tensor& gradient : grad(total, variables))
        gradients.push_back(gradient.node());
    const auto values = testing::evaluate(gradients);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const graph::Node* leaf = variables[v].node().get();
        const Array start = *leaf->value();
        const std::int64_t count = start.element_count();
        const std::int64_t stride = std::max<std::int64_t>(1, count / most_elements);
        for (std::int64_t i = 0; i < count; i += stride) {
            const auto at = [&](double to) {
                Array changed = start.clone();
                changed.as<double>()[static_cast<std::size_t>(i)] = to;
                return backends::interpret_graph(std::span(&total.node(), 1),
                                                 [&](const graph::Node& node) {
                                                     return &node == leaf ? changed : *node.value();
                                                 })
                    .front()
                    .number(0);
            };
            const double x = start.number(i), h = testing::difference_step;
            const double expected = (at(x + h) - at(x - h)) / ((x + h) - (x - h));
            const double actual = values[v].number(i);
            largest = std::max(largest, std::abs(actual));
            if (std::abs(actual - expected) <=
                testing::gradient_tolerance * std::max(1.0, std::abs(expected)))
                continue;
            return concat("variable ", v, ", element ", i, ": gradient ", actual,
                          ", differences give ", expected);
        }
    }
    return std::nullopt;
}

/// The sum of what is given, randomly weighted.
Tensor weighted_sum(const std::vector<Tensor>& parts, std::uint64_t seed) {
    Generator generator(seed);
    Tensor total = Tensor(0.0).to(DType::f64);
    for (const Tensor& part : parts) {
        const Tensor weights(testing::random_array(DType::f64, part.shape(), generator, 0.5, 1.5));
        total = total + sum(part.to(DType::f64) * weights);
    }
    return total;
}

}  // namespace

// Of a randomly weighted sum of all outputs, by every input and parameter; then the same of the
// gradients themselves, since a Gradient block may stand behind any block.
void TestProof::gradients() {
    QFETCH(QString, id);
    const BlockKind& kind = *catalogue_.find(id.toStdString());
    const Params params = example_params(kind);
    const auto inputs = example_inputs(kind);
    const ShapeAnswer answer = test::ask(kind, params, inputs);
    const auto [low, high] = test::inputs_of(kind.id);
    test::BlockContext context(
        kind, params, inputs, answer,
        {.training = true, .batch = 3, .seed = 7, .low = low, .high = high, .dtype = DType::f64});
    const auto variables = context.variables();
    QVERIFY2(!variables.empty(),
             "nothing to differentiate by: name the reason in without_gradient");
    const Tensor total = weighted_sum(kind.build(context), 9);
    double largest = 0;
    const auto once = differences(total, variables, largest);
    QVERIFY2(!once, once.value_or("").c_str());
    QVERIFY2(largest > 1e-6, "no gradient arrives anywhere");
    const auto twice = differences(weighted_sum(grad(total, variables), 11), variables, largest);
    QVERIFY2(!twice, ("the second time: " + twice.value_or("")).c_str());
}

QTEST_GUILESS_MAIN(TestProof)
#include "test_proof.moc"
