// SPDX-License-Identifier: Apache-2.0
// Dropout, value by value: as a function and as a block.
#include <QTest>

#include "engine/model/catalogue.h"
#include "engine/nn/layers.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

const Params quarter{{"p", 0.25}};

/// The block over one input, training or not.
class DropoutContext final : public BuildContext {
  public:
    DropoutContext(const BlockKind& kind, Tensor x, Tensor drawn, bool training)
        : BuildContext(ParamReader(kind.params, quarter)), drawn_(std::move(drawn)) {
        training_ = training;
        inputs_.push_back(std::move(x));
    }
    Tensor parameter(const std::string& name) override {
        throw Error(ErrorKind::failed, "undeclared parameter " + name);
    }
    void update(const std::string&, const Tensor&) override {}
    Tensor random(const Shape&) override { return drawn_; }

  private:
    Tensor drawn_;
};

}  // namespace

class TestDropout : public QObject {
    Q_OBJECT

  private slots:
    void scalesByTheShareThatStays();
    void gradientGoesWhereTheValueWent();
    void trainingScalesAndEvaluationIsTheIdentity();
    void theMeanStays();

  private:
    const Tensor x_ = tensor({1, -2, 3, INFINITY});
    const Tensor drawn_ = tensor({0.1, 0.25, 0.9, 0.2});
};

void TestDropout::scalesByTheShareThatStays() {
    const float scale = 1 / 0.75f;
    // The infinite value is dropped, not multiplied by zero.
    QCOMPARE(nn::dropout(x_, 0.25, drawn_).values<float>(),
             (std::vector<float>{0, -2 * scale, 3 * scale, 0}));
    QCOMPARE(nn::dropout(x_, 1, drawn_).values<float>(), (std::vector<float>{0, 0, 0, 0}));
    QCOMPARE(grad(nn::dropout(x_, 1, drawn_), x_).values<float>(),
             (std::vector<float>{0, 0, 0, 0}));
}

void TestDropout::gradientGoesWhereTheValueWent() {
    const float scale = 1 / 0.75f;
    QCOMPARE(grad(nn::dropout(x_, 0.25, drawn_), x_).values<float>(),
             (std::vector<float>{0, scale, scale, 0}));
}

void TestDropout::trainingScalesAndEvaluationIsTheIdentity() {
    const Catalogue catalogue;
    const BlockKind& kind = *catalogue.find("dropout");
    DropoutContext training(kind, x_, drawn_, true), evaluation(kind, x_, drawn_, false);
    QCOMPARE(kind.build(training)[0].values<float>(),
             nn::dropout(x_, 0.25, drawn_).values<float>());
    QVERIFY(kind.build(evaluation)[0].node() == x_.node());
}

void TestDropout::theMeanStays() {
    set_seed(3);
    const std::int64_t count = 100'000;
    const double p = 0.4;
    const Tensor kept = nn::dropout(ones({count}), p, uniform({count}));
    // Six deviations of the mean of `count` draws.
    const double deviation = std::sqrt(p / (1 - p) / static_cast<double>(count));
    QVERIFY(std::abs(mean(kept).item() - 1) < 6 * deviation);
}

QTEST_GUILESS_MAIN(TestDropout)
#include "test_dropout.moc"
