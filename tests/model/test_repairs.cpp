// SPDX-License-Identifier: Apache-2.0
// What is offered against a problem helps, is one step, and leads back by undo.
#include <QTest>

#include "engine/core/text.h"
#include "engine/model/markup.h"
#include "engine/model/project.h"
#include "engine/model/repairs.h"

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

}  // namespace

class TestRepairs : public QObject {
    Q_OBJECT

  private slots:
    void imagesIntoLinear();
    void tooFewScores();
    void missingLabel();
    void mutedSource();
    void loop();
    void noLoss();
    void kernelTooLarge();
    void replacementKeepsNameAndWires();

  private:
    /// 1 images, 2 flatten, 3 fc1 (10 units), 4 loss.
    Document network() const {
        Document d;
        d.apply(add_block(d, *catalogue_.find("idx_images"), {}));
        d.apply(add_block_from(d, *catalogue_.find("flatten"), {}, {1, "image"}));
        d.apply(add_block_from(d, *catalogue_.find("linear"), {}, {2, "y"}));
        d.apply(set_param(d, catalogue_, 3, "units", std::int64_t{10}));
        d.apply(add_block_from(d, *catalogue_.find("cross_entropy"), {}, {3, "y"}));
        d.apply(model::connect(d, {{1, "label"}, {4, "label"}}));
        return d;
    }
    /// Labels for the first problem; each is applied, and must leave none at that block.
    QStringList offered(const Document& d) const {
        Analyser analyser(catalogue_);
        const Analysis analysis = analyser.analyse(d, image_data);
        if (analysis.problems.empty()) return {"no problem"};
        QStringList labels;
        const std::string text = to_text(d);
        for (const Repair& repair : repairs_of(d, catalogue_, image_data, analysis.problems[0])) {
            labels << QString::fromStdString(repair.label);
            Document after = d;
            const Command inverse = after.apply(repair.command);
            Analyser other(catalogue_);
            const Analysis then = other.analyse(after, image_data);
            const Problem* left = then.problem_of(analysis.problems[0].block);
            if (left && left->severity == Problem::Severity::error)
                labels << "but: " + QString::fromStdString(left->sentence);
            after.apply(inverse);
            if (to_text(after) != text) labels << "undo differs";
        }
        return labels;
    }
    Catalogue catalogue_;
};

void TestRepairs::imagesIntoLinear() {
    Document d = network();
    d.apply(model::connect(d, {{1, "image"}, {3, "x"}}));
    const QStringList labels = offered(d);
    QVERIFY2(labels.contains("Insert Flatten → [N, 784]"), qPrintable(labels.join('|')));
    QCOMPARE(labels.first(), QString("Insert Flatten → [N, 784]"));
}

void TestRepairs::tooFewScores() {
    Document d = network();
    d.apply(set_param(d, catalogue_, 3, "units", std::int64_t{7}));
    QCOMPARE(offered(d).value(0), QString("Set Units of fc1 to 10 → [N, 10]"));
}

void TestRepairs::missingLabel() {
    Document d = network();
    d.apply(remove_wires({{4, "label"}}));
    QCOMPARE(offered(d), QStringList{"Connect images (label) → [N]"});
    d = network();
    d.apply(remove_wires({{3, "x"}}));
    QCOMPARE(offered(d).value(0), QString("Connect flatten (y) → [N, 784]"));
    // A loss or a figure about the network feeds no layer.
    for (const QString& label : offered(d))
        QVERIFY2(!label.contains("loss"), qPrintable(label));
}

void TestRepairs::mutedSource() {
    Document d = network();
    d.apply(toggle_mode(d, {2}, BlockMode::muted));
    QCOMPARE(offered(d).value(0), QString("Unmute flatten → [N, 784]"));
}

void TestRepairs::loop() {
    Document d = network();
    d.apply(add_block_from(d, *catalogue_.find("add"), {}, {2, "y"}));
    d.apply(InsertWire{{{5, "y"}, {5, "b"}}});
    QVERIFY2(offered(d).contains("Remove the wire add → add"), qPrintable(offered(d).join('|')));
}

void TestRepairs::noLoss() {
    Document d = network();
    d.apply(remove_blocks(d, catalogue_, {4}));
    QCOMPARE(offered(d).value(0), QString("Add Cross-entropy after fc1"));
    Document data;
    data.apply(add_block(data, *catalogue_.find("idx_images"), {}));
    QCOMPARE(offered(data).value(0), QString("Make a starter network for images"));
}

void TestRepairs::kernelTooLarge() {
    Document d = network();
    d.apply(insert_new_on_wire(d, *catalogue_.find("conv2d"), {}, {2, "x"}));
    d.apply(set_param(d, catalogue_, 5, "kernel", Axes{99}));
    const QStringList labels = offered(d);
    QVERIFY2(labels.value(0).startsWith("Set Kernel to "), qPrintable(labels.join('|')));
}

void TestRepairs::replacementKeepsNameAndWires() {
    Document d = network();
    d.apply(set_bends(d, {3, "x"}, {{1, 2}}));
    const Document before = d;
    const Command inverse = d.apply(replace_block(d, catalogue_, 4, *catalogue_.find("mse")));
    QCOMPARE(d.at(4).name, before.at(4).name);
    QCOMPARE(d.source_of({4, "prediction"})->block, BlockId{3});
    QCOMPARE(d.source_of({4, "target"})->block, BlockId{1});
    d.apply(inverse);
    QVERIFY(d == before);
}

QTEST_GUILESS_MAIN(TestRepairs)
#include "test_repairs.moc"
