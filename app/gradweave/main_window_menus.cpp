// SPDX-License-Identifier: GPL-3.0-or-later
// The window's menus, its tool bar, and what their actions do.
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>
#include <QUndoView>

#include "app/gradweave/about_dialog.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/preferences_dialog.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_tab.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/minimap.h"
#include "ui/graphview/graph_view.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/inspector.h"
#include "ui/panels/kind_search.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/message_strip.h"
#include "ui/panels/outline.h"
#include "ui/panels/palette.h"
#include "ui/panels/problems_panel.h"
#include "ui/panels/training_bar.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

namespace {

const QString appearanceKey = QStringLiteral("appearance");
const QString usesKey = QStringLiteral("uses/after ");

struct AppearanceAction {
    const char* id;
    ui::Appearance appearance;
    const char* name;
};

constexpr AppearanceAction appearances[] = {
    {"view.system", ui::Appearance::system, "system"},
    {"view.light", ui::Appearance::light, "light"},
    {"view.dark", ui::Appearance::dark, "dark"},
    {"view.contrast", ui::Appearance::highContrast, "contrast"},
};

}  // namespace

void MainWindow::buildMenus() {
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
        menu->setToolTipsVisible(true);
        for (const char* id : ids) {
            if (*id == '\0')
                menu->addSeparator();
            else
                menu->addAction((*m_actions)[id]);
        }
        return menu;
    };
    QMenu* file =
        fill(menuBar()->addMenu(tr("&File")), {"file.new", "file.newWindow", "file.open"});
    m_recentMenu = file->addMenu(ui::icon(QStringLiteral("clock")), tr("Open &recent"));
    m_recentMenu->setToolTipsVisible(true);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    fill(file, {"file.data", "file.start", "", "file.save", "file.saveAs", "file.export", "",
                "file.close", "file.quit"});
    fill(menuBar()->addMenu(tr("&Edit")),
         {"edit.undo", "edit.redo", "", "edit.cut", "edit.copy", "edit.paste", "edit.pasteWired",
          "edit.duplicate", "edit.duplicateWired", "", "edit.delete", "edit.deleteReconnect", "",
          "edit.selectAll", "edit.rename", "edit.find", "", "edit.preferences"});
    QMenu* view = menuBar()->addMenu(tr("&View"));
    fill(view->addMenu(tr("Sho&w")), {"view.canvas", "view.graph", "view.data", "", "view.training",
                                      "view.problems", "view.log"});
    fill(view, {"", "view.fitAll", "view.fitSelection", "view.zoom100", "view.zoomIn",
                "view.zoomOut", "", "view.snap", "view.minimap", ""});
    QMenu* panels = view->addMenu(tr("&Panels"));
    for (QDockWidget* dock : docks()) {
        QAction* toggle = dock->toggleViewAction();
        toggle->setObjectName(QStringLiteral("panel.%1").arg(dock->objectName()));
        panels->addAction(toggle);
    }
    fill(view, {"view.outline", "view.history", "view.nextPane", "view.resetLayout", ""});
    fill(view->addMenu(tr("&Appearance")),
         {"view.system", "view.light", "view.dark", "view.contrast"});
    QMenu* graph = fill(menuBar()->addMenu(tr("&Graph")), {"graph.add",
                                                           "graph.connect",
                                                           "graph.disconnect",
                                                           "graph.cut",
                                                           "graph.pullOut",
                                                           "graph.addBend",
                                                           "graph.removeBends",
                                                           "",
                                                           "graph.bypass",
                                                           "graph.mute",
                                                           "graph.collapse",
                                                           "graph.pin",
                                                           "",
                                                           "graph.frame",
                                                           "graph.unframe",
                                                           "",
                                                           "graph.group",
                                                           "graph.openGroup",
                                                           "graph.closeGroup",
                                                           "",
                                                           "graph.arrange"});
    fill(graph->addMenu(tr("A&lign")),
         {"graph.alignLeft", "graph.alignRight", "graph.alignTop", "graph.alignBottom"});
    fill(graph, {"", "graph.next", "graph.previous", "graph.above", "graph.below"});
    fill(menuBar()->addMenu(tr("&Train")),
         {"train.start", "train.pause", "train.stop", "train.step"});
    fill(menuBar()->addMenu(tr("&Help")), {"help.block", "help.commands", "", "help.about"});
}

