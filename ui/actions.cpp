// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QIcon>

#include "engine/core/error.h"

namespace gradweave::ui {

namespace {

const char* const tipProperty = "plainTip";

/// "Undo the last edit (Ctrl+Z)"
QString tipWithKeys(const QAction& action) {
    const QString tip = action.property(tipProperty).toString();
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys);
}

}  // namespace

namespace {

/// Gives the table's texts their context: lupdate takes T for QT_TR_NOOP.
struct ActionTexts {
    Q_DECLARE_TR_FUNCTIONS(Actions)
  public:
    static const std::vector<ActionSpec>& table();
};

}  // namespace

#define T(text) text

const std::vector<ActionSpec>& ActionTexts::table() {
    static const std::vector<ActionSpec> table = {
        {"file.new", T("&New"), "new", "Ctrl+N", T("Begin an empty project")},
        {"file.newWindow", T("New &window"), "window", "Ctrl+Shift+N",
         T("Another window, for another project")},
        {"file.open", T("&Open…"), "open", "Ctrl+O", T("Open a project file")},
        {"file.data", T("Use my &data…"), "category-data", "",
         T("Adds a block for a table as .csv or .tsv, a text, or images in MNIST's IDX files")},
        {"file.start", T("S&tart page"), "library", "", T("Examples and recent projects")},
        {"file.save", T("&Save"), "save", "Ctrl+S", T("Save the project")},
        {"file.saveAs", T("Save &as…"), "save-as", "Ctrl+Shift+S",
         T("Save the project under another name")},
        {"file.export", T("&Export…"), "export", "Ctrl+Shift+E",
         T("Write weights, pictures or code for other programs")},
        {"file.close", T("&Close project"), "close", "Ctrl+W", T("Close the project")},
        {"file.quit", T("&Quit"), "quit", "Ctrl+Q", T("Quit Gradweave")},

        {"edit.undo", T("&Undo"), "undo", "Ctrl+Z", T("Undo the last edit")},
        {"edit.redo", T("&Redo"), "redo", "Ctrl+Shift+Z Ctrl+Y", T("Redo what was undone")},
        {"edit.cut", T("Cu&t"), "cut", "Ctrl+X", T("Move the selected blocks to the clipboard")},
        {"edit.copy", T("&Copy"), "copy", "Ctrl+C", T("Copy the selected blocks")},
        {"edit.paste", T("&Paste"), "paste", "Ctrl+V", T("Paste blocks at the mouse")},
        {"edit.pasteWired", T("Paste with &wires"), "", "Ctrl+Shift+V",
         T("Paste blocks and keep the wires that led to the originals")},
        {"edit.duplicate", T("&Duplicate"), "duplicate", "Ctrl+D",
         T("Copy the selected blocks beside themselves")},
        {"edit.duplicateWired", T("Dupl&icate with wires"), "", "Ctrl+Shift+D",
         T("Copy the selected blocks and feed the copies alike")},
        {"edit.delete", T("De&lete"), "delete", "Del Backspace",
         T("Remove the selected blocks or wires")},
        {"edit.deleteReconnect", T("Delete and r&econnect"), "delete-reconnect", "Ctrl+Del",
         T("Remove the selected blocks and join what they stood between")},
        {"edit.selectAll", T("Select &all"), "select-all", "Ctrl+A", T("Select all blocks")},
        {"edit.rename", T("Re&name"), "rename", "F2", T("Rename the selected block")},
        {"edit.preferences", T("Preference&s…"), "settings", "Ctrl+,",
         T("Appearance, language, wheel, keys")},
        {"edit.find", T("&Find block…"), "search", "Ctrl+F", T("Find a block by its name")},

        {"graph.add", T("&Add block…"), "add", "Tab Shift+A",
         T("Search for a block and add it at the mouse")},
        {"graph.connect", T("&Connect"), "connect", "F", T("Connect the two selected blocks")},
        {"graph.disconnect", T("&Disconnect"), "", "", T("Remove all wires of the selected blocks"),
         false, T("Alt+click on a socket")},
        {"graph.cut", T("C&ut wires"), "", "", T("Draw a stroke that removes the wires it crosses"),
         false, T("Ctrl+Alt+drag, Y+drag")},
        {"graph.pullOut", T("&Pull out of chain"), "", "",
         T("Take the selected blocks out and join what they stood between"), false, T("Alt+drag")},
        {"graph.addBend", T("Add r&eroute point"), "", "",
         T("Lead the selected wire through another place"), false, T("Double-click on a wire")},
        {"graph.removeBends", T("Remo&ve reroute points"), "", "",
         T("Let the selected wires go straight again"), false, T("Double-click on the point")},
        {"graph.bypass", T("&Bypass"), "bypass", "B Ctrl+B",
         T("Let the selected blocks pass their input on unchanged, or take that off")},
        {"graph.mute", T("&Mute"), "mute", "Ctrl+M",
         T("Leave the selected blocks out, with all that they give, or take them in again")},
        {"graph.collapse", T("C&ollapse"), "collapse", "H",
         T("Show the selected blocks as their titles alone, or open them again")},
        {"graph.pin", T("P&in"), "pin", "P",
         T("Keep the selected blocks from being moved or deleted, or release them")},
        {"graph.frame", T("&Frame"), "frame", "C Ctrl+J",
         T("Put a titled frame around the selected blocks")},
        {"graph.group", T("&Group into a block"), "", "Ctrl+G",
         T("Show the selected blocks as one, with their open ends as its sockets")},
        {"graph.openGroup", T("Open group"), "", "Ctrl+Down",
         T("Show what is in the selected group")},
        {"graph.closeGroup", T("Close group"), "", "Ctrl+Up",
         T("Show the blocks of this frame as one again")},
        {"graph.unframe", T("&Take out of frame"), "", "Ctrl+Shift+J Ctrl+Shift+G",
         T("Take the selected blocks out of their frame")},
        {"graph.arrange", T("A&rrange"), "arrange", "Ctrl+Shift+F",
         T("Arrange the selected blocks, or all, in columns along the wires")},
        {"graph.alignLeft", T("Align &left"), "align", "Alt+Shift+Left",
         T("Align the left edges of the selected blocks")},
        {"graph.alignRight", T("Align &right"), "", "Alt+Shift+Right",
         T("Align the right edges of the selected blocks")},
        {"graph.alignTop", T("Align &top"), "", "Alt+Shift+Up",
         T("Align the top edges of the selected blocks")},
        {"graph.alignBottom", T("Align &bottom"), "", "Alt+Shift+Down",
         T("Align the bottom edges of the selected blocks")},
        {"graph.next", T("&Next block"), "", "Alt+Right",
         T("Select the next block along the wires")},
        {"graph.previous", T("Previou&s block"), "", "Alt+Left",
         T("Select the block that feeds this one")},
        {"graph.above", T("Bloc&k above"), "", "Alt+Up",
         T("Select the block above that shares a wire")},
        {"graph.below", T("Block belo&w"), "", "Alt+Down",
         T("Select the block below that shares a wire")},

        {"view.canvas", T("&Canvas"), "canvas", "Ctrl+1", T("Show the network on the canvas")},
        {"view.graph", T("Computation &graph"), "connect", "Ctrl+2",
         T("Show what is computed: forward, with gradients, as kernels")},
        {"view.data", T("&Data"), "category-data", "Ctrl+3", T("Show the samples of the data")},
        {"view.training", T("&Training"), "category-metric", "Ctrl+4",
         T("Show the curves and figures of the run")},
        {"view.problems", T("&Problems"), "warning", "Ctrl+5",
         T("Show what is wrong with the network")},
        {"view.log", T("&Log"), "more", "Ctrl+6", T("Show what has happened")},
        {"view.fitAll", T("&Fit all"), "fit", "Home Shift+1", T("Show the whole graph")},
        {"view.fitSelection", T("Fit &selection"), "fit-selection", ". Shift+2",
         T("Show the selected blocks")},
        {"view.minimap", T("&Minimap"), "minimap", "",
         T("A small picture of the whole graph; by itself from 60 blocks on"), true},
        {"view.zoom100", T("&100 %"), "zoom-100", "Ctrl+0", T("Show everything in its own size")},
        {"view.zoomIn", T("Zoom &in"), "zoom-in", "Ctrl++ Ctrl+=", T("Enlarge")},
        {"view.zoomOut", T("&Zoom out"), "zoom-out", "Ctrl+-", T("Reduce")},
        {"view.snap", T("S&nap to grid"), "grid", "",
         T("Blocks snap to the grid and to each other; Ctrl while dragging inverts this"), true},
        {"view.system", T("As the &system"), "system", "",
         T("Appearance: the theme of the desktop, light or dark"), true},
        {"view.light", T("&Light"), "sun", "", T("Appearance: the light theme"), true},
        {"view.dark", T("&Dark"), "moon", "", T("Appearance: the dark theme"), true},
        {"view.outline", T("&Outline"), "outline", "Ctrl+Shift+O",
         T("The graph as a tree of texts, to read and build by keyboard")},
        {"view.history", T("&History"), "history", "Ctrl+Alt+Z",
         T("All edits since the project was opened; choose one to go back to it")},
        {"view.contrast", T("&High contrast"), "contrast", "",
         T("Appearance: a theme of black and white with strong lines"), true},
        {"view.nextPane", T("N&ext pane"), "", "F6 Ctrl+Tab",
         T("Move the keyboard to the next part of the window")},
        {"view.resetLayout", T("&Reset layout"), "reset", "",
         T("Put all panels back where they belong")},

        {"train.start", T("&Train"), "play", "Ctrl+Return Ctrl+Enter",
         T("Train the network, or go on after a pause")},
        {"train.pause", T("&Pause"), "pause", "", T("Pause after the current batch")},
        {"train.stop", T("&Stop"), "stop", "Ctrl+Alt+Return Ctrl+Alt+Enter",
         T("Stop after the current batch and keep the weights")},
        {"train.step", T("&One step"), "step", "F10", T("Train on one batch, then pause")},

        {"help.block", T("&Help on block"), "help", "F1",
         T("Explain the selected block in the inspector")},
        {"help.commands", T("&Commands…"), "command", "Ctrl+K", T("Search for a command")},
        {"help.about", T("&About Gradweave"), "info", "",
         T("Version, licences, and what this program does not do")},
    };
    return table;
}

