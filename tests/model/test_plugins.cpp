// SPDX-License-Identifier: Apache-2.0
// Plug-ins: a good one adds its block, each broken one is refused with a sentence.
#include <QTest>
#include <cmath>

#include "engine/core/text.h"
#include "engine/model/commands.h"
#include "engine/model/lower.h"
#include "engine/model/plugin_api.h"
#include "engine/model/plugins.h"
#include "engine/runtime/evaluate.h"
#include "engine/tensor/ops.h"

using namespace gradweave;
using namespace gradweave::model;

class TestPlugins : public QObject {
    Q_OBJECT

  private slots:
    void goodPluginAddsItsBlock();
    void pluginBlockComputesAndHasGradients();
    void loadedTwiceIsRefused();
    void brokenPluginsAreRefused();
    void missingFolderIsNoProblem();
};

void TestPlugins::goodPluginAddsItsBlock() {
    Catalogue catalogue;
    const auto reports = load_plugins(catalogue, {GOOD_PLUGINS});
    QCOMPARE(reports.size(), std::size_t{1});
    QCOMPARE(reports[0].problem, std::string());
    QCOMPARE(reports[0].name, std::string("Squareplus"));
    const BlockKind* kind = catalogue.find("squareplus");
    QVERIFY(kind != nullptr);
    QCOMPARE(kind->params.size(), std::size_t{1});
}

void TestPlugins::pluginBlockComputesAndHasGradients() {
    Catalogue catalogue;
    load_plugins(catalogue, {GOOD_PLUGINS});
    Document document;
    document.apply(add_block(document, *catalogue.find("parameter"), {}));
    document.apply(set_param(document, catalogue, 1, "shape", Axes{3}));
    document.apply(add_block_from(document, *catalogue.find("squareplus"), {}, {1, "y"}));
    document.apply(add_block_from(document, *catalogue.find("output"), {}, {2, "y"}));
    Analyser analyser(catalogue);
    const auto analysis = analyser.analyse(document, [](const Block&) { return DataStatus{}; });
    QCOMPARE(to_string(analysis.blocks.at(2).outputs.at("y").dims), std::string("[3]"));
    ModelLeaves leaves;
    const auto lowered = lower(document, catalogue, analysis, leaves, {false, 1, true});
    const Tensor x(leaves.parameters().at(0).leaf), y = lowered.outputs.at(0).value;
    const std::vector<graph::NodePtr> nodes{y.node(), grad(y, x).node()};
    // The parameter has no value of its own outside a run: give it one.
    const auto device = runtime::default_device();
    const auto program = device->compile({nodes, {}}, {});
    const std::vector<float> values{-3, 0, 2};
    program->bind(std::vector{backends::upload(*device, Array::of(values, Shape{3}))});
    program->run();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double v = values[i], root = std::sqrt(v * v + 4);
        QVERIFY(std::abs(program->output(0).number(static_cast<std::int64_t>(i)) - (v + root) / 2) <
                1e-6);
        QVERIFY(std::abs(program->output(1).number(static_cast<std::int64_t>(i)) -
                         (1 + v / root) / 2) < 1e-6);
    }
}

void TestPlugins::loadedTwiceIsRefused() {
    Catalogue catalogue;
    QCOMPARE(load_plugins(catalogue, {GOOD_PLUGINS, GOOD_PLUGINS}).size(), std::size_t{1});
    const auto again = load_plugins(catalogue, {GOOD_PLUGINS});
    QCOMPARE(
        again[0].problem,
        std::string(
            "The plug-in squareplus.so was not loaded: there is a block \"squareplus\" already."));
}

void TestPlugins::brokenPluginsAreRefused() {
    Catalogue catalogue;
    const std::size_t before = catalogue.kinds().size();
    std::map<std::string, std::string> problems;
    for (const auto& report : load_plugins(catalogue, {BROKEN_PLUGINS}))
        problems[report.path.stem().string()] = report.problem;
    QCOMPARE(catalogue.kinds().size(), before);
    const auto expect = [&](const char* name, const std::string& why) {
        QCOMPARE(problems[concat("broken_", name)],
                 concat("The plug-in broken_", name, ".so was not loaded: ", why, "."));
    };
    expect("abi",
           "it was made for version 42 of the plug-in interface, this program has version 1");
    expect("size", concat("its description has ", sizeof(gw_plugin) - 8, " bytes instead of ",
                          sizeof(gw_plugin)));
    expect("missing", "it does not export gradweave_plugin");
    expect("crash", "it crashes when it is loaded (Segmentation fault)");
    expect("throw", "it threw an exception");
    expect("hang", "it did not answer within 5 seconds");
    expect("exit", "it ends the program when it is loaded");
}

void TestPlugins::missingFolderIsNoProblem() {
    Catalogue catalogue;
    QVERIFY(load_plugins(catalogue, {"/nowhere/at/all"}).empty());
}

QTEST_GUILESS_MAIN(TestPlugins)
#include "test_plugins.moc"
