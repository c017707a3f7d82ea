// SPDX-License-Identifier: Apache-2.0
// Shapes and problems of whole documents, incremental or from scratch, and the graphs they lower
// to.
#include <QTest>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/model/analysis.h"
#include "engine/model/commands.h"
#include "engine/model/lower.h"
#include "engine/model/markup.h"
#include "engine/model/project.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

DataStatus image_data(const Block&) {
    data::DatasetInfo info;
    info.fields = {{"image", DType::f32, Shape{1, 28, 28}, 0, {}, {}},
                   {"label", DType::i64, Shape{}, 10, {}, {}}};
    info.counts = {54000, 6000, 10000};
    return {info, ""};
}

/// 784-128-10 with loss and accuracy; ids 1 images, 2 flatten, 3 fc1, 4 relu, 5 fc2, 6 loss, 7
/// accuracy.
Document network(const Catalogue& catalogue) {
    Document d;
    d.apply(add_block(d, *catalogue.find("idx_images"), {}));
    d.apply(add_block_from(d, *catalogue.find("flatten"), {}, {1, "image"}));
    d.apply(add_block_from(d, *catalogue.find("linear"), {}, {2, "y"}));
    d.apply(set_param(d, catalogue, 3, "units", std::int64_t{128}));
    d.apply(add_block_from(d, *catalogue.find("relu"), {}, {3, "y"}));
    d.apply(add_block_from(d, *catalogue.find("linear"), {}, {4, "y"}));
    d.apply(set_param(d, catalogue, 5, "units", std::int64_t{10}));
    d.apply(add_block_from(d, *catalogue.find("cross_entropy"), {}, {5, "y"}));
    d.apply(model::connect(d, {{1, "label"}, {6, "label"}}));
    d.apply(add_block_from(d, *catalogue.find("accuracy"), {}, {5, "y"}));
    d.apply(model::connect(d, {{1, "label"}, {7, "label"}}));
    return d;
}

QStringList sentences(const Analysis& analysis) {
    QStringList list;
    for (const auto& problem : analysis.problems)
        list << QString::fromStdString(problem.sentence);
    return list;
}

}  // namespace

class TestAnalysis : public QObject {
    Q_OBJECT

  private slots:
    void validNetwork();
    void oneProblemNotACascade();
    void whatTrainingNeeds();
    void cycle();
    void unknownKind();
    void missingDataKeepsShapes();
    void hugeLayers();
    void incrementalEqualsFresh();
    void refusals();
    void loweringMatchesTheTypes();
    void predictionNeedsNoLabels();
    void twoUsesOfTheSameLeaves();
    void bypassedBlocksPassOn();
    void mutedBlocksGiveNothing();
    void onlyShapeKeepersCanBeBypassed();

  private:
    Analysis analyse(const Document& document) {
        return Analyser(catalogue_).analyse(document, image_data);
    }
    Catalogue catalogue_;
};

void TestAnalysis::validNetwork() {
    const Analysis analysis = analyse(network(catalogue_));
    QCOMPARE(sentences(analysis), QStringList());
    QVERIFY(analysis.valid());
    QCOMPARE(to_string(analysis.blocks.at(3).inputs.at("x").dims), std::string("[N, 784]"));
    QCOMPARE(to_string(analysis.blocks.at(6).outputs.at("loss").dims), std::string("[]"));
    QCOMPARE(analysis.parameter_count, std::int64_t{784 * 128 + 128 + 128 * 10 + 10});
    QCOMPARE(analysis.multiply_adds, std::int64_t{784 * 128 + 128 * 10});
}

void TestAnalysis::oneProblemNotACascade() {
    Document d = network(catalogue_);
    d.apply(model::connect(d, {{1, "image"}, {3, "x"}}));
    const Analysis analysis = analyse(d);
    QCOMPARE(sentences(analysis),
             QStringList{"Linear needs a matrix [N, features]; this wire carries [N, 1, 28, 28] "
                         "(batch, channels, height, width). Put a Flatten block before it."});
    QCOMPARE(analysis.problems[0].block, BlockId{3});
    QCOMPARE(analysis.problems[0].place, std::string("x"));
    QVERIFY(!analysis.blocks.at(5).computable);
    QVERIFY(analysis.type_at(d, {4, "y"}) == nullptr);
}

