// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspector.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolButton>

#include "engine/core/text.h"
#include "ui/catalogue_text.h"
#include "ui/panels/block_facts.h"
#include "ui/panels/data_facts.h"
#include "ui/panels/facts_view.h"
#include "ui/panels/field_undo.h"
#include "ui/panels/param_row.h"
#include "ui/panels/repair_bar.h"
#include "ui/panels/training_form.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// A label in the colour of errors, invisible until it says something.
QLabel* makeErrorLabel(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromUtf8(name));
    label->setWordWrap(true);
    label->setFont(metrics().smallText);
    label->hide();
    return label;
}

void showError(QLabel* label, const QString& sentence, const QColor& colour) {
    QPalette colours = label->palette();
    colours.setColor(QPalette::WindowText, colour);
    label->setPalette(colours);
    label->setText(sentence);
    label->setVisible(!sentence.isEmpty());
}

}  // namespace

Inspector::Inspector(DocumentModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_pages(new QStackedLayout(this)) {
    setObjectName(QStringLiteral("inspector"));
    m_pages->addWidget(makeSummaryPage());
    m_pages->addWidget(makeBlockPage());
    connect(&model, &DocumentModel::selectionChanged, this, &Inspector::showSelection);
    connect(&model, &DocumentModel::documentReset, this, &Inspector::showSelection);
    connect(&model, &DocumentModel::analysed, this, &Inspector::showSelection);
    connect(&model, &DocumentModel::edited, this, &Inspector::follow);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &Inspector::showSelection);
    showSelection();
}

