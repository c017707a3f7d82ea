// SPDX-License-Identifier: GPL-3.0-or-later
// What is dragged and copied between the program's widgets and windows.
#pragma once

#include <QString>

namespace gradweave::ui::mime {

/// The id of a kind of block, as UTF-8: dragged from the library.
inline const QString kind = QStringLiteral("application/x-gradweave-kind");
/// Copied blocks as JSON; the same text is also offered as plain text.
inline const QString blocks = QStringLiteral("application/x-gradweave-blocks+json");

}  // namespace gradweave::ui::mime
