// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, saving and closing, and the question about changes.
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDirIterator>
#include <QFileDialog>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QLocale>
#include <QMessageBox>
#include <QMetaMethod>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QStatusBar>
#include <QUrl>
#include <QtConcurrent>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/start_page.h"
#include "app/gradweave/training_control.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/import.h"
#include "engine/model/project.h"
#include "engine/model/starter.h"
#include "ui/canvas/canvas_view.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/message_strip.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::MessageStrip;

namespace {

const QString folderKey = QStringLiteral("folders/projects");

const QString exportFolderKey = QStringLiteral("folders/exports");

QString lastFolder() {
    const QString last = stateSettings()->value(folderKey).toString();
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    // Neither has to be there (any longer).
    for (const QString& folder : {last, documents}) {
        if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
    }
    return QDir::homePath();
}

QString projectFilter() {
    return MainWindow::tr("Gradweave projects (*%1)").arg(QLatin1String(model::project_suffix));
}

QString carrierFilter() {
    return MainWindow::tr("Exported weights and pictures (*.safetensors *.svg *.png)");
}

QString onnxFilter() {
    return MainWindow::tr("ONNX models (*.onnx)");
}

bool isProject(const QString& path) {
    return path.endsWith(QLatin1String(model::project_suffix)) ||
           exchange::may_carry_project(path.toStdString()) ||
           exchange::onnx::is_onnx_file(path.toStdString());
}

QString dataFilter() {
    return MainWindow::tr("Data (*.csv *.tsv *.txt *-ubyte *-ubyte.gz)");
}

QFileDialog* fileDialog(QWidget* parent, const QString& title) {
    auto* dialog = new QFileDialog(parent, title, lastFolder(), projectFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDefaultSuffix(QLatin1String(model::project_suffix).mid(1));
    return dialog;
}

}  // namespace

void MainWindow::bindFiles() {
    const auto bind = [this](const char* id, const std::function<void()>& act) {
        connect((*m_actions)[id], &QAction::triggered, this, act);
    };
    bind("file.new", [this] {
        whenSafe([this] {
            m_project->makeEmpty();
            m_messages->dismiss();
            showEditor();
        });
    });
    bind("file.newWindow", [this] { emit windowWanted(); });
    bind("file.open", [this] { askForProject(); });
    bind("file.data", [this] { askForData(); });
    bind("file.start", [this] { showStartPage(); });
    bind("file.save", [this] { save(); });
    bind("file.saveAs", [this] { saveAs(); });
    bind("file.close", [this] { closeProject(); });
    bind("file.export", [this] { exportFiles(); });
    bind("file.quit", [] { QApplication::closeAllWindows(); });
    connect(m_start, &StartPage::emptyChosen, (*m_actions)["file.new"], &QAction::trigger);
    connect(m_start, &StartPage::dataChosen, (*m_actions)["file.data"], &QAction::trigger);
    connect(m_start, &StartPage::openChosen, (*m_actions)["file.open"], &QAction::trigger);
    connect(m_start, &StartPage::exampleChosen, this, &MainWindow::openExample);
    connect(m_start, &StartPage::projectChosen, this, &MainWindow::openPath);
    connect(m_project, &Project::failed, this, [this](const QString& sentence) {
        m_messages->showMessage(MessageStrip::Kind::error, sentence);
        m_log->add(ui::LogPanel::Level::error, sentence);
    });
    connect(m_autosave, &Autosave::failed, this, [this](const QString& sentence) {
        m_messages->showMessage(MessageStrip::Kind::warning, sentence);
        m_log->add(ui::LogPanel::Level::warning, sentence);
    });
    connect(m_project, &Project::changedOnDisk, this, &MainWindow::tellChangedOnDisk);
    connect(m_project, &Project::imported, this, &MainWindow::tellImported);
    connect(m_project, &Project::opened, this, [this](const QString& path) {
        if (m_project->readOnly()) {
            m_messages->showMessage(
                MessageStrip::Kind::warning,
                tr("%1 is open in another window. It can be read and changed here, but only be "
                   "saved under another name.")
                    .arg(m_project->name()));
            m_messages->addAction(tr("Save as…"), [this] { saveAs(); });
        }
        m_recent->add(path);
        stateSettings()->setValue(folderKey, QFileInfo(path).absolutePath());
    });
    connect(m_project, &Project::saved, this, [this](const QString& path) {
        m_recent->add(path);
        m_messages->dismiss();
        statusBar()->showMessage(tr("Saved %1.").arg(QDir::toNativeSeparators(path)), 4000);
    });
    connect(m_document, &ui::DocumentModel::documentReset, this, [this] {
        if (!m_document->document().blocks().empty()) {
            m_messages->dismiss();
            showEditor();
            // The view has its size now.
            m_canvas->fitAll();
        }
    });
}

bool MainWindow::pristine() const {
    return m_project->path().isEmpty() && !m_project->modified() && !m_project->busy() &&
           m_document->document().blocks().empty();
}

void MainWindow::openPath(const QString& path) {
    if (QFileInfo(path).isDir()) return openDropped({path});
    if (model::data_choice(path.toStdString())) return addData(path);
    if (isSignalConnected(QMetaMethod::fromSignal(&MainWindow::openWanted)))
        emit openWanted(path, false);
    else
        openPathHere(path);
}

void MainWindow::openExample(const QString& path) {
    if (isSignalConnected(QMetaMethod::fromSignal(&MainWindow::openWanted)))
        emit openWanted(path, true);
    else
        openExampleHere(path);
}

void MainWindow::openPathHere(const QString& path) {
    if (!QFileInfo::exists(path)) m_recent->remove(path);
    whenSafe([this, path] { m_project->open(path); });
}

void MainWindow::openExampleHere(const QString& path) {
    whenSafe([this, path] { m_project->openExample(path); });
}

void MainWindow::askForProject() {
    QFileDialog* dialog = fileDialog(this, tr("Open"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {projectFilter(), carrierFilter(), onnxFilter(), dataFilter(), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openPath);
    dialog->open();
}

void MainWindow::askForData() {
    QFileDialog* dialog = fileDialog(this, tr("Use my data"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({dataFilter(), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        stateSettings()->setValue(folderKey, QFileInfo(path).absolutePath());
        openDropped({path});
    });
    dialog->open();
}

void MainWindow::save(const std::function<void()>& then) {
    if (m_project->path().isEmpty() || m_project->readOnly()) return saveAs(then);
    m_project->save(m_project->path(), then);
}

void MainWindow::saveAs(const std::function<void()>& then) {
    QFileDialog* dialog = fileDialog(this, tr("Save the project"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_project->path().isEmpty()
                           ? m_project->name() + QLatin1String(model::project_suffix)
                           : m_project->path());
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& path) {
        stateSettings()->setValue(folderKey, QFileInfo(path).absolutePath());
        m_project->save(path, then);
    });
    dialog->open();
}

/// Goes on at once, or after the answer to the question about changes.
void MainWindow::whenSafe(const std::function<void()>& then) {
    if (!m_project->modified()) return then();
    auto* box = new QMessageBox(QMessageBox::Question, tr("Unsaved changes"),
                                tr("Save the changes to %1?").arg(m_project->name()),
                                QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("unsavedQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("They are lost otherwise."));
    QPushButton* save = box->addButton(tr("&Save"), QMessageBox::AcceptRole);
    QPushButton* discard = box->addButton(tr("&Discard changes"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(save);
    connect(box, &QMessageBox::buttonClicked, this, [=, this](QAbstractButton* button) {
        if (button == save) this->save(then);
        if (button == discard) then();
    });
    box->open();
}

void MainWindow::offerRecovery() {
    auto* watcher = new QFutureWatcher<std::vector<Leftover>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_leftovers = watcher->result();
        offerNext();
    });
    watcher->setFuture(QtConcurrent::run(&Autosave::leftovers, Autosave::defaultFolder()));
}

void MainWindow::offerNext() {
    if (m_leftovers.empty()) return;
    const Leftover next = m_leftovers.front();
    m_leftovers.erase(m_leftovers.begin());
    const QString when = QLocale().toString(next.changed, QLocale::ShortFormat);
    m_messages->showMessage(
        MessageStrip::Kind::warning,
        tr("Gradweave ended before “%1” was saved; its changes of %2 were kept.")
            .arg(next.name, when));
    m_messages->addAction(tr("Recover"), [this, next] {
        whenSafe([this, next] {
            m_project->recover(next.file, next.path, next.name, [this, next] {
                m_autosave->adopt(next);
                offerNext();
            });
        });
    });
    m_messages->addAction(tr("Discard"), [this, next] {
        m_messages->dismiss();
        Autosave::discard(next);
        offerNext();
    });
}

void MainWindow::exportFiles() {
    const QString name = QFileInfo(m_project->name()).completeBaseName();
    const QString folder = m_project->path().isEmpty()
                               ? stateSettings()->value(exportFolderKey, lastFolder()).toString()
                               : QFileInfo(m_project->path()).absolutePath();
    auto* dialog = new ui::ExportDialog(m_training->exportSource(name.toStdString()), name, folder,
                                        m_training->weightsNote(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ui::ExportDialog::exported, this,
            [this](const QString& sentence, const QString& where) {
                stateSettings()->setValue(exportFolderKey, where);
                m_log->add(ui::LogPanel::Level::info,
                           QStringLiteral("%1 %2").arg(sentence, QDir::toNativeSeparators(where)));
            });
    connect(dialog, &ui::ExportDialog::failed, this,
            [this](const QString& sentence) { m_log->add(ui::LogPanel::Level::error, sentence); });
    dialog->open();
}

void MainWindow::tellImported(const QString& path, const QStringList& placeholders) {
    const auto& training = m_document->document().training();
    if (training.contains(model::weights_key))
        m_log->add(ui::LogPanel::Level::info,
                   tr("A run begins with the weights of %1, and exports write them.")
                       .arg(QDir::toNativeSeparators(path)));
    if (placeholders.isEmpty()) return;
    const QString name = QFileInfo(path).fileName();
    for (const QString& node : placeholders)
        m_log->add(ui::LogPanel::Level::warning, tr("%1: a placeholder for %2").arg(name, node));
    constexpr qsizetype most = 3;
    QString list = placeholders.mid(0, most).join(QStringLiteral("; "));
    if (placeholders.size() > most) list += tr("; and %1 more").arg(placeholders.size() - most);
    m_messages->showMessage(
        MessageStrip::Kind::warning,
        tr("%1 has parts that no block can stand for; placeholders keep their places: %2.")
            .arg(name, list));
}

void MainWindow::tellChangedOnDisk(bool removed) {
    const QString name = m_project->name(), path = m_project->path();
    m_messages->showMessage(
        MessageStrip::Kind::warning,
        removed ? tr("%1 was removed or renamed by another program. What is open here is kept; "
                     "save it to write the file again.")
                      .arg(name)
                : tr("%1 was changed by another program.").arg(name));
    if (removed) {
        m_messages->addAction(tr("Save"), [this] { save(); });
        return;
    }
    m_messages->addAction(m_project->modified() ? tr("Reload and lose my changes") : tr("Reload"),
                          [this, path] { m_project->open(path); });
    m_messages->addAction(tr("Keep mine"), [this] { m_messages->dismiss(); });
}

void MainWindow::closeProject() {
    whenSafe([this] {
        m_project->makeEmpty();
        m_messages->dismiss();
        showStartPage();
    });
}

void MainWindow::showTitle() {
    const QString name =
        m_project->readOnly() ? tr("%1 (read-only)").arg(m_project->name()) : m_project->name();
    // The dash that Qt puts into the titles of dialogs.
    setWindowTitle(QStringLiteral("%1[*] — Gradweave").arg(name));
    setWindowModified(m_project->modified());
    setWindowFilePath(m_project->path());
}

void MainWindow::changeEvent(QEvent* event) {
    // Not every file system tells of changes; who comes back to the window is told at the latest.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_project)
        m_project->checkDisk();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_project->modified() && !m_closing) {
        event->ignore();
        return whenSafe([this] {
            m_closing = true;
            close();
        });
    }
    rememberState();
    QMainWindow::closeEvent(event);
}

// Drops beside the canvas

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) paths << url.toLocalFile();
    }
    event->acceptProposedAction();
    openDropped(paths);
}

/// The one file of a folder that can be opened: the training images of a data set, or what is there
/// alone; the folder itself if there is no such file.
QString MainWindow::openableIn(const QString& folder) {
    constexpr int mostFiles = 200;  // of a heap of pictures nobody waits for the end
    QStringList found;
    QDirIterator inside(folder, QDir::Files);
    for (int seen = 0; inside.hasNext(); ++seen) {
        if (seen == mostFiles) return folder;
        const QString path = inside.next(), name = inside.fileName();
        if (!isProject(path) && !model::data_choice(path.toStdString())) continue;
        if (name.startsWith(QLatin1String("train-images"))) return path;
        found << path;
    }
    return found.size() == 1 ? found.front() : folder;
}

void MainWindow::openDropped(const QStringList& paths) {
    for (const QString& given : paths) {
        const QString path = QFileInfo(given).isDir() ? openableIn(given) : given;
        if (isProject(path) || model::data_choice(path.toStdString())) return openPath(path);
    }
    if (paths.isEmpty()) return;
    m_messages->showMessage(
        MessageStrip::Kind::warning,
        tr("%1 is neither a project nor data. What can be opened: %2, .onnx, .safetensors, .svg "
           "and .png files with a project, tables as .csv or .tsv, texts as .txt, and MNIST's IDX "
           "files.")
            .arg(QFileInfo(paths.front()).fileName(), QLatin1String(model::project_suffix)));
}

}  // namespace gradweave::app