void MainWindow::buildToolBar() {
    m_toolBar = addToolBar(tr("Tool bar"));
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->toggleViewAction()->setVisible(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    for (const char* id :
         {"graph.add", "edit.undo", "edit.redo", "", "graph.arrange", "view.fitAll", "",
          "train.start", "train.pause", "train.stop", "train.step"}) {
        if (*id == '\0')
            m_toolBar->addSeparator();
        else
            m_toolBar->addAction((*m_actions)[id]);
    }
    // The one word that everybody looks for.
    if (auto* train =
            qobject_cast<QToolButton*>(m_toolBar->widgetForAction((*m_actions)["train.start"]))) {
        train->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        // What stands beside it stays where it is when it says Resume.
        train->setMinimumWidth(train->sizeHint().width() + qRound(ui::metrics().unit));
    }
    m_trainingBar = new ui::TrainingBar(*m_document, m_toolBar);
    m_toolBar->addWidget(m_trainingBar);
    connect(m_trainingBar, &ui::TrainingBar::moreWanted, this, [this] {
        m_inspectorDock->show();
        m_document->select({});
        m_inspector->focusTraining();
    });
    connect(m_trainingBar, &ui::TrainingBar::refused, this, [this](const QString& sentence) {
        if (sentence.isEmpty())
            statusBar()->clearMessage();
        else
            statusBar()->showMessage(sentence);
    });
    for (QAction* action : m_toolBar->actions()) {
        if (QWidget* button = m_toolBar->widgetForAction(action)) {
            button->setObjectName(QStringLiteral("tool.%1").arg(action->objectName()));
            button->setAccessibleName(action->text().remove('&'));
        }
    }
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    for (const QString& path : m_recent->paths()) {
        QAction* action = m_recentMenu->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { openPath(path); });
    }
    if (m_recent->paths().isEmpty()) {
        m_recentMenu->addAction(tr("No recent projects"))->setEnabled(false);
        return;
    }
    m_recentMenu->addSeparator();
    connect(m_recentMenu->addAction(tr("&Clear list")), &QAction::triggered, m_recent,
            &RecentFiles::clear);
}

void MainWindow::bindActions() {
    // Actions that are in a menu only have no shortcut without this.
    for (QAction* action : m_actions->all()) {
        if (action->shortcutContext() == Qt::WindowShortcut) addAction(action);
    }
    bindFiles();
    bindView();
    const auto bind = [this](const char* id, auto act) {
        connect((*m_actions)[id], &QAction::triggered, this, act);
    };
    bind("edit.find", &MainWindow::findBlock);
    bind("help.commands", &MainWindow::findCommand);
    bind("help.block", &MainWindow::showHelp);
    bind("help.about", &MainWindow::showAbout);
    bind("edit.preferences", &MainWindow::showPreferences);
    applyPreferences();
}

void MainWindow::bindView() {
    const auto bind = [this](const char* id, auto act) {
        connect((*m_actions)[id], &QAction::triggered, this, act);
    };
    bind("view.nextPane", &MainWindow::nextPane);
    bind("view.outline", [this] { showPanel(m_outlineDock, m_outline->tree()); });
    const std::pair<const char*, QWidget*> pages[] = {
        {"view.canvas", m_canvas},        {"view.graph", m_graph},       {"view.data", m_preview},
        {"view.training", m_trainingTab}, {"view.problems", m_problems}, {"view.log", m_log}};
    for (const auto& [id, page] : pages) {
        bind(id, [this, page = page] {
            showTab(page);
            if (QWidget* target = entryOf(page, page)) target->setFocus(Qt::TabFocusReason);
        });
    }
    bind("view.history", [this] { showPanel(m_historyDock, m_history); });
    bind("view.resetLayout", &MainWindow::resetLayout);
    auto* group = new QActionGroup(this);
    for (const AppearanceAction& entry : appearances) {
        QAction* action = (*m_actions)[entry.id];
        group->addAction(action);
        action->setChecked(ui::ThemeManager::instance().appearance() == entry.appearance);
        connect(action, &QAction::triggered, this, &MainWindow::applyAppearance);
    }
    applyAppearance();
}

