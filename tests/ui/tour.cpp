// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of the window in its states, for people to look at: tour FOLDER [LANGUAGE].
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <functional>

#include "app/gradweave/about_dialog.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/translations.h"
#include "engine/model/markup.h"
#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/graphview/graph_view.h"
#include "ui/graphview/picture_scene.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_strip.h"
#include "ui/panels/outline.h"
#include "ui/panels/palette.h"
#include "ui/panels/problems_panel.h"
#include "ui/panels/search_popup.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

class Tour {
  public:
    Tour(const QDir& folder, Appearance appearance)
        : m_folder(folder),
          m_suffix(appearance == Appearance::light  ? "light"
                   : appearance == Appearance::dark ? "dark"
                                                    : "contrast"),
          m_catalogue(std::make_shared<model::Catalogue>()),
          m_window(m_catalogue, [](const model::Block& block, const std::filesystem::path&) {
              return samples::digitsData(block);
          }) {
        m_window.resize(1440, 900);
        m_window.show();
    }

    void run() {
        m_window.setDevices("Devices: CPU, 8 threads, AVX2 loops", {});
        shot("start");
        (*m_window.actions().all().front()).trigger();
        shot("empty");
        document().reset(samples::digits(*m_catalogue));
        settle();
        m_window.canvas().fitAll();
        shot("project");
        select("fc1");
        shot("inspector-linear");
        m_window.inspector().showHelp();
        shot("inspector-help");
        select("images");
        shot("inspector-data");
        problems();
        wiring();
        search();
        palette();
        inserting();
        markup();
        panels();
        graphs();
        arranged();
        conv();
        zooms();
        about();
    }

  private:
    DocumentModel& document() { return m_window.document(); }
    CanvasView& canvas() { return m_window.canvas(); }

    void settle() {
        for (int i = 0; i < 5; ++i)
            QTest::qWait(10);
    }

    static void wait(const std::function<bool()>& done) {
        if (!QTest::qWaitFor(done, 30000)) qWarning("waited for nothing");
    }

    void shot(const QString& name, QWidget* widget = nullptr) {
        settle();
        QWidget* shown = widget ? widget : &m_window;
        shown->grab().save(m_folder.filePath(name + "-" + m_suffix + ".png"));
    }

    void select(const char* name) {
        document().select({document().document().find(std::string(name))->id});
    }

    model::BlockId id(const char* name) {
        return document().document().find(std::string(name))->id;
    }

    QPoint socket(const char* block, const char* port, bool output) {
        const BlockItem* item = canvas().graph().blockItem(id(block));
        return canvas().mapFromScene(item->socketPosition(port, output));
    }

    void mouse(QEvent::Type type, QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        const bool move = type == QEvent::MouseMove;
        const bool release = type == QEvent::MouseButtonRelease;
        QMouseEvent event(type, at, canvas().viewport()->mapToGlobal(at),
                          move ? Qt::NoButton : Qt::LeftButton,
                          release ? Qt::NoButton : Qt::LeftButton, modifiers);
        QApplication::sendEvent(canvas().viewport(), &event);
    }

    void problems() {
        document().run(
            model::connect(document().document(), {{id("images"), "image"}, {id("fc1"), "x"}}));
        document().run(
            model::add_block(document().document(), *m_catalogue->find("dropout"), {500, 330}));
        select("fc1");
        settle();
        auto* panel = m_window.findChild<ProblemsPanel*>();
        m_window.showTab(panel);
        shot("problems");
        m_window.messages().showMessage(MessageStrip::Kind::error,
                                        "/home/ada/digits.gradweave: cannot be written: no space "
                                        "left on the device (needs 4 KB, 0 bytes free).");
        m_window.messages().addAction("Save elsewhere…", [] {});
        shot("message");
        m_window.messages().dismiss();
        document().undoStack()->undo();
        document().undoStack()->undo();
        settle();
    }

