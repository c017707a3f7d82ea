// SPDX-License-Identifier: Apache-2.0
// Blocks beside PyTorch: outputs and all gradients of fixtures/blocks.py, in f64. Results are
// compared by two weighted sums over all elements and by the first elements.
#include <QTest>
#include <cmath>
#include <set>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/tensor/ops.h"
#include "tests/model/block_context.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

const io::Json::List& rows() {
    static const io::Json json = io::parse_json(
        io::read_text(std::string(GRADWEAVE_SOURCE_DIR) + "/tests/model/fixtures/blocks.json"));
    return json.at("rows").list();
}

// The formulas of the fixture.
Array fill(const Shape& shape, double seed, double scale = 1, double shift = 0) {
    Array array(DType::f64, shape);
    double i = 0;
    for (double& value : array.as<double>())
        value = std::sin(12.9898 * ++i + seed) * scale + shift;
    return array;
}

Array classes(const Shape& shape, std::int64_t seed, std::int64_t count, std::int64_t first) {
    Array array(DType::i64, shape);
    std::int64_t i = 0;
    for (std::int64_t& value : array.as<std::int64_t>()) {
        value = (7 * i + 3 * seed + i * i) % count + first;
        ++i;
    }
    return array;
}

Shape shape_of(const io::Json& json) {
    Axes sizes;
    for (const auto& size : json.at("shape").list())
        sizes.push_back(size.integer());
    return Shape(std::move(sizes));
}

/// What differs from the recorded probe, or nothing.
std::optional<std::string> compare(const Array& actual, const io::Json& probe) {
    const Shape shape = shape_of(probe);
    // A loss is a scalar here and there; a parameter of one element may be [1].
    if (actual.element_count() != shape.element_count())
        return concat("the shape is ", to_string(actual.shape()), " instead of ", to_string(shape));
    const auto differs = [](double a, double b) {
        return !(std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)));
    };
    for (int k = 0; k < 2; ++k) {
        const Array weights = fill(shape, 901 + k);
        double sum = 0;
        for (std::int64_t i = 0; i < actual.element_count(); ++i)
            sum += actual.number(i) * weights.number(i);
        const double expected = probe.at("sums").list()[static_cast<std::size_t>(k)].number();
        if (differs(sum, expected)) return concat("a sum is ", sum, " instead of ", expected);
    }
    const auto& first = probe.at("first").list();
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double value = actual.number(static_cast<std::int64_t>(i));
        if (differs(value, first[i].number()))
            return concat("element ", i, " is ", value, " instead of ", first[i].number());
    }
    return std::nullopt;
}

TensorType type_of(const Array& array, std::int64_t classes) {
    TensorType type{is_integer(array.dtype()) ? DType::i64 : DType::f32, {batch_dim}, classes};
    for (int i = 1; i < array.shape().rank(); ++i)
        type.dims.push_back({array.shape()[i]});
    return type;
}

}  // namespace

class TestTorch : public QObject {
    Q_OBJECT

  private slots:
    void everyBlockIsRecorded();
    void blocks_data();
    void blocks();

  private:
    Catalogue catalogue_;
};

void TestTorch::everyBlockIsRecorded() {
    std::set<std::string> recorded;
    for (const auto& row : rows())
        recorded.insert(row.at("kind").string());
    // What PyTorch has not, and what computes nothing of its own.
    for (const char* own : {"positional_embedding", "rms_norm", "accuracy", "binary_accuracy",
                            "absolute_error", "parameter", "constant", "gradient", "output"})
        recorded.insert(own);
    QStringList missing;
    for (const auto& kind : catalogue_.kinds()) {
        if (kind->category != Category::data && !recorded.contains(kind->id))
            missing << QString::fromStdString(kind->id);
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(", ")));
}

void TestTorch::blocks_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < rows().size(); ++i) {
        QTest::addRow("%d %s %s", static_cast<int>(i), rows()[i].at("kind").string().c_str(),
                      rows()[i].at("settings").string().c_str())
            << static_cast<int>(i);
    }
}

