// SPDX-License-Identifier: GPL-3.0-or-later
// All windows of the program: one for each document.
#pragma once

#include <QObject>
#include <QRect>
#include <QString>
#include <memory>
#include <vector>

#include "engine/model/catalogue.h"

namespace gradweave::app {

class MainWindow;

/// Owns the windows; one that is closed goes once its events are over.
class Windows : public QObject {
    Q_OBJECT

  public:
    explicit Windows(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent = nullptr);
    ~Windows() override;

    /// A new window, shown, beside `beside` if there is one.
    MainWindow& add(MainWindow* beside = nullptr);
    /// Where another window goes, both with their frames: a little below and to the right, as
    /// large; at the screen's other end where it would stand over the edge, smaller if need be.
    static QRect placeBeside(const QRect& window, const QRect& screen);
    /// The window that has this project open, or null.
    MainWindow* withProject(const QString& path) const;
    /// Writes copies of what is not saved, now.
    void keepUnsaved();
    /// The same, and they stay for the next start: the program ends without asking.
    void leaveUnsaved();
    const std::vector<MainWindow*>& all() const { return m_windows; }
    /// What every start page says of the devices.
    void setDevices(const QString& line, const QString& details);

  private:
    void openFrom(MainWindow& window, const QString& path, bool example);

    std::shared_ptr<const model::Catalogue> m_catalogue;
    std::vector<MainWindow*> m_windows;
    QString m_devices, m_deviceDetails;
};

}  // namespace gradweave::app
