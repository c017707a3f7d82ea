// SPDX-License-Identifier: GPL-3.0-or-later
// All settings of training, one row each, as the document holds them.
#pragma once

#include <QWidget>
#include <map>

#include "ui/document_model.h"

namespace gradweave::ui {

class ParamRow;

/// Every edit is one step of undo.
class TrainingForm : public QWidget {
    Q_OBJECT

  public:
    explicit TrainingForm(DocumentModel& model, QWidget* parent = nullptr);

    ParamRow* row(const std::string& key) const { return m_rows.at(key); }

  private:
    void showSettings();
    void change(const std::string& key, const model::ParamValue& value);

    DocumentModel& m_model;
    std::map<std::string, ParamRow*> m_rows;
};

/// The document's value of a training setting, or its default.
const model::ParamValue& trainingValue(const model::Document& document,
                                       const model::ParamSpec& spec);

}  // namespace gradweave::ui