void TestTorch::blocks() {
    QFETCH(int, index);
    const io::Json& row = rows()[static_cast<std::size_t>(index)];
    QVERIFY2(catalogue_.find(row.at("kind").string()) != nullptr, "no such kind");
    BlockKind kind = *catalogue_.find(row.at("kind").string());
    kind.example.settings = row.at("settings").string();
    const Params params = example_params(kind);

    std::vector<Array> inputs;
    std::vector<TensorType> types;
    for (const auto& input : row.at("inputs").list()) {
        const std::int64_t seed = input.at("seed").integer();
        if (const io::Json* count = input.find("classes")) {
            const std::int64_t first = input.at("first").integer();
            inputs.push_back(classes(shape_of(input), seed, count->integer(), first));
            types.push_back(type_of(inputs.back(), count->integer() + first));
        } else {
            inputs.push_back(fill(shape_of(input), static_cast<double>(seed),
                                  input.at("scale").number(), input.at("shift").number()));
            types.push_back(type_of(inputs.back(), 0));
        }
    }
    const ShapeAnswer answer = test::ask(kind, params, types);
    test::BlockContext context(kind, params, types, answer,
                               {.training = row.at("training").boolean(),
                                .batch = inputs[0].shape()[0],
                                .dtype = DType::f64});
    for (std::size_t i = 0; i < inputs.size(); ++i)
        context.set_input(i, inputs[i]);
    std::set<std::string> names;
    for (const auto& spec : answer.parameters) {
        if (spec.trainable) names.insert(spec.name);
    }
    QCOMPARE(names.size(), row.at("parameters").object().size());
    double seed = 0;
    for (const std::string& name : names) {
        const auto spec = std::find_if(answer.parameters.begin(), answer.parameters.end(),
                                       [&](const auto& p) { return p.name == name; });
        context.set_parameter(name,
                              fill(spec->shape, seed++, 0.5, spec->shape.rank() == 1 ? 0.25 : 0));
    }
    if (const io::Json* state = row.find("state")) {
        for (const auto& [name, value] : state->object()) {
            const auto spec = std::find_if(answer.parameters.begin(), answer.parameters.end(),
                                           [&, n = name](const auto& p) { return p.name == n; });
            QVERIFY2(spec != answer.parameters.end(), name.c_str());
            context.set_parameter(name, fill(spec->shape, value.number(), 0.25, 1));
        }
    }

    const auto outputs = kind.build(context);
    const auto& recorded = row.at("outputs").list();
    QCOMPARE(outputs.size(), recorded.size());
    std::vector<graph::NodePtr> wanted;
    std::optional<Tensor> total;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        wanted.push_back(outputs[i].node());
        const Tensor part =
            sum(outputs[i] * Tensor(fill(outputs[i].shape(), static_cast<double>(500 + i))));
        total = total ? *total + part : part;
    }
    std::vector<Tensor> variables;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].dtype() == DType::f64) variables.push_back(context.input(i));
    }
    const std::size_t inputs_varied = variables.size();
    for (const std::string& name : names)
        variables.push_back(context.parameter(name));
    for (const Tensor& gradient : grad(*total, variables))
        wanted.push_back(gradient.node());
    for (const auto& [name, value] : context.updates)
        wanted.push_back(value.node());
    const auto values = testing::evaluate(wanted);

    const auto check = [&](std::size_t i, const io::Json& probe, const std::string& what) {
        const auto problem = compare(values[i], probe);
        QVERIFY2(!problem, (what + ": " + problem.value_or("")).c_str());
    };
    std::size_t at = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        check(at++, recorded[i], concat("output ", i));
    for (std::size_t i = 0; i < inputs_varied; ++i)
        check(at++, row.at("input_gradients").list()[i], concat("gradient of input ", i));
    for (const std::string& name : names)
        check(at++, row.at("parameters").at(name), "gradient of " + name);
    if (const io::Json* updates = row.find("updates")) {
        QCOMPARE(context.updates.size(), updates->object().size());
        for (const auto& [name, value] : context.updates)
            check(at++, updates->at(name), "update of " + name);
    }
}

QTEST_GUILESS_MAIN(TestTorch)
#include "test_torch.moc"
