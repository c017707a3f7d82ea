// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_plot.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/legend_chip.h"
#include "ui/charts/legend_layout.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// Eight pictures a second, see updatesPerSecond of the trainer's client; a curve that moves eight
/// times a second is followed as well as one that moves fifteen times.
constexpr int refreshMilliseconds = 125;
constexpr double leastZoom = 4;  ///< steps in view
/// Shares of the values that count as outliers at either end.
constexpr double outlierShare = 0.03;
/// Up to so many points each gets a dot.
constexpr qsizetype mostDots = 60;

/// The chart's lines, from the back to the front.
enum Line { rawLine, trainLine, validationLine, lineCount };

double valueAt(double share, std::vector<double>& values) {
    const auto index =
        static_cast<std::size_t>(std::llround(share * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index),
                     values.end());
    return values[index];
}

}  // namespace

LossPlot::LossPlot(const QString& quantity, QWidget* parent)
    : QWidget(parent),
      m_quantity(quantity),
      m_title(new QLabel(quantity, this)),
      m_view(new ChartView(lineCount, this)),
      m_timer(new QTimer(this)) {
    auto* layout = new QVBoxLayout(this);
    const int edge = qRound(metrics().unit * 0.4);
    layout->setContentsMargins(edge, edge, edge, edge);
    layout->setSpacing(0);
    layout->addLayout(buildLegend());
    layout->addWidget(m_view, 1);
    m_timer->setSingleShot(true);
    m_timer->setInterval(refreshMilliseconds);
    m_timer->setTimerType(Qt::PreciseTimer);  // coarse ones may come early
    connect(m_timer, &QTimer::timeout, this, &LossPlot::refresh);
    connect(m_view, &ChartView::zoomWanted, this, &LossPlot::zoomTo);
    connect(m_view, &ChartView::zoomReset, this, &LossPlot::resetZoom);
    m_view->setHover([this](double step) { return hoverAt(step); });
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &LossPlot::applyTheme);
    setQuantity(quantity);
    applyTheme();
    clear();
}

LossPlot::~LossPlot() = default;

QLayout* LossPlot::buildLegend() {
    auto* row = new LegendLayout(m_title);
    const QString names[] = {tr("train"), tr("validation")};
    for (int i = 0; i < curveCount; ++i) {
        auto* chip = new LegendChip(names[i], this);
        chip->setDots(i == validation);
        connect(chip, &LegendChip::toggled, this,
                [this, i](bool on) { setCurveVisible(static_cast<Curve>(i), on); });
        row->addChip(chip);
        m_curves[i].chip = chip;
    }
    return row;
}

void LossPlot::setQuantity(const QString& quantity) {
    m_quantity = quantity;
    m_title->setText(quantity);
    m_view->setAccessibleName(tr("%1 over training steps").arg(quantity));
    m_view->focusProxy()->setAccessibleName(m_view->accessibleName());
}

void LossPlot::applyTheme() {
    m_title->setFont(metrics().strongText);
    m_curves[train].chip->setColor(theme().trainCurve);
    m_curves[validation].chip->setColor(theme().validationCurve);
    m_view->applyTheme();
    schedule();
}

void LossPlot::clear(double stepsPerEpoch) {
    for (CurveState& curve : m_curves) {
        curve.raw.clear();
        curve.smooth.clear();
        curve.smoother = exchange::Smoother(m_smoothing);
    }
    m_stepsPerEpoch = stepsPerEpoch;
    m_badStep.reset();
    m_badSentence.clear();
    m_zoomed = false;
    m_view->setPlaceholder(tr("No values yet"));
    emit zoomChanged(false);
    schedule();
}

void LossPlot::addStep(qint64 step, double value) {
    CurveState& curve = m_curves[train];
    curve.raw.append(static_cast<double>(step), value);
    curve.smooth.append(static_cast<double>(step), curve.smoother.next(value));
    schedule();
}

void LossPlot::addEpoch(qint64 step, double value) {
    m_curves[validation].raw.append(static_cast<double>(step), value);
    schedule();
}

void LossPlot::markBad(qint64 step, const QString& sentence) {
    m_badStep = step;
    m_badSentence = sentence;
    schedule();
}

exchange::Plot LossPlot::plot() const {
    exchange::Plot plot;
    plot.title = m_quantity.toStdString();
    plot.y_label = m_quantity.toLower().toStdString();
    plot.log_y = m_logarithmic;
    plot.smoothing = m_smoothing;
    plot.steps_per_epoch = m_stepsPerEpoch;
    for (int i = 0; i < curveCount; ++i) {
        const CurveState& curve = m_curves[i];
        if (!curve.visible || curve.raw.empty()) continue;
        plot.curves.push_back({curve.chip->text().toStdString(), curve.raw, i, i == validation});
    }
    return plot;
}

