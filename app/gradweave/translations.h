// SPDX-License-Identifier: GPL-3.0-or-later
// The window's language.
#pragma once

#include <QString>
#include <QStringList>

namespace gradweave::app {

/// Languages that there are texts for, as codes. English has its plurals only.
QStringList translatedLanguages();

/// Installs the texts of a language ("de"), Qt's own ones too, before any window is made; "system"
/// or an empty code is the user's own, English if there is none of that. False if that fails.
bool useLanguage(const QString& code);

}  // namespace gradweave::app
