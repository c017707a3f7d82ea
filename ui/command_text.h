// SPDX-License-Identifier: GPL-3.0-or-later
// Names of steps of undo in the user's language.
#pragma once

#include <QString>
#include <string>

namespace gradweave::ui {

/// What the model calls a command ("Insert Dropout") as menus and the history show it; unknown ones
/// stay as they are.
QString commandText(const std::string& text);

}  // namespace gradweave::ui
