// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_form.h"

#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

#include "ui/panels/param_row.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

const model::ParamValue& trainingValue(const model::Document& document,
                                       const model::ParamSpec& spec) {
    const auto value = document.training().find(spec.key);
    return value == document.training().end()
               ? model::fallback_of(spec, model::training_settings(), document.training())
               : value->second;
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
        connect(row, &ParamRow::begun, &m_model, &DocumentModel::endMerging);
        connect(row, &ParamRow::edited, this,
                [this, key = spec.key](const model::ParamValue& value) { change(key, value); });
        if (spec.key != "device") continue;
        m_measure = new QToolButton(this);
        m_measure->setObjectName(QStringLiteral("measureDevices"));
        m_measure->setToolTip(
            tr("Trains this network on each device for 0.2 s, and shows how fast each is"));
        layout->addWidget(m_measure, 0, Qt::AlignRight);
        connect(m_measure, &QToolButton::clicked, this,
                [this] { m_measuring ? emit measureStopWanted() : emit measureWanted(); });
    }
    setMeasuring({});
    connect(m_rows.at("device")->editor(), &ParamEditor::suggestionsWanted, this,
            &TrainingForm::askForDevices);
    connect(&m_devices, &QFutureWatcherBase::finished, this, &TrainingForm::showDevices);
    connect(&model, &DocumentModel::documentReset, this, &TrainingForm::showSettings);
    connect(&model, &DocumentModel::edited, this, [this](const model::Edit& edit) {
        if (std::holds_alternative<model::SetTraining>(edit)) showSettings();
    });
    showSettings();
}

void TrainingForm::setBase(const std::filesystem::path& base) {
    for (const auto& [key, row] : m_rows)
        row->editor()->setBase(base);
}

void TrainingForm::showSettings() {
    const auto& specs = model::training_settings();
    for (const model::ParamSpec& spec : specs) {
        ParamRow* row = m_rows.at(spec.key);
        row->setFallback(model::fallback_of(spec, specs, m_model.document().training()));
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
    if (!m_devices.isFinished() || m_devices.future().resultCount() == 0) return;
    QList<ParamEditor::Suggestion> all;
    for (const auto& choice : m_devices.result()) {
        QString description = sentenceText(choice.description);
        const auto speed = std::find_if(m_speeds.begin(), m_speeds.end(),
                                        [&](const auto& s) { return s.device == choice.name; });
        if (speed != m_speeds.end())
            description =
                QStringLiteral("%1  ·  %2").arg(sentenceText(to_text(*speed)), description);
        else if (choice.name == "auto" && !m_speeds.empty())
            description =
                tr("the fastest for this network: %1, with %2")
                    .arg(qtext(m_speeds.front().device), sentenceText(to_text(m_speeds.front())));
        all.append({qtext(choice.name), description, choice.available});
    }
    m_rows.at("device")->editor()->setSuggestions(all);
}

void TrainingForm::showSpeeds(const std::vector<train::DeviceSpeed>& speeds) {
    m_speeds = speeds;
    askForDevices();
    showDevices();
}

void TrainingForm::setMeasuring(const QString& what) {
    m_measuring = !what.isEmpty();
    m_measure->setText(m_measuring ? tr("Stop: %1").arg(what) : tr("Measure the devices"));
    m_measure->setAccessibleName(m_measure->text());
}

void TrainingForm::change(const std::string& key, const model::ParamValue& value) {
    try {
        m_model.run(model::set_training(m_model.document(), key, value));
        m_rows.at(key)->setProblem({});
    } catch (const Error& error) {
        m_rows.at(key)->setProblem(sentenceText(error.what()));
    }
}

}  // namespace gradweave::ui
