// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scatter_view.h"

#include <QPainter>

#include "engine/core/text.h"
#include "engine/exchange/plot.h"
#include "ui/panels/class_list.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

ScatterView::ScatterView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("scatterView"));
    setAccessibleName(tr("Samples as points"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, [this] {
        m_picture = {};
        update();
    });
}

QSize ScatterView::minimumSizeHint() const {
    return QSize(1, 1) * qRound(metrics().unit * 12);
}

QSize ScatterView::sizeHint() const {
    return QSize(1, 1) * qRound(metrics().unit * 28);
}

void ScatterView::setSamples(SamplesPtr samples) {
    m_samples = std::move(samples);
    m_axes = planeAxes(m_samples->info());
    GW_ASSERT(m_axes.has_value());
    const auto label = labelField(m_samples->info());
    const auto& fields = m_samples->loaded->overview.of(m_samples->split);
    m_points.clear();
    for (const std::int64_t sample : m_samples->order) {
        if (m_points.size() == mostPoints) break;
        const auto entry = [&](std::size_t field, std::size_t i) {
            return m_samples->raw(field, sample).number(static_cast<std::int64_t>(i));
        };
        m_points.push_back({entry(m_axes->xField, m_axes->xEntry),
                            entry(m_axes->yField, m_axes->yEntry),
                            label ? fields[*label].labels[static_cast<std::size_t>(sample)] : 0});
    }
    findRange();
    setAccessibleDescription(tr("%n points", "", static_cast<int>(m_points.size())));
    m_picture = {};
    update();
}

/// From all of the split, so that the picture stays put while one class is chosen.
void ScatterView::findRange() {
    const auto& fields = m_samples->loaded->overview.of(m_samples->split);
    const auto& across = fields[m_axes->xField].ranges;
    const auto& up = fields[m_axes->yField].ranges;
    if (across.empty() || up.empty()) return;
    const data::EntryRange &x = across[m_axes->xEntry], &y = up[m_axes->yEntry];
    const double width = std::max(x.most - x.least, 1e-9),
                 height = std::max(y.most - y.least, 1e-9);
    m_range = QRectF(x.least - width * 0.04, y.least - height * 0.04, width * 1.08, height * 1.08);
}

QRectF ScatterView::area() const {
    const qreal unit = metrics().unit;
    QRectF room = QRectF(rect()).adjusted(unit * 3.2, unit * 1.2, -unit * 1.2, -unit * 2.8);
    return room.isValid() ? room : QRectF(0, 0, 1, 1);
}

QPointF ScatterView::place(double x, double y) const {
    const QRectF plot = area();
    return {plot.left() + (x - m_range.left()) / m_range.width() * plot.width(),
            plot.bottom() - (y - m_range.top()) / m_range.height() * plot.height()};
}

void ScatterView::drawAxes(QPainter& painter) const {
    const QRectF plot = area();
    const qreal unit = metrics().unit;
    painter.setFont(metrics().smallText);
    for (const auto& tick : exchange::linear_ticks(m_range.left(), m_range.right(),
                                                   qRound(plot.width() / (unit * 5)))) {
        const qreal x = std::round(place(tick.at, 0).x()) + 0.5;
        painter.setPen(theme().chartGrid);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(x - unit * 3, plot.bottom() + unit * 0.2, unit * 6, unit * 1.2),
                         Qt::AlignHCenter | Qt::AlignTop, qtext(tick.label));
    }
    for (const auto& tick : exchange::linear_ticks(m_range.top(), m_range.bottom(),
                                                   qRound(plot.height() / (unit * 4)))) {
        const qreal y = std::round(place(0, tick.at).y()) + 0.5;
        painter.setPen(theme().chartGrid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(0, y - unit, plot.left() - unit * 0.4, 2 * unit),
                         Qt::AlignRight | Qt::AlignVCenter, qtext(tick.label));
    }
    painter.setPen(theme().text);
    painter.drawText(QRectF(plot.left(), plot.bottom() + unit * 1.3, plot.width(), unit * 1.3),
                     Qt::AlignHCenter | Qt::AlignVCenter, m_axes->xName);
    painter.drawText(QRectF(unit * 0.4, 0, plot.left() - unit * 0.8, plot.top()),
                     Qt::AlignRight | Qt::AlignVCenter, m_axes->yName);
}

QPixmap ScatterView::draw() const {
    QPixmap picture(size() * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(theme().base);
    QPainter painter(&picture);
    drawAxes(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = metrics().unit * (m_points.size() > 3000 ? 0.11 : 0.16);
    painter.setOpacity(m_points.size() > 3000 ? 0.55 : 0.8);
    for (const Point& point : m_points)
        paintMark(painter, classMark(point.label), place(point.x, point.y), radius);
    painter.setOpacity(1);
    if (m_points.size() < m_samples->order.size()) {
        painter.setFont(metrics().smallText);
        painter.setPen(theme().mutedText);
        painter.drawText(area().adjusted(0, -metrics().unit * 1.2, 0, 0),
                         Qt::AlignRight | Qt::AlignTop,
                         tr("%1 of %2 points")
                             .arg(groupedText(static_cast<std::int64_t>(m_points.size())),
                                  groupedText(static_cast<std::int64_t>(m_samples->order.size()))));
    }
    return picture;
}

void ScatterView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_samples) {
        painter.fillRect(rect(), theme().base);
        return;
    }
    if (m_picture.size() != size() * devicePixelRatioF()) m_picture = draw();
    painter.drawPixmap(0, 0, m_picture);
}

}  // namespace gradweave::ui
