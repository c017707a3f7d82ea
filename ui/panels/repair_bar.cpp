// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/repair_bar.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/command_text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

RepairBar::RepairBar(DocumentModel& model, QWidget* parent)
    : QWidget(parent), m_search(model, this) {
    setObjectName(QStringLiteral("repairs"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(qRound(metrics().gap / 2));
    connect(&m_search, &RepairSearch::changed, this, &RepairBar::showRepairs);
    // After an edit the same problem may have other ways out.
    connect(&model, &DocumentModel::analysed, this, [this] {
        if (m_problem && m_search.repairs().empty()) m_search.ask(*m_problem);
    });
    hide();
}

void RepairBar::setProblem(const std::optional<model::Problem>& problem) {
    if (problem == m_problem) return;
    m_problem = problem;
    m_search.forget();
    showRepairs();
    if (m_problem) m_search.ask(*m_problem);
}

void RepairBar::showRepairs() {
    // One of the buttons may be what is being clicked on.
    for (auto* button : findChildren<QPushButton*>()) {
        button->hide();
        button->setObjectName({});
        button->deleteLater();
    }
    // Tab comes to them where they are seen, not after everything else.
    QWidget* before = previousInFocusChain();
    while (before != this && !(before->focusPolicy() & Qt::TabFocus))
        before = before->previousInFocusChain();
    std::size_t index = 0;
    for (const model::Repair& repair : m_search.repairs()) {
        auto* button = new QPushButton(commandText(repair.label), this);
        button->setObjectName(QStringLiteral("repair%1").arg(index));
        button->setAccessibleName(tr("Repair: %1").arg(commandText(repair.label)));
        button->setToolTip(tr("Does this in one step; undo takes it back"));
        static_cast<QVBoxLayout*>(layout())->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, [this, index] { m_search.apply(index); });
        setTabOrder(before, button);
        before = button;
        ++index;
    }
    setVisible(index > 0);
}

}  // namespace gradweave::ui
