// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <QApplication>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/charts/hover_box.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr double wheelStep = 1.25;

/// Room that the axes' numbers need.
QMarginsF marginsOf(const ChartAxes& axes, const QFont& font) {
    const QFontMetricsF metrics(font);
    qreal widest = metrics.horizontalAdvance(QStringLiteral("0.00"));
    for (const exchange::Tick& tick : axes.yTicks)
        widest = std::max(widest, metrics.horizontalAdvance(qtext(tick.label)));
    widest = std::max(widest, metrics.horizontalAdvance(axes.xTitle));
    return {std::ceil(widest + metrics.height() * 1.25), metrics.height() * 0.6,
            metrics.height() * 0.9, metrics.height() * 1.8};
}

}  // namespace

/// The view that Qt Charts draws the lines in. Its axes go from 0 to 1 for ever, since each change
/// of a range transforms all lines anew; grid, numbers and cursor are painted here.
class ChartView::View : public QChartView {
  public:
    View(int count, ChartView* owner) : QChartView(new QChart, owner), m_owner(owner) {
        setFrameShape(QFrame::NoFrame);
        setRenderHint(QPainter::Antialiasing);
        setBackgroundBrush(Qt::NoBrush);
        viewport()->setAutoFillBackground(false);
        setFocusPolicy(Qt::StrongFocus);
        setMouseTracking(true);
        chart()->setBackgroundVisible(false);
        chart()->setMargins({});
        chart()->layout()->setContentsMargins(0, 0, 0, 0);
        chart()->legend()->hide();
        for (QValueAxis** axis : {&m_x, &m_y}) {
            *axis = new QValueAxis;
            (*axis)->setVisible(false);
            (*axis)->setRange(0, 1);
            chart()->addAxis(*axis, axis == &m_x ? Qt::AlignBottom : Qt::AlignLeft);
        }
        m_points.resize(count);
        for (int i = 0; i < count; ++i)
            m_lines.push_back(add(new QLineSeries));
        for (int i = 0; i < count; ++i) {
            m_dots.push_back(add(new QScatterSeries));
            m_dots.back()->setBorderColor(Qt::transparent);
        }
        m_nans = add(new QScatterSeries);
        m_nans->setMarkerShape(QScatterSeries::MarkerShapeTriangle);
        m_infinities = add(new QScatterSeries);
        m_infinities->setMarkerShape(QScatterSeries::MarkerShapeRotatedRectangle);
    }

    void look(int line, const LineLook& look) {
        QPen pen(look.colour, look.width);
        if (look.width > 1.5) pen.setJoinStyle(Qt::RoundJoin);
        if (m_lines[line]->pen() != pen) {
            m_lines[line]->setPen(pen);
            m_dots[line]->setColor(look.colour);
            m_dots[line]->setMarkerSize(look.width * 3.4);
        }
        m_dots[line]->setVisible(look.marks);
    }

    void setPoints(int line, const QList<QPointF>& points) {
        m_points[line] = points;
        QList<QPointF> placed, dots;
        placed.reserve(points.size());
        for (const QPointF& point : points) {
            placed << inUnits(point);
            if (m_dots[line]->isVisible() && std::isfinite(point.y())) dots << placed.back();
        }
        replace(m_lines[line], placed);
        replace(m_dots[line], dots);
    }
    QList<QPointF> points(int line) const { return m_points[line]; }

    void setMarks(const QList<double>& nans, const QList<double>& infinities) {
        // A little below the upper edge, so that they are whole.
        const double y = m_axes.high - (m_axes.high - m_axes.low) * 0.035;
        const auto place = [&](QScatterSeries* series, const QList<double>& at) {
            QList<QPointF> points;
            for (const double x : at)
                points << inUnits(QPointF(x, y));
            replace(series, points);
        };
        place(m_nans, nans);
        place(m_infinities, infinities);
    }

