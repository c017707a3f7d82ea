// SPDX-License-Identifier: Apache-2.0
// Small networks of the usual kinds, and their training graphs, for tests of pictures.
#pragma once

#include "engine/exchange/graph_picture.h"
#include "engine/model/commands.h"
#include "engine/model/lower.h"
#include "engine/train/step_graph.h"

namespace gradweave::test {

/// A document under construction: blocks by name, joined first output to first input.
class NetworkBuilder {
  public:
    explicit NetworkBuilder(const model::Catalogue& catalogue) : catalogue_(catalogue) {}

    model::BlockId add(const std::string& kind, const std::string& name, double x, double y,
                       model::Params params = {}) {
        model::Block block = model::new_block(document, *catalogue_.find(kind), {x, y});
        block.name = name;
        block.params = std::move(params);
        document.apply(model::InsertBlock{block});
        return block.id;
    }
    void join(model::BlockId from, const std::string& output, model::BlockId to,
              const std::string& input) {
        document.apply(model::InsertWire{{{from, output}, {to, input}}});
    }

    model::Document document;

  private:
    const model::Catalogue& catalogue_;
};

inline model::DataStatus digits(const model::Block&) {
    data::DatasetInfo info;
    info.fields = {{"image", DType::f32, Shape{1, 28, 28}, 0, {}, {}},
                   {"label", DType::i64, Shape{}, 10, {}, {}}};
    info.counts = {6000, 500, 500};
    return {info, {}};
}

/// 784 - 128 - 10 with ReLU, cross-entropy and accuracy.
inline model::Document mlp(const model::Catalogue& catalogue) {
    NetworkBuilder net(catalogue);
    const auto images = net.add("idx_images", "images", 0, 60);
    const auto flat = net.add("flatten", "flatten", 280, 40);
    const auto fc1 = net.add("linear", "fc1", 490, 40, {{"units", std::int64_t{128}}});
    const auto relu = net.add("relu", "relu", 700, 40);
    const auto fc2 = net.add("linear", "fc2", 910, 40, {{"units", std::int64_t{10}}});
    const auto loss = net.add("cross_entropy", "loss", 1130, 60);
    const auto accuracy = net.add("accuracy", "accuracy", 1130, 220);
    net.join(images, "image", flat, "x");
    net.join(flat, "y", fc1, "x");
    net.join(fc1, "y", relu, "x");
    net.join(relu, "y", fc2, "x");
    net.join(fc2, "y", loss, "scores");
    net.join(images, "label", loss, "label");
    net.join(fc2, "y", accuracy, "scores");
    net.join(images, "label", accuracy, "label");
    return std::move(net.document);
}

/// Two convolutions with batch normalisation, a skip connection, dropout and a linear layer.
inline model::Document cnn(const model::Catalogue& catalogue) {
    NetworkBuilder net(catalogue);
    const auto images = net.add("idx_images", "images", 0, 80);
    const auto conv1 =
        net.add("conv2d", "conv1", 290, 40,
                {{"channels", std::int64_t{16}}, {"kernel", Axes{3}}, {"padding", Axes{1}}});
    const auto norm = net.add("batch_norm", "norm1", 540, 40);
    const auto relu1 = net.add("relu", "relu1", 790, 40);
    const auto conv2 =
        net.add("conv2d", "conv2", 1040, -60,
                {{"channels", std::int64_t{16}}, {"kernel", Axes{3}}, {"padding", Axes{1}}});
    const auto sum = net.add("add", "skip", 1300, 40);
    const auto pool = net.add("max_pool2d", "pool", 1560, 40);
    const auto flat = net.add("flatten", "flatten", 1800, 40);
    const auto drop = net.add("dropout", "dropout", 2020, 40);
    const auto fc = net.add("linear", "fc", 2240, 40, {{"units", std::int64_t{10}}});
    const auto loss = net.add("cross_entropy", "loss", 2460, 80);
    net.join(images, "image", conv1, "x");
    net.join(conv1, "y", norm, "x");
    net.join(norm, "y", relu1, "x");
    net.join(relu1, "y", conv2, "x");
    net.join(conv2, "y", sum, "a");
    net.join(relu1, "y", sum, "b");
    net.join(sum, "y", pool, "x");
    net.join(pool, "y", flat, "x");
    net.join(flat, "y", drop, "x");
    net.join(drop, "y", fc, "x");
    net.join(fc, "y", loss, "scores");
    net.join(images, "label", loss, "label");
    return std::move(net.document);
}

inline model::Analysis analyse(const model::Document& document, const model::Catalogue& catalogue) {
    return model::Analyser(catalogue).analyse(document, digits);
}

/// The roots of a training step, and what keeps their leaves alive.
struct TrainingGraph {
    model::ModelLeaves leaves;
    train::OptimizerLeaves optimizer_leaves;
    std::vector<graph::NodePtr> roots;
    std::vector<exchange::Assignment> updates;
};

inline TrainingGraph training_graph(const model::Document& document,
                                    const model::Catalogue& catalogue,
                                    const std::string& kind = "adam") {
    TrainingGraph result;
    const auto lowered = model::lower(document, catalogue, analyse(document, catalogue),
                                      result.leaves, {.training = true, .batch = 64});
    const auto program =
        train::training_step(lowered, result.leaves, result.optimizer_leaves, {optim::Optimizer(kind)});
    result.roots = program.outputs;
    for (const auto& assignment : program.assignments)
        result.updates.emplace_back(assignment.leaf, assignment.value);
    return result;
}

}  // namespace gradweave::test