QWidget* Inspector::makeSummaryPage() {
    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("The project and its training"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* summary = new QWidget(scroll);
    auto* layout = new QVBoxLayout(summary);
    const int margin = qRound(metrics().unit * 0.8);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(qRound(metrics().gap));
    m_summaryTitle = new QLabel(summary);
    m_summaryTitle->setFont(metrics().strongText);
    m_summaryHint = new QLabel(summary);
    m_summaryHint->setWordWrap(true);
    m_summaryHint->setForegroundRole(QPalette::PlaceholderText);
    m_summary = new FactsView(summary);
    m_trainingTitle = new QLabel(tr("Training"), summary);
    QFont font = metrics().smallText;
    font.setWeight(QFont::DemiBold);
    m_trainingTitle->setFont(font);
    m_trainingTitle->setForegroundRole(QPalette::PlaceholderText);
    m_trainingTitle->setContentsMargins(0, qRound(metrics().gap), 0, 0);
    m_training = new TrainingForm(m_model, summary);
    layout->addWidget(m_summaryTitle);
    layout->addWidget(m_summaryHint);
    layout->addWidget(m_summary);
    layout->addWidget(m_trainingTitle);
    layout->addWidget(m_training);
    layout->addStretch();
    scroll->setWidget(summary);
    return scroll;
}

QWidget* Inspector::makeBlockPage() {
    m_scroll = new QScrollArea(this);
    m_scroll->setAccessibleName(tr("Settings of the block"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(m_scroll);
    auto* layout = new QVBoxLayout(page);
    const int margin = qRound(metrics().unit * 0.8), gap = qRound(metrics().gap);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(gap);

    auto* head = new QHBoxLayout;
    m_sign = new QLabel(page);
    m_title = new QLabel(page);
    m_title->setFont(metrics().strongText);
    m_category = new QLabel(page);
    m_category->setFont(metrics().smallText);
    m_category->setForegroundRole(QPalette::PlaceholderText);
    m_helpButton = new QToolButton(page);
    m_helpButton->setObjectName(QStringLiteral("inspectorHelp"));
    m_helpButton->setIcon(icon(QStringLiteral("help"), &Theme::mutedText));
    m_helpButton->setAutoRaise(true);
    m_helpButton->setCheckable(true);
    m_helpButton->setToolTip(tr("Explain this block (F1)"));
    m_helpButton->setAccessibleName(tr("Explain this block"));
    head->addWidget(m_sign);
    head->addWidget(m_title);
    head->addWidget(m_category);
    head->addStretch();
    head->addWidget(m_helpButton);
    layout->addLayout(head);

    m_help = new QLabel(page);
    m_help->setObjectName(QStringLiteral("inspectorHelpText"));
    m_help->setWordWrap(true);
    m_help->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_help->hide();
    layout->addWidget(m_help);
    connect(m_helpButton, &QToolButton::toggled, m_help, &QLabel::setVisible);

    m_problem = makeErrorLabel(page, "blockProblem");
    layout->addWidget(m_problem);
    m_repairs = new RepairBar(m_model, page);
    layout->addWidget(m_repairs);

    auto* nameRow = new QHBoxLayout;
    nameRow->setSpacing(gap / 2);
    auto* nameLabel = new QLabel(tr("Name"), page);
    nameLabel->setFixedWidth(metrics().label);
    m_name = new QLineEdit(page);
    m_name->setObjectName(QStringLiteral("blockName"));
    m_name->setAccessibleName(tr("Name of the block"));
    m_name->setToolTip(tr("Weights are saved under this name."));
    nameLabel->setBuddy(m_name);
    nameRow->addWidget(nameLabel);
    nameRow->addWidget(m_name, 1);
    // As wide as the fields below, which end with a button.
    nameRow->addSpacing(metrics().control);
    layout->addLayout(nameRow);
    m_nameError = makeErrorLabel(page, "nameError");
    layout->addWidget(m_nameError);
    connect(m_name, &QLineEdit::textEdited, this, &Inspector::rename);
    connect(m_name, &QLineEdit::editingFinished, this, &Inspector::showBlock);
    new FieldUndo(m_name, [this] {
        const model::Block* block = selected();
        if (m_nameError->isHidden() || block == nullptr) return false;
        m_name->setText(qtext(block->name));
        m_nameError->hide();
        return true;
    });

    m_rowsLayout = new QVBoxLayout;
    m_rowsLayout->setSpacing(gap);
    layout->addLayout(m_rowsLayout);
    layout->addSpacing(gap);
    m_facts = new FactsView(page);
    m_facts->setObjectName(QStringLiteral("blockFacts"));
    layout->addWidget(m_facts);
    layout->addStretch();
    m_scroll->setWidget(page);
    return m_scroll;
}

void Inspector::setBase(const std::filesystem::path& base) {
    m_base = base;
    for (const auto& [key, row] : m_rows)
        row->editor()->setBase(base);
    m_training->setBase(base);
}

const model::Block* Inspector::selected() const {
    return m_model.selection().size() == 1 ? m_model.document().find(*m_model.selection().begin())
                                           : nullptr;
}

ParamRow* Inspector::row(const std::string& key) const {
    const auto found = m_rows.find(key);
    return found == m_rows.end() ? nullptr : found->second;
}

void Inspector::showSelection() {
    const model::Block* block = selected();
    m_pages->setCurrentIndex(block ? 1 : 0);
    if (block == nullptr) {
        m_shown = 0;
        return showSummary();
    }
    if (block->id != m_shown || block->kind != m_shownKind)
        rebuildRows(*block, m_model.catalogue().find(block->kind));
    showBlock();
}

void Inspector::rebuildRows(const model::Block& block, const model::BlockKind* kind) {
    m_shown = block.id;
    m_shownKind = block.kind;
    // A row may be what is being clicked on; it goes when the event is over.
    for (const auto& [key, row] : m_rows) {
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    m_nameError->hide();
    m_scroll->ensureVisible(0, 0);
    if (kind == nullptr) return;
    for (const model::ParamSpec& spec : kind->params) {
        auto* row = new ParamRow(spec, m_scroll->widget());
        row->editor()->setBase(m_base);
        m_rowsLayout->addWidget(row);
        m_rows.emplace(spec.key, row);
        if (spec.key == "target") {
            row->editor()->setEmptyMeaning(tr("the last column"));
            connect(row->editor(), &ParamEditor::suggestionsWanted, this,
                    &Inspector::suggestColumns);
        }
        connect(row, &ParamRow::begun, &m_model, &DocumentModel::endMerging);
        connect(row, &ParamRow::edited, this,
                [this, key = spec.key](const model::ParamValue& value) { change(key, value); });
    }
    // Tab goes down the page.
    QWidget* before = m_name;
    for (const model::ParamSpec& spec : kind->params) {
        QWidget* field = m_rows.at(spec.key)->editor()->focusProxy();
        setTabOrder(before, field);
        before = field;
    }
}

void Inspector::showBlock() {
    const model::Block* block = selected();
    if (block == nullptr || block->id != m_shown) return;
    const model::BlockKind* kind = m_model.catalogue().find(block->kind);
    m_title->setText(qtext(kind ? kind->title : block->kind));
    m_category->setText(kind ? catalogueText(name_of(kind->category)) : tr("unknown kind"));
    m_sign->setPixmap(kind ? icon(kind->category).pixmap(metrics().icon)
                           : icon(QStringLiteral("help")).pixmap(metrics().icon));
    QString help = kind ? catalogueText(kind->help) : QString();
    if (const QString example = kind ? exampleText(*kind) : QString(); !example.isEmpty())
        help += QStringLiteral("\n\n") + tr("Example: %1").arg(example);
    m_help->setText(help);
    m_helpButton->setEnabled(kind != nullptr);
    if (!m_name->hasFocus() || m_nameError->isHidden()) {
        if (m_name->text() != qtext(block->name)) m_name->setText(qtext(block->name));
    }
    if (!m_name->hasFocus()) {
        m_name->setText(qtext(block->name));
        m_nameError->hide();
    }
    if (kind == nullptr) {
        m_facts->setFacts({});
        return showProblems(*block);
    }
    for (const model::ParamSpec& spec : kind->params) {
        const auto value = block->params.find(spec.key);
        ParamRow* row = m_rows.at(spec.key);
        row->setValue(value == block->params.end() ? spec.fallback : value->second);
        if (spec.shown_if_key.empty()) continue;
        const model::ParamSpec* other = model::find_spec(kind->params, spec.shown_if_key);
        const auto set = block->params.find(spec.shown_if_key);
        const model::ParamValue& now = set == block->params.end() ? other->fallback : set->second;
        row->setVisible(model::is_shown(spec, now));
    }
    showProblems(*block);
    m_facts->setFacts(factsOf(*block, *kind, m_model.document(), m_model.analysis()));
}

/// What the table has, as far as it has been read: its inputs, what is predicted, and what is left
/// out.
void Inspector::suggestColumns() {
    const model::Block* block = selected();
    ParamRow* target = row("target");
    if (block == nullptr || target == nullptr) return;
    const auto statuses = m_model.dataStatuses();
    const auto status = statuses.find(block->id);
    QStringList columns;
    if (status != statuses.end() && status->second.info) columns = columnsOf(*status->second.info);
    for (const char* key : {"target", "ignored"}) {
        const auto value = block->params.find(key);
        if (value == block->params.end()) continue;
        for (const QString& name : qtext(std::get<std::string>(value->second)).split(',')) {
            if (!name.trimmed().isEmpty() && !columns.contains(name.trimmed()))
                columns << name.trimmed();
        }
    }
    QList<ParamEditor::Suggestion> all{{QString(), tr("the last column"), true}};
    for (const QString& column : columns)
        all.append({column, QString(), true});
    target->editor()->setSuggestions(all);
}

void Inspector::showProblems(const model::Block& block) {
    QString general;
    bool error = false;
    std::map<std::string, QString> byField;
    for (const model::Problem& problem : m_model.analysis().problems) {
        if (problem.block != block.id) continue;
        if (m_rows.contains(problem.place)) {
            byField.try_emplace(problem.place, sentenceText(problem.sentence));
        } else {
            const bool isError = problem.severity == model::Problem::Severity::error;
            error |= isError;
            if (!general.isEmpty()) general += QStringLiteral("\n");
            general += (isError ? QStringLiteral("✕ ") : QStringLiteral("⚠ ")) +
                       sentenceText(problem.sentence);
        }
    }
    const model::Problem* first = m_model.analysis().problem_of(block.id);
    m_repairs->setProblem(first ? std::optional(*first) : std::nullopt);
    showError(m_problem, general, error ? theme().error : theme().warning);
    for (const auto& [key, row] : m_rows)
        row->setProblem(byField[key]);
}

void Inspector::showSummary() {
    const std::size_t count = m_model.selection().size();
    m_summaryTitle->setText(count > 1 ? tr("%n blocks selected", "", static_cast<int>(count))
                                      : tr("Nothing selected"));
    m_summaryHint->setText(tr("Select a block to edit it."));
    m_summaryHint->setVisible(count == 0);
    m_trainingTitle->setVisible(count == 0);
    m_training->setVisible(count == 0);
    m_summary->setFacts(count > 1 ? factsOf(m_model.selection(), m_model.analysis())
                                  : factsOf(m_model.document(), m_model.analysis()));
}

void Inspector::follow(const model::Edit& edit) {
    if (const auto* set = std::get_if<model::SetParam>(&edit); set && set->id == m_shown)
        showBlock();
    if (const auto* named = std::get_if<model::RenameBlock>(&edit); named && named->id == m_shown)
        showBlock();
}

void Inspector::rename() {
    const model::Block* block = selected();
    if (block == nullptr) return;
    try {
        m_nameError->hide();
        m_model.run(model::rename_block(m_model.document(), m_model.catalogue(), block->id,
                                        m_name->text().toStdString()));
    } catch (const Error& error) {
        showError(m_nameError, QStringLiteral("✕ ") + sentenceText(error.what()), theme().error);
    }
}

void Inspector::change(const std::string& key, const model::ParamValue& value) {
    const model::Block* block = selected();
    if (block == nullptr || block->id != m_shown) return;
    try {
        m_model.run(
            model::set_param(m_model.document(), m_model.catalogue(), block->id, key, value));
    } catch (const Error& error) {
        row(key)->setProblem(sentenceText(error.what()));
    }
}

void Inspector::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) return emit left();
    QWidget::keyPressEvent(event);
}

void Inspector::focusField(const QString& place) {
    if (selected() == nullptr) return;
    const model::BlockKind* kind = m_model.catalogue().find(m_shownKind);
    ParamRow* target = row(place.toStdString());
    if (target == nullptr && place.isEmpty() && kind && !kind->params.empty())
        target = row(kind->params.front().key);
    if (target) {
        m_scroll->ensureWidgetVisible(target);
        // With all its text selected: what is typed takes its place.
        target->editor()->setFocus(Qt::ShortcutFocusReason);
    } else {
        m_name->setFocus(Qt::ShortcutFocusReason);
    }
}

void Inspector::focusTraining() {
    if (m_model.selection().empty()) m_training->nextInFocusChain()->setFocus(Qt::OtherFocusReason);
}

void Inspector::showHelp() {
    m_helpButton->setChecked(true);
    m_scroll->ensureWidgetVisible(m_help);
}

}  // namespace gradweave::ui
