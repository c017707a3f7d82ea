// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/graph_view.h"

#include <QButtonGroup>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QtConcurrentRun>

#include "ui/graphview/graph_layouter.h"
#include "ui/graphview/picture_scene.h"
#include "ui/graphview/picture_view.h"
#include "ui/text.h"
#include "ui/text_saver.h"
#include "ui/theme/icons.h"
#include "ui/theme/narrow_bar.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// How long a document has to be left alone before its graph is drawn again.
constexpr int debounceMilliseconds = 250;
/// Work that is done sooner shows no progress.
constexpr int progressMilliseconds = 300;

}  // namespace

GraphView::GraphView(DocumentModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_scene(new PictureScene(this)),
      m_view(new PictureView(m_scene, this)),
      m_layouter(new GraphLayouter(this)),
      m_saver(new TextSaver(this)),
      m_debounce(new QTimer(this)),
      m_progressDelay(new QTimer(this)),
      m_title(tr("Network")) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(m_view, 1);
    layout->addWidget(buildStatus());
    m_centre = new QLabel(m_view);
    m_centre->setAlignment(Qt::AlignCenter);
    m_centre->setWordWrap(true);
    m_centre->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_centre->setForegroundRole(QPalette::PlaceholderText);

    m_debounce->setSingleShot(true);
    m_debounce->setInterval(debounceMilliseconds);
    m_progressDelay->setSingleShot(true);
    m_progressDelay->setInterval(progressMilliseconds);
    connect(m_debounce, &QTimer::timeout, this, &GraphView::rebuild);
    connect(m_progressDelay, &QTimer::timeout, this, [this] {
        m_note->hide();
        m_progress->show();
        m_status->show();
    });
    connect(m_layouter, &GraphLayouter::finished, this, &GraphView::showLayout);
    connect(&model, &DocumentModel::analysed, this, &GraphView::documentChanged);
    connect(&model, &DocumentModel::documentReset, this, [this] {
        m_expanded.clear();
        m_fitNext = true;
    });
    connect(&model, &DocumentModel::selectionChanged, this, &GraphView::followSelection);
    connect(m_view, &PictureView::boxClicked, this, &GraphView::select);
    connect(m_view, &PictureView::boxActivated, this, [this](int box) {
        if (const model::BlockId id = blockOf(box)) emit blockActivated(id);
    });
    connect(m_view, &PictureView::boxOpened, this, [this](int box) {
        const model::BlockId id = blockOf(box);
        if (id == 0) return;
        if (m_grain == exchange::Grain::blocks)
            toggleExpanded(m_model.document().at(id).name);
        else
            emit blockActivated(id);
    });
    connect(m_view, &PictureView::menuRequested, this, &GraphView::popUp);
    connect(m_saver, &TextSaver::saved, this, &GraphView::said);
    connect(m_saver, &TextSaver::failed, this, &GraphView::said);
}

GraphView::~GraphView() = default;

QWidget* GraphView::buildBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    const int gap = qRound(metrics().gap);
    row->setContentsMargins(gap, gap, gap, gap);
    row->setSpacing(gap / 2);
    const auto choice = [&](QButtonGroup* group, int id, const QString& text, const QString& tip) {
        auto* button = new QToolButton(bar);
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        group->addButton(button, id);
        row->addWidget(button);
        return button;
    };
    m_phases = new QButtonGroup(this);
    choice(m_phases, 0, tr("Forward"), tr("From the data to the loss"))->setChecked(true);
    choice(m_phases, 1, tr("With gradients"),
           tr("A whole training step: gradients beside what they are of, and the updates"));
    row->addSpacing(2 * gap);
    m_grains = new QButtonGroup(this);
    // The numbers of the buttons are those of exchange::Grain.
    choice(m_grains, 0, tr("Blocks"), tr("One box for each block"))->setChecked(true);
    choice(m_grains, 1, tr("Operations"), tr("One box for each tensor operation"));
    choice(m_grains, 2, tr("Kernels"),
           tr("One box for each step of the compiled program, with the time it takes on this "
              "machine's processor"));
    connect(m_phases, &QButtonGroup::idClicked, this, [this](int id) { setTraining(id == 1); });
    connect(m_grains, &QButtonGroup::idClicked, this,
            [this](int id) { setGrain(static_cast<exchange::Grain>(id)); });
    row->addStretch(1);
    auto* fitButton = new QToolButton(bar);
    fitButton->setIcon(icon(QStringLiteral("fit")));
    fitButton->setToolTip(tr("Show everything (Home)"));
    fitButton->setAccessibleName(tr("Show everything"));
    connect(fitButton, &QToolButton::clicked, this, &GraphView::fit);
    row->addWidget(fitButton);
    auto* save = new QToolButton(bar);
    addSaveMenu(save);
    row->addWidget(save);
    new NarrowBar(bar, {save}, 24);
    return bar;
}