void MainWindow::showPreferences() {
    auto* dialog = new PreferencesDialog(*m_actions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PreferencesDialog::changed, this, [this] {
        applyPreferences();
        emit preferencesChanged();
    });
    dialog->show();
}

void MainWindow::applyPreferences() {
    const auto settings = preferences();
    applyKeys(*m_actions);
    using Wheel = ui::CanvasView::Wheel;
    const QString wheel = settings->value(QStringLiteral("canvas/wheel")).toString();
    m_canvas->setWheel(wheel == QLatin1String("zoom")     ? Wheel::zoom
                       : wheel == QLatin1String("scroll") ? Wheel::scroll
                                                          : Wheel::automatic);
    (*m_actions)["view.snap"]->setChecked(settings->value(QStringLiteral("canvas/snap")) !=
                                          QLatin1String("no"));
    const QString minimap = settings->value(QStringLiteral("canvas/minimap")).toString();
    m_canvas->minimap().setWanted(minimap == QLatin1String("yes")  ? std::optional(true)
                                  : minimap == QLatin1String("no") ? std::optional(false)
                                                                   : std::nullopt);
    const QString appearance = settings->value(appearanceKey).toString();
    for (const AppearanceAction& entry : appearances) {
        if (appearance != QLatin1String(entry.name)) continue;
        (*m_actions)[entry.id]->setChecked(true);
        if (ui::ThemeManager::instance().appearance() != entry.appearance)
            ui::ThemeManager::instance().apply(entry.appearance);
    }
}

