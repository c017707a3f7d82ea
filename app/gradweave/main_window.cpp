// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/main_window.h"

#include <QAction>
#include <QApplication>
#include <QChildEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QUndoView>
#include <QVBoxLayout>

#include "app/gradweave/settings.h"
#include "app/gradweave/start_page.h"
#include "app/gradweave/training_control.h"
#include "app/gradweave/training_tab.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/canvas/empty_hint.h"
#include "ui/charts/run_plots.h"
#include "ui/graphview/graph_view.h"
#include "ui/panels/block_facts.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/inspector.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/message_strip.h"
#include "ui/panels/outline.h"
#include "ui/panels/palette.h"
#include "ui/panels/problems_panel.h"
#include "ui/panels/run_status.h"
#include "ui/panels/search_popup.h"
#include "ui/panels/training_form.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

using ui::icon;
using ui::metrics;

namespace {

/// Of the remembered layout: docks that a version does not have must not disturb it.
constexpr int layoutVersion = 2;

}  // namespace

MainWindow::MainWindow(std::shared_ptr<const model::Catalogue> catalogue)
    : m_catalogue(catalogue),
      m_document(new ui::DocumentModel(catalogue, this)),
      m_data(new ui::DataCache(catalogue, this)) {
    build();
}

MainWindow::MainWindow(std::shared_ptr<const model::Catalogue> catalogue,
                       ui::DataCache::Describe describe)
    : m_catalogue(catalogue),
      m_document(new ui::DocumentModel(catalogue, this)),
      m_data(new ui::DataCache(std::move(describe), this)) {
    build();
}

MainWindow::~MainWindow() {
    // Fields report what was typed when they lose the keyboard; somebody must be there to hear it.
    hide();
    // A stack that goes says that it is empty, to panels whose document is half gone.
    m_document->undoStack()->blockSignals(true);
}

