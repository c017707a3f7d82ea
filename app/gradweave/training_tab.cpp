// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/training_tab.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <algorithm>

#include "ui/charts/run_plots.h"
#include "ui/panels/run_status.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

namespace {

/// Wants to be wide enough for a loss and a metric in a line, and gives way where there is less,
/// but not so far that a figure is cut off.
class FiguresArea : public QScrollArea {
  public:
    using QScrollArea::QScrollArea;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            const int needed =
                widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
            setMinimumWidth(std::clamp(needed, qRound(ui::metrics().unit * 11), maximumWidth()));
        }
        return QScrollArea::eventFilter(watched, event);
    }
    QSize sizeHint() const override {
        return {qRound(ui::metrics().unit * 20), QScrollArea::sizeHint().height()};
    }
};

}  // namespace

TrainingTab::TrainingTab(ui::TrainerClient& trainer, QWidget* parent)
    : QWidget(parent), m_plots(new ui::RunPlots(this)), m_status(new ui::RunStatus(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* scroll = new FiguresArea(this);
    scroll->setAccessibleName(tr("Figures of the run"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_status);
    // Narrow enough beside the plots that the panels at the window's sides keep their widths.
    scroll->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    scroll->setMaximumWidth(qRound(ui::metrics().unit * 20));
    layout->addWidget(m_plots, 1);
    layout->addWidget(scroll);

    // While a run is being prepared nothing is lost by stopping it, and Esc has no other use here.
    auto* cancel = new QShortcut(Qt::Key_Escape, this);
    cancel->setContext(Qt::WidgetWithChildrenShortcut);
    connect(cancel, &QShortcut::activated, &trainer, [&trainer] {
        if (trainer.state() == train::State::preparing) trainer.stop();
    });

    using ui::TrainerClient;
    connect(&trainer, &TrainerClient::stateChanged, this,
            [this, &trainer](train::State state) { m_status->setState(state, trainer.waiting()); });
    connect(&trainer, &TrainerClient::preparing, this,
            [this](double fraction, const QString& what) {
                m_status->setPreparing(fraction, ui::sentenceText(what.toStdString()));
            });
    connect(&trainer, &TrainerClient::compiling, m_status, &ui::RunStatus::setCompiling);
    connect(&trainer, &TrainerClient::began, this, [this](const train::Started& started) {
        m_plots->begin(started);
        m_status->begin(started);
    });
    connect(&trainer, &TrainerClient::stepped, this, [this](const train::StepDone& step) {
        m_plots->add(step);
        m_status->add(step);
    });
    connect(&trainer, &TrainerClient::epochEnded, this, [this](const train::EpochDone& epoch) {
        m_plots->add(epoch);
        m_status->add(epoch);
    });
    connect(&trainer, &TrainerClient::diverged, this, [this](const train::Diverged& diverged) {
        m_plots->add(diverged);
        m_status->setProblem(ui::sentenceText(diverged.sentence));
    });
    connect(&trainer, &TrainerClient::failed, this, [this](const train::Failed& failed) {
        m_status->setProblem(ui::sentenceText(failed.message));
    });
    connect(&trainer, &TrainerClient::ended, this,
            [this](const train::Finished& finished) { m_status->add(finished); });
}

void TrainingTab::clear() {
    m_plots->begin({});
    m_status->clear();
}

}  // namespace gradweave::app
