// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/run_plots.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <cmath>

#include "engine/exchange/svg.h"
#include "ui/charts/loss_plot.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/text_saver.h"
#include "ui/theme/icons.h"
#include "ui/theme/narrow_bar.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int smoothingSteps = 99;
constexpr double firstSmoothing = 0.6;

/// "accuracy" is written as a title.
QString titled(const std::string& name) {
    QString title = qtext(name);
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

}  // namespace

RunPlots::RunPlots(QWidget* parent)
    : QWidget(parent),
      m_loss(new LossPlot(tr("Loss"), this)),
      m_splitter(new QSplitter(this)),
      m_metricStack(new QStackedWidget(this)),
      m_saver(new TextSaver(this)) {
    auto* layout = new QVBoxLayout(this);
    const int gap = qRound(metrics().gap);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(buildBar());
    m_splitter->addWidget(m_loss);
    m_splitter->addWidget(m_metricStack);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setHandleWidth(gap);
    m_splitter->setChildrenCollapsible(false);
    layout->addWidget(m_splitter, 1);
    connect(m_saver, &TextSaver::saved, this, &RunPlots::said);
    connect(m_saver, &TextSaver::failed, this, &RunPlots::said);
    makeMetricPlots({});
}

template <class Function>
void RunPlots::forAll(const Function& function) {
    function(m_loss);
    for (LossPlot* plot : m_metrics)
        function(plot);
}

QWidget* RunPlots::buildBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(qRound(metrics().gap));
    auto* scales = new QButtonGroup(this);
    const auto scale = [&](const QString& text, const QString& tip) {
        auto* button = new QToolButton(bar);
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        scales->addButton(button);
        row->addWidget(button);
        return button;
    };
    m_linear = scale(tr("Linear"), tr("Equal steps on the value axis"));
    m_logarithmic = scale(tr("Logarithmic"), tr("Powers of ten on the loss axis"));
    m_linear->setChecked(true);
    connect(m_logarithmic, &QToolButton::toggled, m_loss, &LossPlot::setLogarithmic);

    auto* label = new QLabel(tr("Smoothing"), bar);
    m_smoothing = new QSlider(Qt::Horizontal, bar);
    m_smoothing->setRange(0, smoothingSteps);
    m_smoothing->setValue(qRound(firstSmoothing * 100));
    m_smoothing->setMinimumWidth(qRound(metrics().unit * 4));  // less is a knob without a way
    m_smoothing->setMaximumWidth(qRound(metrics().unit * 8));
    m_smoothing->setToolTip(tr("Smoothing of the training curve"));
    m_smoothing->setAccessibleName(tr("Smoothing of the training curve"));
    auto* value = new QLabel(bar);
    value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QStringLiteral("0.000")));
    const auto smooth = [this, value](int steps) {
        value->setText(QLocale().toString(steps / 100.0, 'f', 2));
        forAll([&](LossPlot* plot) { plot->setSmoothing(steps / 100.0); });
    };
    connect(m_smoothing, &QSlider::valueChanged, this, smooth);
    row->addSpacing(qRound(metrics().gap));
    row->addWidget(label);
    row->addWidget(m_smoothing);
    row->addWidget(value);

    m_outliers = new QCheckBox(tr("Ignore outliers"), bar);
    m_outliers->setToolTip(tr("Fits the value axis to all but the most extreme values"));
    connect(m_outliers, &QCheckBox::toggled, this,
            [this](bool on) { forAll([&](LossPlot* plot) { plot->setIgnoreOutliers(on); }); });
    row->addWidget(m_outliers);
    row->addStretch(1);

    m_metricChoice = new QComboBox(bar);
    m_metricChoice->setAccessibleName(tr("Metric to plot"));
    connect(m_metricChoice, &QComboBox::currentIndexChanged, m_metricStack,
            &QStackedWidget::setCurrentIndex);
    row->addWidget(m_metricChoice);
    auto* save = new QToolButton(bar);
    buildExportMenu(save);
    row->addWidget(save);
    smooth(m_smoothing->value());
    new NarrowBar(bar, {save, value, m_outliers, label, m_smoothing}, 16);
    return bar;
}