void MainWindow::build() {
    setObjectName(QStringLiteral("mainWindow"));
    m_actions = new ui::Actions([](const QString& name) { return icon(name); }, this);
    m_recent = new RecentFiles(this);
    m_project = new Project(*m_document, *m_data, this);
    m_autosave = new Autosave(*m_document, *m_project, Autosave::defaultFolder(), this);
    m_document->setDataLookup(m_data->lookup());
    m_messages = new ui::MessageStrip(this);
    m_training = new TrainingControl({*m_document, *m_data, *m_actions, *m_messages}, this);
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    buildCentre();
    buildDocks();
    buildTraining();
    buildStatusBar();
    buildMenus();
    buildToolBar();
    bindActions();
    followDocument();
    m_factoryState = saveState(layoutVersion);
    restoreState();
    showTitle();
    refreshStatus();
    showStartPage();
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_stack = new QStackedWidget(centre);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
    m_start = new StartPage(*m_recent, m_stack);
    m_tabs = new QTabWidget(m_stack);
    m_tabs->setObjectName(QStringLiteral("centralTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("Views of the project"));
    m_stack->addWidget(m_start);
    m_stack->addWidget(m_tabs);
    setCentralWidget(centre);

    m_canvas = new ui::CanvasView(*m_document, m_tabs);
    m_editor = new ui::CanvasEditor(*m_canvas);
    m_canvasActions = new ui::CanvasActions(*m_actions, *m_canvas, *m_editor);
    auto* hint = new ui::EmptyHint(*m_canvas, *m_document);
    connect(hint, &ui::EmptyHint::examplesWanted, this, &MainWindow::showStartPage);
    addCentralTab(m_canvas, tr("Canvas"));
    m_graph = new ui::GraphView(*m_document, m_tabs);
    addCentralTab(m_graph, tr("Computation graph"));
    connect(m_graph, &ui::GraphView::blockActivated, this,
            [this](model::BlockId id) { revealPlace(id, {}); });
    connect(m_graph, &ui::GraphView::said, this, &MainWindow::tell);
    m_preview = new ui::DataPreview(*m_document, *m_data, m_tabs);
    addCentralTab(m_preview, tr("Data"));
    connect(m_preview, &ui::DataPreview::blockWanted, this, &MainWindow::revealPlace);
    connect(m_preview, &ui::DataPreview::said, this, &MainWindow::tell);
    m_training->setDatasets(
        [this](const model::Block& block) { return m_preview->dataset(block); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        // The keyboard follows a click on a tab into what it shows.
        QWidget* shown = m_tabs->currentWidget();
        if (m_tabs->tabBar()->hasFocus() || shown == nullptr) return;
        if (QWidget* target = entryOf(shown, shown)) target->setFocus();
    });
    m_search = new ui::SearchPopup(this);
}

void MainWindow::buildDocks() {
    const auto dock = [this](const char* name, const QString& title, QWidget* content,
                             Qt::DockWidgetArea area) {
        auto* widget = new QDockWidget(title, this);
        widget->setObjectName(QString::fromUtf8(name));
        widget->setWidget(content);
        widget->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
        addDockWidget(area, widget);
        return widget;
    };
    m_palette = new ui::Palette(m_catalogue, this);
    m_inspector = new ui::Inspector(*m_document, this);
    connect(m_inspector, &ui::Inspector::left, this, [this] {
        QWidget* shown = m_tabs->currentWidget();
        if (QWidget* target = entryOf(shown, shown)) target->setFocus();
    });
    m_problems = new ui::ProblemsPanel(*m_document, this);
    m_bottomTabs = new QTabWidget(this);
    m_bottomTabs->setObjectName(QStringLiteral("bottomTabs"));
    m_bottomTabs->setDocumentMode(true);
    m_bottomTabs->tabBar()->setAccessibleName(tr("Panels about training"));
    m_libraryDock = dock("libraryDock", tr("Library"), m_palette, Qt::LeftDockWidgetArea);
    m_inspectorDock = dock("inspectorDock", tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    m_bottomDock = dock("bottomDock", tr("Panel"), m_bottomTabs, Qt::BottomDockWidgetArea);
    // Its tabs say what it is.
    m_bottomDock->setTitleBarWidget(new QWidget(m_bottomDock));
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_trainingTab = new TrainingTab(m_training->trainer(), this);
    addBottomTab(m_trainingTab, tr("Training"));
    addBottomTab(m_problems, tr("Problems"));
    m_log = new ui::LogPanel(this);
    addBottomTab(m_log, tr("Log"));
    connect(m_log, &ui::LogPanel::unreadChanged, this, [this](int count) {
        setTabTitle(m_log, count > 0 ? tr("Log (%1)").arg(count) : tr("Log"));
    });
    const int unit = qRound(metrics().unit);
    m_palette->setMinimumWidth(unit * 10);
    m_inspector->setMinimumWidth(unit * 19);
    m_bottomTabs->setMinimumHeight(unit * 14);  // a plot with its axis
    buildOutline();
    resizeDocks({m_libraryDock, m_inspectorDock}, {unit * 14, unit * 20}, Qt::Horizontal);
    resizeDocks({m_bottomDock}, {unit * 16}, Qt::Vertical);
    m_bottomDock->hide();

    auto* close = new QToolButton(m_bottomTabs);
    close->setIcon(icon(QStringLiteral("close"), &ui::Theme::mutedText));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this panel"));
    close->setAccessibleName(tr("Close the bottom panel"));
    connect(close, &QToolButton::clicked, m_bottomDock, &QDockWidget::hide);
    m_bottomTabs->setCornerWidget(close);

    connect(m_palette, &ui::Palette::kindChosen, this, [this](const QString& id) {
        if (const auto* kind = m_catalogue->find(id.toStdString())) m_editor->addInView(*kind);
    });
    connect(m_problems, &ui::ProblemsPanel::problemChosen, this, &MainWindow::revealPlace);
    connect(m_problems, &ui::ProblemsPanel::countChanged, this, [this](int count) {
        setTabTitle(m_problems, count > 0 ? tr("Problems (%1)").arg(count) : tr("Problems"));
    });
}

/// Outline behind the library, history behind the inspector; hidden until somebody wants them.
void MainWindow::buildOutline() {
    m_outline = new ui::Outline(*m_document, this);
    m_history = new QUndoView(m_document->undoStack(), this);
    m_history->setObjectName(QStringLiteral("historyList"));
    m_history->setAccessibleName(tr("History of edits"));
    m_history->setEmptyLabel(tr("As opened"));
    m_history->setCleanIcon(icon(QStringLiteral("save")));
    m_history->setFrameShape(QFrame::NoFrame);
    m_outlineDock = new QDockWidget(tr("Outline"), this);
    m_outlineDock->setObjectName(QStringLiteral("outlineDock"));
    m_outlineDock->setWidget(m_outline);
    m_historyDock = new QDockWidget(tr("History"), this);
    m_historyDock->setObjectName(QStringLiteral("historyDock"));
    m_historyDock->setWidget(m_history);
    for (QDockWidget* dock : {m_outlineDock, m_historyDock})
        dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    addDockWidget(Qt::LeftDockWidgetArea, m_outlineDock);
    addDockWidget(Qt::RightDockWidgetArea, m_historyDock);
    tabifyDockWidget(m_libraryDock, m_outlineDock);
    tabifyDockWidget(m_inspectorDock, m_historyDock);
    m_outlineDock->hide();
    m_historyDock->hide();
    connect(m_outline, &ui::Outline::addRequested, this, &MainWindow::offerKinds);
    connect(m_outline, &ui::Outline::said, this, &MainWindow::tell);
    connect(m_outline, &ui::Outline::blockShown, this,
            [this](model::BlockId id) { m_canvas->reveal(m_canvas->graph().blocksRect({id})); });
    connect(m_outline, &ui::Outline::blockActivated, this,
            [this](model::BlockId id, const QString& place) {
                m_inspectorDock->show();
                m_inspectorDock->raise();
                m_document->select({id});
                m_inspector->focusField(place);
            });
    connect(m_outline, &ui::Outline::menuRequested, this, [this](const QPoint& global) {
        emit m_canvas->menuRequested(global, m_canvas->visibleRect().center());
    });
}

/// Qt makes the tabs of docks that share a place, when they first do, and gives them no name.
void MainWindow::childEvent(QChildEvent* event) {
    QMainWindow::childEvent(event);
    if (!event->added()) return;
    const QPointer<QObject> child = event->child();
    QTimer::singleShot(0, this, [child] {
        auto* tabs = qobject_cast<QTabBar*>(child.data());
        if (tabs && tabs->accessibleName().isEmpty())
            tabs->setAccessibleName(tr("Panels that share this place"));
    });
}

QList<QDockWidget*> MainWindow::docks() const {
    return {m_libraryDock, m_outlineDock, m_inspectorDock, m_historyDock, m_bottomDock};
}

void MainWindow::buildTraining() {
    connect(m_trainingTab->plots(), &ui::RunPlots::said, this, &MainWindow::tell);
    connect(m_training, &TrainingControl::runWanted, this, [this] { showTab(m_trainingTab); });
    auto* form = m_inspector->training();
    connect(form, &ui::TrainingForm::measureWanted, m_training, &TrainingControl::measureDevices);
    connect(form, &ui::TrainingForm::measureStopWanted, m_training,
            &TrainingControl::stopMeasuring);
    connect(m_training, &TrainingControl::measuring, form, &ui::TrainingForm::setMeasuring);
    connect(m_training, &TrainingControl::measured, form, &ui::TrainingForm::showSpeeds);
    connect(m_training, &TrainingControl::blockWanted, this,
            [this](model::BlockId block) { revealPlace(block, {}); });
    connect(m_training, &TrainingControl::divergedIn, &m_canvas->graph(),
            &ui::GraphScene::markDiverged);
    connect(m_training, &TrainingControl::runWanted, &m_canvas->graph(),
            [this] { m_canvas->graph().markDiverged(0); });
    connect(m_training, &TrainingControl::said, this,
            [this](ui::MessageStrip::Kind kind, const QString& sentence) {
                using Kind = ui::MessageStrip::Kind;
                using Level = ui::LogPanel::Level;
                if (kind == Kind::success) tell(sentence);
                m_log->add(kind == Kind::error     ? Level::error
                           : kind == Kind::warning ? Level::warning
                                                   : Level::info,
                           sentence);
            });
    connect(m_training, &TrainingControl::changedSinceRunChanged, m_trainingTab->status(),
            &ui::RunStatus::setChanged);
    connect(m_document, &ui::DocumentModel::documentReset, m_trainingTab, &TrainingTab::clear);
}

void MainWindow::buildStatusBar() {
    m_busy = new QLabel(this);
    m_busy->setForegroundRole(QPalette::PlaceholderText);
    m_status = new QToolButton(this);
    m_status->setObjectName(QStringLiteral("statusSummary"));
    m_status->setAutoRaise(true);
    m_status->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_status->setToolTip(tr("Show the problems"));
    m_zoom = new QToolButton(this);
    m_zoom->setObjectName(QStringLiteral("zoomLevel"));
    m_zoom->setAutoRaise(true);
    m_zoom->setToolTip(tr("Zoom; click for 100 %"));
    statusBar()->addWidget(m_busy);
    statusBar()->addPermanentWidget(m_status);
    statusBar()->addPermanentWidget(m_zoom);
    statusBar()->setSizeGripEnabled(false);
    connect(m_status, &QToolButton::clicked, this, [this] { showTab(m_problems); });
    connect(m_zoom, &QToolButton::clicked, (*m_actions)["view.zoom100"], &QAction::trigger);
    const auto showZoom = [this](qreal zoom) {
        m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100)));
    };
    connect(m_canvas, &ui::CanvasView::zoomChanged, this, showZoom);
    showZoom(m_canvas->zoom());
    connect(m_canvas, &ui::CanvasView::said, this, &MainWindow::tell);
}

