// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/param_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/catalogue_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

ParamRow::ParamRow(const model::ParamSpec& spec, QWidget* parent)
    : QWidget(parent),
      m_label(new QLabel(catalogueText(spec.label), this)),
      m_editor(ParamEditor::make(spec, this)),
      m_reset(new QToolButton(this)),
      m_error(new QLabel(this)),
      m_fallback(spec.fallback) {
    const int gap = qRound(metrics().gap / 2);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(gap);
    m_label->setFixedWidth(metrics().label);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(m_editor, 0, 1);
    grid->addWidget(m_reset, 0, 2);
    grid->addWidget(m_error, 1, 0, 1, 3);
    grid->setColumnMinimumWidth(0, metrics().label);
    grid->setColumnStretch(1, 1);
    const QString help = QStringLiteral("<p>%1</p>").arg(catalogueText(spec.help).toHtmlEscaped());
    m_label->setToolTip(help);
    m_label->setBuddy(m_editor);
    m_label->setWordWrap(true);
    m_editor->setToolTip(help);
    m_reset->setIcon(icon(QStringLiteral("reset"), &Theme::mutedText));
    m_reset->setAutoRaise(true);
    m_reset->setFixedWidth(metrics().control);
    m_reset->setObjectName(QStringLiteral("reset.%1").arg(qtext(spec.key)));
    m_reset->setAccessibleName(tr("Reset %1").arg(catalogueText(spec.label)));
    m_error->setObjectName(QStringLiteral("error.%1").arg(qtext(spec.key)));
    m_error->setWordWrap(true);
    m_error->setFont(metrics().smallText);
    m_error->hide();
    connect(m_editor, &ParamEditor::begun, this, &ParamRow::begun);
    connect(m_editor, &ParamEditor::edited, this, &ParamRow::edited);
    connect(m_editor, &ParamEditor::refused, this, [this](const QString& sentence) {
        m_refusal = sentence;
        showProblem();
    });
    connect(m_editor, &ParamEditor::accepted, this, [this] {
        m_refusal.clear();
        showProblem();
    });
    connect(m_reset, &QToolButton::clicked, this, [this] {
        emit begun();
        emit edited(m_fallback);
        emit begun();  // typing that follows is no part of it
    });
}

void ParamRow::setValue(const model::ParamValue& value) {
    m_editor->setValue(value);
    const bool isDefault = value == m_fallback;
    // The button keeps its place, so that fields do not change their width.
    m_reset->setEnabled(!isDefault);
    const QString standard = qtext(model::to_text(m_fallback));
    const QString shown = standard.isEmpty() ? tr("nothing") : standard;
    m_reset->setToolTip(isDefault ? tr("This is the default: %1").arg(shown)
                                  : tr("Back to the default: %1").arg(shown));
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(policy);
    m_reset->setVisible(!isDefault);
}

void ParamRow::setProblem(const QString& sentence) {
    m_problem = sentence;
    showProblem();
}

QString ParamRow::shownProblem() const {
    return m_refusal.isEmpty() ? m_problem : m_refusal;
}

void ParamRow::showProblem() {
    const QString sentence = shownProblem();
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme().error);
    m_error->setPalette(colours);
    m_error->setText(QStringLiteral("✕ ") + sentence);
    m_error->setVisible(!sentence.isEmpty());
}

}  // namespace gradweave::ui