void TestAnalysis::whatTrainingNeeds() {
    Document d;
    QCOMPARE(sentences(analyse(d)), QStringList{"Add a loss, such as Cross-entropy or Mean squared "
                                                "error: it tells training what to make small."});
    d = network(catalogue_);
    d.apply(remove_blocks(d, catalogue_, {1}));
    QCOMPARE(sentences(analyse(d)).first(),
             QString("Flatten: connect the input \"x\" (Samples of any shape, [N, ...].)"));
    d = network(catalogue_);
    // A block that nothing depends on is no reason not to train.
    d.apply(add_block(d, *catalogue_.find("linear"), {}));
    const Analysis analysis = analyse(d);
    QVERIFY(analysis.valid());
    QCOMPARE(analysis.problems.size(), std::size_t{1});
    QVERIFY(analysis.problems[0].severity == Problem::Severity::warning);
    d = network(catalogue_);
    d.apply(add_block(d, *catalogue_.find("generated"), {}));
    d.apply(model::connect(d, {{8, "target"}, {7, "label"}}));
    QVERIFY(sentences(analyse(d))
                .contains("The network reads from two data sources, \"images\" and \"points\"; "
                          "their samples do not belong together. Use one."));
}

void TestAnalysis::cycle() {
    Document d = network(catalogue_);
    d.apply(model::connect(d, {{4, "y"}, {3, "x"}}));
    const Analysis analysis = analyse(d);
    QVERIFY(sentences(analysis).contains(
                "The wires form a loop: fc1 → relu → fc1. Remove one of them.") ||
            sentences(analysis).contains(
                "The wires form a loop: relu → fc1 → relu. Remove one of them."));
    QVERIFY(!analysis.valid());
}

void TestAnalysis::unknownKind() {
    Document d = network(catalogue_);
    Block strange = d.at(4);
    d.apply(remove_blocks(d, catalogue_, {4}));
    strange.kind = "teleport";
    d.apply(InsertBlock{strange});
    d.apply(InsertWire{{{3, "y"}, {4, "x"}}});
    d.apply(InsertWire{{{4, "y"}, {5, "x"}}});
    const Analysis analysis = analyse(d);
    QVERIFY(
        sentences(analysis).first().startsWith("There is no block of the kind \"teleport\" here"));
    QVERIFY(!analysis.valid());
}

void TestAnalysis::missingDataKeepsShapes() {
    Document d = network(catalogue_);
    const auto missing = [](const Block&) {
        return DataStatus{std::nullopt, "train.gz was not found."};
    };
    QVERIFY(Analyser(catalogue_).analyse(d, missing).blocks.at(3).outputs.empty());
    remember_data(d, 1, *image_data(d.at(1)).info);
    const Analysis analysis = Analyser(catalogue_).analyse(d, missing);
    QCOMPARE(to_string(analysis.blocks.at(3).outputs.at("y").dims), std::string("[N, 128]"));
    QCOMPARE(sentences(analysis), QStringList{"train.gz was not found."});
    QVERIFY(!analysis.valid());
}

