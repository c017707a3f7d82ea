// SPDX-License-Identifier: Apache-2.0
// ONNX models as others write them, which become projects: several inputs, operators that blocks do
// otherwise, and PyTorch's layers.
#include <QTest>
#include <filesystem>
#include <set>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/import.h"
#include "engine/exchange/onnx/read.h"
#include "tests/exchange/onnx_projects.h"
#include "tests/support/arrays.h"

using namespace gradweave;
using namespace gradweave::exchange::onnx;
using namespace gradweave::testing;
namespace fs = std::filesystem;

namespace {

/// Samples [N, ...] of these sizes in and out.
Model model_with(const std::vector<std::pair<std::string, Axes>>& inputs,
                 const std::vector<std::pair<std::string, Axes>>& outputs) {
    Model model;
    model.ir_version = 8;
    model.opsets[""] = 13;
    model.graph.name = "g";
    const auto info = [](const std::pair<std::string, Axes>& value) {
        std::vector<AxisInfo> axes{{std::nullopt, "N"}};
        for (const std::int64_t size : value.second)
            axes.push_back({size, ""});
        return ValueInfo{value.first, ElementType::f32, false, false, axes};
    };
    for (const auto& input : inputs)
        model.graph.inputs.push_back(info(input));
    for (const auto& output : outputs)
        model.graph.outputs.push_back(info(output));
    return model;
}

void add_node(Model& model, const std::string& op, std::vector<std::string> inputs,
              std::vector<std::string> outputs, std::map<std::string, Attribute> attributes = {}) {
    model.graph.nodes.push_back({op, "", concat(op, model.graph.nodes.size()), std::move(inputs),
                                 std::move(outputs), std::move(attributes)});
}

/// Random weights, or the given numbers.
std::string add_weight(Model& model, const std::string& name, const Shape& shape) {
    Generator generator(model.graph.initializers.size() + 5);
    const Array array = random_array(DType::f32, shape, generator, -0.8, 0.8);
    model.graph.initializers.push_back({name, {ElementType::f32, array, shape, {}}});
    return name;
}
std::string add_integers(Model& model, const std::string& name, const Axes& values) {
    const Shape shape{static_cast<std::int64_t>(values.size())};
    model.graph.initializers.push_back(
        {name, {ElementType::i64, Array::of(std::vector<std::int64_t>(values), shape), shape, {}}});
    return name;
}
std::string add_number(Model& model, const std::string& name, float value) {
    model.graph.initializers.push_back(
        {name, {ElementType::f32, Array::of(std::vector<float>{value}, Shape{}), Shape{}, {}}});
    return name;
}

/// A recurrent layer as PyTorch exports it: turned, run, directions side by side, turned back.
Model recurrent_model(const std::string& op, std::int64_t gates, bool both) {
    const std::int64_t d = both ? 2 : 1, units = 3, features = 4;
    Model m = model_with({{"x", {5, features}}}, {{"y", {5, d * units}}, {"last", {d * units}}});
    const std::string w = add_weight(m, "w", {d, gates * units, features}),
                      r = add_weight(m, "r", {d, gates * units, units}),
                      b = add_weight(m, "b", {d, 2 * gates * units});
    add_node(m, "Transpose", {"x"}, {"steps"}, {{"perm", Axes{1, 0, 2}}});
    std::map<std::string, Attribute> attributes{
        {"hidden_size", units}, {"direction", std::string(both ? "bidirectional" : "forward")}};
    if (op == "GRU") attributes["linear_before_reset"] = std::int64_t{1};
    add_node(m, op, {"steps", w, r, b}, {"all", "state"}, attributes);
    add_node(m, "Transpose", {"all"}, {"turned"}, {{"perm", Axes{0, 2, 1, 3}}});
    add_node(m, "Reshape", {"turned", add_integers(m, "sizes", {0, 0, -1})}, {"side"});
    add_node(m, "Transpose", {"side"}, {"y"}, {{"perm", Axes{1, 0, 2}}});
    add_node(m, "Transpose", {"state"}, {"batch"}, {{"perm", Axes{1, 0, 2}}});
    add_node(m, "Reshape", {"batch", add_integers(m, "flat", {0, -1})}, {"last"});
    return m;
}

struct OperatorCase {
    const char* name;
    const char* kind;  ///< of a block that must come out
    Model model;
};

std::vector<OperatorCase> operator_cases() {
    std::vector<OperatorCase> all;
    for (const bool both : {false, true}) {
        all.push_back({both ? "both gru" : "gru", "gru", recurrent_model("GRU", 3, both)});
        all.push_back({both ? "both lstm" : "lstm", "lstm", recurrent_model("LSTM", 4, both)});
        all.push_back({both ? "both rnn" : "rnn", "rnn", recurrent_model("RNN", 1, both)});
    }
    {
        Model m = model_with({{"x", {2, 4, 4}}}, {{"y", {2, 8, 12}}});
        m.graph.initializers.push_back({"scales",
                                        {ElementType::f32,
                                         Array::of(std::vector<float>{1, 1, 2, 3}, Shape{4}),
                                         Shape{4},
                                         {}}});
        add_node(m, "Resize", {"x", "", "scales"}, {"y"},
                 {{"mode", std::string("linear")},
                  {"coordinate_transformation_mode", std::string("half_pixel")}});
        all.push_back({"resize", "upsample", m});
        m.graph.nodes[0].attributes = {
            {"mode", std::string("nearest")},
            {"coordinate_transformation_mode", std::string("asymmetric")},
            {"nearest_mode", std::string("floor")}};
        all.push_back({"resize nearest", "upsample", m});
    }
    {
        Model m = model_with({{"x", {2, 4, 4}}}, {{"y", {2, 6, 7}}});
        add_node(m, "Pad", {"x", add_integers(m, "pads", {0, 0, 1, 2, 0, 0, 1, 1})}, {"y"},
                 {{"mode", std::string("reflect")}});
        all.push_back({"pad", "pad", m});
    }
    for (const bool half_first : {false, true}) {
        Model m = model_with({{"x", {6}}}, {{"y", {6}}});
        const std::string root = add_number(m, "root", 1.41421356f), one = add_number(m, "one", 1),
                          half = add_number(m, "half", 0.5f);
        add_node(m, "Div", {"x", root}, {"a"});
        add_node(m, "Erf", {"a"}, {"b"});
        add_node(m, "Add", {"b", one}, {"c"});
        if (half_first) {
            add_node(m, "Mul", {"x", half}, {"h"});
            add_node(m, "Mul", {"h", "c"}, {"y"});
        } else {
            add_node(m, "Mul", {"x", "c"}, {"h"});
            add_node(m, "Mul", {"h", half}, {"y"});
        }
        all.push_back({half_first ? "gelu, half first" : "gelu", "gelu", m});
    }
    {
        Model m = model_with({{"x", {2, 7, 7}}}, {{"y", {2, 4, 4}}});
        add_node(
            m, "MaxPool", {"x"}, {"y"},
            {{"kernel_shape", Axes{2, 2}}, {"strides", Axes{1, 1}}, {"dilations", Axes{3, 3}}});
        all.push_back({"pool with gaps", "max_pool2d", m});
    }
    {
        Model m = model_with({{"x", {2, 7, 7}}}, {{"y", {3, 8, 7}}});
        add_node(m, "Conv", {"x", add_weight(m, "w", {3, 2, 3, 3})}, {"y"},
                 {{"pads", Axes{2, 1, 1, 1}}});
        all.push_back({"conv with uneven borders", "pad", m});
    }
    {
        Model m = model_with({{"x", {9, 2}}}, {{"a", {2, 2}}, {"b", {3, 2}}, {"c", {4, 2}}});
        add_node(m, "Split", {"x", add_integers(m, "sizes", {2, 3, 4})}, {"a", "b", "c"},
                 {{"axis", std::int64_t{1}}});
        all.push_back({"split in three", "split", m});
    }
    {
        Model m = model_with({{"x", {3, 4}}}, {{"y", {3, 4}}});
        add_node(m, "PRelu", {"x", add_weight(m, "slope", {3, 1})}, {"y"});
        all.push_back({"prelu", "prelu", m});
    }
    return all;
}

}  // namespace

