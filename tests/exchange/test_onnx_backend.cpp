// SPDX-License-Identifier: Apache-2.0
// ONNX's own test cases for programs that run models (Debian's libonnx-testdata 1.12): each passes,
// fails, or is not supported, for a reason that is named. None may fail.
#include <QTest>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "engine/core/text.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/io/bytes.h"
#include "engine/runtime/evaluate.h"

using namespace gradweave;
using namespace gradweave::exchange::onnx;
namespace fs = std::filesystem;

namespace {

const fs::path data_folder = "/usr/share/libonnx-testdata/data";

/// ONNX's runner compares so.
constexpr double relative = 1e-3, absolute = 1e-7;

/// Cases whose expected result cannot be had, and why.
const std::map<std::string, std::string> not_comparable = {
    {"test_adam_multiple",
     "recorded with another epsilon than the model's: its own formula gives our result"},
    {"test_cast_FLOAT_to_BFLOAT16", "recorded by cutting bits off; bfloat16 is rounded to nearest"},
    {"test_castlike_FLOAT_to_BFLOAT16",
     "recorded by cutting bits off; bfloat16 is rounded to nearest"},
    {"test_castlike_FLOAT_to_BFLOAT16_expanded",
     "recorded by cutting bits off; bfloat16 is rounded to nearest"},
    {"test_bernoulli", "random numbers"},
    {"test_bernoulli_expanded", "random numbers"},
    {"test_bernoulli_double", "random numbers"},
    {"test_bernoulli_double_expanded", "random numbers"},
    {"test_bernoulli_seed", "random numbers"},
    {"test_bernoulli_seed_expanded", "random numbers"},
    {"test_training_dropout", "random numbers"},
    {"test_training_dropout_default", "random numbers"},
    {"test_training_dropout_default_mask", "random numbers"},
    {"test_training_dropout_mask", "random numbers"},
};

/// Families (by the beginning of the name) of which every case must pass.
const char* const whole_families[] = {
    "nllloss",     "sce_",       "adam",          "adagrad",       "momentum",
    "nesterov",    "batchnorm",  "layer_norm",    "instancenorm",  "mvn",
    "lrn",         "basic_conv", "conv_",         "convtranspose", "maxpool",
    "averagepool", "globalmax",  "globalaverage", "maxunpool",     "lstm",
    "gru",         "simple_rnn", "rnn",           "softmax",       "logsoftmax"};

struct Outcome {
    enum Kind { pass, fail, unsupported } kind;
    std::string reason;
};

/// The cases write bfloat16 as the uint16 of its bits.
void mend_bfloat(Given& given, ElementType wanted) {
    if (wanted != ElementType::bf16 || given.literal.type != ElementType::u16) return;
    given.literal.type = ElementType::bf16;
    const Array bits = given.literal.array;
    given.literal.array = Array(DType::f32, bits.shape());
    for (std::int64_t i = 0; i < bits.element_count(); ++i) {
        given.literal.array.as<float>()[static_cast<std::size_t>(i)] =
            bfloat_to_float(static_cast<std::uint16_t>(bits.number(i)));
    }
}

Value value_of(const Given& given) {
    switch (given.kind) {
        case Given::Kind::literal:
            // Elements of a case are leaves: a constant would be folded away.
            if (given.literal.type != ElementType::text)
                return {given.literal.type, Tensor(given.literal.array)};
            return make_value(given.literal);
        case Given::Kind::sequence: {
            Sequence sequence;
            for (const Given& element : given.elements)
                sequence.push_back(value_of(element));
            return make_value(std::move(sequence));
        }
        case Given::Kind::nothing:
            break;
    }
    return {};
}

/// What is wrong with a result, or nothing.
std::string difference(const Value& actual, const Given& expected, runtime::Backend& device) {
    if (expected.kind == Given::Kind::nothing) return actual.empty() ? "" : "not empty";
    if (expected.kind == Given::Kind::sequence) {
        const Sequence* sequence = actual.sequence();
        if (sequence == nullptr) return "no sequence";
        if (sequence->size() != expected.elements.size())
            return concat("a sequence of ", sequence->size(), " instead of ",
                          expected.elements.size());
        for (std::size_t i = 0; i < sequence->size(); ++i) {
            const auto wrong = difference((*sequence)[i], expected.elements[i], device);
            if (!wrong.empty()) return concat("element ", i, ": ", wrong);
        }
        return "";
    }
    const Literal& wanted = expected.literal;
    if (wanted.type == ElementType::text) {
        const Texts* texts = actual.texts();
        if (texts == nullptr) return "no texts";
        if (texts->shape != wanted.shape || texts->elements != wanted.texts)
            return concat("texts ", to_string(texts->shape), " with ",
                          texts->elements.empty() ? "none" : texts->elements[0]);
        return "";
    }
    const Tensor* tensor = actual.tensor();
    if (tensor == nullptr) return "no tensor";
    if (actual.type != wanted.type || tensor->shape() != wanted.shape) {
        return concat(name_of(actual.type), to_string(tensor->shape()), " instead of ",
                      name_of(wanted.type), to_string(wanted.shape));
    }
    const graph::NodePtr nodes[] = {tensor->node()};
    const Array got = runtime::evaluate(nodes, device).front();
    for (std::int64_t i = 0; i < got.element_count(); ++i) {
        const double a = got.number(i), b = wanted.array.number(i);
        if (a == b || (std::isnan(a) && std::isnan(b))) continue;
        if (std::abs(a - b) <= absolute + relative * std::abs(b)) continue;
        return concat("element ", i, " of ", to_string(got.shape()), " is ", a, " instead of ", b);
    }
    return "";
}

/// Runs all data sets of a case.
Outcome run_case(const fs::path& folder, runtime::Backend& device) {
    const auto known = not_comparable.find(folder.filename().string());
    try {
        const Model model = read_model(folder / "model.onnx");
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (!entry.is_directory()) continue;
            std::map<std::string, Value> inputs;
            for (std::size_t i = 0; i < model.graph.inputs.size(); ++i) {
                const ValueInfo& info = model.graph.inputs[i];
                const fs::path path = entry.path() / concat("input_", i, ".pb");
                if (!fs::exists(path)) continue;
                Given given = read_given(path, info.sequence, info.optional);
                mend_bfloat(given, info.type);
                inputs[info.name] = value_of(given);
            }
            const auto outputs = to_tensors(model, inputs);
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                const ValueInfo& info = model.graph.outputs[i];
                Given expected = read_given(entry.path() / concat("output_", i, ".pb"),
                                            info.sequence, info.optional);
                mend_bfloat(expected, info.type);
                const std::string wrong = difference(outputs[i], expected, device);
                if (wrong.empty()) continue;
                if (known != not_comparable.end()) return {Outcome::unsupported, known->second};
                return {Outcome::fail, concat("output ", in_quotes(info.name), ": ", wrong)};
            }
        }
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::unsupported) return {Outcome::unsupported, error.what()};
        return {Outcome::fail, error.what()};
    }
    return {Outcome::pass, ""};
}

}  // namespace

