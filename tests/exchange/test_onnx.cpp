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

QTEST_GUILESS_MAIN(TestOnnx)
#include "test_onnx.moc"
