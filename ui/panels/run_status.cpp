// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_status.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QTimer>
#include <QVBoxLayout>
#include <cmath>

#include "engine/core/text.h"
#include "ui/panels/facts_view.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int refreshMilliseconds = 200;
/// Speed is what it was over so long.
constexpr qint64 speedMilliseconds = 3000;
constexpr int progressSteps = 1000;

QString share(double value) {
    return QLocale().toString(value * 100, 'f', 1) + QStringLiteral("\u00a0%");
}

QString figuresText(const train::Figures& figures, const std::vector<std::string>& metrics) {
    QString text = lossText(figures.loss);
    for (std::size_t i = 0; i < metrics.size() && i < figures.metrics.size(); ++i)
        text += QStringLiteral(" · ") + metricText(metrics[i], figures.metrics[i]);
    return text;
}

}  // namespace

QString lossText(double loss) {
    if (std::isnan(loss)) return QStringLiteral("NaN");
    if (std::isinf(loss)) return loss > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    return QLocale().toString(loss, 'g', 4);
}

QString metricText(const std::string& name, double value) {
    // A name and its figure stay on one line.
    const QString title = qtext(name);
    const QString pair = QStringLiteral("%1\u00a0%2");
    return name.starts_with("accuracy") && value >= 0 && value <= 1
               ? pair.arg(title, share(value))
               : pair.arg(title, lossText(value));
}

QString durationText(double seconds) {
    if (seconds < 1) return RunStatus::tr("under 1 s");
    if (seconds < 90) return RunStatus::tr("about %1 s").arg(std::ceil(seconds));
    if (seconds < 5400) return RunStatus::tr("about %1 min").arg(std::ceil(seconds / 60));
    return RunStatus::tr("about %1 h").arg(QLocale().toString(seconds / 3600, 'f', 1));
}

RunStatus::RunStatus(QWidget* parent)
    : QWidget(parent),
      m_headline(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_message(new QLabel(this)),
      m_changed(new QLabel(tr("The network was changed since this run began."), this)),
      m_facts(new FactsView(this)),
      m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("runStatus"));
    m_facts->setNarrow();
    auto* layout = new QVBoxLayout(this);
    const int gap = qRound(metrics().gap);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    m_headline->setFont(metrics().strongText);
    m_headline->setObjectName(QStringLiteral("runHeadline"));
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the run"));
    for (QLabel* label : {m_message, m_changed}) {
        label->setWordWrap(true);
        label->setFont(metrics().smallText);
    }
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_changed->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_headline);
    layout->addWidget(m_progress);
    layout->addWidget(m_message);
    layout->addWidget(m_facts);
    layout->addWidget(m_changed);
    layout->addStretch();
    m_timer->setSingleShot(true);
    m_timer->setInterval(refreshMilliseconds);
    connect(m_timer, &QTimer::timeout, this, &RunStatus::refresh);
    m_clock.start();
    clear();
}

void RunStatus::clear() {
    m_state = train::State::idle;
    m_waiting = false;
    m_started.reset();
    m_last.reset();
    m_lastEpoch.reset();
    m_bestEpoch.reset();
    m_finished.reset();
    m_moments.clear();
    m_message->hide();
    m_changed->hide();
    m_progress->setValue(0);
    refresh();
}

void RunStatus::setState(train::State state, bool waiting) {
    m_state = state;
    m_waiting = waiting;
    // Time that passes while nothing is computed says nothing about speed.
    if (state != train::State::running) m_moments.clear();
    refreshHeadline();
    schedule();
}

void RunStatus::setPreparing(double fraction, const QString& what) {
    m_message->setText(what);
    m_message->setToolTip({});
    m_message->setVisible(!what.isEmpty());
    m_progress->setValue(qRound(fraction * progressSteps));
}

void RunStatus::setCompiling(int done, int total) {
    m_message->setVisible(done < total);
    if (done >= total) return;
    m_message->setText(tr("Compiling %1 of %2 kernels").arg(done + 1).arg(total));
    m_message->setToolTip(
        tr("Batches get faster until all are compiled; the results are the same."));
}

void RunStatus::begin(const train::Started& started) {
    const train::State state = m_state;
    clear();
    m_state = state;
    m_started = started;
    refresh();
}

void RunStatus::add(const train::StepDone& step) {
    m_last = step;
    const qint64 now = m_clock.elapsed();
    if (m_moments.empty() || now - m_moments.back().milliseconds >= 100)
        m_moments.push_back({now, step.step});
    while (m_moments.size() > 2 && now - m_moments.front().milliseconds > speedMilliseconds)
        m_moments.pop_front();
    schedule();
}

