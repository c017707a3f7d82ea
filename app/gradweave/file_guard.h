// SPDX-License-Identifier: GPL-3.0-or-later
// The open file among others who may have it open: who may write it, and whether it has changed.
#pragma once

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <memory>

namespace gradweave::app {

/// Holds at most one path. The first to hold a path may write it; who comes later, in this program
/// or another one, only reads. The lock lies in the program's own folder, never beside the file.
class FileGuard : public QObject {
    Q_OBJECT

  public:
    explicit FileGuard(QObject* parent = nullptr);

    /// Takes hold of a path; an empty one lets go.
    void hold(const QString& path);
    /// The file is as this program wrote or read it just now.
    void noteContent();
    bool readOnly() const { return !m_path.isEmpty() && m_lock == nullptr; }
    /// Looks whether the file has changed since noteContent().
    void check();

  signals:
    /// Another program wrote the file, or removed it. Once per change.
    void changedOnDisk(bool removed);

  private:
    struct Content {
        QDateTime modified;
        qint64 size = -1;  ///< -1: no file
        bool operator==(const Content&) const = default;
    };
    Content onDisk() const;
    static QString lockPath(const QString& path);

    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
    QFileSystemWatcher m_watcher;
    QTimer m_delay;  ///< programs write in several steps
    Content m_known;
};

}  // namespace gradweave::app
