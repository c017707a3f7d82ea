// SPDX-License-Identifier: GPL-3.0-or-later
// Documents among each other: a window each, blocks carried over as text, one file in two places,
// files that other programs change, pictures that give their graph back; and what is set for all.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QKeySequenceEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <algorithm>
#include <memory>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/windows.h"
#include "engine/exchange/onnx/import.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"
#include "engine/train/export.h"
#include "ui/canvas/canvas_view.h"
#include "ui/graphview/graph_request.h"
#include "ui/panels/message_strip.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestDocuments : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void cleanup() { m_windows.reset(); }
    void eachDocumentHasItsWindow();
    void windowsStayOnTheScreen();
    void oneFileIsOpenOnce();
    void copiedBetweenWindowsAsText();
    void secondHolderOnlyReads();
    void changeOnDiskIsTold();
    void unknownBlocksSurvive();
    void pngGivesItsGraphBack();
    void onnxBecomesAProject();
    void pdfIsWritten();
    void keysCanBeChanged();
    void preferencesReachAllWindows();

  private:
    QString write(const char* name, const model::Document& document) {
        const QString path = m_folder->filePath(name);
        model::save_project(document, path.toStdString());
        return path;
    }
    model::Document small() const {
        model::Document d;
        d.apply(model::add_block(d, *m_catalogue->find("generated"), {0, 0}));
        d.apply(model::add_block_from(d, *m_catalogue->find("linear"), {300, 0},
                                      {1, m_catalogue->find("generated")->outputs[0].name}));
        return d;
    }
    app::MainWindow& first() { return *m_windows->all().front(); }

    std::shared_ptr<const model::Catalogue> m_catalogue = std::make_shared<model::Catalogue>();
    QTemporaryDir m_state;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Windows> m_windows;
};

void TestDocuments::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    ThemeManager::instance().apply(Appearance::light);
}

void TestDocuments::init() {
    app::preferences()->clear();
    app::stateSettings()->clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_windows = std::make_unique<app::Windows>(m_catalogue);
    m_windows->add();
    QVERIFY(QTest::qWaitForWindowExposed(&first()));
}

void TestDocuments::eachDocumentHasItsWindow() {
    const QString a = write("a.gradweave", small()), b = write("b.gradweave", small());
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    QCOMPARE(m_windows->all().size(), std::size_t{1});  // an empty window is used
    first().openPath(b);
    QCOMPARE(m_windows->all().size(), std::size_t{2});
    app::MainWindow& second = *m_windows->all()[1];
    QTRY_COMPARE(second.project().path(), b);
    QCOMPARE(first().project().path(), a);
    // Each has its own history.
    second.document().run(model::remove_blocks(second.document().document(), *m_catalogue, {2}));
    QVERIFY(!first().isWindowModified());
    QTRY_VERIFY(second.isWindowModified());
    second.document().undoStack()->undo();
    second.close();
    QTRY_COMPARE(m_windows->all().size(), std::size_t{1});
    first().actions()["file.newWindow"]->trigger();
    QCOMPARE(m_windows->all().size(), std::size_t{2});
}

/// Windows that stand one beside the other do not walk off the screen, however many there are.
void TestDocuments::windowsStayOnTheScreen() {
    const QRect screen(0, 20, 1440, 860);
    QCOMPARE(app::Windows::placeBeside({100, 60, 900, 600}, screen), QRect(132, 92, 900, 600));
    QRect window(20, 30, 1400, 840);
    for (int i = 0; i < 4; ++i) {
        const QRect next = app::Windows::placeBeside(window, screen);
        QVERIFY(screen.contains(next));
        QCOMPARE(next.size(), window.size());
        QVERIFY(next.topLeft() != window.topLeft());
        window = next;
    }
    QCOMPARE(app::Windows::placeBeside({0, 0, 3000, 2000}, screen), screen);
    // The windows do use it.
    app::MainWindow& second = m_windows->add(&first());
    const QRect free = first().screen()->availableGeometry();
    QVERIFY(free.contains(second.pos()));
}

void TestDocuments::oneFileIsOpenOnce() {
    const QString a = write("a.gradweave", small());
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    app::MainWindow& second = m_windows->add();
    second.openPath(a);
    QTest::qWait(50);
    QVERIFY(second.project().path().isEmpty());
    QVERIFY(!first().project().readOnly());
}

