// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that appear when a dragged block lines up with others in view.
#pragma once

#include <QGraphicsItem>
#include <QPointF>
#include <QRectF>
#include <map>
#include <memory>
#include <vector>

#include "engine/model/document.h"

namespace gradweave::ui {

class GraphScene;

class AlignmentGuides {
  public:
    explicit AlignmentGuides(GraphScene& scene);
    ~AlignmentGuides();

    /// What to add to the body's place so that it lines up with its nearest neighbours; shows the
    /// lines. `moving` are blocks that move along and are no neighbours.
    QPointF align(const QRectF& body, const std::map<model::BlockId, QPointF>& moving,
                  const QRectF& visible, qreal zoom);
    void clear();

  private:
    class Guide;
    GraphScene& m_scene;
    std::vector<std::unique_ptr<Guide>> m_guides;
};

}  // namespace gradweave::ui
