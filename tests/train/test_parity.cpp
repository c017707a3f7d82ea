// SPDX-License-Identifier: Apache-2.0
// Fifty steps of small networks beside PyTorch's recorded losses (fixtures/networks.py): same
// initial weights, same batches. Between them they hold every layer with parameters.
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

Array labels(Shape shape, std::int64_t seed, std::int64_t classes) {
    Array array(DType::i64, std::move(shape));
    for (std::int64_t i = 0; i < array.element_count(); ++i)
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

model::Document resnet() {
    model::Document d;
    const auto conv = [&](model::BlockId after) {
        return test::add(d, "conv2d", after,
                         {{"channels", std::int64_t{4}}, {"padding", Axes{1}}, {"bias", false}});
    };
    const auto first =
        test::add(d, "relu", test::add(d, "batch_norm", conv(test::add(d, "idx_images"))));
    const auto sum = test::add(d, "add", test::add(d, "batch_norm", conv(first)));
    test::wire(d, first, "y", sum, "b");
    const auto pooled = test::add(d, "global_avg_pool2d", test::add(d, "relu", sum));
    add_loss(d, test::add(d, "linear", pooled, {{"units", std::int64_t{4}}}));
    return d;
}

model::Document lstm() {
    model::Document d;
    const auto first =
        test::add(d, "lstm", test::add(d, "idx_images"), {{"units", std::int64_t{6}}});
    const auto second = test::add(d, "lstm", first, {{"units", std::int64_t{5}}});
    const auto scores = test::add(d, "linear", 0, {{"units", std::int64_t{4}}});
    test::wire(d, second, "last", scores, "x");
    add_loss(d, scores);
    return d;
}

model::Document gpt() {
    model::Document d;
    const auto linear = [&](model::BlockId after, std::int64_t units) {
        return test::add(d, "linear", after, {{"units", units}});
    };
    const auto residual = [&](model::BlockId around, model::BlockId last) {
        const auto sum = test::add(d, "add", last);
        test::wire(d, around, "y", sum, "b");
        return sum;
    };
    auto last = test::add(d, "idx_images");
    last = test::add(d, "embedding", last, {{"size", std::int64_t{8}}});
    last = test::add(d, "positional_embedding", last);
    last = residual(last, test::add(d, "multi_head_attention", test::add(d, "layer_norm", last),
                                    {{"heads", std::int64_t{2}}, {"causal", true}}));
    const auto wide = test::add(d, "gelu", linear(test::add(d, "rms_norm", last), 16));
    last = residual(last, linear(wide, 8));
    add_loss(d, linear(last, 11));
    return d;
}

/// A network with its data and how it is trained.
struct Case {
    const char* name;
    model::Document (*document)();
    Shape sample;
    std::int64_t classes;
    optim::Optimizer optimizer;
    double learning_rate;
    bool tokens = false;  ///< the sample is class numbers, each with a label
};

const std::vector<Case>& cases() {
    using Kind = optim::Optimizer::Kind;
    static const std::vector<Case> all = {
        {"mlp_sgd", mlp, Shape{20}, 5, {.kind = Kind::sgd, .momentum = 0.9}, 0.1},
        {"cnn_adam", cnn, Shape{1, 12, 12}, 4, {.kind = Kind::adam}, 0.01},
        {"resnet_sgd", resnet, Shape{3, 8, 8}, 4, {.kind = Kind::sgd, .momentum = 0.9}, 0.1},
        {"lstm_adam", lstm, Shape{5, 3}, 4, {.kind = Kind::adam}, 0.01},
        {"gpt_adamw", gpt, Shape{6}, 11, {.kind = Kind::adamw, .weight_decay = 0.01}, 0.01, true},
    };
    return all;
}

}  // namespace

class TestParity : public QObject {
    Q_OBJECT

  private slots:
    void losses_data();
    void losses();
};

void TestParity::losses_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestParity::losses() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    const io::Json json = io::parse_json(
        io::read_text(std::string(GRADWEAVE_SOURCE_DIR) + "/tests/train/fixtures/networks.json"));
    const io::Json& recorded = json.at(c.name);
    const model::Document document = c.document();
    data::DatasetInfo info;
    info.fields = {
        {"image", c.tokens ? DType::i64 : DType::f32, c.sample, c.tokens ? c.classes : 0, {}, {}},
        {"label", DType::i64, c.tokens ? c.sample : Shape{}, c.classes, {}, {}}};
    const auto analysis =
        model::Analyser(*test::catalogue()).analyse(document, [&](const model::Block&) {
            return model::DataStatus{info, ""};
        });
    QVERIFY2(analysis.valid(),
             analysis.problems.empty() ? "" : analysis.problems[0].sentence.c_str());
    train::Network network(document, *test::catalogue(), analysis, c.optimizer, 1,
                           runtime::default_device());

    std::map<std::string, Array> weights;
    std::vector<std::string> names;
    for (const auto& p : network.parameters()) {
        if (p.trainable) names.push_back(p.name);
    }
    std::sort(names.begin(), names.end());
    const auto initial = network.values();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Shape& shape = initial.at(names[i]).shape();
        const bool scale = shape.rank() == 1 && names[i].ends_with(".weight");
        weights[names[i]] = filled(shape, static_cast<int>(i), 0.3, scale ? 1 : 0);
    }
    network.set_values(weights);

    const auto batch = [&](int step) {
        Axes sizes{16};
        sizes.insert(sizes.end(), c.sample.begin(), c.sample.end());
        const Shape shape(std::move(sizes));
        const int seed = step == 999 ? 999 : 100 + step;
        return train::Network::Batch{
            c.tokens ? labels(shape, seed, c.classes) : filled(shape, seed, 1),
            labels(c.tokens ? shape : Shape{16}, step, c.classes)};
    };
    const auto& losses = recorded.at("losses").list();
    for (std::size_t step = 0; step < losses.size(); ++step) {
        const double loss = network
                                .train(batch(static_cast<int>(step)), c.learning_rate,
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
