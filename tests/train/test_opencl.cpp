// SPDX-License-Identifier: Apache-2.0
// The example projects on an OpenCL device: their losses follow the CPU's, the same seed gives the
// same bits, "auto" chooses by measuring, and a device that fails leaves the weights.
//
// Fifty steps of the small examples; of the large ones as many as fit into a test, and fifty with
// GRADWEAVE_OPENCL_FULL=1.
#include <QTest>
#include <cmath>

#include "engine/model/project.h"
#include "engine/train/placement.h"
#include "engine/train/run.h"
#include "tests/train/networks.h"

using namespace gradweave;

namespace {

const std::filesystem::path examples =
    std::filesystem::path(GRADWEAVE_SOURCE_DIR) / "resources" / "examples";

/// The first OpenCL device that works; empty if there is none.
std::string opencl_device(std::string& reason) {
    for (const auto& device : runtime::list_devices()) {
        if (device.available && device.name.starts_with("opencl")) return device.name;
        if (!device.available) reason = device.reason;
    }
    return {};
}

train::Job example(const std::string& name, const std::string& device, std::int64_t steps,
                   double learning_rate = 0) {
    train::Job job = test::job(
        model::load_project(examples / (name + model::project_suffix), *test::catalogue()));
    job.settings.device = device;
    job.settings.max_steps = steps;
    if (learning_rate > 0) job.settings.learning_rate = learning_rate;
    return job;
}

std::vector<double> losses(train::Run& run) {
    std::vector<double> result;
    std::optional<train::Diverged> diverged;
    while (!run.done()) {
        result.push_back(run.step(diverged).figures.loss);
        // The measurement after the last step would compile a program of its own.
        if (run.done() || diverged) break;
        static_cast<void>(run.end_of_epoch());
    }
    return result;
}

/// The residual network at its own rate is decided by rounding: where a sum before a ReLU rounds to
/// the other side of 0, the step is another one, also between two instruction sets of one CPU. At
/// this rate it is not.
constexpr double calm_rate = 0.0005;

struct Row {
    const char* name;
    int steps;
    double learning_rate = 0;  ///< 0: the project's own
};
constexpr Row rows[] = {{"fashion-mnist-mlp", 50}, {"fashion-mnist-cnn", 8},
                        {"spirals", 50},           {"iris", 20},
                        {"curve-raw-ops", 50},     {"resnet-small", 3, calm_rate},
                        {"lstm-sequence", 10},     {"char-transformer", 3}};

}  // namespace

class TestOpenCl : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void followsTheCpu_data();
    void followsTheCpu();
    void sameSeedSameBits();
    void automaticChoice();

  private:
    std::string device_;
};

void TestOpenCl::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    std::string reason;
    device_ = opencl_device(reason);
    if (device_.empty()) QSKIP(("no OpenCL device to test with: " + reason).c_str());
}

void TestOpenCl::followsTheCpu_data() {
    QTest::addColumn<int>("row");
    for (int i = 0; i < static_cast<int>(std::size(rows)); ++i)
        QTest::newRow(rows[i].name) << i;
}

void TestOpenCl::followsTheCpu() {
    QFETCH(int, row);
    const std::string name = rows[row].name;
    if (name.starts_with("fashion") &&
        !std::filesystem::exists("/usr/share/datasets/fashion-mnist"))
        QSKIP("The package dataset-fashion-mnist is not installed.");
    const int steps =
        qEnvironmentVariableIntValue("GRADWEAVE_OPENCL_FULL") != 0 ? 50 : rows[row].steps;
    const double rate = rows[row].learning_rate;
    train::Run there(example(name, device_, steps, rate), {}),
        here(example(name, "cpu", steps, rate), {});
    QCOMPARE(there.started().device, device_);
    const auto actual = losses(there), expected = losses(here);
    QCOMPARE(actual.size(), expected.size());
    QVERIFY(!actual.empty());
    for (std::size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(std::abs(actual[i] - expected[i]) <= 1e-4 * std::max(1.0, std::abs(expected[i])),
                 qPrintable(QStringLiteral("step %1: %2 instead of %3")
                                .arg(i + 1)
                                .arg(actual[i])
                                .arg(expected[i])));
}

void TestOpenCl::sameSeedSameBits() {
    const auto weights = [&] {
        train::Run run(example("spirals", device_, 20), {});
        losses(run);
        return run.weights();
    };
    const auto a = weights(), b = weights();
    for (const auto& [name, tensor] : a.tensors)
        QVERIFY2(identical(tensor, b.tensors.at(name)), name.c_str());
}

void TestOpenCl::automaticChoice() {
    qputenv("GRADWEAVE_AUTO_DEVICES", "all");
    const auto candidates = train::automatic_candidates();
    QCOMPARE(candidates.front(), std::string("cpu"));
    QVERIFY(candidates.size() > 1);
    train::Run run(example("spirals", "auto", 3), {});
    qunsetenv("GRADWEAVE_AUTO_DEVICES");
    const QString placement = QString::fromStdString(run.started().placement);
    QVERIFY2(
        placement.contains("cpu: ") && placement.contains(QString::fromStdString(device_) + ": "),
        qPrintable(placement));
    QVERIFY2(placement.startsWith(QString::fromStdString(run.started().device)),
             qPrintable(placement));
    QCOMPARE(losses(run).size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(TestOpenCl)
#include "test_opencl.moc"
