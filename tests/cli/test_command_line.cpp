// SPDX-License-Identifier: Apache-2.0
// gradweave-cli from outside: exit codes, JSON, files, signals, and bad input of every kind.
#include <signal.h>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>
#include <memory>

#include "engine/core/text.h"
#include "engine/data/source.h"
#include "engine/exchange/embedded_project.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"

using namespace gradweave;

namespace {

struct Result {
    int code;
    QString out, err;
    /// The JSON objects on stdout, one a line.
    QVector<QJsonObject> lines() const {
        QVector<QJsonObject> objects;
        for (const QString& line : out.split('\n', Qt::SkipEmptyParts)) {
            QJsonParseError error;
            objects << QJsonDocument::fromJson(line.toUtf8(), &error).object();
            if (error.error != QJsonParseError::NoError) qWarning() << line << error.errorString();
        }
        return objects;
    }
    QVector<QJsonObject> events(const char* name) const {
        QVector<QJsonObject> found;
        for (const auto& object : lines()) {
            if (object["event"] == name) found << object;
        }
        return found;
    }
};

}  // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void usage_data();
    void usage();
    void lists();
    void trainWritesEverything();
    void jsonEvents();
    void setChangesParameters();
    void evalExportImport();
    void onnxOutAndBack();
    void onnxRunSaysWhatIsMissing();
    void bench();
    void benchChecksLosses();
    void newProjects();
    void badProjects_data();
    void badProjects();
    void badData_data();
    void badData();
    void outsideDataNeedsLeave();
    void hugeLearningRate();
    void fullDisk();
    void interruptedAndResumed();
    void noStepAfterASignal();
    void explains();
    void closedPipe();
    void brokenPluginIsReported();
    void commaLocale();

  private:
    Result run(const QStringList& arguments, const QStringList& environment = {});
    QString path(const QString& name) const { return m_folder->filePath(name); }
    void write(const QString& name, const std::string& text) {
        io::write_file(path(name).toStdString(), text);
    }
    /// A spirals network; small and fast.
    void writeSpirals(const QString& name,
                      const std::function<void(model::Document&)>& change = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    model::Catalogue m_catalogue;
};

void TestCommandLine::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

Result TestCommandLine::run(const QStringList& arguments, const QStringList& environment) {
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    variables.insert("XDG_STATE_HOME", path("state"));
    variables.insert("XDG_DATA_HOME", path("data"));
    for (const QString& entry : environment)
        variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
    process.setProcessEnvironment(variables);
    process.start(GRADWEAVE_CLI, arguments);
    if (!process.waitForFinished(120000)) return {-1, "", "did not end"};
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    return {code, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

void TestCommandLine::writeSpirals(const QString& name,
                                   const std::function<void(model::Document&)>& change) {
    auto document = model::load_project(
        GRADWEAVE_SOURCE_DIR "/resources/examples/spirals.gradweave", m_catalogue);
    document.apply(model::set_param(document, m_catalogue, 1, "samples", std::int64_t{200}));
    document.apply(model::set_param(document, m_catalogue, 1, "test", 0.2));
    document.apply(model::set_training(document, "epochs", std::int64_t{3}));
    if (change) change(document);
    model::save_project(document, path(name).toStdString());
}

void TestCommandLine::usage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("version") << QStringList{"--version"} << 0 << "gradweave-cli " GRADWEAVE_VERSION;
    QTest::newRow("help") << QStringList{"--help"} << 0 << "train";
    QTest::newRow("nothing") << QStringList{} << 2 << "A subcommand is required";
    QTest::newRow("unknown command") << QStringList{"dance"} << 2 << "gradweave-cli:";
    QTest::newRow("unknown option") << QStringList{"train", "x", "--fast"} << 2 << "--fast";
    QTest::newRow("missing project") << QStringList{"train"} << 2 << "PROJECT is required";
    QTest::newRow("negative epochs")
        << QStringList{"train", "x", "--epochs", "-3"} << 2 << "--epochs";
    QTest::newRow("epochs and steps")
        << QStringList{"train", "x", "--epochs", "3", "--steps", "4"} << 2 << "--steps";
    QTest::newRow("no such file")
        << QStringList{"check", "nowhere.csv"} << 5
        << "nowhere.csv: could not be read: there is no such file or folder";
    QTest::newRow("no such device") << QStringList{"train", "spirals", "--device", "opencl:99"} << 6
                                    << "there is no device \"opencl:99\"";
    QTest::newRow("unsupported") << QStringList{"export", "spirals", "-o", "x.h5"} << 3
                                 << "x.h5: this version does not write .h5";
    QTest::newRow("max-memory") << QStringList{"--max-memory", "lots", "devices"} << 2
                                << "\"lots\" is no size";
}

void TestCommandLine::usage() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, text);
    const Result result = run(arguments);
    QCOMPARE(result.code, code);
    QVERIFY2((code == 0 ? result.out : result.err).contains(text),
             qPrintable(result.out + result.err));
    if (code != 0) QCOMPARE(result.err.count('\n'), 1);
}

