// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own line icons, drawn in the theme's colours whenever they are painted.
#pragma once

#include <QIcon>
#include <QString>

#include "ui/theme/theme.h"

namespace gradweave::ui {

/// An icon of resources/icons in the colour of text. It follows the theme without being made anew.
QIcon icon(const QString& name);
/// The same in a colour of the theme, for signs: &Theme::error.
QIcon icon(const QString& name, QColor Theme::*colour);
/// The sign of a category, in its colour.
QIcon icon(model::Category category);
/// The program's own icon.
QIcon applicationIcon();

/// One drawing of an icon, for items that paint themselves.
QPixmap iconPixmap(const QString& name, const QColor& colour, qreal size, qreal pixelRatio);

/// The name of a category's icon.
QString iconName(model::Category category);

}  // namespace gradweave::ui
