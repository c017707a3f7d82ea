// SPDX-License-Identifier: Apache-2.0
// Every kind of block, table-driven: texts, defaults, shape rule against build function, gradients.
#include <QTest>
#include <cmath>

#include "engine/core/text.h"
#include "engine/model/catalogue.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/model/block_context.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

constexpr Dim N{1, true, 'N'};

TensorType floats(std::vector<Dim> dims) {
    return {DType::f32, std::move(dims), 0};
}
TensorType labels(std::int64_t classes) {
    return {DType::i64, {N}, classes};
}

/// A use of a kind: parameters, and types for its inputs.
struct Case {
    std::string kind;
    Params params;
    std::vector<TensorType> inputs;
    std::string output;         ///< the type that must come out; empty for none
    std::string parameters;     ///< names and shapes
    double low = -2, high = 2;  ///< of random inputs
    /// For one sample; -1: not looked at.
    std::int64_t multiply_adds = -1;
};

/// Class numbers [N, 4] of a sequence.
const TensorType tokens{DType::i64, {N, {4}}, 7};
const TensorType sequence = floats({N, {4}, {6}});
const TensorType image = floats({N, {3, false, 'C'}, {8, false, 'H'}, {6, false, 'W'}});
const TensorType matrix = floats({N, {5}});

