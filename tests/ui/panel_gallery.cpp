// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of data preview, log and export dialog in their states, for people to look at:
// panel_gallery FOLDER. Needs Debian's dataset-fashion-mnist for the pictures of clothes.
#include <QApplication>
#include <QDir>
#include <QPushButton>
#include <QThread>
#include <functional>

#include "engine/model/project.h"
#include "engine/train/run.h"
#include "ui/panels/class_list.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/sample_grid.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

using Shot = std::function<void(QWidget&, const QString&)>;

void settle() {
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

model::Document example(const model::Catalogue& catalogue, const char* name) {
    return model::load_project(
        std::string(GRADWEAVE_SOURCE_DIR "/resources/examples/") + name + model::project_suffix,
        catalogue);
}

void takeData(const Shot& shot) {
    const auto catalogue = std::make_shared<model::Catalogue>();
    DocumentModel document(catalogue);
    DataCache data(catalogue);
    DataPreview preview(document, data);
    preview.resize(1000, 620);
    preview.show();
    const auto open = [&](const char* name) {
        document.reset(example(*catalogue, name));
        while (preview.busy())
            settle();
    };
    settle();
    shot(preview, "data-empty");
    document.reset(example(*catalogue, "fashion-mnist-mlp"));
    for (int i = 0; i < 7; ++i) {
        QThread::msleep(50);
        settle();
    }
    shot(preview, "data-reading");
    open("fashion-mnist-mlp");
    shot(preview, "data-images");
    preview.findChild<SampleGrid*>()->setFocus();
    preview.goTo(1234);
    preview.findChild<ClassList*>()->choose(7);
    shot(preview, "data-images-class");
    preview.findChild<ClassList*>()->choose(-1);
    open("iris");
    shot(preview, "data-table");
    open("spirals");
    shot(preview, "data-points");
    open("curve-raw-ops");
    shot(preview, "data-sine");
    document.run({"Path",
                  {model::InsertBlock{{77,
                                       "csv_table",
                                       1,
                                       "heart",
                                       model::Point{},
                                       {{"path", std::string("heart.csv")}},
                                       {}}}},
                  {}});
    preview.showBlock(77);
    while (preview.busy())
        settle();
    shot(preview, "data-failed");
}

void takeLog(const Shot& shot) {
    LogPanel log;
    log.resize(800, 200);
    log.show();
    shot(log, "log-empty");
    log.add(LogPanel::Level::info, "Opened digits.gradweave.");
    log.add(LogPanel::Level::info, "Run 3 began: 20 epochs of 141 steps on CPU (8 threads).");
    log.add(LogPanel::Level::warning,
            "flowers.csv: 2 rows were skipped; the first is line 17: the cell \"thal\" is empty.");
    log.add(
        LogPanel::Level::error,
        "Training stopped: the loss became NaN in epoch 1, batch 37. The first bad value is the "
        "output of fc2 (inf). The weights are back at epoch 0, the last with finite numbers.");
    log.add(LogPanel::Level::info, "Exported 4 files, 96 KB.");
    shot(log, "log");
}

void takeExport(const Shot& shot, const QDir& folder) {
    const auto catalogue = std::make_shared<model::Catalogue>();
    train::ExportSource source;
    source.catalogue = catalogue;
    source.document = example(*catalogue, "spirals");
    train::DataDescriber data(*catalogue, {}, true);
    model::Analyser analyser(*catalogue);
    source.analysis =
        analyser.analyse(source.document, [&](const model::Block& block) { return data(block); });
    source.title = "spirals";
    const auto write = [](ExportDialog& dialog) {
        dialog.findChild<QPushButton*>("exportButton")->click();
        while (dialog.busy())
            settle();
    };
    {
        ExportDialog dialog(source, "spirals", folder.path());
        dialog.show();
        shot(dialog, "export-untrained");
    }
    source.weights = [&]() -> io::TensorFile {
        return train::network_weights(source.document, *catalogue, source.analysis);
    };
    source.loss = [] { return exchange::Plot{}; };
    source.metrics_csv = [] { return std::string("step,epoch,loss\n"); };
    const QString out = folder.filePath("exported");
    QDir().mkpath(out);
    ExportDialog dialog(source, "spirals", out, "trained, of run 3, epoch 7");
    dialog.show();
    write(dialog);
    QThread::msleep(100);
    shot(dialog, "export-done");
    ExportDialog failing(source, "spirals", "/dev/null/exports", "trained, of run 3, epoch 7");
    failing.show();
    write(failing);
    shot(failing, "export-failed");
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? argv[1] : ".");
    for (const Appearance appearance : {Appearance::light, Appearance::dark}) {
        ThemeManager::instance().apply(appearance);
        const QString suffix = appearance == Appearance::light ? "light" : "dark";
        const auto shot = [&](QWidget& widget, const QString& name) {
            settle();
            widget.grab().save(folder.filePath(name + "-" + suffix + ".png"));
        };
        takeData(shot);
        takeLog(shot);
        takeExport(shot, folder);
    }
    return 0;
}
