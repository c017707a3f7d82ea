// SPDX-License-Identifier: Apache-2.0
// Fifty steps of an MLP and of a CNN with batch norm beside PyTorch's recorded losses
// (fixtures/networks.py): same initial weights, same batches.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/train/network.h"
#include "tests/train/networks.h"

using namespace gradweave;

namespace {

/// The fixture's formula for weights and batches.
Array filled(Shape shape, int seed, double scale, double shift = 0) {
    Array array(DType::f32, std::move(shape));
    std::size_t i = 0;
    for (float& value : array.as<float>())
        value = static_cast<float>(
            static_cast<float>(std::sin(12.9898 * static_cast<double>(++i) + seed) * scale) +
            shift);
    return array;
}

Array labels(std::int64_t count, std::int64_t seed, std::int64_t classes) {
    Array array(DType::i64, Shape{count});
    for (std::int64_t i = 0; i < count; ++i)
        array.as<std::int64_t>()[static_cast<std::size_t>(i)] =
            (7 * i + 3 * seed + i * i) % classes;
    return array;
}

/// Wires the labels of the data block (1) to a loss behind `scores`.
void add_loss(model::Document& d, model::BlockId scores) {
    test::wire(d, 1, "label", test::add(d, "cross_entropy", scores), "label");
}

model::Document mlp() {
    model::Document d;
    auto last = test::add(d, "idx_images");
    last = test::add(d, "linear", last, {{"units", std::int64_t{32}}});
    last = test::add(d, "relu", last);
    last = test::add(d, "linear", last, {{"units", std::int64_t{16}}});
    last = test::add(d, "tanh", last);
    last = test::add(d, "linear", last, {{"units", std::int64_t{5}}});
    add_loss(d, last);
    return d;
}

model::Document cnn() {
    model::Document d;
    auto last = test::add(d, "idx_images");
    last = test::add(d, "conv2d", last,
                     {{"channels", std::int64_t{6}}, {"padding", Axes{1}}, {"bias", false}});
    last = test::add(d, "batch_norm", last);
    last = test::add(d, "relu", last);
    last = test::add(d, "max_pool2d", last);
    last = test::add(d, "conv2d", last, {{"channels", std::int64_t{8}}, {"stride", Axes{2}}});
    last = test::add(d, "gelu", last);
    last = test::add(d, "flatten", last);
    last = test::add(d, "linear", last, {{"units", std::int64_t{4}}});
    add_loss(d, last);
    return d;
}

}  // namespace

class TestParity : public QObject {
    Q_OBJECT

  private slots:
    void losses_data();
    void losses();
};

void TestParity::losses_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("mlp") << "mlp_sgd";
    QTest::newRow("cnn") << "cnn_adam";
}

void TestParity::losses() {
    QFETCH(QString, name);
    const io::Json json = io::parse_json(
        io::read_text(std::string(GRADWEAVE_SOURCE_DIR) + "/tests/train/fixtures/networks.json"));
    const io::Json& recorded = json.at(name.toStdString());
    const bool is_mlp = name == "mlp_sgd";
    const model::Document document = is_mlp ? mlp() : cnn();
    const Shape sample = is_mlp ? Shape{20} : Shape{1, 12, 12};
    const std::int64_t classes = is_mlp ? 5 : 4;
    data::DatasetInfo info;
    info.fields = {{"image", DType::f32, sample, 0, {}, {}},
                   {"label", DType::i64, Shape{}, classes, {}, {}}};
    const auto analysis =
        model::Analyser(*test::catalogue()).analyse(document, [&](const model::Block&) {
            return model::DataStatus{info, ""};
        });
    QVERIFY2(analysis.valid(),
             analysis.problems.empty() ? "" : analysis.problems[0].sentence.c_str());
    optim::Optimizer optimizer;
    optimizer.kind = is_mlp ? optim::Optimizer::Kind::sgd : optim::Optimizer::Kind::adam;
    optimizer.momentum = is_mlp ? 0.9 : 0;
    train::Network network(document, *test::catalogue(), analysis, optimizer, 1,
                           runtime::default_device());

    std::map<std::string, Array> weights;
    std::vector<std::string> names;
    for (const auto& p : network.parameters()) {
        if (p.trainable) names.push_back(p.name);
    }
    std::sort(names.begin(), names.end());
    const auto initial = network.values();
    for (std::size_t i = 0; i < names.size(); ++i) {
        weights[names[i]] = filled(initial.at(names[i]).shape(), static_cast<int>(i), 0.3,
                                   names[i] == "bn1.weight" ? 1 : 0);
    }
    network.set_values(weights);

    const auto batch = [&](int step) {
        Axes sizes{16};
        sizes.insert(sizes.end(), sample.begin(), sample.end());
        return train::Network::Batch{
            filled(Shape(std::move(sizes)), step == 999 ? 999 : 100 + step, 1),
            labels(16, step, classes)};
    };
    const auto& losses = recorded.at("losses").list();
    for (std::size_t step = 0; step < losses.size(); ++step) {
        const double loss = network
                                .train(batch(static_cast<int>(step)), is_mlp ? 0.1 : 0.01,
                                       static_cast<std::int64_t>(step) + 1)
                                .loss;
        const double expected = losses[step].number();
        QVERIFY2(std::abs(loss - expected) < 1e-4, qPrintable(QString("step %1: %2, PyTorch %3")
                                                                  .arg(step)
                                                                  .arg(loss, 0, 'g', 9)
                                                                  .arg(expected, 0, 'g', 9)));
    }
    const double evaluation = network.measure(batch(999)).loss;
    QVERIFY2(std::abs(evaluation - recorded.at("evaluation").number()) < 1e-4,
             qPrintable(QString::number(evaluation)));
}

QTEST_GUILESS_MAIN(TestParity)
#include "test_parity.moc"