void TestCommandLine::lists() {
    const auto devices = run({"devices", "--json"}).lines();
    QCOMPARE(devices.at(0)["devices"].toArray().at(0)["name"].toString(), QString("cpu"));
    const auto blocks = run({"--json", "blocks"}).lines();
    QVERIFY(blocks.at(0)["blocks"].toArray().size() >= 30);
    QVERIFY(run({"blocks"}).out.contains("linear"));
    const Result linear = run({"blocks", "linear"});
    for (const char* part : {"Example: ", "x [N, 5] gives y [N, 7]", "units=64: "})
        QVERIFY2(linear.out.contains(part), part);
    QVERIFY(run({"--json", "blocks", "linear"}).lines().at(0)["example"].toString().size() > 10);
    QCOMPARE(run({"blocks", "lineal"}).code, 2);
}

void TestCommandLine::trainWritesEverything() {
    writeSpirals("net.gradweave");
    const Result result =
        run({"train", "net.gradweave", "--out", "results", "--checkpoint-every", "1"});
    QVERIFY2(result.code == 0, qPrintable(result.err));
    for (const char* name :
         {"weights.safetensors", "network.svg", "graph-forward.svg", "graph-training.svg",
          "loss.svg", "metrics.csv", "epochs.csv", "net.gradweave"}) {
        QVERIFY2(QFileInfo(path(QString("results/") + name)).size() > 100, name);
        QVERIFY2(result.out.contains(name), name);
    }
    QCOMPARE(QDir(path("results/checkpoints")).entryList(QDir::Files).size(), 3);
    const auto weights = io::read_safetensors(path("results/weights.safetensors").toStdString());
    QCOMPARE(weights.tensors.at("fc1.weight").shape(), (Shape{32, 2}));
    QVERIFY(exchange::project_in_metadata(weights.metadata).has_value());
    // Without --out a new folder under the state folder is made and named.
    const Result again = run({"train", "net.gradweave", "--epochs", "1"});
    QVERIFY(again.out.contains("wrote to " + path("state") + "/gradweave/runs/net-"));
}

void TestCommandLine::jsonEvents() {
    writeSpirals("net.gradweave");
    const Result result = run({"train", "net.gradweave", "--json", "--out", "results", "--seed",
                               "9", "--threads", "2", "--batch", "20", "--lr", "0.02"});
    QVERIFY2(result.code == 0, qPrintable(result.err));
    const auto start = result.events("start");
    QCOMPARE(start.size(), 1);
    QCOMPARE(start[0]["seed"].toInt(), 9);
    QCOMPARE(start[0]["threads"].toInt(), 2);
    QCOMPARE(start[0]["batch_size"].toInt(), 20);
    QCOMPARE(start[0]["parameters"].toInt(), 1251);
    QCOMPARE(result.events("compile").size(), 1);
    const auto epochs = result.events("epoch");
    QCOMPARE(epochs.size(), 3);
    for (const char* key : {"train_loss", "train_accuracy", "validation_loss",
                            "validation_accuracy", "samples_per_s"})
        QVERIFY2(epochs[2][key].isDouble(), key);
    const auto end = result.events("end");
    QCOMPARE(end.size(), 1);
    for (const char* key : {"steps", "seconds", "test_loss", "test_accuracy", "train_loss"})
        QVERIFY2(end[0][key].isDouble(), key);
    const auto files = end[0]["files"].toObject();
    for (const char* key :
         {"weights", "network", "graph_forward", "graph_training", "metrics", "loss"})
        QVERIFY2(files.contains(key), key);
    // The same seed gives the same figures, on any number of threads.
    const Result again = run({"train", "net.gradweave", "--json", "--out", "results2", "--seed",
                              "9", "--threads", "1", "--batch", "20", "--lr", "0.02"});
    QCOMPARE(again.events("end")[0]["train_loss"], end[0]["train_loss"]);
    QCOMPARE(io::read_file(path("results/weights.safetensors").toStdString(), 1 << 20),
             io::read_file(path("results2/weights.safetensors").toStdString(), 1 << 20));
}