    void setAxes(ChartAxes axes) {
        m_axes = std::move(axes);
        place();
        viewport()->update();
    }

    void place() {
        const QRectF area = QRectF(viewport()->rect()) - marginsOf(m_axes, metrics().smallText);
        if (area == m_area || !area.isValid()) return;
        m_area = area;
        chart()->setPlotArea(area);
    }

    void applyTheme() {
        for (QScatterSeries* series : {m_nans, m_infinities}) {
            series->setColor(theme().error);
            series->setBorderColor(theme().base);
            series->setMarkerSize(metrics().unit * 0.7);
        }
        m_area = {};
        place();
        viewport()->update();
    }

    const ChartAxes& axes() const { return m_axes; }
    QRectF area() const { return m_area; }

    QString placeholder;
    std::optional<double> breakdown;
    std::function<HoverInfo(double)> describe;

  protected:
    void resizeEvent(QResizeEvent* event) override {
        QChartView::resizeEvent(event);
        place();
    }

    void drawBackground(QPainter* painter, const QRectF&) override {
        const Theme& t = theme();
        painter->setFont(metrics().smallText);
        const QFontMetricsF font(metrics().smallText);
        painter->setRenderHint(QPainter::Antialiasing, false);
        for (const exchange::Tick& tick : m_axes.yTicks) {
            const qreal y = yOf(tick.at);
            if (y < m_area.top() - 1 || y > m_area.bottom() + 1) continue;
            painter->setPen(t.chartGrid);
            painter->drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
            painter->setPen(t.mutedText);
            const QRectF label(0, y - font.height(), m_area.left() - font.height() * 0.5,
                               2 * font.height());
            painter->drawText(label, Qt::AlignRight | Qt::AlignVCenter, qtext(tick.label));
        }
        painter->setPen(mixed(t.mutedText, t.chartGrid, 0.45));
        painter->drawLine(m_area.bottomLeft(), m_area.bottomRight());
        paintSteps(*painter, font);
    }

    void drawForeground(QPainter* painter, const QRectF&) override {
        const Theme& t = theme();
        painter->setRenderHint(QPainter::Antialiasing);
        if (!placeholder.isEmpty()) {
            painter->setFont(metrics().text);
            painter->setPen(t.mutedText);
            painter->drawText(m_area, Qt::AlignCenter | Qt::TextWordWrap, placeholder);
        }
        if (breakdown && *breakdown >= m_axes.left && *breakdown <= m_axes.right) {
            painter->setPen(QPen(t.error, 1, Qt::DashLine));
            painter->drawLine(QPointF(xOf(*breakdown), m_area.top()),
                              QPointF(xOf(*breakdown), m_area.bottom()));
        }
        if (m_band) {
            QColor fill = t.accent;
            fill.setAlphaF(0.14f);
            painter->setPen(QPen(t.accent, 1));
            painter->setBrush(fill);
            painter->drawRect(band());
        } else if (m_cursor && describe) {
            paintCursor(*painter);
        }
        if (m_keyboard) {
            painter->setPen(QPen(t.selection, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5),
                                     metrics().smallCorner, metrics().smallCorner);
        }
    }

    void mousePressEvent(QMouseEvent* event) override {
        m_press = event->position();
        m_pressButton = event->button();
        event->accept();
    }

