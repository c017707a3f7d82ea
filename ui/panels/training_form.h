// SPDX-License-Identifier: GPL-3.0-or-later
// All settings of training, one row each, as the document holds them.
#pragma once

#include <QFutureWatcher>
#include <QToolButton>
#include <QWidget>
#include <filesystem>
#include <map>

#include "engine/train/devices.h"
#include "ui/document_model.h"

namespace gradweave::ui {

class ParamRow;

/// Every edit is one step of undo.
class TrainingForm : public QWidget {
    Q_OBJECT

  public:
    explicit TrainingForm(DocumentModel& model, QWidget* parent = nullptr);

    ParamRow* row(const std::string& key) const { return m_rows.at(key); }
    /// The folder that relative paths start from.
    void setBase(const std::filesystem::path& base);

    /// What was measured of this network stands beside each device of the list.
    void showSpeeds(const std::vector<train::DeviceSpeed>& speeds);
    /// A measurement goes on, and what it is at; empty: it is over.
    void setMeasuring(const QString& what);

  signals:
    void measureWanted();
    void measureStopWanted();

  private:
    void showSettings();
    void change(const std::string& key, const model::ParamValue& value);
    /// Fills the list of devices, the first time it is opened.
    void askForDevices();
    void showDevices();

    DocumentModel& m_model;
    std::map<std::string, ParamRow*> m_rows;
    QFutureWatcher<std::vector<train::DeviceChoice>> m_devices;
    std::vector<train::DeviceSpeed> m_speeds;
    QToolButton* m_measure = nullptr;
    bool m_asked = false, m_measuring = false;
};

/// The document's value of a training setting, or its default.
const model::ParamValue& trainingValue(const model::Document& document,
                                       const model::ParamSpec& spec);

}  // namespace gradweave::ui
