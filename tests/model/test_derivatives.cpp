// SPDX-License-Identifier: Apache-2.0
// The Gradient block in documents: values, second order, what counts as the same tensor, and what
// is refused.
#include <QTest>

#include "engine/model/commands.h"
#include "engine/model/lower.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/gradcheck.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

class Sketch {
  public:
    BlockId add(const std::string& kind, Params params = {}) {
        const BlockId id = document.fresh_id();
        document.apply(add_block(document, *catalogue.find(kind), {}));
        for (auto& [key, value] : params)
            document.apply(set_param(document, catalogue, id, key, value));
        return id;
    }
    void wire(BlockId from, const char* output, BlockId to, const char* input) {
        document.apply(connect(document, {{from, output}, {to, input}}));
    }
    BlockId unary(const std::string& kind, BlockId from, const char* output = "y",
                  Params params = {}) {
        const BlockId id = add(kind, std::move(params));
        wire(from, output, id, "x");
        return id;
    }
    BlockId binary(const std::string& kind, BlockId a, const char* a_port, BlockId b,
                   const char* b_port) {
        const BlockId id = add(kind);
        wire(a, a_port, id, "a");
        wire(b, b_port, id, "b");
        return id;
    }
    BlockId gradient(BlockId y, const char* y_port, BlockId x, const char* x_port) {
        const BlockId id = add("gradient");
        wire(y, y_port, id, "y");
        wire(x, x_port, id, "x");
        return id;
    }

    Analysis analyse() {
        data::DatasetInfo info;
        info.fields = {{"x", DType::f32, Shape{1}, 0, {}, {}},
                       {"y", DType::f32, Shape{1}, 0, {}, {}}};
        return Analyser(catalogue).analyse(document, [&](const Block&) {
            return DataStatus{info, ""};
        });
    }
    QString problem_of(BlockId id) {
        const auto analysis = analyse();
        const Problem* problem = analysis.problem_of(id);
        return problem ? QString::fromStdString(problem->sentence) : QString();
    }
    /// The value of each Output block where the data's first field is this.
    std::vector<std::vector<double>> outputs(const std::vector<float>& x) {
        const Analysis analysis = analyse();
        ModelLeaves leaves;
        LowerOptions options;
        options.outputs_only = true;
        options.batch = static_cast<std::int64_t>(x.size());
        const Lowered lowered = lower(document, catalogue, analysis, leaves, options);
        std::vector<graph::NodePtr> nodes;
        for (const auto& output : lowered.outputs)
            nodes.push_back(output.value.node());
        const auto arrays = backends::interpret_graph(
            nodes, [&](const graph::Node& leaf) { return Array::of(x, leaf.shape()); });
        std::vector<std::vector<double>> result;
        for (const Array& array : arrays) {
            auto& values = result.emplace_back();
            for (std::int64_t i = 0; i < array.element_count(); ++i)
                values.push_back(array.number(i));
        }
        return result;
    }

    Catalogue catalogue;
    Document document;
};

}  // namespace

class TestDerivatives : public QObject {
    Q_OBJECT

  private slots:
    void firstAndSecondOrder();
    void equalTensorsAreKeptApart();
    void bypassedBlocksLeadOn();
    void refusals();
    void edgeToARefusalAndBack();
};

// y = x³: y' = 3 x², y'' = 6 x, of each sample.
void TestDerivatives::firstAndSecondOrder() {
    Sketch s;
    const BlockId data = s.add("generated", {{"shape", std::string("sine")}});
    const BlockId square = s.binary("mul", data, "features", data, "features");
    const BlockId cube = s.binary("mul", square, "y", data, "features");
    const BlockId first = s.gradient(cube, "y", data, "features");
    const BlockId second = s.gradient(first, "dx", data, "features");
    s.unary("output", first, "dx");
    s.unary("output", second, "dx");
    QCOMPARE(s.outputs({-2, 0.5, 3}),
             (std::vector<std::vector<double>>{{12, 0.75, 27}, {-12, 3, 18}}));
}

// Two blocks that change nothing give the same numbers, but y changes with each of them on its own:
// y = a b with a = b = x has dy/da = b, not 2 x.
void TestDerivatives::equalTensorsAreKeptApart() {
    Sketch s;
    const BlockId data = s.add("generated", {{"shape", std::string("sine")}});
    const BlockId a = s.unary("flatten", data, "features"),
                  b = s.unary("flatten", data, "features");
    const BlockId y = s.binary("mul", a, "y", b, "y");
    s.unary("output", s.gradient(y, "y", a, "y"), "dx");
    s.unary("output", s.gradient(y, "y", data, "features"), "dx");
    QCOMPARE(s.outputs({2, 5}), (std::vector<std::vector<double>>{{2, 5}, {4, 10}}));
}

void TestDerivatives::bypassedBlocksLeadOn() {
    Sketch s;
    const BlockId data = s.add("generated", {{"shape", std::string("sine")}});
    const BlockId through = s.unary("exp", data, "features");
    const BlockId y = s.binary("mul", through, "y", data, "features");
    s.unary("output", s.gradient(y, "y", data, "features"), "dx");
    BlockMarks marks = s.document.at(through).marks;
    marks.mode = BlockMode::bypassed;
    s.document.apply(SetMarks{through, marks});
    QCOMPARE(s.outputs({2, 5}), (std::vector<std::vector<double>>{{4, 10}}));
}

void TestDerivatives::refusals() {
    Sketch s;
    const BlockId data = s.add("generated", {{"shape", std::string("sine")}});
    const BlockId e = s.unary("exp", data, "features"), other = s.unary("sin", data, "features");
    const BlockId backwards = s.gradient(data, "features", e, "y");
    const BlockId beside = s.gradient(e, "y", other, "y");
    const BlockId right = s.gradient(e, "y", data, "features");
    const QString sentence =
        "Gradient: y is not computed from x, so there is no derivative; wire to x a tensor that "
        "y's block, or one before it, is given.";
    QCOMPARE(s.problem_of(backwards), sentence);
    QCOMPARE(s.problem_of(beside), sentence);
    QCOMPARE(s.problem_of(right), QString());
}

// The wires that decide may be far from the block that asks: an analyser that is told of edits
// finds what one from scratch finds.
void TestDerivatives::edgeToARefusalAndBack() {
    Sketch s;
    const BlockId data = s.add("generated", {{"shape", std::string("sine")}});
    const BlockId x = s.unary("sin", data, "features"), other = s.unary("cos", data, "features");
    const BlockId between = s.unary("exp", x), end = s.unary("abs", between);
    const BlockId slope = s.gradient(end, "y", x, "y");
    data::DatasetInfo info;
    info.fields = {{"x", DType::f32, Shape{1}, 0, {}, {}}, {"y", DType::f32, Shape{1}, 0, {}, {}}};
    const DataLookup lookup = [&](const Block&) { return DataStatus{info, ""}; };
    Analyser analyser(s.catalogue);
    QVERIFY(analyser.analyse(s.document, lookup).problem_of(slope) == nullptr);
    for (const BlockId from : {other, x}) {
        const EraseWire away{{between, "x"}};
        const InsertWire there{{{from, "y"}, {between, "x"}}};
        s.document.apply(away);
        analyser.note(away);
        s.document.apply(there);
        analyser.note(there);
        const bool refused = analyser.update(s.document, lookup).problem_of(slope) != nullptr;
        QCOMPARE(refused, from == other);
    }
}

QTEST_GUILESS_MAIN(TestDerivatives)
#include "test_derivatives.moc"