void RunPlots::buildExportMenu(QToolButton* button) {
    button->setText(tr("Save plot…"));
    button->setIcon(icon(QStringLiteral("export")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* menu = new QMenu(button);
    const auto add = [&](const QString& text, const QString& name, const QString& filter, bool svg,
                         bool metric) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("plot.") + name);
        connect(action, &QAction::triggered, this, [=, this] {
            const auto index = static_cast<std::size_t>(m_metricStack->currentIndex());
            if (metric && index >= m_metrics.size()) return;
            const LossPlot* plot = metric ? m_metrics[index] : m_loss;
            const QString file =
                metric ? plot->quantity().toLower() + name.mid(name.indexOf('.')) : name;
            m_saver->ask(text, file, filter, [data = plot->plot(), svg] {
                return svg ? exchange::plot_svg(data) : exchange::plot_csv(data);
            });
        });
        return action;
    };
    add(tr("Loss as SVG…"), QStringLiteral("loss.svg"), tr("Picture (*.svg)"), true, false);
    add(tr("Loss as CSV…"), QStringLiteral("loss.csv"), tr("Table (*.csv)"), false, false);
    menu->addSeparator();
    QAction* asPicture =
        add(tr("Metric as SVG…"), QStringLiteral("metric.svg"), tr("Picture (*.svg)"), true, true);
    QAction* asTable =
        add(tr("Metric as CSV…"), QStringLiteral("metric.csv"), tr("Table (*.csv)"), false, true);
    connect(menu, &QMenu::aboutToShow, this, [this, asPicture, asTable] {
        asPicture->setEnabled(!m_metrics.empty());
        asTable->setEnabled(!m_metrics.empty());
    });
    connect(button, &QToolButton::clicked, menu,
            [menu, button] { menu->popup(button->mapToGlobal(QPoint(0, button->height()))); });
}

void RunPlots::makeMetricPlots(const std::vector<std::string>& names) {
    for (LossPlot* plot : m_metrics)
        delete plot;
    m_metrics.clear();
    m_metricChoice->clear();
    for (const std::string& name : names) {
        auto* plot = new LossPlot(titled(name), m_metricStack);
        applyOptions(plot);
        m_metrics.push_back(plot);
        m_metricStack->addWidget(plot);
        m_metricChoice->addItem(titled(name));
    }
    const bool appears = !names.empty() && m_metricStack->isHidden();
    m_metricStack->setVisible(!names.empty());
    if (appears) m_splitter->setSizes({width() / 2, width() / 2});
    m_metricChoice->setVisible(names.size() > 1);
}

void RunPlots::applyOptions(LossPlot* plot) {
    plot->setSmoothing(m_smoothing->value() / 100.0);
    plot->setIgnoreOutliers(m_outliers->isChecked());
}

void RunPlots::begin(const train::Started& started) {
    const auto batches = static_cast<double>(started.batches_per_epoch);
    m_loss->clear(batches);
    makeMetricPlots(started.metrics);
    for (LossPlot* plot : m_metrics)
        plot->clear(batches);
}

void RunPlots::add(const train::StepDone& step) {
    m_loss->addStep(step.step, step.figures.loss);
    for (std::size_t i = 0; i < m_metrics.size() && i < step.figures.metrics.size(); ++i)
        m_metrics[i]->addStep(step.step, step.figures.metrics[i]);
}

void RunPlots::add(const train::EpochDone& epoch) {
    if (!epoch.validation) return;
    m_loss->addEpoch(epoch.step, epoch.validation->loss);
    for (std::size_t i = 0; i < m_metrics.size() && i < epoch.validation->metrics.size(); ++i)
        m_metrics[i]->addEpoch(epoch.step, epoch.validation->metrics[i]);
}

void RunPlots::add(const train::Diverged& diverged) {
    m_loss->markBad(diverged.step, sentenceText(diverged.sentence));
}

}  // namespace gradweave::ui
