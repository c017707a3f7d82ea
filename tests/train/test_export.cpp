// SPDX-License-Identifier: Apache-2.0
// Exported files open again; one that fails leaves the others, and what was there before, alone.
#include <QTemporaryDir>
#include <filesystem>

#include "engine/exchange/embedded_project.h"
#include "engine/io/files.h"
#include "engine/model/project.h"
#include "engine/train/export.h"
#include "engine/train/results.h"
#include "tests/support/expect.h"
#include "tests/train/networks.h"

using namespace gradweave;
using namespace gradweave::train;
using namespace gradweave::testing;

namespace {

ExportSource source_of(model::Document document) {
    ExportSource source;
    source.catalogue = test::catalogue();
    DataDescriber data(*source.catalogue, {}, true);
    model::Analyser analyser(*source.catalogue);
    source.analysis =
        analyser.analyse(document, [&](const model::Block& block) { return data(block); });
    source.document = std::move(document);
    source.title = "moons";
    return source;
}

/// With what a run of an epoch gives.
ExportSource trained(std::shared_ptr<Run>& run) {
    ExportSource source = source_of(test::moons());
    run = std::make_shared<Run>(test::job(source.document), Progress{});
    auto history = std::make_shared<History>();
    history->begin(run->started());
    std::optional<Diverged> diverged;
    for (int i = 0; i < 5; ++i)
        history->add(run->step(diverged));
    source.weights = [weights = run->weights()] { return weights; };
    source.loss = [history] { return loss_plot(*history, 9); };
    source.metrics_csv = [history] { return history->steps_csv(); };
    return source;
}

const std::vector<ExportKind> all_kinds = {ExportKind::weights, ExportKind::network,
                                           ExportKind::graph_training, ExportKind::loss,
                                           ExportKind::metrics};

}  // namespace

class TestExport : public QObject {
    Q_OBJECT

  private slots:
    void allFilesOpenAgain();
    void initialWeightsAreThoseOfTheRun();
    void trainedWeightsKeepTheirProject();
    void obstacles();
    void failureLeavesTheOthers();
    void stopsBetweenFiles();
};

void TestExport::allFilesOpenAgain() {
    QTemporaryDir folder;
    std::shared_ptr<Run> run;
    const ExportSource source = trained(run);
    const auto files = export_files(source, folder.path().toStdString(), "moons", all_kinds);
    QCOMPARE(files.size(), 5u);
    for (const ExportedFile& file : files) {
        QCOMPARE(text(file.problem), QString());
        QCOMPARE(file.bytes, std::filesystem::file_size(file.path));
    }
    const auto same = [&](const std::optional<std::string>& project) {
        return project && model::document_from_text(*project, *source.catalogue) == source.document;
    };
    const auto weights = io::read_safetensors(files[0].path);
    QVERIFY(same(exchange::project_in_metadata(weights.metadata)));
    const auto expected = run->weights();
    QCOMPARE(weights.tensors.size(), expected.tensors.size());
    for (const auto& [name, array] : expected.tensors)
        QVERIFY2(identical(weights.tensors.at(name), array), name.c_str());
    for (int i = 1; i <= 3; ++i)
        QVERIFY(same(exchange::project_in_svg(io::read_text(files[static_cast<size_t>(i)].path))));
    const QString csv = text(io::read_text(files[4].path));
    QCOMPARE(csv.count('\n'), 6);
    QVERIFY(csv.startsWith("step,epoch,loss,learning_rate"));
}

void TestExport::initialWeightsAreThoseOfTheRun() {
    QTemporaryDir folder;
    const ExportSource source = source_of(test::moons());
    const auto files =
        export_files(source, folder.path().toStdString(), "new", {ExportKind::weights});
    QCOMPARE(text(files[0].problem), QString());
    const auto written = io::read_safetensors(files[0].path);
    const auto expected = Run(test::job(source.document), Progress{}).weights();
    QCOMPARE(written.tensors.size(), expected.tensors.size());
    QCOMPARE(std::int64_t(written.tensors.size()), weight_facts(source.analysis).tensors);
    std::uint64_t bytes = 0;
    for (const auto& [name, array] : expected.tensors) {
        QVERIFY2(identical(written.tensors.at(name), array), name.c_str());
        bytes += array.byte_size();
    }
    QCOMPARE(weight_facts(source.analysis).bytes, bytes);
}