void TestCommandLine::setChangesParameters() {
    writeSpirals("net.gradweave");
    const Result result = run({"train", "net.gradweave", "--json", "--out", "results", "--set",
                               "fc1.units=7", "--set", "training.momentum=0.5"});
    QCOMPARE(result.events("start")[0]["parameters"].toInt(), 7 * 3 + 32 * 8 + 3 * 33);
    const auto wrong = [&](const char* assignment) {
        return run({"train", "net.gradweave", "--set", assignment});
    };
    QCOMPARE(wrong("fc1.units=none").code, 2);
    QVERIFY(wrong("fc1.units=none")
                .err.contains("--set fc1.units=none: Units must be a whole number, not \"none\""));
    QVERIFY(wrong("fc9.units=3").err.contains("there is no block \"fc9\""));
    QVERIFY(wrong("fc1.size=3").err.contains("block \"fc1\" has no parameter \"size\""));
    QVERIFY(wrong("units").err.contains("write block.parameter=value"));
}

void TestCommandLine::evalExportImport() {
    writeSpirals("net.gradweave");
    const auto end = run({"train", "net.gradweave", "--json", "--out", "results"}).events("end")[0];
    const Result eval =
        run({"eval", "net.gradweave", "--weights", "results/weights.safetensors", "--json"});
    QCOMPARE(eval.code, 0);
    QCOMPARE(eval.lines()[0]["loss"].toDouble(), end["test_loss"].toDouble());
    QCOMPARE(eval.lines()[0]["samples"].toInt(), 40);
    // The same answers from the project's samples and from the same samples in a file.
    QCOMPARE(run({"predict", "net.gradweave", "--weights", "results/weights.safetensors",
                  "--output", "own.npy"})
                 .code,
             0);
    const Array own = io::read_npy(path("own.npy").toStdString());
    QCOMPARE(own.shape()[0], std::int64_t{40});
    const auto dataset = data::load(model::data_source(
        *model::load_project(path("net.gradweave").toStdString(), m_catalogue).find(1), m_catalogue,
        {}, false));
    Array samples(DType::f32, Shape{40, 2});
    for (std::int64_t i = 0; i < 40; ++i) {
        const Array raw = dataset->raw(0, data::Split::test, i);
        for (std::int64_t column = 0; column < 2; ++column)
            samples.as<float>()[static_cast<std::size_t>(2 * i + column)] =
                static_cast<float>(raw.number(column));
    }
    io::write_npy(path("samples.npy").toStdString(), samples);
    QCOMPARE(run({"predict", "net.gradweave", "--weights", "results/weights.safetensors", "--input",
                  "samples.npy", "--output", "given.npy"})
                 .code,
             0);
    QVERIFY(io::read_file(path("given.npy").toStdString(), 1 << 20) ==
            io::read_file(path("own.npy").toStdString(), 1 << 20));
    io::write_npy(path("wrong.npy").toStdString(), Array(DType::f32, Shape{4, 3}));
    const Result wrong =
        run({"predict", "net.gradweave", "--weights", "results/weights.safetensors", "--input",
             "wrong.npy", "--output", "none.csv"});
    QCOMPARE(wrong.code, 4);
    QVERIFY2(wrong.err.contains("wrong.npy") && wrong.err.contains("[4, 3]"),
             qPrintable(wrong.err));
    for (const char* file : {"a.svg", "a.dot", "a.json", "a.safetensors"}) {
        const Result result = run({"export", "net.gradweave", "-o", file});
        QVERIFY2(result.code == 0, qPrintable(result.err));
    }
    QCOMPARE(run({"export", "net.gradweave", "-o", "t.svg", "--view", "training"}).code, 0);
    QCOMPARE(run({"export", "net.gradweave", "-o", "k.dot", "--view", "kernels"}).code, 0);
    const std::string kernels = io::read_text(path("k.dot").toStdString());
    QVERIFY(kernels.find("matmul") != std::string::npos && kernels.find(" %") != std::string::npos);
    for (const char* file : {"a.svg", "t.svg", "a.safetensors", "results/weights.safetensors"}) {
        QFile::remove(path("back.gradweave"));
        const Result result = run({"import", file, "-o", "back.gradweave"});
        QVERIFY2(result.code == 0, qPrintable(result.err));
        QCOMPARE(io::read_text(path("back.gradweave").toStdString()),
                 io::read_text(path("net.gradweave").toStdString()));
    }
    const Result twice = run({"import", "a.svg", "-o", "back.gradweave"});
    QCOMPARE(twice.code, 5);
    QVERIFY(twice.err.contains("exists already"));
    write("plain.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    QVERIFY(run({"import", "plain.svg", "-o", "x.gradweave"})
                .err.contains("plain.svg: it carries no Gradweave project"));
    // Weights of another network are refused with a list.
    writeSpirals("wide.gradweave", [&](model::Document& d) {
        d.apply(model::set_param(d, m_catalogue, 2, "units", std::int64_t{40}));
    });
    const Result mismatch =
        run({"eval", "wide.gradweave", "--weights", "results/weights.safetensors"});
    QCOMPARE(mismatch.code, 4);
    QVERIFY(
        mismatch.err.contains("\"fc1.weight\" is [32, 2] in the file and [40, 2] in the network"));
}

