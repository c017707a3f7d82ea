// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/facts_view.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>

#include "ui/theme/theme.h"

namespace gradweave::ui {

FactsView::FactsView(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(qRound(metrics().gap / 2));
    m_grid->setVerticalSpacing(qRound(metrics().unit * 0.25));
    m_grid->setColumnStretch(1, 1);
    // Values stand below the fields of the panel.
    m_grid->setColumnMinimumWidth(0, metrics().label);
}

void FactsView::setNarrow() {
    m_grid->setColumnMinimumWidth(0, 0);
    m_grid->setHorizontalSpacing(qRound(metrics().gap));
}

void FactsView::setFacts(const std::vector<Fact>& facts) {
    if (facts == m_facts) return;
    const bool sameNames = std::equal(
        facts.begin(), facts.end(), m_facts.begin(), m_facts.end(),
        [](const Fact& a, const Fact& b) { return a.name == b.name && a.title == b.title; });
    m_facts = facts;
    if (!sameNames) rebuild();
    // Figures that change many times a second only change their labels.
    for (std::size_t i = 0; i < facts.size(); ++i) {
        for (QLabel* label : {m_rows[i].name, m_rows[i].value}) {
            if (label) label->setToolTip(facts[i].tip);
        }
        if (m_rows[i].value) m_rows[i].value->setText(facts[i].value);
    }
}

void FactsView::rebuild() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_rows.clear();
    int line = 0;
    for (const Fact& fact : m_facts) {
        auto* name = new QLabel(fact.name, this);
        name->setForegroundRole(QPalette::PlaceholderText);
        m_rows.push_back({name, nullptr});
        if (fact.title) {
            QFont font = metrics().smallText;
            font.setWeight(QFont::DemiBold);
            name->setFont(font);
            name->setContentsMargins(0, line > 0 ? qRound(metrics().gap) : 0, 0, 0);
            m_grid->addWidget(name, line++, 0, 1, 2);
            continue;
        }
        auto* value = new QLabel(this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setWordWrap(true);
        m_rows.back().value = value;
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
