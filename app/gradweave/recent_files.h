// SPDX-License-Identifier: GPL-3.0-or-later
// The projects that were open last.
#pragma once

#include <QObject>
#include <QStringList>

namespace gradweave::app {

/// Kept in the user's state directory. Files are never looked at here: one on a network that is
/// away must not delay a menu. Those that cannot be opened any more are forgotten when tried.
class RecentFiles : public QObject {
    Q_OBJECT

  public:
    explicit RecentFiles(QObject* parent = nullptr);

    const QStringList& paths() const { return m_paths; }
    void add(const QString& path);
    void remove(const QString& path);
    void clear();

  signals:
    void changed();

  private:
    void save();
    QStringList m_paths;
};

}  // namespace gradweave::app