class TestOnnxImport : public QObject {
    Q_OBJECT

  private slots:
    void severalInputs();
    void operatorsBecomeBlocks_data();
    void operatorsBecomeBlocks();
    void converted();
};

void TestOnnxImport::severalInputs() {
    Model model = model_with({{"x", {3}}, {"z", {3}}}, {{"y", {3}}});
    add_node(model, "Sub", {"x", "z"}, {"y"});
    const Imported imported = import_network(model, catalogue());
    QVERIFY(imported.unmapped.empty());
    train::Job job;
    job.document = imported.document;
    job.catalogue = std::make_shared<model::Catalogue>();
    job.trains = false;
    train::Run run(std::move(job), {});
    QCOMPARE(run.input_names(), (std::vector<std::string>{"x", "z"}));
    const auto found = run.predict(std::map<std::string, Array>{
        {"z", Array::of(std::vector<float>{1, 2, 3, 4, 5, 6}, Shape{2, 3})},
        {"x", Array::of(std::vector<float>{7, 7, 7, 9, 9, 9}, Shape{2, 3})}});
    QVERIFY(identical(found.at(0), Array::of(std::vector<float>{6, 5, 4, 5, 4, 3}, Shape{2, 3})));
    // And out again.
    const Model again =
        export_network(imported.document, catalogue(), analysis_of(imported.document), {});
    QCOMPARE(again.graph.inputs.size(), std::size_t{2});
}

/// Operators whose blocks are made otherwise than they; import_network itself computes both sides.
void TestOnnxImport::operatorsBecomeBlocks_data() {
    QTest::addColumn<int>("index");
    const auto cases = operator_cases();
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(cases[i].name) << static_cast<int>(i);
}

void TestOnnxImport::operatorsBecomeBlocks() try {
    QFETCH(int, index);
    const OperatorCase c = operator_cases()[static_cast<std::size_t>(index)];
    const Imported imported = import_network(c.model, catalogue());
    for (const std::string& node : imported.unmapped)
        QFAIL(node.c_str());
    std::set<std::string> kinds;
    for (const auto& [id, block] : imported.document.blocks())
        kinds.insert(block.kind);
    QVERIFY2(kinds.contains(c.kind), c.kind);
} catch (const Error& error) {
    QFAIL(error.what());
}

/// The converted PyTorch layers become projects, or say which node has no block.
void TestOnnxImport::converted() {
    const fs::path folder = "/usr/share/libonnx-testdata/data/pytorch-converted";
    int whole = 0, with_placeholders = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        try {
            const Imported imported =
                import_network(read_model(entry.path() / "model.onnx"), catalogue());
            for (const std::string& node : imported.unmapped)
                qDebug("%s: %s", name.c_str(), node.c_str());
            imported.unmapped.empty() ? ++whole : ++with_placeholders;
        } catch (const Error& error) {
            qDebug("%s: %s", name.c_str(), error.what());
            QVERIFY2(error.kind() == ErrorKind::unsupported, error.what());
        }
    }
    QVERIFY2(whole >= 81, qPrintable(QString::number(whole)));
    QVERIFY2(whole + with_placeholders == 82, qPrintable(QString::number(with_placeholders)));
}

QTEST_GUILESS_MAIN(TestOnnxImport)
#include "test_onnx_import.moc"
