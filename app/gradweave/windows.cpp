// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/windows.h"

#include <QEvent>
#include <QFileInfo>
#include <QScreen>

#include "app/gradweave/main_window.h"

namespace gradweave::app {

namespace {

/// Where a second window goes, without its frame.
QRect placeOfNext(const MainWindow& window) {
    const QMargins frame(window.geometry().left() - window.frameGeometry().left(),
                         window.geometry().top() - window.frameGeometry().top(),
                         window.frameGeometry().right() - window.geometry().right(),
                         window.frameGeometry().bottom() - window.geometry().bottom());
    // A maximised one says how large it would be otherwise.
    const QRect now =
        window.isMaximized() || window.isFullScreen() ? window.normalGeometry() : window.geometry();
    return Windows::placeBeside(now.marginsAdded(frame), window.screen()->availableGeometry())
        .marginsRemoved(frame);
}

}  // namespace

QRect Windows::placeBeside(const QRect& window, const QRect& screen) {
    QRect place = window.translated(32, 32);
    place.setSize(place.size().boundedTo(screen.size()));
    if (place.right() > screen.right()) place.moveLeft(screen.left());
    if (place.bottom() > screen.bottom()) place.moveTop(screen.top());
    return place;
}

Windows::Windows(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent)
    : QObject(parent), m_catalogue(std::move(catalogue)) {}

Windows::~Windows() {
    // Each one that goes takes itself out of the list.
    for (MainWindow* window : std::vector(m_windows))
        delete window;
}

MainWindow& Windows::add(MainWindow* beside) {
    auto* window = new MainWindow(m_catalogue);
    window->setAttribute(Qt::WA_DeleteOnClose);
    m_windows.push_back(window);
    connect(window, &QObject::destroyed, this, [this, window] { std::erase(m_windows, window); });
    connect(window, &MainWindow::windowWanted, this, [this, window] { add(window); });
    connect(
        window, &MainWindow::openWanted, this,
        [this, window](const QString& path, bool example) { openFrom(*window, path, example); });
    connect(window, &MainWindow::preferencesChanged, this, [this, window] {
        for (MainWindow* other : m_windows) {
            if (other != window) other->applyPreferences();
        }
    });
    window->setDevices(m_devices, m_deviceDetails);
    if (beside != nullptr) {
        window->setGeometry(placeOfNext(*beside));
    }
    window->show();
    return *window;
}

MainWindow* Windows::withProject(const QString& path) const {
    const QString wanted = QFileInfo(path).canonicalFilePath();
    for (MainWindow* window : m_windows) {
        const QString open = window->project().path();
        if (!open.isEmpty() && !wanted.isEmpty() && QFileInfo(open).canonicalFilePath() == wanted)
            return window;
    }
    return nullptr;
}

void Windows::keepUnsaved() {
    for (MainWindow* window : m_windows)
        window->autosave().keepNow();
}

void Windows::leaveUnsaved() {
    for (MainWindow* window : m_windows)
        window->autosave().leaveBehind();
}

void Windows::openFrom(MainWindow& window, const QString& path, bool example) {
    if (MainWindow* other = example ? nullptr : withProject(path)) {
        other->raise();
        other->activateWindow();
        return;
    }
    MainWindow& target = window.pristine() ? window : add(&window);
    if (example)
        target.openExampleHere(path);
    else
        target.openPathHere(path);
}

void Windows::setDevices(const QString& line, const QString& details) {
    m_devices = line;
    m_deviceDetails = details;
    for (MainWindow* window : m_windows)
        window->setDevices(line, details);
}

}  // namespace gradweave::app