void RunStatus::add(const train::EpochDone& epoch) {
    m_lastEpoch = epoch;
    if (epoch.best) m_bestEpoch = epoch;
    schedule();
}

void RunStatus::add(const train::Finished& finished) {
    m_finished = finished;
    refresh();
}

void RunStatus::setProblem(const QString& sentence) {
    m_message->setText(QStringLiteral("✕ ") + sentence);
    m_message->setToolTip({});
    m_message->show();
}

void RunStatus::setChanged(bool changed) {
    m_changed->setVisible(changed && m_started);
}

QString RunStatus::headline() const {
    return m_headline->text();
}

QString RunStatus::plainText() const {
    return m_facts->plainText();
}

void RunStatus::schedule() {
    if (!m_timer->isActive()) m_timer->start();
}

void RunStatus::refreshHeadline() {
    switch (m_state) {
        case train::State::idle:
            m_headline->setText(tr("Not trained yet"));
            break;
        case train::State::preparing:
            m_headline->setText(m_waiting ? tr("Stopping…") : tr("Preparing…"));
            break;
        case train::State::running:
            m_headline->setText(m_waiting ? tr("Finishing the batch…") : tr("Training"));
            break;
        case train::State::paused:
            m_headline->setText(tr("Paused"));
            break;
        case train::State::finished:
            m_headline->setText(tr("Finished"));
            break;
        case train::State::stopped:
            m_headline->setText(tr("Stopped"));
            break;
        case train::State::failed:
            m_headline->setText(tr("Stopped by a problem"));
            break;
    }
    m_progress->setVisible(m_state == train::State::preparing || m_state == train::State::running ||
                           m_state == train::State::paused);
}

double RunStatus::stepsPerSecond() const {
    if (m_moments.size() < 2) return 0;
    const auto& first = m_moments.front();
    const auto& last = m_moments.back();
    const double seconds = static_cast<double>(last.milliseconds - first.milliseconds) / 1000;
    return seconds > 0 ? static_cast<double>(last.step - first.step) / seconds : 0;
}

QString RunStatus::timeLeft(double speed) const {
    if (speed <= 0 || !m_started || !m_last) return {};
    const double steps =
        static_cast<double>(m_started->batches_per_epoch) * static_cast<double>(m_started->epochs);
    return durationText((steps - static_cast<double>(m_last->step)) / speed);
}

void RunStatus::refresh() {
    refreshHeadline();
    std::vector<Fact> facts;
    const auto add = [&](const QString& name, const QString& value, const QString& tip = {}) {
        facts.push_back({name, value, false, tip});
    };
    if (!m_started) {
        m_facts->setFacts({});
        return;
    }
    const train::Started& run = *m_started;
    const double speed = stepsPerSecond();
    if (m_last) {
        const double steps =
            static_cast<double>(run.batches_per_epoch) * static_cast<double>(run.epochs);
        m_progress->setValue(qRound(static_cast<double>(m_last->step) / steps * progressSteps));
        add(tr("Epoch"), tr("%1 of %2").arg(groupedText(m_last->epoch), groupedText(run.epochs)));
        add(tr("Batch"),
            tr("%1 of %2").arg(groupedText(m_last->batch), groupedText(run.batches_per_epoch)));
        if (m_state == train::State::running) {
            add(tr("Speed"), speed > 0 ? tr("%1 samples/s")
                                             .arg(groupedText(std::llround(
                                                 speed * static_cast<double>(run.batch_size))))
                                       : QStringLiteral("…"));
            const QString left = timeLeft(speed);
            add(tr("Left"), left.isEmpty() ? QStringLiteral("…") : left);
        }
        if (!m_lastEpoch) add(tr("Loss"), figuresText(m_last->figures, run.metrics));
    }
    if (m_lastEpoch) {
        add(tr("Training"), figuresText(m_lastEpoch->train, run.metrics),
            tr("Mean over the last whole epoch"));
        if (m_lastEpoch->validation)
            add(tr("Validation"), figuresText(*m_lastEpoch->validation, run.metrics),
                tr("After the last whole epoch"));
    }
    if (m_bestEpoch)
        add(tr("Best epoch"), groupedText(m_bestEpoch->epoch),
            tr("With the lowest validation loss (training loss without validation data)"));
    if (m_finished) {
        if (m_finished->test) add(tr("Test"), figuresText(*m_finished->test, run.metrics));
        add(tr("Took"), secondsText(m_finished->seconds));
    }
    add(tr("Device"), qtext(run.device), qtext(run.placement));
    add(tr("Seed"), QString::number(run.seed));
    m_facts->setFacts(facts);
}

}  // namespace gradweave::ui
