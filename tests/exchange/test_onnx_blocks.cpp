// SPDX-License-Identifier: Apache-2.0
// Every block of the catalogue as an ONNX file: what goes out computes the same, what cannot go out
// says why, and what comes in again computes the same. A new block is tried here by itself.
#include <QTest>

#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/import.h"
#include "engine/exchange/onnx/read.h"
#include "engine/exchange/onnx/run.h"
#include "engine/exchange/onnx/write.h"
#include "tests/exchange/onnx_projects.h"
#include "tests/model/block_context.h"

using namespace gradweave;
using namespace gradweave::exchange::onnx;
using namespace gradweave::testing;

namespace {

/// Blocks that ONNX has nothing for, and how the reason begins.
const std::map<std::string, const char*> stay_at_home = {
    {"atan2", "bitcast"},   {"erfinv", "bitcast"},  {"cumprod", "scan_prod"},
    {"cummax", "scan_max"}, {"cummin", "scan_min"},
};

/// Blocks that are written as operators of which one has no block, and what the import says of it:
/// the others come back whole.
const std::map<std::string, const char*> come_back_in_part = {
    {"gru", "an axis of size 1 before the batch"},
    {"rnn", "an axis of size 1 before the batch"},
    {"multi_head_attention", "Value must be a finite number"},
    {"transformer_decoder_layer", "Value must be a finite number"},
    {"hypot", "Value must be a finite number"},
    {"log1p", "Value must be a finite number"},
    {"lgamma", "Value must be a finite number"},
    {"logcumsumexp", "Value must be a finite number"},
};

/// A document of one block, fed as its example says, with an Output for each of its outputs.
struct Alone {
    explicit Alone(const model::BlockKind& kind) {
        const auto add = [&](const std::string& id, const model::Params& params) {
            model::Block block = model::new_block(document, *catalogue().find(id), {});
            block.params = params;
            document.apply(model::InsertBlock{block});
            return block.id;
        };
        const auto wire = [&](model::BlockId from, const std::string& output, model::BlockId to,
                              const std::string& input) {
            document.apply(model::InsertWire{{{from, output}, {to, input}}});
        };
        const model::Params params = model::example_params(kind);
        const auto types = model::example_inputs(kind);
        const auto ports = kind.input_ports(params);
        const auto [low, high] = test::inputs_of(kind.id);
        Generator generator(5);
        std::vector<model::BlockId> sources;
        for (const model::TensorType& type : types) {
            Axes sizes;
            for (const model::Dim& dim : type.dims) {
                if (!dim.batch) sizes.push_back(dim.size);
            }
            if (!type.has_batch()) {
                sources.push_back(add("parameter", {{"shape", sizes}}));
                continue;
            }
            sources.push_back(add("input", {{"shape", sizes}, {"classes", type.classes}}));
            Array array(DType::f64, type.shape(3));
            for (double& element : array.as<double>())
                element = type.classes > 0 ? static_cast<double>(generator.below(
                                                 static_cast<std::uint64_t>(type.classes)))
                                           : low + (high - low) * generator.uniform();
            samples[document.at(sources.back()).name] =
                array.cast(type.classes > 0 ? DType::i64 : DType::f32);
        }
        const model::BlockId block = add(kind.id, params);
        for (std::size_t i = 0; i < types.size(); ++i) {
            const bool plain = document.at(sources[i]).kind == "input";
            wire(sources[i], plain ? "x" : "y", block, ports[i].name);
        }
        for (const auto& port : kind.output_ports(params))
            wire(block, port.name, add("output", {}), "x");
    }
    model::Document document;
    std::map<std::string, Array> samples;  ///< by the inputs' names
};

std::vector<Array> predicted(const model::Document& document,
                             const std::map<std::string, Array>& weights,
                             const std::map<std::string, Array>& samples) {
    train::Job job;
    job.document = document;
    job.catalogue = std::make_shared<model::Catalogue>();
    job.trains = false;
    job.weights = io::TensorFile{weights, {}};
    train::Run run(std::move(job), {});
    return samples.size() == 1 ? run.predict(samples.begin()->second) : run.predict(samples);
}

std::string difference(const std::vector<Array>& found, const std::vector<Array>& expected) {
    if (found.size() != expected.size())
        return concat(found.size(), " results instead of ", expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::string wrong = apart(found[i], expected[i], 1e-5);
        if (!wrong.empty()) return concat("output ", i, ": ", wrong);
    }
    return "";
}

}  // namespace