void TestCommandLine::onnxOutAndBack() {
    writeSpirals("s.gradweave");
    QCOMPARE(run({"export", "s.gradweave", "-o", "m.onnx"}).code, 0);
    const Result checked = run({"check", "m.onnx", "--json"});
    QCOMPARE(checked.code, 0);
    QCOMPARE(checked.lines()[0]["kind"].toString(), QString("ONNX model"));
    QCOMPARE(checked.lines()[0]["unknown_operators"].toString(), QString());
    // Run as a model, and as the project that it becomes: the same answers.
    QDir(m_folder->path()).mkdir("in");
    const Array samples =
        Array::of(std::vector<float>{0.1f, 0.2f, -0.4f, 0.3f, 0.7f, -0.9f}, {3, 2});
    io::write_npy(path("in/input_0.npy").toStdString(), samples);
    const Result ran = run({"onnx-run", "m.onnx", "--inputs", "in", "--outputs", "out"});
    QVERIFY2(ran.code == 0, qPrintable(ran.err));
    const Result imported = run({"import", "m.onnx", "-o", "back.gradweave"});
    QVERIFY2(imported.code == 0, qPrintable(imported.err));
    QVERIFY(imported.out.contains("back.safetensors"));
    const Result predicted = run({"predict", "back.gradweave", "--weights", "back.safetensors",
                                  "--input", "in/input_0.npy", "--output", "p.npy"});
    QVERIFY2(predicted.code == 0, qPrintable(predicted.err));
    const Array one = io::read_npy(path("out/output_0.npy").toStdString()),
                other = io::read_npy(path("p.npy").toStdString());
    QVERIFY(one.shape() == other.shape() && one.shape()[0] == 3);
    for (std::int64_t i = 0; i < one.element_count(); ++i)
        QVERIFY(std::abs(one.number(i) - other.number(i)) < 1e-6);
    // It has no data to learn from, and nothing is written over.
    const Result trained = run({"train", "back.gradweave", "--epochs", "1"});
    QCOMPARE(trained.code, 4);
    QCOMPARE(run({"import", "m.onnx", "-o", "back.gradweave"}).code, 5);
}