    void mouseMoveEvent(QMouseEvent* event) override {
        const QPointF at = event->position();
        if (event->buttons() & Qt::LeftButton && m_pressButton == Qt::LeftButton) {
            if (std::abs(at.x() - m_press.x()) >= QApplication::startDragDistance())
                m_band = at.x();
        } else if (event->buttons() & Qt::MiddleButton) {
            pan(m_press.x() - at.x());
            m_press = at;
        }
        m_cursor = m_area.contains(at) ? std::optional(at) : std::nullopt;
        viewport()->update();
    }

    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && m_band) {
            const double a = stepAt(m_press.x()), b = stepAt(*m_band);
            m_band.reset();
            emit m_owner->zoomWanted(std::min(a, b), std::max(a, b));
        }
        m_pressButton = Qt::NoButton;
        viewport()->update();
    }

    void mouseDoubleClickEvent(QMouseEvent*) override { emit m_owner->zoomReset(); }

    void wheelEvent(QWheelEvent* event) override {
        const double turns = event->angleDelta().y() / 120.0;
        if (turns != 0) zoom(std::pow(wheelStep, -turns), stepAt(event->position().x()));
        event->accept();
    }

    void leaveEvent(QEvent* event) override {
        m_cursor.reset();
        viewport()->update();
        QChartView::leaveEvent(event);
    }

    void keyPressEvent(QKeyEvent* event) override {
        const double middle = (m_axes.left + m_axes.right) / 2;
        switch (event->key()) {
            case Qt::Key_Plus:
            case Qt::Key_Equal:
                return zoom(1 / wheelStep, middle);
            case Qt::Key_Minus:
                return zoom(wheelStep, middle);
            case Qt::Key_Left:
                return pan(-m_area.width() / 10);
            case Qt::Key_Right:
                return pan(m_area.width() / 10);
            case Qt::Key_0:
            case Qt::Key_Home:
                emit m_owner->zoomReset();
                return;
            default:
                QChartView::keyPressEvent(event);
        }
    }

    void focusInEvent(QFocusEvent* event) override {
        QChartView::focusInEvent(event);
        m_keyboard = event->reason() == Qt::TabFocusReason ||
                     event->reason() == Qt::BacktabFocusReason ||
                     event->reason() == Qt::ShortcutFocusReason;
        viewport()->update();
    }
    void focusOutEvent(QFocusEvent* event) override {
        QChartView::focusOutEvent(event);
        m_keyboard = false;
        viewport()->update();
    }

  private:
    template <class Series>
    Series* add(Series* series) {
        chart()->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
        return series;
    }

    static void replace(QXYSeries* series, const QList<QPointF>& points) {
        if (!points.isEmpty() || series->count() > 0) series->replace(points);
    }
    QPointF inUnits(const QPointF& point) const {
        return {(point.x() - m_axes.left) / (m_axes.right - m_axes.left),
                (point.y() - m_axes.low) / (m_axes.high - m_axes.low)};
    }
    qreal xOf(double step) const {
        return m_area.left() + (step - m_axes.left) / (m_axes.right - m_axes.left) * m_area.width();
    }
    qreal yOf(double value) const {
        return m_area.bottom() -
               (value - m_axes.low) / (m_axes.high - m_axes.low) * m_area.height();
    }
    double stepAt(qreal x) const {
        const double share = std::clamp((x - m_area.left()) / m_area.width(), 0.0, 1.0);
        return m_axes.left + share * (m_axes.right - m_axes.left);
    }

    QRectF band() const {
        const qreal a = std::clamp(m_press.x(), m_area.left(), m_area.right());
        const qreal b = std::clamp(*m_band, m_area.left(), m_area.right());
        return QRectF(std::min(a, b), m_area.top(), std::abs(a - b), m_area.height());
    }

    void zoom(double factor, double around) {
        emit m_owner->zoomWanted(around - (around - m_axes.left) * factor,
                                 around + (m_axes.right - around) * factor);
    }
    void pan(qreal pixels) {
        const double steps = pixels / m_area.width() * (m_axes.right - m_axes.left);
        emit m_owner->zoomWanted(m_axes.left + steps, m_axes.right + steps);
    }

    void paintSteps(QPainter& painter, const QFontMetricsF& font) const {
        const Theme& t = theme();
        const qreal top = m_area.bottom() + font.height() * 0.35, height = font.height() * 1.1;
        for (const exchange::Tick& tick : m_axes.xTicks) {
            const qreal x = xOf(tick.at), half = font.horizontalAdvance(qtext(tick.label)) / 2 + 2;
            if (x < m_area.left() - 1 || x > m_area.right() + 1) continue;
            painter.setPen(mixed(t.mutedText, t.chartGrid, 0.45));
            painter.drawLine(QPointF(x, m_area.bottom()),
                             QPointF(x, m_area.bottom() + font.height() * 0.2));
            painter.setPen(t.mutedText);
            painter.drawText(QRectF(x - half, top, 2 * half, height), Qt::AlignCenter,
                             qtext(tick.label));
        }
        // In the column of the numbers, where no step can be.
        painter.drawText(QRectF(0, top, m_area.left() - font.height() * 0.85, height),
                         Qt::AlignRight | Qt::AlignVCenter, m_axes.xTitle);
    }

    void paintCursor(QPainter& painter) const {
        const HoverInfo info = describe(stepAt(m_cursor->x()));
        if (info.rows.empty()) return;
        const qreal x = xOf(info.x);
        if (x < m_area.left() - 1 || x > m_area.right() + 1) return;
        painter.setPen(QPen(mixed(theme().mutedText, theme().base, 0.6), 1));
        painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
        for (const HoverInfo::Row& row : info.rows) {
            if (!row.y) continue;
            const qreal y = yOf(*row.y);
            if (y < m_area.top() || y > m_area.bottom()) continue;
            painter.setPen(QPen(theme().base, metrics().unit * 0.12));
            painter.setBrush(row.colour);
            painter.drawEllipse(QPointF(x, y), metrics().unit * 0.28, metrics().unit * 0.28);
        }
        paintHoverBox(painter, info, QPointF(x, m_cursor->y()), m_area);
    }

    ChartView* m_owner;
    QValueAxis *m_x = nullptr, *m_y = nullptr;
    QList<QLineSeries*> m_lines;
    QList<QScatterSeries*> m_dots;
    QList<QList<QPointF>> m_points;  ///< of the lines, in the axes' coordinates
    QScatterSeries *m_nans, *m_infinities;
    ChartAxes m_axes;
    QRectF m_area;
    QPointF m_press;
    Qt::MouseButton m_pressButton = Qt::NoButton;
    std::optional<qreal> m_band;
    std::optional<QPointF> m_cursor;
    bool m_keyboard = false;  ///< came here by the keyboard: shows where it is
};