void LossPlot::setLogarithmic(bool on) {
    m_logarithmic = on;
    schedule();
}

void LossPlot::setSmoothing(double weight) {
    m_smoothing = std::clamp(weight, 0.0, 0.999);
    CurveState& curve = m_curves[train];
    curve.smooth.clear();
    curve.smoother = exchange::Smoother(m_smoothing);
    for (std::size_t i = 0; i < curve.raw.size(); ++i)
        curve.smooth.append(curve.raw.x(i), curve.smoother.next(curve.raw.y(i)));
    schedule();
}

void LossPlot::setIgnoreOutliers(bool on) {
    m_ignoreOutliers = on;
    schedule();
}

void LossPlot::setCurveVisible(Curve curve, bool visible) {
    m_curves[curve].visible = visible;
    m_curves[curve].chip->setChecked(visible);
    schedule();
}

void LossPlot::zoomTo(double from, double to) {
    const double last = lastStep();
    const double width = std::clamp(to - from, std::min(leastZoom, last), last);
    const double left = std::clamp(from, 0.0, last - width);
    m_zoomed = width < last;
    m_from = left;
    m_to = left + width;
    emit zoomChanged(m_zoomed);
    schedule();
}

void LossPlot::resetZoom() {
    m_zoomed = false;
    emit zoomChanged(false);
    schedule();
}

double LossPlot::lastStep() const {
    double last = 1;
    for (const CurveState& curve : m_curves) {
        if (!curve.raw.empty()) last = std::max(last, curve.raw.x(curve.raw.size() - 1));
    }
    return last;
}

void LossPlot::schedule() {
    if (isVisible() && !m_timer->isActive()) m_timer->start();
}

void LossPlot::showEvent(QShowEvent*) {
    schedule();
}

void LossPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().border, 1));
    painter.setBrush(theme().base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics().corner,
                            metrics().corner);
}

const exchange::CurveData& LossPlot::shown(Curve curve) const {
    return smooths(curve) ? m_curves[curve].smooth : m_curves[curve].raw;
}

QList<QPointF> LossPlot::reduced(const exchange::CurveData& data, qreal columnWidth) const {
    const int columns = std::max(50, qRound(m_view->plotArea().width() / columnWidth));
    QList<QPointF> points;
    for (const model::Point& point : data.reduced(m_from, m_to, columns, m_logarithmic))
        points << QPointF(point.x, m_logarithmic ? std::log10(point.y) : point.y);
    return points;
}

void LossPlot::refresh() {
    if (!m_zoomed) {
        m_from = 0;
        m_to = lastStep() * 1.012;  // the last dot stays whole
    }
    QList<QPointF> lines[lineCount];
    if (m_curves[train].visible) {
        if (smooths(train)) lines[rawLine] = reduced(m_curves[train].raw, 2);
        lines[trainLine] = reduced(shown(train), 1);
    }
    if (m_curves[validation].visible) lines[validationLine] = reduced(shown(validation), 1);
    chooseValueRange(lines);

    ChartAxes axes;
    axes.left = m_from;
    axes.right = m_to;
    axes.low = m_low;
    axes.high = m_high;
    setTicks(axes);
    m_view->setAxes(std::move(axes));
    const Theme& t = theme();
    const qreal thin = metrics().unit * 0.07, thick = metrics().unit * 0.13;
    m_view->setLook(rawLine, {mixed(t.trainCurve, t.base, 0.3), thin, false});
    m_view->setLook(trainLine, {t.trainCurve, thick, lines[trainLine].size() <= 1});
    m_view->setLook(validationLine,
                    {t.validationCurve, thick, lines[validationLine].size() <= mostDots});
    for (int i = 0; i < lineCount; ++i)
        m_view->setPoints(i, lines[i]);
    showMarks();
    updateChips();
    const bool empty = m_curves[train].raw.empty() && m_curves[validation].raw.empty();
    if (!empty) m_view->setPlaceholder({});
}

void LossPlot::setTicks(ChartAxes& axes) const {
    const QRectF area = m_view->plotArea();
    const qreal unit = metrics().unit;
    const int rows = std::clamp(static_cast<int>(area.height() / (unit * 2.2)), 3, 10);
    const int columns = std::clamp(static_cast<int>(area.width() / (unit * 5)), 2, 12);
    axes.xTicks = exchange::step_ticks(m_from, m_to, m_stepsPerEpoch, columns);
    axes.xTitle = exchange::counts_epochs(m_from, m_to, m_stepsPerEpoch) ? tr("epoch") : tr("step");
    if (!m_logarithmic) {
        axes.yTicks = exchange::linear_ticks(m_low, m_high, rows);
        return;
    }
    axes.yTicks = exchange::log_ticks(std::pow(10, m_low), std::pow(10, m_high), rows);
    for (exchange::Tick& tick : axes.yTicks)
        tick.at = std::log10(tick.at);
}

