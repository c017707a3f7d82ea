// SPDX-License-Identifier: GPL-3.0-or-later
// The analysis beside the window: of large documents on another thread, always that of a pass from
// scratch, and never of another document than the one that is shown.
#include <QSignalSpy>
#include <QTest>
#include <memory>
#include <random>

#include "engine/model/markup.h"
#include "tests/ui/sample_documents.h"
#include "ui/document_model.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestAnalysis : public QObject {
    Q_OBJECT

  private slots:
    void smallDocumentsAtOnce();
    void largeDocumentsOnAnotherThread();
    void equalsAPassFromScratch();
    void undoneInOneBreath();
    void anotherDocumentMeanwhile();
    void closedMeanwhile();

  private:
    static std::unique_ptr<DocumentModel> opened(int blocks) {
        auto model = std::make_unique<DocumentModel>(std::make_shared<model::Catalogue>());
        model->setDataLookup(samples::digitsData);
        model->reset(samples::chain(model->catalogue(), blocks));
        return model;
    }
    static bool settled(const DocumentModel& model) {
        return QTest::qWaitFor([&] { return !model.analysisPending(); }, 30000);
    }
    /// Null if what the window knows is what a pass from scratch finds.
    static QByteArray difference(const DocumentModel& model) {
        model::Analyser fresh(model.catalogue());
        const model::Analysis& right = fresh.analyse(model.document(), samples::digitsData);
        const model::Analysis& known = model.analysis();
        if (known.blocks != right.blocks) return "facts differ";
        if (known.problems != right.problems) return "problems differ";
        if (known.parameter_count != right.parameter_count) return "parameters differ";
        if (known.multiply_adds != right.multiply_adds) return "multiply-adds differ";
        if (known.activation_bytes != right.activation_bytes) return "activations differ";
        return {};
    }
};

void TestAnalysis::smallDocumentsAtOnce() {
    const auto model = opened(20);
    QVERIFY(model->analysis().valid());
    QSignalSpy analysed(model.get(), &DocumentModel::analysed);
    model->run(model::remove_blocks(model->document(), model->catalogue(),
                                    {model->document().find("b4")->id}));
    QVERIFY(model->analysisPending());
    QCoreApplication::processEvents();
    QCOMPARE(analysed.count(), 1);
    QVERIFY(!model->analysisPending());
    QVERIFY(!model->analysis().valid());
    QCOMPARE(difference(*model), QByteArray());
}

void TestAnalysis::largeDocumentsOnAnotherThread() {
    const auto model = opened(2000);
    QVERIFY(model->analysis().valid());
    QSignalSpy analysed(model.get(), &DocumentModel::analysed);
    const model::BlockId first = model->document().find("b3")->id;
    model->run(
        model::set_param(model->document(), model->catalogue(), first, "units", std::int64_t{7}));
    QCoreApplication::sendPostedEvents();
    QVERIFY(model->analysisPending());
    QVERIFY(settled(*model));
    QCOMPARE(analysed.count(), 1);
    QVERIFY(model->changedByAnalysis().contains(first));
    QCOMPARE(model->analysis().blocks.at(first).outputs.at("y").dims.back().size, 7);
    QCOMPARE(difference(*model), QByteArray());
}

/// Typing, deleting, wiring, undoing, in bursts that a job cannot keep up with, and with pauses.
void TestAnalysis::equalsAPassFromScratch() {
    const auto model = opened(400);
    std::mt19937 random(7);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    for (int round = 0; round < 120; ++round) {
        for (std::size_t burst = 1 + below(6); burst > 0; --burst) {
            std::vector<model::BlockId> ids;
            for (const auto& [id, block] : model->document().blocks())
                ids.push_back(id);
            const model::BlockId id = ids[below(ids.size())];
            const model::Block& block = model->document().at(id);
            const auto& d = model->document();
            switch (below(7)) {
                case 0:
                    model->run(model::remove_and_reconnect(d, model->catalogue(), {id}));
                    break;
                case 1:
                    if (block.kind == "linear")
                        model->run(model::set_param(d, model->catalogue(), id, "units",
                                                    std::int64_t(1 + below(90))));
                    break;
                case 2:
                    model->run(model::toggle_mode(
                        d, {id}, below(2) ? model::BlockMode::muted : model::BlockMode::bypassed));
                    break;
                case 3:
                    model->run(model::paste(d, model::copy(d, {id}, true), {0, 0}, nullptr));
                    break;
                case 4:
                    model->run(
                        model::rename_block(d, model->catalogue(), id, d.unique_name("renamed")));
                    break;
                case 5:
                    model->undoStack()->undo();
                    break;
                default:
                    model->undoStack()->redo();
            }
        }
        if (below(3) == 0) QCoreApplication::processEvents();
        if (below(2) == 0) continue;
        QVERIFY(settled(*model));
        QCOMPARE(difference(*model), QByteArray());
    }
    QVERIFY(settled(*model));
    QCOMPARE(difference(*model), QByteArray());
}

/// A block that goes and comes back before anybody looked keeps what is known of it.
void TestAnalysis::undoneInOneBreath() {
    const auto model = opened(400);
    model->run(model::remove_blocks(model->document(), model->catalogue(),
                                    {model->document().find("b7")->id}));
    model->undoStack()->undo();
    QVERIFY(settled(*model));
    QVERIFY(model->analysis().valid());
    QCOMPARE(difference(*model), QByteArray());
}

void TestAnalysis::anotherDocumentMeanwhile() {
    const auto model = opened(3000);
    model->run(model::set_param(model->document(), model->catalogue(),
                                model->document().find("b3")->id, "units", std::int64_t{7}));
    QCoreApplication::sendPostedEvents();
    model->reset(samples::chain(model->catalogue(), 300));
    QTest::qWait(100);
    QVERIFY(settled(*model));
    QCOMPARE(difference(*model), QByteArray());
}

void TestAnalysis::closedMeanwhile() {
    auto model = opened(3000);
    model->run(model::set_param(model->document(), model->catalogue(),
                                model->document().find("b3")->id, "units", std::int64_t{7}));
    QCoreApplication::sendPostedEvents();
    model.reset();
    QTest::qWait(100);
}

QTEST_MAIN(TestAnalysis)
#include "test_analysis.moc"
