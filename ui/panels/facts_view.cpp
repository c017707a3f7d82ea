// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/facts_view.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/theme/theme.h"

namespace gradweave::ui {

FactsView::FactsView(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(qRound(metrics().unit * 0.8));
    m_grid->setVerticalSpacing(qRound(metrics().unit * 0.25));
    m_grid->setColumnStretch(1, 1);
}

void FactsView::setFacts(const std::vector<Fact>& facts) {
    if (facts == m_facts) return;
    m_facts = facts;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int line = 0;
    for (const Fact& fact : facts) {
        auto* name = new QLabel(fact.name, this);
        name->setToolTip(fact.tip);
        if (fact.title) {
            QFont font = metrics().smallText;
            font.setWeight(QFont::DemiBold);
            name->setFont(font);
            name->setForegroundRole(QPalette::PlaceholderText);
            name->setContentsMargins(0, line > 0 ? qRound(metrics().gap) : 0, 0, 0);
            m_grid->addWidget(name, line++, 0, 1, 2);
            continue;
        }
        name->setForegroundRole(QPalette::PlaceholderText);
        auto* value = new QLabel(fact.value, this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setWordWrap(true);
        value->setToolTip(fact.tip);
        m_grid->addWidget(name, line, 0, Qt::AlignTop);
        m_grid->addWidget(value, line++, 1);
    }
}

QString FactsView::plainText() const {
    QStringList lines;
    for (const Fact& fact : m_facts)
        lines << (fact.title ? fact.name : fact.name + QStringLiteral(" ") + fact.value);
    return lines.join('\n');
}

}  // namespace gradweave::ui