#undef T

const std::vector<ActionSpec>& actionTable() {
    return ActionTexts::table();
}

Actions::Actions(const std::function<QIcon(const QString&)>& icon, QObject* parent)
    : QObject(parent) {
    for (const ActionSpec& spec : actionTable()) {
        auto* action = new QAction(QCoreApplication::translate("Actions", spec.text), this);
        action->setObjectName(QString::fromUtf8(spec.id));
        if (*spec.icon != '\0') action->setIcon(icon(QString::fromUtf8(spec.icon)));
        const QList<QKeySequence> keys = keysOf(QString::fromUtf8(spec.keys));
        action->setShortcuts(keys);
        // A menu shows what follows the tab where it shows keys.
        if (*spec.gesture != '\0' && keys.isEmpty())
            action->setText(action->text() + '\t' +
                            QCoreApplication::translate("Actions", spec.gesture));
        action->setCheckable(spec.checkable);
        action->setProperty(tipProperty, QCoreApplication::translate("Actions", spec.tip));
        setAvailable(action, {});
        m_byId.emplace(spec.id, action);
        m_all.push_back(action);
    }
}

QList<QKeySequence> Actions::keysOf(const QString& text) {
    QList<QKeySequence> keys;
    for (const QString& key : text.split(' ', Qt::SkipEmptyParts))
        keys << QKeySequence(key, QKeySequence::PortableText);
    return keys;
}

QList<QKeySequence> Actions::defaultKeys(const QAction* action) {
    for (const ActionSpec& spec : actionTable()) {
        if (action->objectName() == QLatin1String(spec.id))
            return keysOf(QString::fromUtf8(spec.keys));
    }
    return {};
}

void Actions::setKeys(QAction* action, const QList<QKeySequence>& keys) {
    if (keys == action->shortcuts()) return;
    action->setShortcuts(keys);
    // Its tooltip names them; why it cannot be used stays in the second line.
    setAvailable(action, action->isEnabled() ? QString() : action->toolTip().section('\n', 1));
}

QAction* Actions::operator[](const char* id) const {
    const auto found = m_byId.find(id);
    GW_ASSERT(found != m_byId.end());
    return found->second;
}

void Actions::setAvailable(QAction* action, const QString& whyNot) {
    action->setEnabled(whyNot.isEmpty());
    const QString tip = tipWithKeys(*action);
    action->setToolTip(whyNot.isEmpty() ? tip : QStringLiteral("%1\n%2").arg(tip, whyNot));
}

}  // namespace gradweave::ui