void TestCommandLine::onnxRunSaysWhatIsMissing() {
    writeSpirals("s.gradweave");
    QCOMPARE(run({"export", "s.gradweave", "-o", "m.onnx"}).code, 0);
    QDir(m_folder->path()).mkdir("in");
    Result result = run({"onnx-run", "m.onnx", "--inputs", "in", "--outputs", "out"});
    QCOMPARE(result.code, 5);
    QVERIFY2(result.err.contains("in/input_0.npy: is missing; it is the model's input"),
             qPrintable(result.err));
    io::write_npy(path("in/input_0.npy").toStdString(), Array(DType::f32, {3, 5}));
    result = run({"onnx-run", "m.onnx", "--inputs", "in", "--outputs", "out"});
    QCOMPARE(result.code, 4);
    QVERIFY2(result.err.contains("has the shape [3, 5]; the model wants [N, 2]"),
             qPrintable(result.err));
    write("cut.onnx", io::read_text(path("m.onnx").toStdString()).substr(0, 100));
    for (const char* command : {"check", "import"}) {
        result = run(QString(command) == "check" ? QStringList{"check", "cut.onnx"}
                                                 : QStringList{"import", "cut.onnx", "-o", "x"});
        QCOMPARE(result.code, 4);
        QVERIFY2(result.err.contains("cut.onnx: "), qPrintable(result.err));
    }
}

void TestCommandLine::bench() {
    writeSpirals("net.gradweave");
    for (const char* mode : {"train", "infer"}) {
        const Result result = run({"bench", "net.gradweave", "--mode", mode, "--batch", "16",
                                   "--threads", "1", "--seconds", "0.1", "--json"});
        QVERIFY2(result.code == 0, qPrintable(result.err));
        QCOMPARE(result.lines().size(), 1);
        const QJsonObject object = result.lines().at(0);
        QCOMPARE(object["project"].toString(), QString("net"));
        QCOMPARE(object["mode"].toString(), QString(mode));
        QCOMPARE(object["batch"].toInt(), 16);
        QCOMPARE(object["threads"].toInt(), 1);
        QCOMPARE(object["device"].toString(), QString("cpu"));
        const double rate = object["steps_per_s"].toDouble();
        QVERIFY(rate > 0);
        QVERIFY(std::abs(object["samples_per_s"].toDouble() - 16 * rate) < 1e-6 * rate);
        for (const char* key : {"compile_ms_cold", "compile_ms_warm", "first_step_ms_cold",
                                "first_step_ms_warm", "arena_bytes", "arena_lower_bound",
                                "peak_rss_bytes", "allocations_per_step", "page_faults_per_step"})
            QVERIFY2(object.contains(key), key);
        QVERIFY(object["arena_bytes"].toInt() >= object["arena_lower_bound"].toInt());
    }
    const Result large = run({"bench", "net.gradweave", "--batch", "1000", "--seconds", "0.1"});
    QCOMPARE(large.code, 4);
    QVERIFY(large.err.contains("there are 120 training samples; choose a batch of 120 or less"));
}

// The recorded losses are those that PyTorch has; a wrong one is found, and nothing is measured.
void TestCommandLine::benchChecksLosses() {
    const QStringList command{"bench", "fashion-mnist-mlp", "--batch", "16",     "--threads",
                              "1",     "--seconds",         "0.1",     "--json", "--parity"};
    if (!QFile::exists("/usr/share/datasets/fashion-mnist"))
        QSKIP("The package dataset-fashion-mnist is not installed.");
    const QString file = GRADWEAVE_SOURCE_DIR "/tests/bench/parity/fashion-mnist-mlp.json";
    const Result right = run(command + QStringList{file});
    QVERIFY2(right.code == 0, qPrintable(right.err));
    const QJsonObject parity = right.lines().at(0)["parity"].toObject();
    QCOMPARE(parity["steps"].toInt(), 30);
    QVERIFY(parity["largest_difference"].toDouble() < 1e-4);

    io::Json changed = io::parse_json(io::read_text(file.toStdString()));
    changed.object()["losses"].list()[4] = io::Json(2.5);
    write("changed.json", io::to_text(changed));
    const Result wrong = run(command + QStringList{path("changed.json")});
    QCOMPARE(wrong.code, 7);
    QVERIFY(wrong.err.contains("changed.json: the loss of step 5 is"));
}

