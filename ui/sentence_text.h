// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's sentences in the window's language.
#pragma once

#include <QString>
#include <QStringList>
#include <string>

namespace gradweave::ui {

/// What the analysis says is wrong, or why a wire cannot be. The engine speaks English and puts
/// names and shapes into its sentences; here they are recognised and said again. A sentence that is
/// not known stays as it is.
QString sentenceText(const std::string& sentence);

/// The parts of a sentence that are in no list of the known ones: names, numbers, and whatever was
/// forgotten. For the test that goes through the engine's sources.
QStringList unknownParts(const std::string& sentence);

}  // namespace gradweave::ui
