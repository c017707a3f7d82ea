// SPDX-License-Identifier: GPL-3.0-or-later
// A chart of a few lines with axes, marks and a cursor; hides Qt Charts from everybody else.
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "engine/exchange/plot.h"

namespace gradweave::ui {

/// How one line looks.
struct LineLook {
    QColor colour;
    qreal width = 1;
    bool marks = false;  ///< a dot at each point
};

/// What the mouse shows at a step.
struct HoverInfo {
    struct Row {
        QColor colour;
        QString name, value;
        std::optional<double> y;  ///< where a dot goes, in the axis' coordinates
    };
    double x = 0;
    QString title;
    std::vector<Row> rows;
    QString note;  ///< a sentence below, may be empty
};

/// Where the axes end and what is written on them, in their own coordinates.
struct ChartAxes {
    double left = 0, right = 1, low = 0, high = 1;
    std::vector<exchange::Tick> xTicks, yTicks;
    QString xTitle;
};

class ChartView : public QWidget {
    Q_OBJECT

  public:
    explicit ChartView(int lines, QWidget* parent = nullptr);
    ~ChartView() override;

    void setLook(int line, const LineLook& look);
    /// A point whose y is NaN interrupts the line.
    void setPoints(int line, const QList<QPointF>& points);
    QList<QPointF> points(int line) const;
    /// Triangles and diamonds at the upper edge.
    void setBadMarks(const QList<double>& nans, const QList<double>& infinities);
    /// A vertical line where training broke down.
    void setBreakdown(std::optional<double> x);
    void setAxes(ChartAxes axes);
    const ChartAxes& axes() const;
    /// A sentence in the middle while there is nothing to show.
    void setPlaceholder(const QString& text);
    void setHover(std::function<HoverInfo(double x)> describe);

    /// The area between the axes, in pixels of this widget.
    QRectF plotArea() const;
    void applyTheme();

  signals:
    void zoomWanted(double left, double right);
    void zoomReset();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    class View;
    View* m_view;
};

}  // namespace gradweave::ui