const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        {"linear", {{"units", std::int64_t{7}}}, {matrix}, "[N, 7]", "weight[7, 5] bias[7]"},
        {"linear",
         {{"units", std::int64_t{2}}, {"bias", false}},
         {floats({N, {4}, {5}})},
         "[N, 4, 2]",
         "weight[2, 5]"},
        {"conv2d",
         {{"channels", std::int64_t{4}}},
         {image},
         "[N, 4, 6, 4]",
         "weight[4, 3, 3, 3] bias[4]"},
        {"conv2d",
         {{"channels", std::int64_t{6}},
          {"groups", std::int64_t{3}},
          {"stride", Axes{2}},
          {"padding", Axes{1, 2}},
          {"dilation", Axes{1, 2}}},
         {image},
         "[N, 6, 4, 3]",
         "weight[6, 1, 3, 3] bias[6]"},
        {"max_pool2d", {}, {image}, "[N, 3, 4, 3]", ""},
        {"max_pool2d",
         {{"size", Axes{3}}, {"stride", Axes{2}}, {"padding", Axes{1}}},
         {image},
         "[N, 3, 4, 3]",
         ""},
        {"avg_pool2d", {{"size", Axes{2, 3}}}, {image}, "[N, 3, 4, 2]", ""},
        {"flatten", {}, {image}, "[N, 144]", ""},
        {"dropout", {{"p", 0.25}}, {matrix}, "[N, 5]", ""},
        {"batch_norm",
         {},
         {image},
         "[N, 3, 8, 6]",
         "weight[3] bias[3] running_mean[3]* running_var[3]*"},
        {"layer_norm", {}, {matrix}, "[N, 5]", "weight[5] bias[5]"},
        {"layer_norm",
         {{"axes", std::int64_t{3}}},
         {image},
         "[N, 3, 8, 6]",
         "weight[3, 8, 6] bias[3, 8, 6]"},
        {"global_avg_pool2d", {}, {image}, "[N, 3]", ""},
        {"rms_norm", {}, {sequence}, "[N, 4, 6]", "weight[6]"},
        {"embedding", {{"size", std::int64_t{5}}}, {tokens}, "[N, 4, 5]", "weight[7, 5]"},
        {"embedding",
         {{"size", std::int64_t{5}}, {"entries", std::int64_t{9}}},
         {labels(3)},
         "[N, 5]",
         "weight[9, 5]"},
        {"positional_embedding", {}, {sequence}, "[N, 4, 6]", "weight[4, 6]"},
        {"multi_head_attention",
         {{"heads", std::int64_t{3}}},
         {sequence},
         "[N, 4, 6]",
         "in_proj_weight[18, 6] in_proj_bias[18] out_proj.weight[6, 6] out_proj.bias[6]",
         -2,
         2,
         4 * 4 * 6 * 6 + 2 * 4 * 4 * 6},
        {"multi_head_attention",
         {{"heads", std::int64_t{2}}, {"causal", true}},
         {sequence},
         "[N, 4, 6]",
         "in_proj_weight[18, 6] in_proj_bias[18] out_proj.weight[6, 6] out_proj.bias[6]"},
        {"lstm",
         {{"units", std::int64_t{5}}},
         {sequence},
         "[N, 4, 5]",
         "weight_ih_l0[20, 6] weight_hh_l0[20, 5] bias_ih_l0[20] bias_hh_l0[20]",
         -2,
         2,
         4 * 20 * (6 + 5)},
        {"lstm",
         {{"units", std::int64_t{3}}},
         {floats({N, {2}, {6}})},
         "[N, 2, 3]",
         "weight_ih_l0[12, 6] weight_hh_l0[12, 3] bias_ih_l0[12] bias_hh_l0[12]"},
        {"relu", {}, {matrix}, "[N, 5]", ""},
        {"leaky_relu", {{"slope", 0.2}}, {matrix}, "[N, 5]", ""},
        {"gelu", {}, {matrix}, "[N, 5]", ""},
        {"sigmoid", {}, {matrix}, "[N, 5]", ""},
        {"tanh", {}, {matrix}, "[N, 5]", ""},
        {"softplus", {}, {matrix}, "[N, 5]", ""},
        {"softmax", {}, {matrix}, "[N, 5]", ""},
        {"parameter", {{"shape", Axes{4, 5}}}, {}, "[4, 5]", "[4, 5]"},
        {"constant", {{"value", 2.5}, {"shape", Axes{3}}}, {}, "[3]", ""},
        {"add", {}, {matrix, floats({{5}})}, "[N, 5]", ""},
        {"sub", {}, {matrix, floats({N, {1}})}, "[N, 5]", ""},
        {"mul", {}, {matrix, matrix}, "[N, 5]", ""},
        {"div", {}, {matrix, matrix}, "[N, 5]", "", 0.5, 2},
        {"pow", {}, {matrix, floats({})}, "[N, 5]", "", 0.5, 2},
        {"maximum", {}, {matrix, floats({})}, "[N, 5]", ""},
        {"minimum", {}, {matrix, matrix}, "[N, 5]", ""},
        {"exp", {}, {matrix}, "[N, 5]", ""},
        {"log", {}, {matrix}, "[N, 5]", "", 0.5, 2},
        {"sqrt", {}, {matrix}, "[N, 5]", "", 0.5, 2},
        {"neg", {}, {matrix}, "[N, 5]", ""},
        {"abs", {}, {matrix}, "[N, 5]", ""},
        {"sin", {}, {matrix}, "[N, 5]", ""},
        {"cos", {}, {matrix}, "[N, 5]", ""},
        {"matmul", {}, {matrix, floats({{5}, {3}})}, "[N, 3]", ""},
        {"matmul", {}, {floats({N, {2}, {5}}), floats({{5}, {3}})}, "[N, 2, 3]", ""},
        {"sum", {{"axes", Axes{1}}}, {matrix}, "[N]", ""},
        {"mean", {}, {matrix}, "[]", ""},
        {"max", {{"axes", Axes{-1}}, {"keep_axes", true}}, {matrix}, "[N, 1]", ""},
        {"reshape", {{"shape", Axes{12, -1}}}, {image}, "[N, 12, 12]", ""},
        {"reshape", {{"shape", Axes{-1}}, {"keep_batch", false}}, {matrix}, "[5·N]", ""},
        {"transpose", {}, {image}, "[N, 3, 6, 8]", ""},
        {"transpose", {{"order", Axes{0, 3, 1, 2}}}, {image}, "[N, 6, 3, 8]", ""},
        {"slice", {{"ranges", std::string(":, 1, ::-2, 1:-1")}}, {image}, "[N, 4, 4]", ""},
        {"concat",
         {{"inputs", std::int64_t{3}}},
         {matrix, floats({N, {2}}), matrix},
         "[N, 12]",
         ""},
        {"split", {{"size", std::int64_t{2}}}, {matrix}, "[N, 2]", ""},
        {"split",
         {{"sizes", Axes{3, -1, 1, 2}}, {"axis", std::int64_t{-2}}},
         {image},
         "[N, 3, 3, 6]",
         ""},
        {"broadcast", {{"shape", Axes{4, 5}}}, {floats({N, {1}, {5}})}, "[N, 4, 5]", ""},
        {"cross_entropy", {}, {matrix, labels(5)}, "[]", ""},
        {"cross_entropy", {}, {floats({N, {4}, {7}}), tokens}, "[]", ""},
        {"accuracy", {}, {floats({N, {4}, {7}}), tokens}, "[]", ""},
        {"mse", {}, {floats({N, {1}}), floats({N})}, "[]", ""},
        {"bce", {}, {floats({N, {1}}), labels(2)}, "[]", ""},
        {"bce",
         {{"prediction_is", std::string("probability")}},
         {floats({N}), floats({N})},
         "[]",
         "",
         0.1,
         0.9},
        {"accuracy", {}, {matrix, labels(5)}, "[]", ""},
        {"binary_accuracy", {}, {floats({N, {1}}), labels(2)}, "[]", ""},
        {"output", {}, {matrix}, "", ""},
    };
    return all;
}

