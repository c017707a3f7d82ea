// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved work survives a crash: a copy of it in the program's own folder, never in the user's
// file.
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <memory>
#include <vector>

#include "app/gradweave/project.h"

class QTimer;

namespace gradweave::app {

/// What a program that ended too early has left. Holding it keeps other windows from offering it.
struct Leftover {
    QString file;        ///< the copy
    QString path, name;  ///< of the project it is a copy of; no path: it was never saved
    QDateTime changed;   ///< when it was written
    std::shared_ptr<QLockFile> lock;
};

/// Writes the open document a few seconds after a change, on another thread, whole or not at all;
/// removes the copy once the document is saved, closed or given up. Lives in the UI thread.
class Autosave : public QObject {
    Q_OBJECT

  public:
    /// Seconds of work that may be lost.
    static constexpr int delaySeconds = 3;

    Autosave(ui::DocumentModel& model, Project& project, const QString& folder,
             QObject* parent = nullptr);
    ~Autosave() override;

    /// Goes on with the copy that the open document was recovered from.
    void adopt(const Leftover& leftover);
    /// For tests.
    void setDelay(int milliseconds);
    /// The copy, or where it will be.
    const QString& file() const { return m_file; }
    /// Nothing is being written, and what there is is up to date.
    bool settled() const;

    /// The copies in a folder whose programs are gone, the newest first. May take as long as the
    /// disk does.
    static std::vector<Leftover> leftovers(const QString& folder);
    /// Where they are kept.
    static QString defaultFolder();
    /// Removes a copy for good.
    static void discard(const Leftover& leftover);

  signals:
    /// Work cannot be kept safe: a sentence, once until it works again.
    void failed(const QString& sentence);

  private:
    void changed();
    void write();
    void forget();
    void remove();

    ui::DocumentModel& m_model;
    Project& m_project;
    QString m_folder, m_file;
    std::shared_ptr<QLockFile> m_lock;
    QTimer* m_timer;
    bool m_writing = false, m_dirty = false, m_removing = false, m_told = false;
};

}  // namespace gradweave::app
