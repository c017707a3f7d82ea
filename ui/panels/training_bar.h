// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of training that are changed most often, in a row for the tool bar.
#pragma once

#include <QWidget>
#include <map>

#include "ui/document_model.h"

namespace gradweave::ui {

class ParamEditor;

class TrainingBar : public QWidget {
    Q_OBJECT

  public:
    explicit TrainingBar(DocumentModel& model, QWidget* parent = nullptr);

    ParamEditor* editor(const std::string& key) const { return m_editors.at(key); }

  signals:
    /// Why what was typed cannot be used; empty: it can now.
    void refused(const QString& sentence);
    void moreWanted();

  private:
    void showSettings();
    void change(const std::string& key, const model::ParamValue& value);

    DocumentModel& m_model;
    std::map<std::string, ParamEditor*> m_editors;
};

}  // namespace gradweave::ui