    void wiring() {
        const QPoint from = socket("images", "label", true);
        mouse(QEvent::MouseButtonPress, from);
        mouse(QEvent::MouseMove, from + QPoint(40, 10));
        mouse(QEvent::MouseMove, socket("fc2", "x", false) + QPoint(3, 3));
        shot("wiring-refused");
        mouse(QEvent::MouseMove, socket("accuracy", "label", false) + QPoint(-3, 3));
        shot("wiring-fits");
        canvas().cancelGesture();
        // Two inputs of Add fit alike: which one is asked.
        document().run(
            model::add_block(document().document(), *m_catalogue->find("add"), {640, 300}));
        settle();
        const BlockItem* add = canvas().graph().blockItem(id("add"));
        const QPoint body = canvas().mapFromScene(add->sceneBody().center());
        const QPoint output = socket("fc2", "y", true);
        mouse(QEvent::MouseButtonPress, output);
        mouse(QEvent::MouseMove, output + QPoint(30, 10));
        mouse(QEvent::MouseMove, body);
        shot("wiring-choice");
        mouse(QEvent::MouseButtonRelease, body);
        settle();
        if (auto* menu = canvas().findChild<QMenu*>("socketMenu")) {
            shot("wiring-menu", menu);
            menu->close();
        }
        document().undoStack()->undo();
        settle();
    }

    void search() {
        AddRequest request;
        request.from = model::Socket{id("relu"), "y"};
        request.global = canvas().mapToGlobal(QPoint(400, 400));
        request.position = {300, 300};
        canvas().requestAdd(request);
        auto* popup = m_window.findChild<SearchPopup*>();
        shot("search", popup);
        popup->field()->setText("conv");
        shot("search-typed", popup);
        popup->field()->setText("sofmax");
        shot("search-nothing", popup);
        popup->hide();
        canvas().requestAdd({canvas().mapToGlobal(QPoint(400, 400)), {300, 300}, {}, {}, {}});
        shot("search-all", popup);
        popup->hide();
    }

    void palette() {
        auto* panel = m_window.findChild<Palette*>();
        panel->field()->setText("norm");
        shot("palette-search", panel);
        panel->field()->clear();
    }

    void inserting() {
        document().run(
            model::add_block(document().document(), *m_catalogue->find("dropout"), {560, 60}));
        settle();
        const BlockItem* item = canvas().graph().blockItem(id("dropout"));
        const QPoint at = canvas().mapFromScene(item->pos() + QPointF(40, 10));
        const BlockItem* flat = canvas().graph().blockItem(id("flatten"));
        const QPoint to = canvas().mapFromScene(flat->sceneBody().topRight() + QPointF(60, 12));
        mouse(QEvent::MouseButtonPress, at);
        mouse(QEvent::MouseMove, at + QPoint(0, -20));
        mouse(QEvent::MouseMove, to);
        shot("inserting");
        mouse(QEvent::MouseButtonRelease, to);
        shot("inserted");
    }

    void markup() {
        const model::Document before = document().document();
        auto& actions = m_window.actions();
        const auto on = [&](const char* name, const char* action) {
            select(name);
            settle();
            actions[action]->trigger();
        };
        on("relu2", "graph.bypass");
        on("accuracy", "graph.mute");
        on("fc2", "graph.collapse");
        document().run(model::add_group(document().document(), {id("fc3"), id("loss")}, "Head"));
        on("flatten", "graph.pin");
        document().run(model::add_frame(document().document(), {id("fc1"), id("relu")},
                                        "First layer, as in the paper"));
        document().run(model::add_empty_frame(document().document(), "Note: try a larger batch",
                                              {40, 420}, {300, 140}));
        canvas().addBend({id("fc2"), "x"}, {650, 128});
        canvas().addBend({id("fc2"), "x"}, {230, 128});
        document().select({});
        settle();
        canvas().fitAll();
        shot("markup");
        canvas().graph().markDiverged(id("fc3"));
        actions["view.minimap"]->trigger();
        QTest::qWait(150);
        shot("minimap-diverged");
        canvas().zoomTo(0.35, QPointF(600, 300));
        shot("markup-afar");
        actions["view.minimap"]->trigger();
        document().reset(before);
        settle();
        canvas().fitAll();
    }

