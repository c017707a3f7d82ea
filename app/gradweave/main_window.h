// SPDX-License-Identifier: GPL-3.0-or-later
// The window: brings the rooms of ui/ together and holds no logic of its own beyond that.
#pragma once

#include <QMainWindow>
#include <QPointer>
#include <functional>
#include <map>
#include <memory>

#include "app/gradweave/autosave.h"
#include "app/gradweave/project.h"
#include "app/gradweave/recent_files.h"
#include "ui/actions.h"
#include "ui/data_cache.h"
#include "ui/document_model.h"

class QActionGroup;
class QLabel;
class QMenu;
class QStackedWidget;
class QTabWidget;
class QToolButton;
class QUndoView;

namespace gradweave::ui {
struct AddRequest;
struct SearchEntry;
class CanvasActions;
class CanvasEditor;
class CanvasView;
class DataPreview;
class GraphView;
class Inspector;
class Outline;
class LogPanel;
class MessageStrip;
class Palette;
class ProblemsPanel;
class SearchPopup;
class TrainingBar;
}  // namespace gradweave::ui

namespace gradweave::app {

class StartPage;
class TrainingControl;
class TrainingTab;

class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(std::shared_ptr<const model::Catalogue> catalogue);
    /// With this answer for what data holds; for tests.
    MainWindow(std::shared_ptr<const model::Catalogue> catalogue, ui::DataCache::Describe describe);
    ~MainWindow() override;

    ui::DocumentModel& document() const { return *m_document; }
    ui::DataCache& data() const { return *m_data; }
    ui::Actions& actions() const { return *m_actions; }
    ui::CanvasView& canvas() const { return *m_canvas; }
    ui::Inspector& inspector() const { return *m_inspector; }
    ui::MessageStrip& messages() const { return *m_messages; }
    Project& project() const { return *m_project; }
    Autosave& autosave() const { return *m_autosave; }
    RecentFiles& recent() const { return *m_recent; }
    TrainingControl& training() const { return *m_training; }
    TrainingTab& trainingTab() const { return *m_trainingTab; }
    ui::GraphView& graphView() const { return *m_graph; }
    ui::DataPreview& dataPreview() const { return *m_preview; }
    ui::LogPanel& log() const { return *m_log; }
    ui::Outline& outline() const { return *m_outline; }

    // Places for what other rooms show. The window takes ownership.
    void addCentralTab(QWidget* widget, const QString& title);
    void addBottomTab(QWidget* widget, const QString& title);
    void setTabTitle(QWidget* widget, const QString& title);
    /// Brings a tab to the front, wherever it is; opens the bottom panel if it is there.
    void showTab(QWidget* widget);
    /// A sentence in the status bar, for some seconds.
    void tell(const QString& sentence);

    /// The line about devices on the start page.
    /// Reads again what the user has set for all windows.
    void applyPreferences();
    void setDevices(const QString& line, const QString& details);

    /// Opens a project, asking first if the open one has changes.
    void openPath(const QString& path);
    void openExample(const QString& path);
    /// In this window, whatever is open in it.
    void openPathHere(const QString& path);
    void openExampleHere(const QString& path);
    /// Nothing is open here that would be lost or hidden by opening something.
    bool pristine() const;
    /// Offers what programs that ended too early have left, one after the other.
    void offerRecovery();
    void showStartPage();
    void showEditor();
    bool editorShown() const;

    /// A block and the field or socket that a message is about.
    void revealPlace(model::BlockId block, const QString& place);

  signals:
    /// Another window for another document.
    void windowWanted();
    /// The user has set something that holds for all windows.
    void preferencesChanged();
    /// A project or an example that may belong into a window of its own. Only where somebody
    /// listens; otherwise everything is opened here.
    void openWanted(const QString& path, bool example);

