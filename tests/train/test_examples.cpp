// SPDX-License-Identifier: Apache-2.0
// Each example project is valid, is written as it was read, and trains to a stated figure.
#include <QTest>
#include <cmath>

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
    int epochs, steps;   ///< 0: as many as the project says
    double accuracy;     ///< at least, on the test split (or validation without one)
    double loss;         ///< at most
    double error = 1e9;  ///< the first metric is at most this
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
    // Its metric is the mean distance from the sine, which it never saw; the bound is 0.1 %.
    {"differential-equation", 0, 0, 0, 1e-4, 1e-3},
    {"hessian-vector-product", 0, 0, 0, 0.4},
};

}  // namespace

class TestExamples : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources"); }
    void everyExampleHasARow();
    void hessianVectorProduct();
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
    if (!figures->metrics.empty())
        QVERIFY2(figures->metrics[0] <= expected.error,
                 qPrintable(QString::number(figures->metrics[0])));
}

// The loss is mean((X w - t)²) with X = [x, x²], so its second derivatives times v are
// 2 / N Xᵀ X v, whatever the weights.
void TestExamples::hessianVectorProduct() {
    const auto path = examples / (std::string("hessian-vector-product") + model::project_suffix);
    train::Run run(test::job(model::load_project(path, *test::catalogue())), {});
    std::vector<std::int64_t> samples;
    for (std::int64_t i = 0; i < 50; ++i)
        samples.push_back(i);
    Array x(DType::f32, Shape{50, 1});
    run.dataset()->read(0, data::Split::train, samples, x, 0);
    double expected[2] = {0, 0};
    for (const float value : x.as<float>()) {
        const double row[2] = {value, double(value) * value};
        for (int i = 0; i < 2; ++i)
            expected[i] += 2 * row[i] * (row[0] + row[1]) / 50;
    }
    const Array product = run.predict(data::Split::train, samples).at(0);
    QCOMPARE(product.shape(), (Shape{2, 1}));
    for (int i = 0; i < 2; ++i)
        QVERIFY2(std::abs(product.number(i) - expected[i]) < 1e-4 * std::abs(expected[i]),
                 qPrintable(QString("%1 instead of %2").arg(product.number(i)).arg(expected[i])));
}

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