    void panels() {
        auto& actions = m_window.actions();
        actions["view.outline"]->trigger();
        auto* tree = m_window.outline().tree();
        select("fc1");
        settle();
        tree->expand(tree->currentIndex());
        shot("outline");
        QTest::keyClick(tree, Qt::Key_L);
        shot("outline-linking");
        QTest::keyClick(tree, Qt::Key_Escape);
        document().run(model::move_blocks(document().document(), {{id("fc1"), {600, 90}}}));
        document().run(
            model::toggle_mode(document().document(), {id("relu")}, model::BlockMode::muted));
        document().run(model::remove_blocks(document().document(), *m_catalogue, {id("relu2")}));
        actions["view.history"]->trigger();
        shot("history");
        while (document().undoStack()->canUndo())
            document().undoStack()->undo();
        document().run(
            model::connect(document().document(), {{id("images"), "image"}, {id("fc1"), "x"}}));
        settle();
        select("fc1");
        m_window.showTab(m_window.findChild<ProblemsPanel*>());
        QTest::qWait(400);
        shot("repairs");
        document().undoStack()->undo();
        actions["edit.preferences"]->trigger();
        auto* dialog = m_window.findChild<QDialog*>("preferences");
        shot("preferences", dialog);
        dialog->findChild<QTabWidget*>("preferenceTabs")->setCurrentIndex(1);
        shot("preferences-keys", dialog);
        dialog->close();
        m_window.actions()["view.resetLayout"]->trigger();
    }

    void graphs() {
        auto* graph = &m_window.graphView();
        m_window.showTab(graph);
        wait([&] { return !graph->busy() && !graph->scene()->empty(); });
        graph->fit();
        shot("graph");
        graph->setTraining(true);
        graph->toggleExpanded("fc1");
        wait([&] { return !graph->busy(); });
        graph->fit();
        shot("graph-unfolded");
        m_window.showTab(&m_window.canvas());
    }

    void arranged() {
        m_window.actions()["graph.arrange"]->trigger();
        canvas().fitAll();
        shot("arranged");
    }

    void conv() {
        document().run(
            model::add_block(document().document(), *m_catalogue->find("conv2d"), {0, 400}));
        settle();
        select("conv1");
        canvas().fitAll();
        shot("inspector-conv");
    }

    void zooms() {
        canvas().zoomTo(2.2, QPointF(400, 300));
        shot("zoom220");
        canvas().zoomTo(0.33, QPointF(400, 300));
        shot("zoom33");
        document().reset(samples::chain(*m_catalogue, 1000));
        canvas().fitAll();
        shot("thousand");
    }

    void about() {
        app::AboutDialog dialog(&m_window);
        dialog.show();
        shot("about", &dialog);
    }

    QDir m_folder;
    QString m_suffix;
    std::shared_ptr<model::Catalogue> m_catalogue;
    app::MainWindow m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    // Nothing of what this user has opened or set, and the examples wherever it is started.
    const QTemporaryDir state;
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    qputenv("XDG_CONFIG_HOME", state.path().toUtf8());
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    QStandardPaths::setTestModeEnabled(true);
    const QDir folder(argc > 1 ? argv[1] : ".");
    if (argc > 2) app::useLanguage(QString::fromUtf8(argv[2]));
    for (const Appearance appearance :
         {Appearance::light, Appearance::dark, Appearance::highContrast}) {
        ThemeManager::instance().apply(appearance);
        Tour(folder, appearance).run();
    }
    return 0;
}