ShapeAnswer ask(const BlockKind& kind, const Case& c) {
    return test::ask(kind, c.params, c.inputs);
}

test::BlockContext context_of(const BlockKind& kind, const Case& c, const ShapeAnswer& answer,
                              bool training, std::int64_t batch, std::uint64_t seed) {
    return {kind,
            c.params,
            c.inputs,
            answer,
            {.training = training, .batch = batch, .seed = seed, .low = c.low, .high = c.high}};
}

}  // namespace

class TestCatalogue : public QObject {
    Q_OBJECT

  private slots:
    void textsAndDefaults();
    void shapesAndBuild_data();
    void shapesAndBuild();
    void gradientsReachEveryVariable_data() { shapesAndBuild_data(); }
    void gradientsReachEveryVariable();
    void wrongInputs_data();
    void wrongInputs();
    void initialValues();
    void values_data();
    void values();

  private:
    Catalogue catalogue_;
};

void TestCatalogue::textsAndDefaults() {
    QVERIFY(catalogue_.kinds().size() >= 30);
    for (const auto& kind : catalogue_.kinds()) {
        const char* id = kind->id.c_str();
        QVERIFY2(!kind->title.empty() && kind->help.ends_with('.'), id);
        QVERIFY2(!kind->default_name.empty() && kind->default_name.find('.') == std::string::npos,
                 id);
        for (const auto& spec : kind->params) {
            QVERIFY2(!spec.label.empty() && spec.help.ends_with('.'), id);
            const auto problem = check_value(spec, spec.fallback);
            QVERIFY2(!problem, (kind->id + "." + spec.key + " " + problem.value_or("")).c_str());
            const ParamValue again = parse_value(spec, to_text(spec.fallback));
            QVERIFY2(again == spec.fallback, (kind->id + "." + spec.key).c_str());
            if (!spec.shown_if_key.empty())
                QVERIFY2(find_spec(kind->params, spec.shown_if_key) != nullptr, id);
        }
        for (const auto& port : kind->inputs)
            QVERIFY2(!port.help.empty(), id);
        for (const auto& port : kind->outputs)
            QVERIFY2(!port.help.empty(), id);
        const bool source = kind->category == Category::data;
        QVERIFY2(source != (kind->shape && kind->build), id);
    }
}

void TestCatalogue::shapesAndBuild_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::addRow("%s %d", cases()[i].kind.c_str(), static_cast<int>(i)) << static_cast<int>(i);
}