void MainWindow::showPanel(QDockWidget* dock, QWidget* entry) {
    showEditor();
    dock->show();
    dock->raise();
    entry->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::applyAppearance() {
    for (const AppearanceAction& entry : appearances) {
        if (!(*m_actions)[entry.id]->isChecked()) continue;
        if (ui::ThemeManager::instance().appearance() != entry.appearance)
            ui::ThemeManager::instance().apply(entry.appearance);
        preferences()->setValue(appearanceKey, QLatin1String(entry.name));
    }
}

// Search

QPoint MainWindow::searchPlace() const {
    // Where menus of commands are looked for: in the upper middle.
    const int unit = qRound(ui::metrics().unit);
    return mapToGlobal(QPoint(width() / 2 - unit * 12, unit * 7));
}

void MainWindow::openSearch(QPoint global, const QString& prompt, const QString& noun,
                            std::vector<ui::SearchEntry> entries,
                            const std::function<void(const QString&)>& chosen) {
    m_onChosen = chosen;
    QWidget* focused = QApplication::focusWidget();
    m_askedFrom = focused && m_outline->isAncestorOf(focused) ? focused : nullptr;
    m_search->open(global, prompt, noun, std::move(entries));
}

/// How often this user put which kinds of blocks beside one of this kind.
std::map<QString, int> MainWindow::usesAfter(const QString& neighbour) {
    std::map<QString, int> uses;
    const auto state = stateSettings();
    for (const QString& entry : state->value(usesKey + neighbour).toStringList())
        uses[entry.section(' ', 0, 0)] = entry.section(' ', 1).toInt();
    return uses;
}

void MainWindow::noteUse(const QString& neighbour, const QString& kind) {
    auto uses = usesAfter(neighbour);
    // What was long ago counts less and less.
    if (++uses[kind] > 40) {
        for (auto& [id, count] : uses)
            count /= 2;
    }
    QStringList entries;
    for (const auto& [id, count] : uses) {
        if (count > 0) entries << QStringLiteral("%1 %2").arg(id).arg(count);
    }
    stateSettings()->setValue(usesKey + neighbour, entries);
}

void MainWindow::offerKinds(const ui::AddRequest& request) {
    openSearch(request.global, ui::promptFor(*m_document, request), tr("block"),
               ui::kindsFor(*m_document, request, usesAfter(ui::neighbourOf(*m_document, request))),
               [this, request](const QString& id) {
                   noteUse(ui::neighbourOf(*m_document, request), id);
                   if (const auto* kind = m_catalogue->find(id.toStdString()))
                       m_editor->add(request, *kind);
               });
}

void MainWindow::findBlock() {
    showTab(m_canvas);
    openSearch(searchPlace(), tr("Find a block"), tr("block"), ui::blocksOf(*m_document),
               [this](const QString& id) { revealPlace(id.toLongLong(), {}); });
}

void MainWindow::findCommand() {
    std::vector<ui::SearchEntry> entries;
    for (const QAction* action : m_actions->all()) {
        if (action->objectName() == QLatin1String("help.commands")) continue;
        ui::SearchEntry entry;
        entry.text = {action->text().section('\t', 0, 0).remove('&').remove(QStringLiteral("…")),
                      {},
                      action->toolTip()};
        entry.note = action->shortcut().isEmpty()
                         ? action->text().section('\t', 1)
                         : action->shortcut().toString(QKeySequence::NativeText);
        entry.icon = action->icon();
        entry.id = action->objectName();
        if (!action->isEnabled()) {
            entry.whyNot = action->toolTip();
            entry.rank = 1;
        }
        entries.push_back(std::move(entry));
    }
    openSearch(searchPlace(), tr("Search for a command"), tr("command"), std::move(entries),
               [this](const QString& id) {
                   // After the popup is gone, which would take the focus back.
                   QAction* action = (*m_actions)[id.toUtf8().constData()];
                   QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
               });
}

void MainWindow::showHelp() {
    showTab(m_canvas);
    m_inspectorDock->show();
    m_inspector->showHelp();
}

void MainWindow::showAbout() {
    auto* about = new AboutDialog(this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->show();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (button != nullptr && enter && !(event->modifiers() & ~Qt::KeypadModifier) &&
        !event->isAutoRepeat())
        return button->click();
    QMainWindow::keyPressEvent(event);
}

/// Where the keyboard goes in a pane: to this widget if it takes it, else to the first that does.
QWidget* MainWindow::entryOf(QWidget* pane, QWidget* preferred) {
    if (preferred->isVisible() && preferred->focusPolicy() != Qt::NoFocus) return preferred;
    for (QWidget* target = pane->nextInFocusChain(); target && target != pane;
         target = target->nextInFocusChain()) {
        if (target->focusPolicy() & Qt::TabFocus && target->isVisible() &&
            pane->isAncestorOf(target))
            return target;
    }
    return nullptr;
}

/// The next of library, message, canvas, inspector and bottom panel that can be seen.
void MainWindow::nextPane() {
    const QList<QWidget*> panes{m_palette,   m_outline, m_messages,  m_tabs,
                                m_inspector, m_history, m_bottomTabs};
    const QList<QWidget*> entries{
        m_palette->field(),           m_outline->tree(),        m_messages,
        m_tabs->currentWidget(),      m_inspector->nameField(), m_history,
        m_bottomTabs->currentWidget()};
    qsizetype current = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (QApplication::focusWidget() && panes[i]->isAncestorOf(QApplication::focusWidget()))
            current = i;
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        const qsizetype next = (current + step) % panes.size();
        if (!panes[next]->isVisible() || entries[next] == nullptr) continue;
        if (QWidget* target = entryOf(panes[next], entries[next]))
            return target->setFocus(Qt::TabFocusReason);
    }
}

}  // namespace gradweave::app
