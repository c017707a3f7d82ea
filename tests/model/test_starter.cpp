// SPDX-License-Identifier: Apache-2.0
// Networks to begin with: for each kind of data one that can be trained, and one step of undo.
#include "engine/model/project.h"
#include "engine/model/starter.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

data::DatasetInfo info_of(std::vector<data::Field> fields) {
    data::DatasetInfo info;
    info.fields = std::move(fields);
    info.counts = {800, 100, 100};
    return info;
}

data::Field quantities(Shape sample) {
    return {"features", DType::f32, std::move(sample), 0, {}, {}};
}
data::Field classes(Shape sample, std::int64_t count) {
    return {"label", DType::i64, std::move(sample), count, {}, {}};
}

}  // namespace

class TestStarter : public QObject {
    Q_OBJECT

  private slots:
    void networks_data();
    void networks();
    void onlyForLooseData();
    void unknownYet();
    void namesOfFiles();
    void theFourFilesOfMnist();

  private:
    Catalogue catalogue_;
};

void TestStarter::networks_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("blocks");
    QTest::addColumn<QString>("scores");
    QTest::newRow("table, classes")
        << "csv_table" << 0 << "linear relu linear cross_entropy accuracy"
        << "[N, 3]";
    QTest::newRow("table, quantity") << "csv_table" << 1 << "linear relu linear mse"
                                     << "[N, 1]";
    QTest::newRow("images") << "idx_images" << 2
                            << "flatten linear relu linear cross_entropy accuracy"
                            << "[N, 10]";
    QTest::newRow("sequences") << "patterns" << 3 << "lstm linear cross_entropy accuracy"
                               << "[N, 6]";
    QTest::newRow("text") << "text" << 4
                          << "embedding positional_embedding transformer_encoder_layer linear "
                             "cross_entropy accuracy"
                          << "[N, 32, 71]";
}

void TestStarter::networks() {
    QFETCH(QString, kind);
    QFETCH(int, number);
    QFETCH(QString, blocks);
    QFETCH(QString, scores);
    const std::vector<data::DatasetInfo> infos{
        info_of({quantities(Shape{4}), classes(Shape{}, 3)}),
        info_of({quantities(Shape{4}), quantities(Shape{1})}),
        info_of({quantities(Shape{1, 28, 28}), classes(Shape{}, 10)}),
        info_of({quantities(Shape{64, 16}), classes(Shape{}, 6)}),
        info_of({classes(Shape{32}, 71), classes(Shape{32}, 71)}),
    };
    const auto lookup = [&](const Block&) {
        return DataStatus{infos[static_cast<std::size_t>(number)], "", ""};
    };
    Document document;
    document.apply(add_block(document, *catalogue_.find(kind.toStdString()), {100, 50}));
    const std::string before = to_text(document);
    Analyser analyser(catalogue_);
    const Command command =
        starter_network(document, catalogue_, 1, analyser.analyse(document, lookup));
    const Command undo = document.apply(command);
    QStringList found;
    for (const auto& [id, block] : document.blocks()) {
        if (id != 1) found << QString::fromStdString(block.kind);
        for (const auto& [other, its] : document.blocks())
            QVERIFY2(id == other || !(block.position == its.position), block.name.c_str());
    }
    QCOMPARE(found.join(' '), blocks);
    Analyser again(catalogue_);
    const Analysis& analysis = again.analyse(document, lookup);
    for (const Problem& problem : analysis.problems)
        QVERIFY2(problem.severity != Problem::Severity::error, problem.sentence.c_str());
    for (const auto& [id, block] : document.blocks()) {
        if (catalogue_.find(block.kind)->category != Category::loss) continue;
        const BlockKind& loss = *catalogue_.find(block.kind);
        const TensorType& given = analysis.blocks.at(id).inputs.at(loss.inputs.front().name);
        QCOMPARE(QString::fromStdString(to_string(given.dims)), scores);
    }
    document.apply(undo);
    QCOMPARE(QString::fromStdString(to_text(document)), QString::fromStdString(before));
}

void TestStarter::onlyForLooseData() {
    const auto lookup = [](const Block&) {
        return DataStatus{info_of({quantities(Shape{4}), classes(Shape{}, 3)}), "", ""};
    };
    Document document;
    document.apply(add_block(document, *catalogue_.find("csv_table"), {}));
    document.apply(add_block_from(document, *catalogue_.find("relu"), {}, {1, "features"}));
    Analyser analyser(catalogue_);
    const Analysis& analysis = analyser.analyse(document, lookup);
    QVERIFY(starter_network(document, catalogue_, 1, analysis).empty());
    QVERIFY(starter_network(document, catalogue_, 2, analysis).empty());
    QVERIFY(starter_network(document, catalogue_, 77, analysis).empty());
}

void TestStarter::unknownYet() {
    Document document;
    document.apply(add_block(document, *catalogue_.find("csv_table"), {}));
    Analyser analyser(catalogue_);
    const Analysis& analysis = analyser.analyse(document, [](const Block&) {
        return DataStatus{std::nullopt, "It is being read.", ""};
    });
    QVERIFY(starter_network(document, catalogue_, 1, analysis).empty());
}

void TestStarter::namesOfFiles() {
    QCOMPARE(data_choice("a/flowers.csv")->kind, std::string("csv_table"));
    QVERIFY(data_choice("a/flowers.TSV")->params.at("path") == ParamValue("a/flowers.TSV"));
    QCOMPARE(data_choice("book.txt")->kind, std::string("text"));
    for (const char* other : {"a.onnx", "a.gradweave", "idx3-ubyte", "csv", "", "photo.png"})
        QVERIFY2(!data_choice(other), other);
}

void TestStarter::theFourFilesOfMnist() {
    const test::Folder folder;
    const std::map<std::string, std::string> names{{"train_images", "train-images-idx3-ubyte.gz"},
                                                   {"train_labels", "train-labels-idx1-ubyte.gz"},
                                                   {"test_images", "t10k-images-idx3-ubyte.gz"},
                                                   {"test_labels", "t10k-labels-idx1-ubyte.gz"}};
    for (const auto& [key, name] : names)
        folder.put(name, " ");
    Params expected;
    for (const auto& [key, name] : names)
        expected[key] = (folder / name).string();
    // Whichever of the four is pointed at.
    for (const auto& [key, name] : names) {
        const auto choice = data_choice(folder / name);
        QVERIFY2(choice && choice->kind == "idx_images", name.c_str());
        QVERIFY2(choice->params == expected, name.c_str());
    }
    // What is not there is not named.
    std::filesystem::remove(folder / names.at("test_labels"));
    expected.erase("test_labels");
    QVERIFY(data_choice(folder / names.at("train_labels"))->params == expected);
}

QTEST_APPLESS_MAIN(TestStarter)
#include "test_starter.moc"
