// SPDX-License-Identifier: GPL-3.0-or-later
// The few shapes that the style is made of.
#pragma once

#include <QRectF>

class QColor;
class QPainter;
class QStyleOption;

namespace gradweave::ui {

/// A rounded rectangle with a one pixel line, sharp on every screen. Invalid colours draw nothing.
void paintBox(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& line,
              qreal radius);
/// A field one can type or choose in: line edits, spin boxes, combo boxes.
void paintField(QPainter& painter, const QStyleOption& option);
/// A small arrow head in the middle of the rectangle.
void paintArrow(QPainter& painter, const QRectF& rect, Qt::ArrowType direction,
                const QColor& colour);

}  // namespace gradweave::ui
