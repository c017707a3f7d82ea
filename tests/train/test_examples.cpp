// SPDX-License-Identifier: Apache-2.0
// Each example project is valid, is written as it was read, and trains to a stated figure.
#include <QTest>

#include "engine/io/files.h"
#include "engine/model/project.h"
#include "engine/train/run.h"
#include "tests/train/networks.h"

using namespace gradweave;

namespace {

const std::filesystem::path examples =
    std::filesystem::path(GRADWEAVE_SOURCE_DIR) / "resources" / "examples";

}  // namespace

class TestExamples : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources"); }
    void everyExampleHasARow();
    void train_data();
    void train();
};

void TestExamples::train_data() {
    QTest::addColumn<int>("epochs");  // 0: as many as the project says
    QTest::addColumn<double>(
        "accuracy");                   // at least, on the test split (or validation without one)
    QTest::addColumn<double>("loss");  // at most, for examples without accuracy
    QTest::newRow("fashion-mnist-mlp") << 0 << 0.87 << 1e9;
    QTest::newRow("fashion-mnist-cnn") << 1 << 0.85 << 1e9;
    QTest::newRow("spirals") << 0 << 0.97 << 1e9;
    QTest::newRow("curve-raw-ops") << 0 << 0.0 << 0.02;
    QTest::newRow("iris") << 0 << 0.9 << 1e9;
}

void TestExamples::everyExampleHasARow() {
    for (const auto& entry : std::filesystem::directory_iterator(examples)) {
        const auto name = entry.path().stem().string();
        bool found = false;
        for (const char* row :
             {"fashion-mnist-mlp", "fashion-mnist-cnn", "spirals", "curve-raw-ops", "iris"})
            found |= name == row;
        QVERIFY2(found, name.c_str());
    }
}

void TestExamples::train() {
    QFETCH(int, epochs);
    QFETCH(double, accuracy);
    QFETCH(double, loss);
    const std::string name = QTest::currentDataTag();
    if (name.starts_with("fashion") &&
        !std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
        QSKIP("The package dataset-fashion-mnist is not installed.");
    }
    const auto path = examples / (name + model::project_suffix);
    const model::Document document = model::load_project(path, *test::catalogue());
    QCOMPARE(QString::fromStdString(model::to_text(document)),
             QString::fromStdString(io::read_text(path)));
    QVERIFY(document.extra().contains("about"));
    train::Job job = test::job(document);
    if (epochs > 0) job.settings.epochs = epochs;
    train::Run run(std::move(job), {});
    test::train_all(run);
    run.restore_best();
    auto figures = run.measure(data::Split::test);
    if (!figures) figures = run.measure(data::Split::validation);
    QVERIFY(figures.has_value());
    if (!figures->metrics.empty())
        QVERIFY2(figures->metrics[0] >= accuracy, qPrintable(QString::number(figures->metrics[0])));
    QVERIFY2(figures->loss <= loss, qPrintable(QString::number(figures->loss)));
}

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
