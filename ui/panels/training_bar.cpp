// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <utility>
#include <vector>

#include "ui/catalogue_text.h"
#include "ui/panels/param_editor.h"
#include "ui/panels/training_form.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/narrow_bar.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

struct Place {
    const char* key;
    qreal width;  ///< of the field, in units
};
constexpr Place places[] = {
    {"epochs", 4.6}, {"batch_size", 4.6}, {"optimizer", 6}, {"learning_rate", 5.6}};

}  // namespace

TrainingBar::TrainingBar(DocumentModel& model, QWidget* parent) : QWidget(parent), m_model(model) {
    setObjectName(QStringLiteral("trainingBar"));
    auto* layout = new QHBoxLayout(this);
    const int gap = qRound(metrics().gap);
    layout->setContentsMargins(gap, 0, 0, 0);
    layout->setSpacing(gap / 2);
    std::vector<QWidget*> yielding;
    for (const Place& place : places) {
        const model::ParamSpec& spec = *model::find_spec(model::training_settings(), place.key);
        // A label and its field come and go together.
        auto* pair = new QWidget(this);
        auto* row = new QHBoxLayout(pair);
        row->setContentsMargins(0, 0, gap, 0);
        row->setSpacing(gap / 2);
        auto* label = new QLabel(catalogueText(spec.label), pair);
        label->setForegroundRole(QPalette::PlaceholderText);
        ParamEditor* editor = ParamEditor::make(spec, pair);
        editor->setFixedWidth(qRound(metrics().unit * place.width));
        const QString help =
            QStringLiteral("<p>%1</p>").arg(catalogueText(spec.help).toHtmlEscaped());
        label->setToolTip(help);
        editor->setToolTip(help);
        label->setBuddy(editor);
        row->addWidget(label);
        row->addWidget(editor);
        layout->addWidget(pair);
        yielding.insert(yielding.begin(), pair);
        m_editors.emplace(spec.key, editor);
        connect(editor, &ParamEditor::begun, &model, &DocumentModel::endMerging);
        connect(editor, &ParamEditor::edited, this,
                [this, key = spec.key](const model::ParamValue& value) { change(key, value); });
        connect(editor, &ParamEditor::refused, this,
                [this, label = catalogueText(spec.label)](const QString& sentence) {
                    emit refused(QStringLiteral("%1: %2").arg(label, sentence));
                });
        connect(editor, &ParamEditor::accepted, this, [this] { emit refused({}); });
    }
    auto* more = new QToolButton(this);
    more->setObjectName(QStringLiteral("moreTraining"));
    more->setIcon(icon(QStringLiteral("more")));
    more->setAutoRaise(true);
    more->setToolTip(tr("All settings of training"));
    more->setAccessibleName(tr("All settings of training"));
    layout->addWidget(more);
    layout->addStretch(1);
    connect(more, &QToolButton::clicked, this, &TrainingBar::moreWanted);
    new NarrowBar(this, std::move(yielding), 8);
    connect(&model, &DocumentModel::documentReset, this, &TrainingBar::showSettings);
    connect(&model, &DocumentModel::edited, this, [this](const model::Edit& edit) {
        if (std::holds_alternative<model::SetTraining>(edit)) showSettings();
    });
    showSettings();
}

void TrainingBar::showSettings() {
    for (const auto& [key, editor] : m_editors)
        editor->setValue(trainingValue(m_model.document(), editor->spec()));
}

void TrainingBar::change(const std::string& key, const model::ParamValue& value) {
    try {
        m_model.run(model::set_training(m_model.document(), key, value));
    } catch (const Error& error) {
        emit refused(sentenceText(error.what()) + QStringLiteral("."));
    }
}

}  // namespace gradweave::ui