void LossPlot::chooseValueRange(std::span<const QList<QPointF>> lines) {
    std::vector<double> values;
    for (const QList<QPointF>& line : lines) {
        for (const QPointF& point : line) {
            if (std::isfinite(point.y())) values.push_back(point.y());
        }
    }
    if (values.empty()) {
        m_low = m_logarithmic ? -2 : 0;
        m_high = m_logarithmic ? 1 : 1;
        return;
    }
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    m_low = *lowest;
    m_high = *highest;
    if (m_ignoreOutliers) {
        m_low = valueAt(outlierShare, values);
        m_high = valueAt(1 - outlierShare, values);
    }
    // What is not negative begins at zero, unless that would flatten it.
    const double span = m_high - m_low;
    const double margin = std::max({span * 0.05, std::abs(m_high) * 1e-6, 1e-12});
    const bool fromZero = !m_logarithmic && m_low >= 0 && m_low < 0.5 * span;
    m_low = fromZero ? 0 : m_low - margin;
    m_high += margin;
}

void LossPlot::showMarks() {
    QList<double> nans, infinities;
    const int columns = std::max(10, qRound(m_view->plotArea().width() / metrics().unit));
    for (const CurveState& curve : m_curves) {
        if (!curve.visible) continue;
        for (const std::size_t i : curve.raw.bad_points(m_from, m_to, columns))
            (std::isnan(curve.raw.y(i)) ? nans : infinities) << curve.raw.x(i);
    }
    m_drawnMarks = static_cast<int>(nans.size() + infinities.size());
    m_view->setBadMarks(nans, infinities);
    m_view->setBreakdown(m_badStep ? std::optional(static_cast<double>(*m_badStep)) : std::nullopt);
}

void LossPlot::updateChips() {
    for (int i = 0; i < curveCount; ++i) {
        const exchange::CurveData& data = shown(static_cast<Curve>(i));
        if (data.empty()) {
            m_curves[i].chip->setValue({}, false);
            continue;
        }
        const double last = data.y(data.size() - 1);
        m_curves[i].chip->setValue(qtext(exchange::figure_text(last)), !std::isfinite(last));
    }
}

QString LossPlot::titleAt(double step) const {
    const QString number = QLocale().toString(static_cast<qlonglong>(step));
    if (m_stepsPerEpoch <= 0) return tr("step %1").arg(number);
    const auto epoch = static_cast<qlonglong>(std::ceil(step / m_stepsPerEpoch));
    return tr("step %1, epoch %2").arg(number, QLocale().toString(std::max(epoch, 1LL)));
}

HoverInfo LossPlot::hoverAt(double step) const {
    HoverInfo info;
    const exchange::CurveData& steps =
        m_curves[train].raw.empty() ? m_curves[validation].raw : m_curves[train].raw;
    const auto nearest = steps.nearest(step);
    if (!nearest) return info;
    info.x = steps.x(*nearest);
    info.title = titleAt(info.x);
    const auto add = [&](Curve curve, const exchange::CurveData& data, const QString& name,
                         const QColor& colour) {
        const auto at = data.nearest(info.x);
        if (!at || !m_curves[curve].visible) return;
        const double value = data.y(*at);
        const bool drawn = std::isfinite(value) && (!m_logarithmic || value > 0);
        HoverInfo::Row row{colour, name, qtext(exchange::figure_text(value)), {}};
        if (drawn && data.x(*at) == info.x) row.y = m_logarithmic ? std::log10(value) : value;
        info.rows.push_back(std::move(row));
    };
    const Theme& t = theme();
    if (smooths(train)) add(train, m_curves[train].smooth, tr("train, smoothed"), t.trainCurve);
    add(train, m_curves[train].raw, m_curves[train].chip->text(),
        smooths(train) ? mixed(t.trainCurve, t.base, 0.45) : t.trainCurve);
    add(validation, m_curves[validation].raw, m_curves[validation].chip->text(), t.validationCurve);
    const double near = (m_to - m_from) / std::max(m_view->plotArea().width(), 1.0) * 8;
    if (m_badStep && std::abs(static_cast<double>(*m_badStep) - info.x) <= std::max(near, 0.5))
        info.note = m_badSentence;
    return info;
}

QStringList LossPlot::valuesAt(double step) const {
    const HoverInfo info = hoverAt(step);
    QStringList lines{info.title};
    for (const HoverInfo::Row& row : info.rows)
        lines << row.name + QStringLiteral(": ") + row.value;
    if (!info.note.isEmpty()) lines << info.note;
    return lines;
}

QList<QPointF> LossPlot::drawnPoints(Curve curve) const {
    return m_view->points(curve == train ? trainLine : validationLine);
}

}  // namespace gradweave::ui
