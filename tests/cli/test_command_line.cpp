// SPDX-License-Identifier: Apache-2.0
// gradweave-cli from outside: exit codes, JSON, files.
#include "tests/cli/command_line_fixture.h"

using namespace gradweave;
using gradweave::testing::Result;

class TestCommandLine : public gradweave::testing::CommandLine {
    Q_OBJECT

  private slots:
    void init();
    void usage_data();
    void usage();
    void lists();
    void trainWritesEverything();
    void jsonEvents();
    void sameBitsOnEveryInstructionSet();
    void setChangesParameters();
    void evalExportImport();
    void onnxOutAndBack();
    void onnxRunSaysWhatIsMissing();
    void dataBecomesAProject();
    void tablesAsSpreadsheetsWriteThem();
    void bench();
    void stepsAskForNoMemory();
    void benchChecksLosses();
    void newProjects();
    void explains();
};

void TestCommandLine::init() {
    makeFolder();
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

// AVX2 and AVX-512 add up in the same order: the same weights, bit for bit. (Processors without
// AVX2 round twice where these round once.) What is asked for here is at most what there is.
void TestCommandLine::sameBitsOnEveryInstructionSet() {
    const auto weights = [&](const QString& project, const QString& batch, const QString& set) {
        const QString folder = project + batch + set;
        const Result result =
            run({"train", project, "--steps", "3", "--batch", batch, "--out", folder},
                {"GRADWEAVE_ISA=" + set});
        if (result.code != 0) qWarning("%s", qPrintable(result.err));
        return io::read_file(path(folder + "/weights.safetensors").toStdString(), 64 << 20);
    };
    for (const QString project : {"resnet-small", "char-transformer", "lstm-sequence", "iris"}) {
        for (const QString batch : {"1", "24"}) {
            const auto narrow = weights(project, batch, "avx2");
            QVERIFY(!narrow.empty());
            QVERIFY2(narrow == weights(project, batch, "avx512"),
                     qPrintable(project + ", batch " + batch));
        }
    }
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
        QFile::remove(path("back.safetensors"));
        const Result result = run({"import", file, "-o", "back.gradweave"});
        QVERIFY2(result.code == 0, qPrintable(result.err));
        auto back = model::load_project(path("back.gradweave").toStdString(), m_catalogue);
        // Weights come along, and are what the project begins with.
        if (QString(file).endsWith(".safetensors")) {
            back.apply(model::SetTraining{model::weights_key, std::nullopt});
            QVERIFY(io::read_safetensors(path("back.safetensors").toStdString()).tensors.size() ==
                    io::read_safetensors(path(file).toStdString()).tensors.size());
        }
        QVERIFY(back == model::load_project(path("net.gradweave").toStdString(), m_catalogue));
    }
    const Result trained_eval = run({"eval", "back.gradweave", "--json"});
    QVERIFY2(trained_eval.code == 0, qPrintable(trained_eval.err));
    QCOMPARE(trained_eval.lines()[0]["loss"].toDouble(), end["test_loss"].toDouble());
    const Result none = run({"eval", "net.gradweave"});
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("name trained ones with --weights"), qPrintable(none.err));
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
    const Result predicted =
        run({"predict", "back.gradweave", "--input", "in/input_0.npy", "--output", "p.npy"});
    QVERIFY2(predicted.code == 0, qPrintable(predicted.err));
    const Array one = io::read_npy(path("out/output_0.npy").toStdString()),
                other = io::read_npy(path("p.npy").toStdString());
    QVERIFY(one.shape() == other.shape() && one.shape()[0] == 3);
    for (std::int64_t i = 0; i < one.element_count(); ++i)
        QVERIFY(std::abs(one.number(i) - other.number(i)) < 1e-6);
    // What is exported of it computes the same again.
    QCOMPARE(run({"export", "back.gradweave", "-o", "again.onnx"}).code, 0);
    const Result again = run({"onnx-run", "again.onnx", "--inputs", "in", "--outputs", "twice"});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    const Array twice = io::read_npy(path("twice/output_0.npy").toStdString());
    for (std::int64_t i = 0; i < one.element_count(); ++i)
        QVERIFY(std::abs(one.number(i) - twice.number(i)) < 1e-6);
    // It has no data to learn from, and nothing is written over.
    const Result trained = run({"train", "back.gradweave", "--epochs", "1"});
    QCOMPARE(trained.code, 4);
    QCOMPARE(run({"import", "m.onnx", "-o", "back.gradweave"}).code, 5);
}

