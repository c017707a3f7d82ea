// SPDX-License-Identifier: GPL-3.0-or-later
// The plate beside a chart's cursor: values of all curves in columns.
#pragma once

#include <QRectF>

class QPainter;

namespace gradweave::ui {

struct HoverInfo;

/// Paints the plate beside `at`, inside of `area` if it fits.
void paintHoverBox(QPainter& painter, const HoverInfo& info, QPointF at, const QRectF& area);

}  // namespace gradweave::ui