class TestOnnxBackend : public QObject {
    Q_OBJECT

  private slots:
    void family_data();
    void family();
};

void TestOnnxBackend::family_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("device");
    QTest::addColumn<int>("cases");
    QTest::addColumn<int>("least");
    // The CPU device is what people run; the reference, which computes by the definitions, checks
    // the operators' functions apart from the compiler.
    const QString device = qEnvironmentVariable("GRADWEAVE_ONNX_DEVICE", "cpu");
    QTest::newRow("node") << "node" << device << 932 << 918;
    QTest::newRow("operators of PyTorch") << "pytorch-operator" << device << 35 << 35;
    QTest::newRow("models of PyTorch") << "pytorch-converted" << device << 82 << 82;
    QTest::newRow("simple models") << "simple" << device << 23 << 23;
}

void TestOnnxBackend::family() {
    QFETCH(QString, folder);
    QFETCH(QString, device);
    QFETCH(int, cases);
    QFETCH(int, least);
    const fs::path root = data_folder / folder.toStdString();
    QVERIFY2(fs::is_directory(root), "the package libonnx-testdata is not installed");
    const auto backend = runtime::open_device(device.toStdString());
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(root))
        folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    QCOMPARE(static_cast<int>(folders.size()), cases);
    int passed = 0, failed = 0;
    std::map<std::string, std::vector<std::string>> unsupported;  // by reason
    std::map<std::string, std::array<int, 3>> groups;
    QStringList wrong;
    const std::string only = qEnvironmentVariable("GRADWEAVE_ONNX_CASE").toStdString();
    for (const fs::path& path : folders) {
        const std::string name = path.filename().string();
        if (!only.empty() && name.find(only) == std::string::npos) continue;
        const Outcome outcome = run_case(path, *backend);
        ++groups[name.substr(5, name.find('_', 5) - 5)][outcome.kind];
        if (outcome.kind == Outcome::pass) {
            ++passed;
        } else if (outcome.kind == Outcome::fail) {
            ++failed;
            wrong << QString::fromStdString(concat(name, ": ", outcome.reason));
        } else {
            unsupported[outcome.reason].push_back(name);
            for (const char* family : whole_families) {
                if (folder == "node" && name.starts_with(concat("test_", family)) &&
                    !not_comparable.contains(name)) {
                    wrong << QString::fromStdString(
                        concat(name, " is of a family that is to pass whole: ", outcome.reason));
                }
            }
        }
    }
    int left = 0;
    for (const auto& [reason, names] : unsupported)
        left += static_cast<int>(names.size());
    std::printf("%s on %s: %d pass, %d fail, %d not supported\n", qPrintable(folder),
                qPrintable(device), passed, failed, left);
    std::printf("  %-24s %5s %5s %5s\n", "family", "pass", "fail", "not");
    for (const auto& [name, counts] : groups) {
        if (folder == "node" || counts[1] + counts[2] > 0)
            std::printf("  %-24s %5d %5d %5d\n", name.c_str(), counts[0], counts[1], counts[2]);
    }
    for (const auto& [reason, names] : unsupported) {
        std::printf("  not supported: %s\n", reason.c_str());
        for (const std::string& name : names)
            std::printf("    %s\n", name.c_str());
    }
    std::fflush(stdout);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
    if (only.empty())
        QVERIFY2(passed >= least, qPrintable(QString("%1 pass, %2 are to").arg(passed).arg(least)));
}

QTEST_GUILESS_MAIN(TestOnnxBackend)
#include "test_onnx_backend.moc"
