// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/export_dialog.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <QUrl>
#include <QtConcurrentRun>

#include "engine/core/text.h"
#include "ui/panels/message_strip.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

using train::ExportedFile;
using train::ExportKind;

namespace {

/// Why files cannot begin with this, or nothing.
QString nameProblem(const QString& name) {
    if (name.isEmpty()) return ExportDialog::tr("The files need a name.");
    if (name.contains('/') || name.startsWith('.'))
        return ExportDialog::tr("A name of files has no “/” and does not begin with a dot.");
    if (name.toUtf8().size() > 200) return ExportDialog::tr("The name is too long.");
    return {};
}

/// What somebody should know before writing, or nothing. Asks the disk.
QString lookAt(const QString& folder, const QStringList& files) {
    if (!QFileInfo::exists(folder)) return ExportDialog::tr("The folder will be created.");
    QStringList found;
    for (const QString& file : files) {
        if (QFileInfo::exists(QDir(folder).filePath(file))) found << file;
    }
    if (found.isEmpty()) return {};
    return ExportDialog::tr("Will be replaced: %1.").arg(found.join(QStringLiteral(", ")));
}

QString successText(int files, std::uint64_t bytes) {
    const QString size = bytesText(bytes);
    return files == 1 ? ExportDialog::tr("Exported 1 file, %1.").arg(size)
                      : ExportDialog::tr("Exported %n files, %1.", "", files).arg(size);
}

/// How many files of all there are now.
QString shareText(int written, int all) {
    if (written == 0) return ExportDialog::tr("Nothing was written.");
    return ExportDialog::tr("%1 of %n files were written.", "", all).arg(written);
}

}  // namespace

ExportDialog::~ExportDialog() {
    if (m_task) m_task->cancelled = true;
}

QString ExportDialog::folder() const {
    QString path = m_folder->text().trimmed();
    if (path == "~" || path.startsWith("~/")) path.replace(0, 1, QDir::homePath());
    return path.isEmpty() ? path : QDir::cleanPath(path);
}

QString ExportDialog::name() const {
    return m_name->text().trimmed();
}

bool ExportDialog::busy() const {
    return m_task != nullptr;
}

ExportKind ExportDialog::graphKind() const {
    return m_forward->isChecked() ? ExportKind::graph_forward : ExportKind::graph_training;
}

std::vector<ExportKind> ExportDialog::chosen() const {
    std::vector<ExportKind> kinds;
    for (const auto& [kind, row] : m_rows) {
        if (row.box->isChecked())
            kinds.push_back(kind == ExportKind::graph_training ? graphKind() : kind);
    }
    return kinds;
}

/// Names of files, and whether they can be written.
void ExportDialog::refresh() {
    for (const auto& [kind, row] : m_rows) {
        row.file->setText(qtext(train::export_file_name(kind, name().toStdString())));
        row.file->setEnabled(row.box->isChecked());
        row.box->setAccessibleName(
            QStringLiteral("%1 %2").arg(row.box->text().remove('&'), row.file->text()));
        row.box->setEnabled(!busy() && !train::export_obstacle(*m_source, kind));
    }
    for (QWidget* field : std::initializer_list<QWidget*>{m_name, m_folder, m_choose})
        field->setEnabled(!busy());
    m_close->setText(busy() ? tr("Cancel") : tr("Close"));
    QString problem = nameProblem(name());
    if (problem.isEmpty() && folder().isEmpty()) problem = tr("Choose a folder.");
    m_export->setEnabled(!busy() && problem.isEmpty() && !chosen().empty());
    warn(problem);
    if (problem.isEmpty() && !busy()) lookForFiles();
}

void ExportDialog::warn(const QString& sentence) {
    m_warning->setText(sentence);
    m_warning->setVisible(!sentence.isEmpty());
    m_warningSign->setVisible(!sentence.isEmpty());
    fit();
}

/// Sentences are broken into lines; the window grows with them.
void ExportDialog::fit() {
    // What was just put in says its size when it is shown.
    QTimer::singleShot(0, this, &ExportDialog::grow);
}

void ExportDialog::grow() {
    layout()->activate();
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height()) resize(width(), wanted);
}

void ExportDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    fit();
}

