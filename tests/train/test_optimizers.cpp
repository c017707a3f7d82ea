// SPDX-License-Identifier: Apache-2.0
// Optimisers against PyTorch's recorded trajectories (fixtures/optimizers.py), in f64.
#include <QTest>
#include <cmath>

#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/optim/optimizer.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

const io::Json& fixture() {
    static const io::Json json = io::parse_json(
        io::read_text(std::string(GRADWEAVE_SOURCE_DIR) + "/tests/train/fixtures/optimizers.json"));
    return json;
}

std::vector<double> numbers(const io::Json& list) {
    std::vector<double> result;
    for (const auto& entry : list.list())
        result.push_back(entry.number());
    return result;
}

Tensor vector(const std::vector<double>& values) {
    return tensor(values, Shape{static_cast<std::int64_t>(values.size())});
}

optim::Optimizer optimizer_of(const io::Json& json) {
    optim::Optimizer optimizer;
    optimizer.kind = optim::kind_from_name(json.at("kind").string());
    const io::Json& options = json.at("options");
    if (const auto* value = options.find("momentum")) optimizer.momentum = value->number();
    if (const auto* value = options.find("nesterov")) optimizer.nesterov = value->boolean();
    if (const auto* value = options.find("weight_decay")) optimizer.weight_decay = value->number();
    if (const auto* value = options.find("eps")) optimizer.epsilon = value->number();
    if (const auto* value = options.find("betas")) {
        optimizer.beta1 = value->list().at(0).number();
        optimizer.beta2 = value->list().at(1).number();
    }
    return optimizer;
}

}  // namespace

class TestOptimizers : public QObject {
    Q_OBJECT

  private slots:
    void trajectories_data();
    void trajectories();
    void unknownNames();
    void wrongNumberOfGradients();
};

void TestOptimizers::trajectories_data() {
    QTest::addColumn<int>("index");
    const auto& cases = fixture().at("cases").list();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::addRow("%s %s", cases[i].at("kind").string().c_str(),
                      io::to_text(cases[i].at("options")).c_str())
            << static_cast<int>(i);
    }
}

// Forty steps stay within 1e-10 of PyTorch: both compute in f64, in slightly different orders.
void TestOptimizers::trajectories() {
    QFETCH(int, index);
    const io::Json& recorded = fixture().at("cases").list()[static_cast<std::size_t>(index)];
    optim::Trainable trainable(optimizer_of(recorded), recorded.at("options").at("lr").number());
    const Tensor scale = vector(numbers(fixture().at("scale"))),
                 target = vector(numbers(fixture().at("target")));
    std::vector<Tensor> parameters{vector(numbers(fixture().at("start")))};
    for (const auto& expected : recorded.at("trajectory").list()) {
        const Tensor& p = parameters[0];
        const Tensor loss = sum(scale * pow(p - target, 2.0)) + 0.025 * pow(sum(p), 4.0);
        parameters = trainable.update(parameters, grad(loss, parameters));
        const auto actual = parameters[0].values<double>(), wanted = numbers(expected);
        for (std::size_t i = 0; i < actual.size(); ++i) {
            QVERIFY2(std::abs(actual[i] - wanted[i]) < 1e-10,
                     qPrintable(QString("%1 instead of %2")
                                    .arg(actual[i], 0, 'g', 17)
                                    .arg(wanted[i], 0, 'g', 17)));
        }
    }
}

void TestOptimizers::unknownNames() {
    QVERIFY_EXCEPTION_THROWN(optim::kind_from_name("magic"), Error);
}

void TestOptimizers::wrongNumberOfGradients() {
    optim::Trainable trainable({}, 0.1);
    QVERIFY_EXCEPTION_THROWN(trainable.update({Tensor(1.0)}, {}), Error);
}

QTEST_GUILESS_MAIN(TestOptimizers)
#include "test_optimizers.moc"