void TestAnalysis::hugeLayers() {
    Document d = network(catalogue_);
    d.apply(set_param(d, catalogue_, 3, "units", std::int64_t{100'000'000}));
    const QString sentence = sentences(analyse(d)).first();
    QVERIFY2(sentence.startsWith(
                 "Linear would have 78,500,000,000 parameters; training them needs 942 GB"),
             qPrintable(sentence));
    d.apply(add_block(d, *catalogue_.find("parameter"), {}));
    d.apply(
        set_param(d, catalogue_, 8, "shape", Axes{1'000'000'000, 1'000'000'000, 1'000'000'000}));
    QVERIFY(sentences(analyse(d)).join(" ").contains("more elements than can be counted"));
}

void TestAnalysis::incrementalEqualsFresh() {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Generator random(seed);
        Document d = network(catalogue_);
        Analyser analyser(catalogue_);
        Analysis step = analyser.analyse(d, image_data);
        for (int i = 0; i < 60; ++i) {
            std::vector<BlockId> ids;
            for (const auto& [id, block] : d.blocks())
                ids.push_back(id);
            const auto any = [&] { return ids[random.below(ids.size())]; };
            Command command;
            switch (random.below(8)) {
                case 7:
                    command = rename_block(d, catalogue_, any(), d.unique_name("name"));
                    break;
                case 4:
                    command = toggle_mode(d, {any()}, BlockMode::muted);
                    break;
                case 5:
                    command = toggle_mode(d, {any()}, BlockMode::bypassed);
                    break;
                case 6:
                    if (!d.wires().empty()) {
                        auto wire = d.wires().begin();
                        std::advance(wire,
                                     static_cast<std::ptrdiff_t>(random.below(d.wires().size())));
                        command = remove_wires({wire->first});
                    }
                    break;
                case 0:
                    if (const BlockId id = any(); d.at(id).kind == "linear")
                        command = set_param(d, catalogue_, id, "units",
                                            static_cast<std::int64_t>(1 + random.below(50)));
                    break;
                case 1:
                    command = add_block(
                        d, *catalogue_.kinds()[random.below(catalogue_.kinds().size())], {});
                    break;
                case 2:
                    command = remove_blocks(d, catalogue_, {any()});
                    break;
                default: {
                    const BlockId from = any(), to = any();
                    const auto outputs = catalogue_.find(d.at(from).kind)->outputs;
                    const auto inputs =
                        catalogue_.find(d.at(to).kind)->input_ports(d.at(to).params);
                    if (!outputs.empty() && !inputs.empty())
                        command =
                            model::connect(d, {{from, outputs[0].name}, {to, inputs[0].name}});
                }
            }
            const Command inverse = d.apply(command);
            const bool undo = random.below(4) == 0;
            for (const Edit& edit : command.edits)
                analyser.note(edit);
            if (undo) {
                d.apply(inverse);
                for (const Edit& edit : inverse.edits)
                    analyser.note(edit);
            }
            if (d.blocks().empty()) break;
            const Analysis before = step;
            step = analyser.update(d, image_data);
            const Analysis fresh = Analyser(catalogue_).analyse(d, image_data);
            // What it calls changed is all that changed.
            for (const auto& [id, facts] : step.blocks) {
                const auto was = before.blocks.find(id);
                const bool same = was != before.blocks.end() && was->second == facts;
                if (!same) QVERIFY(analyser.changed().contains(id));
            }
            for (const auto& [id, facts] : step.blocks) {
                const Problem *now = step.problem_of(id), *then = before.problem_of(id);
                const bool same = now && then ? *now == *then : !now && !then;
                if (!same) QVERIFY(analyser.changed().contains(id));
            }
            QCOMPARE(step.activation_bytes, fresh.activation_bytes);
            QCOMPARE(step.multiply_adds, fresh.multiply_adds);
            QVERIFY(step.blocks == fresh.blocks);
            QVERIFY(step.problems == fresh.problems);
            QCOMPARE(step.parameter_count, fresh.parameter_count);
        }
    }
}

void TestAnalysis::refusals() {
    const Document d = network(catalogue_);
    const Analysis analysis = analyse(d);
    const auto refusal = [&](Wire wire) {
        return QString::fromStdString(refuse_wire(d, catalogue_, analysis, wire).value_or("fine"));
    };
    QCOMPARE(refusal({{1, "image"}, {3, "x"}}),
             QString("fine"));  // can be repaired: accepted and flagged
    QCOMPARE(refusal({{4, "y"}, {3, "x"}}),
             QString("This would form a loop through relu and fc1."));
    QCOMPARE(refusal({{3, "y"}, {3, "x"}}), QString("fc1 cannot feed itself."));
    QCOMPARE(refusal({{1, "label"}, {3, "x"}}),
             QString("Linear computes with fractions; this wire carries class numbers (i64)."));
    QCOMPARE(refusal({{5, "y"}, {6, "label"}}),
             QString("Cross-entropy needs class numbers at \"label\"; this wire carries [N, 10] "
                     "(batch, features)."));
    QCOMPARE(refusal({{5, "y"}, {6, "nose"}}), QString("Cross-entropy has no input \"nose\"."));
}

void TestAnalysis::loweringMatchesTheTypes() {
    const Document d = network(catalogue_);
    const Analysis analysis = analyse(d);
    ModelLeaves leaves;
    const Lowered lowered = lower(d, catalogue_, analysis, leaves, {true, 32, false});
    QCOMPARE(lowered.source, BlockId{1});
    QCOMPARE(lowered.inputs.size(), std::size_t{2});
    QVERIFY(lowered.loss.has_value());
    QCOMPARE(lowered.metrics.size(), std::size_t{1});
    QStringList names;
    for (const auto& p : leaves.parameters())
        names << QString::fromStdString(concat(p.name, to_string(p.leaf->shape())));
    QCOMPARE(names, (QStringList{"fc1.weight[128, 784]", "fc1.bias[128]", "fc2.weight[10, 128]",
                                 "fc2.bias[10]"}));
    QCOMPARE(lowered.values.at(3).at("y").shape(), (Shape{32, 128}));
    QCOMPARE(*lowered.values.at(3).at("y").node()->origin().block, std::string("fc1"));
}

void TestAnalysis::predictionNeedsNoLabels() {
    const Document d = network(catalogue_);
    ModelLeaves leaves;
    const Lowered lowered = lower(d, catalogue_, analyse(d), leaves, {false, 5, true});
    QVERIFY(!lowered.loss);
    QCOMPARE(lowered.outputs.size(), std::size_t{1});
    QCOMPARE(lowered.outputs[0].name, std::string("fc2"));
    QCOMPARE(lowered.outputs[0].value.shape(), (Shape{5, 10}));
}

void TestAnalysis::twoUsesOfTheSameLeaves() {
    const Document d = network(catalogue_);
    const Analysis analysis = analyse(d);
    ModelLeaves leaves;
    lower(d, catalogue_, analysis, leaves, {true, 64, false});
    const auto first = leaves.parameters();
    lower(d, catalogue_, analysis, leaves, {false, 250, false});
    QCOMPARE(leaves.parameters().size(), first.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        QVERIFY(leaves.parameters()[i].leaf == first[i].leaf);
}

void TestAnalysis::bypassedBlocksPassOn() {
    Document d = network(catalogue_);
    d.apply(toggle_mode(d, {4}, BlockMode::bypassed));  // relu
    const Analysis analysis = analyse(d);
    QCOMPARE(sentences(analysis), QStringList());
    QCOMPARE(analysis.blocks.at(4).passes, std::string("x"));
    QCOMPARE(to_string(analysis.blocks.at(4).outputs.at("y").dims), std::string("[N, 128]"));
    ModelLeaves leaves;
    const Lowered lowered = lower(d, catalogue_, analysis, leaves, {true, 32, false});
    QVERIFY(lowered.values.at(4).at("y").node() == lowered.values.at(3).at("y").node());

    // A bypassed layer's weights are not trained, and what follows sees what came before it.
    d.apply(toggle_mode(d, {3}, BlockMode::bypassed));
    const Analysis without = analyse(d);
    QCOMPARE(sentences(without), QStringList());
    QCOMPARE(without.parameter_count, std::int64_t{784 * 10 + 10});
    ModelLeaves fewer;
    lower(d, catalogue_, without, fewer, {true, 32, false});
    QCOMPARE(fewer.parameters().size(), std::size_t{2});

    // A loss that is bypassed is none.
    d.apply(toggle_mode(d, {6}, BlockMode::bypassed));
    QVERIFY(
        sentences(analyse(d))
            .contains(QString(
                "Add a loss, such as Cross-entropy or Mean squared error: it tells training what "
                "to make small.")));
}

void TestAnalysis::mutedBlocksGiveNothing() {
    Document d = network(catalogue_);
    d.apply(toggle_mode(d, {7}, BlockMode::muted));  // accuracy
    const Analysis analysis = analyse(d);
    QCOMPARE(sentences(analysis), QStringList());
    ModelLeaves leaves;
    const Lowered lowered = lower(d, catalogue_, analysis, leaves, {true, 32, false});
    QVERIFY(lowered.metrics.empty());
    QVERIFY(lowered.loss.has_value());

    d.apply(toggle_mode(d, {4}, BlockMode::muted));  // relu
    const Analysis cut = analyse(d);
    QCOMPARE(sentences(cut),
             QStringList{"Linear: the input \"x\" comes from \"relu\", which is muted; connect "
                         "another block or unmute it."});
    QCOMPARE(cut.problems[0].block, BlockId{5});
    QVERIFY(cut.problem_of(4) == nullptr);
    d.apply(toggle_mode(d, {4}, BlockMode::muted));
    QCOMPARE(d.at(4).marks, BlockMarks{});
}

void TestAnalysis::onlyShapeKeepersCanBeBypassed() {
    Document d = network(catalogue_);
    const Analysis analysis = analyse(d);
    QVERIFY(!why_not_bypass(d, catalogue_, analysis, {4}));
    QCOMPARE(*why_not_bypass(d, catalogue_, analysis, {4, 3}),
             std::string("\"fc1\" turns [N, 784] into [N, 128]; only a block that keeps the shape "
                         "can be bypassed."));
    QCOMPARE(*why_not_bypass(d, catalogue_, analysis, {1}),
             std::string("\"images\" has no one output that an input could go to."));
    d.apply(toggle_mode(d, {3}, BlockMode::bypassed));
    QVERIFY(!why_not_bypass(d, catalogue_, analyse(d), {3}));  // to take it off again
}

QTEST_GUILESS_MAIN(TestAnalysis)
#include "test_analysis.moc"