void TestExport::trainedWeightsKeepTheirProject() {
    QTemporaryDir folder;
    std::shared_ptr<Run> run;
    ExportSource source = trained(run);
    const auto trained_with = source.document;
    source.document.apply(model::set_training(source.document, "epochs", std::int64_t{99}));
    const auto files =
        export_files(source, folder.path().toStdString(), "moons", {ExportKind::weights});
    const auto project =
        exchange::project_in_metadata(io::read_safetensors_header(files[0].path).metadata);
    QVERIFY(project.has_value());
    QVERIFY(model::document_from_text(*project, *source.catalogue) == trained_with);
}

void TestExport::obstacles() {
    const auto obstacle = [](const ExportSource& source, ExportKind kind) {
        return text(export_obstacle(source, kind).value_or(""));
    };
    const ExportSource empty = source_of({});
    for (const ExportKind kind :
         {ExportKind::weights, ExportKind::network, ExportKind::graph_forward})
        QCOMPARE(obstacle(empty, kind), "The network is empty.");
    const ExportSource fresh = source_of(test::moons());
    QCOMPARE(obstacle(fresh, ExportKind::weights), "");
    QCOMPARE(obstacle(fresh, ExportKind::graph_training), "");
    QCOMPARE(obstacle(fresh, ExportKind::loss), "Nothing was trained yet.");
    QCOMPARE(obstacle(fresh, ExportKind::metrics), "Nothing was trained yet.");
    model::Document broken = test::moons();
    broken.apply(
        model::remove_wires({{broken.find("cross_entropy") ? broken.find("cross_entropy")->id
                                                           : broken.blocks().rbegin()->first - 1,
                              "label"}}));
    const ExportSource wrong = source_of(broken);
    QVERIFY(!wrong.analysis.valid());
    QCOMPARE(obstacle(wrong, ExportKind::network), "");
    QVERIFY(obstacle(wrong, ExportKind::weights).startsWith("Block \""));
    // Asked for all the same, it is a sentence and no file.
    QTemporaryDir folder;
    const auto files = export_files(wrong, folder.path().toStdString(), "x",
                                    {ExportKind::graph_forward, ExportKind::network});
    QVERIFY(!files[0].problem.empty());
    QVERIFY(!std::filesystem::exists(files[0].path));
    QCOMPARE(text(files[1].problem), QString());
}

void TestExport::failureLeavesTheOthers() {
    QTemporaryDir folder;
    std::shared_ptr<Run> run;
    const ExportSource source = trained(run);
    // A folder stands where the picture should go.
    const std::filesystem::path base = folder.path().toStdString();
    std::filesystem::create_directory(base / "moons-network.svg");
    const auto files = export_files(source, base, "moons", all_kinds);
    for (const ExportedFile& file : files)
        QCOMPARE(file.problem.empty(), file.kind != ExportKind::network);
    QVERIFY2(files[1].problem.find("moons-network.svg") != std::string::npos,
             files[1].problem.c_str());
    // A source that throws leaves the old file as it was.
    ExportSource failing = source;
    failing.weights = []() -> io::TensorFile {
        throw Error(ErrorKind::device, "The device is lost.");
    };
    const auto before = io::read_text(files[0].path);
    const auto again = export_files(failing, base, "moons", {ExportKind::weights});
    QCOMPARE(text(again[0].problem), "The device is lost.");
    QVERIFY(io::read_text(files[0].path) == before);
    // No folder: every file says so.
    for (const ExportedFile& file : export_files(source, base / "nowhere", "moons", all_kinds))
        QVERIFY(!file.problem.empty() && file.bytes == 0);
}

void TestExport::stopsBetweenFiles() {
    QTemporaryDir folder;
    const ExportSource source = source_of(test::moons());
    Progress progress;
    bool begun = false;
    std::vector<double> fractions;
    progress.report = [&](double fraction, std::string_view) {
        begun = true;
        fractions.push_back(fraction);
    };
    progress.cancelled = [&] { return begun; };
    const auto files = export_files(
        source, folder.path().toStdString(), "moons",
        {ExportKind::network, ExportKind::graph_forward, ExportKind::weights}, progress);
    QVERIFY(!files[0].cancelled && files[0].problem.empty());
    QVERIFY(files[1].cancelled && files[2].cancelled);
    QVERIFY(!std::filesystem::exists(files[1].path));
    QCOMPARE(fractions, (std::vector<double>{0, 1}));
}

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