void TestDocuments::copiedBetweenWindowsAsText() {
    const QString a = write("a.gradweave", small());
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    first().document().select({1, 2});
    first().actions()["edit.copy"]->trigger();
    // Nothing but text travels: it may be sent by mail and pasted elsewhere.
    const QString text = QApplication::clipboard()->text();
    QVERIFY(text.contains("gradweave-fragment"));
    QApplication::clipboard()->setText(text);
    app::MainWindow& second = m_windows->add();
    second.actions()["file.new"]->trigger();
    second.canvas().setFocus();
    second.actions()["edit.paste"]->trigger();
    QCOMPARE(second.document().document().blocks().size(), std::size_t{2});
    QCOMPARE(second.document().document().wires().size(), std::size_t{1});
    // Junk is one sentence, and nothing is lost.
    QApplication::clipboard()->setText("{\"gradweave-fragment\": nonsense");
    second.actions()["edit.paste"]->trigger();
    QCOMPARE(second.document().document().blocks().size(), std::size_t{2});
}

void TestDocuments::secondHolderOnlyReads() {
    const QString a = write("a.gradweave", small());
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    app::MainWindow& second = m_windows->add();
    second.openPathHere(a);
    QTRY_COMPARE(second.project().path(), a);
    QVERIFY(second.project().readOnly());
    QVERIFY2(second.windowTitle().contains("read-only"), qPrintable(second.windowTitle()));
    QVERIFY(second.messages().text().contains("open in another window"));
    const std::string before = io::read_text(a.toStdString());
    second.document().run(model::remove_blocks(second.document().document(), *m_catalogue, {2}));
    second.project().save(a);
    QVERIFY(second.messages().text().contains("another name"));
    QCOMPARE(io::read_text(a.toStdString()), before);
    // Under another name it is an ordinary file.
    const QString b = m_folder->filePath("b.gradweave");
    second.project().save(b);
    QTRY_COMPARE(second.project().path(), b);
    QVERIFY(!second.project().readOnly());
    // Who comes after the first has gone may write again.
    first().document().undoStack()->setClean();
    first().project().makeEmpty();
    second.openPathHere(a);
    QTRY_COMPARE(second.project().path(), a);
    QVERIFY(!second.project().readOnly());
}

void TestDocuments::changeOnDiskIsTold() {
    const QString a = write("a.gradweave", small());
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    // Saving it oneself is no news.
    first().document().run(model::move_blocks(first().document().document(), {{1, {40, 40}}}));
    first().actions()["file.save"]->trigger();
    QTRY_VERIFY(!first().isWindowModified());
    QTest::qWait(500);
    QVERIFY(!first().messages().text().contains("another program"));
    model::Document other = small();
    other.apply(model::rename_block(other, *m_catalogue, 2, "renamed"));
    QTest::qWait(20);
    write("a.gradweave", other);
    QTRY_VERIFY_WITH_TIMEOUT(first().messages().text().contains("changed by another program"),
                             5000);
    QVERIFY(first().document().document().find("renamed") == nullptr);
    auto* reload = first().messages().findChild<QPushButton*>();
    for (auto* button : first().messages().findChildren<QPushButton*>()) {
        if (button->text() == "Reload") reload = button;
    }
    QVERIFY(reload != nullptr);
    QTest::mouseClick(reload, Qt::LeftButton);
    QTRY_VERIFY(first().document().document().find("renamed") != nullptr);
    // Gone: the open document stays.
    QVERIFY(QFile::remove(a));
    QTRY_VERIFY_WITH_TIMEOUT(first().messages().text().contains("removed or renamed"), 5000);
    QVERIFY(first().document().document().find("renamed") != nullptr);
}

void TestDocuments::unknownBlocksSurvive() {
    model::Document d = small();
    model::Block foreign;
    foreign.id = d.fresh_id();
    foreign.kind = "from.the.future";
    foreign.name = "strange";
    foreign.params = {{"depth", std::int64_t{3}}};
    foreign.extra["curve"] = io::Json::List{1.5, true};
    d.apply(model::InsertBlock{foreign});
    d.apply(model::InsertWire{{{2, "y"}, {foreign.id, "in"}}});
    const QString a = write("a.gradweave", d);
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    const BlockItem* item = first().canvas().graph().blockItem(foreign.id);
    QVERIFY(item && !item->content().known);
    // Moved and saved: everything that was in it is still there.
    first().document().run(
        model::move_blocks(first().document().document(), {{foreign.id, {8, 16}}}));
    first().actions()["file.save"]->trigger();
    QTRY_VERIFY(!first().isWindowModified());
    const model::Document again = model::load_project(a.toStdString(), *m_catalogue);
    model::Block expected = foreign;
    expected.position = {8, 16};
    QVERIFY(again.at(foreign.id) == expected);
    QVERIFY(again.source_of({foreign.id, "in"}).has_value());
}