void MainWindow::followDocument() {
    connect(m_document, &ui::DocumentModel::analysed, this, &MainWindow::refreshStatus);
    connect(m_document, &ui::DocumentModel::analysed, this, &MainWindow::offerStarter);
    connect(m_data, &ui::DataCache::changed, m_document, &ui::DocumentModel::reanalyse);
    connect(m_document->undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::showTitle);
    connect(qApp, &QApplication::focusChanged, m_document, &ui::DocumentModel::endMerging);
    connect(m_project, &Project::changed, this, [this] {
        showTitle();
        m_inspector->setBase(m_data->base());
        m_graph->setTitle(QFileInfo(m_project->name()).completeBaseName());
    });
    connect(m_canvas, &ui::CanvasView::addRequested, this, &MainWindow::offerKinds);
    connect(m_canvas, &ui::CanvasView::blockActivated, this, [this](model::BlockId id) {
        m_inspectorDock->show();
        m_document->select({id});
        m_inspector->focusField({});
    });
    connect(m_canvas, &ui::CanvasView::filesDropped, this, &MainWindow::openDropped);
    connect(m_search, &ui::SearchPopup::chosen, this, [this](const QString& id) {
        if (m_onChosen) m_onChosen(id);
    });
    connect(m_search, &ui::SearchPopup::closed, this, [this] {
        m_canvas->addingEnded();
        // Back to where the question came from.
        if (m_askedFrom && m_askedFrom->isVisible())
            m_askedFrom->setFocus();
        else
            m_canvas->setFocus();
    });
    connect(m_project, &Project::busyChanged, this,
            [this](bool busy, const QString& what) { m_busy->setText(busy ? what : QString()); });
}