/// Asks the disk in another thread: a folder may be far away. The newest question counts.
void ExportDialog::lookForFiles() {
    QStringList files;
    for (const ExportKind kind : chosen())
        files << qtext(train::export_file_name(kind, name().toStdString()));
    m_looking = true;
    m_look.setFuture(QtConcurrent::run(lookAt, folder(), files));
}

void ExportDialog::chooseFolder(const std::function<void()>& then) {
    auto* dialog = new QFileDialog(this, tr("Export to folder"), folder());
    dialog->setObjectName(QStringLiteral("exportFolderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& path) {
        m_folder->setText(QDir::toNativeSeparators(path));
        if (then) then();
    });
    dialog->open();
}

void ExportDialog::write(const std::vector<ExportKind>& kinds) {
    if (busy() || kinds.empty()) return;
    m_task = std::make_shared<Task>();
    m_strip->dismiss();
    m_progress->setValue(0);
    m_progressDelay->start();
    m_tick->start();
    refresh();
    auto* watcher = new QFutureWatcher<std::vector<ExportedFile>>(this);
    connect(watcher, &QFutureWatcher<std::vector<ExportedFile>>::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_task = nullptr;
        m_progressDelay->stop();
        m_tick->stop();
        m_progress->hide();
        refresh();
        // What was just written needs no warning until something is chosen anew.
        m_looking = false;
        m_close->setFocus();
        showOutcome(watcher->result());
        fit();
    });
    watcher->setFuture(QtConcurrent::run([source = m_source, folder = folder(),
                                          name = name().toStdString(), kinds, task = m_task] {
        Progress progress;
        progress.report = [task](double fraction, std::string_view) { task->fraction = fraction; };
        progress.cancelled = [task] { return task->cancelled.load(); };
        QDir().mkpath(folder);  // if it cannot be made, each file says so
        return train::export_files(*source, folder.toStdString(), name, kinds, progress);
    }));
}

void ExportDialog::showOutcome(const std::vector<ExportedFile>& files) {
    bool whole = true;
    for (const ExportedFile& file : files) {
        whole = whole && file.problem.empty();
        if (!file.problem.empty()) continue;
        m_bytes += file.bytes;
        ++m_written;
    }
    if (!whole) return showFailures(files);
    const QString sentence = successText(m_written, m_bytes);
    m_strip->showMessage(MessageStrip::Kind::success, sentence);
    m_strip->addAction(tr("Open folder"), [folder = folder()] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
    emit exported(sentence, folder());
}

void ExportDialog::showFailures(const std::vector<ExportedFile>& files) {
    QStringList sentences, names;
    std::vector<ExportKind> left;
    bool stopped = false, nothingSaid = false;
    for (const ExportedFile& file : files) {
        if (file.problem.empty()) continue;
        left.push_back(file.kind);
        stopped = stopped || file.cancelled;
        names << qtext(file.path.filename().string());
        if (file.cancelled) continue;
        // The engine's sentence has said it, then.
        nothingSaid = nothingSaid || file.problem.ends_with("no file was written");
        sentences << sentenceText(file.problem);
    }
    // Mostly there is one reason for all: the first is shown, all of them go to the log.
    QStringList shown;
    if (!sentences.isEmpty()) shown << sentences.first();
    if (stopped) shown << tr("Stopped as asked.");
    if (sentences.size() > 1 && m_written > 0)
        shown << tr("Not written either: %1.").arg(names.mid(1).join(QStringLiteral(", ")));
    if (m_written > 0 || !nothingSaid) {
        const QString share = shareText(m_written, m_written + static_cast<int>(left.size()));
        shown << share;
        sentences << share;
    }
    m_strip->showMessage(stopped ? MessageStrip::Kind::warning : MessageStrip::Kind::error,
                         shown.join('\n'));
    const auto again = [this, left] { write(left); };
    if (stopped) {
        m_strip->addAction(tr("Write the rest"), again);
    } else {
        m_strip->addAction(tr("Choose another folder"), [this] {
            chooseFolder([this] {
                m_bytes = 0;
                m_written = 0;
                write(chosen());
            });
        });
        m_strip->addAction(tr("Retry"), again);
    }
    emit failed(sentences.join('\n'));
}

void ExportDialog::reject() {
    if (m_task) m_task->cancelled = true;
    QDialog::reject();
}

}  // namespace gradweave::ui
