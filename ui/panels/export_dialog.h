// SPDX-License-Identifier: GPL-3.0-or-later
// What to write, where, and what became of it.
#pragma once

#include <QDialog>
#include <QFutureWatcher>
#include <atomic>
#include <functional>

#include "engine/train/export.h"

class QBoxLayout;
class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QTimer;

namespace gradweave::ui {

class MessageStrip;

/// Writes files in another thread while it stays open; closing stops after the file being written.
/// The source is a copy: what changes in the window later is not exported. Lives in the UI thread.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// `name` is what files begin with; `weightsNote` says which weights they are ("of run 3, epoch
    /// 7") and is shown only if the source has trained ones.
    ExportDialog(train::ExportSource source, const QString& name, const QString& folder,
                 const QString& weightsNote = {}, QWidget* parent = nullptr);
    ~ExportDialog() override;

    QString folder() const;
    QString name() const;
    /// The files that would be written now.
    std::vector<train::ExportKind> chosen() const;
    bool busy() const;

  signals:
    /// "Exported 4 files, 96 KB."
    void exported(const QString& sentence, const QString& folder);
    /// What could not be written, for the log.
    void failed(const QString& sentence);

  public slots:
    void reject() override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    /// A line of the dialog: a file and what it holds.
    struct Row {
        QCheckBox* box;
        QLabel* file;
        QLabel* facts;
        QString note;
    };
    struct Task {
        std::atomic<bool> cancelled{false};
        std::atomic<double> fraction{0};
    };

    void addRow(QGridLayout* grid, train::ExportKind kind, const QString& title,
                const QString& note);
    QBoxLayout* makePlace();
    QBoxLayout* makeButtons();
    QString weightsText(const QString& note) const;
    train::ExportKind graphKind() const;
    void refresh();
    void lookForFiles();
    void warn(const QString& sentence);
    void fit();
    void grow();
    void chooseFolder(const std::function<void()>& then);
    void write(const std::vector<train::ExportKind>& kinds);
    void showOutcome(const std::vector<train::ExportedFile>& files);
    void showFailures(const std::vector<train::ExportedFile>& files);

    std::shared_ptr<const train::ExportSource> m_source;
    std::vector<std::pair<train::ExportKind, Row>> m_rows;
    QRadioButton *m_forward = nullptr, *m_training = nullptr;
    QLineEdit *m_name, *m_folder;
    QLabel *m_warningSign, *m_warning;
    QProgressBar* m_progress;
    QPushButton *m_choose, *m_export, *m_close;
    MessageStrip* m_strip;
    QTimer *m_progressDelay, *m_tick;
    QFutureWatcher<QString> m_look;
    bool m_looking = false;  ///< its answer is wanted
    std::shared_ptr<Task> m_task;
    std::uint64_t m_bytes = 0;  ///< written so far, of what was asked for together
    int m_written = 0;
};

}  // namespace gradweave::ui