void TestCommandLine::newProjects() {
    QCOMPARE(run({"new", "iris", "-o", "mine.gradweave"}).code, 0);
    QCOMPARE(run({"check", "mine.gradweave"}).code, 0);
    QCOMPARE(run({"new", "iris", "-o", "mine.gradweave"}).code, 5);
    QCOMPARE(run({"new", "empty", "-o", "empty.gradweave"}).code, 0);
    const Result unknown = run({"new", "rocket", "-o", "r.gradweave"});
    QCOMPARE(unknown.code, 2);
    QVERIFY(unknown.err.contains(
        "there is no example \"rocket\"; there are char-transformer, curve-raw-ops, "
        "differential-equation"));
}

void TestCommandLine::badProjects_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("cycle") << 0 << "The wires form a loop: ";
    QTest::newRow("unknown block") << 1 << "There is no block of the kind \"teleport\" here";
    QTest::newRow("wrong wire") << 2
                                << "block \"fc1\": Linear needs a matrix [N, features]; this "
                                   "wire carries [N] (batch).";
    QTest::newRow("no loss") << 3 << "Add a loss";
    QTest::newRow("not JSON") << 4 << "bad.gradweave: not valid JSON at line 1, column 1";
    QTest::newRow("wrong setting") << 5 << "Learning rate must be at least 0";
}

void TestCommandLine::badProjects() {
    QFETCH(int, which);
    QFETCH(QString, sentence);
    writeSpirals("bad.gradweave", [&](model::Document& d) {
        if (which == 0) d.apply(model::connect(d, {{4, "y"}, {2, "x"}}));
        if (which == 2) d.apply(model::connect(d, {{1, "target"}, {2, "x"}}));
        if (which == 3) d.apply(model::remove_blocks(d, m_catalogue, {7}));
        if (which == 5) d.apply(model::SetTraining{"learning_rate", -1.0});
    });
    if (which == 1) {
        auto text = io::read_text(path("bad.gradweave").toStdString());
        text.replace(text.find("\"tanh\""), 6, "\"teleport\"");
        write("bad.gradweave", text);
    }
    if (which == 4) write("bad.gradweave", "hello");
    for (const char* command : {"train", "check"}) {
        const Result result = run({command, "bad.gradweave"});
        QCOMPARE(result.code, 4);
        QVERIFY2(result.err.contains(sentence) && result.err.contains("bad.gradweave"),
                 qPrintable(result.err));
        QCOMPARE(result.err.count('\n'), 1);
    }
    const auto error = run({"train", "bad.gradweave", "--json"}).events("error");
    QCOMPARE(error.size(), 1);
    QCOMPARE(error[0]["kind"].toString(), QString("bad_input"));
    QVERIFY(error[0]["file"].toString().contains("bad.gradweave"));
}

void TestCommandLine::badData_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("missing file") << QString() << 5
                                  << "t.csv: could not be read: there is no such file or folder";
    QTest::newRow("ragged") << "a,b,c\n1,2,x\n3,4\n5,6,y\n" << 4 << "t.csv: line 3";
    QTest::newRow("text") << "a,b,c\n1,2,x\n3,many,y\n5,6,y\n"
                          << 4 << "t.csv: line 3, column \"b\": \"many\" is not a number";
    QTest::newRow("empty") << "" << 4 << "t.csv";
}

void TestCommandLine::badData() {
    QFETCH(QString, table);
    QFETCH(int, code);
    QFETCH(QString, sentence);
    QCOMPARE(run({"new", "iris", "-o", "net.gradweave"}).code, 0);
    if (!table.isNull()) write("t.csv", table.toStdString());
    const Result result = run({"train", "net.gradweave", "--set", "flowers.path=t.csv"});
    QVERIFY2(result.err.contains(sentence), qPrintable(result.err));
    QCOMPARE(result.code, code);
    QCOMPARE(result.err.count('\n'), 1);
    // A truncated IDX file says what was promised and what is there.
    write("i.idx3-ubyte",
          std::string("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04", 16) + std::string(20, 'x'));
    const Result idx = run({"check", "i.idx3-ubyte"});
    QCOMPARE(idx.code, 4);
    QVERIFY2(idx.err.contains("i.idx3-ubyte: promises [2, 4, 4] elements, 48 bytes with its "
                              "header, but has 36; it was cut short"),
             qPrintable(idx.err));
}

