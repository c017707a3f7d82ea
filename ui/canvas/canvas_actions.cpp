// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_actions.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <algorithm>

#include "engine/model/markup.h"
#include "ui/canvas/minimap.h"
#include "ui/command_text.h"
#include "ui/repair_search.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

CanvasActions::CanvasActions(Actions& actions, CanvasView& view, CanvasEditor& editor)
    : QObject(&view), m_actions(actions), m_view(view), m_editor(editor) {
    bindEditing();
    bindGraph();
    bindView();
    DocumentModel& model = view.model();
    connect(&model, &DocumentModel::selectionChanged, this, &CanvasActions::refresh);
    connect(&model, &DocumentModel::analysed, this, &CanvasActions::refresh);
    connect(model.undoStack(), &QUndoStack::indexChanged, this, &CanvasActions::refresh);
    connect(&view.graph(), &GraphScene::chosenWiresChanged, this, &CanvasActions::refresh);
    connect(QApplication::clipboard(), &QClipboard::dataChanged, this, &CanvasActions::refresh);
    connect(&view, &CanvasView::menuRequested, this, &CanvasActions::popUp);
    refresh();
}

void CanvasActions::bind(const char* id, const std::function<void()>& act) {
    QAction* action = m_actions[id];
    action->setShortcutContext(Qt::WidgetShortcut);
    m_view.addAction(action);
    connect(action, &QAction::triggered, this, act);
}

void CanvasActions::bindEditing() {
    bind("edit.undo", [this] { m_editor.undo(); });
    bind("edit.redo", [this] { m_editor.redo(); });
    // These two are wanted from wherever the keyboard is; text fields keep their own.
    for (const char* id : {"edit.undo", "edit.redo"})
        m_actions[id]->setShortcutContext(Qt::WindowShortcut);
    bind("edit.cut", [this] { m_editor.cut(); });
    bind("edit.copy", [this] { m_editor.copy(); });
    bind("edit.paste", [this] { m_editor.paste(false); });
    bind("edit.pasteWired", [this] { m_editor.paste(true); });
    bind("edit.duplicate", [this] { m_editor.duplicate(false); });
    bind("edit.duplicateWired", [this] { m_editor.duplicate(true); });
    bind("edit.delete", [this] { m_editor.remove(); });
    bind("edit.deleteReconnect", [this] { m_editor.removeAndReconnect(); });
    bind("edit.selectAll", [this] { m_editor.selectAll(); });
    bind("edit.rename", [this] { m_editor.renameSelected(); });
}

void CanvasActions::bindGraph() {
    using Step = CanvasEditor::Step;
    using Edge = CanvasEditor::Edge;
    bind("graph.add", [this] { m_editor.requestAdd(); });
    bind("graph.connect", [this] { m_editor.connectSelected(); });
    bind("graph.disconnect", [this] { m_editor.disconnectSelected(); });
    bind("graph.cut", [this] { m_view.takeKnife(); });
    bind("graph.pullOut", [this] { m_editor.pullOut(); });
    bind("graph.addBend", [this] { m_editor.addBend(); });
    bind("graph.removeBends", [this] { m_editor.removeBends(); });
    bind("graph.bypass", [this] { m_editor.toggleMode(model::BlockMode::bypassed); });
    bind("graph.mute", [this] { m_editor.toggleMode(model::BlockMode::muted); });
    bind("graph.collapse", [this] { m_editor.toggleCollapsed(); });
    bind("graph.pin", [this] { m_editor.togglePinned(); });
    bind("graph.frame", [this] { m_editor.frame(); });
    bind("graph.unframe", [this] { m_editor.unframe(); });
    bind("graph.group", [this] { m_editor.group(); });
    bind("graph.openGroup", [this] { m_editor.openGroup(); });
    bind("graph.closeGroup", [this] { m_editor.closeGroup(); });
    bind("graph.arrange", [this] { m_editor.arrange(); });
    bind("graph.alignLeft", [this] { m_editor.align(Edge::left); });
    bind("graph.alignRight", [this] { m_editor.align(Edge::right); });
    bind("graph.alignTop", [this] { m_editor.align(Edge::top); });
    bind("graph.alignBottom", [this] { m_editor.align(Edge::bottom); });
    bind("graph.next", [this] { m_editor.walk(Step::next); });
    bind("graph.previous", [this] { m_editor.walk(Step::previous); });
    bind("graph.above", [this] { m_editor.walk(Step::siblingAbove); });
    bind("graph.below", [this] { m_editor.walk(Step::siblingBelow); });
}

