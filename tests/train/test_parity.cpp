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

model::Document gru() {
    model::Document d;
    const auto read = test::add(
        d, "gru", test::add(d, "idx_images"),
        {{"units", std::int64_t{4}}, {"layers", std::int64_t{2}}, {"bidirectional", true}});
    const auto scores = test::add(d, "linear", 0, {{"units", std::int64_t{4}}});
    test::wire(d, read, "last", scores, "x");
    add_loss(d, scores);
    return d;
}

model::Document encoder() {
    model::Document d;
    auto last = test::add(d, "idx_images");
    last = test::add(d, "transformer_encoder_layer", last,
                     {{"heads", std::int64_t{2}}, {"width", std::int64_t{8}}, {"dropout", 0.0}});
    last = test::add(d, "transformer_encoder_layer", last,
                     {{"heads", std::int64_t{3}},
                      {"width", std::int64_t{8}},
                      {"dropout", 0.0},
                      {"activation", std::string("gelu")},
                      {"norm_first", true}});
    last = test::add(d, "mean", last, {{"axes", Axes{1}}});
    add_loss(d, test::add(d, "linear", last, {{"units", std::int64_t{4}}}));
    return d;
}

/// The first layer at a tenth of the rate, the second with a decay of its own, the third frozen.
model::Document mlp_in_groups() {
    model::Document d = mlp();
    const auto set = [&](model::BlockId id, const char* key, model::ParamValue value) {
        d.apply(model::set_param(d, *test::catalogue(), id, key, std::move(value)));
    };
    set(2, "rate_factor", 0.1);
    set(4, "own_decay", true);
    set(4, "weight_decay", 0.3);
    set(6, "frozen", true);
    return d;
}

train::Recipe with(optim::Optimizer optimizer, double clip_norm, double clip_value,
                   std::int64_t accumulation, double ema) {
    train::Recipe recipe{std::move(optimizer)};
    recipe.clip_norm = clip_norm;
    recipe.clip_value = clip_value;
    recipe.accumulation = accumulation;
    recipe.ema_decay = ema;
    return recipe;
}

/// A network with its data and how it is trained.
struct Case {
    const char* name;
    model::Document (*document)();
    Shape sample;
    std::int64_t classes;
    train::Recipe recipe;
    double learning_rate;
    bool tokens = false;  ///< the sample is class numbers, each with a label
};

const std::vector<Case>& cases() {
    const optim::Optimizer momentum("sgd", {{"momentum", 0.9}}), adam("adam"),
        adamw("adamw", {{"weight_decay", 0.01}});
    train::Recipe moved{optim::Optimizer("adamw", {{"beta1", 0.95}})};
    moved.moves_momentum = true;
    static const std::vector<Case> all = {
        {"mlp_sgd", mlp, Shape{20}, 5, {momentum}, 0.1},
        {"cnn_adam", cnn, Shape{1, 12, 12}, 4, {adam}, 0.01},
        {"resnet_sgd", resnet, Shape{3, 8, 8}, 4, {momentum}, 0.1},
        {"lstm_adam", lstm, Shape{5, 3}, 4, {adam}, 0.01},
        {"gpt_adamw", gpt, Shape{6}, 11, {adamw}, 0.01, true},
        {"gru_rmsprop",
         gru,
         Shape{5, 3},
         4,
         {optim::Optimizer("rmsprop", {{"momentum", 0.5}})},
         0.003},
        {"encoder_radam", encoder, Shape{5, 6}, 4, {optim::Optimizer("radam")}, 0.01},
        {"mlp_clip_norm", mlp, Shape{20}, 5, with(momentum, 0.3, 0, 1, 0), 0.1},
        {"mlp_clip_value", mlp, Shape{20}, 5, with(adam, 0, 0.01, 1, 0), 0.01},
        {"mlp_accumulation", mlp, Shape{20}, 5, with(adam, 0.3, 0, 3, 0), 0.01},
        {"mlp_ema", mlp, Shape{20}, 5, with(adam, 0, 0, 1, 0.9), 0.01},
        {"mlp_groups",
         mlp_in_groups,
         Shape{20},
         5,
         {optim::Optimizer("sgd", {{"momentum", 0.9}, {"weight_decay", 0.02}})},
         0.1},
        {"mlp_one_cycle", mlp, Shape{20}, 5, moved, 0.02},
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
    train::Network network(document, *test::catalogue(), analysis, c.recipe, 1,
                           runtime::default_device());

    std::map<std::string, Array> weights;
    std::vector<std::string> names;
    for (const auto& p : network.parameters()) {
        // A frozen weight is a weight.
        if (p.name.find(".running_") == std::string::npos) names.push_back(p.name);
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
    const optim::Scheduler one_cycle(optim::Schedule("one_cycle"), c.learning_rate, 50);
    for (std::size_t step = 0; step < losses.size(); ++step) {
        const auto time = static_cast<std::int64_t>(step);
        const std::int64_t together = c.recipe.accumulation;
        train::Network::Numbers now{.learning_rate = c.learning_rate, .step = time + 1};
        if (c.recipe.moves_momentum) {
            now.learning_rate = one_cycle.rate(static_cast<double>(time), 0);
            now.momentum = *one_cycle.momentum(static_cast<double>(time));
        }
        now.update = time / together + 1;
        now.applies = time % together == together - 1;
        now.share = 1.0 / static_cast<double>(together);
        const double loss = network.train(batch(static_cast<int>(step)), now).loss;
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