void TestDocuments::pngGivesItsGraphBack() {
    model::Document d = small();
    d.apply(model::add_block_from(d, *m_catalogue->find("output"), {600, 0}, {2, "y"}));
    const QString a = write("a.gradweave", d);
    first().openPath(a);
    QTRY_COMPARE(first().project().path(), a);
    QTRY_VERIFY(first().document().analysis().blocks.at(2).computable);
    const GraphRequest request{first().document().document(), first().document().analysis(),
                               m_catalogue};
    const QString picture = m_folder->filePath("graph.png");
    io::write_file(picture.toStdString(), graphFile(request, "small", GraphFormat::png));
    QImage image(picture);
    QVERIFY(!image.isNull() && image.width() > 50);
    app::MainWindow& second = m_windows->add();
    // Dropped on the window.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(picture)});
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&second, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&second, &drop);
    QTRY_VERIFY2(second.document().document().blocks().size() == 3,
                 qPrintable(second.messages().text()));
    QVERIFY(second.project().path().isEmpty());
    // An ordinary picture: one sentence.
    QImage plain(20, 20, QImage::Format_RGB32);
    plain.fill(Qt::red);
    const QString other = m_folder->filePath("plain.png");
    QVERIFY(plain.save(other));
    second.openPathHere(other);
    QTRY_VERIFY(second.messages().text().contains("carries no Gradweave project"));
    QCOMPARE(second.document().document().blocks().size(), std::size_t{3});
}

void TestDocuments::onnxBecomesAProject() {
    const QString models = "/usr/share/libonnx-testdata/data/";
    QVERIFY2(QDir(models).exists(), "the package libonnx-testdata is not installed");
    // Dropped on the window.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(models + "pytorch-converted/test_Linear/model.onnx")});
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&first(), &enter);
    QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&first(), &drop);
    QTRY_VERIFY2(first().document().document().blocks().size() == 3,
                 qPrintable(first().messages().text()));
    QVERIFY(first().project().path().isEmpty());
    const auto computable = [&] {
        const auto& analysis = first().document().analysis();
        return !first().document().analysisPending() &&
               std::all_of(analysis.blocks.begin(), analysis.blocks.end(),
                           [](const auto& block) { return block.second.computable; });
    };
    QTRY_VERIFY(first().document().analysis().blocks.size() == 3 && computable());
    // Its weights are what a run begins with, and lie beside the project once that is saved.
    const std::string file = (models + "pytorch-converted/test_Linear/model.onnx").toStdString();
    const auto imported = exchange::onnx::import_file(file, *m_catalogue).weights;
    const auto begins = [&](const std::filesystem::path& base) {
        return train::network_weights(first().document().document(), *m_catalogue,
                                      first().document().analysis(), nullptr, base, true)
            .tensors;
    };
    const auto same = [&](const std::map<std::string, Array>& tensors) {
        return tensors.size() == imported.size() && !tensors.empty() &&
               std::all_of(imported.begin(), imported.end(), [&](const auto& weight) {
                   return identical(tensors.at(weight.first), weight.second);
               });
    };
    QVERIFY(same(begins({})));
    // It has no loss, and can be exported all the same.
    train::ExportSource source;
    source.document = first().document().document();
    source.analysis = first().document().analysis();
    source.catalogue = m_catalogue;
    QVERIFY(!train::export_obstacle(source, train::ExportKind::weights));
    QVERIFY(!train::export_obstacle(source, train::ExportKind::onnx));
    QVERIFY(train::export_obstacle(source, train::ExportKind::graph_training).has_value());
    const QString path = m_folder->filePath("net.gradweave");
    bool saved = false;
    first().project().save(path, [&] { saved = true; });
    QTRY_VERIFY(saved);
    QVERIFY(!first().isWindowModified());
    QVERIFY(first().document().document().training().at("weights") ==
            model::ParamValue(std::string("net.safetensors")));
    QVERIFY(
        same(io::read_safetensors(m_folder->filePath("net.safetensors").toStdString()).tensors));
    QVERIFY(same(begins(m_folder->path().toStdString())));
    // A block that is renamed keeps its weights.
    auto& document = first().document();
    document.run(model::rename_block(document.document(), document.catalogue(), 2, "renamed"));
    QTRY_VERIFY(!document.analysis().blocks.at(2).parameters.at(0).stored_in.empty());
    const auto renamed = begins(m_folder->path().toStdString());
    QVERIFY(renamed.contains("renamed.weight"));
    QVERIFY(identical(renamed.at("renamed.weight"), imported.begin()->second) ||
            identical(renamed.at("renamed.weight"), imported.rbegin()->second));
    document.undoStack()->undo();
    // What has no block is kept as a placeholder and named.
    first().openPathHere(models + "node/test_hardmax_axis_1/model.onnx");
    QTRY_VERIFY2(first().messages().text().contains("(Hardmax): there is no block for it"),
                 qPrintable(first().messages().text()));
    const auto& blocks = first().document().document().blocks();
    QVERIFY(std::any_of(blocks.begin(), blocks.end(),
                        [](const auto& entry) { return entry.second.kind == "onnx:Hardmax"; }));
}

