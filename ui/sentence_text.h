// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's sentences about a network, in the window's language.
#pragma once

#include <QString>
#include <string>

namespace gradweave::ui {

/// What the analysis says is wrong, or why a wire cannot be. The engine speaks English and puts
/// names and shapes into its sentences; here they are recognised and said again. A sentence that is
/// not known stays as it is.
QString sentenceText(const std::string& sentence);

}  // namespace gradweave::ui