// Places

void MainWindow::addCentralTab(QWidget* widget, const QString& title) {
    m_tabs->addTab(widget, title);
}

void MainWindow::addBottomTab(QWidget* widget, const QString& title) {
    m_bottomTabs->addTab(widget, title);
    // As high as the tabs, so that the line below them goes on below it.
    if (QWidget* corner = m_bottomTabs->cornerWidget())
        corner->setFixedHeight(m_bottomTabs->tabBar()->sizeHint().height());
}

void MainWindow::setTabTitle(QWidget* widget, const QString& title) {
    for (QTabWidget* tabs : {m_tabs, m_bottomTabs}) {
        if (const int index = tabs->indexOf(widget); index >= 0) tabs->setTabText(index, title);
    }
}

void MainWindow::showTab(QWidget* widget) {
    showEditor();
    if (m_tabs->indexOf(widget) >= 0) m_tabs->setCurrentWidget(widget);
    if (m_bottomTabs->indexOf(widget) >= 0) {
        showBottomDock();
        m_bottomTabs->setCurrentWidget(widget);
    }
}

/// A dock that appears makes QMainWindow forget the widths of the others.
void MainWindow::showBottomDock() {
    if (m_bottomDock->isVisible()) return;
    const QList<QDockWidget*> sides{m_libraryDock, m_inspectorDock};
    const QList<int> widths{m_libraryDock->width(), m_inspectorDock->width()};
    m_bottomDock->show();
    // After the layout that this brings.
    QTimer::singleShot(0, this, [=, this] { resizeDocks(sides, widths, Qt::Horizontal); });
}

