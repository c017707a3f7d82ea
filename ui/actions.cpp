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

#define T(text) QT_TRANSLATE_NOOP("Actions", text)

const std::vector<ActionSpec>& actionTable() {
    static const std::vector<ActionSpec> table = {
        {"file.new", T("&New"), "new", "Ctrl+N", T("Begin an empty project")},
        {"file.open", T("&Open…"), "open", "Ctrl+O", T("Open a project file")},
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
        {"edit.duplicateWired", T("Duplicate with wi&res"), "", "Ctrl+Shift+D",
         T("Copy the selected blocks and feed the copies alike")},
        {"edit.delete", T("De&lete"), "delete", "Del Backspace",
         T("Remove the selected blocks or wires")},
        {"edit.deleteReconnect", T("Delete and re&connect"), "delete-reconnect", "Ctrl+Del",
         T("Remove the selected blocks and join what they stood between")},
        {"edit.selectAll", T("Select &all"), "select-all", "Ctrl+A", T("Select all blocks")},
        {"edit.rename", T("Re&name"), "rename", "F2", T("Rename the selected block")},
        {"edit.find", T("&Find block…"), "search", "Ctrl+F", T("Find a block by its name")},

        {"graph.add", T("&Add block…"), "add", "Tab Shift+A",
         T("Search for a block and add it at the mouse")},
        {"graph.connect", T("&Connect"), "connect", "F", T("Connect the two selected blocks")},
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
        {"graph.previous", T("&Previous block"), "", "Alt+Left",
         T("Select the block that feeds this one")},
        {"graph.above", T("Block &above"), "", "Alt+Up",
         T("Select the block above that shares a wire")},
        {"graph.below", T("Block belo&w"), "", "Alt+Down",
         T("Select the block below that shares a wire")},

        {"view.fitAll", T("&Fit all"), "fit", "Home Shift+1", T("Show the whole graph")},
        {"view.fitSelection", T("Fit &selection"), "fit-selection", ". Shift+2",
         T("Show the selected blocks")},
        {"view.zoom100", T("&100 %"), "zoom-100", "Ctrl+0", T("Show everything in its own size")},
        {"view.zoomIn", T("Zoom &in"), "zoom-in", "Ctrl++ Ctrl+=", T("Enlarge")},
        {"view.zoomOut", T("Zoom &out"), "zoom-out", "Ctrl+-", T("Reduce")},
        {"view.snap", T("S&nap to grid"), "grid", "",
         T("Blocks snap to the grid and to each other; Ctrl while dragging inverts this"), true},
        {"view.system", T("As the &system"), "system", "", T("Light or dark as the desktop"), true},
        {"view.light", T("&Light"), "sun", "", T("Light appearance"), true},
        {"view.dark", T("&Dark"), "moon", "", T("Dark appearance"), true},
        {"view.nextPane", T("Next &pane"), "", "F6 Ctrl+Tab",
         T("Move the keyboard to the next part of the window")},
        {"view.resetLayout", T("&Reset layout"), "reset", "",
         T("Put all panels back where they belong")},

        {"train.start", T("&Train"), "play", "Ctrl+Return Ctrl+Enter",
         T("Train the network, or go on after a pause")},
        {"train.pause", T("&Pause"), "pause", "", T("Pause after the current batch")},
        {"train.stop", T("&Stop"), "stop", "Ctrl+Alt+Return Ctrl+Alt+Enter",
         T("Stop after the current batch and keep the weights")},
        {"train.step", T("One s&tep"), "step", "F10", T("Train on one batch, then pause")},

        {"help.block", T("&Help on block"), "help", "F1",
         T("Explain the selected block in the inspector")},
        {"help.commands", T("&Commands…"), "command", "Ctrl+K", T("Search for a command")},
        {"help.about", T("&About Gradweave"), "info", "",
         T("Version, licences, and what this program does not do")},
    };
    return table;
}

#undef T

Actions::Actions(const std::function<QIcon(const QString&)>& icon, QObject* parent)
    : QObject(parent) {
    for (const ActionSpec& spec : actionTable()) {
        auto* action = new QAction(QCoreApplication::translate("Actions", spec.text), this);
        action->setObjectName(QString::fromUtf8(spec.id));
        if (*spec.icon != '\0') action->setIcon(icon(QString::fromUtf8(spec.icon)));
        QList<QKeySequence> keys;
        for (const QString& key : QString::fromUtf8(spec.keys).split(' ', Qt::SkipEmptyParts))
            keys << QKeySequence(key, QKeySequence::PortableText);
        action->setShortcuts(keys);
        action->setCheckable(spec.checkable);
        action->setProperty(tipProperty, QCoreApplication::translate("Actions", spec.tip));
        setAvailable(action, {});
        m_byId.emplace(spec.id, action);
        m_all.push_back(action);
    }
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