void TestDocuments::pdfIsWritten() {
    model::Document d = small();
    d.apply(model::add_block_from(d, *m_catalogue->find("output"), {600, 0}, {2, "y"}));
    first().openPath(write("a.gradweave", d));
    QTRY_COMPARE(first().document().document().blocks().size(), std::size_t{3});
    QTRY_VERIFY(first().document().analysis().blocks.at(2).computable);
    const std::string pdf =
        graphFile({first().document().document(), first().document().analysis(), m_catalogue},
                  "small", GraphFormat::pdf);
    QVERIFY(pdf.starts_with("%PDF-"));
    QVERIFY(pdf.size() > 1000);
}

void TestDocuments::keysCanBeChanged() {
    first().actions()["edit.preferences"]->trigger();
    auto* keys = first().findChild<QTreeWidget*>("keyList");
    QVERIFY(keys != nullptr);
    QTreeWidgetItem* mute = nullptr;
    for (int i = 0; i < keys->topLevelItemCount(); ++i) {
        if (keys->topLevelItem(i)->data(0, Qt::UserRole) == "graph.mute")
            mute = keys->topLevelItem(i);
    }
    QVERIFY(mute != nullptr);
    keys->setCurrentItem(mute);
    auto* field = first().findChild<QKeySequenceEdit*>("keySequence");
    field->setKeySequence(QKeySequence("Ctrl+D"));
    emit field->editingFinished();
    QCOMPARE(first().actions()["graph.mute"]->shortcut(), QKeySequence("Ctrl+D"));
    // Two commands never have the same keys.
    QVERIFY(first().actions()["edit.duplicate"]->shortcut().isEmpty());
    QVERIFY(first().actions()["graph.mute"]->toolTip().contains("Ctrl+D"));
    // The next window knows it, and so does this one once it was reset.
    app::MainWindow& second = m_windows->add();
    QCOMPARE(second.actions()["graph.mute"]->shortcut(), QKeySequence("Ctrl+D"));
    QTest::mouseClick(first().findChild<QPushButton*>("resetKeys"), Qt::LeftButton);
    QCOMPARE(first().actions()["edit.duplicate"]->shortcut(), QKeySequence("Ctrl+D"));
    QCOMPARE(second.actions()["edit.duplicate"]->shortcut(), QKeySequence("Ctrl+D"));
    QCOMPARE(second.actions()["graph.mute"]->shortcut(), QKeySequence("Ctrl+M"));
}

void TestDocuments::preferencesReachAllWindows() {
    app::MainWindow& second = m_windows->add();
    first().actions()["edit.preferences"]->trigger();
    const auto choose = [&](const char* name, const char* value) {
        auto* box = first().findChild<QComboBox*>(name);
        QVERIFY(box != nullptr);
        box->setCurrentIndex(box->findData(QLatin1String(value)));
        emit box->activated(box->currentIndex());
    };
    choose("preference.canvas/wheel", "scroll");
    QVERIFY(second.canvas().wheel() == CanvasView::Wheel::scroll);
    choose("preference.canvas/snap", "no");
    QVERIFY(!second.canvas().snaps());
    choose("preference.appearance", "contrast");
    QVERIFY(theme().contrast);
    QVERIFY(second.actions()["view.contrast"]->isChecked());
    choose("preference.appearance", "light");
    QVERIFY(!theme().dark);
}

QTEST_MAIN(TestDocuments)
#include "test_documents.moc"