// What the shape rule says is what the build function gives, in training and evaluation, for any
// batch.
void TestCatalogue::shapesAndBuild() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    const BlockKind& kind = *catalogue_.find(c.kind);
    const ShapeAnswer answer = ask(kind, c);
    QCOMPARE(answer.outputs.size(), kind.output_ports(c.params).size());
    if (!answer.outputs.empty()) QCOMPARE(to_string(answer.outputs[0].dims), c.output);
    std::string parameters;
    for (const auto& p : answer.parameters)
        parameters += concat(parameters.empty() ? "" : " ", p.name, to_string(p.shape),
                             p.trainable ? "" : "*");
    QCOMPARE(parameters, c.parameters);
    if (c.multiply_adds >= 0) QCOMPARE(answer.multiply_adds, c.multiply_adds);
    for (const bool training : {true, false}) {
        for (const std::int64_t batch : {1, 4}) {
            auto context = context_of(kind, c, answer, training, batch, 3);
            const auto results = kind.build(context);
            QCOMPARE(results.size(), answer.outputs.size());
            for (std::size_t i = 0; i < results.size(); ++i) {
                QCOMPARE(to_string(results[i].shape()), to_string(answer.outputs[i].shape(batch)));
                QVERIFY(results[i].dtype() == answer.outputs[i].dtype);
                // A batch of one normalised by itself divides by nothing but epsilon.
                QVERIFY(all_finite(results[i].eval()));
            }
        }
    }
}

// The gradients of the operations are proved elsewhere; here each input and parameter must get one.
void TestCatalogue::gradientsReachEveryVariable() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    const BlockKind& kind = *catalogue_.find(c.kind);
    if (kind.outputs.empty() || kind.category == Category::metric || kind.id == "dropout") return;
    const ShapeAnswer answer = ask(kind, c);
    auto context = context_of(kind, c, answer, true, 4, 5);
    const auto variables = context.variables();
    if (variables.empty()) return;
    const Tensor y = kind.build(context)[0];
    // Uneven weights, so that no gradient cancels by symmetry.
    set_seed(11);
    const Tensor weights = uniform(y.shape(), 0.5, 1.5);
    const auto gradients = grad(sum(y * weights), variables);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        QCOMPARE(gradients[v].shape(), variables[v].shape());
        QVERIFY(all_finite(gradients[v].eval()));
        const Array gradient = gradients[v].eval();
        double size = 0;
        for (std::int64_t i = 0; i < gradient.element_count(); ++i)
            size += std::abs(gradient.number(i));
        // BatchNorm and LayerNorm pass almost nothing of a shift on, but all other gradients are
        // there.
        QVERIFY2(size > 1e-9, qPrintable(QString("variable %1 gets no gradient").arg(v)));
    }
}

