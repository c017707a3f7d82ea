// SPDX-License-Identifier: GPL-3.0-or-later
// Curves of one quantity over training steps, for training and validation.
#pragma once

#include <QWidget>
#include <array>
#include <optional>
#include <span>

#include "engine/exchange/plot.h"

class QLabel;
class QLayout;
class QTimer;

namespace gradweave::ui {

class ChartView;
class LegendChip;
struct ChartAxes;
struct HoverInfo;

/// Holds all points in vectors of its own and shows the lowest and highest of each pixel column, so
/// that a million points cost as much as a thousand. Redraws at most fifteen times a second, and
/// only while it is visible. Lives in the UI thread.
class LossPlot : public QWidget {
    Q_OBJECT

  public:
    enum Curve { train, validation, curveCount };

    explicit LossPlot(const QString& quantity, QWidget* parent = nullptr);
    ~LossPlot() override;

    /// Forgets all points. Above zero, epochs of so many steps are counted on the axis.
    void clear(double stepsPerEpoch = 0);
    /// One more value of the training curve. Not finite ones are marked and break the line.
    void addStep(qint64 step, double value);
    /// One more value of the validation curve, at the epoch's last step.
    void addEpoch(qint64 step, double value);
    /// Marks a step as the one that training broke down at, with a sentence for the tooltip.
    void markBad(qint64 step, const QString& sentence);
    /// Everything that is shown, for plot_svg() and plot_csv().
    exchange::Plot plot() const;

    const QString& quantity() const { return m_quantity; }
    void setQuantity(const QString& quantity);

    bool logarithmic() const { return m_logarithmic; }
    void setLogarithmic(bool on);
    double smoothing() const { return m_smoothing; }
    void setSmoothing(double weight);
    bool ignoresOutliers() const { return m_ignoreOutliers; }
    void setIgnoreOutliers(bool on);
    bool curveVisible(Curve curve) const { return m_curves[curve].visible; }
    void setCurveVisible(Curve curve, bool visible);

    /// The steps in view, and whether that is all of them.
    double from() const { return m_from; }
    double to() const { return m_to; }
    bool zoomed() const { return m_zoomed; }
    void zoomTo(double from, double to);
    void resetZoom();

    /// Lowest and highest value in view: on a logarithmic axis their decimal logarithms.
    std::pair<double, double> valueRange() const { return {m_low, m_high}; }
    /// What the mouse tells at a step, one line a curve.
    QStringList valuesAt(double step) const;
    /// What is drawn of a curve (smoothed, if so), in the axes' coordinates.
    QList<QPointF> drawnPoints(Curve curve) const;
    int drawnMarks() const { return m_drawnMarks; }
    /// Brings the picture up to date now instead of at the next tick.
    void refresh();

  signals:
    void zoomChanged(bool zoomed);

  protected:
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct CurveState {
        exchange::CurveData raw, smooth;
        exchange::Smoother smoother{0};
        bool visible = true;
        LegendChip* chip = nullptr;
    };

    QLayout* buildLegend();
    void schedule();
    void applyTheme();
    double lastStep() const;
    bool smooths(Curve curve) const { return curve == train && m_smoothing > 0; }
    const exchange::CurveData& shown(Curve curve) const;
    /// `columnWidth` is in pixels.
    QList<QPointF> reduced(const exchange::CurveData& data, qreal columnWidth) const;
    void chooseValueRange(std::span<const QList<QPointF>> lines);
    void setTicks(ChartAxes& axes) const;
    void showMarks();
    void updateChips();
    QString titleAt(double step) const;
    HoverInfo hoverAt(double step) const;

    QString m_quantity;
    std::array<CurveState, curveCount> m_curves;
    QLabel* m_title;
    ChartView* m_view;
    QTimer* m_timer;
    double m_stepsPerEpoch = 0;
    double m_from = 0, m_to = 1, m_low = 0, m_high = 1;
    std::optional<qint64> m_badStep;
    QString m_badSentence;
    double m_smoothing = 0.6;
    int m_drawnMarks = 0;
    bool m_logarithmic = false, m_ignoreOutliers = false, m_zoomed = false;
};

}  // namespace gradweave::ui