ChartView::ChartView(int lines, QWidget* parent) : QWidget(parent), m_view(new View(lines, this)) {
    setFocusProxy(m_view);
    // Small enough for the panel at the bottom of a small screen, below a legend of two lines.
    setMinimumSize(qRound(metrics().unit * 9), qRound(metrics().unit * 5));
}

ChartView::~ChartView() = default;

void ChartView::setLook(int line, const LineLook& look) {
    m_view->look(line, look);
}

void ChartView::setPoints(int line, const QList<QPointF>& points) {
    m_view->setPoints(line, points);
}

QList<QPointF> ChartView::points(int line) const {
    return m_view->points(line);
}

void ChartView::setBadMarks(const QList<double>& nans, const QList<double>& infinities) {
    m_view->setMarks(nans, infinities);
}

void ChartView::setBreakdown(std::optional<double> x) {
    m_view->breakdown = x;
    m_view->viewport()->update();
}

void ChartView::setAxes(ChartAxes axes) {
    m_view->setAxes(std::move(axes));
}

const ChartAxes& ChartView::axes() const {
    return m_view->axes();
}

void ChartView::setPlaceholder(const QString& text) {
    m_view->placeholder = text;
    m_view->viewport()->update();
}

void ChartView::setHover(std::function<HoverInfo(double)> describe) {
    m_view->describe = std::move(describe);
}

QRectF ChartView::plotArea() const {
    return m_view->area();
}

void ChartView::applyTheme() {
    m_view->applyTheme();
}

void ChartView::resizeEvent(QResizeEvent*) {
    m_view->setGeometry(rect());
}

}  // namespace gradweave::ui
