// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of two quantities as points in the plane, marked by class.
#pragma once

#include <QPixmap>
#include <QWidget>

#include "ui/panels/samples.h"

namespace gradweave::ui {

/// A picture with axes; drawn once per size and shown from memory.
class ScatterView : public QWidget {
    Q_OBJECT

  public:
    /// Points beyond these are not drawn; a note says so.
    static constexpr std::size_t mostPoints = 20'000;

    explicit ScatterView(QWidget* parent = nullptr);

    /// The data set must have planeAxes().
    void setSamples(SamplesPtr samples);
    std::size_t pointCount() const { return m_points.size(); }
    /// Where a point of the data lies in the widget.
    QPointF place(double x, double y) const;

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Point {
        double x, y;
        std::int64_t label;
    };
    void findRange();
    QRectF area() const;
    void drawAxes(QPainter& painter) const;
    QPixmap draw() const;

    SamplesPtr m_samples;
    std::optional<PlaneAxes> m_axes;
    std::vector<Point> m_points;
    QRectF m_range{0, 0, 1, 1};  ///< of the values, with a margin
    QPixmap m_picture;
};

}  // namespace gradweave::ui