/// A table of one's own: a network to begin with, which trains and keeps nothing but its table.
void TestCommandLine::dataBecomesAProject() {
    QFile::copy(QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv"), path("mine.csv"));
    const Result imported = run({"import", "mine.csv", "-o", "mine.gradweave"});
    QVERIFY2(imported.code == 0, qPrintable(imported.err));
    const auto document = model::load_project(path("mine.gradweave").toStdString(), m_catalogue);
    QVERIFY(document.blocks().begin()->second.params.at("path") ==
            model::ParamValue(std::string("mine.csv")));
    const Result trained = run({"train", "mine.gradweave", "--epochs", "60", "--set",
                                "training.learning_rate=0.01", "--json"});
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    QVERIFY(trained.lines().last()["test_accuracy"].toDouble() > 0.8);
    write("text.csv", "x,y\n1,1\nbad,2\n3,1\n");
    const Result refused = run({"import", "text.csv", "-o", "text.gradweave"});
    QCOMPARE(refused.code, 4);
    QVERIFY2(refused.err.contains("text.csv: line 3, column \"x\": \"bad\" is not a number"),
             qPrintable(refused.err));
    QVERIFY(!QFile::exists(path("text.gradweave")));
}

/// Semicolons, decimal commas, Windows-1252, and a missing cell: what was done with them is said.
void TestCommandLine::tablesAsSpreadsheetsWriteThem() {
    std::string text =
        "Gr\xF6\xDF"
        "e;Preis;Art\r\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i % 7) + ",5;1.2" + std::to_string(10 + i) + ",07;" +
                (i % 2 == 0 ? "M\xE4use\r\n" : "H\xFChner\r\n");
    write("tiere.csv", text);
    const QString letters =
        "line 1 is not UTF-8 text: the file was read as Windows-1252; if letters look wrong, save "
        "it as CSV in UTF-8";
    const QString commas =
        "commas are decimal commas: \"0,5\" in line 2, column \"Größe\", was "
        "read as 0.5";
    const Result imported = run({"import", "tiere.csv", "-o", "tiere.gradweave"});
    QVERIFY2(imported.code == 0, qPrintable(imported.err));
    for (const QString& note : {letters, commas})
        QVERIFY2(imported.out.contains("data: " + note), qPrintable(imported.out));
    write("tiere.csv", text + ";1.234,56;M\xE4use\r\n");
    const QStringList train{"train", "tiere.gradweave", "--epochs",
                            "1",     "--set",           "table.bad_rows=skip"};
    const Result plain = run(train);
    QVERIFY2(plain.code == 0, qPrintable(plain.err));
    QVERIFY2(plain.out.contains("data: 1 of 41 rows was skipped (line 42)"), qPrintable(plain.out));
    const Result trained = run(train + QStringList{"--json"});
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    const auto notes = trained.events("start")[0]["notes"].toArray();
    QCOMPARE(notes.size(), 3);
    QVERIFY(notes[0].toString().startsWith("1 of 41 rows was skipped"));
    QCOMPARE(notes[1].toString(), letters);
    QCOMPARE(notes[2].toString(), commas);
    const Result checked = run({"check", "tiere.csv"});
    QVERIFY2(checked.out.contains(letters), qPrintable(checked.out));
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

// A step of a compiled program works in memory it has: convolutions, norms, attention. (With more
// threads, one that gets its first share of a step late takes its workspace then.)
void TestCommandLine::stepsAskForNoMemory() {
    for (const char* project : {"resnet-small", "char-transformer", "lstm-sequence"}) {
        const Result result = run(
            {"bench", project, "--batch", "16", "--threads", "1", "--seconds", "0.2", "--json"});
        QVERIFY2(result.code == 0, qPrintable(result.err));
        const double asked = result.lines().at(0)["allocations_per_step"].toDouble(-1);
        QVERIFY2(asked == 0, qPrintable(QString("%1: %2 a step").arg(project).arg(asked)));
    }
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

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
