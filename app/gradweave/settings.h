// SPDX-License-Identifier: GPL-3.0-or-later
// Where the window keeps what it remembers.
#pragma once

#include <QSettings>
#include <memory>

namespace gradweave::app {

/// What people chose: $XDG_CONFIG_HOME/gradweave/gradweave.ini.
std::unique_ptr<QSettings> preferences();
/// What the window noted by itself: $XDG_STATE_HOME/gradweave/window.ini.
std::unique_ptr<QSettings> stateSettings();

}  // namespace gradweave::app
