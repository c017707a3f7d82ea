// SPDX-License-Identifier: Apache-2.0
// Project files: the same bytes again, nothing lost, one clear sentence for what is broken.
#include <QTemporaryDir>
#include <QTest>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

const char* const small = R"({
 "app": "0.1.0",
 "blocks": [
  {"id": 1, "kind": "generated", "name": "points", "v": 1, "x": 0.0, "y": 0.5},
  {"id": 7, "kind": "linear", "name": "fc1", "params": {"units": 12}, "v": 1, "x": -200.25, "y": 1e-07}
 ],
 "format": "gradweave-project",
 "training": {
  "learning_rate": 0.1
 },
 "version": 1,
 "wires": [
  [1, "features", 7, "x"]
 ]
}
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

}  // namespace

class TestProject : public QObject {
    Q_OBJECT

  private slots:
    void readsAndWritesTheSameBytes();
    void unknownThingsSurvive();
    void brokenFiles_data();
    void brokenFiles();
    void everyTruncationIsRefused();
    void filesNameThemselvesInErrors();
    void dataIsRemembered();
    void numbersAreExact();

  private:
    Catalogue catalogue_;
};

void TestProject::readsAndWritesTheSameBytes() {
    const Document document = document_from_text(small, catalogue_);
    QCOMPARE(QString::fromStdString(to_text(document)),
             QString(small).replace("0.1.0", GRADWEAVE_VERSION));
    QCOMPARE(document.at(7).position.x, -200.25);
    QCOMPARE(std::get<std::int64_t>(document.at(7).params.at("units")), std::int64_t{12});
}

void TestProject::unknownThingsSurvive() {
    std::string text = replaced(small, "\"linear\"", "\"quantum_layer\"");
    text = replaced(text, "{\"units\": 12}", "{\"depth\": {\"a\": [1, 2.5]}, \"units\": 12}");
    text = replaced(text, "\"name\": \"fc1\"", "\"colour\": \"red\", \"name\": \"fc1\"");
    text = replaced(text, "\"training\"", "\"notes\": [\"keep\", 3], \"training\"");
    const std::string again = to_text(document_from_text(text, catalogue_));
    for (const char* kept :
         {"quantum_layer", "\"depth\": {\"a\": [1, 2.5]}", "\"colour\": \"red\"", "\"notes\""})
        QVERIFY2(again.find(kept) != std::string::npos, kept);
    QCOMPARE(to_text(document_from_text(again, catalogue_)), again);
}

void TestProject::brokenFiles_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& text, const char* sentence) {
        QTest::newRow(name) << QString::fromStdString(text) << sentence;
    };
    const std::string good = small;
    row("empty", "", "not valid JSON at line 1, column 1");
    row("other JSON", "{\"a\": 1}", "this is no Gradweave project");
    row("list", "[]", "this is no Gradweave project");
    row("newer", replaced(good, "\"version\": 1", "\"version\": 9"),
        "the project was written by a newer Gradweave (format 9, this program reads up to 1); "
        "update the program");
    row("id twice", replaced(good, "\"id\": 7", "\"id\": 1"), "block 2: the id 1 is taken");
    row("name twice", replaced(good, "\"name\": \"fc1\"", "\"name\": \"points\""),
        "block 2: the name \"points\" is taken");
    row("no id", replaced(good, "\"id\": 7, ", ""), "block 2: the member \"id\" is missing");
    row("bad id", replaced(good, "\"id\": 7", "\"id\": \"seven\""),
        "block 2: expected a whole number");
    row("zero id", replaced(good, "\"id\": 7", "\"id\": 0"),
        "block 2: a block needs an id above 0");
    row("dangling", replaced(good, "[1, \"features\", 7, \"x\"]", "[1, \"features\", 17, \"x\"]"),
        "wire 1: there is no block 17");
    row("two into one",
        replaced(good, "[1, \"features\", 7, \"x\"]",
                 "[1, \"features\", 7, \"x\"], [1, \"features\", 7, \"x\"]"),
        "wire 2: input \"x\" of block 7 is taken");
    row("short wire", replaced(good, "[1, \"features\", 7, \"x\"]", "[1, 7]"),
        "wire 1: expected [block, output, block, input]");
    row("key twice", replaced(good, "\"id\": 7", "\"id\": 7, \"id\": 8"),
        "not valid JSON at line 5, column");
    row("huge number", replaced(good, "\"id\": 7", "\"id\": 99999999999999999999"),
        "not valid JSON at line 5, column");
}

void TestProject::brokenFiles() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    try {
        document_from_text(text.toStdString(), catalogue_);
        QFAIL("accepted");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).startsWith(sentence), error.what());
        QVERIFY(error.kind() == ErrorKind::bad_input);
    }
}

void TestProject::everyTruncationIsRefused() {
    const std::string text = small;
    for (std::size_t length = 0; length + 2 < text.size(); ++length) {
        QVERIFY_EXCEPTION_THROWN(document_from_text(text.substr(0, length), catalogue_), Error);
    }
}

void TestProject::filesNameThemselvesInErrors() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("net.gradweave").toStdString();
    io::write_file(path, replaced(small, "\"id\": 7", "\"id\": 1"));
    try {
        load_project(path, catalogue_);
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(std::string(error.what()), concat(path.string(), ": block 2: the id 1 is taken"));
        QCOMPARE(error.file(), path.string());
    }
    save_project(document_from_text(small, catalogue_), path);
    QCOMPARE(load_project(path, catalogue_), document_from_text(small, catalogue_));
}

void TestProject::dataIsRemembered() {
    Document document = document_from_text(small, catalogue_);
    QVERIFY(!remembered_data(document.at(1)));
    data::DatasetInfo info;
    info.fields = {{"features", DType::f32, Shape{2}, 0, {}, {}},
                   {"target", DType::i64, Shape{}, 3, {}, {}}};
    info.counts = {80, 20, 0};
    remember_data(document, 1, info);
    const Document again = document_from_text(to_text(document), catalogue_);
    QCOMPARE(*remembered_data(again.at(1)), info);
}

void TestProject::numbersAreExact() {
    Document document = document_from_text(small, catalogue_);
    for (const double value : {0.1, 1e-300, 123456789.123456789, 3.0, -0.0}) {
        document.apply(SetTraining{"learning_rate", value});
        const Document again = document_from_text(to_text(document), catalogue_);
        QCOMPARE(std::get<double>(again.training().at("learning_rate")), value);
    }
}

QTEST_GUILESS_MAIN(TestProject)
#include "test_project.moc"