void TestCommandLine::outsideDataNeedsLeave() {
    QDir(m_folder->path()).mkdir("inside");
    write("t.csv", "a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n9,8,x\n1,1,y\n2,1,x\n3,3,y\n4,1,x\n5,5,y\n");
    QCOMPARE(run({"new", "iris", "-o", "inside/net.gradweave"}).code, 0);
    const QStringList train{"train", "inside/net.gradweave", "--set",    "flowers.path=../t.csv",
                            "--set", "fc2.units=2",          "--epochs", "1"};
    const Result refused = run(train);
    QCOMPARE(refused.code, 4);
    QVERIFY2(refused.err.contains("--allow-outside"), qPrintable(refused.err));
    const Result allowed = run(QStringList(train) << "--allow-outside");
    QVERIFY2(allowed.code == 0, qPrintable(allowed.err));
}

void TestCommandLine::hugeLearningRate() {
    QCOMPARE(run({"new", "curve-raw-ops", "-o", "net.gradweave"}).code, 0);
    const Result result = run({"train", "net.gradweave", "--lr", "1e6", "--set",
                               "training.optimizer=sgd", "--out", "results", "--json"});
    QCOMPARE(result.code, 7);
    QVERIFY2(result.err.contains("The loss became"), qPrintable(result.err));
    QVERIFY2(result.err.contains("block \""), qPrintable(result.err));
    QCOMPARE(result.events("error")[0]["kind"].toString(), QString("numeric"));
    // The weights are those from before, and finite.
    for (const auto& [name, value] :
         io::read_safetensors(path("results/weights.safetensors").toStdString()).tensors)
        QVERIFY(all_finite(value));
    QVERIFY(QFileInfo(path("results/metrics.csv")).size() > 0);
}

void TestCommandLine::fullDisk() {
    writeSpirals("net.gradweave");
    QCOMPARE(run({"export", "net.gradweave", "-o", "net.svg"}).code, 0);
    const auto before = io::read_text(path("net.svg").toStdString());
    // A limit of 4 KiB on file sizes fails a write in its middle, as a full disk does.
    QProcess shell;
    shell.setWorkingDirectory(m_folder->path());
    shell.start("sh",
                {"-c", "ulimit -f 8; exec \"$0\" export net.gradweave -o net.svg", GRADWEAVE_CLI});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitCode(), 5);
    const QString error = shell.readAllStandardError();
    QVERIFY2(error.contains("net.svg") && error.count('\n') == 1, qPrintable(error));
    QCOMPARE(io::read_text(path("net.svg").toStdString()), before);
    QCOMPARE(
        QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).filter("gradweave-").size(),
        0);
}

void TestCommandLine::interruptedAndResumed() {
    // A run that says far more than fits into a pipe (64 KiB): it cannot come to its end while
    // nobody reads, so the signal reaches it in time however the machine is loaded.
    writeSpirals("net.gradweave", [](model::Document& d) {
        d.apply(model::set_training(d, "epochs", std::int64_t{1500}));
    });
    const Result whole = run({"train", "net.gradweave", "--out", "whole"});
    QCOMPARE(whole.code, 0);
    for (const int signal : {SIGINT, SIGTERM}) {
        const QString out = QString("part%1").arg(signal);
        QProcess process;
        process.setWorkingDirectory(m_folder->path());
        process.start(GRADWEAVE_CLI, {"train", "net.gradweave", "--out", out, "--json"});
        QByteArray output;
        while (!output.contains(R"("event": "epoch")")) {
            QVERIFY2(process.waitForReadyRead(), output.constData());
            output += process.readAllStandardOutput();
        }
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), signal == SIGINT ? 130 : 143);
        const Result resumed = run({"train", "net.gradweave", "--resume", out});
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        QCOMPARE(io::read_file(path(out + "/weights.safetensors").toStdString(), 1 << 20),
                 io::read_file(path("whole/weights.safetensors").toStdString(), 1 << 20));
    }
}

