// SPDX-License-Identifier: GPL-3.0-or-later
// One parameter in the inspector: label, editor, a way back to the default, and what is wrong.
#pragma once

#include <QWidget>

#include "ui/panels/param_editor.h"

class QLabel;
class QToolButton;

namespace gradweave::ui {

class ParamRow : public QWidget {
    Q_OBJECT

  public:
    ParamRow(const model::ParamSpec& spec, QWidget* parent);

    ParamEditor* editor() const { return m_editor; }
    const model::ParamSpec& spec() const { return m_editor->spec(); }
    void setValue(const model::ParamValue& value);
    /// In place of the parameter's own default.
    void setFallback(const model::ParamValue& fallback) { m_fallback = fallback; }
    /// What the analysis says about this parameter; empty: nothing.
    void setProblem(const QString& sentence);
    QString shownProblem() const;

  signals:
    /// As ParamEditor::begun.
    void begun();
    void edited(const gradweave::model::ParamValue& value);

  private:
    void showProblem();

    QLabel* m_label;
    ParamEditor* m_editor;
    QToolButton* m_reset;
    QLabel* m_error;
    model::ParamValue m_fallback;
    QString m_problem, m_refusal;
};

}  // namespace gradweave::ui