  protected:
    void changeEvent(QEvent* event) override;
    void childEvent(QChildEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    /// Enter presses the button that has the keyboard, as in dialogs.
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void build();
    void buildCentre();
    void buildDocks();
    void buildStatusBar();
    void buildMenus();
    void buildToolBar();
    void buildTraining();
    void buildOutline();
    QList<QDockWidget*> docks() const;
    void showBottomDock();
    void fillRecentMenu();
    void bindActions();
    void bindFiles();
    void bindView();
    void followDocument();

    // Files
    void whenSafe(const std::function<void()>& then);
    void save(const std::function<void()>& then = {});
    void saveAs(const std::function<void()>& then = {});
    void askForProject();
    static QString openableIn(const QString& folder);
    void openDropped(const QStringList& paths);
    void askForData();
    void addData(const QString& path);
    void offerStarter();
    void closeProject();
    void tellImported(const QString& path, const QStringList& placeholders);
    void tellChangedOnDisk(bool removed);
    void exportFiles();
    void offerNext();
    void showTitle();

    // Search
    void openSearch(QPoint global, const QString& prompt, const QString& noun,
                    std::vector<ui::SearchEntry> entries,
                    const std::function<void(const QString&)>& chosen);
    static std::map<QString, int> usesAfter(const QString& neighbour);
    static void noteUse(const QString& neighbour, const QString& kind);
    void offerKinds(const ui::AddRequest& request);
    void findBlock();
    void findCommand();
    QPoint searchPlace() const;

    void showHelp();
    void showAbout();
    void showPreferences();
    void nextPane();
    void showPanel(QDockWidget* dock, QWidget* entry);
    static QWidget* entryOf(QWidget* pane, QWidget* preferred);
    void refreshStatus();
    void applyAppearance();
    void resetLayout();
    void restoreState();
    void rememberState();

    std::shared_ptr<const model::Catalogue> m_catalogue;
    ui::DocumentModel* m_document;
    ui::DataCache* m_data;
    ui::Actions* m_actions;
    RecentFiles* m_recent;
    Project* m_project = nullptr;
    Autosave* m_autosave;
    ui::CanvasView* m_canvas = nullptr;
    ui::CanvasEditor* m_editor = nullptr;
    ui::CanvasActions* m_canvasActions = nullptr;
    ui::Palette* m_palette = nullptr;
    ui::Inspector* m_inspector = nullptr;
    ui::ProblemsPanel* m_problems = nullptr;
    ui::Outline* m_outline = nullptr;
    QUndoView* m_history = nullptr;
    ui::MessageStrip* m_messages = nullptr;
    ui::SearchPopup* m_search = nullptr;
    ui::GraphView* m_graph = nullptr;
    ui::DataPreview* m_preview = nullptr;
    ui::LogPanel* m_log = nullptr;
    ui::TrainingBar* m_trainingBar = nullptr;
    TrainingControl* m_training = nullptr;
    TrainingTab* m_trainingTab = nullptr;
    StartPage* m_start = nullptr;
    model::BlockId m_offeredFor = 0;  ///< data whose network is still to be offered
    QStackedWidget* m_stack = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTabWidget* m_bottomTabs = nullptr;
    QDockWidget *m_libraryDock = nullptr, *m_inspectorDock = nullptr, *m_bottomDock = nullptr,
                *m_outlineDock = nullptr, *m_historyDock = nullptr;
    QToolBar* m_toolBar = nullptr;
    QMenu* m_recentMenu = nullptr;
    QToolButton *m_status = nullptr, *m_zoom = nullptr;
    QLabel* m_busy = nullptr;
    QByteArray m_factoryState;
    QByteArray m_dockState;  ///< of the editor, while the start page is shown without docks
    std::function<void(const QString&)> m_onChosen;
    QPointer<QWidget> m_askedFrom;  ///< had the keyboard when the search was opened
    std::vector<Leftover> m_leftovers;
    bool m_closing = false;
};

}  // namespace gradweave::app
