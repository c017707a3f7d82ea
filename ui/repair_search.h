// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for repairs on another thread: each one tried costs an analysis of the whole document.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <vector>

#include "engine/model/repairs.h"
#include "ui/document_model.h"

namespace gradweave::ui {

/// Answers for one problem at a time; a new question drops the old one. What it found holds until
/// the document is edited, then it is forgotten.
class RepairSearch : public QObject {
    Q_OBJECT

  public:
    explicit RepairSearch(DocumentModel& model, QObject* parent = nullptr);
    ~RepairSearch() override;

    void ask(const model::Problem& problem);
    void forget();
    const std::vector<model::Repair>& repairs() const { return m_repairs; }
    /// Applies one of repairs(), as one step of undo.
    void apply(std::size_t index);

  signals:
    /// repairs() is another list.
    void changed();

  private:
    DocumentModel& m_model;
    QFutureWatcher<std::vector<model::Repair>> m_watcher;
    std::vector<model::Repair> m_repairs;
    bool m_current = false;  ///< what is being computed is still wanted
};

}  // namespace gradweave::ui
