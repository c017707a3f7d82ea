// SPDX-License-Identifier: Apache-2.0
// Every block of the catalogue, with its outputs and the gradients of all that it is given, on an
// OpenCL device beside the oracle, in f32. GRADWEAVE_OPENCL_FULL=1 takes evaluation as well.
#include <QTest>
#include <cmath>

#include "engine/tensor/ops.h"
#include "tests/model/block_context.h"
#include "tests/support/opencl.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

/// Both sides round some hundred times in f32, and norms divide what is left by small numbers.
constexpr double tolerance = 5e-5;

/// Of arrays of numbers as large as the largest of them.
std::optional<std::string> difference(const Array& actual, const Array& expected) {
    double largest = 1;
    for (std::int64_t i = 0; i < expected.element_count(); ++i) {
        if (std::isfinite(expected.number(i)))
            largest = std::max(largest, std::abs(expected.number(i)));
    }
    return testing::difference(actual, expected, {0, tolerance * largest});
}

struct Result {
    std::string what;
    graph::NodePtr node;
};

/// Outputs, gradients and updates of a block for its own example.
void add_results(std::vector<Result>& results, const BlockKind& kind, bool training) {
    const auto inputs = example_inputs(kind);
    const Params params = example_params(kind);
    const ShapeAnswer answer = test::ask(kind, params, inputs);
    const auto [low, high] = test::inputs_of(kind.id);
    test::BlockContext context(
        kind, params, inputs, answer,
        {.training = training, .batch = 3, .seed = 7, .low = low, .high = high});
    const auto outputs = kind.build(context);
    std::optional<Tensor> total;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        results.push_back({concat(kind.id, ", output ", i), outputs[i].node()});
        if (outputs[i].dtype() != DType::f32) continue;
        Array weights(DType::f32, outputs[i].shape());
        Generator generator(i + 1);
        for (float& w : weights.as<float>())
            w = static_cast<float>(0.5 + generator.uniform());
        const Tensor part = sum(outputs[i] * Tensor(weights));
        total = total ? *total + part : part;
    }
    for (const auto& [name, value] : context.updates)
        results.push_back({concat(kind.id, ", update of ", name), value.node()});
    const auto variables = context.variables();
    if (!training || !total || variables.empty() || kind.category == Category::metric) return;
    const auto gradients = grad(*total, variables);
    for (std::size_t v = 0; v < gradients.size(); ++v)
        results.push_back({concat(kind.id, ", gradient ", v), gradients[v].node()});
}

}  // namespace

class TestOpenClBlocks : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { NEED_OPENCL(); }
    void blocks_data();
    void blocks();

  private:
    Catalogue catalogue_;
};

void TestOpenClBlocks::blocks_data() {
    QTest::addColumn<int>("category");
    QTest::addColumn<bool>("training");
    for (const bool training : {true, false}) {
        if (!training && !testing::opencl_in_full()) continue;
        for (int category = 0; category <= static_cast<int>(Category::output); ++category)
            QTest::addRow("%s%s", name_of(static_cast<Category>(category)),
                          training ? "" : ", evaluation")
                << category << training;
    }
}

// One program for the blocks of a category: a driver that compiles slowly compiles them at once.
void TestOpenClBlocks::blocks() {
    QFETCH(int, category);
    QFETCH(bool, training);
    std::vector<Result> results;
    for (const auto& kind : catalogue_.kinds()) {
        if (static_cast<int>(kind->category) != category || !kind->build) continue;
        // Its inputs depend on each other.
        if (kind->id == "gradient") continue;
        add_results(results, *kind, training);
    }
    if (results.empty()) return;
    compiler::Program program;
    for (const Result& result : results)
        program.outputs.push_back(result.node);
    const auto actual = testing::Session(*testing::opencl(), program).run().outputs;
    const auto expected = testing::Session(testing::oracle(), program).run().outputs;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto wrong = difference(actual[i], expected[i]);
        QVERIFY2(!wrong, wrong ? concat(results[i].what, ": ", *wrong).c_str() : "");
    }
}

QTEST_GUILESS_MAIN(TestOpenClBlocks)
#include "test_opencl.moc"
