// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's texts in Qt's form and back.
#pragma once

#include <QString>
#include <cstdint>
#include <string>

namespace gradweave::ui {

inline QString qtext(const std::string& text) {
    return QString::fromStdString(text);
}

/// A number with what parts thousands in the window's language: "109,386" in English. Points stay
/// points in all of them, as in files and fields.
QString groupedText(std::int64_t number);

/// "438 kB", "0 bytes", in the window's language.
QString bytesText(std::uint64_t bytes);

/// How long something took: "12 ms", "3.4 s".
QString secondsText(double seconds);

}  // namespace gradweave::ui