void TestCatalogue::wrongInputs_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("place");
    QTest::newRow("linear image")
        << "linear" << 0
        << "Linear needs a matrix [N, features]; this wire carries [N, 3, 8, 6] (batch, channels, "
           "height, width). Put a Flatten block before it."
        << "x";
    QTest::newRow("conv matrix")
        << "conv2d" << 1
        << "Conv2d needs images [N, channels, height, width]; this wire carries [N, 5]."
        << "x";
    QTest::newRow("conv too small")
        << "conv2d" << 2
        << "Conv2d: a window of 3 does not fit in 2 elements. Make it smaller, or add padding."
        << "kernel";
    QTest::newRow("relu labels") << "relu" << 3
                                 << "ReLU needs numbers with a fraction (f32); this wire carries "
                                    "[N] (batch) of type i64, class numbers."
                                 << "x";
    QTest::newRow("matmul") << "matmul" << 4
                            << "MatMul: inner sizes differ: left [N, 5] (5), right [4, 3] (4)."
                            << "b";
    QTest::newRow("add")
        << "add" << 5
        << "Add: [N, 5] and [4] do not fit: counted from the right, sizes must be equal or 1."
        << "b";
    QTest::newRow("classes") << "cross_entropy" << 6
                             << "Cross-entropy: the data has 10 classes, but there are scores for "
                                "5 only. Give the last layer 10 units."
                             << "scores";
    QTest::newRow("mse")
        << "mse" << 7
        << "Mean squared error compares number by number: the prediction is [N, 5], the target [N]."
        << "target";
    QTest::newRow("reshape")
        << "reshape" << 8
        << "[N, 5] has 5·N values; they do not fit the shape [N, 3] with one size left open."
        << "shape";
    QTest::newRow("slice") << "slice" << 9
                           << "The batch axis has no fixed size and cannot be cut; write : for it."
                           << "ranges";
    QTest::newRow("heads") << "multi_head_attention" << 11
                           << "MultiHeadAttention: 4 heads do not divide 6 features evenly."
                           << "heads";
    QTest::newRow("lstm") << "lstm" << 1
                          << "LSTM needs sequences [N, T, features]; this wire carries [N, 5]."
                          << "x";
    QTest::newRow("long sequence") << "lstm" << 12
                                   << "LSTM goes through at most 1024 steps; this wire carries "
                                      "[N, 2000, 3]."
                                   << "x";
    QTest::newRow("entries") << "embedding" << 13
                             << "The data has 7 classes, but the table 5 entries only."
                             << "entries";
    QTest::newRow("sequence labels")
        << "cross_entropy" << 14
        << "Cross-entropy: the scores [N, 6, 8] and the labels [N, 4] are not for the same samples."
        << "label";
    QTest::newRow("limits") << "linear" << 10 << "Units must be at least 1; it is \"0\"."
                            << "units";
}

void TestCatalogue::wrongInputs() {
    QFETCH(QString, kind);
    QFETCH(int, which);
    QFETCH(QString, sentence);
    QFETCH(QString, place);
    const std::vector<Case> wrong = {
        {"", {}, {image}, "", ""},
        {"", {}, {matrix}, "", ""},
        {"", {}, {floats({N, {3}, {2}, {6}})}, "", ""},
        {"", {}, {labels(10)}, "", ""},
        {"", {}, {matrix, floats({{4}, {3}})}, "", ""},
        {"", {}, {matrix, floats({{4}})}, "", ""},
        {"", {}, {matrix, labels(10)}, "", ""},
        {"", {}, {matrix, floats({N})}, "", ""},
        {"", {{"shape", Axes{3, -1}}}, {matrix}, "", ""},
        {"", {{"ranges", std::string("1:")}}, {matrix}, "", ""},
        {"", {{"units", std::int64_t{0}}}, {matrix}, "", ""},
        {"", {}, {sequence}, "", ""},
        {"", {}, {floats({N, {2000}, {3}})}, "", ""},
        {"", {{"entries", std::int64_t{5}}}, {tokens}, "", ""},
        {"", {}, {floats({N, {6}, {8}}), tokens}, "", ""},
    };
    try {
        ask(*catalogue_.find(kind.toStdString()), wrong[static_cast<std::size_t>(which)]);
        QFAIL("accepted");
    } catch (const BlockProblem& problem) {
        QCOMPARE(QString::fromStdString(problem.sentence), sentence);
        QCOMPARE(QString::fromStdString(problem.place), place);
    }
}

