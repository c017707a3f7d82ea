// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved work survives a crash: a copy of it in the program's own folder, never in the user's
// file.
#pragma once

#include <QDateTime>
#include <QFuture>
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
    /// Writes what the copy does not hold yet, at once and on this thread: the program may be ended
    /// from outside. Later edits are kept as ever.
    void keepNow();
    /// The same for the last time: the copy stays when this goes, for the next start to offer.
    void leaveBehind();
    /// For tests.
    void setDelay(int milliseconds);
    /// How many edits there were, and how many of them the copy holds or needs not hold.
    int edits() const { return m_edits; }
    int keptEdits() const { return m_kept; }
    /// Milliseconds until the next copy is begun; -1: none is waited for.
    int dueIn() const;
    bool writing() const { return m_writing; }
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
    /// A copy is on the disk, with all edits up to keptEdits().
    void kept();
    /// Work cannot be kept safe: a sentence, once until it works again.
    void failed(const QString& sentence);

  private:
    void changed();
    void write();
    void finish(const QString& problem, int edits);
    /// What is to be written, under a name that is ours.
    model::Document copy();
    void forget();
    void remove();

    ui::DocumentModel& m_model;
    Project& m_project;
    QString m_folder, m_file;
    std::shared_ptr<QLockFile> m_lock;
    QTimer* m_timer;
    bool m_writing = false, m_removing = false, m_told = false, m_left = false;
    int m_edits = 0, m_kept = 0;
    QFuture<QString> m_future;
};

}  // namespace gradweave::app
