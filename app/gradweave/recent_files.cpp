// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/recent_files.h"

#include <QSettings>

#include "app/gradweave/settings.h"

namespace gradweave::app {

namespace {

constexpr int most = 10;
const QString key = QStringLiteral("recent/paths");

}  // namespace

RecentFiles::RecentFiles(QObject* parent)
    : QObject(parent), m_paths(stateSettings()->value(key).toStringList()) {}

void RecentFiles::add(const QString& path) {
    m_paths.removeAll(path);
    m_paths.prepend(path);
    while (m_paths.size() > most)
        m_paths.removeLast();
    save();
}

void RecentFiles::remove(const QString& path) {
    if (m_paths.removeAll(path) > 0) save();
}

void RecentFiles::clear() {
    m_paths.clear();
    save();
}

void RecentFiles::save() {
    stateSettings()->setValue(key, m_paths);
    emit changed();
}

}  // namespace gradweave::app