void GraphView::addSaveMenu(QToolButton* button) {
    button->setText(tr("Save graph…"));
    button->setIcon(icon(QStringLiteral("export")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* menu = new QMenu(button);
    const auto add = [&](const QString& text, const QString& suffix, const QString& filter) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("graph.save.") + suffix);
        connect(action, &QAction::triggered, this, [=, this] {
            if (!m_shown) return;
            const QString kind = m_training ? tr("training step") : tr("forward");
            const QString file = QStringLiteral("%1-graph.%2").arg(m_title, suffix);
            const GraphFormat format = suffix == QLatin1String("svg")   ? GraphFormat::svg
                                       : suffix == QLatin1String("png") ? GraphFormat::png
                                       : suffix == QLatin1String("pdf") ? GraphFormat::pdf
                                                                        : GraphFormat::dot;
            GraphRequest request = *m_shown;
            request.document = m_model.document();  // with the places, to open it again
            m_saver->ask(text, file, filter,
                         [request, format, title = QStringLiteral("%1, %2").arg(m_title, kind)] {
                             return graphFile(request, title, format);
                         });
        });
    };
    add(tr("As SVG picture…"), QStringLiteral("svg"), tr("Picture (*.svg)"));
    add(tr("As PNG picture…"), QStringLiteral("png"), tr("Picture (*.png)"));
    add(tr("As PDF page…"), QStringLiteral("pdf"), tr("Document (*.pdf)"));
    add(tr("As Graphviz file…"), QStringLiteral("dot"), tr("Graphviz (*.dot)"));
    connect(button, &QToolButton::clicked, menu, [this, menu, button] {
        for (QAction* action : menu->actions())
            action->setEnabled(!m_scene->empty());
        menu->popup(button->mapToGlobal(QPoint(0, button->height())));
    });
}

QWidget* GraphView::buildStatus() {
    m_status = new QWidget(this);
    auto* row = new QHBoxLayout(m_status);
    const int gap = qRound(metrics().gap);
    row->setContentsMargins(gap, gap / 2, gap, gap / 2);
    m_note = new QLabel(m_status);
    m_note->setWordWrap(true);
    m_progress = new QWidget(m_status);
    auto* progress = new QHBoxLayout(m_progress);
    progress->setContentsMargins(0, 0, 0, 0);
    m_progressText = new QLabel(m_progress);
    auto* bar = new QProgressBar(m_progress);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setMaximumWidth(qRound(metrics().unit * 12));
    m_cancel = new QPushButton(tr("Cancel"), m_progress);
    connect(m_cancel, &QPushButton::clicked, this, &GraphView::cancel);
    progress->addWidget(m_progressText);
    progress->addWidget(bar, 1);
    progress->addWidget(m_cancel);
    progress->addStretch(1);
    m_progress->hide();
    row->addWidget(m_note, 1);
    row->addWidget(m_progress, 1);
    m_status->hide();
    return m_status;
}

void GraphView::setGrain(exchange::Grain grain) {
    if (grain == m_grain && m_shown) return;  // again where building was cancelled
    m_grain = grain;
    m_grains->button(static_cast<int>(grain))->setChecked(true);
    m_fitNext = true;
    if (isVisible()) rebuild();
}

void GraphView::setTraining(bool on) {
    if (on == m_training && m_shown) return;
    m_training = on;
    m_phases->button(on ? 1 : 0)->setChecked(true);
    m_fitNext = true;
    if (isVisible()) rebuild();
}

void GraphView::toggleExpanded(const std::string& block) {
    if (m_expanded.erase(block) == 0) m_expanded.insert(block);
    if (isVisible()) rebuild();
}

void GraphView::popUp(int box, const QPoint& global) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("graphMenu"));
    if (const model::BlockId id = blockOf(box)) {
        const std::string name = m_model.document().at(id).name;
        if (m_grain == exchange::Grain::blocks) {
            const bool open = m_expanded.contains(name);
            connect(menu->addAction(open ? tr("&Fold %1").arg(qtext(name))
                                         : tr("&Unfold %1").arg(qtext(name))),
                    &QAction::triggered, this, [this, name] { toggleExpanded(name); });
        }
        connect(menu->addAction(tr("&Show on the canvas")), &QAction::triggered, this,
                [this, id] { emit blockActivated(id); });
        menu->addSeparator();
    }
    if (!m_expanded.empty())
        connect(menu->addAction(tr("Fold &all")), &QAction::triggered, this, [this] {
            m_expanded.clear();
            rebuild();
        });
    connect(menu->addAction(tr("Show &everything")), &QAction::triggered, this, &GraphView::fit);
    menu->popup(global);
}

void GraphView::fit() {
    m_view->fit();
}

/// While the graph is still being built there is nothing to lay out: what was shown stays.
void GraphView::cancel() {
    if (!m_building) return m_layouter->cancel();
    ++m_generation;
    m_building = false;
    m_shown.reset();
    setBusy({});
    showMessage(m_scene->empty() ? tr("The graph was not built, as you asked.")
                                 : tr("The graph was not built anew, as you asked: this is the "
                                      "one from before."));
}

