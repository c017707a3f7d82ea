// SPDX-License-Identifier: GPL-3.0-or-later
// Small shapes on blocks and wires: sockets, and the signs of errors and warnings.
#pragma once

#include <QColor>
#include <QPointF>

class QPainter;

namespace gradweave::ui {

struct SocketLook {
    QColor colour;
    bool square = false;  ///< class numbers; round otherwise
    bool filled = false;  ///< connected
    bool halo = false;    ///< a wire may end here
    bool large = false;   ///< under the mouse
};

void paintSocketShape(QPainter& painter, QPointF centre, const SocketLook& look);

/// A circle with a cross (error) or a triangle with a bar (warning): legible without colour.
void paintSign(QPainter& painter, QPointF centre, qreal radius, bool error, const QColor& colour);

}  // namespace gradweave::ui
