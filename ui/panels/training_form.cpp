// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_form.h"

#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <utility>

#include "ui/panels/param_row.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

const model::ParamValue& trainingValue(const model::Document& document,
                                       const model::ParamSpec& spec) {
    const auto value = document.training().find(spec.key);
    return value == document.training().end() ? spec.fallback : value->second;
}

TrainingForm::TrainingForm(DocumentModel& model, QWidget* parent)
    : QWidget(parent), m_model(model) {
    setObjectName(QStringLiteral("trainingForm"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(qRound(metrics().gap));
    for (const model::ParamSpec& spec : model::training_settings()) {
        auto* row = new ParamRow(spec, this);
        layout->addWidget(row);
        m_rows.emplace(spec.key, row);
        connect(row, &ParamRow::edited, this,
                [this, key = spec.key](const model::ParamValue& value) { change(key, value); });
    }
    connect(m_rows.at("device")->editor(), &ParamEditor::suggestionsWanted, this,
            &TrainingForm::askForDevices);
    connect(&m_devices, &QFutureWatcherBase::finished, this, &TrainingForm::showDevices);
    connect(&model, &DocumentModel::documentReset, this, &TrainingForm::showSettings);
    connect(&model, &DocumentModel::edited, this, [this](const model::Edit& edit) {
        if (std::holds_alternative<model::SetTraining>(edit)) showSettings();
    });
    showSettings();
}

void TrainingForm::showSettings() {
    const auto& specs = model::training_settings();
    for (const model::ParamSpec& spec : specs) {
        ParamRow* row = m_rows.at(spec.key);
        row->setValue(trainingValue(m_model.document(), spec));
        if (spec.shown_if_key.empty()) continue;
        const auto& other =
            trainingValue(m_model.document(), *model::find_spec(specs, spec.shown_if_key));
        row->setVisible(model::is_shown(spec, other));
    }
}

void TrainingForm::askForDevices() {
    // Drivers may take their time, and are asked once.
    if (std::exchange(m_asked, true)) return;
    m_devices.setFuture(QtConcurrent::run([] { return train::device_choices(); }));
}

void TrainingForm::showDevices() {
    QList<ParamEditor::Suggestion> all;
    for (const auto& choice : m_devices.result())
        all.append({qtext(choice.name), qtext(choice.description), choice.available});
    m_rows.at("device")->editor()->setSuggestions(all);
}

void TrainingForm::change(const std::string& key, const model::ParamValue& value) {
    try {
        m_model.run(model::set_training(m_model.document(), key, value));
        m_rows.at(key)->setProblem({});
    } catch (const Error& error) {
        m_rows.at(key)->setProblem(qtext(error.what()));
    }
}

}  // namespace gradweave::ui