void MainWindow::tell(const QString& sentence) {
    statusBar()->showMessage(sentence, 8000);
}

bool MainWindow::editorShown() const {
    return m_stack->currentWidget() == m_tabs;
}

void MainWindow::showStartPage() {
    // Panels about a graph make no sense before there is one; they come back as they were.
    if (editorShown() || m_dockState.isEmpty()) m_dockState = saveState(layoutVersion);
    m_stack->setCurrentWidget(m_start);
    m_start->setFocus();  // whatever message stands above it
    for (QDockWidget* dock : docks())
        dock->hide();
    m_toolBar->hide();
    m_status->hide();
    m_zoom->hide();
    ui::Actions::setAvailable((*m_actions)["file.start"], tr("This is the start page."));
}

void MainWindow::showEditor() {
    if (editorShown()) return;
    m_stack->setCurrentWidget(m_tabs);
    QMainWindow::restoreState(m_dockState, layoutVersion);
    m_toolBar->show();
    m_status->show();
    m_zoom->show();
    m_canvas->setFocus();
    ui::Actions::setAvailable((*m_actions)["file.start"], {});
}

void MainWindow::revealPlace(model::BlockId block, const QString& place) {
    if (m_document->document().find(block) == nullptr) return;
    showTab(m_canvas);
    m_document->select({block});
    m_canvas->centreOnBlock(block);
    m_inspectorDock->show();
    m_inspectorDock->raise();
    if (!place.isEmpty() && m_inspector->row(place.toStdString()))
        m_inspector->focusField(place);
    else
        m_canvas->setFocus();
}

// What is remembered

void MainWindow::restoreState() {
    const auto state = stateSettings();
    const int unit = qRound(metrics().unit);
    const QSize room = screen() ? screen()->availableSize() : QSize(1280, 800);
    if (!restoreGeometry(state->value(QStringLiteral("window/geometry")).toByteArray()))
        resize(QSize(unit * 100, unit * 62)
                   .boundedTo({room.width() * 97 / 100, room.height() * 92 / 100}));
    const QByteArray docks = state->value(QStringLiteral("window/docks")).toByteArray();
    if (!docks.isEmpty()) QMainWindow::restoreState(docks, layoutVersion);
}

void MainWindow::rememberState() {
    const auto state = stateSettings();
    state->setValue(QStringLiteral("window/geometry"), saveGeometry());
    state->setValue(QStringLiteral("window/docks"),
                    editorShown() ? saveState(layoutVersion) : m_dockState);
}

void MainWindow::resetLayout() {
    QMainWindow::restoreState(m_factoryState, layoutVersion);
    if (editorShown()) return;
    m_dockState = m_factoryState;
    showStartPage();
}

void MainWindow::refreshStatus() {
    const auto& analysis = m_document->analysis();
    ui::Actions::setAvailable((*m_actions)["file.export"],
                              m_document->document().blocks().empty()
                                  ? tr("There is nothing to export yet.")
                                  : QString());
    m_status->setText(ui::statusOf(analysis));
    m_status->setIcon(analysis.valid() ? icon(QStringLiteral("success"), &ui::Theme::success)
                                       : icon(QStringLiteral("error"), &ui::Theme::error));
}

void MainWindow::setDevices(const QString& line, const QString& details) {
    m_start->setDevices(line, details);
}

}  // namespace gradweave::app