void CanvasActions::bindView() {
    bind("view.fitAll", [this] { m_view.fitAll(); });
    bind("view.fitSelection", [this] { m_view.fitSelection(); });
    bind("view.zoom100", [this] { m_view.zoomTo(1, QRectF(m_view.viewport()->rect()).center()); });
    bind("view.zoomIn", [this] { m_view.zoomBy(1.25); });
    bind("view.zoomOut", [this] { m_view.zoomBy(1 / 1.25); });
    QAction* snap = m_actions["view.snap"];
    snap->setChecked(m_view.snaps());
    QAction* minimap = m_actions["view.minimap"];
    minimap->setChecked(!m_view.minimap().isHidden());
    connect(&m_view.minimap(), &Minimap::shownChanged, minimap, &QAction::setChecked);
    connect(minimap, &QAction::triggered, this,
            [this](bool on) { m_view.minimap().setWanted(on); });
    connect(snap, &QAction::toggled, this, [this](bool on) { m_view.setSnaps(on); });
}

void CanvasActions::refresh() {
    const auto set = [this](const char* id, const QString& whyNot) {
        Actions::setAvailable(m_actions[id], whyNot);
    };
    const DocumentModel& model = m_view.model();
    QUndoStack* stack = m_view.model().undoStack();
    const auto named = [](const QString& verb, const QString& step) {
        return step.isEmpty() ? verb : QStringLiteral("%1 %2").arg(verb, step);
    };
    m_actions["edit.undo"]->setText(named(tr("&Undo"), stack->undoText()));
    m_actions["edit.redo"]->setText(named(tr("&Redo"), stack->redoText()));
    set("edit.undo", stack->canUndo() ? QString() : tr("Nothing has been changed yet."));
    set("edit.redo", stack->canRedo() ? QString() : tr("Nothing has been undone."));

    const QString none = m_editor.whyNotSelection();
    const bool wires = !m_view.graph().chosenWires().empty();
    for (const char* id :
         {"edit.cut", "edit.copy", "edit.duplicate", "edit.duplicateWired", "edit.deleteReconnect",
          "view.fitSelection", "graph.disconnect", "graph.pullOut", "graph.mute", "graph.collapse",
          "graph.pin", "graph.group"})
        set(id, none);
    const bool frame = m_view.graph().chosenFrame() != 0;
    set("edit.delete", wires || frame ? QString() : none);
    set("graph.bypass", m_editor.whyNotBypass());
    const bool framed =
        std::any_of(model.selection().begin(), model.selection().end(),
                    [&](model::BlockId id) { return model.document().at(id).frame != 0; });
    set("graph.unframe", framed ? QString() : tr("Select blocks that are in a frame first."));
    set("graph.openGroup",
        m_editor.framesOfSelection(true).empty() ? tr("Select a closed group first.") : QString());
    set("graph.closeGroup", m_editor.framesOfSelection(false).empty()
                                ? tr("Select a frame, or a block in one, first.")
                                : QString());
    const auto& chosen = m_view.graph().chosenWires();
    set("graph.addBend", chosen.size() == 1 ? QString() : tr("Select one wire first."));
    const bool bent = std::any_of(chosen.begin(), chosen.end(), [&](const model::Socket& input) {
        return !model.document().bends(input).empty();
    });
    set("graph.removeBends", bent ? QString() : tr("Select a wire with reroute points first."));
    const std::size_t count = model.selection().size();
    const QString one = count == 1 ? QString() : tr("Select one block first.");
    set("edit.rename", frame || m_editor.framesOfSelection(true).size() == 1 ? QString() : one);
    set("help.block", one);
    const QString several = count > 1 ? QString() : tr("Select two or more blocks first.");
    for (const char* id :
         {"graph.alignLeft", "graph.alignRight", "graph.alignTop", "graph.alignBottom"})
        set(id, several);
    set("graph.connect", m_editor.whyNotConnect());
    const bool empty = model.document().blocks().empty();
    const QString noBlocks = empty ? tr("There are no blocks yet.") : QString();
    for (const char* id :
         {"edit.selectAll", "graph.arrange", "view.fitAll", "graph.next", "graph.previous",
          "graph.above", "graph.below", "edit.find", "graph.cut"})
        set(id, noBlocks);
    set("edit.paste", m_editor.whyNotPaste());
    set("edit.pasteWired", m_editor.whyNotPaste());
}

/// What repairs the problem of the one chosen block comes first, as soon as it is found.
void CanvasActions::offerRepairs(QMenu& menu) {
    DocumentModel& model = m_view.model();
    if (model.selection().size() != 1) return;
    const model::Problem* problem = model.analysis().problem_of(*model.selection().begin());
    if (problem == nullptr) return;
    auto* search = new RepairSearch(model, &menu);
    connect(search, &RepairSearch::changed, &menu, [search, &menu] {
        QAction* before = menu.actions().value(0);
        std::size_t index = 0;
        for (const model::Repair& repair : search->repairs()) {
            auto* action = new QAction(commandText(repair.label), &menu);
            action->setObjectName(QStringLiteral("repair%1").arg(index));
            connect(action, &QAction::triggered, search, [search, index] { search->apply(index); });
            menu.insertAction(before, action);
            ++index;
        }
        if (index > 0) menu.insertSeparator(before);
    });
    search->ask(*problem);
}

