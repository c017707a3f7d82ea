// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected: its name and parameters to edit, its shapes and sizes to read.
#pragma once

#include <QWidget>
#include <filesystem>
#include <map>

#include "ui/document_model.h"

class QLabel;
class QLineEdit;
class QScrollArea;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace gradweave::ui {

class FactsView;
class ParamRow;
class RepairBar;
class TrainingForm;

/// One block: fields made from its kind's parameters. Several or none: facts about them or about
/// the document. Every edit is a command; what the analysis says appears at the field it is about.
class Inspector : public QWidget {
    Q_OBJECT

  public:
    explicit Inspector(DocumentModel& model, QWidget* parent = nullptr);

    TrainingForm* training() const { return m_training; }

    /// The project's folder, for paths in file fields.
    void setBase(const std::filesystem::path& base);
    /// Puts the keyboard into a field: a parameter's key; else into the first one.
    void focusField(const QString& place);
    /// Puts the keyboard into the first setting of training; nothing must be selected.
    void focusTraining();
    /// Unfolds the explanation of the block.
    void showHelp();

    ParamRow* row(const std::string& key) const;
    QLineEdit* nameField() const { return m_name; }

  signals:
    /// Esc: the keyboard wants to go back to where it came from.
    void left();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* makeSummaryPage();
    QWidget* makeBlockPage();
    void showSelection();
    void rebuildRows(const model::Block& block, const model::BlockKind* kind);
    void showBlock();
    void showBlockFacts(const model::Block& block, const model::BlockKind& kind);
    void showProblems(const model::Block& block);
    void showSummary();
    void suggestColumns();
    void follow(const model::Edit& edit);
    void rename();
    void change(const std::string& key, const model::ParamValue& value);
    /// The one selected block, or null.
    const model::Block* selected() const;

    DocumentModel& m_model;
    std::filesystem::path m_base;
    QStackedLayout* m_pages;
    // The page of one block
    QScrollArea* m_scroll;
    QLabel* m_sign;
    QLabel* m_title;
    QLabel* m_category;
    QToolButton* m_helpButton;
    QLabel* m_help;
    QLineEdit* m_name;
    QLabel* m_nameError;
    QLabel* m_problem;
    RepairBar* m_repairs;
    QVBoxLayout* m_rowsLayout;
    std::map<std::string, ParamRow*> m_rows;
    model::BlockId m_shown = 0;
    std::string m_shownKind;
    FactsView* m_facts;
    // The page of none or several
    QLabel* m_summaryTitle;
    QLabel* m_summaryHint;
    FactsView* m_summary;
    QLabel* m_trainingTitle;
    TrainingForm* m_training;
};

}  // namespace gradweave::ui
