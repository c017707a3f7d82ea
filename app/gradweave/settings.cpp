// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/settings.h"

#include <QStandardPaths>

#include "engine/io/locations.h"
#include "ui/text.h"

namespace gradweave::app {

std::unique_ptr<QSettings> preferences() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return std::make_unique<QSettings>(folder + QStringLiteral("/gradweave/gradweave.ini"),
                                       QSettings::IniFormat);
}

std::unique_ptr<QSettings> stateSettings() {
    return std::make_unique<QSettings>(ui::qtext((io::state_directory() / "window.ini").string()),
                                       QSettings::IniFormat);
}

}  // namespace gradweave::app
