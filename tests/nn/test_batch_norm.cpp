// SPDX-License-Identifier: Apache-2.0
// Batch normalization while training: its own gradient against differences and against the formula.
#include <QTest>

#include "engine/autodiff/grad.h"
#include "engine/nn/batch_norm.h"
#include "engine/nn/layers.h"
#include "engine/tensor/ops.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using gradweave::graph::NodePtr;

namespace {

Tensor normalised(const std::vector<NodePtr>& v) {
    return nn::batch_norm_in_training(Tensor(v[0]), Tensor(v[1]), Tensor(v[2]), 1e-3);
}

Tensor by_formula(const std::vector<NodePtr>& v) {
    const nn::BatchStatistics now = nn::batch_statistics(Tensor(v[0]));
    return nn::batch_norm(Tensor(v[0]), now.mean, now.variance, Tensor(v[1]), Tensor(v[2]), 1e-3);
}

std::vector<Array> values(const Shape& x) {
    Generator generator(3);
    const Shape channels{x[1]};
    return {testing::random_array(DType::f64, x, generator, -2, 2),
            testing::random_array(DType::f64, channels, generator, 0.5, 2),
            testing::random_array(DType::f64, channels, generator, -1, 1)};
}

const Shape shapes[] = {Shape{5, 3}, Shape{2, 3, 4}, Shape{3, 2, 2, 3}, Shape{1, 2, 3, 2, 2}};

}  // namespace

class TestBatchNorm : public QObject {
    Q_OBJECT

  private slots:
    void gradients();
    void sameAsTheFormula();
};

void TestBatchNorm::gradients() {
    for (const Shape& shape : shapes) {
        const auto f = [](const std::vector<NodePtr>& v) { return normalised(v).node(); };
        for (const auto& wrong :
             {testing::gradcheck(f, values(shape)), testing::gradgradcheck(f, values(shape))})
            QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    }
}

void TestBatchNorm::sameAsTheFormula() {
    for (const Shape& shape : shapes) {
        const auto leaves = testing::leaves_of(values(shape));
        Generator generator(9);
        const Tensor weights(
            graph::make_leaf("w", testing::random_array(DType::f64, shape, generator, 0.5, 1.5)));
        const auto gradients = [&](const Tensor& y) {
            auto nodes = autodiff::grad(sum(y * weights).node(), leaves);
            nodes.push_back(y.node());
            return testing::evaluate(nodes);
        };
        const auto own = gradients(normalised(leaves)), right = gradients(by_formula(leaves));
        for (std::size_t i = 0; i < own.size(); ++i) {
            for (std::int64_t k = 0; k < own[i].element_count(); ++k)
                QVERIFY(std::abs(own[i].number(k) - right[i].number(k)) < 1e-12);
        }
    }
}

QTEST_GUILESS_MAIN(TestBatchNorm)
#include "test_batch_norm.moc"