void CanvasActions::fillBlockMenu(QMenu& menu) {
    offerRepairs(menu);
    for (const char* id : {"edit.rename",
                           "help.block",
                           "",
                           "edit.cut",
                           "edit.copy",
                           "edit.duplicate",
                           "edit.duplicateWired",
                           "",
                           "edit.delete",
                           "edit.deleteReconnect",
                           "",
                           "graph.bypass",
                           "graph.mute",
                           "graph.collapse",
                           "graph.pin",
                           "",
                           "graph.frame",
                           "graph.unframe",
                           "graph.group",
                           "graph.openGroup",
                           "graph.closeGroup",
                           "",
                           "graph.connect",
                           "graph.disconnect",
                           "graph.pullOut",
                           "graph.arrange",
                           "",
                           "view.fitSelection"}) {
        if (*id == '\0')
            menu.addSeparator();
        else
            menu.addAction(m_actions[id]);
    }
    const auto& frames = m_view.model().document().frames();
    if (frames.empty()) return;
    auto* into = new QMenu(tr("Put &into frame"), &menu);
    into->setObjectName(QStringLiteral("intoFrame"));
    menu.insertMenu(m_actions["graph.unframe"], into);
    for (const auto& [id, frame] : frames) {
        connect(into->addAction(qtext(frame.title)), &QAction::triggered, &m_view,
                [this, frame = id] { m_editor.putIntoFrame(frame); });
    }
}

void CanvasActions::fillFrameMenu(QMenu& menu) {
    const model::FrameId id = m_view.graph().chosenFrame();
    menu.addAction(m_actions["edit.rename"]);
    auto* colours = menu.addMenu(tr("&Colour"));
    for (int i = 0; i < Theme::frameColours; ++i) {
        QPixmap patch(16, 16);
        patch.fill(theme().frame(i));
        connect(colours->addAction(QIcon(patch), tr("Colour %1").arg(i + 1)), &QAction::triggered,
                &m_view, [this, id, i] {
                    m_view.model().run(model::recolour_frame(m_view.model().document(), id, i));
                });
    }
    QAction* select = menu.addAction(tr("&Select its blocks"));
    select->setObjectName(QStringLiteral("frame.select"));
    connect(select, &QAction::triggered, &m_view, [this, id] {
        const auto blocks = m_view.model().document().blocks_in(id);
        m_view.model().select({blocks.begin(), blocks.end()});
    });
    menu.addSeparator();
    menu.addAction(m_actions["graph.closeGroup"]);
    menu.addAction(m_actions["edit.delete"]);
}

void CanvasActions::fillSheetMenu(QMenu& menu, const QPointF& scene) {
    AddRequest request;
    request.global = QCursor::pos();
    request.position = {scene.x(), scene.y()};
    const auto& wires = m_view.graph().chosenWires();
    if (!wires.empty()) {
        request.into = *wires.begin();
        QAction* insert = menu.addAction(m_actions["graph.add"]->icon(), tr("&Insert block…"));
        insert->setObjectName(QStringLiteral("wire.insert"));
        insert->setEnabled(wires.size() == 1);
        connect(insert, &QAction::triggered, &m_view,
                [this, request] { m_view.requestAdd(request); });
        menu.addAction(m_actions["graph.addBend"]);
        menu.addAction(m_actions["graph.removeBends"]);
        menu.addAction(m_actions["edit.delete"]);
        return;
    }
    QAction* add =
        menu.addAction(m_actions["graph.add"]->icon(), tr("&Add block…") + QStringLiteral("\tTab"));
    add->setObjectName(QStringLiteral("sheet.add"));
    connect(add, &QAction::triggered, &m_view, [this, request] { m_view.requestAdd(request); });
    for (const char* id : {"edit.paste", "", "graph.frame", "graph.cut", "", "edit.selectAll",
                           "graph.arrange", "", "view.fitAll", "view.zoom100", "view.snap"}) {
        if (*id == '\0')
            menu.addSeparator();
        else
            menu.addAction(m_actions[id]);
    }
}

void CanvasActions::popUp(const QPoint& global, const QPointF& scene) {
    auto* menu = new QMenu(&m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("canvasMenu"));
    menu->setToolTipsVisible(true);
    if (m_view.graph().chosenFrame() != 0)
        fillFrameMenu(*menu);
    else if (m_view.model().selection().empty())
        fillSheetMenu(*menu, scene);
    else
        fillBlockMenu(*menu);
    // Not exec(): the event loop goes on, nothing waits here.
    menu->popup(global);
}

}  // namespace gradweave::ui
