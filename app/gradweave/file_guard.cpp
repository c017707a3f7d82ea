// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/file_guard.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include "engine/io/locations.h"
#include "ui/text.h"

namespace gradweave::app {

namespace {

constexpr int settleMilliseconds = 300;

}  // namespace

FileGuard::FileGuard(QObject* parent) : QObject(parent) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(settleMilliseconds);
    connect(&m_delay, &QTimer::timeout, this, &FileGuard::check);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_delay, qOverload<>(&QTimer::start));
}

QString FileGuard::lockPath(const QString& path) {
    const QString folder = ui::qtext((io::state_directory() / "open").string());
    QDir().mkpath(folder);
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const QByteArray name = QCryptographicHash::hash(
        (canonical.isEmpty() ? path : canonical).toUtf8(), QCryptographicHash::Sha1);
    return QStringLiteral("%1/%2.lock").arg(folder, QString::fromLatin1(name.toHex()));
}

void FileGuard::hold(const QString& path) {
    if (path == m_path) return;
    if (!m_path.isEmpty()) m_watcher.removePath(m_path);
    m_lock.reset();
    m_path = path;
    if (path.isEmpty()) return;
    m_watcher.addPath(path);
    auto lock = std::make_unique<QLockFile>(lockPath(path));
    lock->setStaleLockTime(0);  // as long as its program runs
    // A folder that cannot be written must not make every project read-only.
    if (lock->tryLock(0) || lock->error() != QLockFile::LockFailedError) m_lock = std::move(lock);
}

FileGuard::Content FileGuard::onDisk() const {
    const QFileInfo info(m_path);
    return info.exists() ? Content{info.lastModified(), info.size()} : Content{};
}

void FileGuard::noteContent() {
    m_known = onDisk();
    // A file that was replaced is another one to the watcher.
    if (!m_path.isEmpty() && !m_watcher.files().contains(m_path)) m_watcher.addPath(m_path);
}

void FileGuard::check() {
    if (m_path.isEmpty()) return;
    const Content now = onDisk();
    // Whoever wrote it: a file that was replaced is another one to the watcher.
    if (now.size >= 0 && !m_watcher.files().contains(m_path)) m_watcher.addPath(m_path);
    if (now == m_known) return;
    m_known = now;
    emit changedOnDisk(now.size < 0);
}

}  // namespace gradweave::app
