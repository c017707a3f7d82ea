// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/problems_panel.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/repair_bar.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

ProblemsModel::ProblemsModel(const DocumentModel& model, QObject* parent)
    : QAbstractListModel(parent), m_model(model) {}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const model::Problem& problem = m_problems[row];
    const bool error = problem.severity == model::Problem::Severity::error;
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: {
            const QString sentence = sentenceText(problem.sentence);
            return m_names[row].isEmpty() ? sentence
                                          : QStringLiteral("%1: %2").arg(m_names[row], sentence);
        }
        case Qt::DecorationRole:
            return error ? icon(QStringLiteral("error"), &Theme::error)
                         : icon(QStringLiteral("warning"), &Theme::warning);
        case Qt::ToolTipRole:
        case sentenceRole:
            return sentenceText(problem.sentence);
        case nameRole:
            return m_names[row];
        case blockRole:
            return QVariant::fromValue(static_cast<qlonglong>(problem.block));
        case placeRole:
            return qtext(problem.place);
        default:
            return {};
    }
}

void ProblemsModel::refresh() {
    const auto& problems = m_model.analysis().problems;
    std::vector<QString> names;
    for (const model::Problem& problem : problems) {
        const model::Block* block = m_model.document().find(problem.block);
        names.push_back(block ? qtext(block->name) : QString());
    }
    // The list keeps its place and choice while nothing changes.
    if (problems == m_problems && names == m_names) return;
    beginResetModel();
    m_problems = problems;
    m_names = std::move(names);
    endResetModel();
}

namespace {

/// The block's name in a column of its own, then the sentence.
class ProblemDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        option.text.clear();
        const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        const int unit = qRound(metrics().unit);
        const int nameWidth = unit * 7;
        QRect rect = option.rect.adjusted(metrics().icon + unit, 0, -unit / 2, 0);
        painter->save();
        painter->setPen(theme().text);
        painter->setFont(metrics().strongText);
        const QString name = index.data(ProblemsModel::nameRole).toString();
        painter->drawText(
            QRect(rect.left(), rect.top(), nameWidth, rect.height()),
            Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetrics(painter->font()).elidedText(name, Qt::ElideRight, nameWidth));
        painter->setFont(option.font);
        rect.setLeft(rect.left() + nameWidth + unit / 2);
        const QString sentence = index.data(ProblemsModel::sentenceRole).toString();
        painter->drawText(
            rect, Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetrics(option.font).elidedText(sentence, Qt::ElideRight, rect.width()));
        painter->restore();
    }
};

}  // namespace

ProblemsPanel::ProblemsPanel(DocumentModel& model, QWidget* parent)
    : QWidget(parent),
      m_problems(new ProblemsModel(model, this)),
      m_list(new QListView(this)),
      m_none(new QLabel(tr("No problems."), this)) {
    auto* layout = new QStackedLayout(this);
    layout->addWidget(m_none);
    auto* both = new QWidget(this);
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_repairs = new RepairBar(model, both);
    m_repairs->setContentsMargins(qRound(metrics().unit), qRound(metrics().gap),
                                  qRound(metrics().unit), qRound(metrics().gap));
    column->addWidget(m_list, 1);
    column->addWidget(m_repairs);
    layout->addWidget(both);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setForegroundRole(QPalette::PlaceholderText);
    m_list->setObjectName(QStringLiteral("problemsList"));
    m_list->setAccessibleName(tr("Problems"));
    m_list->setModel(m_problems);
    m_list->setItemDelegate(new ProblemDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    const auto choose = [this](const QModelIndex& index) {
        emit problemChosen(index.data(ProblemsModel::blockRole).toLongLong(),
                           index.data(ProblemsModel::placeRole).toString());
    };
    connect(m_list, &QListView::clicked, this, choose);
    connect(m_list, &QListView::activated, this, choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ProblemsPanel::showRepairs);
    connect(&model, &DocumentModel::analysed, this, &ProblemsPanel::refresh);
    refresh();
}

void ProblemsPanel::refresh() {
    m_problems->refresh();
    const int count = m_problems->rowCount();
    static_cast<QStackedLayout*>(layout())->setCurrentIndex(count > 0 ? 1 : 0);
    // What the repairs below are for can be seen, and Enter goes there.
    if (count > 0 && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_problems->index(0));
    showRepairs();
    emit countChanged(count);
}

/// Of the chosen problem, or of the first one.
void ProblemsPanel::showRepairs() {
    const int row = std::max(0, m_list->currentIndex().row());
    const auto& problems = m_problems->problems();
    m_repairs->setProblem(static_cast<std::size_t>(row) < problems.size()
                              ? std::optional(problems[static_cast<std::size_t>(row)])
                              : std::nullopt);
}

}  // namespace gradweave::ui
