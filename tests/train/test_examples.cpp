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

/// How an example is trained here, and what must come out.
struct Row {
    const char* name;
    int epochs, steps;  ///< 0: as many as the project says
    double accuracy;    ///< at least, on the test split (or validation without one)
    double loss;        ///< at most
};

constexpr double any = 1e9;
constexpr Row rows[] = {
    {"fashion-mnist-mlp", 0, 0, 0.87, any},
    {"fashion-mnist-cnn", 1, 0, 0.85, any},
    {"spirals", 0, 0, 0.97, any},
    {"curve-raw-ops", 0, 0, 0, 0.02},
    {"iris", 0, 0, 0.9, any},
    {"resnet-small", 0, 40, 0.7, any},
    {"char-transformer", 0, 25, 0.25, 2.7},
    {"lstm-sequence", 0, 200, 0.85, any},
};

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
    QTest::addColumn<int>("row");
    for (int i = 0; i < static_cast<int>(std::size(rows)); ++i)
        QTest::newRow(rows[i].name) << i;
}

void TestExamples::everyExampleHasARow() {
    for (const auto& entry : std::filesystem::directory_iterator(examples)) {
        const auto name = entry.path().stem().string();
        bool found = false;
        for (const Row& row : rows)
            found |= name == row.name;
        QVERIFY2(found, name.c_str());
    }
}

void TestExamples::train() {
    QFETCH(int, row);
    const Row& expected = rows[row];
    const std::string name = expected.name;
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
    if (expected.epochs > 0) job.settings.epochs = expected.epochs;
    if (expected.steps > 0) job.settings.max_steps = expected.steps;
    train::Run run(std::move(job), {});
    test::train_all(run);
    run.restore_best();
    auto figures = run.measure(data::Split::test);
    if (!figures) figures = run.measure(data::Split::validation);
    QVERIFY(figures.has_value());
    if (!figures->metrics.empty())
        QVERIFY2(figures->metrics[0] >= expected.accuracy,
                 qPrintable(QString::number(figures->metrics[0])));
    QVERIFY2(figures->loss <= expected.loss, qPrintable(QString::number(figures->loss)));
}

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