bool GraphView::busy() const {
    return m_building || m_layouter->running() || m_debounce->isActive();
}

QString GraphView::message() const {
    if (!m_centre->isHidden()) return m_centre->text();
    return m_note->isHidden() ? QString() : m_note->text();
}

void GraphView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    rebuild();
    // What was chosen elsewhere in the meantime is what somebody comes to look at.
    m_revealNext = busy();
    if (!m_revealNext && !m_scene->empty()) m_view->reveal(m_scene->selectedBoxes());
}

/// Esc is Cancel, wherever in the view the keyboard is.
void GraphView::keyPressEvent(QKeyEvent* event) {
    const bool working = m_building || m_layouter->running();
    if (event->key() == Qt::Key_Escape && working) return cancel();
    QWidget::keyPressEvent(event);
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeMessage();
}

void GraphView::documentChanged() {
    if (isVisible()) m_debounce->start();
}

void GraphView::rebuild() {
    m_debounce->stop();
    GraphRequest request = graphRequest(m_model.document(), m_model.analysis(),
                                        m_model.sharedCatalogue(), m_grain, m_training, m_expanded);
    if (m_shown && *m_shown == request) return;
    m_shown = request;
    m_layouter->abandon();
    m_building = true;
    setBusy(tr("Building the graph…"));
    auto* watcher = new QFutureWatcher<GraphAnswer>(this);
    connect(watcher, &QFutureWatcher<GraphAnswer>::finished, this,
            [this, watcher, generation = ++m_generation] {
                watcher->deleteLater();
                take(generation, watcher->result());
            });
    watcher->setFuture(
        QtConcurrent::run([request = std::move(request), measure = PictureFonts::measure()] {
            return answer(request, measure);
        }));
}

void GraphView::take(int generation, GraphAnswer answer) {
    if (generation != m_generation) return;
    m_building = false;
    if (!answer.problem.isEmpty() || answer.picture.boxes.empty()) {
        setBusy({});
        if (m_model.document().blocks().empty()) {
            m_scene->showNothing();
            showMessage(tr("The computation graph of your network appears here."));
        } else if (answer.problem.isEmpty()) {
            m_scene->showNothing();
            showMessage(tr("There is nothing to compute yet: add a loss or an output."));
        } else {
            showMessage(answer.problem);
        }
        return;
    }
    m_coming = std::make_shared<exchange::GraphPicture>(std::move(answer.picture));
    setBusy(tr("Laying out %n boxes…", nullptr, static_cast<int>(m_coming->boxes.size())));
    m_layouter->start(m_coming, std::move(answer.sizes), PictureFonts::measure());
}

void GraphView::showLayout(const exchange::GraphLayout& layout, const QString& note) {
    setBusy({});
    m_scene->show(m_coming, layout);
    followSelection();
    if (m_fitNext) {
        const std::set<int> chosen = m_scene->selectedBoxes();
        m_view->showFirst(chosen.empty() ? -1 : *chosen.begin());
    } else if (m_revealNext) {
        m_view->reveal(m_scene->selectedBoxes());
    }
    m_revealNext = false;
    m_fitNext = false;
    showMessage(note);
}

void GraphView::setBusy(const QString& what) {
    m_progressText->setText(what);
    if (!what.isEmpty()) {
        if (m_progress->isHidden() && !m_progressDelay->isActive()) m_progressDelay->start();
        return;
    }
    m_progressDelay->stop();
    m_progress->hide();
    m_status->hide();
}

void GraphView::showMessage(const QString& sentence) {
    const bool inTheMiddle = m_scene->empty();
    m_centre->setText(sentence);
    m_centre->setVisible(inTheMiddle && !sentence.isEmpty());
    m_note->setText(sentence);
    m_note->setVisible(!inTheMiddle && !sentence.isEmpty());
    m_status->setVisible(!inTheMiddle && !sentence.isEmpty());
    placeMessage();
}

void GraphView::placeMessage() {
    const int margin = qRound(metrics().unit * 3);
    m_centre->setGeometry(m_view->rect().adjusted(margin, margin, -margin, -margin));
}

model::BlockId GraphView::blockOf(int box) const {
    if (box < 0 || m_scene->empty()) return 0;
    const std::string& name = m_scene->picture().boxes[static_cast<std::size_t>(box)].block;
    const model::Block* block = m_model.document().find(name);
    return block ? block->id : 0;
}

void GraphView::select(int box) {
    const model::BlockId id = blockOf(box);
    m_model.select(id ? std::set<model::BlockId>{id} : std::set<model::BlockId>{});
}

void GraphView::followSelection() {
    std::set<std::string> names;
    for (const model::BlockId id : m_model.selection()) {
        if (const model::Block* block = m_model.document().find(id)) names.insert(block->name);
    }
    m_scene->select(names);
}

}  // namespace gradweave::ui
