// SPDX-License-Identifier: GPL-3.0-or-later
// The plots of a run side by side: its loss, and one of its metrics.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/train/events.h"

class QCheckBox;
class QComboBox;
class QSlider;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace gradweave::ui {

class LossPlot;
class TextSaver;

/// Follows a run by its events. Scale, smoothing and outliers are set for all plots at once.
class RunPlots : public QWidget {
    Q_OBJECT

  public:
    explicit RunPlots(QWidget* parent = nullptr);

    void begin(const train::Started& started);
    void add(const train::StepDone& step);
    void add(const train::EpochDone& epoch);
    void add(const train::Diverged& diverged);

    LossPlot* lossPlot() const { return m_loss; }
    /// The plot of a metric by its place in Started::metrics.
    LossPlot* metricPlot(std::size_t i) const { return m_metrics.at(i); }
    std::size_t metricCount() const { return m_metrics.size(); }

  signals:
    /// A sentence for the status line.
    void said(const QString& sentence);

  private:
    QWidget* buildBar();
    void buildExportMenu(QToolButton* button);
    void makeMetricPlots(const std::vector<std::string>& names);
    template <class Function>
    void forAll(const Function& function);
    void applyOptions(LossPlot* plot);

    LossPlot* m_loss;
    std::vector<LossPlot*> m_metrics;
    QSplitter* m_splitter;
    QStackedWidget* m_metricStack;
    QComboBox* m_metricChoice;
    QToolButton* m_linear;
    QToolButton* m_logarithmic;
    QSlider* m_smoothing;
    QCheckBox* m_outliers;
    TextSaver* m_saver;
};

}  // namespace gradweave::ui