class TestOnnxBlocks : public QObject {
    Q_OBJECT

  private slots:
    void blocks_data();
    void blocks();
    void scatterSaysWhatItCannot_data();
    void scatterSaysWhatItCannot();
};

void TestOnnxBlocks::blocks_data() {
    QTest::addColumn<QString>("id");
    for (const auto& kind : catalogue().kinds()) {
        const bool computes = kind->category == model::Category::layer ||
                              kind->category == model::Category::activation ||
                              kind->category == model::Category::tensor;
        // Without inputs there is no batch; a Gradient's inputs depend on each other.
        if (!computes || kind->inputs.empty() || kind->id == "gradient") continue;
        QTest::newRow(kind->id.c_str()) << QString::fromStdString(kind->id);
    }
}

void TestOnnxBlocks::blocks() try {
    QFETCH(QString, id);
    const model::BlockKind& kind = *catalogue().find(id.toStdString());
    const Alone alone(kind);
    const auto weights = weights_for(alone.document);
    const auto expected = predicted(alone.document, weights, alone.samples);
    const auto home = stay_at_home.find(kind.id);
    Model model;
    try {
        model = export_network(alone.document, catalogue(), analysis_of(alone.document), weights);
    } catch (const Error& error) {
        QVERIFY2(home != stay_at_home.end() && error.kind() == ErrorKind::unsupported &&
                     std::string(error.what()).find(home->second) != std::string::npos,
                 error.what());
        return;
    }
    QVERIFY2(home == stay_at_home.end(), "it goes out now: take it off the list");
    const std::string bytes = to_bytes(model);
    const Model again = read_model(std::as_bytes(std::span(bytes)));
    std::map<std::string, Value> inputs;
    for (const ValueInfo& input : again.graph.inputs)
        inputs[input.name] = {input.type, Tensor(alone.samples.at(input.name))};
    std::vector<Tensor> tensors;
    for (const Value& output : to_tensors(again, inputs))
        tensors.push_back(*output.tensor());
    const std::string out = difference(compute(tensors), expected);
    QVERIFY2(out.empty(), out.c_str());
    // And in again.
    const Imported imported = import_network(again, catalogue());
    const auto part = come_back_in_part.find(kind.id);
    if (part != come_back_in_part.end()) {
        QVERIFY2(!imported.unmapped.empty(), "it comes back whole now: take it off the list");
        QVERIFY2(imported.unmapped.front().find(part->second) != std::string::npos,
                 imported.unmapped.front().c_str());
        return;
    }
    QVERIFY2(imported.unmapped.empty(),
             imported.unmapped.empty() ? "" : imported.unmapped.front().c_str());
    const std::string in =
        difference(predicted(imported.document, imported.weights, alone.samples), expected);
    QVERIFY2(in.empty(), in.c_str());
} catch (const Error& error) {
    QFAIL(error.what());
}

void TestOnnxBlocks::scatterSaysWhatItCannot_data() {
    QTest::addColumn<QString>("reason");
    const char* set = "ScatterElements has no %1 in operator set 17";
    for (const char* how : {"max", "min", "mean"})
        QTest::addRow("axis=1; how=%s", how) << QString(set).arg(how);
    QTest::newRow("axis=1; how=sum; include_self=no")
        << "ScatterElements always counts what was there";
    QTest::newRow("axis=1; how=product") << QString();
    QTest::newRow("axis=1; how=replace") << QString();
}

void TestOnnxBlocks::scatterSaysWhatItCannot() {
    QFETCH(QString, reason);
    model::BlockKind kind = *catalogue().find("scatter");
    kind.example.settings = QTest::currentDataTag();
    const Alone alone(kind);
    try {
        const Model model = export_network(alone.document, catalogue(), analysis_of(alone.document),
                                           weights_for(alone.document));
        QVERIFY(reason.isEmpty());
        const std::string bytes = to_bytes(model);  // checked by libonnx
        QVERIFY(!bytes.empty());
    } catch (const Error& error) {
        QVERIFY2(!reason.isEmpty() && QString(error.what()).contains(reason), error.what());
    }
}

QTEST_GUILESS_MAIN(TestOnnxBlocks)
#include "test_onnx_blocks.moc"
