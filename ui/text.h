// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's texts in Qt's form and back.
#pragma once

#include <QString>
#include <string>

namespace gradweave::ui {

inline QString qtext(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace gradweave::ui
