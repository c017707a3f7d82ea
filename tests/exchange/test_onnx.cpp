// SPDX-License-Identifier: Apache-2.0
// ONNX files that are damaged or hostile, and projects that go out and come back.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/import.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/exchange/onnx/write.h"
#include "engine/io/files.h"
#include "engine/model/project.h"
#include "tests/exchange/onnx_projects.h"
#include "tests/support/arrays.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::exchange::onnx;
using namespace gradweave::testing;
namespace fs = std::filesystem;

namespace {

/// Protobuf's wire format by hand, for files that no library would write.
struct Message {
    std::string bytes;

    Message& number(int field, std::uint64_t value) {
        varint(static_cast<std::uint64_t>(field) << 3);
        varint(value);
        return *this;
    }
    Message& text(int field, const std::string& value) {
        varint(static_cast<std::uint64_t>(field) << 3 | 2);
        varint(value.size());
        bytes += value;
        return *this;
    }
    Message& part(int field, const Message& value) { return text(field, value.bytes); }

  private:
    void varint(std::uint64_t value) {
        for (; value >= 128; value >>= 7)
            bytes += static_cast<char>(value | 128);
        bytes += static_cast<char>(value);
    }
};

Message node(const std::string& op, const std::vector<std::string>& inputs,
             const std::vector<std::string>& outputs, const std::string& name = "") {
    Message m;
    for (const auto& input : inputs)
        m.text(1, input);
    for (const auto& output : outputs)
        m.text(2, output);
    m.text(3, name.empty() ? op + "1" : name);
    return m.text(4, op);
}

Message tensor(const std::string& name, const std::vector<std::uint64_t>& dims, int type,
               const std::string& raw) {
    Message m;
    for (const auto dim : dims)
        m.number(1, dim);
    return m.number(2, static_cast<std::uint64_t>(type)).text(8, name).text(9, raw);
}

Message value(const std::string& name, const std::vector<std::uint64_t>& dims = {2, 3}) {
    Message shape;
    for (const auto dim : dims)
        shape.part(1, Message().number(1, dim));
    return Message().text(1, name).part(2,
                                        Message().part(1, Message().number(1, 1).part(2, shape)));
}

/// A model with an input x [2, 3], these nodes and initialisers, and an output y.
std::string model_of(const std::vector<Message>& nodes, const std::vector<Message>& tensors = {}) {
    Message graph;
    for (const auto& n : nodes)
        graph.part(1, n);
    graph.text(2, "g");
    for (const auto& t : tensors)
        graph.part(5, t);
    graph.part(11, value("x")).part(12, value("y"));
    return Message().number(1, 8).part(7, graph).part(8, Message().text(1, "").number(2, 13)).bytes;
}

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

/// What reading, or reading and running on zeros, says.
std::string problem_with(const std::string& bytes, bool run = false) {
    try {
        const Model model = read_model(bytes_of(bytes));
        if (run) {
            const auto outputs =
                to_tensors(model, {{"x", {ElementType::f32, Tensor(Array(DType::f32, {2, 3}))}}});
            for (const Value& output : outputs) {
                if (output.tensor() != nullptr) output.tensor()->eval();
            }
        }
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string four_floats() {
    return std::string(16, '\0');
}

std::vector<Array> run_model(const Model& model, const Array& samples) {
    const ValueInfo& input = model.graph.inputs.at(0);
    std::vector<Tensor> tensors;
    for (const Value& output : to_tensors(model, {{input.name, {input.type, Tensor(samples)}}}))
        tensors.push_back(*output.tensor());
    return compute(tensors);
}

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

class TestOnnx : public QObject {
    Q_OBJECT

  private slots:
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void damagedFilesAreRefused();
    void externalDataStaysInTheFolder();
    void listsWhatIsUnknown();
    void projectsGoOutAndComeBack_data();
    void projectsGoOutAndComeBack();
    void namesAreKept();
    void saysWhichBlocksCannotGo();
    void placeholders();
    void severalInputs();
    void operatorsBecomeBlocks_data();
    void operatorsBecomeBlocks();
    void converted();
};

void TestOnnx::saysWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("run");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, bool run, const char* what) {
        QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << run
                            << what;
    };
    row("nothing", "", false, "it is no ONNX model: it has no graph or no operator set");
    row("text", "this is no model at all", false,
        "it is no ONNX file, or a damaged one: its bytes do not parse");
    row("cycle", model_of({node("Relu", {"b"}, {"a"}), node("Relu", {"a"}, {"b"}, "Relu2")}), false,
        "node \"Relu1\" (Relu) uses \"b\", which nothing before it gives: the nodes are out of "
        "order, form a cycle, or one is missing");
    row("twice", model_of({node("Relu", {"x"}, {"y"}), node("Exp", {"x"}, {"y"})}), false,
        "node \"Exp1\" (Exp) gives \"y\", which something else gives already");
    row("output", model_of({node("Relu", {"x"}, {"z"})}), false,
        "the output \"y\" is given by no node");
    row("initialisers",
        model_of({node("Relu", {"x"}, {"y"})},
                 {tensor("w", {4}, 1, four_floats()), tensor("w", {4}, 1, four_floats())}),
        false, "there are two initialisers \"w\"");
    row("bytes", model_of({node("Relu", {"x"}, {"y"})}, {tensor("w", {5}, 1, four_floats())}),
        false, "initialiser \"w\": it has 16 bytes where float[5] needs 20");
    row("huge",
        model_of({node("Relu", {"x"}, {"y"})},
                 {tensor("w", {1ull << 40, 1ull << 40}, 1, four_floats())}),
        false,
        "initialiser \"w\": a tensor of shape [1099511627776, 1099511627776] has more elements "
        "than can be counted");
    row("promise",
        model_of({node("Relu", {"x"}, {"y"})}, {tensor("w", {1ull << 36}, 1, four_floats())}),
        false, "initialiser \"w\": it has 16 bytes where float[68719476736] needs 274877906944");
    row("negative",
        model_of({node("Relu", {"x"}, {"y"})}, {tensor("w", {~0ull}, 1, four_floats())}), false,
        "initialiser \"w\": a tensor axis cannot have the size -1");
    row("complex", model_of({node("Relu", {"x"}, {"y"})}, {tensor("w", {2}, 14, four_floats())}),
        false, "initialiser \"w\": elements of type complex64 are not supported here");
    row("shapes", model_of({node("Add", {"x", "w"}, {"y"})}, {tensor("w", {4}, 1, four_floats())}),
        true,
        "node \"Add1\" (Add): add: shapes [2, 3] and [4] do not broadcast: sizes must be equal or "
        "1");
    row("missing", model_of({node("Add", {"x"}, {"y"})}), true,
        "node \"Add1\" (Add): input 2 is missing");
    row("unknown", model_of({node("Frobnicate", {"x"}, {"y"})}), true,
        "the model uses operators that are not supported: Frobnicate");
}

void TestOnnx::saysWhatIsWrong() {
    QFETCH(QByteArray, bytes);
    QFETCH(bool, run);
    QFETCH(QString, sentence);
    const std::string found = problem_with(bytes.toStdString(), run);
    QVERIFY2(QString::fromStdString(found).startsWith(sentence), found.c_str());
}

/// Every cut and every thousandth flipped bit of real models: an error or a model, never a crash.
void TestOnnx::damagedFilesAreRefused() {
    const fs::path folder = "/usr/share/libonnx-testdata/data";
    QVERIFY2(fs::is_directory(folder), "the package libonnx-testdata is not installed");
    int refused = 0, read = 0;
    for (const char* name : {"node/test_lstm_with_peepholes", "node/test_loop13_seq",
                             "pytorch-converted/test_Conv2d", "node/test_slice"}) {
        const auto file = io::read_text(folder / name / "model.onnx");
        const auto look = [&](const std::string& bytes) {
            const std::string problem = problem_with(bytes, true);
            problem.empty() ? ++read : ++refused;
            QVERIFY2(problem.find('\n') == std::string::npos, problem.c_str());
        };
        for (std::size_t i = 0; i < file.size(); i += 1 + file.size() / 200)
            look(file.substr(0, i));
        Generator generator(1);
        for (int i = 0; i < 300; ++i) {
            std::string damaged = file;
            damaged[generator.below(file.size())] ^= static_cast<char>(1 << generator.below(8));
            look(damaged);
        }
    }
    QVERIFY(refused > 500);
}

void TestOnnx::externalDataStaysInTheFolder() {
    QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    fs::create_directory(folder / "models");
    std::ofstream(folder / "secret") << "0123456789abcdef";
    std::ofstream(folder / "models" / "w.bin") << "0123456789abcdef";
    fs::create_symlink(folder / "secret", folder / "models" / "link");
    const auto problem = [&](const std::string& location, const std::string& length = "16") {
        Message w;
        w.number(1, 4).number(2, 1).text(8, "w").number(14, 1);
        w.part(13, Message().text(1, "location").text(2, location));
        w.part(13, Message().text(1, "length").text(2, length));
        const std::string bytes = model_of({node("Relu", {"x"}, {"y"})}, {w});
        const fs::path path = folder / "models" / "m.onnx";
        std::ofstream(path, std::ios::binary) << bytes;
        try {
            read_model(path);
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return QString();
    };
    QCOMPARE(problem("w.bin"), QString());
    for (const char* outside : {"../secret", "/etc/passwd", "link", "", "a/../../secret"})
        QVERIFY2(problem(outside).contains("which is no file inside the model's folder"),
                 qPrintable(problem(outside)));
    QVERIFY(problem("w.bin", "17").contains("external data has 17 bytes instead of 16"));
    std::ofstream(folder / "models" / "w.bin") << "short";
    QVERIFY2(problem("w.bin").contains("has 5 bytes; 16 from byte 0 on were wanted"),
             qPrintable(problem("w.bin")));
}

void TestOnnx::listsWhatIsUnknown() {
    const std::string problem =
        problem_with(model_of({node("Foo", {"x"}, {"a"}), node("Relu", {"a"}, {"b"}),
                               node("Bar", {"b"}, {"y"}), node("Foo", {"a"}, {"c"}, "again")}),
                     true);
    QCOMPARE(problem, std::string("the model uses operators that are not supported: Bar, Foo"));
}

void TestOnnx::projectsGoOutAndComeBack_data() {
    QTest::addColumn<QString>("sample");
    QTest::addColumn<int>("classes");
    QTest::addColumn<QString>("kinds");
    QTest::addColumn<bool>("returns");
    const auto row = [](const char* kinds, const char* sample, int classes = 0,
                        bool returns = true) {
        QTest::newRow(kinds) << sample << classes << kinds << returns;
    };
    row("linear relu linear softmax", "6");
    row("linear tanh dropout linear sigmoid", "5 6");
    row("conv2d batch_norm relu max_pool2d flatten linear", "3 8 8");
    row("conv2d avg_pool2d global_avg_pool2d linear", "3 8 8");
    row("leaky_relu softplus layer_norm", "4 6");
    row("embedding lstm linear", "7", 5);
    row("lstm lstm", "4 6");
    row("exp log sqrt neg abs sin cos", "6");
    row("add mul sub maximum minimum", "3 4");
    row("mean", "3 4");
    row("transpose matmul", "4 4");
    row("concat reshape", "3 4");
    row("rms_norm", "4 6");
    row("gelu", "6");
    row("conv1d max_pool1d conv1d global_max_pool1d elu linear", "3 12", 0, false);
    row("conv3d avg_pool3d flatten linear", "2 6 6 6");
    row("conv_transpose2d instance_norm selu softsign", "3 5 5", 0, false);
    row("gru", "4 6", 0, false);
    row("group_norm silu mish", "8 6", 0, false);
    row("upsample", "3 4 4", 0, false);
    row("embedding positional_embedding multi_head_attention linear", "7", 5, false);
}

void TestOnnx::projectsGoOutAndComeBack() try {
    QFETCH(QString, sample);
    QFETCH(int, classes);
    QFETCH(QString, kinds);
    QFETCH(bool, returns);
    Axes sizes;
    for (const QString& size : sample.split(' '))
        sizes.push_back(size.toInt());
    std::vector<Chain::Link> links;
    for (const QString& kind : kinds.split(' ')) {
        model::Params params;
        if (kind == "mean") params["axes"] = Axes{1};
        links.push_back({kind.toStdString(), params});
    }
    const Chain chain(sizes, classes, links);
    const auto weights = weights_for(chain.document);
    const Model model =
        export_network(chain.document, catalogue(), analysis_of(chain.document), weights);
    const std::string bytes = to_bytes(model);
    const Model again = read_model(bytes_of(bytes));
    // The batch is open: one file for any number of samples.
    for (const std::int64_t batch : {1, 5}) {
        const Array samples = samples_for(again.graph.inputs.at(0), batch);
        const auto expected = run_project(chain.document, weights, samples);
        const auto found = run_model(again, samples);
        QCOMPARE(found.size(), expected.size());
        const std::string wrong = apart(found[0], expected[0], 1e-6);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
    try {
        const Imported imported = import_network(again, catalogue());
        if (!imported.unmapped.empty()) {
            QVERIFY2(!returns, imported.unmapped.front().c_str());
            return;
        }
        const Array samples = samples_for(again.graph.inputs.at(0), 3);
        const auto expected = run_project(chain.document, weights, samples);
        const auto found = run_project(imported.document, imported.weights, samples);
        const std::string wrong = apart(found[0], expected[0], 1e-6);
        QVERIFY2(wrong.empty(), wrong.c_str());
    } catch (const Error& error) {
        QVERIFY2(!returns && error.kind() == ErrorKind::unsupported, error.what());
    }
} catch (const Error& error) {
    QFAIL(error.what());
}

void TestOnnx::namesAreKept() {
    const Chain chain({3, 8, 8}, 0,
                      {{"conv2d", {}}, {"relu", {}}, {"flatten", {}}, {"linear", {}}});
    const auto weights = weights_for(chain.document);
    const Model model =
        export_network(chain.document, catalogue(), analysis_of(chain.document), weights);
    const Imported imported = import_network(model, catalogue());
    std::vector<std::string> before, after;
    for (const auto& [id, block] : chain.document.blocks())
        before.push_back(block.name + " " + block.kind);
    for (const auto& [id, block] : imported.document.blocks())
        after.push_back(block.name + " " + block.kind);
    const auto text = [](const std::vector<std::string>& names) {
        QStringList list;
        for (const auto& name : names)
            list << QString::fromStdString(name);
        return list.join(", ");
    };
    QCOMPARE(text(after), text(before));
    QCOMPARE(imported.weights.size(), weights.size());
    for (const auto& [name, array] : weights) {
        QVERIFY2(imported.weights.contains(name), name.c_str());
        QVERIFY(identical(imported.weights.at(name), array));
    }
    // Laid out from left to right.
    QVERIFY(imported.document.find("conv1")->position.x <
            imported.document.find("fc1")->position.x);
}

void TestOnnx::saysWhichBlocksCannotGo() {
    Chain chain({6}, 0, {{"linear", {}}});
    auto weights = weights_for(chain.document);
    const std::string name = weights.begin()->first;
    weights.erase(name);
    const std::string sentence =
        concat("the weights lack ", in_quotes(name), ", which the network needs");
    EXPECT_ERROR(export_network(chain.document, catalogue(), analysis_of(chain.document), weights),
                 bad_input, sentence.c_str());
}

/// Nothing is dropped: what has no block keeps its place, its wires, attributes and weights.
void TestOnnx::placeholders() {
    const std::string bytes =
        model_of({node("Hardmax", {"x"}, {"a"}, "h"), node("Foo", {"a", "w"}, {"b"}, "f"),
                  node("Relu", {"b"}, {"y"}, "r")},
                 {tensor("w", {2}, 1, std::string(8, '\1'))});
    const Imported imported = import_network(read_model(bytes_of(bytes)), catalogue());
    QCOMPARE(imported.unmapped.size(), std::size_t{2});
    QCOMPARE(imported.unmapped[0], std::string("\"h\" (Hardmax): there is no block for it"));
    QCOMPARE(imported.unmapped[1], std::string("\"f\" (Foo): this operator is not supported"));
    const model::Document& d = imported.document;
    std::multiset<std::string> kinds;
    for (const auto& [id, block] : d.blocks())
        kinds.insert(block.kind);
    QCOMPARE(kinds, (std::multiset<std::string>{"input", "onnx:Foo", "onnx:Hardmax", "output",
                                                "parameter", "relu"}));
    const auto from = [&](const char* block, const char* port) {
        const auto source = d.source_of({d.find(block)->id, port});
        return source ? d.at(source->block).name + "." + source->port : std::string();
    };
    QCOMPARE(from("h", "x1"), std::string("x.x"));
    QCOMPARE(from("f", "x1"), std::string("h.y1"));
    QCOMPARE(from("f", "x2"), std::string("w.y"));
    QCOMPARE(from("r", "x"), std::string("f.y1"));
    QVERIFY(imported.weights.contains("w"));
    QVERIFY(model::document_from_text(model::to_text(d), catalogue()) == d);
    QVERIFY(analysis_of(d)
                .problem_of(d.find("h")->id)
                ->sentence.starts_with("No block can stand for ONNX's Hardmax here: "));
}

void TestOnnx::severalInputs() {
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
void TestOnnx::operatorsBecomeBlocks_data() {
    QTest::addColumn<int>("index");
    const auto cases = operator_cases();
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(cases[i].name) << static_cast<int>(i);
}

void TestOnnx::operatorsBecomeBlocks() try {
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
void TestOnnx::converted() {
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

QTEST_GUILESS_MAIN(TestOnnx)
#include "test_onnx.moc"