// Leaving within two seconds rests on this: after a signal no step begins, whatever is left to do.
// Every step is an epoch here, which is told; a process that stands still says how far it is.
void TestCommandLine::noStepAfterASignal() {
    writeSpirals("net.gradweave", [](model::Document& d) {
        d.apply(model::set_training(d, "epochs", std::int64_t{1'000'000'000}));
        d.apply(model::set_training(d, "batch_size", std::int64_t{1000}));
    });
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(GRADWEAVE_CLI, {"train", "net.gradweave", "--out", "out", "--json"});
    QByteArray output;
    const auto last_step = [&] {
        double step = 0;
        for (const QByteArray& line : output.left(output.lastIndexOf('\n')).split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event["event"] == "epoch") step = event["step"].toDouble();
        }
        return step;
    };
    while (last_step() < 3) {
        QVERIFY2(process.waitForReadyRead(), output.constData());
        output += process.readAllStandardOutput();
    }
    const auto pid = static_cast<pid_t>(process.processId());
    ::kill(pid, SIGSTOP);
    while (process.waitForReadyRead(200))
        output += process.readAllStandardOutput();
    const double before = last_step();
    ::kill(pid, SIGINT);
    ::kill(pid, SIGCONT);
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 130);
    output += process.readAllStandardOutput();
    const QJsonObject end =
        QJsonDocument::fromJson(output.trimmed().split('\n').constLast()).object();
    QCOMPARE(end["event"].toString(), QString("end"));
    // The one that was being computed or told.
    QVERIFY2(end["steps"].toDouble() <= before + 1,
             qPrintable(QString("%1 after %2").arg(end["steps"].toDouble()).arg(before)));
    QVERIFY(!QDir(path("out/checkpoints")).entryList(QDir::Files).isEmpty());
}

void TestCommandLine::explains() {
    writeSpirals("net.gradweave");
    const Result dumped = run(
        {"train", "net.gradweave", "--steps", "2", "--out", "a", "--dump", "groups,why,dot,time"});
    QVERIFY2(dumped.code == 0, qPrintable(dumped.err));
    for (const char* part : {"=== groups", "kept apart:", "=== why", "digraph", "by block:", "fc1"})
        QVERIFY2(dumped.err.contains(part), part);
    const Result plain = run({"train", "net.gradweave", "--steps", "2", "--out", "b"});
    QVERIFY(!plain.err.contains("==="));
    const Result verified =
        run({"train", "net.gradweave", "--steps", "2", "--out", "c", "--verify"});
    QVERIFY2(verified.code == 0, qPrintable(verified.err));
    for (const char* other : {"b", "c"})
        QCOMPARE(io::read_file(path("a/weights.safetensors").toStdString(), 1 << 20),
                 io::read_file(path(QString("%1/weights.safetensors").arg(other)).toStdString(),
                               1 << 20));
    const Result why = run({"bench", "net.gradweave", "--batch", "16", "--why", "fc1"});
    QVERIFY2(why.code == 0, qPrintable(why.err));
    QVERIFY2(why.out.contains("# fc1)") && why.out.contains(": "), qPrintable(why.out));
    QVERIFY(run({"bench", "net.gradweave", "--batch", "16", "--why", ""}).out.size() >=
            why.out.size());
    const Result unknown = run({"bench", "net.gradweave", "--batch", "16", "--why", "nowhere"});
    QCOMPARE(unknown.code, 2);
    QVERIFY(unknown.err.contains("there is no block \"nowhere\""));
}

void TestCommandLine::closedPipe() {
    QProcess shell;
    shell.start("sh", {"-c", "\"$0\" blocks | head -1", GRADWEAVE_CLI});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardError(), QByteArray());
}

void TestCommandLine::brokenPluginIsReported() {
    QDir(m_folder->path()).mkdir("plugins");
    write("plugins/bad.so", "this is no module");
    const Result result = run({"devices"}, {"GRADWEAVE_PLUGINS=" + path("plugins")});
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.contains("The plug-in bad.so was not loaded: it cannot be loaded"),
             qPrintable(result.err));
}

// Numbers have a point whatever the user's language.
void TestCommandLine::commaLocale() {
    writeSpirals("net.gradweave");
    const Result result =
        run({"train", "net.gradweave", "--lr", "0.01", "--out", "results", "--json"},
            {"LC_ALL=de_DE.UTF-8"});
    QVERIFY2(result.code == 0, qPrintable(result.err));
    QVERIFY(io::read_text(path("results/metrics.csv").toStdString()).find(",0.01,") !=
            std::string::npos);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