// Each choice of a layer, and of a Parameter, is the distribution that it is named after.
void TestCatalogue::initialValues() {
    const auto drawn = [&](const char* id, const std::string& settings,
                           const std::vector<std::string>& inputs) {
        BlockKind use = *catalogue_.find(id);
        use.example = {"", settings, inputs, ""};
        const ParameterSpec weight =
            test::ask(use, example_params(use), example_inputs(use)).parameters.at(0);
        return std::pair(weight.init,
                         nn::initial_value(weight.init, DType::f64, weight.shape, 3, "weight"));
    };
    const auto linear = [&](const char* init) {
        return drawn("linear", concat("units=200; init=", init), {"[N, 300]"});
    };
    using Kind = nn::Init::Kind;
    const std::tuple<const char*, Kind, double> scaled[] = {
        {"default", Kind::uniform, std::sqrt(1.0 / 300)},
        {"kaiming", Kind::normal, std::sqrt(2.0 / 300)},
        {"kaiming_uniform", Kind::uniform, std::sqrt(6.0 / 300)},
        {"xavier", Kind::uniform, std::sqrt(6.0 / 500)},
        {"xavier_normal", Kind::normal, std::sqrt(2.0 / 500)},
        {"orthogonal", Kind::orthogonal, 1},
        {"truncated_normal", Kind::truncated_normal, 0.02},
        {"zeros", Kind::constant, 0}};
    const ParamSpec& spec = *find_spec(catalogue_.find("linear")->params, "init");
    QCOMPARE(std::size(scaled), spec.choices.size());
    for (const auto& [name, kind, scale] : scaled) {
        const auto [init, values] = linear(name);
        QVERIFY2(init.kind == kind && std::abs(init.scale - scale) < 1e-12, name);
        double squares = 0;
        for (const double value : values.as<double>())
            squares += value * value;
        const double spread = std::sqrt(squares / static_cast<double>(values.element_count()));
        const double expected = kind == Kind::uniform            ? scale / std::sqrt(3)
                                : kind == Kind::orthogonal       ? std::sqrt(1.0 / 300)
                                : kind == Kind::truncated_normal ? scale * 0.87962566
                                                                 : scale;
        QVERIFY2(std::abs(spread - expected) <= 0.02 * expected, name);
    }
    for (const char* name : {"normal", "truncated_normal", "uniform", "orthogonal", "constant"}) {
        const auto [init, values] =
            drawn("parameter", concat("shape=3, 3; scale=2; init=", name), {});
        QCOMPARE(init.scale, 2.0);
        QVERIFY(all_finite(values));
    }
}

void TestCatalogue::values_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    QTest::newRow("integer") << "linear"
                             << "units"
                             << " 128 "
                             << "128";
    QTest::newRow("comma list") << "conv2d"
                                << "kernel"
                                << "3, 5"
                                << "3, 5";
    QTest::newRow("x list") << "conv2d"
                            << "kernel"
                            << "3x5"
                            << "3, 5";
    QTest::newRow("real") << "dropout"
                          << "p"
                          << ".25"
                          << "0.25";
    QTest::newRow("bool") << "linear"
                          << "bias"
                          << "no"
                          << "false";
    QTest::newRow("not a number") << "linear"
                                  << "units"
                                  << "many"
                                  << "Units must be a whole number, not \"many\"";
    QTest::newRow("fraction") << "linear"
                              << "units"
                              << "1.5"
                              << "Units must be a whole number, not \"1.5\"";
    QTest::newRow("comma") << "dropout"
                           << "p"
                           << "0,5"
                           << "Share dropped must be a number, not \"0,5\"";
    QTest::newRow("nan") << "dropout"
                         << "p"
                         << "nan"
                         << "Share dropped must be a finite number";
    QTest::newRow("range") << "dropout"
                           << "p"
                           << "1"
                           << "Share dropped must be at most 0.99";
    QTest::newRow("choice") << "linear"
                            << "init"
                            << "best"
                            << "Initial weights must be one of default, kaiming, kaiming_uniform, "
                               "xavier, xavier_normal, orthogonal, truncated_normal, zeros";
}

void TestCatalogue::values() {
    QFETCH(QString, kind);
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, result);
    const ParamSpec& spec =
        *find_spec(catalogue_.find(kind.toStdString())->params, key.toStdString());
    QString actual;
    try {
        actual = QString::fromStdString(to_text(parse_value(spec, text.toStdString())));
    } catch (const Error& error) {
        actual = error.what();
    }
    QCOMPARE(actual, result);
}

QTEST_GUILESS_MAIN(TestCatalogue)
#include "test_catalogue.moc"
